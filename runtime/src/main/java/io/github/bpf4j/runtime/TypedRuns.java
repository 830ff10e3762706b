package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.MessageContext;
import io.github.bpf4j.runtime.contexts.Setting;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.kernel.RunState;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Runs programs on contexts by the names of their fields. Stateless but for the machine. */
final class TypedRuns {
    /** SK_PASS. */
    private static final int PASS = 1;

    private static final int BOUND_DEV_IF = 0;
    private static final int MARK = 16;
    private static final int PRIORITY = 20;

    private final Machine machine;

    TypedRuns(Machine machine) {
        this.machine = machine;
    }

    /** Runs a program; the caller occupies the CPU. */
    Program.TypedResult run(LiveProgram program, ContextValue value, int cpu, ExecutionContext where) {
        if (program.type() != value.type()) {
            throw new BpfErrnoException(
                    Errno.EINVAL, "running " + program + " on a context for programs of type " + value.type());
        }
        if (program.type() == ProgramType.SK_MSG || program.type() == ProgramType.SK_SKB) {
            return new StreamRuns(machine, this).run(program, value, cpu, where);
        }
        LiveSocket socket = socketOf(program, value);
        LiveSocket migrating = find(program, value.around().migrating());
        Setting setting = value.setting();
        try (FieldContext context = context(value, socket, setting)) {
            byte[] given = context.bytes();
            context.setHeaders(value.around().headers(), value.around().network());
            if (migrating != null) {
                context.setMigrating(machine.network.sockets.address(migrating));
            }
            if (value.flowKeys().length > 0) {
                context.setFlowKeys(value.flowKeys());
            }
            Ran ran = run(program, context, cpu, where);
            RunResult result = ran.result();
            byte[] struct = context.bytes();
            if (program.type() == ProgramType.CGROUP_SOCK
                    && socket != null
                    && result.fault().isEmpty()) {
                apply(given, struct, socket);
            }
            boolean chooses = program.type() == ProgramType.SK_LOOKUP || program.type() == ProgramType.SK_REUSEPORT;
            long chosen = chooses ? chosen(context, result) : value.socket();
            byte[] written = setting == null ? null : setting.written().orElse(null);
            return new Program.TypedResult(
                    result,
                    value.after(
                            struct,
                            context.data(),
                            context.flowKeys(),
                            chosen,
                            written,
                            context.tcpHeader().room()),
                    ran.effects());
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + program);
        }
    }

    /** What a run came to, and what it did to the world. */
    record Ran(RunResult result, List<Effect> effects) {}

    /** Runs a program on a context that is there; the caller occupies the CPU. */
    Ran run(LiveProgram program, GuestContext context, int cpu, ExecutionContext where) {
        RunState before = machine.kernelObjects.begin(cpu, RunEnvironment.NONE);
        RunResult result;
        List<Effect> effects;
        try {
            result = machine.runs.run(program.image(), context, cpu, 0, where);
        } finally {
            effects = machine.kernelObjects.end(cpu, before);
        }
        return new Ran(result, effects);
    }

    /** The socket that a run is about; null if it is about none. */
    @Nullable
    LiveSocket socketOf(LiveProgram program, ContextValue value) {
        return find(program, value.socket());
    }

    /** The context of a message that is sent through a socket. */
    MessageContext message(LiveSocket from, byte[] message) {
        return message(ContextValue.of(ProgramType.SK_MSG).data(message), from, message);
    }

    /** The context of a message, as a value says, that is sent through a socket, if any. */
    MessageContext message(ContextValue value, @Nullable LiveSocket from, byte[] message) {
        long address = from == null ? 0 : machine.network.sockets.address(from);
        return new MessageContext(machine.memory, value.layout(), struct(value, from, message), from, address, message);
    }

    private @Nullable LiveSocket find(LiveProgram program, long cookie) {
        return cookie == 0
                ? null
                : machine.network
                        .sockets
                        .find(cookie)
                        .orElseThrow(() -> new BpfErrnoException(
                                Errno.ENOENT,
                                "running " + program + " on socket " + cookie + ", which is not in the world"));
    }

    /** The cookie of the socket that a program chose and let have what comes; 0 if there is none. */
    private static long chosen(FieldContext context, RunResult result) {
        return result.fault().isPresent() || result.verdict() != PASS
                ? 0
                : context.selected().map(each -> each.described().cookie()).orElse(0L);
    }

    private FieldContext context(ContextValue value, @Nullable LiveSocket socket, @Nullable Setting setting) {
        long address = socket == null ? 0 : machine.network.sockets.address(socket);
        byte[] data = value.data();
        byte[] struct = struct(value, socket, data);
        boolean hidden = value.type() == ProgramType.SK_LOOKUP;
        return new FieldContext(
                machine.memory, value.layout(), struct, socket, hidden ? 0 : address, data, value.tcpHeader(), setting);
    }

    /** The bytes of a context: what is said, else what is the socket's. */
    private byte[] struct(ContextValue value, @Nullable LiveSocket socket, byte[] data) {
        byte[] struct = new byte[value.layout().size()];
        if (socket != null) {
            fill(value, struct, socket);
        }
        for (ContextField field : value.layout().fields()) {
            boolean length = switch (value.type()) {
                case SK_MSG -> field.name().equals("size");
                case SK_REUSEPORT -> field.name().equals("len");
                case SOCK_OPS -> field.name().equals("skb_len");
                default -> false;
            };
            if (length) {
                put(struct, field.byteOffset(), data.length);
            }
        }
        value.write(struct);
        return struct;
    }

    private static void put(byte[] struct, int at, int value) {
        ByteBuffer.wrap(struct).order(ByteOrder.LITTLE_ENDIAN).putInt(at, value);
    }

    /** Fields that are the socket's. */
    private void fill(ContextValue value, byte[] struct, LiveSocket socket) {
        byte[] sock = machine.network.sockets.bytes(socket);
        if (value.type() == ProgramType.CGROUP_SOCK) {
            System.arraycopy(sock, 0, struct, 0, sock.length);
            return;
        }
        ByteBuffer from = ByteBuffer.wrap(sock).order(ByteOrder.LITTLE_ENDIAN);
        Socket described = socket.described();
        boolean whole = value.type() == ProgramType.SOCK_OPS;
        for (ContextField field : value.layout().fields()) {
            int at = field.byteOffset();
            switch (field.name()) {
                case "family" -> put(struct, at, described.family().number());
                case "type" -> put(struct, at, described.type());
                case "protocol" -> put(struct, at, described.protocol());
                case "bind_inany" ->
                    put(
                            struct,
                            at,
                            socket.localAddress().filter(IpAddress::isAny).isPresent() ? 1 : 0);
                case "ip_protocol" -> put(struct, at, described.protocol());
                case "remote_ip4" -> put(struct, at, from.getInt(52));
                case "local_ip4" -> put(struct, at, from.getInt(24));
                case "remote_ip6" -> System.arraycopy(sock, 56, struct, at, 16);
                case "local_ip6" -> System.arraycopy(sock, 28, struct, at, 16);
                case "remote_port" -> put(struct, at, from.getInt(48) << Short.SIZE);
                case "local_port" -> put(struct, at, from.getInt(44));
                case "state" -> put(struct, at, described.state().number());
                case "is_fullsock" -> put(struct, at, described.isFull() ? 1 : 0);
                case "bpf_sock_ops_cb_flags" -> put(struct, at, socket.callbackFlags());
                default -> {
                    if (whole && Socket.TCP_NUMBERS.contains(field.name())) {
                        ByteBuffer to = ByteBuffer.wrap(struct).order(ByteOrder.LITTLE_ENDIAN);
                        if (field.elementSize() == Long.BYTES) {
                            to.putLong(at, described.tcpNumber(field.name()));
                        } else {
                            to.putInt(at, (int) described.tcpNumber(field.name()));
                        }
                    }
                }
            }
        }
    }

    /** What a program on a socket's creation wrote into it: what it left alone others may have changed meanwhile. */
    private void apply(byte[] given, byte[] struct, LiveSocket socket) {
        apply(given, struct, BOUND_DEV_IF, socket::setBoundIfindex);
        apply(given, struct, MARK, socket::setMark);
        apply(given, struct, PRIORITY, socket::setPriority);
        machine.network.sockets.publish(socket);
    }

    private static void apply(byte[] given, byte[] struct, int at, IntConsumer setting) {
        int before = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        int after = ByteBuffer.wrap(struct).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
        if (before != after) {
            setting.accept(after);
        }
    }
}
