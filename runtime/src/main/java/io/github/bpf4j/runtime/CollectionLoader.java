package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ExternException;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.object.StructOpsException;
import io.github.bpf4j.object.StructOpsSpec;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Loads one object: maps first, then programs, then what slots of maps name. Undoes everything if anything is refused. */
final class CollectionLoader {
    private final Machine machine;
    private final CollectionSpec spec;
    private final Map<String, BpfMap> replacements;
    private final Map<String, LoadOptions.Function> replaced;
    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final Map<String, MapDescription> described = new HashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();
    private final List<String> newPins = new ArrayList<>();
    private final Set<String> reused = new HashSet<>();

    CollectionLoader(Machine machine, CollectionSpec spec, LoadOptions options) {
        this.machine = machine;
        this.spec = set(spec, machine.linkEnvironment);
        this.replacements = options.maps();
        this.replaced = options.replaced();
    }

    private static CollectionSpec set(CollectionSpec spec, LinkEnvironment kernel) {
        try {
            return spec.forKernel(kernel);
        } catch (ExternException e) {
            throw new BpfErrnoException(e.errno(), "loading an object: " + e.getMessage());
        }
    }

    Collection load(Runtime runtime) {
        if (spec.byteOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException(
                    "the object is big-endian; programs run as on a little-endian machine: compile for bpfel");
        }
        for (String name : replacements.keySet()) {
            spec.map(name);
        }
        for (String name : replaced.keySet()) {
            spec.program(name);
        }
        boolean loaded = false;
        try {
            MapFactory factory = new MapFactory(machine, spec.btf());
            for (MapSpec map : spec.maps()) {
                if (!spec.isAutocreated(map.name())) {
                    continue;
                }
                BpfMap opened = open(factory, map);
                maps.put(map.name(), opened);
                described.put(map.name(), describe(map, opened.live()));
            }
            createTables(factory);
            for (ProgramSpec program : spec.programs()) {
                if (isLoaded(program)) {
                    load(program);
                }
            }
            fillSlots();
            freezeConstants();
            loaded = true;
            return new Collection(runtime, machine, spec, maps, programs, tables());
        } finally {
            if (!loaded) {
                newPins.forEach(machine.bpffs::unlink);
                maps.values().forEach(BpfMap::close);
                programs.values().forEach(Program::close);
            }
        }
    }

    /** Maps of the tables of operations, laid out by the kernel's types. */
    private void createTables(MapFactory factory) {
        for (StructOpsSpec table : spec.structOps()) {
            if (table.autocreate()) {
                maps.put(table.name(), new BpfMap(machine, factory.create(layout(table)), FdAccess.READ_WRITE));
            }
        }
    }

    private KernelOperations layout(StructOpsSpec table) {
        try {
            return KernelOperations.of(spec, table, machine.kernelTypes);
        } catch (StructOpsException e) {
            throw new BpfErrnoException(e.errno(), "loading " + e.getMessage());
        }
    }

    /** Programs of tables are loaded if one of their tables is created, whatever their sections say. */
    private boolean isLoaded(ProgramSpec program) {
        List<StructOpsSpec> users = spec.structOps().stream()
                .filter(table -> table.programs().containsValue(program.name()))
                .toList();
        return users.isEmpty() ? program.autoload() : users.stream().anyMatch(StructOpsSpec::autocreate);
    }

    private Map<String, StructOps> tables() {
        Map<String, StructOps> tables = new LinkedHashMap<>();
        for (StructOpsSpec table : spec.structOps()) {
            if (table.autocreate()) {
                Map<String, LiveProgram> members = new LinkedHashMap<>();
                table.programs()
                        .forEach((member, program) -> members.put(
                                member,
                                Objects.requireNonNull(programs.get(program)).live()));
                tables.put(table.name(), new StructOps(machine, map(table.name()), members));
            }
        }
        return tables;
    }

    /** What programs can rely on: the contents only of maps that this object fills and freezes. */
    private MapDescription describe(MapSpec declared, LiveMap map) {
        boolean constant = !reused.contains(declared.name());
        MapDescription own = MapDescription.of(declared, spec.btf(), machine.profile);
        return new MapDescription(map.shape(), map.innerShape(), constant ? own.constants() : null);
    }

    private BpfMap open(MapFactory factory, MapSpec map) {
        BpfMap replacement = replacements.get(map.name());
        if (replacement != null) {
            requireSame(factory, replacement, map);
            reused.add(map.name());
            return replacement.duplicate();
        }
        Optional<String> path = spec.pinPath(map.name());
        if (path.isEmpty() && map.pinning() == MapSpec.Pinning.BY_NAME) {
            path = Optional.of(Bpffs.DEFAULT_FOLDER + map.name());
        }
        return path.isPresent() ? pinned(factory, map, path.get()) : created(factory, map);
    }

    private BpfMap created(MapFactory factory, MapSpec map) {
        return new BpfMap(machine, factory.create(map), FdAccess.of(map.flags()));
    }

