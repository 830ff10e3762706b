package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.world.Effect;

/** The kernel function that iterators destroy sockets with (recorded in the corpus's sock_destroy-6.12.tsv). */
final class SocketKfuncs {
    private static final long UINT = 0xffff_ffffL;

    private SocketKfuncs() {}

    static void register(KfuncTable table, SocketTable sockets, KernelObjects kernel) {
        table.put(Kfunc.SOCK_DESTROY, (cpu, sk, r2, r3, r4, r5) -> destroy(cpu, sk, sockets, kernel) & UINT);
    }

    private static long destroy(Cpu cpu, long sk, SocketTable sockets, KernelObjects kernel) {
        LiveSocket socket = sockets.at(sk)
                .orElseThrow(() -> new GuestFault(
                        FaultKind.BAD_ARGUMENT, sk, "0x" + Long.toHexString(sk) + " is no socket of the world"));
        if (!socket.described().isTcp() && !socket.described().isUdp()) {
            return EOPNOTSUPP.result();
        }
        if (sockets.destroy(socket)) {
            kernel.report(
                    cpu.id(), new Effect.SocketDestroyed(socket.described().cookie()));
        }
        return 0;
    }
}
