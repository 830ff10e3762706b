package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.ValueLayout;

/** Bytecode of loads and stores: guest memory is a constant, an address is masked into it. */
final class JitMemory {
    private static final ClassDesc GUEST_MEMORY = JitCompiler.desc(GuestMemory.class);
    private static final ClassDesc LAYOUT = JitCompiler.desc(ValueLayout.class);
    private static final ClassDesc OF_BYTE = JitCompiler.desc(ValueLayout.OfByte.class);
    private static final ClassDesc OF_SHORT = JitCompiler.desc(ValueLayout.OfShort.class);
    private static final ClassDesc OF_INT = JitCompiler.desc(ValueLayout.OfInt.class);
    private static final ClassDesc OF_LONG = JitCompiler.desc(ValueLayout.OfLong.class);

    private final JitCode in;
    private final CodeBuilder out;

    JitMemory(JitCode in) {
        this.in = in;
        out = in.out;
    }

    /** The index of a guest address in the segment. */
    private void index(int register, int offset) {
        in.get(register);
        out.loadConstant(in.memory.mask())
                .land()
                .loadConstant((long) offset + GuestMemory.GUARD_BYTES)
                .ladd();
    }

    private void layout(int bytes) {
        switch (bytes) {
            case 1 -> out.getstatic(LAYOUT, "JAVA_BYTE", OF_BYTE);
            case 2 -> out.getstatic(GUEST_MEMORY, "SHORT", OF_SHORT);
            case 4 -> out.getstatic(GUEST_MEMORY, "INT", OF_INT);
            default -> out.getstatic(GUEST_MEMORY, "LONG", OF_LONG);
        }
    }

    private static ClassDesc layoutType(int bytes) {
        return switch (bytes) {
            case 1 -> OF_BYTE;
            case 2 -> OF_SHORT;
            case 4 -> OF_INT;
            default -> OF_LONG;
        };
    }

    private static ClassDesc valueType(int bytes) {
        return switch (bytes) {
            case 1 -> CD_byte;
            case 2 -> CD_short;
            case 4 -> CD_int;
            default -> CD_long;
        };
    }

    private void segment() {
        out.getstatic(in.unit.self(), "segment", JitCompiler.SEGMENT);
    }

    boolean load(int at, long insn) {
        int bytes = Instruction.accessBytes(insn);
        int mode = Instruction.mode(insn);
        int dst = Instruction.dst(insn);
        int src = Instruction.src(insn);
        if (mode == Image.PROBE_MEM || mode == Image.PROBE_MEMSX && bytes != 8) {
            out.getstatic(in.unit.self(), "memory", JitCompiler.MEMORY);
            in.get(src);
            out.loadConstant((long) Instruction.offset(insn))
                    .ladd()
                    .loadConstant(bytes)
                    .loadConstant(mode == Image.PROBE_MEMSX ? 1 : 0)
                    .invokestatic(
                            JitCompiler.SUPPORT,
                            "probe",
                            MethodTypeDesc.of(CD_long, JitCompiler.MEMORY, CD_long, CD_int, CD_boolean));
            in.set(dst);
            return true;
        }
        if (mode != MEM && (mode != MEMSX || bytes == 8)) {
            return in.bad(at, insn);
        }
        segment();
        layout(bytes);
        index(src, Instruction.offset(insn));
        out.invokeinterface(
                JitCompiler.SEGMENT, "get", MethodTypeDesc.of(valueType(bytes), layoutType(bytes), CD_long));
        if (bytes != 8) {
            out.i2l();
            if (mode == MEM) {
                out.loadConstant(bytes == 4 ? JitCode.LOW : bytes == 2 ? 0xffffL : 0xffL)
                        .land();
            }
        }
        in.set(dst);
        return true;
    }

