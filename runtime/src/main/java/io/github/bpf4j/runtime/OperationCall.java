package io.github.bpf4j.runtime;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One call of an operation: programs were verified to be given what its prototype says, so nothing else may reach them. Only whoever
 * occupies a CPU runs it.
 */
final class OperationCall {
    private static final String SOCKET = "sock";
    private static final String TCP_SOCKET = "tcp_sock";

    private final Machine machine;
    private final Btf types;
    private final String struct;
    private final BtfType.FuncProto prototype;

    OperationCall(Machine machine, LiveOperations table, String member) {
        this.machine = machine;
        this.types = machine.kernelTypes;
        this.struct = table.layout().struct();
        KernelOperations.Function function = table.layout()
                .function(member)
                .orElseThrow(() ->
                        new IllegalArgumentException("struct " + struct + " has no operation \"" + member + "\""));
        this.prototype = (BtfType.FuncProto) types.type(function.prototypeId());
    }

    StructOps.Call run(LiveProgram program, EventContext.Arguments given, int cpu, RunEnvironment environment) {
        List<KernelValue> arguments = checked(given);
        Map<Integer, Integer> pointers = new LinkedHashMap<>();
        for (int i = 0; i < arguments.size(); i++) {
            int pointed = pointedStruct(i);
            if (pointed != 0) {
                pointers.put(i, Math.toIntExact(types.sizeOf(pointed)));
            }
        }
        LiveProgram.Called called =
                program.call(EventContext.arguments(arguments.toArray(new KernelValue[0])), cpu, environment, pointers);
        Map<Integer, BtfValue> behind = new LinkedHashMap<>();
        called.behind()
                .forEach((position, bytes) ->
                        behind.put(position, BtfValue.decode(types, pointedStruct(position), bytes)));
        return new StructOps.Call(
                called.result().run(),
                returned(called.result().run()),
                behind,
                called.result().effects());
    }

    private long returned(RunResult run) {
        return switch (types.resolved(prototype.returnTypeId())) {
            case BtfType.Void _ -> 0;
            case BtfType.Int number -> {
                int unused = Long.SIZE - Math.toIntExact(number.size()) * Byte.SIZE;
                long high = run.returnValue() << unused;
                yield number.signed() ? high >> unused : high >>> unused;
            }
            case BtfType.Enumeration _ -> run.verdict();
            default -> run.returnValue();
        };
    }

    /** The struct that a parameter points to; 0 if it is none. */
    private int pointedStruct(int position) {
        Parameter parameter = prototype.parameters().get(position);
        if (!(types.resolved(parameter.typeId()) instanceof BtfType.Ptr pointer)
                || !(types.resolved(pointer.typeId()) instanceof BtfType.Composite composite)) {
            return 0;
        }
        boolean tcp = struct.equals(KernelOperations.TCP_CONGESTION_OPS)
                && composite.name().equals(SOCKET);
        return tcp
                ? types.find(BtfKind.STRUCT, TCP_SOCKET).orElse(types.resolve(pointer.typeId()))
                : types.resolve(pointer.typeId());
    }

    private List<KernelValue> checked(EventContext.Arguments given) {
        int parameters = prototype.parameters().size();
        if (!given.named().isEmpty()) {
            throw new EventContextException("arguments of operations have no names: give them by position");
        }
        if (given.result().isPresent() || given.values().size() > parameters) {
            throw new EventContextException(
                    "the operation has " + parameters + " arguments and no result before it runs");
        }
        List<KernelValue> values = new ArrayList<>();
        for (int i = 0; i < parameters; i++) {
            values.add(argument(i, i < given.values().size() ? given.values().get(i) : null));
        }
        return values;
    }

    private KernelValue argument(int position, @Nullable KernelValue value) {
        int pointed = pointedStruct(position);
        if (pointed == 0) {
            return value == null ? KernelValue.of(0) : value;
        }
        String wanted = types.type(pointed).name();
        if (value instanceof KernelValue.Struct given && given.struct().type().equals(wanted)) {
            return value;
        }
        if (value instanceof KernelValue.SocketPointer socket && wanted.equals(TCP_SOCKET)) {
            Optional<LiveSocket> live = machine.network.sockets.find(socket.cookie());
            if (live.isPresent()
                    && live.get().described().isTcp()
                    && live.get().described().isFull()) {
                return KernelValue.of(machine.network.sockets.object(live.get(), TCP_SOCKET));
            }
        }
        throw new EventContextException("argument " + position + " must be a struct " + wanted
                + (wanted.equals(TCP_SOCKET) ? " or a TCP socket of the world" : "") + ", not " + value);
    }
}