    private static void requireSame(MapFactory factory, BpfMap existing, MapSpec declared) {
        if (!factory.isSame(existing.spec(), declared)) {
            throw new BpfErrnoException(
                    Errno.EINVAL,
                    "sharing map \"" + declared.name() + "\", which was created with other type, sizes or flags");
        }
    }

    /** The map that is shared under this path, or a new one that is from now on (runtime spec 2.3). */
    private BpfMap pinned(MapFactory factory, MapSpec map, String path) {
        if (!machine.bpffs.exists(path)) {
            BpfMap created = created(factory, map);
            maps.put(map.name(), created);
            machine.bpffs.pin(path, created);
            newPins.add(path);
            return created;
        }
        BpfMap shared = machine.bpffs.openMap(path);
        maps.put(map.name(), shared);
        requireSame(factory, shared, map);
        reused.add(map.name());
        return shared;
    }

    private void load(ProgramSpec program) {
        ProgramType type = program.programType()
                .orElseThrow(() -> new IllegalArgumentException("program \"" + program.name() + "\": section \""
                        + program.section() + "\" names no program type; set one with withProgramType"));
        LinkedProgram linked = Linker.link(spec, program.name(), machine.linkEnvironment);
        Optional<Extension> extension = extension(linked, type);
        Facts facts = verify(linked, extension);
        int id = machine.nextImageId();
        int[] entries = linked.subprograms().stream()
                .mapToInt(LinkedProgram.Subprogram::startInsn)
                .toArray();
        long[] code = resolve(linked, id);
        HelperFunction[] kfuncs = kfuncs(linked, code);
        if (facts instanceof Facts.Proved proof) {
            Addresses.trapUnreached(code, proof);
            Addresses.markProbes(code, proof);
        }
        Image image = new Image(
                id,
                program.name(),
                code,
                entries,
                machine.host.withHelpers(machine.helpers.byId()),
                kfuncs,
                new LinkedSource(linked));
        List<LiveMap> named =
                linked.mapNames().stream().map(name -> map(name).live()).toList();
        for (LiveMap map : named) {
            if (!map.ownsOnly(spec.btf())) {
                throw new BpfErrnoException(
                        Errno.EINVAL,
                        "loading " + program.name() + ": objects in " + map + " are of another object file's types");
            }
            if (!map.takes(
                    extension
                            .filter(_ -> type == ProgramType.EXT)
                            .map(Extension::type)
                            .orElse(type),
                    program,
                    extension
                            .filter(_ -> type == ProgramType.TRACING)
                            .map(target -> target.traced().given())
                            .orElse(null))) {
                throw new BpfErrnoException(
                        Errno.EINVAL,
                        "loading " + program.name() + " of type " + type + ": programs of another type or place use "
                                + map);
            }
        }
        machine.engine.prepare(image);
        LiveProgram live = new LiveProgram(machine, linked, type, image, named, traits(linked, facts));
        extension.ifPresent(live::extend);
        programs.put(program.name(), new Program(machine, live));
    }

    /** What an object and a proof say of a program beside its code. */
    private LiveProgram.Traits traits(LinkedProgram linked, Facts facts) {
        int end = facts instanceof Facts.Proved proof ? ContextUse.end(linked.code(), proof) : 0;
        int key = facts instanceof Facts.Proved proof ? proof.needed(true) : 0;
        int value = facts instanceof Facts.Proved proof ? proof.needed(false) : 0;
        Optional<Facts.ContextRange> range =
                facts instanceof Facts.Proved proof ? proof.contextRange() : Optional.empty();
        for (StructOpsSpec table : spec.structOps()) {
            for (Map.Entry<String, String> entry : table.programs().entrySet()) {
                if (entry.getValue().equals(linked.name())) {
                    return new LiveProgram.Traits(end, key, value, range, table.typeId(), entry.getKey());
                }
            }
        }
        return new LiveProgram.Traits(end, key, value, range, 0, "");
    }

    /** What a program of type EXT, or one of tracing, is loaded for. */
    private Optional<Extension> extension(LinkedProgram linked, ProgramType type) {
        LoadOptions.Function function = replaced.get(linked.name());
        if (type != ProgramType.EXT && type != ProgramType.TRACING || function == null) {
            return Optional.empty();
        }
        Extension loadedFor = Extension.of(function.program().liveIn(machine), function.name());
        if (type == ProgramType.TRACING && loadedFor.program().tracesTracing()) {
            throw new BpfErrnoException(
                    Errno.EINVAL,
                    "loading " + linked.name() + ": " + loadedFor.program() + " traces one that traces already");
        }
        return Optional.of(loadedFor);
    }

