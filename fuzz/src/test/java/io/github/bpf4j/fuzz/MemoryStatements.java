package io.github.bpf4j.fuzz;

/** Statements that access memory: the stack, values of maps, the packet. R9 points to 64 bytes of a value. */
final class MemoryStatements {
    private final ProgramText text;
    private boolean inside;

    MemoryStatements(ProgramText text) {
        this.text = text;
    }

    /** Whether R6 points to 64 bytes of a caller's stack, else to the context. */
    void setInside(boolean isInside) {
        inside = isInside;
    }

    boolean isInside() {
        return inside;
    }

    /** Some bytes of the stack, mostly aligned to 8. */
    String slot(String type) {
        int size = Integer.parseInt(type.substring(1)) / 8;
        return place(type, 8 * text.below(8) + (text.oneIn(2) ? 0 : size * text.below(8 / size)));
    }

    private String place(String type, int at) {
        return inside && text.oneIn(2)
                ? "*(" + type + " *)(r6 + " + at + ")"
                : "*(" + type + " *)(r10 - " + (64 - at) + ")";
    }

    String type() {
        return text.any("u8", "u16", "u32", "u64");
    }

    private String source(String type) {
        String v = text.variable();
        return type.equals("u64") ? v : text.half(v);
    }

    void store() {
        String type = type();
        String value = text.oneIn(3) ? "0" : text.oneIn(3) ? "" + text.number() : source(type);
        text.emit(slot(type) + " = " + value);
    }

    void load() {
        String type = type();
        String slot = slot(type);
        text.emit(text.variable() + " = " + (text.oneIn(4) && !type.equals("u64") ? slot.replace("(u", "(s") : slot));
    }

    /** What must not lose, or invent, knowledge of a variable. */
    void shuffle(String v, Runnable between) {
        if (text.oneIn(3)) {
            String s = slot("u64");
            text.emit(s + " = " + v);
            if (text.oneIn(3)) {
                between.run();
            }
            if (text.oneIn(4)) {
                text.emit(slot(text.any("u8", "u32")) + " = 0");
            }
            text.emit(v + " = " + s);
        }
    }

    void variableStack() {
        int size = 1 << text.below(4);
        text.emit("r1 = " + text.variable(), "r1 &= " + (text.below(8) * size & 56 | Math.min(size, 8)));
        if (inside && text.oneIn(2)) {
            text.emit("r2 = r6");
        } else {
            text.emit("r2 = r10", "r2 += -64");
        }
        text.emit("r2 += r1");
        String place = "*(u" + 8 * size + " *)(r2 + 0)";
        if (text.oneIn(2)) {
            String v = text.variable();
            text.emit(place + " = " + (text.oneIn(2) ? "0" : size == 8 ? v : text.half(v)));
        } else {
            text.emit(text.variable() + " = " + place);
        }
    }

    /** An access to the value at an index that is at most {@code most}, mostly in bounds. */
    void index(String v, int most) {
        int size = 1 << text.below(4);
        int room = 64 - size - most;
        int offset = room < 0 ? (text.oneIn(12) ? 0 : 1_000) : text.oneIn(3) ? room : text.below(room + 1);
        if (offset == 1_000) {
            size = 1;
            offset = Math.max(0, 63 - most);
        }
        if (text.oneIn(40)) {
            offset += text.oneIn(2) ? 1 : -1;
        }
        text.emit("r1 = r9", "r1 += " + v);
        use("r1", offset, "u" + 8 * size);
    }

    private void use(String register, int offset, String type) {
        String place = "*(" + type + " *)(" + register + " + " + offset + ")";
        if (text.oneIn(3)) {
            text.emit(place + " = " + (text.oneIn(2) ? text.number() & 0x7f : source(type)));
        } else {
            boolean extends64 = text.oneIn(4) && !type.equals("u64");
            text.emit(
                    (text.oneIn(3) ? text.variable() : "r0") + " = " + (extends64 ? place.replace("(u", "(s") : place));
        }
    }

    void masked() {
        String v = text.variable();
        int mask = text.oneIn(3) ? 63 : text.oneIn(2) ? 31 : text.oneIn(10) ? 64 : 48;
        text.emit(v + " &= " + mask);
        index(v, mask);
    }

