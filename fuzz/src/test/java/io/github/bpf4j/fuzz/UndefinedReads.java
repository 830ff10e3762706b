package io.github.bpf4j.fuzz;

import static io.github.bpf4j.asm.Opcode.*;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * Looks for reads of registers that have no defined value: R1 to R5 behind the call of a function, R0 and R6 to R9 where one begins. No
 * verified program has such a read, and engines differ in what one gives.
 */
final class UndefinedReads {
    private static final int REGISTERS = 11;
    private static final int FRAME_POINTER = 1 << 10;
    private static final int ARGUMENTS = 0x3e;
    private static final int KEPT = 0x3c0;
    private static final int COMPARES = CMPXCHG & ~FETCH;
    private static final int BEHIND_TAIL_CALL = 0x3fd;
    private static final int ALL_ARGUMENTS = 5;

    private final long[] code;
    private final Map<Integer, int[]> before = new TreeMap<>();
    private final ArrayDeque<int[]> open = new ArrayDeque<>();
    private boolean found;
    private boolean movesFrame;
    private boolean calls;

    private UndefinedReads(long[] code) {
        this.code = code;
    }

    /** Whether a program may read what is undefined, or has a register that does not exist. */
    static boolean anyIn(long[] code, boolean isTailCalled) {
        UndefinedReads reads = new UndefinedReads(code);
        reads.enter(0, 0, isTailCalled ? BEHIND_TAIL_CALL : 0);
        for (int at = 0; at + 1 < code.length; at++) {
            if (Instruction.isWide(code[at]) && Instruction.src(code[at]) == PSEUDO_FUNC) {
                reads.enterFunction(at + 1L + Instruction.imm(code[at]), 0);
            }
        }
        reads.walk();
        return reads.found || reads.movesFrame && reads.calls;
    }

    private void walk() {
        while (!open.isEmpty() && !found) {
            int[] place = open.pop();
            step(place[0], place[1]);
        }
    }

    private void enterFunction(long entry, int undefined) {
        if (entry >= 0 && entry < code.length) {
            enter((int) entry, (int) entry, undefined);
        }
    }

    private void enter(int function, long at, int undefined) {
        if (at < 0 || at >= code.length) {
            found |= at < 0; // the fuel may end before the program is left, or not: nobody promises which
            return;
        }
        int[] states = before.computeIfAbsent(function, _ -> {
            int[] fresh = new int[code.length];
            Arrays.fill(fresh, -1);
            return fresh;
        });
        int old = states[(int) at];
        int joined = old < 0 ? undefined : old | undefined;
        if (joined != old) {
            states[(int) at] = joined;
            open.push(new int[] {function, (int) at});
        }
    }

    private void step(int function, int at) {
        int undefined = before.get(function)[at];
        long insn = code[at];
        int dst = Instruction.dst(insn);
        int src = Instruction.src(insn);
        if (dst >= REGISTERS || src >= REGISTERS || (reads(insn) & undefined) != 0) {
            found = true;
            return;
        }
        int kind = Instruction.instructionClass(insn);
        long next = at + (Instruction.isWide(insn) ? 2L : 1L);
        if (kind == JMP || kind == JMP32) {
            jump(function, at, insn, undefined);
            return;
        }
        int written = written(insn);
        movesFrame |= (written & FRAME_POINTER) != 0;
        enter(function, next, undefined & ~written);
    }

    private void jump(int function, int at, long insn, int undefined) {
        long next = at + 1L;
        switch (Instruction.operation(insn)) {
            case EXIT -> {}
            case CALL -> {
                if (Instruction.src(insn) == PSEUDO_CALL) {
                    calls = true;
                    enterFunction(next + Instruction.imm(insn), undefined & ARGUMENTS | 1 | KEPT);
                    enter(function, next, undefined & ~1 | ARGUMENTS);
                } else {
                    enter(function, next, undefined & ~1);
                }
            }
            case JA -> {
                boolean far = Instruction.instructionClass(insn) == JMP32;
                enter(function, next + (far ? Instruction.imm(insn) : Instruction.offset(insn)), undefined);
            }
            default -> {
                enter(function, next, undefined);
                enter(function, next + Instruction.offset(insn), undefined);
            }
        }
    }

    private static int reads(long insn) {
        int dst = 1 << Instruction.dst(insn);
        int src = 1 << Instruction.src(insn);
        int operand = Instruction.hasRegisterOperand(insn) ? src : 0;
        return switch (Instruction.instructionClass(insn)) {
            case ALU, ALU64 ->
                switch (Instruction.operation(insn)) {
                    case MOV -> operand;
                    case NEG, END -> dst;
                    default -> dst | operand;
                };
            case LD -> Instruction.mode(insn) == IND ? src : 0;
            case LDX -> src;
            case ST -> dst;
            case STX ->
                dst | src | (Instruction.mode(insn) == ATOMIC && (Instruction.imm(insn) & ~FETCH) == COMPARES ? 1 : 0);
            default ->
                switch (Instruction.operation(insn)) {
                    case EXIT -> 1;
                    case CALL -> arguments(insn);
                    case JA, JCOND -> 0;
                    default -> dst | operand;
                };
        };
    }

    private static int arguments(long insn) {
        int id = Instruction.imm(insn);
        int count = switch (Instruction.src(insn)) {
            case PSEUDO_CALL -> 0;
            case PSEUDO_KFUNC_CALL ->
                Kfunc.byId(id).map(kfunc -> kfunc.arguments().size()).orElse(ALL_ARGUMENTS);
            default ->
                HelperPrototype.byId(id)
                        .map(helper -> helper.arguments(ProgramType.XDP).size())
                        .orElse(0);
        };
        return (2 << count) - 2;
    }

    private static int written(long insn) {
        int dst = 1 << Instruction.dst(insn);
        return switch (Instruction.instructionClass(insn)) {
            case ALU, ALU64, LDX -> dst;
            case LD -> Instruction.isWide(insn) ? dst : 1;
            case STX -> {
                int operation = Instruction.imm(insn);
                if (Instruction.mode(insn) != ATOMIC || operation == STORE_RELEASE) {
                    yield 0;
                }
                if (operation == LOAD_ACQUIRE) {
                    yield dst;
                }
                yield (operation & ~FETCH) == COMPARES ? 1 : (operation & FETCH) != 0 ? 1 << Instruction.src(insn) : 0;
            }
            default -> 0;
        };
    }
}
