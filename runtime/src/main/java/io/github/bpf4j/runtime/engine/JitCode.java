package io.github.bpf4j.runtime.engine;

import static java.lang.constant.ConstantDescs.CD_int;
import static java.lang.constant.ConstantDescs.CD_long;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.instruction.SwitchCase;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One method of generated code, a whole function or a piece of one: its local variables, which are the registers, its labels and how
 * it is left.
 */
final class JitCode {
    static final ClassDesc FAULT = JitCompiler.desc(GuestFault.class);
    static final int CPU = 0;

    private static final MethodTypeDesc FAULT_AT = MethodTypeDesc.of(FAULT, JitCompiler.CPU, CD_int);
    static final long LOW = 0xffff_ffffL;
    private static final int REGISTERS = 11;

    /** In pieces of functions: the array of registers, where to begin or to go on. */
    private static final int ARRAY = 1;

    private static final int PLACE = 2;

    final JitUnit unit;
    final Image image;
    final GuestMemory memory;
    final long[] code;
    final CodeBuilder out;
    final JitFlow flow;
    private final JitChunks.Chunk chunk;
    private final boolean whole;
    private final boolean hasLoop;
    private final int firstLocal;
    private final SortedMap<Integer, Label> labels = new TreeMap<>();
    private final JitArithmetic arithmetic;
    private final JitMemory accesses;
    private final JitJumps jumps;
    private final JitCalls calls;

    /**
     * @param whole whether the piece is all of the function
     */
    JitCode(JitUnit unit, JitFlow flow, JitChunks.Chunk chunk, boolean whole, CodeBuilder out) {
        this.unit = unit;
        this.image = unit.image();
        this.memory = unit.memory();
        this.code = image.code();
        this.flow = flow;
        this.chunk = chunk;
        this.whole = whole;
        this.out = out;
        firstLocal = whole ? 1 : PLACE + 1;
        hasLoop = Arrays.stream(chunk.instructions())
                .anyMatch(at -> JitFlow.isJump(code[at]) && JitFlow.target(code, at) <= at);
        arithmetic = new JitArithmetic(this);
        accesses = new JitMemory(this);
        jumps = new JitJumps(this);
        calls = new JitCalls(this);
    }

    /** Emits the whole method. */
    void emit() {
        int[] instructions = chunk.instructions();
        if (instructions.length == 0) {
            fail("outOfProgram", flow.entry());
            return;
        }
        begin(instructions[0]);
        for (int i = 0; i < instructions.length; i++) {
            int at = instructions[i];
            if (flow.targets().get(at) || chunk.entryNumber(at) >= 0) {
                out.labelBinding(label(at));
            }
            boolean goesOn = instruction(at, code[at]);
            int next = JitFlow.next(code, at);
            if (goesOn && (i + 1 == instructions.length || instructions[i + 1] != next)) {
                out.goto_(label(Math.min(next, code.length)));
            }
        }
        leaveAtLabels();
    }

    private void begin(int first) {
        if (whole) {
            beginFunction(first);
        } else {
            beginPiece();
        }
    }

    private void beginFunction(int first) {
        for (int register = 0; register < 10; register++) {
            if (register == 0 || register > 5) {
                out.lconst_0();
                set(register);
            }
        }
        out.aload(CPU).invokevirtual(JitCompiler.CPU, "framePointer", MethodTypeDesc.of(CD_long));
        set(10);
        loadFuel();
        if (first != flow.entry()) {
            out.goto_(label(flow.entry()));
        }
    }

    private void beginPiece() {
        for (int register = 0; register < REGISTERS; register++) {
            out.aload(ARRAY).loadConstant(register).laload();
            set(register);
        }
        loadFuel();
        int[] entries = chunk.entries();
        List<SwitchCase> cases = new ArrayList<>();
        for (int i = 1; i < entries.length; i++) {
            cases.add(SwitchCase.of(i, label(entries[i])));
        }
        if (!cases.isEmpty()) {
            out.iload(PLACE).tableswitch(1, entries.length - 1, label(entries[0]), cases);
        } else {
            out.goto_(label(entries[0]));
        }
    }

