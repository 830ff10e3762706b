package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;

import io.github.bpf4j.asm.Instruction;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** Bytecode of arithmetic instructions and of constants. */
final class JitArithmetic {
    private static final ClassDesc LONG = JitCompiler.desc(Long.class);
    private static final ClassDesc INTEGER = JitCompiler.desc(Integer.class);
    private static final ClassDesc SHORT = JitCompiler.desc(Short.class);
    private static final MethodTypeDesc LONGS = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final MethodTypeDesc INTS = MethodTypeDesc.of(CD_int, CD_int, CD_int);

    private final JitCode in;
    private final CodeBuilder out;

    JitArithmetic(JitCode in) {
        this.in = in;
        out = in.out;
    }

    boolean arithmetic64(int at, long insn) {
        int dst = Instruction.dst(insn);
        int operation = Instruction.operation(insn);
        boolean register = Instruction.hasRegisterOperand(insn);
        switch (operation) {
            case MOV -> {
                in.operand(insn);
                if (register) {
                    extend(Instruction.offset(insn));
                }
                in.set(dst);
                return true;
            }
            case NEG, END -> {
                if (register) {
                    return in.bad(at, insn);
                }
                in.get(dst);
                if (operation == NEG) {
                    out.lneg();
                } else {
                    swap(Instruction.imm(insn));
                }
                in.set(dst);
                return true;
            }
            case LSH, RSH, ARSH -> {
                in.get(dst);
                in.intOperand(insn);
                if (operation == LSH) {
                    out.lshl();
                } else if (operation == RSH) {
                    out.lushr();
                } else {
                    out.lshr();
                }
                in.set(dst);
                return true;
            }
            default -> {}
        }
        in.get(dst);
        in.operand(insn);
        switch (operation) {
            case ADD -> out.ladd();
            case SUB -> out.lsub();
            case MUL -> out.lmul();
            case OR -> out.lor();
            case AND -> out.land();
            case XOR -> out.lxor();
            case DIV -> out.invokestatic(JitCompiler.SUPPORT, "divide" + how(insn) + "64", LONGS);
            case MOD -> out.invokestatic(JitCompiler.SUPPORT, "modulo" + how(insn) + "64", LONGS);
            default -> {
                out.pop2().pop2();
                return in.bad(at, insn);
            }
        }
        in.set(dst);
        return true;
    }

    /** Which of the methods divides that {@link JitSupport} has. */
    private static String how(long insn) {
        if (Instruction.offset(insn) != 0) {
            return "Signed";
        }
        boolean wide = Instruction.instructionClass(insn) == ALU64;
        int divisor = Instruction.imm(insn);
        return !Instruction.hasRegisterOperand(insn) && (wide ? divisor > 0 : divisor != 0) ? "ByConstant" : "";
    }

    private void extend(int bits) {
        switch (bits) {
            case 8 -> out.l2i().i2b().i2l();
            case 16 -> out.l2i().i2s().i2l();
            case 32 -> out.l2i().i2l();
            default -> {}
        }
    }

    private void swap(int bits) {
        switch (bits) {
            case 16 ->
                out.l2i()
                        .i2s()
                        .invokestatic(SHORT, "reverseBytes", MethodTypeDesc.of(CD_short, CD_short))
                        .i2l()
                        .loadConstant(0xffffL)
                        .land();
            case 32 ->
                out.l2i()
                        .invokestatic(INTEGER, "reverseBytes", MethodTypeDesc.of(CD_int, CD_int))
                        .i2l()
                        .loadConstant(JitCode.LOW)
                        .land();
            default -> out.invokestatic(LONG, "reverseBytes", MethodTypeDesc.of(CD_long, CD_long));
        }
    }

    boolean arithmetic32(int at, long insn) {
        int dst = Instruction.dst(insn);
        int operation = Instruction.operation(insn);
        boolean register = Instruction.hasRegisterOperand(insn);
        switch (operation) {
            case MOV -> {
                if (register) {
                    in.get(Instruction.src(insn));
                    extend(Instruction.offset(insn));
                    out.loadConstant(JitCode.LOW).land();
                } else {
                    out.loadConstant(Instruction.imm(insn) & JitCode.LOW);
                }
                in.set(dst);
                return true;
            }
            case END -> {
                in.get(dst);
                if (register) {
                    swap(Instruction.imm(insn));
                } else if (Instruction.imm(insn) == 16) {
                    out.loadConstant(0xffffL).land();
                } else if (Instruction.imm(insn) == 32) {
                    out.loadConstant(JitCode.LOW).land();
                }
                in.set(dst);
                return true;
            }
            case NEG -> {
                if (register) {
                    return in.bad(at, insn);
                }
                in.getInt(dst);
                out.ineg();
                in.setLow(dst);
                return true;
            }
            default -> {}
        }
        in.getInt(dst);
        in.intOperand(insn);
        switch (operation) {
            case ADD -> out.iadd();
            case SUB -> out.isub();
            case MUL -> out.imul();
            case OR -> out.ior();
            case AND -> out.iand();
            case XOR -> out.ixor();
            case LSH -> out.ishl();
            case RSH -> out.iushr();
            case ARSH -> out.ishr();
            case DIV -> out.invokestatic(JitCompiler.SUPPORT, "divide" + how(insn) + "32", INTS);
            case MOD -> out.invokestatic(JitCompiler.SUPPORT, "modulo" + how(insn) + "32", INTS);
            default -> {
                out.pop2();
                return in.bad(at, insn);
            }
        }
        in.setLow(dst);
        return true;
    }
}
