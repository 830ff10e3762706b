package io.github.bpf4j.runtime.locks;

/**
 * Room before the fields of an object that one thread writes all the time, so that they share no cache line with the object before it: a
 * collector lays objects of one kind side by side. Processors fetch lines in pairs.
 */
@SuppressWarnings("unused") // nobody needs what is in it
public abstract class Apart {
    private long apart0;
    private long apart1;
    private long apart2;
    private long apart3;
    private long apart4;
    private long apart5;
    private long apart6;
    private long apart7;
    private long apart8;
    private long apart9;
    private long apart10;
    private long apart11;
    private long apart12;
    private long apart13;
    private long apart14;
    private long apart15;

    /** Nothing but room. */
    protected Apart() {}
}