    boolean store(int at, long insn) {
        int bytes = Instruction.accessBytes(insn);
        boolean register = Instruction.instructionClass(insn) == STX;
        if (register && Instruction.mode(insn) == ATOMIC) {
            return atomic(at, insn, bytes);
        }
        if (Instruction.mode(insn) != MEM) {
            return in.bad(at, insn);
        }
        segment();
        layout(bytes);
        index(Instruction.dst(insn), Instruction.offset(insn));
        if (bytes == 8) {
            if (register) {
                in.get(Instruction.src(insn));
            } else {
                out.loadConstant((long) Instruction.imm(insn));
            }
        } else {
            if (register) {
                in.getInt(Instruction.src(insn));
            } else {
                out.loadConstant(Instruction.imm(insn));
            }
            if (bytes == 1) {
                out.i2b();
            } else if (bytes == 2) {
                out.i2s();
            }
        }
        out.invokeinterface(
                JitCompiler.SEGMENT, "set", MethodTypeDesc.of(CD_void, layoutType(bytes), CD_long, valueType(bytes)));
        return true;
    }

    private boolean atomic(int at, long insn, int bytes) {
        int operation = Instruction.imm(insn);
        int src = Instruction.src(insn);
        if ((operation & ~FETCH) == ADD && bytes >= 4) {
            in.get(Instruction.dst(insn));
            out.loadConstant(Instruction.offset(insn));
            if (bytes == 8) {
                in.get(src);
            } else {
                in.getInt(src);
            }
            segment();
            ClassDesc value = bytes == 8 ? CD_long : CD_int;
            out.loadConstant(in.memory.mask()).aload(JitCode.CPU).loadConstant(at);
            in.pushCredit();
            out.invokestatic(
                    JitCompiler.SUPPORT,
                    bytes == 8 ? "add64" : "add32",
                    MethodTypeDesc.of(
                            value,
                            CD_long,
                            CD_int,
                            value,
                            JitCompiler.SEGMENT,
                            CD_long,
                            JitCompiler.CPU,
                            CD_int,
                            CD_int));
            if ((operation & FETCH) == 0) {
                if (bytes == 8) {
                    out.pop2();
                } else {
                    out.pop();
                }
            } else if (bytes == 8) {
                in.set(src);
            } else {
                in.setLow(src);
            }
            return true;
        }
        in.storeCredit();
        // the others find their registers in an array, which escape analysis removes where the call is inlined
        out.loadConstant(11).newarray(TypeKind.LONG).astore(in.scratch());
        int[] used = {0, Instruction.dst(insn), src};
        for (int register : used) {
            out.aload(in.scratch()).loadConstant(register);
            in.get(register);
            out.lastore();
        }
        out.aload(in.scratch())
                .loadConstant(insn)
                .loadConstant(bytes)
                .getstatic(in.unit.self(), "memory", JitCompiler.MEMORY)
                .aload(JitCode.CPU)
                .loadConstant(at)
                .invokestatic(
                        JitCompiler.SUPPORT,
                        "atomic",
                        MethodTypeDesc.of(
                                CD_void,
                                CD_long.arrayType(),
                                CD_long,
                                CD_int,
                                JitCompiler.MEMORY,
                                JitCompiler.CPU,
                                CD_int));
        for (int register : used) {
            out.aload(in.scratch()).loadConstant(register).laload();
            in.set(register);
        }
        return true;
    }

    boolean loadOther(int at, long insn) {
        if (Instruction.isWide(insn)) {
            if (at + 1 >= in.code.length) {
                in.fail("outOfProgram", in.code.length);
                return false;
            }
            out.loadConstant(Instruction.wideImm(insn, in.code[at + 1]));
            in.set(Instruction.dst(insn));
            return true;
        }
        int mode = Instruction.mode(insn);
        if (mode != ABS && mode != IND || Instruction.size(insn) == DW) {
            return in.bad(at, insn);
        }
        in.storeCredit();
        out.aload(JitCode.CPU).loadConstant(at).loadConstant(insn);
        in.get(Instruction.src(insn));
        Label loaded = out.newLabel();
        out.invokestatic(
                        JitCompiler.SUPPORT,
                        "loadPacket",
                        MethodTypeDesc.of(CD_long, JitCompiler.CPU, CD_int, CD_long, CD_long))
                .dup2();
        in.set(0);
        out.lconst_0().lcmp().ifge(loaded);
        out.lconst_0();
        in.leaveFunction();
        out.labelBinding(loaded);
        return true;
    }
}
