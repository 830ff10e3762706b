package io.github.bpf4j.verifier.state;

/** A place that can hold a number, as one word: which frame, whether it is a stack slot or a register, and which one. */
public final class Members {
    private static final int SLOT = 1 << 8;
    private static final int FRAME = 16;

    private Members() {}

    public static long register(int frame, int number) {
        return (long) frame << FRAME | number;
    }

    public static long slot(int frame, int number) {
        return (long) frame << FRAME | SLOT | number;
    }

    public static int frame(long member) {
        return (int) (member >>> FRAME);
    }

    public static boolean isSlot(long member) {
        return (member & SLOT) != 0;
    }

    public static int number(long member) {
        return (int) member & 0xff;
    }
}
