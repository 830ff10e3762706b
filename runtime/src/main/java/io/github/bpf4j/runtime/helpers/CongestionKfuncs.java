package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.KernelStructs;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.Socket;
import java.util.List;

/**
 * Slow start and congestion avoidance of Reno (RFC 5681) for programs that are congestion controls, on the members of a
 * {@code struct tcp_sock} (recorded in the corpus's congestion-6.12.tsv).
 */
final class CongestionKfuncs {
    private static final String STRUCT = "tcp_sock";
    private static final int SEND_ACK = 116;
    private static final int LEAST_WINDOW = 2;
    private static final long UINT = 0xffff_ffffL;

    private final KernelObjects kernel;
    private final SocketTable sockets;
    private final long cwnd;
    private final long ssthresh;
    private final long count;
    private final long clamp;
    private final long prior;
    private final long most;
    private final long limitedBit;

    CongestionKfuncs(KernelObjects kernel, SocketTable sockets) {
        this.kernel = kernel;
        this.sockets = sockets;
        KernelStructs structs = kernel.structs();
        cwnd = offset(structs, "snd_cwnd");
        ssthresh = offset(structs, "snd_ssthresh");
        count = offset(structs, "snd_cwnd_cnt");
        clamp = offset(structs, "snd_cwnd_clamp");
        prior = offset(structs, "prior_cwnd");
        most = offset(structs, "max_packets_out");
        limitedBit = structs.bitOffset(STRUCT, "is_cwnd_limited");
    }

    private static long offset(KernelStructs structs, String member) {
        long bits = structs.bitOffset(STRUCT, member);
        return bits < 0 ? -1 : bits / Byte.SIZE;
    }

    /** Adds the functions, if the kernel's types say where the members are that they work on. */
    void register(KfuncTable table) {
        if (List.of(cwnd, ssthresh, count, clamp, prior, most, limitedBit).contains(-1L)) {
            return;
        }
        table.put(
                        Kfunc.TCP_RENO_SSTHRESH,
                        (cpu, sk, r2, r3, r4, r5) -> Math.max(get(cpu.memory(), sk, cwnd) >> 1, LEAST_WINDOW))
                .put(
                        Kfunc.TCP_RENO_UNDO_CWND,
                        (cpu, sk, r2, r3, r4, r5) ->
                                Math.max(get(cpu.memory(), sk, cwnd), get(cpu.memory(), sk, prior)))
                .put(Kfunc.TCP_SLOW_START, (cpu, sk, acked, r3, r4, r5) -> slowStart(cpu.memory(), sk, acked & UINT))
                .put(Kfunc.TCP_CONG_AVOID_AI, (cpu, sk, window, acked, r4, r5) -> {
                    avoid(cpu.memory(), sk, window & UINT, acked & UINT);
                    return 0;
                })
                .put(Kfunc.TCP_RENO_CONG_AVOID, (cpu, sk, ack, acked, r4, r5) -> {
                    reno(cpu.memory(), sk, acked & UINT);
                    return 0;
                });
    }

    /** Adds the helper that congestion controls have. */
    void register(HelperTable table) {
        table.put(SEND_ACK, (cpu, sk, next, r3, r4, r5) -> {
            long cookie = sockets.at(sk)
                    .map(socket -> socket.described())
                    .map(Socket::cookie)
                    .orElse(0L);
            kernel.report(cpu.id(), new Effect.AcknowledgementSent(cookie, next & UINT));
            return 0;
        });
    }

    private static long get(GuestMemory memory, long socket, long member) {
        return memory.getInt(socket + member) & UINT;
    }

    private static void set(GuestMemory memory, long socket, long member, long value) {
        memory.setInt(socket + member, (int) value);
    }

    /** Doubles the window in a round trip up to the threshold; the segments that are left over. */
    private long slowStart(GuestMemory memory, long socket, long acked) {
        long old = get(memory, socket, cwnd);
        long grown = Math.min(old + acked & UINT, get(memory, socket, ssthresh));
        set(memory, socket, cwnd, Math.min(grown, get(memory, socket, clamp)));
        return acked - (grown - old) & UINT;
    }

    /** Adds one to the window for as many segments as it is said to have. */
    private void avoid(GuestMemory memory, long socket, long window, long acked) {
        long counted = get(memory, socket, count);
        long grown = get(memory, socket, cwnd);
        if (counted >= window) {
            counted = 0;
            grown++;
        }
        counted = counted + acked & UINT;
        if (window == 0) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "tcp_cong_avoid_ai divides by its window, which is 0");
        }
        if (counted >= window) {
            grown += counted / window;
            counted %= window;
        }
        set(memory, socket, count, counted);
        set(memory, socket, cwnd, Math.min(grown & UINT, get(memory, socket, clamp)));
    }

    private void reno(GuestMemory memory, long socket, long acked) {
        long window = get(memory, socket, cwnd);
        boolean slow = window < get(memory, socket, ssthresh);
        boolean limited = (memory.getU8(socket + limitedBit / Byte.SIZE) >> (int) (limitedBit % Byte.SIZE) & 1) != 0
                || slow && window < (2 * get(memory, socket, most) & UINT);
        if (!limited) {
            return;
        }
        long left = slow ? slowStart(memory, socket, acked) : acked;
        if (left != 0) {
            avoid(memory, socket, get(memory, socket, cwnd), left);
        }
    }
}
