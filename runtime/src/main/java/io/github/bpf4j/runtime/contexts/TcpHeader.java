package io.github.bpf4j.runtime.contexts;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a context knows of the TCP header that it is about, beside its bytes. For one run. */
public final class TcpHeader {
    private final byte @Nullable [] syn;
    private int room;

    /**
     * Of a header.
     *
     * @param room bytes of options that there is room for, or that were reserved
     * @param syn the header of the SYN that began the connection, null if it is not kept
     */
    public TcpHeader(int room, byte @Nullable [] syn) {
        this.room = room;
        this.syn = syn == null ? null : syn.clone();
    }

    /** Bytes of options that there is still room for. */
    public int room() {
        return room;
    }

    /** Takes some of the room. */
    public void take(int bytes) {
        room -= bytes;
    }

    /** A copy of the header of the SYN that began the connection. */
    public Optional<byte[]> syn() {
        return syn == null ? Optional.empty() : Optional.of(syn.clone());
    }
}
