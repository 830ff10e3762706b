package io.github.bpf4j.bench.compare;

/** f_switch by hand: a machine of 32 operations that takes 4,096 steps over 256 bytes of code. */
final class StateMachine {
    private static final int STEPS = 4096;

    private StateMachine() {}

    static long run(byte[] code) {
        long a = 1;
        long b = 2;
        long c = 3;
        int pc = 0;
        for (int step = 0; step < STEPS; step++) {
            int op = code[pc & 255] & 0xff;
            pc++;
            switch (op & 31) {
                case 0 -> a += b;
                case 1 -> b ^= c;
                case 2 -> c += a << 3;
                case 3 -> a -= c;
                case 4 -> b = b * 33 + 7;
                case 5 -> c ^= b >>> 5;
                case 6 -> pc += (a & 1) != 0 ? 3 : 0;
                case 7 -> pc += (b & 4) != 0 ? 5 : 0;
                case 8 -> a = Long.rotateLeft(a, 7);
                case 9 -> b = Long.rotateLeft(b, 11);
                case 10 -> c = ~c;
                case 11 -> a ^= 0x5555555555555555L;
                case 12 -> b += 0x123456789abcdefL;
                case 13 -> c -= b;
                case 14 -> a |= 0x10;
                case 15 -> b &= ~0x20L;
                case 16 -> c += Long.compareUnsigned(a, b) > 0 ? 1 : -1;
                case 17 -> a += b < c ? 9 : 0;
                case 18 -> {
                    long t = a;
                    a = b;
                    b = t;
                }
                case 19 -> {
                    long t = c;
                    c = a;
                    a = t;
                }
                case 20 -> a = (int) a * (int) 2654435761L & 0xffffffffL;
                case 21 -> b ^= (int) b << 13 & 0xffffffffL;
                case 22 -> c += a & 0xff;
                case 23 -> a += c & 0xffff;
                case 24 -> b -= a >>> 9;
                case 25 -> c = c * 5 + 1;
                case 26 -> a ^= c >>> 33;
                case 27 -> pc -= (c & 7) == 3 ? 2 : 0;
                case 28 -> b += op;
                case 29 -> c ^= step;
                case 30 -> a += pc & 0xffffffffL;
                default -> b ^= a & c;
            }
        }
        return a ^ Long.rotateLeft(b, 21) ^ Long.rotateLeft(c, 42);
    }
}
