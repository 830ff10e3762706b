package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernel's types by their names without flavours. Immutable and safe for use by any thread. */
public final class KernelIndex {
    private final Btf types;
    private final Map<String, List<Integer>> byName = new HashMap<>();

    /** Reads the names. */
    public KernelIndex(Btf types) {
        this.types = types;
        for (int id = 1; id <= types.typeCount(); id++) {
            String name = types.type(id).name();
            if (!name.isEmpty()) {
                byName.computeIfAbsent(Flavours.essentialName(name), _ -> new ArrayList<>(1))
                        .add(id);
            }
        }
    }

    /** The kernel's types. */
    public Btf types() {
        return types;
    }

    /** Types of the same kind and name as one of an object. */
    List<Integer> candidates(BtfType local, Work work) throws RelocationException {
        List<Integer> named = byName.getOrDefault(Flavours.essentialName(local.name()), List.of());
        work.spend(named.size());
        return named.stream()
                .filter(id -> types.type(id).kind() == local.kind()
                        || types.type(id) instanceof BtfType.Enumeration && local instanceof BtfType.Enumeration)
                .toList();
    }
}
