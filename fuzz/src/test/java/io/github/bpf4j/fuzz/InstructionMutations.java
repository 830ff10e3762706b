package io.github.bpf4j.fuzz;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.SplittableRandom;

/** Changes single instructions of a program: the same seed changes the same ones. */
final class InstructionMutations {
    private static final int[] NUMBERS = {0, 1, 2, 3, 4, 7, 8, 15, 16, 31, 32, 63, 64, 255, 256, -1, -8, 0x7fffffff};
    private static final long NOTHING = Instruction.pack(Opcode.JMP | Opcode.JA, 0, 0, 0, 0);
    private static final int REGISTERS = 11;

    private InstructionMutations() {}

    /** A copy with one to three instructions changed, dropped or repeated; jumps lead where they led. */
    static long[] mutate(long[] code, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] mutant = code.clone();
        for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            boolean second = at > 0 && Instruction.isWide(mutant[at - 1]);
            if (!second) {
                mutant[at] = change(mutant, at, random);
            }
        }
        return mutant;
    }

    /** Words that are mostly no program. */
    static long[] mad(long[] code, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        long[] mutant = code.clone();
        for (int changes = 1 + random.nextInt(8); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            mutant[at] = random.nextBoolean() ? random.nextLong() : mutant[at] ^ 1L << random.nextInt(Long.SIZE);
        }
        return mutant;
    }

    private static long change(long[] code, int at, SplittableRandom random) {
        long word = code[at];
        int opcode = Instruction.opcode(word);
        int dst = Instruction.dst(word);
        int src = Instruction.src(word);
        int offset = Instruction.offset(word);
        int imm = Instruction.imm(word);
        boolean wide = Instruction.isWide(word);
        switch (random.nextInt(8)) {
            case 0 ->
                imm = random.nextInt(3) == 0 ? NUMBERS[random.nextInt(NUMBERS.length)] : imm + random.nextInt(-2, 3);
            case 1 ->
                offset = (short) (offset + (random.nextBoolean() ? random.nextInt(-2, 3) : 8 * random.nextInt(-1, 2)));
            case 2 -> dst = random.nextInt(REGISTERS);
            case 3 -> src = random.nextInt(REGISTERS);
            case 4 -> opcode = wide ? opcode : opcode & 0x0f | random.nextInt(16) << 4;
            case 5 -> opcode = wide ? opcode : opcode & ~0x07 | (opcode & 0x07 ^ (random.nextBoolean() ? 3 : 0));
            case 6 -> {
                return wide ? word : NOTHING;
            }
            default -> {
                return wide || at == 0 || Instruction.isWide(code[at - 1]) ? word : code[at - 1];
            }
        }
        return Instruction.pack(opcode, dst, src, offset, imm);
    }
}
