package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A table of operations that an object implements, such as a congestion control: the host registers it, and calls its operations as the
 * kernel's subsystem would.
 *
 * <p>Safe for use by any thread; each call occupies a logical CPU. When its collection is closed a table that is registered
 * stays so, as on Linux: take it back before, or by {@link Runtime#openMap}.
 */
public final class StructOps {
    private static final byte[] KEY = new byte[Integer.BYTES];

    /** What the kernel says of a table, numbered as there. */
    public enum State {
        /** It is not registered. */
        INIT(0),
        /** It is registered, and whoever wants can use it. */
        INUSE(1),
        /** It was taken back; whoever uses it goes on. */
        TOBEFREE(2),
        /** A link can register it, or has. */
        READY(3);

        private final int number;

        State(int number) {
            this.number = number;
        }

        /** The number that the map's value shows. */
        int number() {
            return number;
        }
    }

    /**
     * What a call came to.
     *
     * @param result what the operation returned, by its type: an int with its sign, other numbers without; 0 if it returns nothing
     * @param arguments the structs behind the arguments that are pointers, as the operation left them, by the arguments' positions
     * @param effects what it did to the world
     */
    public record Call(RunResult run, long result, Map<Integer, BtfValue> arguments, List<Effect> effects) {
        /** Copies the collections. */
        public Call {
            arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
            effects = List.copyOf(effects);
        }

        /**
         * The struct behind an argument.
         *
         * @throws IllegalArgumentException if the argument is no pointer to a struct, or was null
         */
        public BtfValue argument(int position) {
            BtfValue value = arguments.get(position);
            if (value == null) {
                throw new IllegalArgumentException("argument " + position + " leads to no struct");
            }
            return value;
        }
    }

    private final Machine machine;
    private final BpfMap map;
    private final LiveOperations live;
    private final Map<String, LiveProgram> implemented;

    StructOps(Machine machine, BpfMap map, Map<String, LiveProgram> implemented) {
        this.machine = machine;
        this.map = map;
        this.implemented = Collections.unmodifiableMap(new LinkedHashMap<>(implemented));
        live = map.live().operations();
    }

    /** Name of the variable. */
    public String name() {
        return live.layout().table().name();
    }

    /** Name of the kernel's struct, such as {@code tcp_congestion_ops}. */
    public String struct() {
        return live.layout().struct();
    }

    /** Its map. A value has numbers of programs where Linux takes descriptors of them. */
    public BpfMap map() {
        return map;
    }

    /** All operations that tables of this struct can have, in their order. */
    public List<String> members() {
        return live.layout().functions().stream()
                .map(KernelOperations.Function::name)
                .toList();
    }

    /** Whether the object implements an operation; others are null. */
    public boolean has(String member) {
        return implemented.containsKey(member);
    }

    /** What the kernel says of it. */
    public State state() {
        try (var _ = machine.turn()) {
            return live.state();
        }
    }

    /** What a loader stores in the map to register it: the members that are data, and the programs. */
    public byte[] value() {
        return live.valueOf(implemented);
    }

    /**
     * Registers the table; one for links is ready for one then, see {@link #attach}.
     *
     * @throws BpfErrnoException as storing the map's value on Linux: EBUSY if it was registered before, EEXIST if another has its name,
     *     EINVAL if something is missing that the kernel demands, EOPNOTSUPP if the kernel registers no such tables
     */
    public void register() {
        map.update(KEY, value());
    }

    /**
     * Takes the table back, for good: who uses it can go on, but nobody else finds it.
     *
     * @throws BpfErrnoException as deleting the map's value on Linux: ENOENT if it is not registered, EINPROGRESS if it was taken back,
     *     EOPNOTSUPP if it is for links
     */
    public void unregister() {
        try (var _ = machine.turn()) {
            map.commands.check(map.commands.delete(KEY), "delete");
        }
    }

    /**
     * Registers a table of section {@code .struct_ops.link} as long as the link lives.
     *
     * @throws BpfErrnoException EINVAL if it is of another section, EEXIST if another table has its name; and as {@link #register()}
     */
    public StructOpsLink attach() {
        try (var _ = machine.turn()) {
            if (live.isForLinks() && live.state() == State.INIT) {
                map.update(KEY, value());
            }
            live.attach();
            return new StructOpsLink(machine, live);
        }
    }

    /** As {@link #call(String, EventContext.Arguments, RunEnvironment)}, with arguments by position. */
    public Call call(String member, KernelValue... arguments) {
        return call(member, EventContext.arguments(arguments), RunEnvironment.NONE);
    }

    /**
     * Calls an operation as the kernel would, on a CPU that is free.
     *
     * @param arguments by position: pointers to structs are structs or sockets of the world, and the latter keep what operations store in them
     * @throws BpfErrnoException ENOENT if the table is not registered, EOPNOTSUPP if it does not implement the operation
     * @throws IllegalArgumentException if tables of this struct have no such operation
     * @throws io.github.bpf4j.runtime.event.EventContextException if the arguments do not fit
     */
    public Call call(String member, EventContext.Arguments arguments, RunEnvironment environment) {
        try (Occupancy.Seat seat = machine.occupyAny()) {
            return new OperationCall(machine, live, member).run(callable(member), arguments, seat.cpu(), environment);
        }
    }

    private LiveProgram callable(String member) {
        if (!members().contains(member)) {
            throw new IllegalArgumentException(
                    "struct " + struct() + " has no operation \"" + member + "\"; there are " + members());
        }
        try (var _ = machine.turn()) {
            if (!live.isCallable()) {
                throw new BpfErrnoException(
                        Errno.ENOENT, "calling " + member + " of " + this + ", which is not registered");
            }
            return Optional.ofNullable(live.program(member))
                    .orElseThrow(() -> new BpfErrnoException(
                            Errno.EOPNOTSUPP, "calling " + member + " of " + this + ", which does not implement it"));
        }
    }

    LiveOperations live() {
        return live;
    }

    LiveOperations liveIn(Machine there) {
        map.liveIn(there);
        return live;
    }

    @Override
    public String toString() {
        return "operations " + name() + " of struct " + struct();
    }
}
