package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.runtime.maps.OperationsMap;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table of operations in the kernel: what is registered, since when, and the programs in it (recorded in the corpus's
 * operations-6.12.tsv). For whoever has the machine's turn.
 */
final class LiveOperations implements OperationsMap.Rules {
    private static final int STATE_AT = 4;
    private static final int HEAD_BYTES = 8;

    private final Machine machine;
    private final LiveMap map;
    private final OperationsMap<LiveOperations> storage;
    private final KernelOperations layout;
    private final boolean linked;
    private final OperationRules rules;
    private Map<String, LiveProgram> programs = Map.of();
    private byte[] value;
    private StructOps.State state = StructOps.State.INIT;
    private boolean isAttached;

    LiveOperations(Machine machine, LiveMap map, OperationsMap<LiveOperations> storage, KernelOperations layout) {
        this.machine = machine;
        this.map = map;
        this.storage = storage;
        this.layout = layout;
        this.linked = layout.table().hasLink();
        this.rules = OperationRules.of(layout, machine.kernelTypes);
        value = new byte[layout.valueSize()];
    }

    LiveMap map() {
        return map;
    }

    KernelOperations layout() {
        return layout;
    }

    boolean isForLinks() {
        return linked;
    }

    StructOps.State state() {
        return state;
    }

    /** Whether the kernel may call it: it is registered, or was, and not everybody who uses it has left. */
    boolean isCallable() {
        return state != StructOps.State.INIT && (!linked || isAttached);
    }

    boolean isAttached() {
        return isAttached;
    }

    /** The programs by the members that they are, as registered. */
    Map<String, LiveProgram> programs() {
        return programs;
    }

    /** What a loader passes: the programs by their numbers. */
    byte[] valueOf(Map<String, LiveProgram> members) {
        ByteBuffer bytes = ByteBuffer.wrap(layout.value().toBytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (KernelOperations.Function function : layout.functions()) {
            LiveProgram program = members.get(function.name());
            if (program != null) {
                bytes.putLong(layout.dataOffset() + function.byteOffset(), program.id());
            }
        }
        return bytes.array();
    }

    @Override
    public long register(byte[] given) {
        for (int i = 0; i < given.length; i++) {
            boolean padding = i < layout.dataOffset() || i >= layout.dataOffset() + rules.structBytes();
            if (padding && given[i] != 0) {
                return Errno.EINVAL.result();
            }
        }
        if (state != StructOps.State.INIT) {
            return Errno.EBUSY.result();
        }
        Map<String, LiveProgram> members = new LinkedHashMap<>();
        long refused = members(given, members);
        if (refused == 0) {
            refused = rules.check(given, members.keySet());
        }
        if (refused == 0 && !linked) {
            refused = rules.register(machine.hooks.operations(), name(given), this);
        }
        if (refused != 0) {
            return refused;
        }
        members.values().forEach(LiveProgram::hold);
        programs = Collections.unmodifiableMap(members);
        value = given.clone();
        if (linked) {
            enter(StructOps.State.READY);
        } else {
            map.hold();
            enter(StructOps.State.INUSE);
        }
        return 0;
    }

    /** The programs that the functions of a table are, by their numbers; 0 or a negative errno. */
    private long members(byte[] given, Map<String, LiveProgram> members) {
        ByteBuffer bytes = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN);
        for (KernelOperations.Function function : layout.functions()) {
            long number = bytes.getLong(layout.dataOffset() + function.byteOffset());
            if (number == 0) {
                continue;
            }
            LiveProgram program = number == (int) number ? machine.objects.program((int) number) : null;
            if (program == null) {
                return Errno.EBADF.result();
            }
            boolean fits = program.linked()
                    .operation()
                    .filter(operation -> operation.struct().equals(layout.struct())
                            && operation.member().equals(function.name()))
                    .isPresent();
            if (!fits) {
                return Errno.EINVAL.result();
            }
            members.put(function.name(), program);
        }
        return 0;
    }

    /** Tables of a struct that have no names are told apart by their maps. */
    private String name(byte[] given) {
        return rules.name().isPresent() ? rules.name(given) : Integer.toString(map.id());
    }

    /** The name that it is registered under. */
    String name() {
        return name(value);
    }

    @Override
    public long unregister() {
        if (linked) {
            return Errno.EOPNOTSUPP.result();
        }
        return switch (state) {
            case INIT -> Errno.ENOENT.result();
            case TOBEFREE -> Errno.EINPROGRESS.result();
            case INUSE, READY -> {
                machine.hooks.operations().remove(rules.key(name()), this);
                enter(StructOps.State.TOBEFREE);
                map.drop();
                yield 0;
            }
        };
    }

    /**
     * Registers a table that is ready, for a link.
     *
     * @throws BpfErrnoException EINVAL if it is not ready or not for links, EEXIST if another of its name is registered
     */
    void attach() {
        if (!linked || state != StructOps.State.READY) {
            throw new BpfErrnoException(Errno.EINVAL, "attaching " + map + ", which is not ready for a link");
        }
        long refused = rules.register(machine.hooks.operations(), name(), this);
        if (refused != 0) {
            throw BpfErrnoException.of(refused, "attaching " + map);
        }
        attached(true);
    }

    /** Takes the place of another table of the same name in its link. */
    void replace(LiveOperations old) {
        if (!linked || state != StructOps.State.READY || !old.layout.struct().equals(layout.struct())) {
            throw new BpfErrnoException(
                    Errno.EINVAL, "updating a link with " + map + ", which is not ready or of another kind");
        }
        if (!rules.name().isPresent()) {
            throw new BpfErrnoException(Errno.EOPNOTSUPP, "updating a link of struct " + layout.struct());
        }
        if (!name().equals(old.name())) {
            throw new BpfErrnoException(
                    Errno.EINVAL,
                    "updating the link of \"" + old.name() + "\" with one that is named \"" + name() + "\"");
        }
        old.attached(false);
        machine.hooks.operations().put(rules.key(name()), this);
        attached(true);
    }

    /** Ends the registration of a link. */
    void detach() {
        machine.hooks.operations().remove(rules.key(name()), this);
        attached(false);
    }

    private void attached(boolean now) {
        isAttached = now;
        enter(state);
    }

    private void enter(StructOps.State next) {
        state = next;
        byte[] shown = value.clone();
        int users = state == StructOps.State.INUSE || isAttached ? 1 : 0;
        ByteBuffer.wrap(shown, 0, HEAD_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(0, users)
                .putInt(STATE_AT, state.number());
        storage.show(shown);
    }

    /** Gives up its programs: for when the map is freed. */
    void release() {
        programs.values().forEach(LiveProgram::drop);
        programs = Map.of();
    }

    @Nullable
    LiveProgram program(String member) {
        return programs.get(member);
    }
}
