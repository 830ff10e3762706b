package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EACCES;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODEV;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOTSUPP;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static io.github.bpf4j.abi.Errno.ERANGE;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject.Access;

/**
 * The helpers on socket buffers that leave the packet's headers where they are: bytes, checksums, and what is known of a packet beside its
 * bytes. Their answers are those of Linux 6.12's test runs (recorded in the corpus's packet_ops-6.12.tsv).
 */
final class SkbHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long INT_MAX = Integer.MAX_VALUE;
    private static final long USHORT = 0xffff;

    private static final long STORE_RECOMPUTE_CSUM = 1;
    private static final long STORE_INVALIDATE_HASH = 2;
    private static final long FIELD_SIZE = 0xf;
    private static final long PSEUDO_HDR = 1 << 4;
    private static final long MARK_MANGLED_0 = 1 << 5;
    private static final long MARK_ENFORCE = 1 << 6;
    private static final long IPV6 = 1 << 7;
    private static final long MANGLED_0 = 0xffff;

    /** What is zeroed without a look at whose memory it is. */
    private static final long LARGE_BYTES = 4096;

    private static final long HEADER_MAC = 0;
    private static final long HEADER_NETWORK = 1;
    private static final long REDIRECT_INGRESS = 1;
    private static final long MTU_CHECK_SEGMENTS = 1;
    private static final int MTU_TOO_SMALL = 1;
    private static final long CSUM_LEVEL_QUERY = 0;
    private static final long MOST_CSUM_LEVEL = 3;

    private static final long TSTAMP_TAI = 2;
    private static final int ETHERNET_HEADER = 14;
    private static final int TAG = 4;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int ETH_P_8021Q = 0x8100;
    private static final int ETH_P_8021AD = 0x88a8;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int CONGESTION = 3;

    private final Surroundings around;

    SkbHelpers(Surroundings around) {
        this.around = around;
    }

    void register(HelperTable table) {
        table.put(
                        9,
                        (cpu, ctx, offset, from, size, flags) ->
                                store(cpu, skb(cpu, ctx), offset & UINT, from, size & UINT, flags))
                .put(26, (cpu, ctx, offset, to, size, r5) -> loadAny(cpu, ctx, offset & UINT, to, size & UINT))
                .put(
                        68,
                        (cpu, ctx, offset, to, size, start) ->
                                loadRelative(cpu, ctx, offset & UINT, to, size & UINT, start & UINT))
                .put(
                        10,
                        (cpu, ctx, offset, from, to, flags) ->
                                networkChecksum(skb(cpu, ctx), offset & UINT, from, to, flags))
                .put(
                        11,
                        (cpu, ctx, offset, from, to, flags) ->
                                transportChecksum(skb(cpu, ctx), offset & UINT, from, to, flags))
                .put(13, (cpu, ctx, ifindex, flags, r4, r5) -> cloneTo(skb(cpu, ctx), (int) ifindex, flags))
                .put(24, (cpu, ctx, r2, r3, r4, r5) -> skb(cpu, ctx).company().routeRealm() & UINT)
                .put(32, (cpu, ctx, type, r3, r4, r5) -> changeType(skb(cpu, ctx), type & UINT))
                .put(34, (cpu, ctx, r2, r3, r4, r5) -> hash(skb(cpu, ctx)))
                .put(40, (cpu, ctx, sum, r3, r4, r5) -> {
                    skb(cpu, ctx);
                    return ENOTSUPP.result();
                })
                .put(41, (cpu, ctx, r2, r3, r4, r5) -> clearHash(skb(cpu, ctx)))
                .put(48, (cpu, ctx, hash, r3, r4, r5) -> setHash(skb(cpu, ctx), (int) hash))
                .put(79, (cpu, ctx, r2, r3, r4, r5) -> skb(cpu, ctx).hasSocket() ? around.cgroupId() : 0)
                .put(
                        83,
                        (cpu, ctx, level, r3, r4, r5) ->
                                skb(cpu, ctx).hasSocket() ? around.ancestorCgroupId((int) level) : 0)
                .put(97, (cpu, ctx, r2, r3, r4, r5) -> markCongestion(skb(cpu, ctx)))
                .put(135, (cpu, ctx, level, r3, r4, r5) -> checksumLevel(cpu, ctx, level))
                .put(66, (cpu, ctx, index, to, size, flags) -> {
                    // No packet has come through IPsec.
                    skb(cpu, ctx);
                    cpu.memory().zero(to, size & UINT);
                    return EINVAL.result();
                })
                .put(151, (cpu, ctx, r2, r3, r4, r5) -> skb(cpu, ctx).hasSocket() ? around.classid() & UINT : 0)
                .put(
                        163,
                        (cpu, ctx, ifindex, length, difference, flags) -> checkMtu(
                                cpu, PacketHelpers.packet(cpu, ctx), (int) ifindex, length, (int) difference, flags))
                .put(192, (cpu, ctx, time, type, r4, r5) -> setTimestamp(skb(cpu, ctx), time, type & UINT));
    }

    /** The socket buffer of the run, if that is what the program passed. */
    static SkbContext skb(Cpu cpu, long ctx) {
        if (PacketHelpers.packet(cpu, ctx) instanceof SkbContext context) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "the context is no struct __sk_buff");
    }

    /** {@code bpf_skb_store_bytes}: 0, EFAULT or EINVAL. */
    static long store(Cpu cpu, SkbContext skb, long offset, long from, long bytes, long flags) {
        if ((flags & ~(STORE_RECOMPUTE_CSUM | STORE_INVALIDATE_HASH)) != 0) {
            return EINVAL.result();
        }
        if (offset > INT_MAX || offset + bytes > skb.length()) {
            return EFAULT.result();
        }
        if (skb.isStream()) {
            StreamHelpers.pull(skb, offset + bytes);
        }
        cpu.memory().copy(from, skb.dataAddress() + offset, bytes);
        if ((flags & STORE_INVALIDATE_HASH) != 0) {
            skb.clearHash();
        }
        return 0;
    }

    private static long loadAny(Cpu cpu, long ctx, long offset, long to, long bytes) {
        if (!(cpu.context() instanceof FieldContext fields) || fields.address() != ctx) {
            return load(cpu, PacketHelpers.packet(cpu, ctx), offset, to, bytes);
        }
        long from = offset > INT_MAX ? 0 : fields.part(offset, bytes);
        if (from == 0) {
            return failed(cpu, to, bytes);
        }
        cpu.memory().copy(from, to, bytes);
        return 0;
    }

    /** {@code bpf_skb_load_bytes}: 0, or EFAULT and zeros. */
    static long load(Cpu cpu, PacketContext packet, long offset, long to, long bytes) {
        if (offset > INT_MAX || offset + bytes > packet.length()) {
            return failed(cpu, to, bytes);
        }
        cpu.memory().copy(packet.dataAddress() + offset, to, bytes);
        return 0;
    }

    private static long failed(Cpu cpu, long to, long bytes) {
        GuestMemory memory = cpu.memory();
        if (bytes > LARGE_BYTES && !memory.objects().allows(to, bytes, Access.WRITE)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, to, "there is no memory of " + bytes + " bytes to load to");
        }
        memory.zero(to, bytes);
        return EFAULT.result();
    }

    private static long loadRelative(Cpu cpu, long ctx, long offset, long to, long bytes, long start) {
        boolean ofFields = cpu.context() instanceof FieldContext fields && fields.address() == ctx;
        SkbContext skb = ofFields ? null : skb(cpu, ctx);
        if (offset > USHORT || start != HEADER_MAC && start != HEADER_NETWORK) {
            return failed(cpu, to, bytes);
        }
        if (skb == null) {
            return cpu.context() instanceof FieldContext fields
                    ? loadBehind(cpu, fields, offset, to, bytes, start == HEADER_NETWORK)
                    : failed(cpu, to, bytes);
        }
        long from = offset + (start == HEADER_MAC ? skb.macOffset() : skb.networkOffset());
        if (from + bytes > skb.length()) {
            return failed(cpu, to, bytes);
        }
        cpu.memory().copy(skb.dataAddress() + from, to, bytes);
        return 0;
    }

    private static long loadBehind(Cpu cpu, FieldContext fields, long offset, long to, long bytes, boolean network) {
        byte[] loaded = bytes > INT_MAX ? null : fields.behindHeader(offset, (int) bytes, network);
        if (loaded == null) {
            return failed(cpu, to, bytes);
        }
        cpu.memory().write(loaded, 0, to, loaded.length);
        return 0;
    }

    private static boolean hasField(SkbContext skb, long offset) {
        return offset <= USHORT && (offset & 1) == 0 && offset + 2 <= skb.length();
    }

    /** The checksum as it lies in memory. */
    private static int checksum(SkbContext skb, long offset) {
        return skb.getU8((int) offset) | skb.getU8((int) offset + 1) << 8;
    }

    private static void setChecksum(SkbContext skb, long offset, int value) {
        skb.setU8((int) offset, value);
        skb.setU8((int) offset + 1, value >> 8);
    }

    private static long networkChecksum(SkbContext skb, long offset, long from, long to, long flags) {
        if ((flags & ~FIELD_SIZE) != 0) {
            return EINVAL.result();
        }
        if (!hasField(skb, offset)) {
            return EFAULT.result();
        }
        int before = checksum(skb, offset);
        switch ((int) (flags & FIELD_SIZE)) {
            case 0 -> {
                if (from != 0) {
                    return EINVAL.result();
                }
                setChecksum(skb, offset, Checksums.changedBy(before, (int) to));
            }
            case 2 -> setChecksum(skb, offset, Checksums.replacedHalf(before, (int) from, (int) to));
            case 4 -> setChecksum(skb, offset, Checksums.replaced(before, (int) from, (int) to));
            default -> {
                return EINVAL.result();
            }
        }
        return 0;
    }

    private static long transportChecksum(SkbContext skb, long offset, long from, long to, long flags) {
        if ((flags & ~(IPV6 | MARK_MANGLED_0 | MARK_ENFORCE | PSEUDO_HDR | FIELD_SIZE)) != 0) {
            return EINVAL.result();
        }
        if (!hasField(skb, offset)) {
            return EFAULT.result();
        }
        boolean zeroIsNone = (flags & MARK_MANGLED_0) != 0;
        int before = checksum(skb, offset);
        if (zeroIsNone && (flags & MARK_ENFORCE) == 0 && before == 0) {
            return 0;
        }
        int now;
        switch ((int) (flags & FIELD_SIZE)) {
            case 0 -> {
                if (from != 0) {
                    return EINVAL.result();
                }
                now = Checksums.changedBy(before, (int) to);
            }
            case 2 -> now = Checksums.replaced(before, (int) (from & USHORT), (int) (to & USHORT));
            case 4 -> now = Checksums.replaced(before, (int) from, (int) to);
            default -> {
                return EINVAL.result();
            }
        }
        setChecksum(skb, offset, zeroIsNone && now == 0 ? (int) MANGLED_0 : now);
        return 0;
    }

    private long cloneTo(SkbContext skb, int ifindex, long flags) {
        if ((flags & ~REDIRECT_INGRESS) != 0 || around.mtu(ifindex) < 0) {
            return EINVAL.result();
        }
        if (skb.length() == 0 || skb.macOffset() >= skb.networkOffset()) {
            return ERANGE.result();
        }
        return skb.addClone(ifindex, flags) ? 0 : ENOMEM.result();
    }

    private static long changeType(SkbContext skb, long type) {
        if (type > SkbContext.PACKET_OTHERHOST || skb.packetType() > SkbContext.PACKET_OTHERHOST) {
            return EINVAL.result();
        }
        skb.setPacketType((int) type);
        return 0;
    }

    private static long hash(SkbContext skb) {
        if (!skb.isHashKnown()) {
            skb.setHash(FlowHash.of(skb));
        }
        return skb.hash() & UINT;
    }

    private static long clearHash(SkbContext skb) {
        skb.clearHash();
        return 0;
    }

    private static long setHash(SkbContext skb, int hash) {
        skb.setHash(hash);
        return 0;
    }

    /** Packets of test runs have no checksum that an interface found to be good, so there is no level to change. */
    private static long checksumLevel(Cpu cpu, long ctx, long level) {
        skb(cpu, ctx);
        if (level < 0 || level > MOST_CSUM_LEVEL) {
            return EINVAL.result();
        }
        return level == CSUM_LEVEL_QUERY ? EACCES.result() : 0;
    }

    private static long markCongestion(SkbContext skb) {
        int at = skb.networkOffset();
        int type = innerProtocol(skb);
        int needed = type == ETH_P_IP ? IP_HEADER : type == ETH_P_IPV6 ? IPV6_HEADER : -1;
        if (needed < 0 || at + needed > skb.length()) {
            return 0;
        }
        return type == ETH_P_IP ? markIp(skb, at) : markIpv6(skb, at);
    }

    private static long markIp(SkbContext skb, int at) {
        int service = skb.getU8(at + 1);
        int ecn = service & CONGESTION;
        if (ecn == 0 || ecn == CONGESTION) {
            return ecn == 0 ? 0 : 1;
        }
        skb.setU8(at + 1, service | CONGESTION);
        int before = checksum(skb, at + 10);
        setChecksum(skb, at + 10, Checksums.replacedHalf(before, ecn << 8, CONGESTION << 8));
        return 1;
    }

    private static long markIpv6(SkbContext skb, int at) {
        int low = skb.getU8(at + 1);
        if ((low >> 4 & CONGESTION) == 0) {
            return 0;
        }
        skb.setU8(at + 1, low | CONGESTION << 4);
        return 1;
    }

    /** The protocol behind the tags that are among the bytes, which are looked for behind an Ethernet header even if the program sees none. */
    private static int innerProtocol(SkbContext skb) {
        int type = skb.protocol();
        int at = Math.max(ETHERNET_HEADER, skb.linkBytes() - TAG);
        while (type == ETH_P_8021Q || type == ETH_P_8021AD) {
            if (at + TAG > skb.length()) {
                return 0;
            }
            type = skb.getU16(at + 2);
            at += TAG;
        }
        return type;
    }

    private long checkMtu(Cpu cpu, PacketContext packet, int ifindex, long length, int difference, long flags) {
        GuestMemory memory = cpu.memory();
        boolean socketBuffer = packet instanceof SkbContext;
        if ((flags & ~(socketBuffer ? MTU_CHECK_SEGMENTS : 0)) != 0) {
            return EINVAL.result();
        }
        int asked = memory.getInt(length);
        if (flags != 0 && (difference != 0 || asked != 0)) {
            return EINVAL.result();
        }
        int mtu = around.mtu(ifindex == 0 ? packet.ifindex() : ifindex);
        if (mtu < 0) {
            return ENODEV.result();
        }
        int bytes = (asked == 0 ? packet.length() : asked + ETHERNET_HEADER) + difference;
        memory.setInt(length, mtu);
        return bytes <= mtu + ETHERNET_HEADER ? 0 : MTU_TOO_SMALL;
    }

    private static long setTimestamp(SkbContext skb, long time, long type) {
        if (skb.protocol() != ETH_P_IP && skb.protocol() != ETH_P_IPV6) {
            return EOPNOTSUPP.result();
        }
        if (type > TSTAMP_TAI || type != 0 && time == 0) {
            return EINVAL.result();
        }
        skb.setTimestamp(time, (int) type);
        return 0;
    }
}
