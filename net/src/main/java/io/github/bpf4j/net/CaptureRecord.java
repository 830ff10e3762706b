package io.github.bpf4j.net;

import java.util.Arrays;

/** Where a reader puts the packet that it comes to: the same place each time, so that a packet costs no memory. */
final class CaptureRecord {
    long timestampNs;
    int linkType;
    int interfaceIndex;
    int originalLength;

    /** What was captured, {@link #length} bytes of it valid. */
    byte[] data = {};

    int length;

    /** Makes room for so many bytes of data, whose content is forgotten. */
    byte[] room(int bytes) {
        if (bytes > data.length) {
            data = new byte[Math.max(bytes, data.length * 2)];
        }
        length = bytes;
        return data;
    }

    /** A copy of the data. */
    byte[] bytes() {
        return Arrays.copyOf(data, length);
    }

    CapturedPacket packet() {
        return new CapturedPacket(timestampNs, linkType, interfaceIndex, bytes(), originalLength);
    }
}
