package io.github.bpf4j.object;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.LineInfo;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.object.CodeSection.Function;
import io.github.bpf4j.object.CodeSection.Reference;
import io.github.bpf4j.object.LinkException.Feature;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.object.LinkedProgram.VariableReference;
import io.github.bpf4j.object.core.RelocationException;
import io.github.bpf4j.object.core.Relocator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the code of one program whole (runtime spec 2.2). A pure function of its arguments.
 *
 * <p>Functions are laid out in the order in which the code first refers to them, the entry first; references between
 * them are patched once all have their place.
 */
public final class Linker {
    /** Most instruction slots in a program. */
    public static final int MAX_INSNS = 1_000_000;

    private static final int LD_IMM64 = 0x18;
    private static final int CALL = 0x85;
    private static final int PSEUDO_MAP = 1;
    private static final int PSEUDO_MAP_VALUE = 2;
    private static final int PSEUDO_BTF_ID = 3;
    private static final int PSEUDO_FUNC = 4;
    private static final int PSEUDO_CALL = 1;
    private static final int PSEUDO_KFUNC_CALL = 2;

    /** A function to be placed, and where. */
    private record Placement(CodeSection section, Function function, int startInsn) {}

    /** An instruction whose immediate becomes the distance to a function. */
    private record Fixup(int insnOffset, Placement target) {}

    private final CollectionSpec collection;
    private final ProgramSpec program;
    private final Map<Function, Placement> placements = new LinkedHashMap<>();
    private final List<Placement> queue = new ArrayList<>();
    private final List<Fixup> fixups = new ArrayList<>();
    private final Map<String, Integer> mapIndices = new HashMap<>();
    private final List<String> mapNames = new ArrayList<>();
    private final List<MapReference> mapReferences = new ArrayList<>();
    private final List<VariableReference> variableReferences = new ArrayList<>();
    private final Set<String> symbolNames = new LinkedHashSet<>();
    private final List<KfuncReference> kfuncReferences = new ArrayList<>();
    private final Map<Integer, String> failedRelocations = new HashMap<>();
    private final ExternTable externs;
    private final Relocator relocator;
    private int insnCount;
    private long[] code = new long[0];

    private Linker(CollectionSpec collection, ProgramSpec program, LinkEnvironment kernel) {
        this.collection = collection;
        this.externs = new ExternTable(collection, kernel);
        this.relocator = new Relocator(collection.btf(), kernel.types());
        this.program = program;
    }

    /**
     * The whole code of a program, for a kernel that has whatever any kernel has.
     *
     * @throws IllegalArgumentException if the collection has no such program
     * @throws LinkException if the code refers to something that is missing or not supported
     */
    public static LinkedProgram link(CollectionSpec collection, String programName) {
        return link(collection, programName, LinkEnvironment.anyKernel());
    }

    /**
     * The whole code of a program, for one kernel. A weak extern that the kernel does not have is 0, and a call of it stays in
     * the code, to be reached by nobody.
     *
     * @throws IllegalArgumentException if the collection has no such program
     * @throws LinkException if the code refers to something that is missing or not supported
     */
    public static LinkedProgram link(CollectionSpec collection, String programName, LinkEnvironment kernel) {
        return new Linker(collection, collection.program(programName), kernel).link();
    }

    private LinkedProgram link() {
        CodeSection section = collection.code(program.section());
        Function entry = section.functions().get(program.insnOffset());
        if (entry == null) {
            throw new IllegalStateException("program " + program.name() + " has no code");
        }
        place(section, entry, section, entry.startInsn());
        for (String name : exceptionCallbacks(section, entry)) {
            placeExceptionCallback(name, section, entry);
        }
        for (int next = 0; next < queue.size(); next++) {
            copy(queue.get(next));
        }
        for (Fixup fixup : fixups) {
            patch(fixup.insnOffset(), null, fixup.target().startInsn() - fixup.insnOffset() - 1);
        }
        return new LinkedProgram(
                program,
                collection,
                code,
                new LinkedProgram.References(
                        mapNames,
                        mapReferences,
                        variableReferences,
                        List.copyOf(symbolNames),
                        kfuncReferences,
                        failedRelocations),
                subprograms(),
                lines());
    }

    private List<String> exceptionCallbacks(CodeSection section, Function entry) {
        return ExceptionCallbacks.of(collection.btf(), section.functionTypes().getOrDefault(entry.startInsn(), 0));
    }

    /** The code does not refer to the function that runs after an exception: the kernel calls it. */
    private void placeExceptionCallback(String name, CodeSection entrySection, Function entry) {
        CodeSection text = collection.hasCode(CodeSection.TEXT) ? collection.code(CodeSection.TEXT) : entrySection;
        Function callback = text.functions().values().stream()
                .filter(function -> function.name().equals(name) && !function.local() && !function.equals(entry))
                .findFirst()
                .orElseThrow(() -> error(
                        entrySection,
                        entry.startInsn(),
                        null,
                        "there is no global function " + name + " to run on exceptions"));
        place(text, callback, entrySection, entry.startInsn());
    }

