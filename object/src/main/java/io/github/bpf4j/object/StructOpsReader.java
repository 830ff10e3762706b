package io.github.bpf4j.object;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.btf.BtfType.SecInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Reads tables of kernel operations from sections {@code .struct_ops*}: their types say what a relocation in them fills. */
final class StructOpsReader {
    private final ElfFile elf;
    private final Btf btf;
    private final Map<String, ProgramSpec> programs;
    private final Map<String, Use> uses = new HashMap<>();

    /** What a program implements: it can serve several tables, but only as the same member of the same struct. */
    private record Use(int typeId, String member) {}

    StructOpsReader(ElfFile elf, Btf btf, List<ProgramSpec> programs) {
        this.elf = elf;
        this.btf = btf;
        this.programs =
                programs.stream().collect(Collectors.toMap(ProgramSpec::name, program -> program, (first, _) -> first));
    }

    /** The tables in the order of the section; none if no BTF describes them. */
    List<StructOpsSpec> read(ElfSection section) {
        OptionalInt id = btf.find(BtfKind.DATASEC, section.name());
        if (id.isEmpty()) {
            return List.of();
        }
        Map<Long, ElfSymbol> references = new LinkedHashMap<>();
        for (ElfRelocation relocation : elf.relocations(section)) {
            references.put(relocation.byteOffset(), relocation.symbol());
        }
        DataImage contents = DataImage.of(elf.contents(section), (int) section.size());
        List<StructOpsSpec> tables = new ArrayList<>();
        for (SecInfo entry : ((BtfType.DataSec) btf.type(id.getAsInt())).variables()) {
            tables.add(table(section, entry, contents, references));
        }
        return tables;
    }

    private StructOpsSpec table(
            ElfSection section, SecInfo entry, DataImage contents, Map<Long, ElfSymbol> references) {
        BtfType variable = btf.type(entry.varId());
        int typeId = variable instanceof BtfType.Var declared ? btf.resolve(declared.typeId()) : 0;
        if (!(btf.type(typeId) instanceof BtfType.Struct struct)) {
            throw section.error(
                    entry.byteOffset(), "operations " + variable.name() + " are no variable of a struct type");
        }
        if (entry.size() != struct.size()) {
            throw section.error(
                    entry.byteOffset(),
                    "operations " + variable.name() + " are " + entry.size() + " bytes of a struct of "
                            + struct.size());
        }
        Map<String, String> members = new LinkedHashMap<>();
        for (Member member : struct.members()) {
            ElfSymbol symbol = references.get(entry.byteOffset() + member.byteOffset());
            if (symbol != null && symbol.isFunction()) {
                members.put(member.name(), symbol.display());
                check(section, entry.byteOffset() + member.byteOffset(), symbol, new Use(typeId, member.name()));
            }
        }
        DataImage own = DataImage.of(contents.slice((int) entry.byteOffset(), (int) entry.size()), (int) entry.size());
        boolean autocreate = !section.name().startsWith("?");
        return new StructOpsSpec(variable.name(), section.name(), typeId, own, members, autocreate);
    }

    private void check(ElfSection section, long byteOffset, ElfSymbol symbol, Use use) {
        ProgramSpec program = programs.get(symbol.display());
        if (program == null || program.type() != ProgramType.STRUCT_OPS) {
            throw section.error(
                    byteOffset,
                    "operation " + use.member() + " is " + symbol.display() + ", which is no program for it");
        }
        Use other = uses.putIfAbsent(program.name(), use);
        if (other != null && !other.equals(use)) {
            throw section.error(
                    byteOffset,
                    "program " + program.name() + " is operation " + use.member() + " here and " + other.member()
                            + (other.typeId() == use.typeId() ? "" : " of another struct") + " elsewhere");
        }
    }
}
