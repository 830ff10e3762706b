package io.github.bpf4j.fuzz;

/** Statements that work on numbers: arithmetic, copies, comparisons that are decided and those that are not. */
final class NumberStatements {
    private static final String[] ALU = {
        "+=", "-=", "*=", "&=", "|=", "^=", "<<=", ">>=", "s>>=", "/=", "%=", "s/=", "s%="
    };
    private static final String[] COMPARE = {"==", "!=", ">", ">=", "<", "<=", "s>", "s>=", "s<", "s<=", "&"};

    private final ProgramText text;

    NumberStatements(ProgramText text) {
        this.text = text;
    }

    String comparison() {
        return text.any(COMPARE);
    }

    /** A condition on a variable. */
    String condition() {
        String v = text.variable();
        boolean half = text.oneIn(3);
        String left = half ? text.half(v) : v;
        String right = text.oneIn(3)
                ? half ? "w" + (15 - v.charAt(1) + '0') : "r" + (15 - v.charAt(1) + '0')
                : "" + text.number();
        return "if " + left + " " + comparison() + " " + right + " goto ";
    }

    void arithmetic() {
        String v = text.variable();
        boolean half = text.oneIn(3);
        String target = half ? text.half(v) : v;
        switch (text.below(8)) {
            case 0 -> text.emit(target + " = -" + target);
            case 1 -> text.emit(v + " = " + text.any("be16 ", "be32 ", "be64 ", "le16 ", "bswap16 ", "bswap32 ") + v);
            case 2 -> text.emit(v + " = " + text.any("(s8)", "(s16)", "(s32)") + text.variable());
            case 3 -> text.emit(text.half(v) + " = " + text.any("(s8)", "(s16)") + text.half(text.variable()));
            case 4 -> {
                String other = "r" + (15 - (v.charAt(1) - '0'));
                String op = text.any(ALU);
                if (op.contains("<<") || op.contains(">>")) {
                    text.emit("r1 = " + other, "r1 &= " + text.any("7", "15", "31"));
                    other = "r1";
                }
                text.emit(target + " " + op + " " + (half ? text.half(other) : other));
            }
            default -> {
                String op = text.any(ALU);
                int n = text.number();
                if (op.contains("<<") || op.contains(">>")) {
                    n &= half ? 31 : 63;
                } else if ((op.contains("/") || op.contains("%")) && n == 0) {
                    n = 3;
                }
                text.emit(target + " " + op + " " + n);
            }
        }
    }

    void move() {
        String v = text.variable();
        String other = "r" + (15 - (v.charAt(1) - '0'));
        switch (text.below(6)) {
            case 0 -> text.emit(v + " = " + text.number());
            case 1 -> text.emit(v + " = " + other);
            case 2 -> text.emit(text.half(v) + " = " + text.half(other));
            case 3 -> text.emit(text.half(v) + " = " + text.half(v));
            case 4 -> text.emit("call 7", v + " = r0", v + " &= " + (text.number() & 0xff));
            default -> text.emit(v + " = " + text.below(64));
        }
    }

    /** A variable that is one number on one way and another on the other: what pruning must tell apart. */
    void choose(String place) {
        String join = text.label();
        text.emit("call 7", place + " = " + text.below(60));
        text.emit((text.oneIn(2) ? "if r0 > " : "if w0 s> ") + text.number() + " goto " + join);
        if (text.oneIn(3)) {
            text.emit("r2 = " + text.number(), "r3 = r2");
        }
        text.emit(place + " = " + text.below(text.oneIn(6) ? 90 : 64));
        text.emit(join + ": r1 = 0", "r2 = r1", "r1 += r2", "r1 = 5", "r1 += 1", "r2 ^= r1");
        if (text.oneIn(3)) {
            text.emit("r3 = r2", "r3 *= 3", "r3 += r1");
        }
    }

    /** Comparisons of one variable, one after the other: what the first tells may decide the next. */
    void decided() {
        String v = text.variable();
        int k = text.oneIn(2) ? text.below(64) : text.number();
        String end = text.label();
        String copy = v;
        text.emit(jump(v, k) + end);
        switch (text.below(5)) {
            case 0 -> {
                copy = "r" + (1 + text.below(5));
                text.emit(copy + " = " + v);
            }
            case 1 -> {
                copy = "r" + (1 + text.below(5));
                int d = text.below(9) - 4;
                text.emit(copy + " = " + v, copy + " += " + d);
                k += d;
            }
            case 2 -> {
                copy = "r3";
                text.emit("w3 = " + text.half(v));
            }
            case 3 -> text.emit(v + " += " + (text.below(5) - 2));
            default -> {}
        }
        for (int i = 0; i <= text.below(3); i++) {
            String skip = text.label();
            text.emit(jump(copy, k + text.below(5) - 2) + skip, "r1 = " + i, skip + ": r0 = 0");
        }
        text.place(end);
    }

    private String jump(String register, int k) {
        String name = text.oneIn(3) ? text.half(register) : register;
        return "if " + name + " " + comparison() + " " + k + " goto ";
    }
}
