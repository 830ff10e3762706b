package io.github.bpf4j.runtime;

/** What runs programs. */
public enum EngineKind {
    /** The switch interpreter: accesses are confined to guest memory. */
    INTERPRETER,
    /** The interpreter that also checks every access against the live objects, and says what went wrong. */
    CHECKED,
    /** JVM bytecode made of each program when it is loaded: accesses are confined to guest memory. */
    JIT,
    /**
     * The interpreter for what runs little, and JVM bytecode for what runs much: it is made in the background, by a thread that keeps no
     * JVM alive, and used from the next run on. What programs come to, and when in virtual time, is the same whatever runs them.
     */
    AUTO
}
