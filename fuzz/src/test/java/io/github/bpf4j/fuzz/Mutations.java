package io.github.bpf4j.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages bytes: the same seed damages the same bytes. */
final class Mutations {
    private static final int[] TELLING = {0, 1, 2, 3, 4, 7, 8, 0x0a, 0x10, 0x18, 0x40, 0x7f, 0x80, 0xfe, 0xff};

    private Mutations() {}

    /** How many mutants a run makes: {@code -Dbpf4j.mutants}, or as many as every build can afford. */
    static int count(int usual) {
        return Integer.getInteger("bpf4j.mutants", usual);
    }

    /** The seed of a run: {@code -Dbpf4j.seed}, or always the same. */
    static long seed() {
        return Long.getLong("bpf4j.seed", 20_261_125);
    }

    /** A damaged copy: bytes changed, words made extreme, ranges copied, the end cut off. */
    static byte[] mutate(byte[] bytes, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        byte[] mutant = bytes.clone();
        for (int changes = 1 + random.nextInt(5); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(5)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 ->
                    Arrays.fill(mutant, at, Math.min(mutant.length, at + (1 << random.nextInt(4))), (byte)
                            TELLING[random.nextInt(TELLING.length)]);
                case 3 -> {
                    int from = random.nextInt(mutant.length);
                    int length = Math.min(random.nextInt(64), mutant.length - Math.max(at, from));
                    System.arraycopy(mutant, from, mutant, at, length);
                }
                default -> mutant[at] += (byte) (random.nextBoolean() ? 1 : -1);
            }
        }
        return random.nextInt(40) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }
}
