package io.github.bpf4j.runtime.helpers;

/** Arithmetic of the Internet checksum (RFC 1071, RFC 1624): sums in ones' complement. Stateless. */
/*
 * A sum keeps the order of the bytes in memory, as Linux has it: 32 bits, low byte first. The order does not matter to the sum as long as
 * all use one.
 */
final class Checksums {
    private static final long UINT = 0xffff_ffffL;
    private static final int USHORT = 0xffff;

    private Checksums() {}

    /** The sum of two sums. */
    static int add(int a, int b) {
        long sum = (a & UINT) + (b & UINT);
        return (int) (sum + (sum >>> 32));
    }

    /** The checksum of a sum: folded to 16 bits, and its complement. */
    static int fold(int sum) {
        long folded = sum & UINT;
        folded = (folded & USHORT) + (folded >>> 16);
        folded = (folded & USHORT) + (folded >>> 16);
        return (int) ~folded & USHORT;
    }

    /** The checksum after what it is over changed by a difference. */
    static int changedBy(int checksum, int difference) {
        return fold(add(difference, ~checksum & USHORT));
    }

    /** The checksum after a word of 32 bits of what it is over was replaced. */
    static int replaced(int checksum, int from, int to) {
        return fold(add(add(~checksum, ~from), to));
    }

    /** The checksum after a word of 16 bits was replaced, in sums of 16 bits. */
    static int replacedHalf(int checksum, int from, int to) {
        int without = addHalf(~checksum & USHORT, ~from & USHORT);
        return ~addHalf(without, to & USHORT) & USHORT;
    }

    private static int addHalf(int a, int b) {
        int sum = a + b;
        return sum + (sum >>> 16) & USHORT;
    }
}
