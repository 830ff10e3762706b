package io.github.bpf4j.btf;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Types that have all been read and checked. Immutable. */
final class ReadTypes implements BtfTypes {
    private final List<BtfType> types;
    private final int[] resolved;
    private final long[] sizes;
    private final Map<BtfKind, Map<String, Integer>> ids = new EnumMap<>(BtfKind.class);

    ReadTypes(List<BtfType> types, int[] resolved, long[] sizes) {
        this.types = List.copyOf(types);
        this.resolved = resolved;
        this.sizes = sizes;
        for (int id = 1; id < types.size(); id++) {
            BtfType type = types.get(id);
            if (!type.name().isEmpty()) {
                ids.computeIfAbsent(type.kind(), _ -> new HashMap<>()).putIfAbsent(type.name(), id);
            }
        }
    }

    @Override
    public int count() {
        return types.size();
    }

    @Override
    public BtfType type(int typeId) {
        return types.get(typeId);
    }

    @Override
    public String name(int typeId) {
        return types.get(typeId).name();
    }

    @Override
    public int resolved(int typeId) {
        return resolved[typeId];
    }

    @Override
    public long size(int typeId) {
        return sizes[typeId];
    }

    @Override
    public OptionalInt find(BtfKind kind, String name) {
        Integer id = ids.getOrDefault(kind, Map.of()).get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    @Override
    public List<BtfType> all() {
        return types;
    }
}
