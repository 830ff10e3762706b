package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EPROTO;

import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Tunnel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Set;

/** The helpers on what packets carry for tunnels (recorded in the corpus's tunnels-6.12.tsv). */
final class TunnelHelpers {
    private static final long UINT = 0xffff_ffffL;

    private static final long OF_IPV6 = 1;
    private static final long ZERO_CSUM_TX = 1 << 1;
    private static final long DONT_FRAGMENT = 1 << 2;
    private static final long SEQ_NUMBER = 1 << 3;
    private static final long NO_TUNNEL_KEY = 1 << 4;
    private static final long SEE_FLAGS = 1 << 4;

    /** Bytes of {@code struct bpf_tunnel_key}, and what programs of earlier kernels knew of it. */
    private static final int KEY_BYTES = 44;

    private static final int SHORTEST_KEY_BYTES = 8;
    private static final Set<Integer> KEY_SIZES = Set.of(SHORTEST_KEY_BYTES, 22, 24, 28, KEY_BYTES);

    private static final int REMOTE_AT = 4;
    private static final int TOS_AT = 20;
    private static final int TTL_AT = 21;
    private static final int EXT_AT = 22;
    private static final int LABEL_AT = 24;
    private static final int LOCAL_AT = 28;
    private static final int LABEL_MASK = 0xfffff;
    private static final int MOST_OPTIONS = 255;

    private TunnelHelpers() {}

    static void register(HelperTable table) {
        table.put(
                        20,
                        (cpu, ctx, to, size, flags, r5) ->
                                getKey(cpu, PacketHelpers.packet(cpu, ctx), to, size & UINT, flags))
                .put(
                        21,
                        (cpu, ctx, from, size, flags, r5) ->
                                setKey(cpu, PacketHelpers.packet(cpu, ctx), from, size & UINT, flags))
                .put(
                        29,
                        (cpu, ctx, to, size, r4, r5) ->
                                getOptions(cpu, PacketHelpers.packet(cpu, ctx), to, size & UINT))
                .put(
                        30,
                        (cpu, ctx, from, size, r4, r5) ->
                                setOptions(cpu, PacketHelpers.packet(cpu, ctx), from, size & UINT));
    }

    private static boolean isKeySize(long size) {
        return size <= KEY_BYTES && KEY_SIZES.contains((int) size);
    }

    private static long getKey(Cpu cpu, PacketContext packet, long to, long size, long flags) {
        Tunnel tunnel = packet.company().tunnel();
        boolean v6 = (flags & OF_IPV6) != 0;
        if (tunnel == null || (flags & ~(OF_IPV6 | SEE_FLAGS)) != 0) {
            return refuse(cpu, to, size, EINVAL.result());
        }
        if (tunnel.source().isV6() != v6) {
            return refuse(cpu, to, size, EPROTO.result());
        }
        if (!isKeySize(size) || v6 && size == SHORTEST_KEY_BYTES) {
            return refuse(cpu, to, size, EINVAL.result());
        }
        ByteBuffer key = ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        key.putInt(0, (int) tunnel.id());
        put(key, REMOTE_AT, tunnel.source());
        key.put(TOS_AT, (byte) tunnel.tos());
        key.put(TTL_AT, (byte) tunnel.ttl());
        if ((flags & SEE_FLAGS) != 0) {
            key.putShort(EXT_AT, Short.reverseBytes((short) tunnel.flags()));
        }
        key.putInt(LABEL_AT, tunnel.label());
        put(key, LOCAL_AT, tunnel.destination());
        cpu.memory().write(key.array(), 0, to, (int) size);
        return 0;
    }

    private static long refuse(Cpu cpu, long to, long size, long errno) {
        FilledMemory.zero(cpu, to, size);
        return errno;
    }

    /** IPv4 addresses are numbers in host order here, those of IPv6 bytes. */
    private static void put(ByteBuffer key, int at, IpAddress address) {
        if (address.isV6()) {
            key.put(at, address.bytes());
        } else {
            key.putInt(at, ByteBuffer.wrap(address.bytes()).getInt());
        }
    }

    private static IpAddress get(ByteBuffer key, int at, boolean v6) {
        byte[] bytes = new byte[v6 ? 16 : 4];
        if (v6) {
            key.get(at, bytes);
        } else {
            ByteBuffer.wrap(bytes).putInt(key.getInt(at));
        }
        return IpAddress.of(bytes);
    }

    private static long setKey(Cpu cpu, PacketContext packet, long from, long size, long flags) {
        boolean v6 = (flags & OF_IPV6) != 0;
        if ((flags & ~(OF_IPV6 | ZERO_CSUM_TX | DONT_FRAGMENT | SEQ_NUMBER | NO_TUNNEL_KEY)) != 0 || !isKeySize(size)) {
            return EINVAL.result();
        }
        byte[] given = Arrays.copyOf(cpu.memory().read(from, (int) size), KEY_BYTES);
        ByteBuffer key = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN);
        int label = key.getInt(LABEL_AT);
        if (!v6 && label != 0 || key.getShort(EXT_AT) != 0) {
            return EINVAL.result();
        }
        int tunnelFlags = Tunnel.NOCACHE
                | ((flags & ZERO_CSUM_TX) == 0 ? Tunnel.CSUM : 0)
                | ((flags & DONT_FRAGMENT) != 0 ? Tunnel.DONT_FRAGMENT : 0)
                | ((flags & SEQ_NUMBER) != 0 ? Tunnel.SEQ : 0)
                | ((flags & NO_TUNNEL_KEY) == 0 ? Tunnel.KEY : 0);
        Tunnel tunnel = new Tunnel(
                key.getInt(0) & UINT,
                get(key, LOCAL_AT, v6),
                get(key, REMOTE_AT, v6),
                key.get(TOS_AT) & 0xff,
                key.get(TTL_AT) & 0xff,
                label & LABEL_MASK,
                tunnelFlags,
                new byte[0]);
        packet.company().setTunnel(tunnel, true);
        return 0;
    }

    private static long getOptions(Cpu cpu, PacketContext packet, long to, long size) {
        Tunnel tunnel = packet.company().tunnel();
        if (tunnel == null || (tunnel.flags() & Tunnel.OPTIONS_PRESENT) == 0) {
            return refuse(cpu, to, size, ENOENT.result());
        }
        byte[] options = tunnel.options();
        if (size < options.length) {
            return refuse(cpu, to, size, ENOMEM.result());
        }
        cpu.memory().write(options, 0, to, options.length);
        FilledMemory.zero(cpu, to + options.length, size - options.length);
        return options.length;
    }

    private static long setOptions(Cpu cpu, PacketContext packet, long from, long size) {
        Tunnel tunnel = packet.company().tunnel();
        if (tunnel == null || !packet.company().isTunnelFromProgram() || (size & 3) != 0) {
            return EINVAL.result();
        }
        if (size > MOST_OPTIONS) {
            return ENOMEM.result();
        }
        packet.company().setTunnel(tunnel.withOptions(cpu.memory().read(from, (int) size)), true);
        return 0;
    }
}
