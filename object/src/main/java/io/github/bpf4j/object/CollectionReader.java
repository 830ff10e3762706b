package io.github.bpf4j.object;

import io.github.bpf4j.abi.SectionName;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfExt;
import io.github.bpf4j.btf.BtfFormatException;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Puts a {@link CollectionSpec} together from the parts of an object. */
final class CollectionReader {
    private static final int MAX_LICENSE_BYTES = 127;

    private final ElfFile elf;
    private final SectionTable sections;
    private final String objectName;

    CollectionReader(byte[] file, String objectName) {
        this.elf = new ElfFile(file);
        this.sections = new SectionTable(elf);
        this.objectName = objectName;
    }

    CollectionSpec read() {
        Btf fileTypes = readBtf();
        BtfExt ext = readBtfExt(fileTypes);
        DataReader data = new DataReader(elf, sections);
        Optional<KconfigSection> settings = KconfigSection.read(data.layOut(fileTypes), objectName);
        Btf btf = settings.map(KconfigSection::btf).orElseGet(() -> data.layOut(fileTypes));
        List<MapSpec> dataMaps = new ArrayList<>();
        List<VariableSpec> variables = new ArrayList<>();
        for (ElfSection section : sections.data()) {
            MapSpec map = data.map(section, objectName, btf);
            sections.defineData(section, map.name());
            dataMaps.add(map);
            variables.addAll(data.variables(section, map, btf));
        }
        settings.ifPresent(section -> {
            dataMaps.add(section.map());
            variables.addAll(section.variables());
        });
        List<MapSpec> maps = new ArrayList<>();
        sections.maps().ifPresent(section -> maps.addAll(new MapReader(elf, sections, btf).read(section)));
        LegacyMapReader legacy = new LegacyMapReader(elf, sections, btf);
        sections.legacyMaps().forEach(section -> maps.addAll(legacy.read(section)));
        maps.addAll(dataMaps);
        checkNames(maps);
        Map<String, CodeSection> code = new LinkedHashMap<>();
        List<ProgramSpec> programs = new ArrayList<>();
        CodeReader codeReader = new CodeReader(elf, sections, ext);
        for (ElfSection section : sections.code()) {
            CodeSection codeSection = codeReader.read(section);
            code.put(section.name(), codeSection);
            if (!section.name().equals(CodeSection.TEXT)) {
                codeReader.entries(section).forEach(symbol -> programs.add(program(codeSection, symbol)));
            }
        }
        checkNames(programs, maps);
        List<StructOpsSpec> structOps = new ArrayList<>();
        StructOpsReader operations = new StructOpsReader(elf, btf, programs);
        sections.structOps().forEach(section -> structOps.addAll(operations.read(section)));
        return new CollectionSpec(new CollectionSpec.Parts(
                elf.order, license(), version(), programs, maps, variables, externs(btf), structOps, btf, code));
    }

    private Btf readBtf() {
        Optional<ElfSection> section = sections.named(".BTF");
        if (section.isEmpty()) {
            return Btf.empty(elf.order);
        }
        try {
            Btf btf = Btf.parse(elf.contents(section.get()));
            if (btf.byteOrder() != elf.order) {
                throw section.get().error(0, "byte order differs from that of the file");
            }
            return btf;
        } catch (BtfFormatException e) {
            throw new ObjectFormatException(".BTF", e.byteOffset(), e.reason(), e);
        }
    }

    private BtfExt readBtfExt(Btf btf) {
        Optional<ElfSection> section = sections.named(".BTF.ext");
        if (section.isEmpty()) {
            return BtfExt.EMPTY;
        }
        try {
            return BtfExt.parse(elf.contents(section.get()), btf);
        } catch (BtfFormatException e) {
            throw new ObjectFormatException(".BTF.ext", e.byteOffset(), e.reason(), e);
        }
    }

    private String license() {
        Optional<ElfSection> section = sections.named("license");
        if (section.isEmpty()) {
            return "";
        }
        byte[] bytes = elf.contents(section.get());
        int end = 0;
        while (end < bytes.length && end < MAX_LICENSE_BYTES && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8);
    }

