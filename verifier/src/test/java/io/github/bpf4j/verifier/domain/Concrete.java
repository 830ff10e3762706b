package io.github.bpf4j.verifier.domain;

/** What instructions do to numbers (RFC 9669 4.1 to 4.3): what every abstract answer is measured by. */
final class Concrete {
    private Concrete() {}

    static long apply(Alu.Operation operation, boolean is32, long left, long right) {
        return is32 ? Integer.toUnsignedLong(half(operation, (int) left, (int) right)) : whole(operation, left, right);
    }

    private static long whole(Alu.Operation operation, long left, long right) {
        return switch (operation) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case ARSH -> left >> right;
        };
    }

    private static int half(Alu.Operation operation, int left, int right) {
        return switch (operation) {
            case ADD -> left + right;
            case SUB -> left - right;
            case MUL -> left * right;
            case AND -> left & right;
            case OR -> left | right;
            case XOR -> left ^ right;
            case LSH -> left << right;
            case RSH -> left >>> right;
            case ARSH -> left >> right;
        };
    }

    static boolean holds(Condition condition, boolean is32, long left, long right) {
        long a = is32 ? (int) left : left;
        long b = is32 ? (int) right : right;
        return switch (condition) {
            case EQ -> a == b;
            case NE -> a != b;
            case SET -> (is32 ? (int) a & (int) b : a & b) != 0;
            case GT -> Long.compareUnsigned(a, b) > 0;
            case GE -> Long.compareUnsigned(a, b) >= 0;
            case LT -> Long.compareUnsigned(a, b) < 0;
            case LE -> Long.compareUnsigned(a, b) <= 0;
            case SGT -> a > b;
            case SGE -> a >= b;
            case SLT -> a < b;
            case SLE -> a <= b;
        };
    }

    static long truncate(long number, int bytes) {
        return bytes == Long.BYTES ? number : number & ((1L << (bytes * Byte.SIZE)) - 1);
    }

    static long signExtend(long number, int fromBits, boolean is32) {
        long extended = switch (fromBits) {
            case 8 -> (byte) number;
            case 16 -> (short) number;
            case 32 -> (int) number;
            default -> throw new IllegalArgumentException("" + fromBits);
        };
        return is32 ? extended & 0xffff_ffffL : extended;
    }
}
