package io.github.bpf4j.object;

import java.util.Arrays;
import java.util.Random;

/** Damages object files: the same seed damages the same bytes. Also used by long fuzz runs. */
public final class ObjectMutator {
    private static final int[] TELLING = {0, 1, 2, 3, 4, 7, 8, 9, 10, 16, 24, 0x7f, 0x80, 0xfe, 0xff};

    private ObjectMutator() {}

    /** A damaged copy: bytes changed, words made extreme, ranges copied or swapped, the end cut off. */
    public static byte[] mutate(byte[] object, long seed) {
        Random random = new Random(seed);
        byte[] mutant = object.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] = (byte) random.nextInt();
                case 1 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> {
                    int length = Math.min(1 << random.nextInt(4), mutant.length - at);
                    byte fill = (byte) TELLING[random.nextInt(TELLING.length)];
                    Arrays.fill(mutant, at, at + length, fill);
                }
                case 3 -> {
                    int from = random.nextInt(mutant.length);
                    int length = Math.min(random.nextInt(64), mutant.length - Math.max(at, from));
                    System.arraycopy(mutant, from, mutant, at, length);
                }
                case 4 -> mutant[at] = (byte) TELLING[random.nextInt(TELLING.length)];
                default -> mutant[at] += (byte) (random.nextBoolean() ? 1 : -1);
            }
        }
        return random.nextInt(50) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
    }

    /**
     * Reads an object and links all its programs, as a host that trusts nothing would.
     *
     * @return whether it could be read
     */
    public static boolean readAndLink(byte[] object) {
        CollectionSpec spec;
        try {
            spec = CollectionSpec.read(object);
        } catch (ObjectFormatException e) {
            return false;
        }
        for (ProgramSpec program : spec.programs()) {
            try {
                LinkedProgram linked = Linker.link(spec, program.name());
                for (int insn = 0; insn < linked.insnCount(); insn++) {
                    linked.lineAt(insn);
                    linked.subprogramAt(insn);
                }
            } catch (LinkException e) {
                continue;
            }
        }
        spec.variables().forEach(spec::initialValue);
        try {
            spec.forKernel(LinkEnvironment.anyKernel());
        } catch (ExternException e) {
            return true;
        }
        return true;
    }
}
