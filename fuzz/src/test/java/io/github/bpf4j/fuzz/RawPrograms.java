package io.github.bpf4j.fuzz;

import static io.github.bpf4j.asm.Opcode.*;

import io.github.bpf4j.asm.Instruction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Random instructions that no verifier looked at: the same seed makes the same ones. R1 is the address of {@link #MEMORY_BYTES}
 * bytes. At its end a program copies its registers and part of its stack there.
 */
/*
 * Main keeps the address at the top of its stack. A statement is one instruction or a few that belong together; jumps lead to the beginning
 * of any statement of their function, backward ones until the fuel is spent. Functions set all registers first, and whoever called one sets
 * R1 to R5 again: what they hold there is not defined.
 */
final class RawPrograms {
    static final int MEMORY_BYTES = 256;

    private static final int KEPT_ADDRESS = -8;
    private static final int[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        33,
        63,
        64,
        65,
        127,
        128,
        255,
        256,
        4095,
        4096,
        32767,
        32768,
        65535,
        65536,
        -1,
        -2,
        -8,
        -128,
        -129,
        -32768,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0x12345678,
        0x80808080
    };
    private static final int[] ALU_OPERATIONS = {ADD, SUB, MUL, DIV, OR, AND, LSH, RSH, MOD, XOR, MOV, ARSH};
    private static final int[] COMPARISONS = {JEQ, JGT, JGE, JSET, JNE, JSGT, JSGE, JLT, JLE, JSLT, JSLE};
    private static final int[] SIZES = {B, H, W, DW};
    private static final int[] ATOMICS = {
        ADD, OR, AND, XOR, ADD | FETCH, OR | FETCH, AND | FETCH, XOR | FETCH, XCHG, CMPXCHG
    };
    private static final int[] HELPERS = {5, 7, 8, 14, 15, 42, 80, 112, 113, 118, 125, 4, 6, 28};

    /** A jump or call whose distance is known only when all is there. */
    private record Jump(int at, int function, int statement) {}

    private final SplittableRandom random;
    private final List<Long> words = new ArrayList<>();
    private final List<Jump> jumps = new ArrayList<>();
    private final List<Integer> starts = new ArrayList<>();
    private final List<List<Integer>> statements = new ArrayList<>();
    private final int functions;
    private final int callback;
    private final boolean wild;
    private int function;

    private RawPrograms(long seed) {
        random = new SplittableRandom(seed);
        functions = 1 + (oneIn(2) ? 0 : random.nextInt(1, 4));
        callback = functions > 1 && oneIn(2) ? functions - 1 : -1;
        wild = oneIn(4);
    }

    static long[] program(long seed) {
        RawPrograms made = new RawPrograms(seed);
        long[] code = made.program();
        return made.oneIn(20) ? InstructionMutations.mad(code, seed) : code;
    }

    private boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    private int any(int... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private int number() {
        return oneIn(3) ? random.nextInt() : oneIn(3) ? random.nextInt(-16, 80) : any(NUMBERS);
    }

    private int register() {
        return random.nextInt(10);
    }

    private void emit(int opcode, int dst, int src, int offset, int imm) {
        words.add(Instruction.pack(opcode, dst, src, offset, imm));
    }

    private void wide(int dst, int kind, int low, int high) {
        emit(LD | IMM | DW, dst, kind, 0, low);
        emit(0, 0, 0, 0, high);
    }

    private long[] program() {
        int longest = oneIn(30) ? 120 : oneIn(5) ? 40 : 12;
        for (function = 0; function < functions; function++) {
            statements.add(new ArrayList<>());
            prologue();
            int count = 1 + random.nextInt(longest);
            for (int i = 0; i < count; i++) {
                statements.getLast().add(words.size());
                statement();
            }
            statements.getLast().add(words.size());
            epilogue();
        }
        long[] code = words.stream().mapToLong(Long::longValue).toArray();
        jumps.forEach(jump -> resolve(code, jump));
        return code;
    }

    private void resolve(long[] code, Jump jump) {
        List<Integer> targets = statements.get(jump.function());
        int distance =
                (jump.statement() < 0 ? starts.get(jump.function()) : targets.get(jump.statement() % targets.size()))
                        - jump.at()
                        - 1;
        long insn = code[jump.at()];
        boolean inImm = Instruction.isWide(insn)
                || Instruction.operation(insn) == CALL
                || Instruction.opcode(insn) == (JMP32 | JA);
        code[jump.at()] =
                inImm ? insn & 0xffff_ffffL | (long) distance << 32 : insn & ~0xffff_0000L | (distance & 0xffffL) << 16;
    }

    private void prologue() {
        starts.add(words.size());
        if (function == 0) {
            emit(STX | MEM | DW, 10, 1, KEPT_ADDRESS, 0);
        }
        for (int register = 0; register < 10; register++) {
            boolean defined = function == 0 || function == callback || register >= 1 && register <= 5;
            if (!defined || oneIn(3)) {
                set(register);
            }
        }
    }

    private void set(int register) {
        switch (random.nextInt(4)) {
            case 0 -> wide(register, 0, number(), number());
            case 1 -> emit(ALU64 | MOV | X, register, 10, 0, 0);
            default -> emit(ALU64 | MOV | K, register, 0, 0, number());
        }
    }

    private void epilogue() {
        if (function == 0) {
            for (int register = 0; register < 10; register++) {
                emit(STX | MEM | DW, 10, register, -16 - 8 * register, 0);
            }
            emit(LDX | MEM | DW, 1, 10, KEPT_ADDRESS, 0);
            for (int slot = 0; slot < 16; slot++) {
                emit(LDX | MEM | DW, 2, 10, -16 - 8 * slot, 0);
                emit(STX | MEM | DW, 1, 2, 8 * slot, 0);
            }
        }
        emit(JMP | EXIT, 0, 0, 0, 0);
    }

    private void statement() {
        switch (random.nextInt(24)) {
            case 0, 1, 2, 3, 4, 5 -> arithmetic();
            case 6 -> unary();
            case 7 -> move();
            case 8, 9, 10 -> load();
            case 11, 12, 13 -> store();
            case 14, 15 -> atomic();
            case 16, 17, 18 -> branch();
            case 19 -> loop();
            case 20 -> set(register());
            case 21, 22 -> call();
            default -> rare();
        }
    }

    private void arithmetic() {
        int kind = any(ALU, ALU64);
        int operation = any(ALU_OPERATIONS);
        int operand = any(K, X);
        int offset = (operation == DIV || operation == MOD) && oneIn(2) ? 1 : 0;
        int dst = register();
        int src = operand == X ? register() : 0;
        emit(kind | operation | operand, dst, src, offset, operand == K ? number() : 0);
    }

    private void unary() {
        int bits = any(16, 32, 64);
        switch (random.nextInt(4)) {
            case 0 -> emit(any(ALU, ALU64) | NEG, register(), 0, 0, 0);
            case 1 -> emit(ALU64 | END, register(), 0, 0, bits);
            case 2 -> emit(ALU | END | X, register(), 0, 0, bits);
            default -> emit(ALU | END, register(), 0, 0, bits);
        }
    }

    private void move() {
        boolean wideMove = oneIn(2);
        int bits = wideMove ? any(0, 8, 16, 32) : any(0, 8, 16);
        emit((wideMove ? ALU64 : ALU) | MOV | X, register(), register(), bits, 0);
    }

    /** A register with an address: of the stack, of the memory, or of anything. */
    private int address() {
        int chosen = random.nextInt(wild ? 3 : 8);
        if (chosen == 0) {
            return register();
        }
        if (chosen == 1 || function != 0) {
            return 10;
        }
        int register = register();
        emit(LDX | MEM | DW, register, 10, KEPT_ADDRESS, 0);
        return register;
    }

    private int offset(int register) {
        if (register == 10) {
            return oneIn(12) ? random.nextInt(-600, 100) : -176 + random.nextInt(160);
        }
        return oneIn(12) ? random.nextInt(-32768, 32768) : random.nextInt(MEMORY_BYTES - 7);
    }

    private void load() {
        int register = address();
        int size = any(SIZES);
        emit(LDX | (size != DW && oneIn(3) ? MEMSX : MEM) | size, register(), register, offset(register), 0);
    }

    private void store() {
        int register = address();
        if (oneIn(3)) {
            emit(ST | MEM | any(SIZES), register, 0, offset(register), number());
        } else {
            emit(STX | MEM | any(SIZES), register, register(), offset(register), 0);
        }
    }

    private void atomic() {
        int register = address();
        int offset = offset(register) & (oneIn(10) ? -1 : -8);
        if (oneIn(4)) {
            boolean loads = oneIn(2);
            emit(
                    STX | ATOMIC | any(SIZES),
                    loads ? register() : register,
                    loads ? register : register(),
                    offset,
                    loads ? LOAD_ACQUIRE : STORE_RELEASE);
        } else {
            emit(STX | ATOMIC | any(W, DW), register, register(), offset, any(ATOMICS));
        }
    }

    private void jumpTo(int statement) {
        jumps.add(new Jump(words.size(), function, statement));
    }

    /** Mostly forward: a later statement of the function, of which there may not be as many. */
    private int target() {
        int here = statements.getLast().size();
        return oneIn(8) ? random.nextInt(200) : here + random.nextInt(4);
    }

    private void branch() {
        jumpTo(target());
        switch (random.nextInt(12)) {
            case 0 -> emit(JMP | JA, 0, 0, 0, 0);
            case 1 -> emit(JMP32 | JA, 0, 0, 0, 0);
            case 2 -> emit(JMP | JCOND, 0, 0, 0, 0);
            default -> {
                int operand = any(K, X);
                emit(
                        any(JMP, JMP32) | any(COMPARISONS) | operand,
                        register(),
                        operand == X ? register() : 0,
                        0,
                        operand == K ? number() : 0);
            }
        }
    }

    /** A few statements that run a few times, counted in the stack. */
    private void loop() {
        int counter = -176 - 8 * random.nextInt(8);
        int register = register();
        emit(ST | MEM | DW, 10, 0, counter, random.nextInt(1, 9));
        int again = statements.getLast().size();
        statements.getLast().add(words.size());
        for (int count = random.nextInt(5); count > 0; count--) {
            if (count > 1 && oneIn(6)) {
                statements.getLast().add(words.size());
                branch();
            } else {
                simple();
            }
        }
        emit(LDX | MEM | DW, register, 10, counter, 0);
        emit(ALU64 | SUB | K, register, 0, 0, 1);
        emit(STX | MEM | DW, 10, register, counter, 0);
        jumpTo(again);
        emit(any(JMP, JMP32) | any(JNE, JSGT) | K, register, 0, 0, 0);
    }

    private void simple() {
        switch (random.nextInt(4)) {
            case 0 -> load();
            case 1 -> store();
            default -> arithmetic();
        }
    }

    private void call() {
        if (functions > 1 && oneIn(2)) {
            if (callback >= 0 && oneIn(2)) {
                jumps.add(new Jump(words.size(), callback, -1));
                wide(2, PSEUDO_FUNC, 0, 0);
                emit(ALU64 | MOV | K, 1, 0, 0, oneIn(10) ? number() : random.nextInt(6));
                emit(ALU64 | MOV | X, 3, 10, 0, 0);
                emit(ALU64 | MOV | K, 4, 0, 0, oneIn(20) ? 1 : 0);
                emit(JMP | CALL, 0, 0, 0, 181);
                return;
            }
            jumps.add(new Jump(words.size(), random.nextInt(functions == 1 ? 1 : oneIn(12) ? 0 : 1, functions), -1));
            emit(JMP | CALL, 0, PSEUDO_CALL, 0, 0);
            for (int register = 1; register <= 5; register++) {
                emit(ALU64 | MOV | X, register, any(0, 6, 7, 8, 9, 10), 0, 0);
            }
            return;
        }
        emit(JMP | CALL, 0, 0, 0, oneIn(12) ? random.nextInt(-1, 230) : any(HELPERS));
    }

    private void rare() {
        switch (random.nextInt(6)) {
            case 0 -> emit(LD | any(ABS, IND) | any(B, H, W), 0, oneIn(2) ? 0 : register(), 0, random.nextInt(70));
            case 1 -> emit(JMP | EXIT, 0, 0, 0, 0);
            case 2 -> {
                jumpTo(random.nextInt(200));
                emit(JMP | JA, 0, 0, 0, 0);
            }
            case 3 -> emit(JMP | CALL, 0, any(0, PSEUDO_KFUNC_CALL), 0, any(12, 181, 9, 3, 1, 169));
            case 4 -> {
                if (wild) {
                    emit(any(JMP, JMP32) | any(COMPARISONS), register(), 0, random.nextInt(-40, 200), number());
                }
            }
            default -> {
                if (wild) {
                    words.add(random.nextLong() & ~0x8800L);
                }
            }
        }
    }

    /** What a program's memory holds when it begins. */
    static byte[] memory(SplittableRandom random) {
        byte[] bytes = new byte[MEMORY_BYTES];
        random.nextBytes(bytes);
        if (random.nextInt(3) == 0) {
            Arrays.fill(bytes, 0, 128, (byte) random.nextInt(2));
        }
        return bytes;
    }
}
