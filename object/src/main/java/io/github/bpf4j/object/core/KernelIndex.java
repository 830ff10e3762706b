package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The kernel's types by their names without flavours. Safe for use by any thread. */
public final class KernelIndex {
    private final Btf types;
    private @Nullable Map<String, List<Integer>> byName;

    /** Reads the names when the first of them is asked for. */
    public KernelIndex(Btf types) {
        this.types = types;
    }

    private synchronized Map<String, List<Integer>> byName() {
        if (byName == null) {
            Map<String, List<Integer>> read = new HashMap<>();
            for (int id = 1; id <= types.typeCount(); id++) {
                String name = types.name(id);
                if (!name.isEmpty()) {
                    read.computeIfAbsent(Flavours.essentialName(name), _ -> new ArrayList<>(1))
                            .add(id);
                }
            }
            byName = read;
        }
        return byName;
    }

    /** The kernel's types. */
    public Btf types() {
        return types;
    }

    /** Types of the same kind and name as one of an object. */
    List<Integer> candidates(BtfType local, Work work) throws RelocationException {
        List<Integer> named = byName().getOrDefault(Flavours.essentialName(local.name()), List.of());
        work.spend(named.size());
        return named.stream()
                .filter(id -> types.type(id).kind() == local.kind()
                        || types.type(id) instanceof BtfType.Enumeration && local instanceof BtfType.Enumeration)
                .toList();
    }
}
