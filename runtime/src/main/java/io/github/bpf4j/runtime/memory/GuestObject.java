package io.github.bpf4j.runtime.memory;

/** Something live in guest memory whose kind and bounds checked mode knows. */
public interface GuestObject {
    /** How an access uses the bytes. */
    enum Access {
        READ,
        WRITE
    }

    /** What it is, for messages: {@code map "flows"}, {@code packet}. */
    String name();

    /** The first address, without tag. */
    long start();

    /** How many bytes of address space it takes. */
    long sizeBytes();

    /**
     * Judges an access that begins inside.
     *
     * @param offset from {@link #start()}
     * @return why it is refused, or the empty string if it is right
     */
    String refusal(long offset, long sizeBytes, Access access);

    /** The kind of the special field that begins at an offset from {@link #start()}, or the empty string. */
    default String fieldAt(long offset) {
        return "";
    }
}
