package io.github.bpf4j.runtime;

/** The element that a timer belongs to; both empty if there is none any more. */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record TimerOwner(String map, byte[] key) {
    static final TimerOwner NOBODY = new TimerOwner("", new byte[0]);
}
