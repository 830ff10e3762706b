package io.github.bpf4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Types of data that is known to be sound, each read when it is first asked for: programs touch few of the thousands of a kernel, and a
 * short run would spend most of its time on reading them.
 */
final class LazyTypes implements BtfTypes {
    private final BtfParser parser;
    private final BtfParser.Records records;
    private final @Nullable BtfType[] types;
    private final Map<BtfKind, Map<String, OptionalInt>> found = new EnumMap<>(BtfKind.class);

    LazyTypes(BtfParser parser) {
        this.parser = parser;
        records = parser.records();
        types = new @Nullable BtfType[records.count()];
        types[0] = new BtfType.Void();
    }

    @Override
    public int count() {
        return types.length;
    }

    /** Types have final fields only: one that another thread has just read is seen whole, or not yet. */
    @Override
    public BtfType type(int typeId) {
        BtfType known = types[typeId];
        return known != null ? known : read(typeId);
    }

    private synchronized BtfType read(int typeId) {
        BtfType type = parser.typeAt(records.byteOffset(typeId));
        types[typeId] = type;
        return type;
    }

    @Override
    public synchronized String name(int typeId) {
        return typeId == 0 ? "" : parser.strings.name(records.nameOffset(typeId), records.byteOffset(typeId));
    }

    @Override
    public int resolved(int typeId) {
        int id = typeId;
        while (type(id) instanceof BtfType.Alias alias) {
            id = alias.typeId();
        }
        return id;
    }

    @Override
    public long size(int typeId) {
        BtfType type = type(typeId);
        if (type instanceof BtfType.Alias alias) {
            return size(resolved(alias.typeId()));
        }
        if (type instanceof BtfType.Var variable) {
            return size(variable.typeId());
        }
        if (type instanceof BtfType.Array array) {
            return size(array.elementTypeId()) * array.count();
        }
        return BtfLayout.ownSize(type);
    }

    /** Compares bytes, and makes no strings of the names that are others; remembers what it found. */
    @Override
    public synchronized OptionalInt find(BtfKind kind, String name) {
        return found.computeIfAbsent(kind, _ -> new HashMap<>()).computeIfAbsent(name, wanted -> search(kind, wanted));
    }

    private OptionalInt search(BtfKind kind, String name) {
        byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
        for (int id = 1; wanted.length > 0 && id < types.length; id++) {
            if (records.isOf(kind, id) && parser.strings.isAt(wanted, records.nameOffset(id))) {
                return OptionalInt.of(id);
            }
        }
        return OptionalInt.empty();
    }

    @Override
    public List<BtfType> all() {
        List<BtfType> all = new ArrayList<>(types.length);
        for (int id = 0; id < types.length; id++) {
            all.add(type(id));
        }
        return all;
    }
}
