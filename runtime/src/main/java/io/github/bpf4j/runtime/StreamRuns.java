package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.contexts.MessageContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import org.jspecify.annotations.Nullable;

/** Runs programs of type SK_MSG and SK_SKB by themselves, on what a host says: nothing is sent or received. Stateless but for the machine. */
final class StreamRuns {
    private static final int ETH_P_IP = 0x0800;

    private final Machine machine;
    private final TypedRuns runs;

    StreamRuns(Machine machine, TypedRuns runs) {
        this.machine = machine;
        this.runs = runs;
    }

    /** Runs a program; the caller occupies the CPU. */
    Program.TypedResult run(LiveProgram program, ContextValue value, int cpu, ExecutionContext where) {
        LiveSocket socket = runs.socketOf(program, value);
        try {
            return program.type() == ProgramType.SK_MSG
                    ? onMessage(program, value, socket, cpu, where)
                    : onBytes(program, value, socket, cpu, where);
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + program);
        }
    }

    private Program.TypedResult onMessage(
            LiveProgram program, ContextValue value, @Nullable LiveSocket socket, int cpu, ExecutionContext where) {
        try (MessageContext context = runs.message(value, socket, value.data())) {
            TypedRuns.Ran ran = runs.run(program, context, cpu, where);
            return new Program.TypedResult(
                    ran.result(),
                    value.after(
                            context.bytes(),
                            context.message(),
                            new byte[0],
                            value.socket(),
                            null,
                            value.tcpHeader().room()),
                    ran.effects());
        }
    }

    private Program.TypedResult onBytes(
            LiveProgram program, ContextValue value, @Nullable LiveSocket socket, int cpu, ExecutionContext where) {
        SkbContext context = machine.packetContexts.skb(cpu);
        byte[] data = value.data();
        byte[] fields = new byte[SkbContext.SIZE];
        value.write(fields);
        context.beginStream(data, data.length, ETH_P_IP, fields, socket != null);
        if (socket != null) {
            context.company().setSocket(socket);
            context.showSocket(machine.network.sockets.address(socket), machine.network.sockets.bytes(socket));
        }
        TypedRuns.Ran ran = runs.run(program, context, cpu, where);
        byte[] left = new byte[context.length()];
        context.store(left);
        byte[] after = context.fields();
        return new Program.TypedResult(
                ran.result(),
                value.after(
                        after,
                        left,
                        new byte[0],
                        value.socket(),
                        null,
                        value.tcpHeader().room()),
                ran.effects());
    }
}
