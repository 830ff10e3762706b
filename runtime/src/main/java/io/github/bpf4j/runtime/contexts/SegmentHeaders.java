package io.github.bpf4j.runtime.contexts;

/** Segment routing headers of IPv6 (RFC 8754), with what Linux 6.12 takes for valid ones (recorded in the corpus's lwt-6.12.tsv). Stateless. */
public final class SegmentHeaders {
    /** Bytes of an IPv6 header. */
    public static final int IPV6_HEADER = 40;

    /** Bytes of a segment routing header in front of its segments. */
    public static final int FIXED = 8;

    /** Bytes of a segment: an address. */
    public static final int SEGMENT = 16;

    /** Numbers of headers behind that of IPv6. */
    public static final int ROUTING = 43;

    /** The number of a whole IPv6 packet. */
    public static final int IPV6_PACKET = 41;

    public static final int HDRLEN_AT = 1;
    public static final int LEFT_AT = 3;
    public static final int LAST_ENTRY_AT = 4;
    public static final int FLAGS_AT = 5;

    private static final int TYPE_AT = 2;
    private static final int SEGMENT_ROUTING = 4;
    private static final int NEXT_HEADER_AT = 6;
    private static final int UNIT = 8;
    private static final int TLV_HEADER = 2;

    private static final int HOP_BY_HOP = 0;
    private static final int FRAGMENT = 44;
    private static final int AUTHENTICATION = 51;
    private static final int DESTINATION = 60;
    private static final int FRAGMENT_OFFSET = 0xfff8;

    private SegmentHeaders() {}

    /** Whether bytes are a valid header and no more: its length, its segments, and items of type, length and value to the end. */
    public static boolean isValid(byte[] header) {
        if (header.length < FIXED
                || header[TYPE_AT] != SEGMENT_ROUTING
                || UNIT + UNIT * (header[HDRLEN_AT] & 0xff) != header.length) {
            return false;
        }
        int last = header[LAST_ENTRY_AT] & 0xff;
        int at = FIXED + SEGMENT * (last + 1);
        if (at > header.length || (header[LEFT_AT] & 0xff) > last) {
            return false;
        }
        while (at + TLV_HEADER <= header.length) {
            at += TLV_HEADER + (header[at + 1] & 0xff);
        }
        return at == header.length;
    }

    /**
     * Where the first header of a number lies in a packet of IPv6; -1 if there is none.
     *
     * @param number that of a header, or of what the packet carries
     */
    public static int find(SkbContext skb, int number) {
        if (skb.length() < IPV6_HEADER) {
            return -1;
        }
        int next = skb.getU8(NEXT_HEADER_AT);
        int at = IPV6_HEADER;
        while (next != number) {
            if (at + UNIT > skb.length()) {
                return -1;
            }
            int bytes;
            switch (next) {
                case HOP_BY_HOP, ROUTING, DESTINATION -> bytes = UNIT + UNIT * skb.getU8(at + 1);
                case AUTHENTICATION -> bytes = UNIT + 4 * skb.getU8(at + 1);
                case FRAGMENT -> {
                    if ((skb.getU16(at + 2) & FRAGMENT_OFFSET) != 0) {
                        return -1;
                    }
                    bytes = UNIT;
                }
                default -> {
                    return -1;
                }
            }
            next = skb.getU8(at);
            at += bytes;
        }
        return at;
    }

    /** Looks for the packet's outermost segment routing header, if it has a valid one. */
    public static void take(SkbContext skb, RouteState state) {
        int at = find(skb, ROUTING);
        state.loseHeader();
        if (at >= 0 && at + FIXED <= skb.length() && isValidIn(skb, at)) {
            state.setHeader(at, UNIT * skb.getU8(at + HDRLEN_AT));
        }
    }

    private static boolean isValidIn(SkbContext skb, int at) {
        int bytes = UNIT + UNIT * skb.getU8(at + HDRLEN_AT);
        return at + bytes <= skb.length() && isValid(skb.copy(at, bytes));
    }

    /** Whether the packet's header is valid, after its length was written into it if the program changed something. */
    public static boolean settle(SkbContext skb, RouteState state) {
        int at = state.headerAt();
        if (at < 0) {
            return false;
        }
        if (!state.isValid() && state.headerBytes() % UNIT == 0 && at + FIXED <= skb.length()) {
            skb.setU8(at + HDRLEN_AT, state.headerBytes() / UNIT);
            state.setValid(isValidIn(skb, at));
        }
        return state.isValid();
    }

    /** Whether a program leaves a header that is not valid, with which Linux drops the packet. */
    public static boolean isLeftInvalid(SkbContext skb) {
        RouteState state = skb.company().route();
        return state.headerAt() >= 0 && !settle(skb, state);
    }
}
