package io.github.bpf4j.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The records of .BTF data as words, to be changed and written again without regard to what they mean. */
public final class RawTypes {
    public static final int PTR = 2;
    public static final int ARRAY = 3;
    public static final int STRUCT = 4;
    public static final int UNION = 5;
    public static final int ENUM = 6;
    public static final int TYPEDEF = 8;
    public static final int FUNC_PROTO = 13;
    private static final int HEADER_BYTES = 24;
    private static final int VLEN = 0xffff;
    private static final int[] WORDS_OF_ITEMS = {0, 0, 0, 0, 3, 3, 2, 0, 0, 0, 0, 0, 0, 2, 0, 3, 0, 0, 0, 3};

    final ByteOrder order;

    /** Each record as its words, from type 1 on. */
    final List<int[]> records = new ArrayList<>();

    byte[] strings;

    /** Reads well-formed data. */
    public RawTypes(byte[] data) {
        order = data[0] == (byte) 0x9f ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
        ByteBuffer bytes = ByteBuffer.wrap(data).order(order);
        int start = bytes.getInt(4);
        int types = start + bytes.getInt(8);
        int end = types + bytes.getInt(12);
        while (types < end) {
            int[] words = new int[words(bytes.getInt(types + 4))];
            for (int i = 0; i < words.length; i++) {
                words[i] = bytes.getInt(types + i * Integer.BYTES);
            }
            records.add(words);
            types += words.length * Integer.BYTES;
        }
        int text = start + bytes.getInt(16);
        strings = Arrays.copyOfRange(data, text, text + bytes.getInt(20));
    }

    private RawTypes() {
        order = ByteOrder.LITTLE_ENDIAN;
        strings = new byte[1];
    }

    /** No types. */
    public static RawTypes empty() {
        return new RawTypes();
    }

    /** Number of types, and so of the last one. */
    int count() {
        return records.size();
    }

    /** Gives an array another type of elements. */
    void setArray(int typeId, int elementTypeId) {
        records.get(typeId - 1)[3] = elementTypeId;
        records.get(typeId - 1)[4] = elementTypeId;
    }

    private static int words(int info) {
        int more = switch (kind(info)) {
            case 1, 14, 17 -> 1;
            case ARRAY -> 3;
            default -> WORDS_OF_ITEMS[kind(info)] * (info & VLEN);
        };
        return 3 + more;
    }

    static int kind(int info) {
        return info >>> 24 & 0x1f;
    }

    /** How many words each member, parameter, enumerator or variable of a record of this kind has; 0 if it has none. */
    static int itemWords(int info) {
        return kind(info) < WORDS_OF_ITEMS.length ? WORDS_OF_ITEMS[kind(info)] : 0;
    }

    /** Adds a record and returns the number of its type. */
    public int add(int name, int kind, int vlen, int sizeOrType, int... more) {
        int[] words = new int[3 + more.length];
        words[0] = name;
        words[1] = kind << 24 | vlen & VLEN;
        words[2] = sizeOrType;
        System.arraycopy(more, 0, words, 3, more.length);
        records.add(words);
        return records.size();
    }

    /** Adds a string and returns its offset. */
    public int add(String string) {
        byte[] bytes = (string + '\0').getBytes(StandardCharsets.UTF_8);
        int at = strings.length;
        strings = Arrays.copyOf(strings, at + bytes.length);
        System.arraycopy(bytes, 0, strings, at, bytes.length);
        return at;
    }

    /** The data with these records and strings. */
    public byte[] toBytes() {
        int types = records.stream().mapToInt(words -> words.length).sum() * Integer.BYTES;
        ByteBuffer bytes =
                ByteBuffer.allocate(HEADER_BYTES + types + strings.length).order(order);
        bytes.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER_BYTES);
        bytes.putInt(0).putInt(types).putInt(types).putInt(strings.length);
        for (int[] record : records) {
            for (int word : record) {
                bytes.putInt(word);
            }
        }
        return bytes.put(strings).array();
    }
}
