package io.github.bpf4j.runtime.engine;

/** The host's side of the context that a run was started with. */
public interface GuestContext {
    /** The guest address that R1 holds. */
    long address();

    /** How many bytes the structure has that R1 points to. */
    default int sizeBytes() {
        return 0;
    }

    /**
     * The packet bytes that the legacy LD_ABS and LD_IND instructions read, in host order (RFC 9669 section 5.5).
     *
     * @return the value, or -1 if the packet has no such bytes or the context no packet
     */
    default long loadPacket(long byteOffset, int sizeBytes) {
        return -1;
    }
}
