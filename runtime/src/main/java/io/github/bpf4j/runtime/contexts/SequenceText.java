package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.io.ByteArrayOutputStream;

/** The text that an iterator writes: what the kernel would give away in one piece, and what was given away before. For one thread at a time. */
public final class SequenceText {
    /** Most bytes in one piece: eight pages. */
    static final int PIECE_BYTES = 8 * 4096;

    private static final int MOST_BYTES = 1 << 26;

    private final long address;
    private final ByteArrayOutputStream whole = new ByteArrayOutputStream();
    private byte[] piece = new byte[0];
    private int length;
    private boolean overflowed;

    /**
     * A text, empty at first.
     *
     * @param address where programs think that its {@code struct seq_file} lies
     */
    public SequenceText(long address) {
        this.address = address;
    }

    /** Where programs think that its {@code struct seq_file} lies. */
    public long address() {
        return address;
    }

    /**
     * Writes behind what is there; false if there is no room for all of it.
     *
     * @param partly whether what fits is written then
     */
    public boolean write(byte[] bytes, boolean partly) {
        int room = PIECE_BYTES - length;
        boolean fits = bytes.length < room;
        if (fits || partly) {
            put(bytes, Math.min(room, bytes.length));
        }
        if (!fits) {
            length = PIECE_BYTES;
            overflowed = true;
        }
        return fits;
    }

    private void put(byte[] bytes, int count) {
        if (piece.length == 0) {
            piece = new byte[PIECE_BYTES];
        }
        System.arraycopy(bytes, 0, piece, length, count);
        length += count;
    }

    /** How much is in the piece. */
    public int length() {
        return length;
    }

    /** Whether something did not fit into the piece. */
    public boolean isOverflowed() {
        return overflowed;
    }

    /** Takes back what was written since the piece had this length. */
    public void cut(int before) {
        length = before;
        overflowed = false;
    }

    /**
     * Gives the piece away and begins the next one.
     *
     * @throws GuestFault if there is more than anybody would keep
     */
    public void flush() {
        if (length > MOST_BYTES - whole.size()) {
            throw new GuestFault(FaultKind.HOST_FAILURE, "more than " + MOST_BYTES + " bytes of text");
        }
        whole.write(piece, 0, length);
        cut(0);
    }

    /** All that was given away. */
    public byte[] bytes() {
        return whole.toByteArray();
    }
}
