package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.ALU64;
import static io.github.bpf4j.asm.Opcode.MOV;
import static io.github.bpf4j.asm.Opcode.PSEUDO_BTF_ID;
import static io.github.bpf4j.asm.Opcode.PSEUDO_FUNC;
import static io.github.bpf4j.asm.Opcode.PSEUDO_MAP_FD;
import static io.github.bpf4j.asm.Opcode.PSEUDO_MAP_VALUE;
import static io.github.bpf4j.asm.Opcode.X;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.verifier.structure.ProgramDescription.MapLoad;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Loads of addresses refer to maps that exist and that programs of this kind may name (VR3; verifier spec 8.3). */
final class MapCheck {
    private static final int ADDRESS_SPACE_CAST = 1;

    private final ProgramDescription program;
    private final StructureRules rules;
    private final Instructions instructions;
    private final Set<String> named = new HashSet<>();
    private final Map<MapType, String> cgroupStorage = new EnumMap<>(MapType.class);

    private MapCheck(ProgramDescription program, StructureRules rules, Instructions instructions) {
        this.program = program;
        this.rules = rules;
        this.instructions = instructions;
    }

    static void check(ProgramDescription program, StructureRules rules, Instructions instructions) {
        new MapCheck(program, rules, instructions).run();
    }

    private void run() {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (Instruction.isWide(instructions.word(at))) {
                checkLoad(at);
            }
        }
        boolean hasArena = named.stream().anyMatch(name -> shape(name).type() == MapType.ARENA);
        for (int at = 0; at < instructions.length() && !hasArena; at = instructions.next(at)) {
            if (isAddressSpaceCast(instructions.word(at))) {
                throw new Violation(Errno.EINVAL, at, "addr_space_cast in a program without an arena");
            }
        }
    }

    private void checkLoad(int at) {
        switch (Instruction.src(instructions.word(at))) {
            case 0, PSEUDO_FUNC -> {}
            case PSEUDO_MAP_FD, PSEUDO_MAP_VALUE -> {
                MapLoad load = program.mapLoads().get(at);
                boolean isValue = Instruction.src(instructions.word(at)) == PSEUDO_MAP_VALUE;
                if (load == null || load.isValue() != isValue) {
                    throw new Violation(Errno.EBADF, at, "the load names no map");
                }
                checkMap(at, load);
            }
            case PSEUDO_BTF_ID -> {
                if (!program.kfuncs().containsKey(at)) {
                    checkVariable(at);
                }
            }
            default -> throw new Violation(Errno.EINVAL, at, "there is no fd_array to take a map from");
        }
    }

    private void checkVariable(int at) {
        String name = program.variableLoads().get(at);
        if (name == null) {
            throw new Violation(Errno.EINVAL, at, "the load names no kernel variable");
        }
        Optional<KernelVariable> known = KernelVariable.byName(name);
        if (known.isPresent() && known.get() != KernelVariable.of(rules.profile())) {
            throw new Violation(Errno.ESRCH, at, "a kernel of profile " + rules.profile() + " has no variable " + name);
        }
    }

    private void checkMap(int at, MapLoad load) {
        MapShape shape = shape(load.mapName());
        if (named.add(load.mapName())) {
            if (named.size() > rules.maxMaps()) {
                throw new Violation(Errno.E2BIG, at, "the program names more than " + rules.maxMaps() + " maps");
            }
            checkCompatible(at, load.mapName(), shape);
        }
        if (load.isValue()) {
            checkValueAddress(at, load, shape);
        }
    }

    private MapShape shape(String mapName) {
        MapShape shape = rules.maps().get(mapName);
        if (shape == null) {
            throw new IllegalArgumentException("the environment does not describe map " + mapName);
        }
        return shape;
    }

    private void checkCompatible(int at, String name, MapShape shape) {
        ProgramType type = program.type();
        if (!rules.profile().has(shape.type())) {
            throw refused(
                    at, "Linux " + rules.profile().release() + " has no maps of type " + shape.type() + ": " + name);
        }
        if (shape.type() == MapType.STRUCT_OPS) {
            throw refused(at, "programs cannot name map " + name + ", which is of type STRUCT_OPS");
        }
        if (shape.type() == MapType.CGROUP_STORAGE || shape.type() == MapType.PERCPU_CGROUP_STORAGE) {
            String first = cgroupStorage.putIfAbsent(shape.type(), name);
            if (first != null) {
                throw new Violation(
                        Errno.EBUSY,
                        at,
                        "maps %s and %s are both of type %s, of which a program may name one"
                                .formatted(first, name, shape.type()));
            }
        }
        for (SpecialField field : shape.fields().list()) {
            if (type != null && isRefused(type, field.kind())) {
                throw refused(
                        at,
                        "map %s has a %s at offset %d, which programs of type %s may not name"
                                .formatted(name, field.kind().typeName(), field.byteOffset(), type));
            }
        }
        if (program.sleepable()
                && shape.fields().has(SpecialField.Kind.SPIN_LOCK)
                && !rules.profile().has(KernelFeature.LOCKS_IN_SLEEPABLE)) {
            throw refused(at, "sleepable programs cannot use map " + name + ", which has a spin lock");
        }
        if (program.sleepable() && !mayBeUsedBySleepable(shape.type(), rules.profile())) {
            throw refused(at, "sleepable programs cannot use map " + name + " of type " + shape.type());
        }
    }

    private boolean isRefused(ProgramType type, SpecialField.Kind kind) {
        return switch (kind) {
            case TIMER, WORKQUEUE ->
                type.isRestrictedTracing() && rules.profile().restrictsTracingPrograms() && !rules.timersInTracing();
            case SPIN_LOCK -> type.isRestrictedTracing() || type == ProgramType.SOCKET_FILTER;
            case LIST_HEAD, RB_ROOT -> type.isRestrictedTracing();
            case REFCOUNT, KPTR_UNREF, KPTR_REF, KPTR_PERCPU, LIST_NODE, RB_NODE -> false;
        };
    }

    private static boolean mayBeUsedBySleepable(MapType type, KernelProfile profile) {
        return switch (type) {
            case HASH,
                    RHASH,
                    ARRAY,
                    LRU_HASH,
                    PERCPU_HASH,
                    PERCPU_ARRAY,
                    LRU_PERCPU_HASH,
                    ARRAY_OF_MAPS,
                    HASH_OF_MAPS,
                    RINGBUF,
                    USER_RINGBUF,
                    SK_STORAGE,
                    INODE_STORAGE,
                    TASK_STORAGE,
                    CGRP_STORAGE,
                    ARENA -> true;
            case QUEUE, STACK -> profile.has(KernelFeature.QUEUES_IN_SLEEPABLE);
            default -> false;
        };
    }

    private static void checkValueAddress(int at, MapLoad load, MapShape shape) {
        if (shape.type() == MapType.ARENA) {
            return;
        }
        if (shape.type() != MapType.ARRAY) {
            throw refused(at, "map %s of type %s has no fixed value".formatted(load.mapName(), shape.type()));
        }
        if (shape.maxEntries() != 1) {
            throw new Violation(Errno.ENOTSUPP, at, "map %s has more than one value".formatted(load.mapName()));
        }
        long offset = Integer.toUnsignedLong(load.valueOffset());
        if (offset >= shape.valueSize()) {
            throw refused(
                    at,
                    "offset %d is outside of the value of map %s, which has %d bytes"
                            .formatted(offset, load.mapName(), shape.valueSize()));
        }
    }

    private static Violation refused(int at, String reason) {
        return new Violation(Errno.EINVAL, at, reason);
    }

    private static boolean isAddressSpaceCast(long word) {
        return Instruction.opcode(word) == (ALU64 | MOV | X) && Instruction.offset(word) == ADDRESS_SPACE_CAST;
    }
}
