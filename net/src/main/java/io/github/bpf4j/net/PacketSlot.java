package io.github.bpf4j.net;

/** The packet that a reader stands at. Its array is used again for the next packet. */
final class PacketSlot {
    private static final int USUAL_PACKET_BYTES = 2048;

    long timestampNs;
    int linkType;
    int interfaceIndex;
    int length;
    int originalLength;
    byte[] data = new byte[USUAL_PACKET_BYTES];

    /** Takes the bytes from the input, of which at least so many were on the wire. */
    void read(CaptureInput in, int captured, long original) {
        data = in.readGrowing(data, captured, "a packet");
        length = captured;
        originalLength = (int) Math.min(Math.max(original, captured), Integer.MAX_VALUE);
    }
}