    /** A bound in one of many shapes, then the access that it allows. */
    void bounded(Runnable between) {
        String v = text.variable();
        String end = text.label();
        int k = text.below(64);
        String copy = "r" + (1 + text.below(5));
        switch (text.below(10)) {
            case 0 -> text.emit("if " + v + " > " + k + " goto " + end);
            case 1 -> text.emit(copy + " = " + v, "if " + copy + " > " + k + " goto " + end);
            case 2 -> {
                int d = text.below(10);
                text.emit(copy + " = " + v, copy + " += " + d, "if " + copy + " >= " + (k + d) + " goto " + end);
                text.emit("if " + v + " > " + (k + 100) + " goto " + end);
            }
            case 3 -> {
                String s = slot("u64");
                text.emit(s + " = " + v, "if " + v + " > " + k + " goto " + end, v + " = " + s);
            }
            case 4 -> {
                String s = slot("u" + (8 << text.below(3)));
                text.emit(v + " &= " + (text.oneIn(2) ? 255 : 127), s + " = " + text.half(v));
                text.emit(copy + " = " + s, "if " + copy + " > " + k + " goto " + end);
                if (text.oneIn(2)) {
                    text.emit(v + " = " + s);
                }
            }
            case 5 ->
                text.emit(
                        "if " + text.half(v) + " s> " + k + " goto " + end,
                        "if " + v + " s< 0 goto " + end,
                        "if " + v + " > " + (text.oneIn(6) ? 0x7fffffff : k) + " goto " + end);
            case 6 -> text.emit("r0 = " + k, copy + " = " + v, "if r0 < " + copy + " goto " + end);
            case 7 ->
                text.emit("if " + v + " s> " + k + " goto " + end, "if " + v + " s< " + text.below(3) + " goto " + end);
            case 8 -> {
                String in = text.label();
                text.emit("if " + v + " <= " + k + " goto " + in, "goto " + end, in + ": r0 = 0");
            }
            default ->
                text.emit(text.half(v) + " = " + text.half(v), "if " + text.half(v) + " > " + k + " goto " + end);
        }
        shuffle(v, between);
        index(v, k);
        text.place(end);
    }

    /** Pointers that depend on the way, kept in the stack or not. */
    void pointer(String jump, Runnable between) {
        String join = text.label();
        int a = text.below(60);
        int b = text.oneIn(3) ? a : text.below(60);
        text.emit("r1 = r9", "r1 += " + a);
        if (text.oneIn(3)) {
            text.emit("r2 = " + text.variable(), "r2 &= 3", "r1 += r2");
            a += 3;
        }
        String s = slot("u64");
        boolean kept = text.oneIn(2);
        if (kept) {
            text.emit(s + " = r1");
        }
        text.emit(jump + join, "r1 = r9", "r1 += " + b);
        if (kept) {
            text.emit(s + " = r1");
            if (text.oneIn(6)) {
                text.emit(slot("u8") + " = 0");
            }
        }
        text.place(join);
        if (kept) {
            if (text.oneIn(3)) {
                between.run();
            }
            text.emit("r1 = " + s);
        }
        int most = Math.max(a, b);
        use("r1", most > 63 ? 0 : text.oneIn(2) ? 63 - most : 0, "u8");
    }

    void atomic() {
        int at = 8 * text.below(8);
        boolean wide = text.oneIn(2);
        String type = wide ? "u64" : "u32";
        String place = text.oneIn(3)
                ? "*(" + type + " *)(r9 + " + at + ")"
                : place(type, at + (wide || text.oneIn(2) ? 0 : 4));
        String address = place.substring(place.indexOf('(', 1));
        String v = wide ? text.variable() : text.half(text.variable());
        switch (text.below(4)) {
            case 0 -> text.emit("lock " + place + " " + text.any("+=", "|=", "&=", "^=") + " " + v);
            case 1 -> {
                String plain = address.substring(1, address.length() - 1).replaceFirst(".*\\*\\)\\(", "");
                String r = wide ? "r0" : "w0";
                text.emit("r0 = " + text.number());
                text.emit(r + " = " + (wide ? "cmpxchg_64(" : "cmpxchg32_32(") + inner(place) + ", " + r + ", " + v
                        + ")");
                if (plain.isEmpty() || text.oneIn(2)) {
                    text.emit(text.variable() + " = r0");
                }
            }
            case 2 -> text.emit(v + " = " + (wide ? "xchg_64(" : "xchg32_32(") + inner(place) + ", " + v + ")");
            default ->
                text.emit(v + " = "
                        + text.any("atomic_fetch_add", "atomic_fetch_or", "atomic_fetch_and", "atomic_fetch_xor") + "(("
                        + type + " *)(" + inner(place) + "), " + v + ")");
        }
    }

