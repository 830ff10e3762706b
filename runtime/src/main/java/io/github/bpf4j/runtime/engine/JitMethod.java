package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;
import static java.lang.constant.ConstantDescs.CD_boolean;
import static java.lang.constant.ConstantDescs.CD_byte;
import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;
import static java.lang.constant.ConstantDescs.CD_short;
import static java.lang.constant.ConstantDescs.CD_void;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.TypeKind;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the bytecode of one function: registers are local variables, guest memory is a constant. */
final class JitMethod {
    static final ClassDesc FAULT = JitCompiler.desc(GuestFault.class);
    private static final ClassDesc GUEST_MEMORY = JitCompiler.desc(GuestMemory.class);
    private static final ClassDesc LAYOUT = JitCompiler.desc(ValueLayout.class);
    private static final ClassDesc OF_BYTE = JitCompiler.desc(ValueLayout.OfByte.class);
    private static final ClassDesc OF_SHORT = JitCompiler.desc(ValueLayout.OfShort.class);
    private static final ClassDesc OF_INT = JitCompiler.desc(ValueLayout.OfInt.class);
    private static final ClassDesc OF_LONG = JitCompiler.desc(ValueLayout.OfLong.class);
    private static final ClassDesc LONG = JitCompiler.desc(Long.class);
    private static final ClassDesc INTEGER = JitCompiler.desc(Integer.class);
    private static final ClassDesc SHORT = JitCompiler.desc(Short.class);
    private static final MethodTypeDesc COMPARE_LONGS = MethodTypeDesc.of(CD_int, CD_long, CD_long);
    private static final MethodTypeDesc LONGS = MethodTypeDesc.of(CD_long, CD_long, CD_long);
    private static final MethodTypeDesc INTS = MethodTypeDesc.of(CD_int, CD_int, CD_int);
    private static final MethodTypeDesc FAULT_AT = MethodTypeDesc.of(FAULT, JitCompiler.CPU, CD_int);
    private static final MethodTypeDesc CALL_HELPER = MethodTypeDesc.of(
            CD_long, JitCompiler.CPU, CD_long, CD_long, CD_long, CD_long, CD_long);
    private static final long LOW = 0xffff_ffffL;
    private static final int TAIL_CALL = 12;
    private static final int CPU = 0;
    /** The local variable of R1; R2 to R5 follow, then R0, then R6 to R10. */
    private static final int FIRST = 1;

    private static final int FUEL = 23;
    private static final int SCRATCH = 25;

    private final JitCompiler compiler;
    private final Image image;
    private final GuestMemory memory;
    private final long[] code;
    private final JitFlow flow;
    private final CodeBuilder out;
    private final Map<Integer, Label> labels = new HashMap<>();

    JitMethod(JitCompiler compiler, Image image, GuestMemory memory, JitFlow flow, CodeBuilder out) {
        this.compiler = compiler;
        this.image = image;
        this.memory = memory;
        this.code = image.code();
        this.flow = flow;
        this.out = out;
    }

    private static int local(int register) {
        return register == 0 ? 11 : register <= 5 ? FIRST + 2 * (register - 1) : 13 + 2 * (register - 6);
    }

    /** Emits the whole method. */
    void emit(int entry) {
        for (int register = 0; register < 10; register++) {
            if (register == 0 || register > 5) {
                out.lconst_0().lstore(local(register));
            }
        }
        if (flow.usesFrame()) {
            out.aload(CPU).invokevirtual(JitCompiler.CPU, "framePointer", MethodTypeDesc.of(CD_long));
        } else {
            out.lconst_0();
        }
        out.lstore(local(10));
        loadFuel();
        int[] instructions = flow.instructions();
        if (instructions.length == 0) {
            fail("outOfProgram", entry);
            return;
        }
        if (instructions[0] != entry) {
            out.goto_(label(entry));
        }
        for (int i = 0; i < instructions.length; i++) {
            int at = instructions[i];
            if (flow.targets().get(at) || at == entry) {
                out.labelBinding(label(at));
            }
            boolean goesOn = instruction(at, code[at]);
            int next = at + (Instruction.isWide(code[at]) ? 2 : 1);
            if (goesOn && (i + 1 == instructions.length || instructions[i + 1] != next)) {
                if (flow.holds(next)) {
                    flow.targets().set(next);
                    out.goto_(label(next));
                } else {
                    fail("outOfProgram", next - 1);
                }
            }
        }
        labels.forEach((at, label) -> {
            if (!flow.holds(at)) {
                out.labelBinding(label);
                fail("outOfProgram", at);
            }
        });
    }

