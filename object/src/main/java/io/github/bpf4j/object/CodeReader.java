package io.github.bpf4j.object;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.btf.BtfExt;
import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.FuncInfo;
import io.github.bpf4j.btf.BtfExt.LineInfo;
import io.github.bpf4j.object.CodeSection.Function;
import io.github.bpf4j.object.CodeSection.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Reads the executable sections of an object (runtime spec 2.1, 2.2). */
final class CodeReader {
    private static final int LD_IMM64 = 0x18;
    private static final int CALL = 0x85;

    private final ElfFile elf;
    private final SectionTable sections;
    private final BtfExt ext;
    private final Map<Integer, List<ElfSymbol>> functionSymbols = new HashMap<>();

    CodeReader(ElfFile elf, SectionTable sections, BtfExt ext) {
        this.elf = elf;
        this.sections = sections;
        this.ext = ext;
        for (ElfSymbol symbol : elf.symbols) {
            if (symbol.isFunction() && !symbol.isUndefined()) {
                functionSymbols
                        .computeIfAbsent(symbol.sectionIndex(), _ -> new ArrayList<>())
                        .add(symbol);
            }
        }
    }

    /** The functions that others may call, in the order of their addresses. */
    List<ElfSymbol> entries(ElfSection section) {
        return functionSymbols.getOrDefault(section.index(), List.of()).stream()
                .filter(symbol -> !symbol.isLocal())
                .sorted(CodeReader::byAddress)
                .toList();
    }

    private static int byAddress(ElfSymbol one, ElfSymbol other) {
        int order = Long.compare(one.value(), other.value());
        return order != 0 ? order : Integer.compare(one.index(), other.index());
    }

    CodeSection read(ElfSection section) {
        if (section.size() % CodeSection.SLOT_BYTES != 0) {
            throw section.error(section.size(), "code of " + section.size() + " bytes, no multiple of 8");
        }
        long[] words = words(elf.contents(section), elf.order);
        NavigableMap<Integer, Function> functions = functions(section);
        Map<Integer, Integer> types = new HashMap<>();
        for (FuncInfo info : ext.functions().getOrDefault(section.name(), List.of())) {
            types.put((int) (checked(section, info.byteOffset()) / CodeSection.SLOT_BYTES), info.typeId());
        }
        List<LineInfo> lines = new ArrayList<>(ext.lines().getOrDefault(section.name(), List.of()));
        lines.forEach(line -> checked(section, line.byteOffset()));
        lines.sort((one, other) -> Long.compare(one.byteOffset(), other.byteOffset()));
        List<CoreRelocation> relocations = new ArrayList<>(ext.relocations().getOrDefault(section.name(), List.of()));
        relocations.forEach(relocation -> checked(section, relocation.byteOffset()));
        relocations.sort((one, other) -> Long.compare(one.byteOffset(), other.byteOffset()));
        return new CodeSection(
                section.name(),
                new CodeSection.Words(words),
                functions,
                references(section, words),
                Map.copyOf(types),
                List.copyOf(lines),
                List.copyOf(relocations));
    }

    private static long checked(ElfSection section, long byteOffset) {
        if (byteOffset >= section.size()) {
            throw new ObjectFormatException(
                    ".BTF.ext",
                    0,
                    "record for offset " + byteOffset + " of section " + section.name() + ", which has "
                            + section.size() + " bytes");
        }
        return byteOffset;
    }

    /** Instructions as packed words; big-endian objects also swap the two register nibbles (runtime spec 1.1). */
    private static long[] words(byte[] code, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.wrap(code).order(order);
        long[] words = new long[code.length / CodeSection.SLOT_BYTES];
        for (int i = 0; i < words.length; i++) {
            int at = i * CodeSection.SLOT_BYTES;
            int low = bytes.get(at + 1) & 0xf;
            int high = bytes.get(at + 1) >> 4 & 0xf;
            boolean little = order == ByteOrder.LITTLE_ENDIAN;
            words[i] = Instruction.pack(
                    bytes.get(at) & 0xff,
                    little ? low : high,
                    little ? high : low,
                    bytes.getShort(at + 2),
                    bytes.getInt(at + 4));
        }
        return words;
    }

    private NavigableMap<Integer, Function> functions(ElfSection section) {
        NavigableMap<Integer, ElfSymbol> starts = new TreeMap<>();
        for (ElfSymbol symbol : functionSymbols.getOrDefault(section.index(), List.of())) {
            boolean inside = symbol.value() >= 0
                    && symbol.value() < section.size()
                    && symbol.size() >= 0
                    && symbol.size() <= section.size() - symbol.value();
            if (!inside
                    || symbol.value() % CodeSection.SLOT_BYTES != 0
                    || symbol.size() % CodeSection.SLOT_BYTES != 0) {
                throw section.error(
                        symbol.value(),
                        "function " + symbol.display() + " of " + symbol.size() + " bytes does not fit");
            }
            ElfSymbol other = starts.putIfAbsent((int) (symbol.value() / CodeSection.SLOT_BYTES), symbol);
            if (other != null && other.size() != symbol.size()) {
                throw section.error(
                        symbol.value(), "functions " + other.display() + " and " + symbol.display() + " overlap");
            }
        }
        NavigableMap<Integer, Function> functions = new TreeMap<>();
        starts.forEach((start, symbol) -> {
            Integer next = starts.higherKey(start);
            int limit = next == null ? (int) (section.size() / CodeSection.SLOT_BYTES) : next;
            int end = symbol.size() == 0 ? limit : start + (int) (symbol.size() / CodeSection.SLOT_BYTES);
            if (end > limit) {
                throw section.error(symbol.value(), "function " + symbol.display() + " overlaps the one behind it");
            }
            boolean local = symbol.isLocal() || symbol.isHidden();
            functions.put(start, new Function(section.name(), symbol.display(), start, end, local));
        });
        return functions;
    }

    private Map<Integer, Reference> references(ElfSection section, long[] words) {
        Map<Integer, Reference> references = new HashMap<>();
        for (ElfRelocation relocation : elf.relocations(section)) {
            long byteOffset = relocation.byteOffset();
            if (byteOffset % CodeSection.SLOT_BYTES != 0) {
                throw section.error(byteOffset, "relocation inside an instruction");
            }
            int insn = (int) (byteOffset / CodeSection.SLOT_BYTES);
            if (references.put(insn, reference(section, relocation, words[insn])) != null) {
                throw section.error(byteOffset, "second relocation for one instruction");
            }
        }
        return Map.copyOf(references);
    }

    private Reference reference(ElfSection section, ElfRelocation relocation, long word) {
        long imm = Instruction.imm(word);
        int wanted = switch (relocation.type()) {
            case ElfRelocation.R_BPF_64_64 -> LD_IMM64;
            case ElfRelocation.R_BPF_64_32 -> CALL;
            default ->
                throw section.error(
                        relocation.byteOffset(), ElfRelocation.name(relocation.type()) + " does not apply to code");
        };
        if (Instruction.opcode(word) != wanted) {
            throw section.error(
                    relocation.byteOffset(),
                    "%s for opcode 0x%02x, expected 0x%02x"
                            .formatted(ElfRelocation.name(relocation.type()), Instruction.opcode(word), wanted));
        }
        long addend = wanted == CALL ? (imm + 1) * CodeSection.SLOT_BYTES : imm;
        return sections.address(relocation.symbol(), relocation.symbol().isUndefined() ? 0 : addend);
    }
}
