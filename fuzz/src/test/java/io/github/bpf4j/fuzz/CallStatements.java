package io.github.bpf4j.fuzz;

import java.util.Set;
import java.util.TreeSet;

/** Statements that call: helpers, functions of the program, callbacks now and later. */
final class CallStatements {
    private static final String KEY = "*(u64 *)(r10 - 80)";

    private final ProgramText text;
    private final MemoryStatements memory;
    private final Set<String> used = new TreeSet<>();

    CallStatements(ProgramText text, MemoryStatements memory) {
        this.text = text;
        this.memory = memory;
    }

    /** Functions that something calls. */
    Set<String> used() {
        return used;
    }

    /** R0 is an element of a map or null. */
    void lookup(String map, int keys) {
        if (text.oneIn(3)) {
            text.emit("r1 = " + text.variable(), "r1 &= " + (keys - 1 | 1), KEY + " = r1");
        } else {
            text.emit(KEY + " = " + text.below(keys + 1));
        }
        text.emit("r2 = r10", "r2 += -80", text.map("r1", map), "call 1");
    }

    /** An element is looked up, copied, checked for null by one copy and used by another. */
    void element(Runnable between) {
        String map = text.any("odd", "table", "percpu", "single");
        int size = map.equals("odd") ? 13 : 64;
        lookup(map, map.equals("table") ? 8 : 4);
        String end = text.label();
        String s = memory.slot("u64");
        boolean kept = text.oneIn(2);
        if (kept) {
            text.emit(s + " = r0");
        }
        String copy = text.oneIn(2) ? "r0" : "r" + (1 + text.below(5));
        if (!copy.equals("r0")) {
            text.emit(copy + " = r0");
        }
        if (text.oneIn(30)) {
            text.place(end);
        } else if (text.oneIn(3)) {
            String in = text.label();
            text.emit("if r0 != 0 goto " + in, "goto " + end, in + ": r1 = 0");
            copy = copy.equals("r1") ? "r0" : copy;
        } else {
            text.emit("if " + (text.oneIn(2) ? "r0" : copy) + " == 0 goto " + end);
        }
        if (kept && text.oneIn(2)) {
            if (text.oneIn(2)) {
                between.run();
            }
            copy = "r2";
            text.emit("r2 = " + s);
        }
        int offset = text.oneIn(3) ? size - 1 : text.below(size);
        if (text.oneIn(3)) {
            int mask = size == 13 ? 7 : 31;
            text.emit("r3 = " + text.variable(), "r3 &= " + mask);
            text.emit(copy.equals("r3") ? "r0 = 0" : copy + " += r3");
            offset = copy.equals("r3") ? 0 : Math.min(offset, size - 1 - mask);
            copy = copy.equals("r3") ? "r9" : copy;
        }
        if (text.oneIn(40)) {
            offset++;
        }
        String place = "*(u8 *)(" + copy + " + " + offset + ")";
        text.emit(text.oneIn(2) ? place + " = 1" : text.variable() + " = " + place);
        text.place(end);
    }

    /** Two elements are looked up before either is checked: to know of one says nothing of the other. */
    void elements() {
        String end = text.label();
        lookup("table", 8);
        text.emit("*(u64 *)(r10 - 120) = r0");
        lookup(text.any("table", "odd"), 8);
        String other = "*(u64 *)(r10 - 120)";
        text.emit("r1 = " + other, "if " + text.any("r0", "r1") + " == 0 goto " + end);
        switch (text.below(6)) {
            case 0 -> text.emit("if r0 == 0 goto " + end, "if r1 == 0 goto " + end, "r2 = *(u8 *)(r0 + 12)");
            case 1 -> text.emit("if r1 != 0 goto +1", "goto " + end, "r2 = *(u8 *)(r1 + 0)");
            case 2 -> text.emit("if r0 != 0 goto +1", "goto " + end, "r2 = *(u8 *)(r0 + 0)");
            case 3 -> text.emit("if r0 == 0 goto +1", "r2 = 5", "if r1 == 0 goto +1", "r2 = 6");
            case 4 -> text.emit("if r1 == r0 goto +1", "r2 = 5", "if r1 != 0 goto +1", "r2 = 6");
            default -> text.emit("r2 = *(u8 *)(" + text.any("r0", "r1") + " + 12)");
        }
        text.place(end);
    }

    /** A map in a map, then an element of it. */
    void inner() {
        String end = text.label();
        lookup("outer", 3);
        text.emit("if r0 == 0 goto " + end);
        text.emit(KEY + " = " + text.below(4), "r2 = r10", "r2 += -80", "r1 = r0", "call 1");
        text.emit("if r0 == 0 goto " + end);
        text.emit(
                text.oneIn(2)
                        ? text.variable() + " = *(u64 *)(r0 + 0)"
                        : "*(u8 *)(r0 + " + (text.oneIn(30) ? 8 : 7) + ") = 9");
        text.place(end);
    }

    void tableChange() {
        text.emit(KEY + " = " + text.below(8), "r2 = r10", "r2 += -80");
        if (text.oneIn(2)) {
            text.emit("r3 = r9", "r4 = 0", text.map("r1", "table"), "call 2");
        } else {
            text.emit(text.map("r1", "table"), "call 3");
        }
        text.emit(text.variable() + " = r0");
    }