    private Label label(int at) {
        return labels.computeIfAbsent(at, _ -> out.newLabel());
    }

    private void fail(String how, int at) {
        out.aload(CPU).loadConstant(at).invokestatic(JitCompiler.SUPPORT, how, FAULT_AT).athrow();
    }

    // ---- registers

    private void get(int register) {
        out.lload(local(register));
    }

    private void set(int register) {
        out.lstore(local(register));
    }

    private void getInt(int register) {
        get(register);
        out.l2i();
    }

    /** From an int on the stack, zero-extended. */
    private void setLow(int register) {
        out.i2l().loadConstant(LOW).land();
        set(register);
    }

    private void operand(long insn) {
        if (Instruction.hasRegisterOperand(insn)) {
            get(Instruction.src(insn));
        } else {
            out.loadConstant((long) Instruction.imm(insn));
        }
    }

    private void intOperand(long insn) {
        if (Instruction.hasRegisterOperand(insn)) {
            getInt(Instruction.src(insn));
        } else {
            out.loadConstant(Instruction.imm(insn));
        }
    }

    private void loadFuel() {
        if (flow.hasLoop()) {
            out.aload(CPU).getfield(JitCompiler.CPU, "fuel", CD_long).lstore(FUEL);
        }
    }

    private void storeFuel() {
        if (flow.hasLoop()) {
            out.aload(CPU).lload(FUEL).putfield(JitCompiler.CPU, "fuel", CD_long);
        }
    }

    private void storeCallSite(int at) {
        out.aload(CPU).loadConstant(at).putfield(JitCompiler.CPU, "callSite", CD_int);
    }

    // ---- instructions

    /** Emits an instruction; whether the one behind it may follow. */
    private boolean instruction(int at, long insn) {
        switch (Instruction.instructionClass(insn)) {
            case ALU64 -> {
                return arithmetic64(at, insn);
            }
            case ALU -> {
                return arithmetic32(at, insn);
            }
            case JMP, JMP32 -> {
                return jump(at, insn);
            }
            case LD -> {
                return loadOther(at, insn);
            }
            case LDX -> {
                return load(at, insn);
            }
            default -> {
                return store(at, insn);
            }
        }
    }

    private boolean bad(int at, long insn) {
        out.aload(CPU)
                .loadConstant(at)
                .loadConstant(insn)
                .invokestatic(
                        JitCompiler.SUPPORT,
                        "badInstruction",
                        MethodTypeDesc.of(FAULT, JitCompiler.CPU, CD_int, CD_long))
                .athrow();
        return false;
    }

