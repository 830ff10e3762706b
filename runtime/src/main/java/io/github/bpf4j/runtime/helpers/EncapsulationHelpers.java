package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EBADMSG;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOTSUPP;

import io.github.bpf4j.runtime.contexts.RouteState;
import io.github.bpf4j.runtime.contexts.SegmentHeaders;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.world.IpAddress;

/**
 * The helpers of programs on routes: headers around packets, and what endpoints of segments do. Their answers are those of Linux 6.12 on
 * real routes and in test runs (recorded in the corpus's lwt-6.12.tsv).
 */
final class EncapsulationHelpers {
    private static final long UINT = 0xffff_ffffL;

    /** BPF_LWT_ENCAP_*. */
    private static final int ENCAP_SEG6 = 0;

    private static final int ENCAP_SEG6_INLINE = 1;
    private static final int ENCAP_IP = 2;

    /** LWT_BPF_MAX_HEADROOM. */
    private static final long MOST_IP_BYTES = 256;

    /** The longest segment routing header there is: a longer one is not valid. */
    private static final long MOST_HEADER_BYTES = 8 + 8 * 255;

    /** No packet has room for more. */
    private static final int MOST_GROWTH = 1 << 22;

    /** Bytes that cost a run as much as one instruction does. */
    private static final int BYTES_PER_INSTRUCTION = 64;

    /** SEG6_LOCAL_ACTION_*. */
    private static final int END_X = 2;

    private static final int END_T = 3;
    private static final int END_DT6 = 7;
    private static final int END_B6 = 9;
    private static final int END_B6_ENCAP = 10;

    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int IPV4_HEADER = 20;
    private static final int IPV4_PROTOCOL_AT = 9;
    private static final int IPV4_CHECKSUM_AT = 10;
    private static final int IPV6_NEXT_HEADER_AT = 6;
    private static final int UDP = 17;
    private static final int UDP_HEADER = 8;
    private static final int WORD = 4;

    private final SegmentRouting routing;

    EncapsulationHelpers(SegmentRouting routing) {
        this.routing = routing;
    }

    void register(HelperTable table) {
        table.put(
                        73,
                        (cpu, ctx, type, header, size, r5) ->
                                push(cpu, SkbHelpers.skb(cpu, ctx), (int) type, header, size & UINT))
                .put(
                        74,
                        (cpu, ctx, offset, from, size, r5) ->
                                store(cpu, SkbHelpers.skb(cpu, ctx), offset & UINT, from, size & UINT))
                .put(
                        75,
                        (cpu, ctx, offset, delta, r4, r5) ->
                                adjust(cpu, SkbHelpers.skb(cpu, ctx), offset & UINT, (int) delta))
                .put(
                        76,
                        (cpu, ctx, action, parameter, size, r5) ->
                                act(cpu, SkbHelpers.skb(cpu, ctx), (int) action, parameter, size & UINT));
    }

    /** Spends what it costs to make room in a packet: all of it may be moved. */
    private static void pay(Cpu cpu, SkbContext skb, long bytes) {
        cpu.spend((skb.length() + bytes) / BYTES_PER_INSTRUCTION);
    }

    private long push(Cpu cpu, SkbContext skb, int type, long header, long size) {
        // LWT_XMIT may change packets, LWT_IN may not: that tells them apart
        boolean segments = (type == ENCAP_SEG6 || type == ENCAP_SEG6_INLINE) && skb.isReadOnly();
        if (type != ENCAP_IP && !segments || size > (segments ? MOST_HEADER_BYTES : MOST_IP_BYTES)) {
            return EINVAL.result();
        }
        pay(cpu, skb, size);
        byte[] bytes = cpu.memory().read(header, (int) size);
        RouteState state = routing.enter(skb);
        return switch (type) {
            case ENCAP_SEG6 -> routing.encapsulate(skb, state, bytes);
            case ENCAP_SEG6_INLINE -> routing.inline(skb, state, bytes);
            default -> pushIp(skb, bytes);
        };
    }

    private static long pushIp(SkbContext skb, byte[] header) {
        int version = header.length == 0 ? 0 : header[0] >> 4;
        int least = switch (version) {
            case 4 -> Math.max(IPV4_HEADER, WORD * (header[0] & 0xf));
            case 6 -> SegmentHeaders.IPV6_HEADER;
            default -> Integer.MAX_VALUE;
        };
        if (header.length < least) {
            return EINVAL.result();
        }
        boolean v4 = version == 4;
        int behind = header.length - (v4 ? WORD * (header[0] & 0xf) : least);
        if (header[v4 ? IPV4_PROTOCOL_AT : IPV6_NEXT_HEADER_AT] == UDP && behind < UDP_HEADER) {
            return EINVAL.result();
        }
        if (!skb.insertBehindLink(0, header.length)) {
            return ENOMEM.result();
        }
        if (v4 && header[IPV4_CHECKSUM_AT] == 0 && header[IPV4_CHECKSUM_AT + 1] == 0) {
            putChecksum(header);
        }
        skb.put(0, header);
        skb.setProtocol(v4 ? ETH_P_IP : ETH_P_IPV6);
        skb.setEncapsulated();
        // what is in segments that nobody named a protocol of, which is all that test runs can give, cannot be taken
        // apart again
        return skb.isSegmented() ? ENOTSUPP.result() : 0;
    }

