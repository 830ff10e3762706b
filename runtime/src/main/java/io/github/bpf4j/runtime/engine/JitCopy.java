package io.github.bpf4j.runtime.engine;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Bytecode of the copy of a {@linkplain JitCountedLoop counted loop}: how many iterations are sure, these as a loop that counts them,
 * and on to the loop itself, which ends as it always did.
 */
final class JitCopy {
    private static final ClassDesc TRIPS = JitCompiler.desc(JitTrips.class);
    private static final MethodTypeDesc COUNT = MethodTypeDesc.of(CD_int, CD_int, CD_long, CD_long, CD_long);

    /** With fewer iterations the loop itself is as good. */
    private static final int LEAST_TRIPS = 16;

    /*
     * What the counter of iterations goes down by. One that divides the steps of registers would let C2 compute those from the counter,
     * anew for each access; a large one keeps it from unrolling the loop.
     */
    private static final int STRIDE = 7;

    private static final int STRIDE_NOT_UNROLLED = 1009;

    private final JitCode in;
    private final JitJumps jumps;
    private final JitCountedLoop loop;
    private final CodeBuilder out;
    private final Map<Integer, Label> labels = new HashMap<>();
    private final Label latch;
    private final boolean paidAhead;

    JitCopy(JitCode in, JitJumps jumps, JitCountedLoop loop) {
        this.in = in;
        this.jumps = jumps;
        this.loop = loop;
        out = in.out;
        latch = out.newLabel();
        paidAhead = Arrays.stream(loop.order()).allMatch(this::alwaysGoesOn);
    }

    /** Whether the same instruction follows in each iteration. */
    private boolean alwaysGoesOn(int at) {
        return !JitFlow.isJump(in.code[at])
                || JitFlow.isAlways(in.code[at])
                || loop.tests().containsKey(at);
    }

    /** Emits it; what comes behind it is the loop. */
    void emit(Label behind) {
        int stride = copiesBytes() ? STRIDE_NOT_UNROLLED : STRIDE;
        in.getCredit();
        out.loadConstant(Math.max(loop.cost(), stride / 3)).idiv(); // then the counter is an int
        loop.tests().values().forEach(this::count);
        out.dup().istore(in.trips()).loadConstant(LEAST_TRIPS).if_icmplt(behind);
        if (paidAhead) {
            in.getCredit();
            out.iload(in.trips()).loadConstant(loop.cost()).imul().isub();
            in.setCredit();
        }
        out.iload(in.trips()).loadConstant(stride).imul().istore(in.trips());
        Label start = out.newLabel();
        out.labelBinding(start);
        iteration();
        out.labelBinding(latch).iinc(in.trips(), -stride).iload(in.trips()).ifgt(start);
    }

    /** Whether it loads and stores bytes. C2 unrolls loops over bytes 64 times, and has all their addresses at once. */
    private boolean copiesBytes() {
        boolean loads = false;
        boolean stores = false;
        for (int at : loop.order()) {
            long insn = in.code[at];
            boolean bytes = Instruction.accessBytes(insn) == 1;
            switch (Instruction.instructionClass(insn)) {
                case Opcode.LDX -> loads |= bytes;
                case Opcode.ST, Opcode.STX -> stores |= bytes;
                default -> {}
            }
        }
        return loads && stores;
    }

    private void iteration() {
        int[] order = loop.order();
        for (int i = 0; i < order.length; i++) {
            int at = order[i];
            if (i > 0) {
                out.labelBinding(label(at));
            }
            in.line(at);
            int follows = i + 1 < order.length ? order[i + 1] : loop.head();
            int next = JitFlow.isJump(in.code[at]) ? jump(at, in.code[at]) : plain(at);
            if (next >= 0 && next != follows) {
                out.goto_(label(next));
            }
        }
    }

    private Label label(int at) {
        return at == loop.head() ? latch : labels.computeIfAbsent(at, _ -> out.newLabel());
    }

    /** Emits what is no jump; which instruction follows, or -1. */
    private int plain(int at) {
        return in.instruction(at, in.code[at]) ? JitFlow.next(in.code, at) : -1;
    }

    /** Emits a jump; which instruction follows where nothing else has been jumped to. */
    private int jump(int at, long insn) {
        int target = JitFlow.target(in.code, at);
        int distance = JitFlow.distance(insn);
        if (JitFlow.isAlways(insn)) {
            spend(distance);
            return target;
        }
        if (loop.leavesBehind(at)) {
            leaveBehind(at, insn);
            spend(distance);
            return target;
        }
        if (!loop.tests().containsKey(at)) {
            Label passed = out.newLabel();
            jumps.unless(insn, passed);
            if (loop.body().get(target)) {
                spend(distance);
                out.goto_(label(target));
            } else {
                jumps.go(at, target, distance);
            }
            out.labelBinding(passed);
        }
        return at + 1;
    }

    /** Where a jump that is not taken leaves the loop: leaves it, unless that cannot be. */
    private void leaveBehind(int at, long insn) {
        if (!loop.tests().containsKey(at)) {
            Label taken = out.newLabel();
            jumps.when(insn, taken);
            in.enter(at + 1);
            out.goto_(in.label(Math.min(at + 1, in.code.length))).labelBinding(taken);
        }
    }

    /** Iterations that are counted have their fuel. */
    private void spend(int distance) {
        if (distance < 0 && !paidAhead) {
            in.spend(-distance);
        }
    }

    /** With the most iterations on the stack: makes it those that a test lets pass. */
    private void count(JitCountedLoop.Test test) {
        number(test.from(), test);
        number(test.limit(), test);
        JitSum step = test.step();
        if (step.isConstant()) {
            out.loadConstant(Math.abs(step.constant()));
        } else {
            in.get(step.register());
        }
        String name = switch (test.relation()) {
            case BELOW -> "below";
            case AT_MOST -> "atMost";
            case UNEQUAL -> test.wide() ? "unequal" : "unequal32";
        };
        out.invokestatic(TRIPS, name, COUNT);
    }

    /** A number so that it is compared unsigned and grows. */
    private void number(JitSum sum, JitCountedLoop.Test test) {
        push(sum);
        if (test.falls()) {
            out.loadConstant(-1L).lxor();
        }
        if (!test.wide() && test.signed()) {
            out.l2i().i2l();
        } else if (!test.wide()) {
            out.loadConstant(JitCode.LOW).land();
        }
        if (test.signed()) {
            out.loadConstant(Long.MIN_VALUE).lxor();
        }
    }

    private void push(JitSum sum) {
        out.loadConstant(sum.constant());
        long[] factors = sum.factors();
        for (int register = 0; register < factors.length; register++) {
            if (factors[register] != 0) {
                in.get(register);
                if (factors[register] == -1) {
                    out.lsub();
                } else if (factors[register] == 1) {
                    out.ladd();
                } else {
                    out.loadConstant(factors[register]).lmul().ladd();
                }
            }
        }
    }
}
