package io.github.bpf4j.object;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfTypeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Gives a data section another size before it is loaded, as loaders of Linux do (runtime spec 2.4). */
final class DataSize {
    private DataSize() {}

    /**
     * The same object with a data section of another size; what is new is zero. If the section's last variable is an array whose elements
     * end where the section does, it gets as many as there is room for; else the map is without types. Variables that have no room are
     * gone.
     */
    static CollectionSpec.Parts change(CollectionSpec.Parts parts, MapSpec map, DataImage contents, int size) {
        Optional<Btf> grown = grown(parts.btf(), map, size);
        Btf btf = grown.orElse(parts.btf());
        MapSpec changed = map.withContents(contents.withSize(size))
                .withSizes(map.keySize(), size)
                .withTypeIds(map.keyTypeId(), grown.isPresent() ? map.valueTypeId() : 0);
        List<MapSpec> maps = new ArrayList<>(parts.maps());
        maps.set(maps.indexOf(map), changed);
        List<VariableSpec> variables = new ArrayList<>();
        for (VariableSpec variable : parts.variables()) {
            VariableSpec kept = variable.mapName().equals(map.name()) && grown.isPresent()
                    ? resized(btf, changed, variable)
                    : variable;
            if (!kept.mapName().equals(map.name()) || (long) kept.byteOffset() + kept.size() <= size) {
                variables.add(kept);
            }
        }
        return new CollectionSpec.Parts(
                parts.byteOrder(),
                parts.license(),
                parts.version(),
                parts.programs(),
                maps,
                variables,
                parts.externs(),
                parts.structOps(),
                btf,
                parts.code());
    }

    private static Optional<Btf> grown(Btf btf, MapSpec map, int size) {
        if (map.valueTypeId() == 0) {
            return Optional.empty();
        }
        try {
            return Optional.of(btf.withSectionSize(map.valueTypeId(), size));
        } catch (BtfTypeException _) {
            return Optional.empty();
        }
    }

    /** The variable as the section's types have it now. */
    private static VariableSpec resized(Btf btf, MapSpec map, VariableSpec variable) {
        BtfType.SecInfo last =
                ((BtfType.DataSec) btf.type(map.valueTypeId())).variables().getLast();
        if (last.byteOffset() != variable.byteOffset()
                || !(btf.type(last.varId()) instanceof BtfType.Var type)
                || !type.name().equals(variable.name())) {
            return variable;
        }
        return new VariableSpec(
                variable.name(),
                variable.mapName(),
                variable.byteOffset(),
                (int) last.size(),
                type.typeId(),
                variable.linkage(),
                variable.constant());
    }
}
