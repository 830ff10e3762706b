package io.github.bpf4j.abi;

import io.github.bpf4j.btf.Btf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes BTF that no compiler would. */
final class BtfBuilder {
    private static final int HEADER_SIZE = 24;
    private static final int INT = 1;
    private static final int ARRAY = 3;
    private static final int STRUCT = 4;
    private static final int KIND_FLAG = 1 << 31;

    private final List<int[]> records = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();

    /** A member at a byte offset. */
    record Field(String name, int typeId, int byteOffset) {}

    BtfBuilder() {
        strings.write(0);
    }

    int integer(String name, int size) {
        return add(string(name), INT << 24, size, size * Byte.SIZE);
    }

    int array(int typeId, int count) {
        return add(0, ARRAY << 24, 0, typeId, typeId, count);
    }

    int struct(String name, int size, Field... fields) {
        int[] record = new int[3 + 3 * fields.length];
        record[0] = string(name);
        record[1] = STRUCT << 24 | KIND_FLAG | fields.length;
        record[2] = size;
        for (int i = 0; i < fields.length; i++) {
            record[3 + 3 * i] = string(fields[i].name);
            record[4 + 3 * i] = fields[i].typeId;
            record[5 + 3 * i] = fields[i].byteOffset * Byte.SIZE;
        }
        return add(record);
    }

    Btf build(ByteOrder order) {
        int typeLength = records.stream()
                .mapToInt(record -> record.length * Integer.BYTES)
                .sum();
        ByteBuffer out =
                ByteBuffer.allocate(HEADER_SIZE + typeLength + strings.size()).order(order);
        out.putShort((short) 0xeb9f).put((byte) 1).put((byte) 0).putInt(HEADER_SIZE);
        out.putInt(0).putInt(typeLength).putInt(typeLength).putInt(strings.size());
        records.forEach(record -> {
            for (int word : record) {
                out.putInt(word);
            }
        });
        out.put(strings.toByteArray());
        return Btf.parse(out.array());
    }

    private int add(int... record) {
        records.add(record);
        return records.size();
    }

    private int string(String text) {
        int at = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return at;
    }
}
