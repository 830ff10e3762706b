package io.github.bpf4j.object;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.btf.BtfType.SecInfo;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.object.MapSpec.Pinning;
import io.github.bpf4j.object.MapSpec.Slot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Reads the maps that the types of the variables in .maps define (runtime spec 2.3). */
final class MapReader {
    private static final int MAP_REFERENCE_BYTES = 4;

    private final ElfFile elf;
    private final SectionTable sections;
    private final Btf btf;

    MapReader(ElfFile elf, SectionTable sections, Btf btf) {
        this.elf = elf;
        this.sections = sections;
        this.btf = btf;
    }

    /** A map of the object and where its initial elements would stand. */
    private record Definition(MapSpec map, long byteOffset, long endOffset, long valuesOffset) {}

    /** What the members of a map's struct have said so far. */
    private static final class Draft {
        @Nullable
        MapType type;

        @Nullable
        Integer keySize;

        @Nullable
        Integer valueSize;

        @Nullable
        MapSpec inner;

        boolean programs;
        long valuesOffset = -1;
        long maxEntries;
        int flags;
        int numaNode;
        Pinning pinning = Pinning.NONE;
        long mapExtra;
        int keyTypeId;
        int valueTypeId;
    }

    /** The maps in the order of the section, with their initial elements. */
    List<MapSpec> read(ElfSection section) {
        OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
        if (section.size() == 0) {
            return List.of();
        }
        if (id.isEmpty()) {
            throw section.error(0, "no BTF describes the maps");
        }
        NavigableMap<Long, Definition> definitions = new TreeMap<>();
        for (SecInfo entry : ((BtfType.DataSec) btf.type(id.getAsInt())).variables()) {
            Definition definition = define(section, entry);
            definitions.put(entry.byteOffset(), definition);
            sections.defineMap((int) entry.byteOffset(), definition.map().name());
        }
        Map<Long, NavigableMap<Integer, String>> slots = readSlots(section, definitions);
        List<MapSpec> maps = new ArrayList<>();
        definitions.forEach((byteOffset, definition) -> {
            List<Slot> list = new ArrayList<>();
            slots.getOrDefault(byteOffset, new TreeMap<>())
                    .forEach((index, target) -> list.add(new Slot(index, target)));
            maps.add(definition.map().withSlots(list));
        });
        return maps;
    }

    private Definition define(ElfSection section, SecInfo entry) {
        long at = entry.byteOffset();
        if (!(btf.type(entry.varId()) instanceof BtfType.Var variable)
                || !(btf.resolved(variable.typeId()) instanceof BtfType.Struct struct)) {
            throw section.error(at, "map " + btf.type(entry.varId()).name() + " is no variable of a struct type");
        }
        try {
            Draft draft = draft(section, at, variable.name(), struct, true);
            MapSpec map = finish(section, at, variable.name(), draft);
            return new Definition(map, at, at + entry.size(), draft.valuesOffset);
        } catch (BtfTypeException e) {
            throw new ObjectFormatException(section.name(), at, "map " + variable.name() + ": " + e.getMessage(), e);
        }
    }

