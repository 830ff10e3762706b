package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.github.bpf4j.asm.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.List;

/** Bytecode of jumps and of the end of functions. */
final class JitJumps {
    private static final ClassDesc LONG = JitCompiler.desc(Long.class);
    private static final ClassDesc INTEGER = JitCompiler.desc(Integer.class);
    private static final MethodTypeDesc COMPARE_LONGS = MethodTypeDesc.of(CD_int, CD_long, CD_long);
    private static final MethodTypeDesc INTS = MethodTypeDesc.of(CD_int, CD_int, CD_int);

    private final JitCode in;
    private final CodeBuilder out;
    private final JitSwitches switches;

    JitJumps(JitCode in) {
        this.in = in;
        switches = new JitSwitches(in.code, in.chunk);
        out = in.out;
    }

    boolean jump(int at, long insn) {
        boolean wide = Instruction.instructionClass(insn) == JMP;
        int operation = Instruction.operation(insn);
        int next = at + 1;
        if (operation == EXIT) {
            if (!wide) {
                return in.bad(at, insn);
            }
            in.storeCredit();
            in.get(0);
            in.leaveFunction();
            return false;
        }
        int distance = JitFlow.distance(insn);
        int target = JitFlow.target(in.code, next, distance);
        if (operation == JA) {
            go(at, target, distance);
            return false;
        }
        if (operation == JCOND) {
            if (!wide) {
                return in.bad(at, insn);
            }
            Label stays = out.newLabel();
            out.aload(JitCode.CPU)
                    .invokevirtual(JitCompiler.CPU, "mayGotoEnds", MethodTypeDesc.of(CD_boolean))
                    .ifeq(stays);
            go(at, target, distance);
            out.labelBinding(stays);
            return true;
        }
        switchTable(at, insn);
        if (distance < 0 || in.isLoop(target)) {
            Label stays = out.newLabel();
            unless(insn, stays);
            go(at, target, distance);
            out.labelBinding(stays);
        } else {
            when(insn, in.label(at, target));
        }
        return true;
    }

    /** Of a tree of comparisons that begins here: a table. Values that it does not hold go on to the comparisons. */
    private void switchTable(int at, long insn) {
        JitSwitches.Table table = switches.at(at);
        if (table == null) {
            return;
        }
        Label others = out.newLabel();
        int low = table.low();
        int[] targets = table.targets();
        if (Instruction.instructionClass(insn) == JMP) {
            in.get(Instruction.dst(insn));
            out.loadConstant((long) low)
                    .lsub()
                    .loadConstant((long) targets.length)
                    .invokestatic(LONG, "compareUnsigned", COMPARE_LONGS)
                    .ifge(others);
        }
        in.getInt(Instruction.dst(insn));
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 0; i < targets.length; i++) {
            cases.add(SwitchCase.of(low + i, in.label(at, targets[i])));
        }
        out.tableswitch(low, low + targets.length - 1, others, cases).labelBinding(others);
    }

    void go(int at, int target, int distance) {
        if (distance < 0) {
            in.jumpBack(at, -distance);
        } else {
            in.enter(target);
            out.goto_(in.label(at, target));
        }
    }

    void when(long insn, Label target) {
        compare(insn, target, true);
    }

    void unless(long insn, Label target) {
        compare(insn, target, false);
    }

    /** Jumps to a label when the condition of a jump is as wanted. */
    private void compare(long insn, Label target, boolean wanted) {
        boolean wide = Instruction.instructionClass(insn) == JMP;
        int operation = Instruction.operation(insn);
        if (wide) {
            in.get(Instruction.dst(insn));
            in.operand(insn);
            switch (operation) {
                case JSET -> out.land().lconst_0().lcmp();
                case JGT, JGE, JLT, JLE -> out.invokestatic(LONG, "compareUnsigned", COMPARE_LONGS);
                default -> out.lcmp();
            }
            switch (operation) {
                case JEQ -> either(wanted, () -> out.ifeq(target), () -> out.ifne(target));
                case JNE, JSET -> either(wanted, () -> out.ifne(target), () -> out.ifeq(target));
                case JGT, JSGT -> either(wanted, () -> out.ifgt(target), () -> out.ifle(target));
                case JGE, JSGE -> either(wanted, () -> out.ifge(target), () -> out.iflt(target));
                case JLT, JSLT -> either(wanted, () -> out.iflt(target), () -> out.ifge(target));
                default -> either(wanted, () -> out.ifle(target), () -> out.ifgt(target));
            }
            return;
        }
        in.getInt(Instruction.dst(insn));
        in.intOperand(insn);
        switch (operation) {
            case JSET -> {
                out.iand();
                either(wanted, () -> out.ifne(target), () -> out.ifeq(target));
                return;
            }
            case JGT, JGE, JLT, JLE -> out.invokestatic(INTEGER, "compareUnsigned", INTS);
            default -> {}
        }
        switch (operation) {
            case JEQ -> either(wanted, () -> out.if_icmpeq(target), () -> out.if_icmpne(target));
            case JNE -> either(wanted, () -> out.if_icmpne(target), () -> out.if_icmpeq(target));
            case JSGT -> either(wanted, () -> out.if_icmpgt(target), () -> out.if_icmple(target));
            case JSGE -> either(wanted, () -> out.if_icmpge(target), () -> out.if_icmplt(target));
            case JSLT -> either(wanted, () -> out.if_icmplt(target), () -> out.if_icmpge(target));
            case JSLE -> either(wanted, () -> out.if_icmple(target), () -> out.if_icmpgt(target));
            case JGT -> either(wanted, () -> out.ifgt(target), () -> out.ifle(target));
            case JGE -> either(wanted, () -> out.ifge(target), () -> out.iflt(target));
            case JLT -> either(wanted, () -> out.iflt(target), () -> out.ifge(target));
            default -> either(wanted, () -> out.ifle(target), () -> out.ifgt(target));
        }
    }

    private static void either(boolean wanted, Runnable when, Runnable unless) {
        if (wanted) {
            when.run();
        } else {
            unless.run();
        }
    }
}
