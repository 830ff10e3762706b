package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.constant.ClassDesc;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

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

    /** What one class holds at most: each may need three entries of the 65,535 that the constant pool has. */
    private static final int UNIT_INSNS = 12_000;

    /** A piece of a function, numbered through the image. */
    record Piece(int number, JitFlow flow, JitChunks.Chunk chunk) {}

    private final Image image;
    private final GuestMemory memory;
    private final SortedMap<Integer, JitFlow> flows = new TreeMap<>();
    private final Map<JitFlow, List<Piece>> pieces = new HashMap<>();
    private final List<JitUnit> units = new ArrayList<>();
    private final int[] unitOfFunction;
    private final List<Integer> unitOfPiece = new ArrayList<>();
    private int insnsInUnit;

    private JitCompiler(Image image, GuestMemory memory) {
        this.image = image;
        this.memory = memory;
        unitOfFunction = new int[image.code().length + 1];
        Arrays.fill(unitOfFunction, -1);
        units.add(new JitUnit(this, 0));
        findFunctions();
        flows.values().forEach(this::place);
    }

    static ClassDesc desc(Class<?> type) {
        return type.describeConstable().orElseThrow();
    }

    /** Compiles all functions of an image. */
    static CompiledCode compile(Image image, GuestMemory memory, TailCalls tailCalls, JitEngine engine) {
        JitCompiler compiler = new JitCompiler(image, memory);
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
            MethodHandles.Lookup defined = MethodHandles.lookup().defineHiddenClassWithClassData(bytes, constants, true);
            return (CompiledCode) defined.lookupClass().getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the class generated of " + constants.image().name() + " is none", e);
        }
    }

    private void findFunctions() {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(0);
        Arrays.stream(image.entries()).forEach(open::add);
        while (!open.isEmpty()) {
            int entry = open.pop();
            if (!flows.containsKey(entry)) {
                JitFlow flow = JitFlow.of(image.code(), entry);
                flows.put(entry, flow);
                open.addAll(flow.callees());
            }
        }
    }

    private void place(JitFlow flow) {
        List<JitChunks.Chunk> chunks = JitChunks.cut(image.code(), flow);
        List<Piece> cut = new ArrayList<>();
        JitUnit unit = unitFor(chunks.size() == 1 ? flow.instructions().length : 1);
        unit.addFunction(flow);
        unitOfFunction[flow.entry()] = units.size() - 1;
        for (JitChunks.Chunk chunk : chunks) {
            Piece piece = new Piece(unitOfPiece.size(), flow, chunk);
            cut.add(piece);
            if (chunks.size() > 1) {
                unitFor(chunk.instructions().length).addPiece(piece);
                unitOfPiece.add(units.size() - 1);
            }
        }
        pieces.put(flow, cut);
    }

    private JitUnit unitFor(int instructions) {
        if (insnsInUnit > 0 && insnsInUnit + instructions > UNIT_INSNS) {
            units.add(new JitUnit(this, units.size()));
            insnsInUnit = 0;
        }
        insnsInUnit += instructions;
        return units.getLast();
    }

    Image image() {
        return image;
    }

    GuestMemory memory() {
        return memory;
    }

    List<Piece> pieces(JitFlow flow) {
        return pieces.getOrDefault(flow, List.of());
    }

    /** The place at which an instruction is entered from another piece. */
    int place(JitFlow flow, int at) {
        for (Piece piece : pieces(flow)) {
            if (piece.chunk().holds(at)) {
                return JitLinkage.place(piece.number(), piece.chunk().entryNumber(at));
            }
        }
        throw new IllegalArgumentException("no piece holds instruction " + at);
    }
}
