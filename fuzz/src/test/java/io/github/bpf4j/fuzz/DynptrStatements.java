package io.github.bpf4j.fuzz;

/** Statements on dynamic pointers: made of a value or of a record, read, written, cut, overwritten, given up. */
final class DynptrStatements {
    private static final String ONE = "-144";
    private static final String OTHER = "-160";
    private static final String SLICE = "*(u64 *)(r10 - 168)";

    private final ProgramText text;

    DynptrStatements(ProgramText text) {
        this.text = text;
    }

    /** One is made, used and, if it must be, given up. */
    void use(Runnable between) {
        String place = text.any(ONE, OTHER);
        boolean owned = text.oneIn(3);
        if (owned) {
            text.emit(text.map("r1", "ring"), "r2 = " + 8 * text.below(9), "r3 = 0", at("r4", place), "call 198");
        } else {
            local(place);
        }
        for (int i = 1 + text.below(3); i > 0; i--) {
            switch (text.below(5)) {
                case 0 -> read(place);
                case 1 -> write(place);
                case 2 -> between.run();
                default -> slice(place, owned, between);
            }
        }
        if (owned && !text.oneIn(40)) {
            giveUp(place);
        }
    }

    private void giveUp(String place) {
        String end = text.label();
        boolean late = text.oneIn(8);
        if (late) {
            text.emit(at("r1", place), "r2 = 0", "r3 = 8", "call 203", SLICE + " = r0");
        }
        text.emit(at("r1", place), "r2 = 0", "call " + text.any("199", "200"));
        if (late) {
            text.emit("r1 = " + SLICE, "if r1 == 0 goto " + end, "r2 = *(u8 *)(r1 + 0)");
        } else if (text.oneIn(20)) {
            read(place);
        }
        text.place(end);
    }

    private String at(String register, String place) {
        return register + " = r10\n" + register + " += " + (text.oneIn(60) ? "-152" : place);
    }

    private void local(String place) {
        int skip = text.oneIn(3) ? 8 * text.below(7) : 0;
        text.emit("r1 = r9", "r1 += " + skip);
        if (text.oneIn(2)) {
            text.emit("r2 = " + text.variable(), "r2 &= 7");
        } else {
            text.emit("r2 = " + (text.below(64 - skip) + (text.oneIn(40) ? skip + 2 : 1)));
        }
        text.emit("r3 = " + (text.oneIn(20) ? 1 : 0), at("r4", place), "call 197");
    }

    /** An offset that the program knows or does not. */
    private String offset() {
        return text.oneIn(2) ? text.variable() : Integer.toString(text.below(10));
    }

    private void read(String place) {
        if (text.oneIn(2)) {
            text.emit("r1 = r10", "r1 += -64");
        } else {
            text.emit("r1 = r9");
        }
        if (text.oneIn(2)) {
            text.emit("r2 = " + (text.oneIn(40) ? 65 : text.below(65)));
        } else {
            text.emit("r2 = " + text.variable(), "r2 &= 63");
        }
        text.emit(at("r3", place), "r4 = " + offset(), "r5 = 0", "call 201", text.variable() + " = r0");
    }

    private void write(String place) {
        text.emit(at("r1", place), "r2 = " + offset(), "r3 = " + (text.oneIn(2) ? "r9" : "r10\nr3 += -64"));
        text.emit("r4 = " + (text.oneIn(40) ? 65 : text.below(65)), "r5 = 0", "call 202", text.variable() + " = r0");
    }

    private void slice(String place, boolean owned, Runnable between) {
        String end = text.label();
        int size = 1 + text.below(16);
        String length = text.oneIn(12) ? (1L << Integer.SIZE) + size + " ll" : Integer.toString(size);
        text.emit(at("r1", place), "r2 = " + offset(), "r3 = " + length, "call 203");
        if (!text.oneIn(40)) {
            text.emit("if r0 == 0 goto " + end);
        }
        text.emit(SLICE + " = r0");
        if (text.oneIn(3)) {
            between.run();
        }
        if (!owned && text.oneIn(8)) {
            String gone = text.oneIn(2) ? place : text.any(ONE, OTHER);
            text.emit("*(u64 *)(r10 + " + gone + ") = 0");
        }
        text.emit("r1 = " + SLICE);
        int last = size - 1 + (text.oneIn(40) ? 1 : 0);
        if (text.oneIn(3)) {
            int mask = Integer.highestOneBit(size) - 1;
            text.emit("r2 = " + text.variable(), "r2 &= " + mask, "r1 += r2");
            last -= mask;
        }
        String byteThere = "*(u8 *)(r1 + " + last + ")";
        text.emit(text.oneIn(2) ? byteThere + " = 7" : text.variable() + " = " + byteThere);
        text.place(end);
    }
}
