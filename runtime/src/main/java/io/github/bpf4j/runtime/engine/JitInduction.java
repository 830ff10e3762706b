package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the registers of a loop hold in terms of what they held at its head, which of them grow by the same step in each iteration, and
 * what tests of the loop follow from that for its first iterations.
 */
final class JitInduction {
    private static final int REGISTERS = 11;

    /** More terms than these are not worth the time ahead of the loop. */
    private static final int MOST_TERMS = 3;

    private final long[] code;
    private final int head;
    private final int[] order;
    private final BitSet body;

    /** What the registers hold before each instruction. */
    private final Map<Integer, @Nullable JitSum[]> states = new HashMap<>();

    /** By how much each register is another in the next iteration; null if by no sum of what stays the same. */
    private final @Nullable JitSum[] steps = new JitSum[REGISTERS];

    JitInduction(long[] code, int head, int[] order, BitSet body) {
        this.code = code;
        this.head = head;
        this.order = order;
        this.body = body;
    }

    /** The jumps out of the loop of which it can be said, where it is entered, how long they do not lead out. */
    Map<Integer, JitCountedLoop.Test> tests() {
        @Nullable JitSum[] atHead = new JitSum[REGISTERS];
        for (int register = 0; register < REGISTERS; register++) {
            atHead[register] = JitSum.of(register);
        }
        states.put(head, atHead);
        @Nullable JitSum[] next = follow();
        findSteps(next);
        Map<Integer, JitCountedLoop.Test> tests = new HashMap<>();
        for (int at : order) {
            JitCountedLoop.Test test = test(at, code[at]);
            if (test != null) {
                tests.put(at, test);
            }
        }
        return tests;
    }

    /** Walks through an iteration; what the registers hold when the next begins. */
    private @Nullable JitSum[] follow() {
        @Nullable JitSum[] next = null;
        for (int at : order) {
            @Nullable JitSum[] after = state(at).clone();
            apply(at, code[at], after);
            if (!JitFlow.isEnd(code[at])) {
                next = hand(JitFlow.next(code, at), after, next);
            }
            if (JitFlow.isJump(code[at])) {
                next = hand(JitFlow.target(code, at), after, next);
            }
        }
        return next == null ? new JitSum[REGISTERS] : next;
    }

    private @Nullable JitSum[] state(int at) {
        return Objects.requireNonNull(states.get(at), "what leads to it comes first");
    }

    private @Nullable JitSum @Nullable [] hand(int to, @Nullable JitSum[] state, @Nullable JitSum @Nullable [] next) {
        if (to == head) {
            return next == null ? state.clone() : joined(next, state);
        }
        if (body.get(to)) {
            @Nullable JitSum[] there = states.get(to);
            states.put(to, there == null ? state.clone() : joined(there, state));
        }
        return next;
    }

    private static @Nullable JitSum[] joined(@Nullable JitSum[] one, @Nullable JitSum[] other) {
        @Nullable JitSum[] both = new JitSum[REGISTERS];
        for (int register = 0; register < REGISTERS; register++) {
            both[register] = JitSum.join(one[register], other[register]);
        }
        return both;
    }

    private void apply(int at, long insn, @Nullable JitSum[] state) {
        int dst = Instruction.dst(insn);
        switch (Instruction.instructionClass(insn)) {
            case Opcode.ALU64 -> state[dst] = arithmetic(insn, state[dst], operand(insn, state));
            case Opcode.ALU -> {
                JitSum result = arithmetic(insn, state[dst], operand(insn, state));
                state[dst] = result == null ? null : result.lowerHalf();
            }
            case Opcode.LD ->
                state[dst] = at + 1 < code.length ? JitSum.constant(Instruction.wideImm(insn, code[at + 1])) : null;
            case Opcode.LDX -> state[dst] = null;
            default -> {}
        }
    }

    private static @Nullable JitSum operand(long insn, @Nullable JitSum[] state) {
        return Instruction.hasRegisterOperand(insn)
                ? state[Instruction.src(insn)]
                : JitSum.constant(Instruction.imm(insn));
    }

    private static @Nullable JitSum arithmetic(long insn, @Nullable JitSum left, @Nullable JitSum right) {
        boolean plain = Instruction.offset(insn) == 0;
        int operation = Instruction.operation(insn);
        if (operation == Opcode.MOV) {
            return plain ? right : null;
        }
        if (left == null || right == null) {
            return null;
        }
        return switch (operation) {
            case Opcode.ADD -> left.plus(right);
            case Opcode.SUB -> left.minus(right);
            case Opcode.MUL -> right.isConstant() && !right.low() ? left.times(right.constant()) : null;
            case Opcode.LSH -> right.isConstant() ? shifted(insn, left, right.constant()) : null;
            default -> null;
        };
    }

    private static JitSum shifted(long insn, JitSum left, long bits) {
        int width = Instruction.instructionClass(insn) == Opcode.ALU64 ? 63 : 31;
        return left.times(1L << (bits & width));
    }

    private void findSteps(@Nullable JitSum[] next) {
        JitSum[] changes = new JitSum[REGISTERS];
        for (int register = 0; register < REGISTERS; register++) {
            JitSum then = next[register];
            if (then != null) {
                changes[register] = then.minus(JitSum.of(register));
            }
        }
        for (int register = 0; register < REGISTERS; register++) {
            JitSum change = changes[register];
            if (change == null) {
                continue;
            }
            boolean steady = true;
            for (int other = 0; other < REGISTERS; other++) {
                steady &= change.factors()[other] == 0 || isSame(changes[other]);
            }
            if (steady) {
                steps[register] = change;
            }
        }
    }

