package io.github.bpf4j.object;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType.Linkage;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A program whose code is whole: the entry function followed by every subprogram that it reaches. Immutable.
 *
 * <p>Calls between functions have source register 1 and a slot delta, addresses of functions source register 4 and a
 * slot delta; a map's address has source register 1 and a value's address source register 2, with the index into
 * {@link #mapNames()} as immediate and, for a value, the byte offset as the upper immediate; the address of a kernel's
 * variable or function has source register 3 and the id of the object's {@code VAR} or {@code FUNC}; a call of a kernel function
 * has source register 2 and the number of the {@link Kfunc}, or {@link Kfunc#MISSING} if the kernel does not have it (runtime
 * spec 1.3, 2.2, 2.5).
 */
public final class LinkedProgram {
    /**
     * An instruction that loads the address of a map or of a byte in a map's only value.
     *
     * @param insnOffset slot of the first word of the load
     * @param valueOffset offset into the value in bytes, 0 for {@link Kind#MAP}
     */
    public record MapReference(int insnOffset, String mapName, Kind kind, int valueOffset) {
        /** What the address is of. */
        public enum Kind {
            MAP,
            VALUE
        }
    }

    /**
     * An instruction that loads the address of a variable of the kernel.
     *
     * @param insnOffset slot of the first word of the load
     */
    public record VariableReference(int insnOffset, String variableName) {}

    /**
     * An instruction that calls a function of the kernel or loads its address.
     *
     * @param insnOffset slot of the call or of the first word of the load
     * @param kfuncName its name in the kernel
     * @param id its number, {@link Kfunc#MISSING} for the call of one that the kernel does not have
     */
    public record KfuncReference(int insnOffset, String kfuncName, int id, Use use) {
        /** What the instruction does with it. */
        public enum Use {
            CALL,
            ADDRESS
        }

        static KfuncReference of(int insnOffset, Kfunc kfunc, Use use) {
            return new KfuncReference(insnOffset, kfunc.kernelName(), kfunc.id(), use);
        }

        static KfuncReference of(int insnOffset, ExternTable.Function function, Use use) {
            return new KfuncReference(insnOffset, function.name(), function.id(), use);
        }
    }

    /** What the code refers to outside itself. */
    record References(
            List<String> mapNames,
            List<MapReference> mapReferences,
            List<VariableReference> variableReferences,
            List<String> symbolNames,
            List<KfuncReference> kfuncReferences,
            Map<Integer, String> failedRelocations) {
        References {
            mapNames = List.copyOf(mapNames);
            mapReferences = List.copyOf(mapReferences);
            variableReferences = List.copyOf(variableReferences);
            symbolNames = List.copyOf(symbolNames);
            kfuncReferences = List.copyOf(kfuncReferences);
            failedRelocations = Map.copyOf(failedRelocations);
        }
    }

    /**
     * A function of the program; the first begins at slot 0 and is the entry.
     *
     * @param endInsn slot behind its last one
     * @param linkage GLOBAL if it is to be verified by its types alone
     * @param typeId its {@code FUNC} in the BTF, 0 if unknown
     */
    public record Subprogram(String name, int startInsn, int endInsn, Linkage linkage, int typeId) {}

    /**
     * Where the code from a slot on comes from.
     *
     * @param line line from 1
     * @param column column from 1, 0 if unknown
     * @param source text of the line, empty if unknown
     */
    public record SourceLine(int insnOffset, String file, int line, int column, String source) {}

    /** The number of no helper: what an instruction calls that could not be relocated. */
    public static final int POISON = CorePatch.POISON;

    /**
     * A member of a table of the kernel's operations.
     *
     * @param struct the table's struct, without a flavour
     */
    public record Operation(String struct, String member) {}

    private final ProgramSpec spec;
    private final Optional<Operation> operation;
    private final String license;
    private final ByteOrder byteOrder;
    private final Btf btf;
    private final long[] code;
    private final References references;
    private final List<Subprogram> subprograms;
    private final List<SourceLine> lines;

    LinkedProgram(
            ProgramSpec spec,
            CollectionSpec collection,
            long[] code,
            References references,
            List<Subprogram> subprograms,
            List<SourceLine> lines) {
        this(
                spec,
                KernelOperations.operation(collection, spec.name()),
                collection.license(),
                collection.byteOrder(),
                collection.btf(),
                code,
                references,
                subprograms,
                lines);
    }

    private LinkedProgram(
            ProgramSpec spec,
            Optional<Operation> operation,
            String license,
            ByteOrder byteOrder,
            Btf btf,
            long[] code,
            References references,
            List<Subprogram> subprograms,
            List<SourceLine> lines) {
        this.spec = spec;
        this.operation = operation;
        this.license = license;
        this.byteOrder = byteOrder;
        this.btf = btf;
        this.code = code;
        this.references = references;
        this.subprograms = List.copyOf(subprograms);
        this.lines = List.copyOf(lines);
    }

    /** Name of the entry function. */
    public String name() {
        return spec.name();
    }

    /** What the object says about the program: type, hook, flags. */
    public ProgramSpec spec() {
        return spec;
    }

    /** The operation of the kernel's that it implements, if a table of its object says so. */
    public Optional<Operation> operation() {
        return operation;
    }

    /**
     * The same code as part of another program: of its type, and for what that is attached as.
     *
     * @param other the program, a function of which it takes the place of
     */
    public LinkedProgram inPlaceOf(ProgramSpec other) {
        return new LinkedProgram(
                spec.withType(Objects.requireNonNull(other.type()), other.expectedAttachType())
                        .withAttachTarget(""),
                operation,
                license,
                byteOrder,
                btf,
                code,
                references,
                subprograms,
                lines);
    }

    /** Licence of the object, empty if it has none. */
    public String license() {
        return license;
    }

    /** Whether the licence allows helpers that are reserved to the GPL. */
    public boolean isGplCompatible() {
        return License.isGplCompatible(license);
    }

    /** Byte order that the code was compiled for; a machine of the other order must not run it. */
    public ByteOrder byteOrder() {
        return byteOrder;
    }

    /** The object's types. */
    public Btf btf() {
        return btf;
    }

    /** A copy of the packed instruction words. */
    public long[] code() {
        return code.clone();
    }

    /** Number of instruction slots. */
    public int insnCount() {
        return code.length;
    }

    /**
     * Why the instruction at a slot could not be relocated for the kernel; empty if it was or needed not. In its place stands the call of
     * a helper that does not exist: the program may be loaded if it is never reached.
     */
    public Optional<String> failedRelocation(int insnOffset) {
        return Optional.ofNullable(references.failedRelocations().get(insnOffset));
    }

    /** The maps that the code refers to, in order of first reference. */
    public List<String> mapNames() {
        return references.mapNames();
    }

    /** Loads of map and value addresses, ascending. */
    public List<MapReference> mapReferences() {
        return references.mapReferences();
    }

    /** Loads of addresses of kernel variables, ascending by function. */
    public List<VariableReference> variableReferences() {
        return references.variableReferences();
    }

    /** The symbols of the kernel's whose addresses, which their types do not describe, are in the code. */
    public List<String> symbolNames() {
        return references.symbolNames();
    }

    /** Calls of kernel functions and loads of their addresses, ascending by function. */
    public List<KfuncReference> kfuncReferences() {
        return references.kfuncReferences();
    }

    /** All functions, ascending; they cover the code without gaps. */
    public List<Subprogram> subprograms() {
        return subprograms;
    }

    /** The functions that the program names to run when it throws: at most one is right. */
    public List<Subprogram> exceptionCallbacks() {
        List<String> names = ExceptionCallbacks.of(btf, subprograms.getFirst().typeId());
        return subprograms.stream()
                .skip(1)
                .filter(subprogram -> subprogram.linkage() == Linkage.GLOBAL && names.contains(subprogram.name()))
                .toList();
    }

    /** Source lines, ascending; each holds up to the next, but not beyond its function. */
    public List<SourceLine> lines() {
        return lines;
    }

    /** The function that a slot belongs to. */
    public Subprogram subprogramAt(int insnOffset) {
        Objects.checkIndex(insnOffset, code.length);
        int low = 0;
        int high = subprograms.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (subprograms.get(middle).startInsn() <= insnOffset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return subprograms.get(low);
    }

    /** The source line that a slot comes from, empty if unknown. */
    public Optional<SourceLine> lineAt(int insnOffset) {
        int low = -1;
        int high = lines.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >> 1;
            if (lines.get(middle).insnOffset() <= insnOffset) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        if (low < 0 || lines.get(low).insnOffset() < subprogramAt(insnOffset).startInsn()) {
            return Optional.empty();
        }
        return Optional.of(lines.get(low));
    }
}