    /** A header that says it is of less than 20 bytes is given its own first bytes, as Linux on x86 does. */
    private static void putChecksum(byte[] header) {
        int words = header[0] & 0xf;
        int sum = 0;
        for (int at = 0; at < WORD * words; at += 2) {
            sum += (header[at] & 0xff) | (header[at + 1] & 0xff) << 8;
        }
        boolean isHeader = words * WORD >= IPV4_HEADER;
        int checksum = Checksums.fold(sum);
        header[IPV4_CHECKSUM_AT] = isHeader ? (byte) checksum : header[0];
        header[IPV4_CHECKSUM_AT + 1] = isHeader ? (byte) (checksum >> 8) : header[1];
    }

    /** Where in the packet the items behind a header's segments begin. */
    private static int itemsAt(SkbContext skb, RouteState state) {
        int last = skb.getU8(state.headerAt() + SegmentHeaders.LAST_ENTRY_AT);
        return state.headerAt() + SegmentHeaders.FIXED + SegmentHeaders.SEGMENT * (last + 1);
    }

    private static int itemsEnd(SkbContext skb, RouteState state) {
        return Math.min(skb.length(), state.headerAt() + SegmentHeaders.FIXED + state.headerBytes());
    }

    private long store(Cpu cpu, SkbContext skb, long offset, long from, long size) {
        RouteState state = routing.enterEndpoint(skb);
        int header = state.headerAt();
        if (header < 0) {
            return EINVAL.result();
        }
        // as Linux counts here, the items begin with the last 8 bytes of the last segment
        if (offset >= itemsAt(skb, state) - SegmentHeaders.FIXED && offset + size <= itemsEnd(skb, state)) {
            state.setValid(false);
        } else if (offset < header + SegmentHeaders.FLAGS_AT
                || offset + size > Math.min(skb.length(), header + SegmentHeaders.FIXED)) {
            return EFAULT.result();
        }
        cpu.memory().copy(from, skb.dataAddress() + offset, size);
        return 0;
    }

    private long adjust(Cpu cpu, SkbContext skb, long offset, int delta) {
        RouteState state = routing.enterEndpoint(skb);
        if (state.headerAt() < 0) {
            return EINVAL.result();
        }
        int end = itemsEnd(skb, state);
        if (offset < itemsAt(skb, state) || offset > end || offset - Math.min(delta, 0L) > end) {
            return EFAULT.result();
        }
        if (delta > MOST_GROWTH) {
            return ENOMEM.result();
        }
        pay(cpu, skb, Math.abs(delta));
        if (delta < 0) {
            skb.removeBehindLink((int) offset, -delta);
        } else if (!skb.insertBehindLink((int) offset, delta)) {
            return ENOMEM.result();
        }
        SegmentRouting.setPayload(skb, SegmentRouting.payload(skb) + delta);
        state.adjust(delta);
        return 0;
    }

    private long act(Cpu cpu, SkbContext skb, int action, long parameter, long size) {
        RouteState state = routing.enterEndpoint(skb);
        return switch (action) {
            case END_X, END_T, END_DT6 -> {
                if (!SegmentHeaders.settle(skb, state)) {
                    yield EBADMSG.result();
                }
                int needed = action == END_X ? SegmentRouting.ADDRESS : Integer.BYTES;
                yield size == needed ? forward(cpu, skb, state, action, parameter) : EINVAL.result();
            }
            case END_B6, END_B6_ENCAP -> {
                if (state.headerAt() >= 0 && !SegmentHeaders.settle(skb, state)) {
                    yield EBADMSG.result();
                }
                if (size > MOST_HEADER_BYTES) {
                    yield EINVAL.result();
                }
                pay(cpu, skb, size);
                byte[] header = cpu.memory().read(parameter, (int) size);
                long answer =
                        action == END_B6 ? routing.inline(skb, state, header) : routing.encapsulate(skb, state, header);
                if (answer == 0) {
                    state.setHeader(SegmentHeaders.IPV6_HEADER, header.length - SegmentHeaders.FIXED);
                }
                yield answer;
            }
            default -> EINVAL.result();
        };
    }

    private long forward(Cpu cpu, SkbContext skb, RouteState state, int action, long parameter) {
        if (action == END_X) {
            IpAddress hop = IpAddress.of(cpu.memory().read(parameter, SegmentRouting.ADDRESS));
            return routing.route(skb, state, hop, SegmentRouting.BY_RULES);
        }
        int table = cpu.memory().getInt(parameter);
        if (action == END_DT6) {
            int inner = SegmentHeaders.find(skb, SegmentHeaders.IPV6_PACKET);
            if (inner < 0 || inner > skb.length()) {
                return EBADMSG.result();
            }
            skb.removeBehindLink(0, inner);
            SegmentHeaders.take(skb, state);
        }
        return routing.route(skb, state, table);
    }
}
