package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierLimits;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** Loads one object: maps first, then programs, then what slots of maps name. Undoes everything if anything is refused. */
final class CollectionLoader {
    private final Machine machine;
    private final CollectionSpec spec;
    private final Map<String, BpfMap> maps = new LinkedHashMap<>();
    private final Map<String, MapShape> shapes = new HashMap<>();
    private final Map<String, Program> programs = new LinkedHashMap<>();

    CollectionLoader(Machine machine, CollectionSpec spec) {
        this.machine = machine;
        this.spec = spec;
    }

    Collection load(Runtime runtime) {
        if (spec.byteOrder() != ByteOrder.LITTLE_ENDIAN) {
            throw new IllegalArgumentException(
                    "the object is big-endian; programs run as on a little-endian machine: compile for bpfel");
        }
        boolean loaded = false;
        try {
            MapFactory factory = new MapFactory(machine, spec.btf());
            for (MapSpec map : spec.maps()) {
                MapFactory.Created created = factory.create(map);
                maps.put(map.name(), new BpfMap(machine, map, spec.btf(), created.storage()));
                shapes.put(map.name(), created.shape());
            }
            for (ProgramSpec program : spec.programs()) {
                if (program.autoload()) {
                    load(program);
                }
            }
            fillSlots();
            freezeConstants();
            loaded = true;
            return new Collection(runtime, machine, spec, maps, programs);
        } finally {
            if (!loaded) {
                maps.values().forEach(BpfMap::close);
                programs.values().forEach(machine::remove);
            }
        }
    }

    private void load(ProgramSpec program) {
        ProgramType type = program.programType()
                .orElseThrow(() -> new IllegalArgumentException("program \"" + program.name() + "\": section \""
                        + program.section() + "\" names no program type; set one with withProgramType"));
        LinkedProgram linked = Linker.link(spec, program.name());
        Verifier.verify(
                linked,
                new VerifierEnvironment(machine.profile, machine.helpers.implemented(), shapes, VerifierLimits.KERNEL));
        int id = machine.nextImageId();
        int[] entries = linked.subprograms().stream()
                .mapToInt(LinkedProgram.Subprogram::startInsn)
                .toArray();
        Program[] self = new Program[1];
        Image image = new Image(
                id,
                program.name(),
                resolve(linked, id),
                entries,
                machine.helpers.byId(),
                insn -> self[0].sourceAt(insn).orElse(""));
        self[0] = new Program(machine, linked, type, image);
        machine.add(self[0]);
        programs.put(program.name(), self[0]);
    }

    /** Replaces references to maps and functions by what they are in this runtime. */
    private long[] resolve(LinkedProgram linked, int imageId) {
        long[] code = linked.code();
        for (LinkedProgram.MapReference reference : linked.mapReferences()) {
            MapStorage map = map(reference.mapName());
            long address = switch (reference.kind()) {
                case MAP -> machine.handleOf(map);
                case VALUE -> map.valueAddress(0, 0) + reference.valueOffset();
            };
            Addresses.patch(code, reference.insnOffset(), address);
        }
        for (LinkedProgram.VariableReference reference : linked.variableReferences()) {
            Addresses.patch(code, reference.insnOffset(), machine.variables.addressOf(reference.variableName()));
        }
        Addresses.patchFunctions(code, imageId);
        return code;
    }

    private MapStorage map(String name) {
        BpfMap map = maps.get(name);
        if (map == null) {
            throw new IllegalStateException("map \"" + name + "\" was linked but is not in the object");
        }
        return map.storage();
    }

    private void freezeConstants() {
        for (BpfMap map : maps.values()) {
            if (map.spec().contents() != null && (map.spec().flags() & MapFlags.RDONLY_PROG) != 0) {
                map.freeze();
            }
        }
    }

    private void fillSlots() {
        for (BpfMap map : maps.values()) {
            for (MapSpec.Slot slot : map.spec().slots()) {
                Program program = programs.get(slot.target());
                if (program == null) {
                    throw new IllegalArgumentException("slot " + slot.index() + " of map \"" + map.name()
                            + "\" names \"" + slot.target() + "\", which is not loaded");
                }
                map.setProgram(slot.index(), program);
            }
        }
    }
}