    void locked() {
        String end = text.label();
        lookup("locked", 2);
        text.emit("if r0 == 0 goto " + end, "*(u64 *)(r10 - 120) = r0", "r1 = r0", "call 93");
        text.emit("r1 = *(u64 *)(r10 - 120)", "*(u32 *)(r1 + 4) = " + text.number());
        if (text.oneIn(2)) {
            text.emit(text.variable() + " = *(u64 *)(r1 + " + 8 * (1 + text.below(3)) + ")");
        }
        if (text.oneIn(3)) {
            String skip = text.label();
            text.emit("if " + text.variable() + " > 7 goto " + skip, "*(u64 *)(r1 + 8) = 1", skip + ": r0 = 0");
        }
        if (!text.oneIn(30)) {
            text.emit("call 94");
        }
        text.place(end);
    }

    void record() {
        String end = text.label();
        int size = 8 * (1 + text.below(4));
        text.emit(text.map("r1", "ring"), "r2 = " + size, "r3 = 0", "call 131", "if r0 == 0 goto " + end);
        String v = text.variable();
        text.emit("*(u64 *)(r10 - 120) = r0", "*(u64 *)(r0 + " + (size - 8) + ") = " + v);
        if (text.oneIn(2)) {
            text.emit("r2 = " + v, "r2 &= 7", "r0 += r2", "*(u8 *)(r0 + " + (size - 8) + ") = 1");
        }
        if (text.oneIn(4)) {
            memory.bounded(() -> {});
        }
        if (!text.oneIn(40)) {
            text.emit("r1 = *(u64 *)(r10 - 120)", "r2 = 0", "call " + text.any("132", "133"));
        }
        text.place(end);
    }

    void timer() {
        String end = text.label();
        lookup("timed", 2);
        text.emit("if r0 == 0 goto " + end, "*(u64 *)(r10 - 120) = r0");
        timerOn("r0", "*(u64 *)(r10 - 120)");
        text.place(end);
    }

    /** Calls on the timer of a value. */
    void timerOn(String value, String kept) {
        if (!text.oneIn(3)) {
            text.emit(
                    "r1 = " + value, "r1 += 8", text.map("r2", "timed"), "r3 = " + text.any("0", "1", "7"), "call 169");
            text.emit("r1 = " + kept, "r1 += 8", "r2 = func t ll", "call 170");
            used.add("t");
        }
        switch (text.below(4)) {
            case 0 -> text.emit("r1 = " + kept, "r1 += 8", "call 172");
            case 1 -> {}
            default ->
                text.emit("r1 = " + kept, "r1 += 8", "r2 = " + text.variable(), "r2 &= 1023", "r3 = 0", "call 171");
        }
        text.emit(text.variable() + " = r0");
    }

    /** A helper that reads or writes as many bytes as a variable says. */
    void sized() {
        String end = text.label();
        String v = text.variable();
        boolean value = text.oneIn(2);
        int room = text.oneIn(20) ? 65 : 64;
        String target = value ? "r9" : "r10";
        switch (text.below(memory.isInside() ? 2 : 4)) {
            case 0 -> {
                text.emit("r4 = " + v, text.oneIn(2) ? "r4 &= 60" : "if r4 > " + text.below(room + 1) + " goto " + end);
                text.emit("r4 &= 252", "r1 = 0", "r2 = 0", "r3 = " + target, "r3 += " + (value ? 0 : -64), "r5 = 0");
                text.emit("call 28");
            }
            case 1 -> {
                int skip = text.below(32);
                text.emit("r3 = " + v, "if r3 > " + (room - skip) + " goto " + end, "if r3 < 1 goto " + end);
                text.emit("r2 = " + target, "r2 += " + ((value ? 0 : -64) + skip), text.map("r1", "ring"), "r4 = 0");
                text.emit("call 130");
            }
            case 2 -> {
                text.emit("r4 = " + v, "r4 &= " + text.any("7", "15", "63"), "r4 += 1");
                packetBytes(target, value);
            }
            default -> {
                text.emit("r4 = " + v, "if r4 > " + text.below(room + 1) + " goto " + end, "if r4 s<= 0 goto " + end);
                packetBytes(target, value);
            }
        }
        text.emit(v + " = r0");
        text.place(end);
    }

    /** As many bytes of the packet as R4 says are copied, or not if there are fewer. */
    private void packetBytes(String target, boolean value) {
        text.emit("r3 = " + target, "r3 += " + (value ? 0 : -64), "r1 = r6", "r2 = " + text.below(4), "call 189");
    }

    void functions(boolean inside) {
        if (inside) {
            return;
        }
        switch (text.below(3)) {
            case 0 -> {
                used.add("f");
                text.emit("r1 = r10", "r1 += -64", "r2 = " + text.variable(), "r3 = r9", "call f");
            }
            case 1 -> {
                used.add("c");
                if (text.oneIn(2)) {
                    text.emit("r1 = " + text.below(4));
                } else {
                    text.emit("r1 = " + text.variable(), "r1 &= " + text.any("1", "3", "31"));
                }
                text.emit("r2 = func c ll", "r3 = r10", "r3 += -64", "r4 = 0", "call 181");
            }
            default -> {
                used.add("e");
                text.emit(text.map("r1", text.any("table", "single", "percpu")));
                text.emit("r2 = func e ll", "r3 = r10", "r3 += -64", "r4 = 0", "call 164");
            }
        }
        if (text.oneIn(2)) {
            text.emit(text.variable() + " = r0");
        }
    }
}
