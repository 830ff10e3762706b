package io.github.bpf4j.fuzz;

/** Statements that iterate: over numbers and bits, in loops that the verifier must see come to the same state again; packets in slices. */
final class IteratorStatements {
    private static final int NUM_NEW = 10;
    private static final int NUM_NEXT = 11;
    private static final int NUM_DESTROY = 12;
    private static final int FROM_XDP = 21;
    private static final int SLICE = 22;
    private static final int SLICE_RDWR = 23;
    private static final int ADJUST = 24;
    private static final int SIZE = 27;
    private static final int CLONE = 28;
    private static final int BITS_NEW = 102;
    private static final int BITS_NEXT = 103;
    private static final int BITS_DESTROY = 104;
    private static final int DEEPEST = 3;

    /** Where iterators lie: below what the others keep in the frame. */
    private static final int FIRST_PLACE = 192;

    private static final int PLACE = 16;
    private static final String PACKET = "-264";
    private static final String COPY = "-280";
    private static final String BUFFER = "-296";

    private final ProgramText text;
    private final MemoryStatements memory;
    private int depth;

    IteratorStatements(ProgramText text, MemoryStatements memory) {
        this.text = text;
        this.memory = memory;
    }

    private static String call(int kfunc) {
        return "call kfunc " + kfunc;
    }

    private static String at(String place) {
        return "r1 = r10\nr1 += " + place;
    }

    /** A loop over numbers or bits. */
    void loop(Runnable body) {
        if (depth == DEEPEST) {
            return;
        }
        depth++;
        String place = "-" + (FIRST_PLACE + PLACE * depth);
        boolean bits = text.oneIn(4);
        begin(place, bits);
        String again = text.label();
        String done = text.label();
        text.emit(again + ": r0 = 0", at(place), call(bits ? BITS_NEXT : NUM_NEXT));
        if (!text.oneIn(60)) {
            text.emit("if r0 == 0 goto " + done);
        }
        element();
        body.run();
        if (text.oneIn(2)) {
            body.run();
        }
        if (text.oneIn(4)) {
            String comparison = text.any("==", ">", "s<", "&");
            text.emit("if " + text.variable() + " " + comparison + " " + text.number() + " goto " + done);
        }
        text.emit("goto " + again, done + ": r0 = 0");
        if (!text.oneIn(60)) {
            text.emit(at(place), call(bits ? BITS_DESTROY : NUM_DESTROY));
        }
        depth--;
    }

    private void begin(String place, boolean bits) {
        if (bits) {
            text.emit(at(place), text.oneIn(2) ? "r2 = r9" : "r2 = r10\nr2 += -64");
            text.emit("r3 = " + (text.oneIn(30) ? 9 : 1 + text.below(2)), call(BITS_NEW));
            return;
        }
        text.emit(at(place), "r2 = " + (text.oneIn(3) ? text.variable() : "" + text.below(5)));
        if (text.oneIn(3)) {
            text.emit("r3 = " + text.variable());
        } else {
            text.emit("r3 = " + text.below(20));
        }
        text.emit(call(NUM_NEW));
    }

    /** What is done with the element in R0: it makes a variable, which may be what the next round begins with. */
    private void element() {
        String v = text.variable();
        switch (text.below(7)) {
            case 0 -> text.emit(v + " = *(u32 *)(r0 + 0)");
            case 1 -> text.emit(v + " = *(s32 *)(r0 + 0)", v + " &= 63");
            case 2 -> text.emit("r1 = *(u32 *)(r0 + 0)", v + " += r1");
            case 3 -> text.emit(memory.slot("u64") + " = r0");
            case 4 -> text.emit(v + " += 1", "if " + v + " > 50 goto +1", "r1 = 1");
            case 5 -> text.emit(memory.slot("u64") + " = " + v, v + " = " + memory.slot("u64"));
            default -> {
                if (text.oneIn(30)) {
                    text.emit("*(u32 *)(r0 + 0) = 1");
                }
            }
        }
    }

    /** The packet by a dynamic pointer, and what is cut out of it. */
    void packet(Runnable between) {
        if (memory.isInside()) {
            return;
        }
        String end = text.label();
        text.emit("r1 = r6", "r2 = 0", "r3 = r10", "r3 += " + PACKET, call(FROM_XDP));
        String place = PACKET;
        if (text.oneIn(4)) {
            text.emit(at(PACKET), "r2 = r10", "r2 += " + COPY, call(CLONE));
            place = COPY;
        }
        if (text.oneIn(4)) {
            text.emit(at(place), "r2 = " + text.variable(), "r2 &= 7", "r3 = " + text.below(60), call(ADJUST));
        }
        if (text.oneIn(4)) {
            text.emit(at(place), call(SIZE), text.variable() + " = r0");
        }
        int size = 1 + text.below(16);
        boolean writes = text.oneIn(3);
        text.emit(at(place), "r2 = " + (text.oneIn(2) ? text.variable() : "" + text.below(16)));
        text.emit(text.oneIn(3) ? "r3 = 0" : "r3 = r10\nr3 += " + BUFFER, "r4 = " + size);
        text.emit(call(writes ? SLICE_RDWR : SLICE));
        if (!text.oneIn(40)) {
            text.emit("if r0 == 0 goto " + end);
        }
        if (text.oneIn(3)) {
            text.emit("*(u64 *)(r10 - 304) = r0");
            between.run();
            text.emit("r0 = *(u64 *)(r10 - 304)");
            if (text.oneIn(2)) {
                text.emit("if r0 == 0 goto " + end);
            }
        }
        int last = size - (text.oneIn(40) ? 0 : 1);
        text.emit(
                writes && text.oneIn(2)
                        ? "*(u8 *)(r0 + " + last + ") = 3"
                        : text.variable() + " = *(" + text.any("u8", "s8") + " *)(r0 + " + last + ")");
        text.place(end);
    }
}
