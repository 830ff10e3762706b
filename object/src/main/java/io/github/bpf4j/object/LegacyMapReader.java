package io.github.bpf4j.object;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.object.LinkException.Feature;
import io.github.bpf4j.object.MapSpec.Pinning;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Reads maps as they were defined before BTF: in section {@code maps}, or {@code maps/NAME}, each symbol is a {@code struct
 * bpf_map_def} of five words: type, key size, value size, number of elements, flags.
 *
 * <p>As with libbpf before 1.0 a definition may be shorter, and what it lacks is 0; or longer, if the rest is 0. One of nine words is
 * iproute2's {@code struct bpf_elf_map}: it goes on with id, pinning, inner id, inner index. A map that is pinned for all
 * (PIN_GLOBAL_NS) is shared under its name. Other pinning depends on the file and on the loader's settings, and inner maps on the order in
 * which that loader makes them; neither is followed: a program that uses such a map cannot be linked. The types of key and value are those
 * of {@code struct ____btf_map_NAME}, where the object has one.
 */
final class LegacyMapReader {
    private static final int DEFINITION_BYTES = 5 * Integer.BYTES;
    private static final int ELF_MAP_BYTES = 9 * Integer.BYTES;
    private static final int ID = 5;
    private static final int PINNING = 6;
    private static final int PIN_GLOBAL_NS = 2;
    private static final String TYPES = "____btf_map_";

    /** What a struct says of the types of key and value; 0 where there is none. */
    private record Types(int keyTypeId, int valueTypeId) {
        static final Types NONE = new Types(0, 0);
    }

    private final ElfFile elf;
    private final SectionTable sections;
    private final Btf btf;

    LegacyMapReader(ElfFile elf, SectionTable sections, Btf btf) {
        this.elf = elf;
        this.sections = sections;
        this.btf = btf;
    }

    /** The maps in the order of the section; those that say more than can be followed are left out. */
    List<MapSpec> read(ElfSection section) {
        byte[] contents = elf.contents(section);
        List<ElfSymbol> symbols = elf.symbols.stream()
                .filter(symbol -> symbol.sectionIndex() == section.index()
                        && !symbol.isSection()
                        && !symbol.name().isEmpty())
                .sorted(Comparator.comparingLong(ElfSymbol::value))
                .toList();
        List<MapSpec> maps = new ArrayList<>();
        for (int i = 0; i < symbols.size(); i++) {
            ElfSymbol symbol = symbols.get(i);
            long next = i + 1 < symbols.size() ? symbols.get(i + 1).value() : section.size();
            long end = symbol.size() == 0 ? next : symbol.value() + symbol.size();
            if (symbol.value() < 0 || symbol.value() >= end || end > next || end > section.size()) {
                throw section.error(symbol.value(), "map " + symbol.name() + " overlaps another or has no definition");
            }
            int start = (int) symbol.value();
            ByteBuffer definition =
                    ByteBuffer.wrap(contents, start, (int) end - start).slice().order(elf.order);
            String beyond = beyond(definition);
            if (beyond.isEmpty()) {
                maps.add(map(section, symbol, definition));
                sections.defineLegacyMap(section, start, new CodeSection.MapTarget(symbol.name()));
            } else {
                sections.defineLegacyMap(
                        section,
                        start,
                        new CodeSection.UnlinkableTarget(
                                Feature.LEGACY_MAPS, "map " + symbol.name() + " " + beyond + "; define it in .maps"));
            }
        }
        return maps;
    }

    /** What a definition says beyond what is followed; empty if nothing. */
    private static String beyond(ByteBuffer definition) {
        boolean elfMap = definition.limit() == ELF_MAP_BYTES;
        for (int at = DEFINITION_BYTES; at < definition.limit(); at++) {
            int word = at / Integer.BYTES;
            boolean followed = elfMap && (word == ID || word == PINNING && isGlobal(definition));
            if (definition.get(at) != 0 && !followed) {
                return "has a definition of " + definition.limit() + " bytes that says something at byte " + at;
            }
        }
        return "";
    }

    private static boolean isGlobal(ByteBuffer definition) {
        return definition.limit() == ELF_MAP_BYTES && word(definition, PINNING) == PIN_GLOBAL_NS;
    }

    private MapSpec map(ElfSection section, ElfSymbol symbol, ByteBuffer definition) {
        int number = word(definition, 0);
        MapType type = MapType.byNumber(number)
                .orElseThrow(() -> section.error(
                        symbol.value(),
                        "map " + symbol.name() + ": unknown map type " + Integer.toUnsignedString(number)));
        int keySize = word(definition, 1);
        int valueSize = word(definition, 2);
        if (keySize < 0 || valueSize < 0) {
            throw section.error(symbol.value(), "map " + symbol.name() + ": keys or values of more than 2 GiB");
        }
        Types types = types(section, symbol, keySize, valueSize);
        return new MapSpec(
                symbol.name(),
                section.name(),
                type,
                keySize,
                valueSize,
                Integer.toUnsignedLong(word(definition, 3)),
                word(definition, 4),
                0,
                isGlobal(definition) ? Pinning.BY_NAME : Pinning.NONE,
                0,
                types.keyTypeId(),
                types.valueTypeId(),
                null,
                List.of(),
                null);
    }

    private static int word(ByteBuffer definition, int index) {
        int at = index * Integer.BYTES;
        return at + Integer.BYTES <= definition.limit() ? definition.getInt(at) : 0;
    }

    private Types types(ElfSection section, ElfSymbol symbol, int keySize, int valueSize) {
        OptionalInt id = btf.find(BtfKind.STRUCT, TYPES + symbol.name());
        if (id.isEmpty() || !(btf.type(id.getAsInt()) instanceof BtfType.Struct struct)) {
            return Types.NONE;
        }
        List<Member> members = struct.members();
        if (members.size() < 2) {
            throw section.error(symbol.value(), "struct " + struct.name() + " has no members key and value");
        }
        Member key = members.get(0);
        Member value = members.get(1);
        if (!isOf(key, keySize) || !isOf(value, valueSize)) {
            throw section.error(
                    symbol.value(),
                    "map " + symbol.name() + ": keys of " + keySize + " and values of " + valueSize
                            + " bytes are not of the types of struct " + struct.name());
        }
        return new Types(key.typeId(), value.typeId());
    }

    private boolean isOf(Member member, int size) {
        return btf.hasSize(member.typeId()) && btf.sizeOf(member.typeId()) == size;
    }
}
