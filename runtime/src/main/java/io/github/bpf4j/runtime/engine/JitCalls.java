package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.constant.MethodTypeDesc;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Bytecode of calls. */
final class JitCalls {
    private static final int TAIL_CALL = 12;
    private static final MethodTypeDesc CALL_HELPER =
            MethodTypeDesc.of(CD_long, JitCompiler.CPU, CD_long, CD_long, CD_long, CD_long, CD_long);

    private final JitCode in;
    private final CodeBuilder out;

    JitCalls(JitCode in) {
        this.in = in;
        out = in.out;
    }

    /** Emits a call; whether the instruction behind it may follow. */
    boolean call(int at, long insn) {
        if (Instruction.instructionClass(insn) != JMP) {
            return in.bad(at, insn);
        }
        int src = Instruction.src(insn);
        int id = Instruction.imm(insn);
        if (src == PSEUDO_CALL) {
            callFunction(at, JitFlow.target(in.code, at + 1, id));
            in.loadCredit();
            return true;
        }
        in.storeCredit();
        if (src == 0 && id == TAIL_CALL) {
            tailCall(at);
        } else if (!callHelper(at, id, src == PSEUDO_KFUNC_CALL)) {
            return false;
        }
        in.loadCredit();
        return true;
    }

    private boolean callHelper(int at, int id, boolean kernel) {
        HelperFunction function = function(id, kernel);
        if (function == null) {
            out.aload(JitCode.CPU)
                    .loadConstant(at)
                    .getstatic(in.unit.self(), "image", JitCompiler.IMAGE)
                    .loadConstant(id)
                    .loadConstant(kernel ? 1 : 0)
                    .invokestatic(
                            JitCompiler.SUPPORT,
                            "unknownFunction",
                            MethodTypeDesc.of(
                                    JitCode.FAULT, JitCompiler.CPU, CD_int, JitCompiler.IMAGE, CD_int, CD_boolean))
                    .athrow();
            return false;
        }
        OptionalLong first = in.flow.constantBefore(in.code, at, 1);
        if (first.isPresent()) {
            function = function.bind(first.getAsLong());
        }
        in.storeCallSite(at);
        out.getstatic(in.unit.self(), in.unit.fieldOf(function), JitCompiler.FUNCTION)
                .aload(JitCode.CPU);
        arguments();
        out.invokeinterface(JitCompiler.FUNCTION, "call", CALL_HELPER);
        in.set(0);
        return true;
    }

    private @Nullable HelperFunction function(int id, boolean kernel) {
        try {
            return kernel ? in.image.kfunc(id) : in.image.helper(id);
        } catch (GuestFault unknown) {
            return null;
        }
    }

    private void arguments() {
        for (int register = 1; register <= 5; register++) {
            in.get(register);
        }
    }

    private void callFunction(int at, int entry) {
        Label replaced = out.newLabel();
        Label done = out.newLabel();
        in.storeCallSite(at);
        out.getstatic(in.unit.self(), "image", JitCompiler.IMAGE)
                .loadConstant(entry)
                .invokevirtual(JitCompiler.IMAGE, "detour", MethodTypeDesc.of(JitCompiler.desc(Detour.class), CD_int))
                .ifnonnull(replaced);
        in.pay(at, in.image.price(entry));
        in.storeCredit();
        out.aload(JitCode.CPU).invokevirtual(JitCompiler.CPU, "openFrame", MethodTypeDesc.of(CD_void));
        if (in.unit.holds(entry)) {
            out.aload(JitCode.CPU);
            arguments();
            out.invokestatic(in.unit.self(), in.unit.methodName(entry), JitUnit.METHOD);
        } else {
            out.getstatic(in.unit.self(), "linkage", JitCompiler.LINKAGE)
                    .loadConstant(entry)
                    .aload(JitCode.CPU);
            arguments();
            out.invokevirtual(JitCompiler.LINKAGE, "run", JitUnit.RUN);
        }
        in.set(0);
        Label noTail = out.newLabel();
        out.aload(JitCode.CPU)
                .getfield(JitCompiler.CPU, "pendingTailCall", JitCompiler.IMAGE)
                .ifnull(noTail)
                .getstatic(in.unit.self(), "image", JitCompiler.IMAGE)
                .getstatic(in.unit.self(), "engine", JitCompiler.ENGINE)
                .aload(JitCode.CPU)
                .invokestatic(
                        JitCompiler.SUPPORT,
                        "afterTailCall",
                        MethodTypeDesc.of(CD_long, JitCompiler.IMAGE, JitCompiler.ENGINE, JitCompiler.CPU));
        in.set(0);
        out.labelBinding(noTail)
                .aload(JitCode.CPU)
                .invokevirtual(JitCompiler.CPU, "closeFrame", MethodTypeDesc.of(CD_void))
                .goto_(done)
                .labelBinding(replaced);
        in.storeCredit();
        out.getstatic(in.unit.self(), "image", JitCompiler.IMAGE)
                .aload(JitCode.CPU)
                .loadConstant(entry);
        arguments();
        out.invokestatic(
                JitCompiler.SUPPORT,
                "callDiverted",
                MethodTypeDesc.of(
                        CD_long,
                        JitCompiler.IMAGE,
                        JitCompiler.CPU,
                        CD_int,
                        CD_long,
                        CD_long,
                        CD_long,
                        CD_long,
                        CD_long));
        in.set(0);
        out.labelBinding(done);
    }

    private void tailCall(int at) {
        Label falls = out.newLabel();
        out.getstatic(in.unit.self(), "tailCalls", JitCompiler.TAIL_CALLS)
                .aload(JitCode.CPU)
                .loadConstant(at);
        for (int register = 1; register <= 3; register++) {
            in.get(register);
        }
        out.invokestatic(
                        JitCompiler.SUPPORT,
                        "tailCall",
                        MethodTypeDesc.of(
                                CD_boolean, JitCompiler.TAIL_CALLS, JitCompiler.CPU, CD_int, CD_long, CD_long, CD_long))
                .ifeq(falls)
                .lconst_0();
        in.leaveFunction();
        out.labelBinding(falls);
    }
}
