package io.github.bpf4j.verifier.domain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Some numbers, and everything that can be known of one of them: all tristate numbers and all ranges that their places in the 64 bits
 * allow, alone and together.
 *
 * @param name what a failure calls it
 * @param values what can be known, each together with those of the numbers that it allows, at least one
 */
record Universe(String name, List<Value> values) {
    /** One thing to know, and the numbers of which it is true. */
    record Value(Scalar scalar, long[] members) {}

    @Override
    public String toString() {
        return name + ", " + values.size() + " values";
    }

    /** The numbers that differ from a background in {@code width} bits from {@code position} on. */
    static Universe window(int width, int position, long background) {
        long[] numbers = windowNumbers(width, position, background);
        Set<Scalar> scalars = new LinkedHashSet<>();
        for (Tnum bits : windowTnums(width, position, background)) {
            Consumer<Bounds> known = bounds -> bounds.bits = bits;
            add(scalars, known);
            for (long min : numbers) {
                for (long max : numbers) {
                    addRanges(scalars, known, min, max);
                }
            }
        }
        return new Universe("bits %d.. of 0x%x".formatted(position, background), valuesOf(scalars, numbers));
    }

    private static void addRanges(Set<Scalar> scalars, Consumer<Bounds> known, long min, long max) {
        if (Long.compareUnsigned(min, max) <= 0) {
            add(scalars, known.andThen(bounds -> bounds.clipUnsigned(min, max)));
        }
        if (min <= max) {
            add(scalars, known.andThen(bounds -> bounds.clipSigned(min, max)));
        }
        int low = (int) min;
        int high = (int) max;
        if (Integer.compareUnsigned(low, high) <= 0) {
            add(scalars, known.andThen(bounds -> bounds.clipUnsignedHalf(low, high)));
        }
        if (low <= high) {
            add(scalars, known.andThen(bounds -> bounds.clipSignedHalf(low, high)));
        }
    }

    /**
     * The numbers around a border, {@code width} on either side, and those as far beside it as the low half is long: ranges without
     * holes, of the whole and of the half.
     */
    static Universe border(int width, long border) {
        List<Long> near = new ArrayList<>();
        for (int i = -width; i < width; i++) {
            near.add(border + i);
        }
        List<Long> numbers = new ArrayList<>(near);
        near.forEach(number -> numbers.add(number + (1L << 32)));
        near.forEach(number -> numbers.add(number - (1L << 32)));
        near.forEach(number -> numbers.add(number ^ Long.MIN_VALUE));
        Set<Scalar> scalars = new LinkedHashSet<>();
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(width) - 1;
        for (Tnum low : windowTnums(bits, 0, 0)) {
            Consumer<Bounds> known = bounds -> bounds.bits = new Tnum(low.value(), low.mask() | -(1L << bits));
            for (long min : near) {
                for (long max : near) {
                    addRanges(scalars, known, min, max);
                    Consumer<Bounds> wide = bounds -> bounds.clipUnsigned(border - width, border + width);
                    addRanges(scalars, known.andThen(wide), min, max);
                    Consumer<Bounds> wideSigned =
                            bounds -> bounds.clipSigned(min - (1L << 32), Math.max(min, max) + (1L << 32));
                    addRanges(scalars, known.andThen(wideSigned), min, max);
                }
            }
        }
        long[] all = numbers.stream().mapToLong(Long::longValue).distinct().toArray();
        return new Universe("around 0x%x".formatted(border), valuesOf(scalars, all));
    }

    private static void add(Set<Scalar> scalars, Consumer<Bounds> known) {
        Bounds bounds = new Bounds();
        known.accept(bounds);
        scalars.add(bounds.normalise());
    }

    private static List<Value> valuesOf(Set<Scalar> scalars, long[] numbers) {
        List<Value> values = new ArrayList<>();
        for (Scalar scalar : scalars) {
            long[] members = Arrays.stream(numbers).filter(scalar::allows).toArray();
            if (members.length > 0 && Soundness.isWellFormed(scalar)) {
                values.add(new Value(scalar, members));
            }
        }
        return values;
    }

    static long[] windowNumbers(int width, int position, long background) {
        long[] numbers = new long[1 << width];
        long window = ((1L << width) - 1) << position;
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (background & ~window) | ((long) i << position);
        }
        return numbers;
    }

    /** All 3^width tristate numbers whose bits outside the window are the background's. */
    static List<Tnum> windowTnums(int width, int position, long background) {
        List<Tnum> tnums = new ArrayList<>();
        long window = ((1L << width) - 1) << position;
        for (long mask = 0; mask < 1L << width; mask++) {
            for (long value = 0; value < 1L << width; value++) {
                if ((value & mask) == 0) {
                    tnums.add(new Tnum((background & ~window) | (value << position), mask << position));
                }
            }
        }
        return tnums;
    }

    /** The numbers that a tristate number of few unknown bits stands for. */
    static long[] membersOf(Tnum tnum) {
        long[] members = new long[1 << Long.bitCount(tnum.mask())];
        long subset = 0;
        for (int i = 0; i < members.length; i++) {
            members[i] = tnum.value() | subset;
            subset = (subset - tnum.mask()) & tnum.mask();
        }
        return members;
    }
}
