package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Values as {@code races.h} has them: all their words are made of the first, so that a value that is not as it was stored shows. */
final class Whole {
    static final int BYTES = 32;

    private Whole() {}

    static void put(ByteBuffer to, long number) {
        to.putLong(number).putLong(~number).putLong(number * 3).putLong(number);
    }

    static byte[] of(long number) {
        ByteBuffer value = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
        put(value, number);
        return value.array();
    }

    static long number(byte[] value) {
        return ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static boolean isTorn(byte[] value) {
        return !Arrays.equals(value, of(number(value)));
    }

    /**
     * An element of {@code races_elements.bpf.c}, on one CPU.
     *
     * @param whole four words that belong together
     */
    record Element(int key, long count, long locked, long[] whole) {
        static final int BYTES = 56;

        static byte[] bytes(int key, long number, int copies) {
            ByteBuffer value = ByteBuffer.allocate(BYTES * copies).order(ByteOrder.LITTLE_ENDIAN);
            for (int copy = 0; copy < copies; copy++) {
                value.putInt(0).putInt(key).putLong(0).putLong(0);
                put(value, number);
            }
            return value.array();
        }

        /** The element as each CPU has it, or as all do. */
        static List<Element> of(byte[] value) {
            ByteBuffer in = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
            List<Element> copies = new ArrayList<>();
            while (in.hasRemaining()) {
                in.getInt();
                copies.add(new Element(in.getInt(), in.getLong(), in.getLong(), new long[] {
                    in.getLong(), in.getLong(), in.getLong(), in.getLong()
                }));
            }
            return copies;
        }

        Element requireKey(int expected) {
            assertThat(key).as("the key in the value of key %d", expected).isEqualTo(expected);
            return this;
        }

        void requireWhole() {
            long number = whole[0];
            assertThat(whole).as("words of key %d", key).containsExactly(number, ~number, number * 3, number);
        }

        /** Of an element that only other CPUs wrote. */
        boolean isEmpty() {
            return key == 0 && Arrays.stream(whole).allMatch(word -> word == 0);
        }
    }
}
