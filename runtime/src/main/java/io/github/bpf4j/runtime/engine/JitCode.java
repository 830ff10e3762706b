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
import java.util.Map;
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
    final JitChunks.Chunk chunk;
    private final boolean whole;
    private final JitLoops loops;
    private final Map<Integer, JitCountedLoop> counted;
    private final JitUnrolling unrolling;
    private final boolean spends;
    private final int firstLocal;
    private final SortedMap<Integer, Label> labels = new TreeMap<>();
    private final SortedMap<Integer, Label> insides = new TreeMap<>();
    private final SortedMap<Integer, Label> closings = new TreeMap<>();
    private final SortedMap<Integer, Label> entrances = new TreeMap<>();
    private final JitArithmetic arithmetic;
    private final JitMemory accesses;
    private final JitJumps jumps;
    private final JitCalls calls;
    private int line;

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
        loops = new JitLoops(code, chunk);
        counted = JitCountedLoops.of(code, chunk, unit.limits().methodBytes() / 4);
        counted.values().forEach(this::labelExits);
        int copied = counted.values().stream()
                .mapToInt(loop -> JitCountedLoops.bytes(code, loop))
                .sum();
        unrolling = new JitUnrolling(code, flow, chunk, copied);
        spends = Arrays.stream(chunk.instructions()).anyMatch(at -> spends(code[at]));
        arithmetic = new JitArithmetic(this);
        accesses = new JitMemory(this);
        jumps = new JitJumps(this);
        calls = new JitCalls(this);
    }

    private static boolean spends(long insn) {
        return JitFlow.isCall(insn) || JitFlow.isJump(insn) && JitFlow.distance(insn) < 0;
    }

    /** Emits the whole method. */
    void emit() {
        int[] instructions = chunk.instructions();
        if (instructions.length == 0) {
            fail("outOfProgram", flow.entry());
            return;
        }
        line(instructions[0]);
        begin(instructions[0]);
        boolean goesOn = false;
        for (int i = 0; i < instructions.length; i++) {
            int at = instructions[i];
            if (goesOn) {
                unroll(at);
                follow(instructions[i - 1], at);
            }
            if (flow.targets().get(at) || chunk.entryNumber(at) >= 0 || labels.containsKey(at)) {
                out.labelBinding(label(at));
            }
            line(at);
            copy(at);
            goesOn = instruction(at, code[at]);
            int next = JitFlow.next(code, at);
            if (goesOn && (i + 1 == instructions.length || instructions[i + 1] != next)) {
                enter(next);
                out.goto_(label(at, Math.min(next, code.length)));
                goesOn = false;
            }
        }
        sharedChecks();
        leaveAtLabels();
    }

    /** Of a loop that runs a few times: all rounds one after the other, if the credit suffices for them. */
    private void unroll(int head) {
        JitUnrolling.Loop loop = unrolling.at(head);
        if (loop == null) {
            return;
        }
        counted.remove(head); // what is left of it runs without credit only
        Label rolled = out.newLabel();
        int cost = -JitFlow.distance(code[loop.jump()]) * (loop.rounds() - 1);
        out.iload(credit()).loadConstant(cost).if_icmplt(rolled);
        spend(cost);
        for (int round = 0; round < loop.rounds(); round++) {
            for (int at = head; at < loop.jump(); at = JitFlow.next(code, at)) {
                line(at);
                instruction(at, code[at]);
            }
        }
        int next = loop.jump() + 1;
        enter(next);
        out.goto_(label(next)).labelBinding(rolled);
        line(head);
    }

    /** From an instruction on to the one behind it. */
    private void follow(int before, int at) {
        enter(at);
        if (isInside(before, at)) {
            out.goto_(label(before, at));
        }
    }

    /** At the head of a counted loop: its copy first. */
    private void copy(int at) {
        JitCountedLoop loop = counted.get(at);
        if (loop != null) {
            Label inside = insides.computeIfAbsent(at, _ -> out.newLabel());
            new JitCopy(this, jumps, loop).emit(inside);
            enter(at);
            out.labelBinding(inside);
            line(at);
            return;
        }
        Label known = insides.get(at);
        if (known != null) {
            out.labelBinding(known); // it was a counted loop until it was unrolled, and jumps in front of it lead there
        }
    }

    /** Labels what stands behind the jumps of a loop, where the loop's copy is left to it: it may be emitted before the copy is. */
    private void labelExits(JitCountedLoop loop) {
        Arrays.stream(loop.order())
                .filter(at -> JitFlow.isJump(code[at]) && !JitFlow.isAlways(code[at]) && loop.leavesBehind(at))
                .forEach(at -> label(Math.min(at + 1, code.length)));
    }

    /** Whether an instruction that leads to the head of a counted loop is of that loop. */
    private boolean isInside(int from, int head) {
        JitCountedLoop loop = counted.get(head);
        return loop != null && loop.body().get(from);
    }

    /** Notes the line of the source that what follows comes from, where it is another one. */
    void line(int at) {
        int number = unit.line(at);
        if (number > 0 && number != line) {
            line = number;
            out.lineNumber(number);
        }
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
        takeCredit();
        if (first != flow.entry()) {
            out.goto_(label(flow.entry()));
        }
    }

    private void beginPiece() {
        for (int register = 0; register < REGISTERS; register++) {
            out.aload(ARRAY).loadConstant(register).laload();
            set(register);
        }
        takeCredit();
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
            storeCredit();
            for (int register = 0; register < REGISTERS; register++) {
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

    /** Of an instruction, for another that leads to it: only those that lead into a counted loop come to its copy, for speed's sake. */
    Label label(int from, int at) {
        return isInside(from, at) ? insides.computeIfAbsent(at, _ -> out.newLabel()) : label(at);
    }

    Label label(int at) {
        return labels.computeIfAbsent(at, _ -> out.newLabel());
    }

    void fail(String how, int at) {
        storeCredit();
        out.aload(CPU)
                .loadConstant(at)
                .invokestatic(JitCompiler.SUPPORT, how, FAULT_AT)
                .athrow();
    }

    boolean bad(int at, long insn) {
        storeCredit();
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

    private int credit() {
        return firstLocal + 2 * REGISTERS;
    }

    /** Which of several jumps back it was. */
    private int from() {
        return credit() + 1;
    }

    /** A local variable for what an instruction needs meanwhile. */
    int scratch() {
        return from() + 1;
    }

    /** How many iterations are left to the copy of a loop. */
    int trips() {
        return scratch() + 1;
    }

    void getCredit() {
        out.iload(credit());
    }

    void setCredit() {
        out.istore(credit());
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

    /** Takes the credit that the method's backward jumps and calls spend. */
    private void takeCredit() {
        if (spends) {
            out.aload(CPU)
                    .invokevirtual(JitCompiler.CPU, "takeCredit", MethodTypeDesc.of(CD_int))
                    .istore(credit());
        }
    }

    /** Takes over the credit that a call left. */
    void loadCredit() {
        if (spends) {
            out.aload(CPU).getfield(JitCompiler.CPU, "credit", CD_int).istore(credit());
        }
    }

    /** Hands the credit on: to what is called or returned to, or to whoever pays for a run that a fault ends. */
    void storeCredit() {
        if (spends) {
            out.aload(CPU).iload(credit()).putfield(JitCompiler.CPU, "credit", CD_int);
        }
    }

    /** Pushes the credit for what stores it if it fails. */
    void pushCredit() {
        if (spends) {
            out.iload(credit());
        } else {
            out.loadConstant(JitSupport.NO_CREDIT);
        }
    }

    /**
     * A backward jump: takes what it costs from the credit. Jumps that close the same loop share what comes then, so that C2 sees one
     * loop.
     */
    void jumpBack(int at, int instructions) {
        spend(instructions);
        if (loops.isShared(at)) {
            out.loadConstant(at)
                    .istore(from())
                    .goto_((loops.closes(at) ? closings : entrances)
                            .computeIfAbsent(JitFlow.target(code, at), _ -> out.newLabel()));
        } else {
            checkCredit(JitFlow.target(code, at), loops.closes(at), () -> out.loadConstant(at));
        }
    }

    private void sharedChecks() {
        closings.forEach((target, label) -> {
            out.labelBinding(label);
            checkCredit(target, true, () -> out.iload(from()));
        });
        entrances.forEach((target, label) -> {
            out.labelBinding(label);
            checkCredit(target, false, () -> out.iload(from()));
        });
    }

    /**
     * Goes back if the credit suffices, or gets more. Where that closes a loop it is a jump on a condition of an int that goes down in
     * equal steps: C2 knows that as a counted loop, which it unrolls and keeps free of polls for safepoints.
     */
    private void checkCredit(int target, boolean closes, Runnable place) {
        if (closes) {
            Label again =
                    counted.containsKey(target) ? insides.computeIfAbsent(target, _ -> out.newLabel()) : label(target);
            out.iload(credit()).ifge(again);
            moreCredit(place);
            out.goto_(again);
        } else {
            haveCredit(place);
            enter(target);
            out.goto_(label(target));
        }
    }

    /** A call of a function: takes its price from the credit. */
    void pay(int at, int price) {
        spend(price);
        haveCredit(() -> out.loadConstant(at));
    }

    private void haveCredit(Runnable place) {
        Label enough = out.newLabel();
        out.iload(credit()).ifge(enough);
        moreCredit(place);
        out.labelBinding(enough);
    }

    private void moreCredit(Runnable place) {
        out.aload(CPU).iload(credit());
        place.run();
        out.invokestatic(JitCompiler.SUPPORT, "moreCredit", MethodTypeDesc.of(CD_int, JitCompiler.CPU, CD_int, CD_int))
                .istore(credit());
    }

    boolean isLoop(int target) {
        return loops.isHead(target);
    }

    /** Where a loop is entered: says that the credit is not negative, without which C2 does not know the loop as a counted one. */
    void enter(int target) {
        if (isLoop(target)) {
            out.iload(credit()).loadConstant(Budget.CREDIT_MASK).iand().istore(credit());
        }
    }

    void spend(int instructions) {
        if (instructions >= 0 && instructions <= -Short.MIN_VALUE) { // the longest jump has no positive distance
            out.iinc(credit(), -instructions);
        } else {
            out.iload(credit()).loadConstant(instructions).isub().istore(credit());
        }
    }

    void storeCallSite(int at) {
        out.aload(CPU).loadConstant(at).putfield(JitCompiler.CPU, "callSite", CD_int);
    }

    // ---- instructions

    /** Emits an instruction; whether the one behind it may follow. */
    boolean instruction(int at, long insn) {
        if (!JitFlow.isInstruction(insn)) {
            return bad(at, insn);
        }
        return switch (Instruction.instructionClass(insn)) {
            case Opcode.ALU64 -> arithmetic.arithmetic64(at, insn);
            case Opcode.ALU -> arithmetic.arithmetic32(at, insn);
            case Opcode.JMP, Opcode.JMP32 ->
                Instruction.operation(insn) == Opcode.CALL ? calls.call(at, insn) : jumps.jump(at, insn);
            case Opcode.LD -> accesses.loadOther(at, insn);
            case Opcode.LDX -> accesses.load(at, insn);
            default -> accesses.store(at, insn);
        };
    }
}