    private Facts verify(LinkedProgram linked, Optional<Extension> extension) {
        VerifierEnvironment all = new VerifierEnvironment(
                        machine.profile,
                        machine.helpers.implemented(),
                        machine.kfuncs.implemented(),
                        described,
                        VerifierLimits.KERNEL,
                        machine.timersInTracing,
                        machine.cpus.length,
                        machine.kernelTypes)
                .withHostFunctions(machine.host.prototypes());
        VerifierEnvironment environment = machine.privileged ? all : all.unprivileged();
        return machine.judge.apply(
                linked,
                extension
                        .map(target -> linked.spec().type() == ProgramType.EXT
                                ? environment.replacing(target.function())
                                : environment.tracing(target.traced()))
                        .orElse(environment));
    }

    /**
     * The implementations that calls in the code have as their immediates. A call of a function that the kernel does not have, and an
     * instruction that depends on something else that it does not have, get one that ends the run and says what is missing.
     */
    private HelperFunction[] kfuncs(LinkedProgram linked, long[] code) {
        List<HelperFunction> table = new ArrayList<>(Arrays.asList(machine.host.withKfuncs(machine.kfuncs.byId())));
        Map<String, Integer> missing = new HashMap<>();
        for (LinkedProgram.KfuncReference reference : linked.kfuncReferences()) {
            if (reference.id() == Kfunc.MISSING) {
                int at = reference.insnOffset();
                int id = missing.computeIfAbsent(reference.kfuncName(), name -> {
                    table.add(missing(name));
                    return table.size() - 1;
                });
                code[at] = callKfunc(id);
            }
        }
        for (int at = 0; at < code.length; at++) {
            Optional<String> reason = linked.failedRelocation(at);
            if (reason.isPresent()) {
                table.add(ending("an operand could not be relocated: " + reason.get()));
                code[at] = callKfunc(table.size() - 1);
            }
        }
        return table.toArray(new HelperFunction[0]);
    }

    private HelperFunction missing(String name) {
        return ending("kernel function " + name + " was called, which is not in Linux " + machine.profile.release()
                + " or not implemented: test its address first");
    }

    private static long callKfunc(int id) {
        return Instruction.pack(Opcode.JMP | Opcode.CALL, 0, Opcode.PSEUDO_KFUNC_CALL, 0, id);
    }

    private static HelperFunction ending(String message) {
        return (cpu, r1, r2, r3, r4, r5) -> {
            throw new GuestFault(FaultKind.UNKNOWN_HELPER, message);
        };
    }

    /** Replaces references to maps and functions by what they are in this runtime. */
    private long[] resolve(LinkedProgram linked, int imageId) {
        long[] code = linked.code();
        for (LinkedProgram.MapReference reference : linked.mapReferences()) {
            LiveMap map = map(reference.mapName()).live();
            long address = switch (reference.kind()) {
                case MAP -> map.handle();
                case VALUE -> map.storage().valueAddress(0, 0) + reference.valueOffset();
            };
            Addresses.patch(code, reference.insnOffset(), address);
        }
        for (LinkedProgram.VariableReference reference : linked.variableReferences()) {
            Addresses.patch(code, reference.insnOffset(), variable(linked, reference.variableName()));
        }
        for (LinkedProgram.KfuncReference reference : linked.kfuncReferences()) {
            if (reference.use() == LinkedProgram.KfuncReference.Use.ADDRESS) {
                Addresses.patch(code, reference.insnOffset(), Handle.kfunc(reference.id()));
            }
        }
        Addresses.patchFunctions(code, imageId);
        return code;
    }

    private long variable(LinkedProgram linked, String name) {
        if (machine.variables.has(name)) {
            return machine.variables.addressOf(name);
        }
        return machine.kernelObjects
                .globals()
                .addressOf(name)
                .orElseThrow(() -> new BpfErrnoException(
                        Errno.EOPNOTSUPP,
                        "loading " + linked.name() + ": the world does not say what the kernel variable " + name
                                + " holds; without, the program can only be verified"));
    }

    private BpfMap map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalStateException("map \"" + name + "\" was linked but is not in the object");
        }
        return map;
    }

    private void freezeConstants() {
        for (BpfMap map : maps.values()) {
            if (map.spec().contents() != null
                    && !reused.contains(map.name())
                    && (map.spec().flags() & MapFlags.RDONLY_PROG) != 0) {
                map.freeze();
            }
        }
    }

    private void fillSlots() {
        for (BpfMap map : maps.values()) {
            if (reused.contains(map.name())) {
                continue;
            }
            for (MapSpec.Slot slot : map.spec().slots()) {
                if (map.type().isMapInMap()) {
                    if (!maps.containsKey(slot.target())) {
                        throw new IllegalArgumentException("slot " + slot.index() + " of map \"" + map.name()
                                + "\" names \"" + slot.target() + "\", which is not created");
                    }
                    map.setMap(key(slot.index()), map(slot.target()));
                    continue;
                }
                Program program = programs.get(slot.target());
                if (program == null) {
                    throw new IllegalArgumentException("slot " + slot.index() + " of map \"" + map.name()
                            + "\" names \"" + slot.target() + "\", which is not loaded");
                }
                map.setProgram(slot.index(), program);
            }
        }
    }

    private static byte[] key(int index) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index)
                .array();
    }
}
