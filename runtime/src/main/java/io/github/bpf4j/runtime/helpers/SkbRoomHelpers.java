package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EALREADY;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOTSUPP;

import io.github.bpf4j.runtime.contexts.SkbContext;

/**
 * The helpers that move a socket buffer's headers, make room for new ones or take some away. Their answers are those of Linux 6.12's test
 * runs (recorded in the corpus's packet_ops-6.12.tsv).
 */
final class SkbRoomHelpers {
    private static final long UINT = 0xffff_ffffL;

    /** The longest packet that one of them makes. */
    private static final int MOST_BYTES = 16064;

    private static final int MOST_ROOM = 0xfff;
    private static final int ROOM_NET = 0;
    private static final int ROOM_MAC = 1;
    private static final long FIXED_GSO = 1;
    private static final long ENCAP_L3_IPV4 = 1 << 1;
    private static final long ENCAP_L3_IPV6 = 1 << 2;
    private static final long ENCAP_L4_GRE = 1 << 3;
    private static final long ENCAP_L4_UDP = 1 << 4;
    private static final long NO_CSUM_RESET = 1 << 5;
    private static final long ENCAP_L2_ETH = 1 << 6;
    private static final long DECAP_L3_IPV4 = 1 << 7;
    private static final long DECAP_L3_IPV6 = 1 << 8;
    private static final int ENCAP_L2_SHIFT = 56;
    private static final long ENCAP_L2 = 0xffL << ENCAP_L2_SHIFT;
    private static final long ENCAP_L3 = ENCAP_L3_IPV4 | ENCAP_L3_IPV6;
    private static final long ENCAP_L4 = ENCAP_L4_GRE | ENCAP_L4_UDP;
    private static final long ENCAP = ENCAP_L3 | ENCAP_L4 | ENCAP_L2_ETH | ENCAP_L2;
    private static final long DECAP = DECAP_L3_IPV4 | DECAP_L3_IPV6;

    private static final int ETHERNET_HEADER = 14;
    private static final int ADDRESSES = 12;
    private static final int TAG = 4;
    private static final int LEAST_ETHERTYPE = 0x600;
    private static final int ETH_P_802_3 = 1;
    private static final int ETH_P_802_2 = 4;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int ETH_P_8021Q = 0x8100;
    private static final int ETH_P_8021AD = 0x88a8;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    private SkbRoomHelpers() {}

    static void register(HelperTable table) {
        table.put(
                        18,
                        (cpu, ctx, type, control, r4, r5) ->
                                pushTag(SkbHelpers.skb(cpu, ctx), swapped(type), (int) control & 0xffff))
                .put(19, (cpu, ctx, r2, r3, r4, r5) -> popTag(SkbHelpers.skb(cpu, ctx)))
                .put(
                        31,
                        (cpu, ctx, type, flags, r4, r5) ->
                                changeProtocol(SkbHelpers.skb(cpu, ctx), swapped(type), flags))
                .put(
                        38,
                        (cpu, ctx, length, flags, r4, r5) -> changeTail(SkbHelpers.skb(cpu, ctx), length & UINT, flags))
                .put(39, (cpu, ctx, length, r3, r4, r5) -> pull(SkbHelpers.skb(cpu, ctx), length & UINT))
                .put(43, (cpu, ctx, room, flags, r4, r5) -> changeHead(SkbHelpers.skb(cpu, ctx), room & UINT, flags))
                .put(
                        50,
                        (cpu, ctx, difference, mode, flags, r5) ->
                                adjustRoom(SkbHelpers.skb(cpu, ctx), (int) difference, mode & UINT, flags));
    }

    /** A protocol as programs give it, 16 bits in the order of the network. */
    private static int swapped(long type) {
        return Short.toUnsignedInt(Short.reverseBytes((short) type));
    }

    private static boolean isTag(int type) {
        return type == ETH_P_8021Q || type == ETH_P_8021AD;
    }

    /** The new tag is not among the bytes; one that was not there before either goes there. */
    private static long pushTag(SkbContext skb, int type, int control) {
        if (skb.isTagged()) {
            if (!skb.insert(ADDRESSES, TAG)) {
                return ENOMEM.result();
            }
            skb.setU16(ADDRESSES, skb.tagProtocol());
            skb.setU16(ADDRESSES + 2, skb.tagControl());
            skb.setProtocol(skb.tagProtocol());
        }
        skb.setTag(isTag(type) ? type : ETH_P_8021Q, control);
        return 0;
    }

    /** The tag that is not among the bytes goes, else the first that is; the next among the bytes takes its place. */
    private static long popTag(SkbContext skb) {
        if (skb.isTagged()) {
            skb.clearTag();
        } else {
            if (!isTag(skb.protocol())) {
                return 0;
            }
            if (takeTag(skb) < 0) {
                return ENOMEM.result();
            }
        }
        int type = skb.protocol();
        if (!isTag(type)) {
            return 0;
        }
        int control = takeTag(skb);
        if (control < 0) {
            return ENOMEM.result();
        }
        skb.setTag(type, control);
        return 0;
    }

    /** Takes the first tag out of the bytes: its control information, or -1. */
    private static int takeTag(SkbContext skb) {
        if (skb.length() < ETHERNET_HEADER + TAG) {
            return -1;
        }
        int control = skb.getU16(ETHERNET_HEADER);
        skb.remove(ADDRESSES, TAG);
        int type = skb.getU16(ADDRESSES);
        if (type < LEAST_ETHERTYPE) {
            boolean raw = skb.length() >= ETHERNET_HEADER + 2 && skb.getU16(ETHERNET_HEADER) == 0xffff;
            type = raw ? ETH_P_802_3 : ETH_P_802_2;
        }
        skb.setProtocol(type);
        return control;
    }