    private static String inner(String place) {
        return place.substring(place.lastIndexOf('(') + 1, place.length() - 1);
    }

    /** Packet pointers compared with the end in any shape, used on the right side, moved to and fro. */
    void packet() {
        if (inside) {
            return;
        }
        String far = text.label();
        String end = text.label();
        int k = text.oneIn(2) ? 13 + text.below(6) : text.below(30);
        text.emit("r1 = *(u32 *)(r6 + 0)", "r2 = *(u32 *)(r6 + 4)", "r3 = r1");
        if (text.oneIn(3)) {
            text.emit("r4 = " + text.variable(), "r4 &= " + text.any("3", "15", "31", "255"), "r3 += r4");
        }
        text.emit("r5 = " + (text.oneIn(3) ? "r3" : "r1"), "r3 += " + k);
        String c = text.any(">", ">=", "<", "<=");
        boolean swap = text.oneIn(2);
        text.emit("if " + (swap ? "r2 " + c + " r3" : "r3 " + c + " r2") + " goto " + far);
        boolean fallsIn = c.startsWith(">") != swap;
        side(fallsIn, k, end);
        text.emit("goto " + end, far + ": r0 = 0");
        side(!fallsIn, k, end);
        text.place(end);
    }

    private void side(boolean inRange, int k, String end) {
        if (inRange) {
            if (text.oneIn(4)) {
                text.emit("r3 " + text.any("+=", "-=") + " " + text.below(8));
                text.emit("if r3 " + text.any(">", ">=", "<", "<=") + " r2 goto " + end, "r0 = 1");
            } else if (text.oneIn(5)) {
                text.emit("r4 = " + text.variable(), "r4 &= 3", "r3 -= r4");
            }
            if (text.oneIn(8)) {
                text.emit("r0 = *(u8 *)(r5 + " + text.below(k + 2) + ")");
            } else if (k > 0) {
                int size = k >= 4 && text.oneIn(2) ? 4 : 1;
                text.emit("r0 = *(u" + 8 * size + " *)(r3 - " + (size + text.below(k - size + 1)) + ")");
            }
        } else if (text.oneIn(2)) {
            switch (text.below(4)) {
                case 0 -> text.emit("r3 -= " + text.below(40));
                case 1 -> text.emit("r3 += " + (text.below(40) - 30));
                case 2 -> text.emit("r4 = " + text.variable(), "r4 &= " + text.any("7", "31", "63"), "r3 -= r4");
                default -> {}
            }
            for (int i = 0; i <= text.below(2); i++) {
                text.emit("if r3 " + text.any(">", ">=", "<", "<=") + " r2 goto " + end, "r0 = 1");
            }
        }
    }

    /** The packet's bounds change: pointers to it are none any more. */
    void adjust() {
        if (inside) {
            return;
        }
        String end = text.label();
        text.emit("r1 = *(u32 *)(r6 + 0)", "r2 = *(u32 *)(r6 + 4)", "r1 += 10", "if r1 > r2 goto " + end);
        String s = slot("u64");
        if (text.oneIn(2)) {
            text.emit(s + " = r1");
        }
        text.emit("r1 = r6", "r2 = " + (text.below(20) - 12), "call " + text.any("44", "65"));
        if (text.oneIn(25)) {
            text.emit("r1 = " + s, "r0 = *(u8 *)(r1 - 1)");
        } else {
            text.emit("r1 = *(u32 *)(r6 + 0)", "r2 = *(u32 *)(r6 + 4)", "r3 = r1", "r3 += 3", "if r3 > r2 goto " + end);
            text.emit("r0 = *(u8 *)(r1 + " + text.below(3) + ")");
        }
        text.place(end);
    }
}
