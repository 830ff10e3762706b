package io.github.bpf4j.object;

import io.github.bpf4j.object.CodeSection.Reference;
import io.github.bpf4j.object.CodeSection.UnlinkableTarget;
import io.github.bpf4j.object.LinkException.Feature;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What each section of an object is for (runtime spec 2.1), and what an address in it means. */
final class SectionTable {
    static final String MAPS = ".maps";
    static final String LEGACY_MAPS = "maps";
    private static final String ARENA = ".addr_space.1";

    /** The use of a section. */
    private enum Use {
        CODE,
        DATA,
        MAPS,
        LEGACY_MAPS,
        ARENA,
        STRUCT_OPS,
        OTHER
    }

    private final ElfFile elf;
    private final Map<Integer, Use> uses = new HashMap<>();
    private final Map<String, ElfSection> byName = new HashMap<>();
    private final Map<Integer, String> dataMaps = new HashMap<>();
    private final Map<Integer, String> mapsByOffset = new HashMap<>();
    private final Map<Integer, Map<Long, Reference>> legacyMaps = new HashMap<>();

    SectionTable(ElfFile elf) {
        this.elf = elf;
        for (ElfSection section : elf.sections) {
            Use use = use(section);
            uses.put(section.index(), use);
            ElfSection other = byName.putIfAbsent(section.name(), section);
            if (other != null && (use != Use.OTHER || uses.get(other.index()) != Use.OTHER)) {
                throw section.error(0, "second section of this name");
            }
        }
    }

    private static Use use(ElfSection section) {
        String name = section.name();
        if (section.type() != ElfSection.PROGBITS && section.type() != ElfSection.NOBITS) {
            return Use.OTHER;
        }
        if (name.equals(ARENA)) {
            return Use.ARENA;
        }
        if (isNamed(name, ".bss")) {
            return Use.DATA;
        }
        if (section.type() == ElfSection.NOBITS) {
            return Use.OTHER;
        }
        if (section.isCode()) {
            return section.size() == 0 ? Use.OTHER : Use.CODE;
        }
        if (name.equals(MAPS)) {
            return Use.MAPS;
        }
        if (name.equals(LEGACY_MAPS) || name.startsWith(LEGACY_MAPS + "/")) {
            return Use.LEGACY_MAPS;
        }
        if (name.startsWith(".struct_ops") || name.startsWith("?.struct_ops")) {
            return Use.STRUCT_OPS;
        }
        return isNamed(name, ".data") || isNamed(name, ".rodata") ? Use.DATA : Use.OTHER;
    }

    private static boolean isNamed(String name, String kind) {
        return name.equals(kind) || name.startsWith(kind + ".");
    }

    Optional<ElfSection> named(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Optional<ElfSection> maps() {
        return named(MAPS).filter(section -> uses.get(section.index()) == Use.MAPS);
    }

    List<ElfSection> structOps() {
        return all(Use.STRUCT_OPS);
    }

    List<ElfSection> legacyMaps() {
        return all(Use.LEGACY_MAPS);
    }

    List<ElfSection> code() {
        return all(Use.CODE);
    }

    /** Data sections that hold anything. */
    List<ElfSection> data() {
        return all(Use.DATA).stream().filter(section -> section.size() != 0).toList();
    }

    private List<ElfSection> all(Use use) {
        List<ElfSection> sections = new ArrayList<>();
        for (ElfSection section : elf.sections) {
            if (uses.get(section.index()) == use) {
                sections.add(section);
            }
        }
        return sections;
    }

    void defineData(ElfSection section, String mapName) {
        dataMaps.put(section.index(), mapName);
    }

    void defineMap(int byteOffset, String mapName) {
        mapsByOffset.put(byteOffset, mapName);
    }

    /** Says what the address of a map means that is defined before there was BTF. */
    void defineLegacyMap(ElfSection section, long byteOffset, Reference meaning) {
        legacyMaps.computeIfAbsent(section.index(), _ -> new HashMap<>()).put(byteOffset, meaning);
    }

    /** The map defined at an offset of the .maps section, or null. */
    @Nullable
    String mapAt(long byteOffset) {
        return byteOffset < 0 || byteOffset > Integer.MAX_VALUE ? null : mapsByOffset.get((int) byteOffset);
    }

    boolean isMaps(ElfSection section) {
        return uses.get(section.index()) == Use.MAPS;
    }

    /** What the address of a symbol plus an addend in bytes means. */
    Reference address(ElfSymbol symbol, long addend) {
        if (symbol.isUndefined()) {
            return new CodeSection.ExternTarget(symbol.display());
        }
        ElfSection section = elf.sectionOf(symbol);
        if (section == null) {
            return new UnlinkableTarget(null, symbol.display() + " lies in no section");
        }
        long byteOffset = symbol.value() + addend;
        return switch (uses.getOrDefault(section.index(), Use.OTHER)) {
            case MAPS -> {
                String map = mapAt(byteOffset);
                yield map == null
                        ? new UnlinkableTarget(null, "no map at offset " + byteOffset + " of " + section.name())
                        : new CodeSection.MapTarget(map);
            }
            case DATA -> {
                String map = dataMaps.get(section.index());
                yield map == null || byteOffset < 0 || byteOffset > section.size()
                        ? new UnlinkableTarget(null, "offset " + byteOffset + " lies outside " + section.name())
                        : new CodeSection.ValueTarget(map, (int) byteOffset);
            }
            case CODE ->
                byteOffset < 0 || byteOffset >= section.size() || byteOffset % CodeSection.SLOT_BYTES != 0
                        ? new UnlinkableTarget(null, "no instruction at offset " + byteOffset + " of " + section.name())
                        : new CodeSection.FunctionTarget(section.name(), (int) (byteOffset / CodeSection.SLOT_BYTES));
            case LEGACY_MAPS ->
                legacyMaps
                        .getOrDefault(section.index(), Map.of())
                        .getOrDefault(
                                byteOffset,
                                new UnlinkableTarget(null, "no map at offset " + byteOffset + " of " + section.name()));
            case ARENA -> new UnlinkableTarget(Feature.ARENA, "variable " + symbol.display());
            case STRUCT_OPS -> new UnlinkableTarget(Feature.STRUCT_OPS, symbol.display());
            case OTHER -> new UnlinkableTarget(null, symbol.display() + " lies in section " + section.name());
        };
    }
}