    /** Whether a register with such a step holds the same in each iteration, all of it. */
    private static boolean isSame(@Nullable JitSum change) {
        return change != null && !change.low() && change.isConstant() && change.constant() == 0;
    }

    private JitCountedLoop.@Nullable Test test(int at, long insn) {
        if (!JitFlow.isJump(insn) || JitFlow.isAlways(insn)) {
            return null;
        }
        boolean taken = body.get(JitFlow.target(code, at));
        if (taken == body.get(JitFlow.next(code, at))) {
            return null;
        }
        boolean wide = Instruction.instructionClass(insn) == Opcode.JMP;
        @Nullable JitSum[] state = state(at);
        JitSum left = state[Instruction.dst(insn)];
        JitSum right = operand(insn, state);
        JitSum leftStep = step(left, wide);
        JitSum rightStep = step(right, wide);
        if (left == null || right == null || leftStep == null || rightStep == null) {
            return null;
        }
        int stays = taken ? Instruction.operation(insn) : inverse(Instruction.operation(insn));
        if (isNothing(rightStep, wide)) {
            return test(stays, wide, left, right, leftStep);
        }
        return isNothing(leftStep, wide) ? test(mirrored(stays), wide, right, left, rightStep) : null;
    }

    /** By how much a sum is another in the next iteration; null if that is not known. */
    private @Nullable JitSum step(@Nullable JitSum sum, boolean wide) {
        if (sum == null || wide && sum.low()) {
            return null;
        }
        JitSum step = JitSum.constant(0);
        int terms = 0;
        for (int register = 0; register < REGISTERS; register++) {
            long factor = sum.factors()[register];
            if (factor != 0) {
                JitSum each = steps[register];
                if (each == null || wide && each.low() || ++terms > MOST_TERMS) {
                    return null;
                }
                step = step.plus(each.times(factor));
            }
        }
        return step;
    }

    private static boolean isNothing(JitSum step, boolean wide) {
        return step.isConstant() && (wide ? step.constant() : (int) step.constant()) == 0;
    }

    private static JitCountedLoop.@Nullable Test test(int stays, boolean wide, JitSum from, JitSum limit, JitSum step) {
        JitSum used = step;
        boolean falls = false;
        if (step.isConstant()) {
            long constant = wide ? step.constant() : (int) step.constant();
            if (constant == 0 || constant != (int) constant || constant == Integer.MIN_VALUE) {
                return null;
            }
            used = JitSum.constant(constant);
            falls = constant < 0;
        } else if (step.register() < 0 || !wide) {
            return null;
        }
        JitCountedLoop.Relation relation = relation(stays, falls);
        boolean signed = stays == Opcode.JSLT || stays == Opcode.JSLE || stays == Opcode.JSGT || stays == Opcode.JSGE;
        return relation == null ? null : new JitCountedLoop.Test(relation, signed, wide, from, limit, used);
    }

    private static JitCountedLoop.@Nullable Relation relation(int stays, boolean falls) {
        return switch (stays) {
            case Opcode.JNE -> JitCountedLoop.Relation.UNEQUAL;
            case Opcode.JLT, Opcode.JSLT -> falls ? null : JitCountedLoop.Relation.BELOW;
            case Opcode.JLE, Opcode.JSLE -> falls ? null : JitCountedLoop.Relation.AT_MOST;
            case Opcode.JGT, Opcode.JSGT -> falls ? JitCountedLoop.Relation.BELOW : null;
            case Opcode.JGE, Opcode.JSGE -> falls ? JitCountedLoop.Relation.AT_MOST : null;
            default -> null;
        };
    }

    /** The comparison that holds when another does not; -1 if there is none. */
    private static int inverse(int operation) {
        return switch (operation) {
            case Opcode.JEQ -> Opcode.JNE;
            case Opcode.JNE -> Opcode.JEQ;
            case Opcode.JGT -> Opcode.JLE;
            case Opcode.JGE -> Opcode.JLT;
            case Opcode.JLT -> Opcode.JGE;
            case Opcode.JLE -> Opcode.JGT;
            case Opcode.JSGT -> Opcode.JSLE;
            case Opcode.JSGE -> Opcode.JSLT;
            case Opcode.JSLT -> Opcode.JSGE;
            case Opcode.JSLE -> Opcode.JSGT;
            default -> -1;
        };
    }

    /** The comparison of the same numbers the other way round; -1 if there is none. */
    private static int mirrored(int operation) {
        return switch (operation) {
            case Opcode.JEQ, Opcode.JNE -> operation;
            case Opcode.JGT -> Opcode.JLT;
            case Opcode.JGE -> Opcode.JLE;
            case Opcode.JLT -> Opcode.JGT;
            case Opcode.JLE -> Opcode.JGE;
            case Opcode.JSGT -> Opcode.JSLT;
            case Opcode.JSGE -> Opcode.JSLE;
            case Opcode.JSLT -> Opcode.JSGT;
            case Opcode.JSLE -> Opcode.JSGE;
            default -> -1;
        };
    }
}
