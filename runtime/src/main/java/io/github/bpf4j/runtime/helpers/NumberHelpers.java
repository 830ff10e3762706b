package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ERANGE;

import io.github.bpf4j.runtime.memory.GuestMemory;

/** {@code bpf_strtol} and {@code bpf_strtoul}: numbers from text (runtime spec 4). Source: what Linux 6.12 answers. */
final class NumberHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long BASE_MASK = 0x1f;

    /** How many characters behind blanks and sign are looked at. */
    private static final int LONGEST = 63;

    private NumberHelpers() {}

    static void register(HelperTable table) {
        table.put(105, (cpu, text, size, flags, to, r5) -> parse(cpu.memory(), text, size & UINT, flags, to, true))
                .put(106, (cpu, text, size, flags, to, r5) -> parse(cpu.memory(), text, size & UINT, flags, to, false));
    }

    private static long parse(GuestMemory memory, long text, long size, long flags, long to, boolean signed) {
        memory.range(text, size);
        memory.range(to, Long.BYTES);
        memory.setLong(to, 0);
        int base = (int) (flags & BASE_MASK);
        if ((flags & ~BASE_MASK) != 0 || base != 0 && base != 8 && base != 10 && base != 16) {
            return EINVAL.result();
        }
        long start = 0;
        while (start < size && isBlank(memory.getU8(text + start))) {
            start++;
        }
        boolean negative = start < size && memory.getU8(text + start) == '-';
        if (negative) {
            start++;
        }
        int length = (int) Math.min(LONGEST, size - start);
        byte[] digits = memory.read(text + start, length);
        return new Digits(digits, base).store(memory, to, start, negative, signed);
    }

    private static boolean isBlank(int character) {
        return character == ' ' || character >= '\t' && character <= '\r' || character == 0xa0;
    }

    /** What is behind blanks and sign: which of it are digits, and the number that they make. */
    private static final class Digits {
        private final byte[] text;
        private final int base;
        private int at;
        private int count;
        private long value;
        private boolean overflows;

        Digits(byte[] text, int givenBase) {
            this.text = text;
            boolean hexadecimal = text.length > 1 && text[0] == '0' && (text[1] | 0x20) == 'x';
            if (givenBase != 0) {
                base = givenBase;
            } else if (hexadecimal && digit(2, 16) >= 0) {
                base = 16;
            } else {
                base = text.length > 0 && text[0] == '0' ? 8 : 10;
            }
            at = base == 16 && hexadecimal ? 2 : 0;
            for (int digit = digit(at, base); digit >= 0; digit = digit(at, base)) {
                long high = Math.unsignedMultiplyHigh(value, base);
                long next = value * base + digit;
                overflows |= high != 0 || Long.compareUnsigned(next, value * base) < 0;
                value = next;
                at++;
                count++;
            }
        }

        private int digit(int index, int radix) {
            return index < text.length && text[index] >= 0 ? Character.digit(text[index], radix) : -1;
        }

        long store(GuestMemory memory, long to, long before, boolean negative, boolean signed) {
            if (count == 0) {
                return EINVAL.result();
            }
            boolean fits = !signed || value >= 0 || negative && value == Long.MIN_VALUE;
            if (overflows || !fits) {
                return ERANGE.result();
            }
            if (negative && !signed) {
                return EINVAL.result();
            }
            memory.setLong(to, negative ? -value : value);
            return before + at;
        }
    }
}