    private boolean arithmetic64(int at, long insn) {
        int dst = Instruction.dst(insn);
        int operation = Instruction.operation(insn);
        boolean register = Instruction.hasRegisterOperand(insn);
        boolean signed = Instruction.offset(insn) != 0;
        switch (operation) {
            case MOV -> {
                operand(insn);
                if (register) {
                    extend(Instruction.offset(insn));
                }
                set(dst);
                return true;
            }
            case NEG, END -> {
                if (register) {
                    return bad(at, insn);
                }
                get(dst);
                if (operation == NEG) {
                    out.lneg();
                } else {
                    swap(Instruction.imm(insn));
                }
                set(dst);
                return true;
            }
            case LSH, RSH, ARSH -> {
                get(dst);
                intOperand(insn);
                if (operation == LSH) {
                    out.lshl();
                } else if (operation == RSH) {
                    out.lushr();
                } else {
                    out.lshr();
                }
                set(dst);
                return true;
            }
            default -> {}
        }
        get(dst);
        operand(insn);
        switch (operation) {
            case ADD -> out.ladd();
            case SUB -> out.lsub();
            case MUL -> out.lmul();
            case OR -> out.lor();
            case AND -> out.land();
            case XOR -> out.lxor();
            case DIV -> out.invokestatic(JitCompiler.SUPPORT, signed ? "divideSigned64" : "divide64", LONGS);
            case MOD -> out.invokestatic(JitCompiler.SUPPORT, signed ? "moduloSigned64" : "modulo64", LONGS);
            default -> {
                out.pop2().pop2();
                return bad(at, insn);
            }
        }
        set(dst);
        return true;
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
                        .loadConstant(LOW)
                        .land();
            default -> out.invokestatic(LONG, "reverseBytes", MethodTypeDesc.of(CD_long, CD_long));
        }
    }

    private boolean arithmetic32(int at, long insn) {
        int dst = Instruction.dst(insn);
        int operation = Instruction.operation(insn);
        boolean register = Instruction.hasRegisterOperand(insn);
        boolean signed = Instruction.offset(insn) != 0;
        switch (operation) {
            case MOV -> {
                if (register) {
                    get(Instruction.src(insn));
                    extend(Instruction.offset(insn));
                    out.loadConstant(LOW).land();
                } else {
                    out.loadConstant(Instruction.imm(insn) & LOW);
                }
                set(dst);
                return true;
            }
            case END -> {
                get(dst);
                if (register) {
                    swap(Instruction.imm(insn));
                } else if (Instruction.imm(insn) == 16) {
                    out.loadConstant(0xffffL).land();
                } else if (Instruction.imm(insn) == 32) {
                    out.loadConstant(LOW).land();
                }
                set(dst);
                return true;
            }
            case NEG -> {
                if (register) {
                    return bad(at, insn);
                }
                getInt(dst);
                out.ineg();
                setLow(dst);
                return true;
            }
            default -> {}
        }
        getInt(dst);
        intOperand(insn);
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
            case DIV -> out.invokestatic(JitCompiler.SUPPORT, signed ? "divideSigned32" : "divide32", INTS);
            case MOD -> out.invokestatic(JitCompiler.SUPPORT, signed ? "moduloSigned32" : "modulo32", INTS);
            default -> {
                out.pop2();
                return bad(at, insn);
            }
        }
        setLow(dst);
        return true;
    }

    // ---- memory

    /** The index of a guest address in the segment. */
    private void index(int register, int offset) {
        get(register);
        out.loadConstant(memory.mask()).land().loadConstant((long) offset + GuestMemory.GUARD_BYTES).ladd();
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
        out.getstatic(compiler.self(), "segment", JitCompiler.SEGMENT);
    }

    private boolean load(int at, long insn) {
        int bytes = Instruction.accessBytes(insn);
        int mode = Instruction.mode(insn);
        int dst = Instruction.dst(insn);
        int src = Instruction.src(insn);
        if (mode == Image.PROBE_MEM || mode == Image.PROBE_MEMSX && bytes != 8) {
            out.getstatic(compiler.self(), "memory", JitCompiler.MEMORY);
            get(src);
            out.loadConstant((long) Instruction.offset(insn))
                    .ladd()
                    .loadConstant(bytes)
                    .loadConstant(mode == Image.PROBE_MEMSX ? 1 : 0)
                    .invokestatic(
                            JitCompiler.SUPPORT,
                            "probe",
                            MethodTypeDesc.of(CD_long, JitCompiler.MEMORY, CD_long, CD_int, CD_boolean));
            set(dst);
            return true;
        }
        if (mode != MEM && (mode != MEMSX || bytes == 8)) {
            return bad(at, insn);
        }
        segment();
        layout(bytes);
        index(src, Instruction.offset(insn));
        out.invokeinterface(
                JitCompiler.SEGMENT, "get", MethodTypeDesc.of(valueType(bytes), layoutType(bytes), CD_long));
        if (bytes != 8) {
            out.i2l();
            if (mode == MEM) {
                out.loadConstant(bytes == 4 ? LOW : bytes == 2 ? 0xffffL : 0xffL).land();
            }
        }
        set(dst);
        return true;
    }

    private boolean store(int at, long insn) {
        int bytes = Instruction.accessBytes(insn);
        boolean register = Instruction.instructionClass(insn) == STX;
        if (register && Instruction.mode(insn) == ATOMIC) {
            return atomic(at, insn, bytes);
        }
        if (Instruction.mode(insn) != MEM) {
            return bad(at, insn);
        }
        segment();
        layout(bytes);
        index(Instruction.dst(insn), Instruction.offset(insn));
        if (bytes == 8) {
            if (register) {
                get(Instruction.src(insn));
            } else {
                out.loadConstant((long) Instruction.imm(insn));
            }
        } else {
            if (register) {
                getInt(Instruction.src(insn));
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
            get(Instruction.dst(insn));
            out.loadConstant((long) Instruction.offset(insn)).ladd();
            if (bytes == 8) {
                get(src);
            } else {
                getInt(src);
            }
            segment();
            ClassDesc value = bytes == 8 ? CD_long : CD_int;
            out.loadConstant(memory.mask())
                    .aload(CPU)
                    .loadConstant(at)
                    .invokestatic(
                            JitCompiler.SUPPORT,
                            bytes == 8 ? "add64" : "add32",
                            MethodTypeDesc.of(
                                    value, CD_long, value, JitCompiler.SEGMENT, CD_long, JitCompiler.CPU, CD_int));
            if ((operation & FETCH) == 0) {
                if (bytes == 8) {
                    out.pop2();
                } else {
                    out.pop();
                }
            } else if (bytes == 8) {
                set(src);
            } else {
                setLow(src);
            }
            return true;
        }
        // the others find their registers in an array, which escape analysis removes where the call is inlined
        out.loadConstant(11).newarray(TypeKind.LONG).astore(SCRATCH);
        int[] used = {0, Instruction.dst(insn), src};
        for (int register : used) {
            out.aload(SCRATCH).loadConstant(register);
            get(register);
            out.lastore();
        }
        out.aload(SCRATCH)
                .loadConstant(insn)
                .loadConstant(bytes)
                .getstatic(compiler.self(), "memory", JitCompiler.MEMORY)
                .aload(CPU)
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
            if (register != 10) {
                out.aload(SCRATCH).loadConstant(register).laload();
                set(register);
            }
        }
        return true;
    }

    private boolean loadOther(int at, long insn) {
        if (Instruction.isWide(insn)) {
            if (at + 1 >= code.length) {
                fail("outOfProgram", at);
                return false;
            }
            out.loadConstant(Instruction.wideImm(insn, code[at + 1]));
            set(Instruction.dst(insn));
            return true;
        }
        int mode = Instruction.mode(insn);
        if (mode != ABS && mode != IND || Instruction.size(insn) == DW) {
            return bad(at, insn);
        }
        out.aload(CPU).loadConstant(at).loadConstant(insn);
        get(Instruction.src(insn));
        Label loaded = out.newLabel();
        out.invokestatic(
                        JitCompiler.SUPPORT,
                        "loadPacket",
                        MethodTypeDesc.of(CD_long, JitCompiler.CPU, CD_int, CD_long, CD_long))
                .dup2();
        set(0);
        out.lconst_0().lcmp().ifge(loaded);
        storeFuel();
        out.lconst_0().lreturn().labelBinding(loaded);
        return true;
    }

    // ---- jumps

    private boolean jump(int at, long insn) {
        boolean wide = Instruction.instructionClass(insn) == JMP;
        int operation = Instruction.operation(insn);
        int next = at + 1;
        if (operation == CALL) {
            return !wide ? bad(at, insn) : call(at, insn);
        }
        if (operation == EXIT) {
            if (!wide) {
                return bad(at, insn);
            }
            storeFuel();
            get(0);
            out.lreturn();
            return false;
        }
        int distance = JitFlow.distance(insn);
        int target = JitFlow.target(code, next, distance);
        if (operation == JA) {
            go(at, target, distance);
            return false;
        }
        if (operation == JCOND) {
            if (!wide) {
                return bad(at, insn);
            }
            Label stays = out.newLabel();
            out.aload(CPU)
                    .invokevirtual(JitCompiler.CPU, "mayGotoEnds", MethodTypeDesc.of(CD_boolean))
                    .ifeq(stays);
            go(at, target, distance);
            out.labelBinding(stays);
            return true;
        }
        if (target <= at) {
            Label stays = out.newLabel();
            unless(insn, operation, wide, stays);
            go(at, target, distance);
            out.labelBinding(stays);
        } else {
            when(insn, operation, wide, label(target));
        }
        return true;
    }

    private void go(int at, int target, int distance) {
        if (target <= at) {
            Label enough = out.newLabel();
            out.lload(FUEL)
                    .loadConstant((long) -distance)
                    .lsub()
                    .dup2()
                    .lstore(FUEL)
                    .lconst_0()
                    .lcmp()
                    .ifge(enough);
            storeFuel();
            fail("outOfFuel", at);
            out.labelBinding(enough);
        }
        out.goto_(label(target));
    }

    private void when(long insn, int operation, boolean wide, Label target) {
        compare(insn, operation, wide, target, true);
    }

    private void unless(long insn, int operation, boolean wide, Label target) {
        compare(insn, operation, wide, target, false);
    }

    /** Jumps to a label when the condition of a jump is as wanted. */
    private void compare(long insn, int operation, boolean wide, Label target, boolean wanted) {
        if (wide) {
            get(Instruction.dst(insn));
            operand(insn);
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
        getInt(Instruction.dst(insn));
        intOperand(insn);
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

    // ---- calls

    private boolean call(int at, long insn) {
        int src = Instruction.src(insn);
        int id = Instruction.imm(insn);
        storeFuel();
        if (src == PSEUDO_CALL) {
            callFunction(at, JitFlow.target(code, at + 1, id));
        } else if (src == 0 && id == TAIL_CALL) {
            tailCall(at);
        } else if (!callHelper(at, id, src == PSEUDO_KFUNC_CALL)) {
            return false;
        }
        loadFuel();
        return true;
    }

    private boolean callHelper(int at, int id, boolean kernel) {
        HelperFunction function = function(id, kernel);
        if (function == null) {
            out.aload(CPU)
                    .loadConstant(at)
                    .getstatic(compiler.self(), "image", JitCompiler.IMAGE)
                    .loadConstant(id)
                    .loadConstant(kernel ? 1 : 0)
                    .invokestatic(
                            JitCompiler.SUPPORT,
                            "unknownFunction",
                            MethodTypeDesc.of(
                                    FAULT, JitCompiler.CPU, CD_int, JitCompiler.IMAGE, CD_int, CD_boolean))
                    .athrow();
            return false;
        }
        storeCallSite(at);
        out.getstatic(compiler.self(), compiler.fieldOf(function), JitCompiler.FUNCTION).aload(CPU);
        arguments();
        out.invokeinterface(JitCompiler.FUNCTION, "call", CALL_HELPER);
        set(0);
        return true;
    }

    private @Nullable HelperFunction function(int id, boolean kernel) {
        try {
            return kernel ? image.kfunc(id) : image.helper(id);
        } catch (GuestFault unknown) {
            return null;
        }
    }

    private void arguments() {
        for (int register = 1; register <= 5; register++) {
            get(register);
        }
    }

    private void callFunction(int at, int entry) {
        Label replaced = out.newLabel();
        Label done = out.newLabel();
        storeCallSite(at);
        out.getstatic(compiler.self(), "image", JitCompiler.IMAGE)
                .loadConstant(entry)
                .invokevirtual(
                        JitCompiler.IMAGE, "replacement", MethodTypeDesc.of(JitCompiler.IMAGE, CD_int))
                .ifnonnull(replaced)
                .aload(CPU)
                .invokevirtual(JitCompiler.CPU, "openFrame", MethodTypeDesc.of(CD_void))
                .aload(CPU);
        arguments();
        out.invokestatic(compiler.self(), JitCompiler.methodName(entry), JitCompiler.METHOD);
        set(0);
        Label noTail = out.newLabel();
        out.aload(CPU)
                .getfield(JitCompiler.CPU, "pendingTailCall", JitCompiler.IMAGE)
                .ifnull(noTail)
                .getstatic(compiler.self(), "image", JitCompiler.IMAGE)
                .getstatic(compiler.self(), "engine", JitCompiler.ENGINE)
                .aload(CPU)
                .invokestatic(
                        JitCompiler.SUPPORT,
                        "afterTailCall",
                        MethodTypeDesc.of(CD_long, JitCompiler.IMAGE, JitCompiler.ENGINE, JitCompiler.CPU));
        set(0);
        out.labelBinding(noTail)
                .aload(CPU)
                .invokevirtual(JitCompiler.CPU, "closeFrame", MethodTypeDesc.of(CD_void))
                .goto_(done)
                .labelBinding(replaced)
                .getstatic(compiler.self(), "image", JitCompiler.IMAGE)
                .aload(CPU)
                .loadConstant(entry);
        arguments();
        out.invokestatic(
                JitCompiler.SUPPORT,
                "callReplaced",
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
        set(0);
        out.labelBinding(done);
    }

    private void tailCall(int at) {
        Label falls = out.newLabel();
        out.getstatic(compiler.self(), "tailCalls", JitCompiler.TAIL_CALLS)
                .aload(CPU)
                .loadConstant(at);
        for (int register = 1; register <= 3; register++) {
            get(register);
        }
        out.invokestatic(
                        JitCompiler.SUPPORT,
                        "tailCall",
                        MethodTypeDesc.of(
                                CD_boolean,
                                JitCompiler.TAIL_CALLS,
                                JitCompiler.CPU,
                                CD_int,
                                CD_long,
                                CD_long,
                                CD_long))
                .ifeq(falls)
                .lconst_0()
                .lreturn()
                .labelBinding(falls);
    }
}