    private Placement place(CodeSection section, Function function, CodeSection from, int fromInsn) {
        Placement known = placements.get(function);
        if (known != null) {
            return known;
        }
        Placement placement = new Placement(section, function, insnCount);
        insnCount += function.endInsn() - function.startInsn();
        if (insnCount > MAX_INSNS) {
            throw error(from, fromInsn, null, "the program has more than " + MAX_INSNS + " instructions");
        }
        placements.put(function, placement);
        queue.add(placement);
        return placement;
    }

    private void copy(Placement placement) {
        CodeSection section = placement.section();
        Function function = placement.function();
        int end = placement.startInsn() + function.endInsn() - function.startInsn();
        if (code.length < end) {
            code = Arrays.copyOf(code, Math.max(end, Math.min(insnCount, 2 * code.length)));
        }
        int out = placement.startInsn();
        for (int in = function.startInsn(); in < function.endInsn(); in++, out++) {
            long word = section.words().get(in);
            code[out] = word;
            Reference reference = section.references().get(in);
            if (Instruction.opcode(word) == LD_IMM64) {
                if (in + 1 == function.endInsn()) {
                    throw error(section, in, null, "wide load is cut short by the end of its function");
                }
                code[out + 1] = section.words().get(in + 1);
                load(section, in, out, reference);
                in++;
                out++;
            } else if (Instruction.opcode(word) == CALL) {
                call(section, in, out, reference);
            }
        }
        relocate(section, function, placement.startInsn(), end);
    }

    private void relocate(CodeSection section, Function function, int startInsn, int end) {
        for (CoreRelocation relocation : section.relocations(function)) {
            int in = (int) (relocation.byteOffset() / CodeSection.SLOT_BYTES);
            int out = startInsn + in - function.startInsn();
            try {
                String failed = CorePatch.apply(code, out, relocator.answer(relocation), end);
                if (!failed.isEmpty()) {
                    failedRelocations.put(out, failed);
                }
            } catch (RelocationException e) {
                throw error(section, in, null, relocation.kind() + " relocation: " + e.reason());
            } catch (IllegalArgumentException | BtfTypeException e) {
                throw error(section, in, null, relocation.kind() + " relocation: " + e.getMessage());
            }
        }
    }

    private void load(CodeSection section, int in, int out, @Nullable Reference reference) {
        switch (reference) {
            case null -> {
                if (Instruction.src(code[out]) == PSEUDO_FUNC) {
                    refer(section, in, out, section.name(), (long) in + Instruction.imm(code[out]) + 1);
                }
            }
            case CodeSection.MapTarget map
            when !collection.isAutocreated(map.mapName()) -> leaveOut(out, map.mapName());
            case CodeSection.MapTarget map -> {
                patch(out, PSEUDO_MAP, mapIndex(map.mapName()));
                patch(out + 1, null, 0);
                mapReferences.add(new MapReference(out, map.mapName(), MapReference.Kind.MAP, 0));
            }
            case CodeSection.ValueTarget value -> loadValue(out, value.mapName(), value.byteOffset());
            case CodeSection.FunctionTarget function -> {
                patch(out, PSEUDO_FUNC, 0);
                patch(out + 1, null, 0);
                refer(section, in, out, function.section(), function.insnOffset());
            }
            case CodeSection.ExternTarget extern -> loadExtern(section, in, out, extern.name());
            case CodeSection.UnlinkableTarget target -> throw error(section, in, target.feature(), target.reason());
        }
    }

    /** A map that is not created may be named where no path leads. */
    private void leaveOut(int out, String mapName) {
        CorePatch.poison(code, out, true);
        failedRelocations.put(out, "map " + mapName + " is used but not created");
    }

    private void loadExtern(CodeSection section, int in, int out, String name) {
        switch (externs.resolve(name)) {
            case ExternTable.Variable variable -> {
                patch(out, PSEUDO_BTF_ID, variable.typeId());
                variableReferences.add(new VariableReference(out, variable.name()));
            }
            case ExternTable.Function function -> {
                patch(out, PSEUDO_BTF_ID, function.typeId());
                kfuncReferences.add(KfuncReference.of(out, function, KfuncReference.Use.ADDRESS));
            }
            case ExternTable.Setting setting -> {
                loadValue(out, setting.mapName(), setting.byteOffset());
                return;
            }
            case ExternTable.Symbol symbol -> {
                patch(out, 0, (int) symbol.address());
                patch(out + 1, null, (int) (symbol.address() >>> 32));
                symbolNames.add(symbol.name());
                return;
            }
            case ExternTable.Missing _ -> patch(out, 0, 0);
            case ExternTable.Unresolved unresolved ->
                throw error(section, in, unresolved.feature(), unresolved.reason());
        }
        patch(out + 1, null, 0);
    }

