package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Cuts functions into pieces that become methods. HotSpot never compiles a method of 8,000 bytes of bytecode, and is best at some
 * thousand; so a longer function is cut, where fewest loops are cut with it.
 */
final class JitChunks {
    /**
     * A piece of a function.
     *
     * @param instructions ascending, with no gap but those that the function has
     * @param entries the instructions at which it can be entered, ascending
     */
    @SuppressWarnings("ArrayRecordComponent") // kept, not copied, and never compared
    record Chunk(int[] instructions, int[] entries) {
        boolean holds(int at) {
            return Arrays.binarySearch(instructions, at) >= 0;
        }

        /** Which of its entries it is. */
        int entryNumber(int at) {
            return Arrays.binarySearch(entries, at);
        }
    }

    private JitChunks() {}

    /** The pieces of a function in the order of its code; one if it is short. */
    static List<Chunk> cut(long[] code, JitFlow flow, JitLimits limits) {
        int[] instructions = flow.instructions();
        int[] sizes = Arrays.stream(instructions).map(at -> bytes(code, at)).toArray();
        if (Arrays.stream(sizes).asLongStream().sum() <= limits.methodBytes()) {
            return List.of(new Chunk(instructions, flow.entries()));
        }
        int[] cutLoops = loopsOver(code, instructions);
        List<int[]> pieces = new ArrayList<>();
        for (int start = 0; start < instructions.length; ) {
            int end = end(start, sizes, cutLoops, limits);
            pieces.add(Arrays.copyOfRange(instructions, start, end));
            start = end;
        }
        return withEntries(code, flow, pieces);
    }

    /** For each place before an instruction how many loops a cut there would cut. */
    private static int[] loopsOver(long[] code, int[] instructions) {
        int[] change = new int[instructions.length + 1];
        for (int i = 0; i < instructions.length; i++) {
            int at = instructions[i];
            if (JitFlow.isJump(code[at]) && JitFlow.target(code, at) <= at) {
                int start = Arrays.binarySearch(instructions, JitFlow.target(code, at));
                change[start + 1]++;
                change[i + 1]--;
            }
        }
        for (int i = 1; i < change.length; i++) {
            change[i] += change[i - 1];
        }
        return change;
    }

    /** Where the piece that begins at {@code start} best ends. */
    private static int end(int start, int[] sizes, int[] cutLoops, JitLimits limits) {
        int best = start + 1;
        long bytes = sizes[start];
        for (int end = start + 1; end <= sizes.length && bytes <= limits.methodBytes(); end++) {
            if (end == sizes.length) {
                return end;
            }
            boolean early = bytes < limits.leastBytes();
            if (early || cutLoops[end] <= cutLoops[best]) {
                best = end;
            }
            bytes += sizes[end];
        }
        return best;
    }

    private static List<Chunk> withEntries(long[] code, JitFlow flow, List<int[]> pieces) {
        int[] instructions = flow.instructions();
        int[] pieceOf = new int[instructions.length];
        int placed = 0;
        for (int i = 0; i < pieces.size(); i++) {
            int end = placed + pieces.get(i).length;
            Arrays.fill(pieceOf, placed, end, i);
            placed = end;
        }
        boolean[] entered = new boolean[instructions.length];
        for (int entry : flow.entries()) {
            entered[Arrays.binarySearch(instructions, entry)] = true;
        }
        for (int i = 0; i < instructions.length; i++) {
            int at = instructions[i];
            if (JitFlow.isJump(code[at])) {
                enter(entered, instructions, pieceOf, i, JitFlow.target(code, at));
            }
            if (!JitFlow.isEnd(code[at])) {
                enter(entered, instructions, pieceOf, i, JitFlow.next(code, at));
            }
        }
        List<Chunk> chunks = new ArrayList<>();
        int start = 0;
        for (int[] piece : pieces) {
            int first = start;
            int[] entries = IntStream.range(first, first + piece.length)
                    .filter(i -> entered[i])
                    .map(i -> instructions[i])
                    .toArray();
            chunks.add(new Chunk(piece, entries));
            start += piece.length;
        }
        return chunks;
    }

    private static void enter(boolean[] entered, int[] instructions, int[] pieceOf, int from, int to) {
        int found = Arrays.binarySearch(instructions, to);
        if (found >= 0 && pieceOf[found] != pieceOf[from]) {
            entered[found] = true;
        }
    }

    /**
     * What an access to memory counts as: about 80 to a method. HotSpot's second compiler follows chains of accesses recursively; some
     * hundred in a row of straight code overflow its thread's stack, which ends the JVM.
     */
    static final int ACCESS_BYTES = 75;

    /** About how many bytes of bytecode an instruction comes to; rather too many. */
    static int bytes(long[] code, int at) {
        long insn = code[at];
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.LD -> 40;
            case Opcode.LDX -> ACCESS_BYTES;
            case Opcode.ST -> ACCESS_BYTES;
            case Opcode.STX -> Instruction.mode(insn) == Opcode.ATOMIC ? 90 : ACCESS_BYTES;
            case Opcode.ALU, Opcode.ALU64 -> 14;
            default -> {
                if (JitFlow.isJump(insn)) {
                    yield JitFlow.target(code, at) <= at ? 50 : 24;
                }
                yield Instruction.operation(insn) == Opcode.EXIT
                        ? 12
                        : Instruction.src(insn) == Opcode.PSEUDO_CALL ? 125 : 50;
            }
        };
    }
}