    /** Binds the labels that lead out of the method. */
    private void leaveAtLabels() {
        Label leave = out.newLabel();
        boolean leaves = false;
        for (int at : labels.keySet().toArray(new Integer[0])) {
            if (chunk.holds(at)) {
                continue;
            }
            out.labelBinding(label(at));
            if (flow.holds(at)) {
                leaves = true;
                out.loadConstant(unit.place(flow, at)).istore(PLACE).goto_(leave);
            } else {
                fail("outOfProgram", at);
            }
        }
        if (leaves) {
            out.labelBinding(leave);
            storeFuel();
            for (int register = 0; register < 10; register++) {
                out.aload(ARRAY).loadConstant(register);
                get(register);
                out.lastore();
            }
            out.iload(PLACE).ireturn();
        }
    }

    /** Ends the function with what is on the stack as R0. */
    void leaveFunction() {
        if (whole) {
            out.lreturn();
        } else {
            set(0);
            out.aload(ARRAY).loadConstant(0);
            get(0);
            out.lastore().loadConstant(JitLinkage.DONE).ireturn();
        }
    }

    Label label(int at) {
        return labels.computeIfAbsent(at, _ -> out.newLabel());
    }

    void fail(String how, int at) {
        out.aload(CPU)
                .loadConstant(at)
                .invokestatic(JitCompiler.SUPPORT, how, FAULT_AT)
                .athrow();
    }

    boolean bad(int at, long insn) {
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

    // ---- registers

    private int local(int register) {
        int place = register == 0 ? 5 : register <= 5 ? register - 1 : register; // R1 to R5 are where arguments are
        return firstLocal + 2 * place;
    }

    private int fuel() {
        return firstLocal + 2 * REGISTERS;
    }

    /** A local variable for what an instruction needs meanwhile. */
    int scratch() {
        return fuel() + 2;
    }

    void get(int register) {
        out.lload(local(register));
    }

    void set(int register) {
        out.lstore(local(register));
    }

    void getInt(int register) {
        get(register);
        out.l2i();
    }

    /** From an int on the stack, zero-extended. */
    void setLow(int register) {
        out.i2l().loadConstant(LOW).land();
        set(register);
    }

    void operand(long insn) {
        if (Instruction.hasRegisterOperand(insn)) {
            get(Instruction.src(insn));
        } else {
            out.loadConstant((long) Instruction.imm(insn));
        }
    }

    void intOperand(long insn) {
        if (Instruction.hasRegisterOperand(insn)) {
            getInt(Instruction.src(insn));
        } else {
            out.loadConstant(Instruction.imm(insn));
        }
    }

    void loadFuel() {
        if (hasLoop) {
            out.aload(CPU).getfield(JitCompiler.CPU, "fuel", CD_long).lstore(fuel());
        }
    }

    void storeFuel() {
        if (hasLoop) {
            out.aload(CPU).lload(fuel()).putfield(JitCompiler.CPU, "fuel", CD_long);
        }
    }

    /** Takes what a backward jump costs from the fuel, or ends the run. */
    void spend(int at, int instructions) {
        Label enough = out.newLabel();
        out.lload(fuel())
                .loadConstant((long) instructions)
                .lsub()
                .dup2()
                .lstore(fuel())
                .lconst_0()
                .lcmp()
                .ifge(enough);
        storeFuel();
        fail("outOfFuel", at);
        out.labelBinding(enough);
    }

    void storeCallSite(int at) {
        out.aload(CPU).loadConstant(at).putfield(JitCompiler.CPU, "callSite", CD_int);
    }

    // ---- instructions

    /** Emits an instruction; whether the one behind it may follow. */
    private boolean instruction(int at, long insn) {
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.ALU64 -> arithmetic.arithmetic64(at, insn);
            case Opcode.ALU -> arithmetic.arithmetic32(at, insn);
            case Opcode.JMP, Opcode.JMP32 -> Instruction.operation(insn) == Opcode.CALL
                    ? calls.call(at, insn)
                    : jumps.jump(at, insn);
            case Opcode.LD -> accesses.loadOther(at, insn);
            case Opcode.LDX -> accesses.load(at, insn);
            default -> accesses.store(at, insn);
        };
    }
}