    private void loadValue(int out, String mapName, int byteOffset) {
        if (!collection.isAutocreated(mapName)) {
            leaveOut(out, mapName);
            return;
        }
        patch(out, PSEUDO_MAP_VALUE, mapIndex(mapName));
        patch(out + 1, null, byteOffset);
        mapReferences.add(new MapReference(out, mapName, MapReference.Kind.VALUE, byteOffset));
    }

    private void call(CodeSection section, int in, int out, @Nullable Reference reference) {
        switch (reference) {
            case null -> {
                if (Instruction.src(code[out]) == PSEUDO_CALL) {
                    refer(section, in, out, section.name(), (long) in + Instruction.imm(code[out]) + 1);
                } else if (Instruction.src(code[out]) == PSEUDO_KFUNC_CALL) {
                    throw error(section, in, null, "call of a kernel function by number, of no name");
                }
            }
            case CodeSection.FunctionTarget function -> {
                patch(out, PSEUDO_CALL, 0);
                refer(section, in, out, function.section(), function.insnOffset());
            }
            case CodeSection.ExternTarget extern -> callExtern(section, in, out, extern.name());
            case CodeSection.UnlinkableTarget target -> throw error(section, in, target.feature(), target.reason());
            case CodeSection.MapTarget _, CodeSection.ValueTarget _ ->
                throw error(section, in, null, "call of something that is no function");
        }
    }

    private void callExtern(CodeSection section, int in, int out, String name) {
        switch (externs.resolve(name)) {
            case ExternTable.Function function -> callKfunc(KfuncReference.of(out, function, KfuncReference.Use.CALL));
            case ExternTable.Missing missing
            when missing.function() ->
                callKfunc(new KfuncReference(out, missing.name(), Kfunc.MISSING, KfuncReference.Use.CALL));
            case ExternTable.Variable _, ExternTable.Symbol _, ExternTable.Setting _, ExternTable.Missing _ ->
                throw error(section, in, null, "call of something that is no function");
            case ExternTable.Unresolved unresolved ->
                throw error(section, in, unresolved.feature(), unresolved.reason());
        }
    }

    private void callKfunc(KfuncReference reference) {
        int out = reference.insnOffset();
        code[out] = Instruction.pack(CALL, Instruction.dst(code[out]), PSEUDO_KFUNC_CALL, 0, reference.id());
        kfuncReferences.add(reference);
    }

    private void refer(CodeSection from, int in, int out, String sectionName, long insnOffset) {
        CodeSection section = collection.code(sectionName);
        Function function = insnOffset < 0 || insnOffset > Integer.MAX_VALUE
                ? null
                : section.functions().get((int) insnOffset);
        if (function == null) {
            throw error(from, in, null, "no function begins at offset " + insnOffset * 8 + " of " + sectionName);
        }
        boolean reachable = sectionName.equals(CodeSection.TEXT)
                || placements.containsKey(function)
                || (function.local() && sectionName.equals(program.section()));
        if (!reachable) {
            throw error(
                    from, in, null, "function " + function.name() + " is in another program section, " + sectionName);
        }
        fixups.add(new Fixup(out, place(section, function, from, in)));
    }

    private int mapIndex(String mapName) {
        return mapIndices.computeIfAbsent(mapName, name -> {
            mapNames.add(name);
            return mapNames.size() - 1;
        });
    }

    private void patch(int insnOffset, @Nullable Integer src, int imm) {
        long word = code[insnOffset];
        code[insnOffset] = Instruction.pack(
                Instruction.opcode(word),
                Instruction.dst(word),
                src == null ? Instruction.src(word) : src,
                Instruction.offset(word),
                imm);
    }

    private List<Subprogram> subprograms() {
        List<Subprogram> subprograms = new ArrayList<>();
        for (Placement placement : placements.values()) {
            Function function = placement.function();
            subprograms.add(new Subprogram(
                    function.name(),
                    placement.startInsn(),
                    placement.startInsn() + function.endInsn() - function.startInsn(),
                    function.local() ? Linkage.STATIC : Linkage.GLOBAL,
                    placement.section().functionTypes().getOrDefault(function.startInsn(), 0)));
        }
        return subprograms;
    }

    private List<SourceLine> lines() {
        List<SourceLine> lines = new ArrayList<>();
        for (Placement placement : placements.values()) {
            for (LineInfo line : placement.section().lines(placement.function())) {
                int insn = (int) (line.byteOffset() / CodeSection.SLOT_BYTES)
                        - placement.function().startInsn()
                        + placement.startInsn();
                lines.add(new SourceLine(insn, line.file(), line.line(), line.column(), line.source()));
            }
        }
        return lines;
    }

    private LinkException error(CodeSection section, int insn, @Nullable Feature feature, String reason) {
        return new LinkException(program.name(), section.name(), (long) insn * CodeSection.SLOT_BYTES, feature, reason);
    }
}
