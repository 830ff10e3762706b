package io.github.bpf4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Types of data that is known to be sound, each read when it is first asked for: programs touch few of the thousands of a kernel, and a
 * short run would spend most of its time on reading them.
 */
final class LazyTypes implements BtfTypes {
    /** After so many searches for names of a kind all of them are read: to look for one more then costs what it does in a table. */
    private static final int MOST_SEARCHES = 64;

    private final BtfParser parser;
    private final BtfParser.Records records;
    private final @Nullable BtfType[] types;
    private final Map<BtfKind, Names> names = new EnumMap<>(BtfKind.class); // of all kinds from the start

    LazyTypes(BtfParser parser) {
        this.parser = parser;
        records = parser.records();
        types = new @Nullable BtfType[records.count()];
        types[0] = new BtfType.Void();
        for (BtfKind kind : BtfKind.values()) {
            names.put(kind, new Names(kind));
        }
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
        BtfType known = types[typeId];
        if (known != null) {
            return known; // another thread has read it meanwhile
        }
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

    @Override
    public OptionalInt find(BtfKind kind, String name) {
        return Objects.requireNonNull(names.get(kind)).find(name);
    }

    /**
     * The names of a kind that were found. Those that were not are not kept: guests may look for whatever they like, and the types may be
     * shared by all there is in the JVM.
     */
    private final class Names {
        private final BtfKind kind;
        private final Map<String, OptionalInt> known = new ConcurrentHashMap<>();
        private int searches;

        Names(BtfKind kind) {
            this.kind = kind;
        }

        /** Helpers ask while programs run: what is known is told without a lock. */
        OptionalInt find(String name) {
            OptionalInt id = known.get(name);
            return id != null ? id : findNew(name);
        }

        private OptionalInt findNew(String name) {
            synchronized (LazyTypes.this) {
                if (searches < MOST_SEARCHES && ++searches == MOST_SEARCHES) {
                    readAll();
                }
                if (searches == MOST_SEARCHES) {
                    return known.getOrDefault(name, OptionalInt.empty());
                }
                OptionalInt id = search(kind, name);
                if (id.isPresent()) {
                    known.put(name, id);
                }
                return id;
            }
        }

        private void readAll() {
            for (int id = 1; id < types.length; id++) {
                if (records.isOf(kind, id)) {
                    String name = LazyTypes.this.name(id);
                    if (!name.isEmpty()) {
                        known.putIfAbsent(name, OptionalInt.of(id));
                    }
                }
            }
        }
    }

    /** Compares bytes, and makes no strings of the names that are others. */
    private OptionalInt search(BtfKind kind, String name) {
        byte[] wanted = name.indexOf('\0') >= 0 ? new byte[0] : name.getBytes(StandardCharsets.UTF_8);
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