    private static long changeProtocol(SkbContext skb, int type, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        int macBytes = skb.networkOffset() - skb.macOffset();
        if (skb.protocol() == ETH_P_IP && type == ETH_P_IPV6) {
            if (!skb.insert(macBytes, IPV6_HEADER - IP_HEADER)) {
                return ENOMEM.result();
            }
        } else if (skb.protocol() == ETH_P_IPV6 && type == ETH_P_IP) {
            if (skb.length() < macBytes + IPV6_HEADER - IP_HEADER) {
                return ENOMEM.result();
            }
            skb.remove(macBytes, IPV6_HEADER - IP_HEADER);
        } else {
            return ENOTSUPP.result();
        }
        skb.clearHash();
        skb.setProtocol(type);
        return 0;
    }

    private static long changeTail(SkbContext skb, long length, long flags) {
        if (skb.isStream()) {
            return StreamHelpers.changeTail(skb, length, flags);
        }
        int least = skb.transportOffset() >= 0 ? skb.transportOffset() : skb.networkOffset();
        if (flags != 0 || length > MOST_BYTES || length < least) {
            return EINVAL.result();
        }
        if (skb.isEncapsulated()) {
            return ENOTSUPP.result();
        }
        return skb.setLength((int) length) ? 0 : ENOMEM.result();
    }

    /** A packet is of one part, so all of it can always be accessed. */
    private static long pull(SkbContext skb, long length) {
        if (skb.isStream()) {
            return StreamHelpers.pull(skb, length);
        }
        return length > skb.length() ? ENOMEM.result() : 0;
    }

    private static long changeHead(SkbContext skb, long room, long flags) {
        if (skb.isStream()) {
            return StreamHelpers.changeHead(skb, room, flags);
        }
        if (flags != 0 || skb.length() + room > MOST_BYTES) {
            return EINVAL.result();
        }
        return skb.prepend((int) room) ? 0 : ENOMEM.result();
    }

    private static long adjustRoom(SkbContext skb, int difference, long mode, long flags) {
        if (skb.isStream()) {
            return StreamHelpers.adjustRoom(skb, difference, mode, flags);
        }
        if ((flags & ~(FIXED_GSO | ENCAP | DECAP | NO_CSUM_RESET)) != 0) {
            return EINVAL.result();
        }
        int bytes = Math.abs(difference);
        if (bytes > MOST_ROOM || bytes < 0) {
            return EFAULT.result();
        }
        int type = skb.protocol();
        if (type != ETH_P_IP && type != ETH_P_IPV6) {
            return ENOTSUPP.result();
        }
        int at = skb.networkOffset() - skb.macOffset();
        int least = type == ETH_P_IP ? IP_HEADER : IPV6_HEADER;
        if (mode == ROOM_NET) {
            at += least;
        } else if (mode != ROOM_MAC) {
            return ENOTSUPP.result();
        }
        boolean shrink = difference < 0;
        if ((flags & DECAP) != 0) {
            if (!shrink || (flags & DECAP) == DECAP) {
                return EINVAL.result();
            }
            least = (flags & DECAP_L3_IPV4) != 0 ? IP_HEADER : IPV6_HEADER;
        }
        int behind = skb.length() - skb.networkOffset();
        if (shrink ? bytes >= behind || behind - bytes < least : skb.length() + bytes > MOST_BYTES) {
            return ENOTSUPP.result();
        }
        return shrink ? shrink(skb, at, bytes, flags) : grow(skb, at, bytes, flags);
    }

    private static long grow(SkbContext skb, int at, int bytes, long flags) {
        boolean encapsulates = (flags & ENCAP_L3) != 0;
        int innerMacBytes = (int) (flags >>> ENCAP_L2_SHIFT);
        if (encapsulates) {
            boolean confused = (flags & ENCAP_L3) == ENCAP_L3
                    || (flags & ENCAP_L4) == ENCAP_L4
                    || (flags & ENCAP_L2_ETH) != 0 && innerMacBytes < ETHERNET_HEADER;
            if (confused) {
                return EINVAL.result();
            }
            if (skb.isEncapsulated()) {
                return EALREADY.result();
            }
            if (innerMacBytes > bytes) {
                return EINVAL.result();
            }
        }
        if (!skb.insert(at, bytes)) {
            return ENOMEM.result();
        }
        if (encapsulates) {
            encapsulate(skb, flags);
        }
        return 0;
    }

    private static void encapsulate(SkbContext skb, long flags) {
        skb.setEncapsulated();
        if ((flags & ENCAP_L4) != 0) {
            int header = (flags & ENCAP_L3_IPV6) != 0 ? IPV6_HEADER : IP_HEADER;
            skb.setTransportOffset(skb.networkOffset() + header);
        }
        skb.setProtocol((flags & ENCAP_L3_IPV6) != 0 ? ETH_P_IPV6 : ETH_P_IP);
    }

    private static long shrink(SkbContext skb, int at, int bytes, long flags) {
        if ((flags & ~(FIXED_GSO | DECAP | NO_CSUM_RESET)) != 0) {
            return EINVAL.result();
        }
        if (at + bytes > skb.length()) {
            return ENOMEM.result();
        }
        skb.remove(at, bytes);
        if ((flags & DECAP) != 0) {
            skb.setProtocol((flags & DECAP_L3_IPV6) != 0 ? ETH_P_IPV6 : ETH_P_IP);
        }
        return 0;
    }
}
