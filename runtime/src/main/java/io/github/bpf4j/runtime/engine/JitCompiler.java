package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.constant.ClassDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes hidden classes of an image: a static method of each function, or several where it is long, spread over as many classes as
 * their constants need.
 */
final class JitCompiler {
    static final ClassDesc CPU = desc(Cpu.class);
    static final ClassDesc IMAGE = desc(Image.class);
    static final ClassDesc FUNCTION = desc(HelperFunction.class);
    static final ClassDesc SEGMENT = desc(MemorySegment.class);
    static final ClassDesc MEMORY = desc(GuestMemory.class);
    static final ClassDesc ENGINE = desc(JitEngine.class);
    static final ClassDesc LINKAGE = desc(JitLinkage.class);
    static final ClassDesc TAIL_CALLS = desc(TailCalls.class);
    static final ClassDesc SUPPORT = desc(JitSupport.class);

    /** How many functions and pieces of functions one class holds at most: the methods that find them are to be compiled, too. */
    private static final int UNIT_METHODS = 256;

    /** A piece of a function, numbered through the image. */
    record Piece(int number, JitFlow flow, JitChunks.Chunk chunk) {}

    /** A function cut into pieces, in the order of their instructions; a whole one is one piece without a number. */
    record Cut(JitFlow flow, List<Piece> pieces) {
        boolean isWhole() {
            return pieces.size() == 1 && flow.isOne();
        }

        /** The place at which an instruction is entered from another piece. */
        int place(int at) {
            int low = 0;
            int high = pieces.size() - 1;
            while (low < high) {
                int middle = (low + high + 1) >>> 1;
                if (pieces.get(middle).chunk().instructions()[0] <= at) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            Piece piece = pieces.get(low);
            return JitLinkage.place(piece.number(), piece.chunk().entryNumber(at));
        }
    }

    private final Image image;
    private final GuestMemory memory;
    private final JitLimits limits;
    private final Map<Integer, Cut> cuts = new HashMap<>();
    private final List<JitUnit> units = new ArrayList<>();
    private final int[] unitOfFunction;
    private final List<Integer> unitOfPiece = new ArrayList<>();
    private int insnsInUnit;
    private int methodsInUnit;

    JitCompiler(Image image, GuestMemory memory, JitLimits limits) {
        this.image = image;
        this.memory = memory;
        this.limits = limits;
        unitOfFunction = new int[image.code().length + 1];
        Arrays.fill(unitOfFunction, -1);
        units.add(new JitUnit(this, 0));
        JitFunctions.of(image.code(), image.entries()).forEach(this::place);
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Compiles all functions of an image. */
    static CompiledCode compile(
            Image image, GuestMemory memory, TailCalls tailCalls, JitEngine engine, JitLimits limits) {
        JitCompiler compiler = new JitCompiler(image, memory, limits);
        JitLinkage linkage = new JitLinkage(
                compiler.units.size(),
                compiler.unitOfFunction,
                compiler.unitOfPiece.stream().mapToInt(Integer::intValue).toArray());
        CompiledCode only = linkage;
        for (int i = 0; i < compiler.units.size(); i++) {
            JitUnit unit = compiler.units.get(i);
            byte[] bytes = unit.generate();
            image.generated(bytes.length);
            only = define(
                    bytes,
                    new JitSupport.Constants(
                            memory.segment(), image, engine, linkage, tailCalls, memory, unit.called()));
            linkage.set(i, only);
        }
        return compiler.units.size() == 1 ? only : linkage;
    }

    private static CompiledCode define(byte[] bytes, JitSupport.Constants constants) {
        try {
            MethodHandles.Lookup defined =
                    MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants, true);
            return (CompiledCode) defined.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the class generated of " + constants.image().name() + " is none", e);
        }
    }

    private void place(JitFlow flow) {
        List<JitChunks.Chunk> chunks = JitChunks.cut(image.code(), flow, limits);
        List<Piece> pieces = new ArrayList<>();
        boolean whole = chunks.size() == 1 && flow.isOne();
        for (JitChunks.Chunk chunk : chunks) {
            Piece piece = new Piece(whole ? 0 : unitOfPiece.size(), flow, chunk);
            pieces.add(piece);
            if (!whole) {
                unitFor(chunk.instructions().length).addPiece(piece);
                unitOfPiece.add(units.size() - 1);
            }
        }
        Cut cut = new Cut(flow, pieces);
        for (int entry : flow.entries()) {
            cuts.put(entry, cut);
            unitFor(whole ? flow.instructions().length : 1).addFunction(entry);
            unitOfFunction[entry] = units.size() - 1;
        }
    }

    private JitUnit unitFor(int instructions) {
        boolean full = insnsInUnit > 0 && insnsInUnit + instructions > limits.unitInsns();
        if (full || methodsInUnit == UNIT_METHODS) {
            units.add(new JitUnit(this, units.size()));
            insnsInUnit = 0;
            methodsInUnit = 0;
        }
        insnsInUnit += instructions;
        methodsInUnit++;
        return units.getLast();
    }

    /** The classes, in the order of the functions. */
    List<JitUnit> units() {
        return units;
    }

    Image image() {
        return image;
    }

    JitLimits limits() {
        return limits;
    }

    GuestMemory memory() {
        return memory;
    }

    /** The function that begins at an instruction. */
    Cut cut(int entry) {
        Cut cut = cuts.get(entry);
        if (cut == null) {
            throw new IllegalArgumentException("no function begins at instruction " + entry);
        }
        return cut;
    }
}
