package io.github.bpf4j.btf;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Writes .BTF data record by record, sound or not. */
final class BtfBuilder {
    private final ByteOrder order;
    private final List<Integer> words = new ArrayList<>();
    private final ByteArrayOutputStream strings = new ByteArrayOutputStream();
    private int types;

    BtfBuilder(ByteOrder order) {
        this.order = order;
        strings.write(0);
    }

    BtfBuilder() {
        this(ByteOrder.LITTLE_ENDIAN);
    }

    /** Adds a string and gives its offset. */
    int string(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int offset = strings.size();
        strings.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        strings.write(0);
        return offset;
    }

    /** Adds a record and gives its type id. */
    int type(String name, BtfKind kind, int vlen, boolean flag, int sizeOrType, int... rest) {
        words.add(string(name));
        words.add(kind.number() << 24 | vlen | (flag ? 1 << 31 : 0));
        words.add(sizeOrType);
        for (int word : rest) {
            words.add(word);
        }
        return ++types;
    }

    int intType(String name, int size, int encoding) {
        return type(name, BtfKind.INT, 0, false, size, encoding << 24 | size * 8);
    }

    int pointer(int target) {
        return type("", BtfKind.PTR, 0, false, target);
    }

    int array(int element, int count) {
        return type("", BtfKind.ARRAY, 0, false, 0, element, element, count);
    }

    /** A struct with one member at offset 0. */
    int struct(String name, int size, int member) {
        return type(name, BtfKind.STRUCT, 1, false, size, string("m"), member, 0);
    }

    byte[] build() {
        byte[] table = strings.toByteArray();
        ByteBuffer out =
                ByteBuffer.allocate(24 + words.size() * 4 + table.length).order(order);
        out.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(24);
        out.putInt(0).putInt(words.size() * 4).putInt(words.size() * 4).putInt(table.length);
        words.forEach(out::putInt);
        return out.put(table).array();
    }

    Btf parse() {
        return Btf.parse(build());
    }

    static byte[] resource(String name) {
        try (InputStream in = Objects.requireNonNull(BtfBuilder.class.getResourceAsStream("/btf/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Btf compiled(String target) {
        return Btf.parse(resource("types." + target + ".btf"));
    }
}
