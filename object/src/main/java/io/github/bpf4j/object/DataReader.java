package io.github.bpf4j.object;

import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfType.SecInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Reads global data: sizes and offsets that BTF leaves open, sections as maps, variables (runtime spec 2.4, 2.6). */
final class DataReader {
    private static final int KERNEL_NAME_LENGTH = 15;
    private static final int SHORTEST_SUFFIX = 7;

    private final ElfFile elf;
    private final SectionTable sections;
    private final Map<Integer, Map<String, List<ElfSymbol>>> objects = new HashMap<>();

    DataReader(ElfFile elf, SectionTable sections) {
        this.elf = elf;
        this.sections = sections;
        for (ElfSymbol symbol : elf.symbols) {
            if (symbol.isObject()
                    && elf.sectionOf(symbol) != null
                    && !symbol.name().isEmpty()) {
                objects.computeIfAbsent(symbol.sectionIndex(), _ -> new HashMap<>())
                        .computeIfAbsent(symbol.name(), _ -> new ArrayList<>())
                        .add(symbol);
            }
        }
    }

    /** The types with each data section as large as in the object and each variable where its symbol is. */
    Btf layOut(Btf btf) {
        Map<Integer, BtfType.DataSec> changed = new HashMap<>();
        for (int id = 1; id <= btf.typeCount(); id++) {
            if (btf.type(id) instanceof BtfType.DataSec section) {
                int typeId = id;
                sections.named(section.name())
                        .ifPresent(elfSection -> changed.put(typeId, layOut(btf, section, elfSection)));
            }
        }
        return changed.isEmpty() ? btf : btf.withDataSections(changed);
    }

    private BtfType.DataSec layOut(Btf btf, BtfType.DataSec section, ElfSection elfSection) {
        Map<String, List<ElfSymbol>> symbols = objects.getOrDefault(elfSection.index(), Map.of());
        List<SecInfo> variables = new ArrayList<>();
        for (SecInfo entry : section.variables()) {
            String name = btf.type(entry.varId()).name();
            List<ElfSymbol> named = symbols.getOrDefault(name, List.of());
            long byteOffset = named.size() == 1 ? named.getFirst().value() : entry.byteOffset();
            boolean isStatic =
                    btf.type(entry.varId()) instanceof BtfType.Var variable && variable.linkage() == Linkage.STATIC;
            if (named.isEmpty() && !isStatic) {
                throw new ObjectFormatException(".BTF", 0, "no symbol for variable " + name + " of " + section.name());
            }
            if (byteOffset < 0 || byteOffset > elfSection.size() || entry.size() > elfSection.size() - byteOffset) {
                throw new ObjectFormatException(
                        ".BTF",
                        0,
                        "variable " + name + " of " + entry.size() + " bytes at " + byteOffset + " lies outside the "
                                + elfSection.size() + " bytes of " + section.name());
            }
            variables.add(new SecInfo(entry.varId(), byteOffset, entry.size()));
        }
        variables.sort((one, other) -> Long.compare(one.byteOffset(), other.byteOffset()));
        return new BtfType.DataSec(section.name(), size(elfSection), variables);
    }

    /** A data section as a one-element array map. */
    MapSpec map(ElfSection section, String objectName, Btf btf) {
        int size = size(section);
        OptionalInt typeId = btf.find(BtfKind.DATASEC, section.name());
        int flags = isReadOnly(section) ? MapFlags.RDONLY_PROG : 0;
        if (typeId.isPresent() && hasVisibleVariable(btf, (BtfType.DataSec) btf.type(typeId.getAsInt()))) {
            flags |= MapFlags.MMAPABLE;
        }
        return new MapSpec(
                mapName(section.name(), objectName),
                section.name(),
                MapType.ARRAY,
                Integer.BYTES,
                size,
                1,
                flags,
                0,
                MapSpec.Pinning.NONE,
                0,
                0,
                typeId.orElse(0),
                null,
                List.of(),
                DataImage.of(elf.contents(section), size));
    }

    private static boolean isReadOnly(ElfSection section) {
        return section.name().startsWith(".rodata");
    }

    private static boolean hasVisibleVariable(Btf btf, BtfType.DataSec section) {
        return section.variables().stream()
                .anyMatch(entry -> btf.type(entry.varId()) instanceof BtfType.Var variable
                        && variable.linkage() != Linkage.STATIC);
    }

    /** A section with its own suffix keeps its name; the standard three follow as much of the object's as fits. */
    static String mapName(String section, String objectName) {
        if (section.indexOf('.', 1) > 0) {
            return section;
        }
        int room = KERNEL_NAME_LENGTH - Math.max(SHORTEST_SUFFIX, section.length());
        String prefix = objectName.substring(0, Math.min(room, objectName.length()));
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < prefix.length(); i++) {
            char c = prefix.charAt(i);
            boolean plain = c < 0x80 && Character.isLetterOrDigit(c);
            name.append(plain || c == '_' || c == '.' ? c : '_');
        }
        return name + section;
    }

    private static int size(ElfSection section) {
        if (section.size() > Integer.MAX_VALUE) {
            throw section.error(0, "data of " + section.size() + " bytes is too large");
        }
        return (int) section.size();
    }

    /** The variables of a section by offset; without BTF they have a size but no type. */
    List<VariableSpec> variables(ElfSection section, MapSpec map, Btf btf) {
        Map<String, SecInfo> typed = new HashMap<>();
        if (map.valueTypeId() != 0 && btf.type(map.valueTypeId()) instanceof BtfType.DataSec types) {
            types.variables()
                    .forEach(entry -> typed.putIfAbsent(btf.type(entry.varId()).name(), entry));
        }
        List<VariableSpec> variables = new ArrayList<>();
        for (List<ElfSymbol> named :
                objects.getOrDefault(section.index(), Map.of()).values()) {
            for (ElfSymbol symbol : named) {
                variables.add(variable(section, map, btf, typed.get(symbol.name()), symbol));
            }
        }
        variables.sort(DataReader::byOffset);
        return variables;
    }

    /** Written out, here and elsewhere on the way to the first packet: no archive of classes takes what the methods of Comparator make. */
    private static int byOffset(VariableSpec one, VariableSpec other) {
        int order = Integer.compare(one.byteOffset(), other.byteOffset());
        return order != 0 ? order : one.name().compareTo(other.name());
    }

    private static VariableSpec variable(
            ElfSection section, MapSpec map, Btf btf, @Nullable SecInfo entry, ElfSymbol symbol) {
        if (symbol.value() < 0
                || symbol.value() > section.size()
                || symbol.size() < 0
                || symbol.size() > section.size() - symbol.value()) {
            throw section.error(symbol.value(), "variable " + symbol.name() + " does not fit in the section");
        }
        int typeId = 0;
        if (entry != null
                && entry.byteOffset() == symbol.value()
                && btf.type(entry.varId()) instanceof BtfType.Var variable) {
            typeId = variable.typeId();
        }
        return new VariableSpec(
                symbol.name(),
                map.name(),
                (int) symbol.value(),
                (int) symbol.size(),
                typeId,
                symbol.isLocal() ? Linkage.STATIC : Linkage.GLOBAL,
                isReadOnly(section));
    }
}
