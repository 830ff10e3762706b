package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;

import io.github.bpf4j.asm.Instruction;
import java.util.Arrays;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Finds loops of straight code that run a few times, as often as their instructions say. Such a loop can be paid for before it begins, and
 * what it does be written down so often: without counting, and without a check in each round.
 */
/*
 * Nothing in such a loop faults, calls or jumps. So nobody can tell whether its jumps back were paid for one by one or all before. Where
 * the credit does not suffice for all, the loop itself runs.
 */
final class JitUnrolling {
    /** How often a loop may run. */
    private static final int MOST_ROUNDS = 32;

    /** What a method may come to, in bytes of bytecode: HotSpot never compiles one of 8,000. */
    private static final int METHOD_BYTES = 7_500;

    /** How far in front of a loop the start of its counter is looked for. */
    private static final int MOST_LOOKED_BACK = 50;

    /** What a call of a function comes to. */
    private static final int CALL_BYTES = 125;

    /**
     * A loop.
     *
     * @param jump the instruction that closes it
     * @param rounds how often the instructions in front of that run
     */
    record Loop(int jump, int rounds) {}

    private final long[] code;
    private final JitFlow flow;
    private final JitChunks.Chunk chunk;
    private int bytesLeft;

    /**
     * @param bytes what is added to the method otherwise
     */
    JitUnrolling(long[] code, JitFlow flow, JitChunks.Chunk chunk, int bytes) {
        this.code = code;
        this.flow = flow;
        this.chunk = chunk;
        bytesLeft = METHOD_BYTES
                - bytes
                - Arrays.stream(chunk.instructions()).map(at -> bytes(code[at])).sum();
    }

    /** The loop that begins at an instruction, which the one in front of it has led to; null if it is no such loop. */
    @Nullable
    Loop at(int head) {
        int first = Arrays.binarySearch(chunk.instructions(), head);
        int last = first <= 0 || !flow.targets().get(head) ? -1 : last(first);
        if (last < 0) {
            return null;
        }
        int jump = chunk.instructions()[last];
        int step = step(first, last, Instruction.dst(code[jump]));
        OptionalLong start = step == 0 ? OptionalLong.empty() : start(first, Instruction.dst(code[jump]));
        int rounds = start.isEmpty() ? 0 : rounds(code[jump], start.getAsLong(), step);
        int bytes = 0;
        for (int i = first; i < last && rounds > 0; i++) {
            bytes += rounds * bytes(code[chunk.instructions()[i]]);
        }
        if (rounds < 2 || bytes > bytesLeft) {
            return null;
        }
        bytesLeft -= bytes;
        return new Loop(jump, rounds);
    }

    /** Where in the chunk the jump is that straight code from some instruction leads to and that leads back to it; -1 if there is none. */
    private int last(int first) {
        int[] instructions = chunk.instructions();
        for (int i = first; i < instructions.length; i++) {
            int at = instructions[i];
            boolean isEntered = i > first && (flow.targets().get(at) || chunk.entryNumber(at) >= 0);
            if (isEntered || i > first && JitFlow.next(code, instructions[i - 1]) != at) {
                return -1;
            }
            if (!JitFlow.isPlain(code[at])) {
                return isCounting(code[at]) && JitFlow.target(code, at) == instructions[first] ? i : -1;
            }
        }
        return -1;
    }

    /** Whether it compares a register with a constant, all bits of both. */
    private static boolean isCounting(long insn) {
        return JitFlow.isJump(insn)
                && Instruction.instructionClass(insn) == JMP
                && !Instruction.hasRegisterOperand(insn)
                && switch (Instruction.operation(insn)) {
                    case JNE, JGT, JGE, JLT, JLE, JSGT, JSGE, JSLT, JSLE -> true;
                    default -> false;
                };
    }

    /** What is added to a register in each round; 0 if something else is done to it. */
    private int step(int first, int last, int register) {
        int step = 0;
        for (int i = first; i < last; i++) {
            long insn = code[chunk.instructions()[i]];
            int kind = Instruction.instructionClass(insn);
            if (kind == ST || kind == STX || Instruction.dst(insn) != register) {
                continue;
            }
            if (step != 0 || Instruction.opcode(insn) != (ALU64 | K | ADD)) {
                return 0;
            }
            step = Instruction.imm(insn);
        }
        return step;
    }

    /** What a register holds in front of an instruction, if the straight code there says so. */
    private OptionalLong start(int first, int register) {
        int[] instructions = chunk.instructions();
        for (int i = first - 1; i >= 0 && i >= first - MOST_LOOKED_BACK; i--) {
            int at = instructions[i];
            long insn = code[at];
            if (JitFlow.next(code, at) != instructions[i + 1] || !JitFlow.isPlain(insn)) {
                return OptionalLong.empty();
            }
            int kind = Instruction.instructionClass(insn);
            if (kind != ST && kind != STX && Instruction.dst(insn) == register) {
                return switch (Instruction.opcode(insn)) {
                    case ALU64 | K | MOV -> OptionalLong.of(Instruction.imm(insn));
                    case ALU | K | MOV -> OptionalLong.of(Integer.toUnsignedLong(Instruction.imm(insn)));
                    default -> OptionalLong.empty();
                };
            }
            if (flow.targets().get(at) || chunk.entryNumber(at) >= 0) {
                return OptionalLong.empty();
            }
        }
        return OptionalLong.empty();
    }

    /** How often a loop runs; 0 if too often. */
    private static int rounds(long jump, long start, int step) {
        long counter = start;
        for (int rounds = 1; rounds <= MOST_ROUNDS; rounds++) {
            counter += step;
            if (!isTaken(jump, counter)) {
                return rounds;
            }
        }
        return 0;
    }

    private static boolean isTaken(long jump, long value) {
        long other = Instruction.imm(jump);
        int signed = Long.compare(value, other);
        int unsigned = Long.compareUnsigned(value, other);
        return switch (Instruction.operation(jump)) {
            case JNE -> signed != 0;
            case JGT -> unsigned > 0;
            case JGE -> unsigned >= 0;
            case JLT -> unsigned < 0;
            case JLE -> unsigned <= 0;
            case JSGT -> signed > 0;
            case JSGE -> signed >= 0;
            case JSLT -> signed < 0;
            default -> signed <= 0;
        };
    }

    /** About how many bytes of bytecode an instruction comes to, closer than {@link JitChunks} has it where there are many. */
    private static int bytes(long insn) {
        return switch (Instruction.instructionClass(insn)) {
            case ALU64 ->
                switch (Instruction.operation(insn)) {
                    case MOV -> Instruction.offset(insn) == 0 ? 5 : 8;
                    case DIV, MOD -> 10;
                    case END -> 16;
                    default -> Instruction.hasRegisterOperand(insn) ? 7 : 8;
                };
            case ALU -> 16;
            case LDX, ST, STX -> JitChunks.ACCESS_BYTES;
            case LD -> Instruction.isWide(insn) ? 6 : 30;
            default -> JitFlow.isCall(insn) ? CALL_BYTES : 50;
        };
    }
}