    private int version() {
        Optional<ElfSection> section = sections.named("version");
        if (section.isEmpty()) {
            return 0;
        }
        byte[] bytes = elf.contents(section.get());
        if (bytes.length != Integer.BYTES) {
            throw section.get().error(0, "version of " + bytes.length + " bytes, expected 4");
        }
        return ByteBuffer.wrap(bytes).order(elf.order).getInt();
    }

    private static ProgramSpec program(CodeSection section, ElfSymbol symbol) {
        int insnOffset = (int) (symbol.value() / CodeSection.SLOT_BYTES);
        CodeSection.Function function = section.functions().get(insnOffset);
        int insnCount = function == null ? 0 : function.endInsn() - function.startInsn();
        Optional<SectionName> name = SectionName.parse(section.name());
        if (name.isEmpty()) {
            return new ProgramSpec(
                    symbol.display(),
                    section.name(),
                    null,
                    null,
                    "",
                    false,
                    false,
                    !section.name().startsWith("?"),
                    insnOffset,
                    insnCount);
        }
        SectionName convention = name.get();
        return new ProgramSpec(
                symbol.display(),
                section.name(),
                convention.type(),
                convention.expectedAttachType(),
                convention.target(),
                convention.sleepable(),
                convention.frags(),
                convention.autoload(),
                insnOffset,
                insnCount);
    }

    private static void checkNames(List<MapSpec> maps) {
        Set<String> names = new HashSet<>();
        for (MapSpec map : maps) {
            if (!names.add(map.name())) {
                throw new ObjectFormatException(map.section(), 0, "second map named " + map.name());
            }
        }
    }

    private static void checkNames(List<ProgramSpec> programs, List<MapSpec> maps) {
        Set<String> names = new HashSet<>();
        for (ProgramSpec program : programs) {
            if (!names.add(program.name())) {
                throw new ObjectFormatException(
                        program.section(),
                        (long) program.insnOffset() * CodeSection.SLOT_BYTES,
                        "second program named " + program.name());
            }
        }
        for (MapSpec map : maps) {
            for (MapSpec.Slot slot : map.slots()) {
                if (!map.type().isMapInMap() && !names.contains(slot.target())) {
                    throw new ObjectFormatException(map.section(), 0, "no program named " + slot.target());
                }
            }
        }
    }

    private List<ExternSpec> externs(Btf btf) {
        Map<String, ExternSpec> typed = new HashMap<>();
        for (String section : List.of(KconfigSection.NAME, ExternTable.KSYMS)) {
            btf.find(BtfKind.DATASEC, section)
                    .ifPresent(id -> ((BtfType.DataSec) btf.type(id))
                            .variables()
                            .forEach(entry -> {
                                boolean function = btf.type(entry.varId()) instanceof BtfType.Func;
                                String name = btf.type(entry.varId()).name();
                                typed.put(name, new ExternSpec(name, section, function, false, entry.varId()));
                            }));
        }
        List<ExternSpec> externs = new ArrayList<>();
        for (ElfSymbol symbol : elf.symbols) {
            if (symbol.isUndefined() && !symbol.name().isEmpty() && !symbol.isLocal()) {
                ExternSpec known = typed.getOrDefault(
                        symbol.name(),
                        new ExternSpec(symbol.name(), "", false, false, externFunction(btf, symbol.name())));
                externs.add(new ExternSpec(
                        known.name(),
                        known.section(),
                        known.function() || btf.type(known.typeId()) instanceof BtfType.Func,
                        symbol.isWeak(),
                        known.typeId()));
            }
        }
        return externs;
    }

    private static int externFunction(Btf btf, String name) {
        int id = btf.find(BtfKind.FUNC, name).orElse(0);
        return btf.type(id) instanceof BtfType.Func function && function.linkage() == Linkage.EXTERN ? id : 0;
    }
}
