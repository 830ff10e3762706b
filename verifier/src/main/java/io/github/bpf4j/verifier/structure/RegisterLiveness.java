package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.ALU;
import static io.github.bpf4j.asm.Opcode.ALU64;
import static io.github.bpf4j.asm.Opcode.ATOMIC;
import static io.github.bpf4j.asm.Opcode.CMPXCHG;
import static io.github.bpf4j.asm.Opcode.END;
import static io.github.bpf4j.asm.Opcode.FETCH;
import static io.github.bpf4j.asm.Opcode.IND;
import static io.github.bpf4j.asm.Opcode.LD;
import static io.github.bpf4j.asm.Opcode.LDX;
import static io.github.bpf4j.asm.Opcode.LOAD_ACQUIRE;
import static io.github.bpf4j.asm.Opcode.MOV;
import static io.github.bpf4j.asm.Opcode.ST;
import static io.github.bpf4j.asm.Opcode.STORE_RELEASE;
import static io.github.bpf4j.asm.Opcode.STX;

import io.github.bpf4j.asm.Instruction;

/**
 * Which registers may be read from an instruction on before they are written, by the code alone (verifier spec A87). Immutable and
 * safe for use by any thread.
 */
public final class RegisterLiveness {
    private static final int RESULT = 1;
    private static final int ARGUMENTS = 0x3e;
    private static final int CONTEXT_OF_PACKET_LOADS = 1 << 6;
    private static final int ALL = 0x3ff;

    private final Instructions instructions;
    private final CallTraits calls;
    private final short[] live;

    /** Works out the registers of a program whose structure is right. */
    public RegisterLiveness(Instructions instructions, CallTraits calls) {
        this.instructions = instructions;
        this.calls = calls;
        this.live = new short[instructions.length()];
        int[][] before = predecessors();
        int[] waiting = new int[instructions.length()];
        boolean[] isWaiting = new boolean[instructions.length()];
        int count = 0;
        for (int at = 0; at < instructions.length(); at++) {
            if (!instructions.isSecondSlot(at)) {
                waiting[count++] = at;
                isWaiting[at] = true;
            }
        }
        while (count > 0) {
            int at = waiting[--count];
            isWaiting[at] = false;
            int now = used(at) | after(at) & ~written(at);
            if (now != live[at]) {
                live[at] = (short) now;
                for (int other : before[at]) {
                    if (!isWaiting[other]) {
                        isWaiting[other] = true;
                        waiting[count++] = other;
                    }
                }
            }
        }
    }

    /** For each instruction those whose registers depend on its own: they go on with it, or call the function that it begins. */
    private int[][] predecessors() {
        int length = instructions.length();
        int[] counts = new int[length];
        eachEdge((_, to) -> counts[to]++);
        int[][] before = new int[length][];
        for (int at = 0; at < length; at++) {
            before[at] = new int[counts[at]];
        }
        eachEdge((from, to) -> before[to][--counts[to]] = from);
        return before;
    }

    private interface Edge {
        void accept(int from, int to);
    }

    private void eachEdge(Edge edge) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (instructions.isFunctionCall(at)) {
                edge.accept(at, (int) instructions.functionTarget(at));
            }
            if (instructions.isJump(at)) {
                edge.accept(at, (int) instructions.jumpTarget(at));
            }
            if (!instructions.isExit(at) && !instructions.isUnconditionalJump(at)) {
                edge.accept(at, instructions.next(at));
            }
        }
    }

    /** The registers that are live in front of an instruction: bit n for Rn, the frame pointer left out. */
    public int before(int at) {
        return live[at];
    }

    /** The registers of a caller that are live while it waits for the function called at an instruction. */
    public int during(int call) {
        return live[instructions.next(call)] & ~(RESULT | ARGUMENTS);
    }

    private int after(int at) {
        if (instructions.isExit(at)) {
            return 0;
        }
        int after = instructions.isUnconditionalJump(at) ? 0 : live[instructions.next(at)];
        return instructions.isJump(at) ? after | live[(int) instructions.jumpTarget(at)] : after;
    }

    private int used(int at) {
        long word = instructions.word(at);
        int dst = 1 << Instruction.dst(word);
        int src = 1 << Instruction.src(word);
        int used = switch (instructions.instructionClass(at)) {
            case LD -> legacyUse(word, src);
            case LDX -> src;
            case STX -> dst | src | (isAtomic(word) && Instruction.imm(word) == CMPXCHG ? RESULT : 0);
            case ALU, ALU64 -> arithmeticUse(word, dst, src);
            case ST -> dst;
            default -> jumpUse(at, word, dst, src);
        };
        return used & ALL;
    }

    private static int legacyUse(long word, int src) {
        if (Instruction.isWide(word)) {
            return 0;
        }
        return CONTEXT_OF_PACKET_LOADS | (Instruction.mode(word) == IND ? src : 0);
    }

    private static int arithmeticUse(long word, int dst, int src) {
        int operand = Instruction.hasRegisterOperand(word) ? src : 0;
        return Instruction.operation(word) == MOV ? operand : Instruction.operation(word) == END ? dst : dst | operand;
    }

    private int jumpUse(int at, long word, int dst, int src) {
        if (instructions.isExit(at)) {
            return RESULT;
        }
        if (instructions.isFunctionCall(at)) {
            return live[(int) instructions.functionTarget(at)] & ARGUMENTS;
        }
        if (instructions.isCall(at)) {
            return ((1 << calls.arguments(at)) - 1) << 1;
        }
        if (instructions.isUnconditionalJump(at) || instructions.isMayGoto(at)) {
            return 0;
        }
        return dst | (Instruction.hasRegisterOperand(word) ? src : 0);
    }

    private int written(int at) {
        long word = instructions.word(at);
        int dst = 1 << Instruction.dst(word);
        return switch (instructions.instructionClass(at)) {
            case LD -> Instruction.isWide(word) ? dst : RESULT | ARGUMENTS;
            case LDX, ALU, ALU64 -> dst;
            case STX -> isAtomic(word) ? writtenByAtomic(word) : 0;
            case ST -> 0;
            default -> instructions.isCall(at) ? RESULT | ARGUMENTS : 0;
        };
    }

    private static boolean isAtomic(long word) {
        return Instruction.mode(word) == ATOMIC;
    }

    private static int writtenByAtomic(long word) {
        int operation = Instruction.imm(word);
        return switch (operation) {
            case LOAD_ACQUIRE -> 1 << Instruction.dst(word);
            case STORE_RELEASE -> 0;
            case CMPXCHG -> RESULT;
            default -> (operation & FETCH) != 0 ? 1 << Instruction.src(word) : 0;
        };
    }
}
