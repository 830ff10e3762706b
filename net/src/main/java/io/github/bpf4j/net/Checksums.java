package io.github.bpf4j.net;

/** The Internet checksum (RFC 1071) of the headers that have one. */
final class Checksums {
    private Checksums() {}

    /**
     * What the checksum field of a header should hold, whatever is in it.
     *
     * @param end where what it covers ends, if that is more than the header
     * @param network where the IP header begins that the pseudo header is made of, or -1
     */
    static int of(byte[] frame, Header header, int at, int end, int network) {
        int field = at + header.offset(Frames.CHECKSUM);
        int there = frame[field] << 8 & 0xff00 | frame[field + 1] & 0xff;
        int check = ~fold(sum(frame, header, at, end, network) - there) & 0xffff;
        return header == Header.UDP && check == 0 ? 0xffff : check;
    }

    static boolean isValid(byte[] frame, Header header, int at, int end, int network) {
        int field = at + header.offset(Frames.CHECKSUM);
        boolean omitted = frame[field] == 0 && frame[field + 1] == 0;
        if (header == Header.UDP && omitted) {
            return network < 0 || frame[network] >> 4 == 4;
        }
        return fold(sum(frame, header, at, end, network)) == 0xffff;
    }

    private static long sum(byte[] frame, Header header, int at, int end, int network) {
        int last = header == Header.IPV4 ? Math.min(end, at + Math.max(5, frame[at] & 0xf) * 4) : end;
        long sum = 0;
        for (int i = at; i < last; i += 2) {
            sum += (frame[i] & 0xff) << 8 | (i + 1 < last ? frame[i + 1] & 0xff : 0);
        }
        return sum + pseudo(frame, header, last - at, network);
    }

    private static long pseudo(byte[] frame, Header header, int length, int network) {
        int protocol = switch (header) {
            case TCP -> FrameReader.TCP;
            case UDP -> FrameReader.UDP;
            case ICMPV6 -> FrameReader.ICMPV6;
            default -> -1;
        };
        if (protocol < 0 || network < 0) {
            return 0;
        }
        boolean six = (frame[network] & 0xf0) == 0x60;
        int from = network + (six ? 8 : 12);
        int to = network + (six ? 40 : 20);
        long sum = (long) protocol + length;
        for (int i = from; i < to; i += 2) {
            sum += (frame[i] & 0xff) << 8 | frame[i + 1] & 0xff;
        }
        return sum;
    }

    private static int fold(long sum) {
        long folded = sum;
        while (folded < 0 || folded >>> 16 != 0) {
            folded = (folded & 0xffff) + (folded >> 16);
        }
        return (int) folded;
    }
}
