package io.github.bpf4j.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Damages .BTF and .BTF.ext data where it hurts: numbers of types, offsets of strings, kinds, counts, sizes, accesses, headers; types
 * that contain themselves, that unfold into very many, and that are many of one name. The same seed damages the same bytes.
 */
final class TypeMutations {
    private static final int[] TELLING = {
        0,
        1,
        2,
        3,
        4,
        8,
        31,
        32,
        63,
        64,
        255,
        0x7fff,
        0xffff,
        0x10000,
        0xffffff,
        0x1000000,
        0x7fffffff,
        0x80000000,
        -8,
        -1
    };
    private static final int MANY = 2_000;
    private static final int CHAIN = 31;

    private final SplittableRandom random;

    TypeMutations(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A damaged copy of .BTF data. */
    byte[] types(byte[] data) {
        RawTypes types = new RawTypes(data);
        for (int changes = random.nextBoolean() ? 1 : 1 + random.nextInt(4); changes > 0; changes--) {
            change(types);
        }
        byte[] bytes = types.toBytes();
        if (random.nextInt(12) == 0) {
            word(bytes, 4 * random.nextInt(6), types.order);
        }
        return random.nextInt(40) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private void change(RawTypes types) {
        int at = random.nextInt(types.records.size());
        int[] record = types.records.get(at);
        int items = RawTypes.itemWords(record[1]);
        boolean hasItems = items != 0 && record.length >= 3 + items;
        int item = hasItems ? 3 + random.nextInt((record.length - 3) / items) * items : 0;
        switch (random.nextInt(14)) {
            case 0 -> record[2] = typeId(types);
            case 1 -> record[2] = TELLING[random.nextInt(TELLING.length)];
            case 2 -> record[0] = string(types);
            case 3 -> record[1] = record[1] & 0xe0ffffff | random.nextInt(21) << 24;
            case 4 -> record[1] = record[1] & 0xffff0000 | vlen(record[1] & 0xffff);
            case 5 -> record[1] ^= 1 << random.nextInt(32);
            case 6 -> {
                if (hasItems) {
                    record[item + random.nextInt(items)] = TELLING[random.nextInt(TELLING.length)];
                }
            }
            case 7 -> {
                if (hasItems) {
                    record[item + (items == 3 && RawTypes.kind(record[1]) == 15 ? 0 : 1)] = typeId(types);
                } else if (RawTypes.kind(record[1]) == RawTypes.ARRAY && record.length == 6) {
                    record[3 + random.nextInt(2)] = typeId(types);
                }
            }
            case 8 -> {
                if (hasItems) {
                    record[item] = string(types);
                } else if (RawTypes.kind(record[1]) == RawTypes.ARRAY && record.length == 6) {
                    record[5] = TELLING[random.nextInt(TELLING.length)];
                }
            }
            case 9 -> types.records.set(at, record.length > 3 ? Arrays.copyOf(record, record.length - 1) : record);
            case 10 -> again(types, at, record);
            case 11 -> text(types);
            case 12 -> unfolding(types, at, record);
            default -> {
                if (hasItems && items == 3) {
                    record[item + 2] += random.nextInt(-64, 65);
                }
            }
        }
    }

    private int typeId(RawTypes types) {
        return switch (random.nextInt(8)) {
            case 0 -> TELLING[random.nextInt(TELLING.length)];
            case 1 -> types.records.size() + random.nextInt(2);
            default -> 1 + random.nextInt(types.records.size());
        };
    }

    private int string(RawTypes types) {
        return random.nextInt(8) == 0
                ? types.strings.length + random.nextInt(-1, 2)
                : random.nextInt(types.strings.length);
    }

    private int vlen(int before) {
        return switch (random.nextInt(4)) {
            case 0 -> 0xffff;
            case 1 -> 0;
            default -> before + random.nextInt(-1, 2);
        };
    }

    /** The record once more, or very often, or its items very often. */
    private void again(RawTypes types, int at, int[] record) {
        int items = RawTypes.itemWords(record[1]);
        switch (random.nextInt(12)) {
            case 0 -> {
                for (int i = 0; i < MANY; i++) {
                    types.records.add(record.clone());
                }
            }
            case 1, 2 -> {
                if (items != 0 && record.length >= 3 + items) {
                    int count = (record[1] & 0xffff) + 1 + random.nextInt(MANY);
                    int[] longer = Arrays.copyOf(record, 3 + items * count);
                    for (int i = record.length; i < longer.length; i++) {
                        longer[i] = longer[i - items];
                    }
                    longer[1] = record[1] & 0xffff0000 | count;
                    types.records.set(at, longer);
                }
            }
            default -> types.records.add(record.clone());
        }
    }

    /** A chain of types in which each refers to the one before twice; something refers to its end. */
    private void unfolding(RawTypes types, int at, int[] record) {
        int last = 1 + random.nextInt(types.records.size());
        int shape = random.nextInt(4);
        int size = shape == 2 ? 8 : TELLING[random.nextInt(TELLING.length)];
        int name = random.nextInt(4) == 0 ? string(types) : 0;
        for (int i = 0; i < CHAIN; i++) {
            last = switch (shape) {
                case 0 -> types.add(name, RawTypes.UNION, 2, size, 0, last, 0, 0, last, 0);
                case 1 -> types.add(0, RawTypes.FUNC_PROTO, 2, last, 0, last, 0, last);
                case 2 ->
                    types.add(name, RawTypes.STRUCT, 2, size, 0, types.add(0, RawTypes.PTR, 0, last), 0, 0, last, 0);
                default -> types.add(0, RawTypes.ARRAY, 0, 0, last, last, 1 + random.nextInt(3));
            };
        }
        int items = RawTypes.itemWords(record[1]);
        if (items > 1 && record.length > 4) {
            types.records.get(at)[4] = last;
        } else {
            types.records.get(at)[2] = last;
        }
    }

    /** Changes text; of an access rather its numbers. */
    private void text(RawTypes types) {
        int at = random.nextInt(types.strings.length);
        if (random.nextBoolean()) {
            types.strings[at] = (byte) random.nextInt();
            return;
        }
        for (int i = 0; i < types.strings.length; i++) {
            int digit = (at + i) % types.strings.length;
            if (types.strings[digit] >= '0' && types.strings[digit] <= '9') {
                types.strings[digit] = (byte) "0123456789:".charAt(random.nextInt(11));
                return;
            }
        }
    }

    /** A damaged copy of .BTF.ext data that goes with these types; new accesses may be added to them. */
    byte[] ext(byte[] data, RawTypes types) {
        byte[] bytes = data.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int relocations = ByteBuffer.wrap(bytes).order(types.order).getInt(4)
                    + ByteBuffer.wrap(bytes).order(types.order).getInt(24);
            boolean has = relocations > 0 && relocations + 12 < bytes.length;
            int records = has ? (bytes.length - relocations - 12) / 16 : 0;
            if (records == 0 || random.nextInt(4) == 0) {
                word(bytes, random.nextInt(bytes.length / 4) * 4, types.order);
                continue;
            }
            int record = relocations + 12 + 16 * random.nextInt(records);
            ByteBuffer view = ByteBuffer.wrap(bytes).order(types.order);
            switch (random.nextInt(4)) {
                case 0 -> view.putInt(record, view.getInt(record) + 8 * random.nextInt(-2, 3));
                case 1 -> view.putInt(record + 4, typeId(types));
                case 2 -> view.putInt(record + 8, random.nextBoolean() ? access(types) : string(types));
                default -> view.putInt(record + 12, random.nextInt(14));
            }
        }
        return random.nextInt(40) == 0 ? Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }

    private int access(RawTypes types) {
        StringBuilder access = new StringBuilder("0");
        for (int steps = random.nextInt(random.nextInt(20) == 0 ? 100 : 5); steps > 0; steps--) {
            access.append(':').append(random.nextInt(8) == 0 ? random.nextInt(1 << 30) : random.nextInt(8));
        }
        return types.add(access.toString());
    }

    private void word(byte[] bytes, int at, ByteOrder order) {
        if (at + Integer.BYTES <= bytes.length) {
            ByteBuffer view = ByteBuffer.wrap(bytes).order(order);
            view.putInt(
                    at,
                    random.nextBoolean()
                            ? TELLING[random.nextInt(TELLING.length)]
                            : view.getInt(at) + random.nextInt(-4, 5));
        }
    }

    /** A damaged copy of an object: its types, what is said of its code, or both. */
    byte[] object(byte[] object) {
        byte[] before = ObjectSections.contents(object, ".BTF");
        byte[] changed = object;
        int what = random.nextInt(4);
        if (what != 0) {
            RawTypes types = new RawTypes(before);
            byte[] ext = ext(ObjectSections.contents(object, ".BTF.ext"), types);
            changed = ObjectSections.with(changed, ".BTF.ext", ext);
            before = types.toBytes();
            changed = ObjectSections.with(changed, ".BTF", before);
        }
        return what < 3 ? ObjectSections.with(changed, ".BTF", types(before)) : changed;
    }

    /** Whether to do something that is to be done once in so many times. */
    boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A seed of another damage. */
    long next() {
        return random.nextLong();
    }
}