    private Draft draft(ElfSection section, long at, String name, BtfType.Struct struct, boolean outer) {
        Draft draft = new Draft();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < struct.members().size(); i++) {
            Member member = struct.members().get(i);
            int typeId = member.typeId();
            if (!seen.add(member.name())) {
                throw error(section, at, name, "second member \"" + member.name() + "\"");
            }
            switch (member.name()) {
                case "type" -> draft.type = mapType(section, at, name, number(section, at, name, member));
                case "max_entries" -> draft.maxEntries = number(section, at, name, member);
                case "map_flags" -> draft.flags = (int) number(section, at, name, member);
                case "numa_node" -> draft.numaNode = (int) number(section, at, name, member);
                case "map_extra" -> draft.mapExtra = number(section, at, name, member);
                case "key_size" ->
                    draft.keySize = same(section, at, name, draft.keySize, number(section, at, name, member));
                case "value_size" ->
                    draft.valueSize = same(section, at, name, draft.valueSize, number(section, at, name, member));
                case "key" -> {
                    draft.keyTypeId = pointee(section, at, name, member);
                    draft.keySize = same(section, at, name, draft.keySize, btf.sizeOf(draft.keyTypeId));
                }
                case "value" -> {
                    draft.valueTypeId = pointee(section, at, name, member);
                    draft.valueSize = same(section, at, name, draft.valueSize, btf.sizeOf(draft.valueTypeId));
                }
                case "pinning" -> draft.pinning = pinning(section, at, name, number(section, at, name, member), outer);
                case "values" -> {
                    if (i != struct.members().size() - 1 || !outer) {
                        throw error(section, at, name, outer ? "\"values\" is not the last member" : "nested twice");
                    }
                    draft.valuesOffset = member.byteOffset();
                    values(section, at, name, typeId, draft);
                }
                default -> throw error(section, at, name, "unknown member \"" + member.name() + "\"");
            }
        }
        return draft;
    }

    private void values(ElfSection section, long at, String name, int typeId, Draft draft) {
        draft.valueSize = same(section, at, name, draft.valueSize, MAP_REFERENCE_BYTES);
        if (!(btf.resolved(typeId) instanceof BtfType.Array array)
                || array.count() != 0
                || !(btf.resolved(array.elementTypeId()) instanceof BtfType.Ptr element)) {
            throw error(section, at, name, "\"values\" is no flexible array of pointers");
        }
        switch (btf.resolved(element.typeId())) {
            case BtfType.Struct struct -> {
                String innerName = name + ".inner";
                draft.inner = finish(section, at, innerName, draft(section, at, innerName, struct, false));
            }
            case BtfType.FuncProto _ -> draft.programs = true;
            default -> throw error(section, at, name, "\"values\" points neither to maps nor to programs");
        }
    }

    private MapSpec finish(ElfSection section, long at, String name, Draft draft) {
        MapType type = draft.type;
        if (type == null) {
            throw error(section, at, name, "no type");
        }
        if (draft.inner != null && !type.isMapInMap()) {
            throw error(section, at, name, "a " + type + " holds no maps");
        }
        if (draft.programs && type != MapType.PROG_ARRAY) {
            throw error(section, at, name, "a " + type + " holds no programs");
        }
        return new MapSpec(
                name,
                section.name(),
                type,
                draft.keySize == null ? 0 : draft.keySize,
                draft.valueSize == null ? 0 : draft.valueSize,
                draft.maxEntries,
                draft.flags,
                draft.numaNode,
                draft.pinning,
                draft.mapExtra,
                draft.keyTypeId,
                draft.valueTypeId,
                draft.inner,
                List.of(),
                null);
    }

    private static MapType mapType(ElfSection section, long at, String name, long number) {
        return (number > Integer.MAX_VALUE ? java.util.Optional.<MapType>empty() : MapType.byNumber((int) number))
                .orElseThrow(() -> error(section, at, name, "unknown map type " + number));
    }

    private static Pinning pinning(ElfSection section, long at, String name, long number, boolean outer) {
        if (!outer && number != 0) {
            throw error(section, at, name, "an inner map cannot be pinned");
        }
        return switch ((int) Math.min(number, 2)) {
            case 0 -> Pinning.NONE;
            case 1 -> Pinning.BY_NAME;
            default -> throw error(section, at, name, "unknown pinning " + number);
        };
    }

    /** A number is written as a pointer to an array of so many elements, or as the only enumerator of an enum. */
    private long number(ElfSection section, long at, String name, Member member) {
        return switch (btf.resolved(member.typeId())) {
            case BtfType.Ptr pointer
            when btf.resolved(pointer.typeId()) instanceof BtfType.Array array -> array.count();
            case BtfType.Enumeration enumeration
            when enumeration.enumerators().size() == 1 ->
                enumeration.enumerators().getFirst().value();
            default -> throw error(section, at, name, "member \"" + member.name() + "\" does not encode a number");
        };
    }

    private int pointee(ElfSection section, long at, String name, Member member) {
        if (!(btf.resolved(member.typeId()) instanceof BtfType.Ptr pointer)) {
            throw error(section, at, name, "member \"" + member.name() + "\" is no pointer to a type");
        }
        return pointer.typeId();
    }

    private static int same(ElfSection section, long at, String name, @Nullable Integer known, long size) {
        if (size < 0 || size > Integer.MAX_VALUE) {
            throw error(section, at, name, "size " + size + " is too large");
        }
        if (known != null && known != size) {
            throw error(section, at, name, "sizes " + known + " and " + size + " conflict");
        }
        return (int) size;
    }

    /** Initial elements by offset of their map: each relocation in {@code values} names a map or a program. */
    private Map<Long, NavigableMap<Integer, String>> readSlots(
            ElfSection section, NavigableMap<Long, Definition> definitions) {
        Map<Long, NavigableMap<Integer, String>> slots = new HashMap<>();
        ByteBuffer contents = ByteBuffer.wrap(elf.contents(section)).order(elf.order);
        for (ElfRelocation relocation : elf.relocations(section)) {
            long at = relocation.byteOffset();
            Map.Entry<Long, Definition> entry = definitions.floorEntry(at);
            if (entry == null || at >= entry.getValue().endOffset()) {
                throw section.error(at, "relocation outside any map");
            }
            Definition definition = entry.getValue();
            String name = definition.map().name();
            long offset = at - definition.byteOffset() - definition.valuesOffset();
            if (definition.valuesOffset() < 0 || offset < 0 || offset % Btf.POINTER_SIZE != 0) {
                throw error(section, at, name, "relocation outside \"values\"");
            }
            if (relocation.type() != ElfRelocation.R_BPF_64_ABS64 || at > section.size() - Btf.POINTER_SIZE) {
                throw error(section, at, name, ElfRelocation.name(relocation.type()) + ", expected R_BPF_64_ABS64");
            }
            if (definition.map().type() == MapType.HASH_OF_MAPS
                    && definition.map().keySize() != Integer.BYTES) {
                throw error(section, at, name, "initial elements need keys of 4 bytes");
            }
            String target = target(section, at, definition.map(), relocation.symbol(), contents.getLong((int) at));
            slots.computeIfAbsent(definition.byteOffset(), _ -> new TreeMap<>())
                    .put((int) (offset / Btf.POINTER_SIZE), target);
        }
        return slots;
    }

    private String target(ElfSection section, long at, MapSpec map, ElfSymbol symbol, long addend) {
        ElfSection home = elf.sectionOf(symbol);
        if (map.type().isMapInMap()) {
            String inner = home != null && sections.isMaps(home) ? sections.mapAt(symbol.value() + addend) : null;
            if (inner == null) {
                throw error(section, at, map.name(), symbol.display() + " is no map");
            }
            return inner;
        }
        boolean program = home != null
                && home.isCode()
                && symbol.isFunction()
                && !symbol.isLocal()
                && !home.name().equals(CodeSection.TEXT);
        if (!program || map.type() != MapType.PROG_ARRAY) {
            throw error(section, at, map.name(), symbol.display() + " is no program of a PROG_ARRAY");
        }
        return symbol.name();
    }

    private static ObjectFormatException error(ElfSection section, long at, String name, String reason) {
        return section.error(at, "map " + name + ": " + reason);
    }
}
