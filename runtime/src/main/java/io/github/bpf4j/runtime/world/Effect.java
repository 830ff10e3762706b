package io.github.bpf4j.runtime.world;

/** What a program did to the world around it, for the host to see or to carry out. All effects are immutable. */
public sealed interface Effect {
    /**
     * A signal was sent to the current task.
     *
     * @param pid the task
     * @param number of the signal
     * @param toThread whether it is for this thread alone, not for any of its process
     */
    record Signal(int pid, int number, boolean toThread) implements Effect {}

    /** The traced function is left at once, with this as its return value. */
    record ReturnOverridden(long value) implements Effect {}

    /** What the hook returns was set: an errno, negative, or 0. */
    record ReturnValueSet(int value) implements Effect {}

    /** Whether a program that is to be executed counts as one with more rights than its caller was set. */
    record SecureExecution(boolean secure) implements Effect {}

    /**
     * A congestion control sent an acknowledgement.
     *
     * @param cookie of the socket; 0 if the world does not hold it
     * @param next the sequence number that is expected next, a number without a sign
     */
    record AcknowledgementSent(long cookie, long next) implements Effect {}

    /** What the program left in the cookie of its session, for its run when the function returns. */
    record SessionCookie(long value) implements Effect {}

    /**
     * A socket was closed: who waits for it is told ECONNABORTED.
     *
     * @param cookie of the socket
     */
    record SocketDestroyed(long cookie) implements Effect {}

    /** A receiver of infrared signals took a signal as that of the key that is held down. */
    record KeyRepeated() implements Effect {}

    /**
     * A receiver of infrared signals decoded a key.
     *
     * @param protocol of the remote control (enum rc_proto)
     * @param scancode of the key
     * @param toggle changes when a key is pressed again
     */
    record KeyPressed(int protocol, long scancode, int toggle) implements Effect {}

    /**
     * A receiver of infrared signals decoded how a pointer moves.
     *
     * @param x to the right
     * @param y down
     */
    record PointerMoved(int x, int y) implements Effect {}

    /**
     * Memory of a process was written.
     *
     * @param tgid the process
     * @param address of the first byte
     * @param bytes copied when the effect is made
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out to be changed: see bytes()
    record UserMemoryWritten(int tgid, long address, byte[] bytes) implements Effect {
        /** Copies the bytes. */
        public UserMemoryWritten {
            bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }
}
