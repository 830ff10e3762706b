package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkException.Feature;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.MapReference.Kind;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class LinkerTest {
    private final LinkedProgram first = Linker.link(TestObjects.read("programs.bpfel.o"), "first");

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void everyReachableFunctionIsThereOnce(String target) {
        LinkedProgram program = Linker.link(TestObjects.read("programs." + target + ".o"), "first");
        assertThat(program.subprograms())
                .extracting(Subprogram::name, Subprogram::startInsn, Subprogram::endInsn, Subprogram::linkage)
                .containsExactly(
                        tuple("first", 0, 44, Linkage.GLOBAL),
                        tuple("visit", 44, 52, Linkage.STATIC),
                        tuple("again", 52, 60, Linkage.STATIC),
                        tuple("middle", 60, 81, Linkage.STATIC),
                        tuple("beside", 81, 86, Linkage.STATIC),
                        tuple("global_sub", 86, 95, Linkage.GLOBAL),
                        tuple("deep", 95, 98, Linkage.STATIC));
        assertThat(program.insnCount()).isEqualTo(98);
        for (Subprogram subprogram : program.subprograms()) {
            assertThat(program.btf().type(subprogram.typeId()).name()).isEqualTo(subprogram.name());
            assertThat(program.btf().type(subprogram.typeId())).isInstanceOf(BtfType.Func.class);
        }
        assertThat(program.subprogramAt(85).name()).isEqualTo("beside");
        assertThat(program.subprogramAt(97).name()).isEqualTo("deep");
    }

    @Test
    void callsAndFunctionAddressesPointToTheirFunctions() {
        assertReference(20, 4, 44);
        assertReference(26, 4, 52);
        assertReference(32, 1, 60);
        assertReference(35, 1, 81);
        assertReference(39, 1, 86);
        assertReference(60 + 10, 1, 95);
        assertReference(60 + 14, 1, 95);
        assertReference(95, 1, 86);
        assertThat(first.code()[6]).isEqualTo(Instruction.pack(0x85, 0, 0, 0, 1));
    }

    private void assertReference(int insn, int src, int target) {
        long word = first.code()[insn];
        assertThat(Instruction.src(word)).isEqualTo(src);
        assertThat(insn + Instruction.imm(word) + 1).isEqualTo(target);
    }

    @Test
    void mapAndValueAddressesNameTheirMaps() {
        assertThat(first.mapReferences())
                .containsExactly(
                        new MapReference(4, "flows", Kind.MAP, 0),
                        new MapReference(9, "programs.data", Kind.VALUE, 4),
                        new MapReference(12, "programs.data", Kind.VALUE, 0),
                        new MapReference(18, "flows", Kind.MAP, 0),
                        new MapReference(45, "programs.rodata", Kind.VALUE, 0),
                        new MapReference(53, "programs.bss", Kind.VALUE, 1_048_584),
                        new MapReference(65, "counters", Kind.MAP, 0),
                        new MapReference(81, ".data.own", Kind.VALUE, 0),
                        new MapReference(86, "programs.data", Kind.VALUE, 8),
                        new MapReference(90, "programs.bss", Kind.VALUE, 0));
        for (MapReference reference : first.mapReferences()) {
            long load = first.code()[reference.insnOffset()];
            assertThat(Instruction.src(load)).isEqualTo(reference.kind() == Kind.MAP ? 1 : 2);
            assertThat(first.mapNames().get(Instruction.imm(load))).isEqualTo(reference.mapName());
            assertThat(Instruction.imm(first.code()[reference.insnOffset() + 1]))
                    .isEqualTo(reference.valueOffset());
        }
    }

    @Test
    void bothByteOrdersGiveTheSameCode() {
        LinkedProgram big = Linker.link(TestObjects.read("programs.bpfeb.o"), "first");
        assertThat(big.code()).isEqualTo(first.code());
        assertThat(big.mapReferences()).isEqualTo(first.mapReferences());
        assertThat(big.lines()).isEqualTo(first.lines());
        assertThat(big.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(first.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void sourceLinesFollowTheCode() {
        SourceLine line = first.lineAt(96).orElseThrow();
        assertThat(line.file()).isEqualTo("./programs.bpf.c");
        assertThat(line.source()).isEqualTo("\treturn global_sub(x) + 1;");
        assertThat(line.line()).isEqualTo(59);
        assertThat(line.column()).isEqualTo(23);
        assertThat(first.lineAt(0)).isPresent();
        assertThat(first.lines()).isSortedAccordingTo(Comparator.comparingInt(SourceLine::insnOffset));
        LinkedProgram plain = Linker.link(TestObjects.read("plain.bpfel.o"), "plain");
        assertThat(plain.lineAt(0)).isEmpty();
        assertThat(plain.subprograms()).hasSize(2).allMatch(subprogram -> subprogram.typeId() == 0);
    }

    @Test
    void aSecondProgramOfASectionTakesTheSharedFunctionAlong() {
        LinkedProgram second = Linker.link(TestObjects.read("programs.bpfel.o"), "second");
        assertThat(second.subprograms()).extracting(Subprogram::name).containsExactly("second", "beside");
        assertThat(second.mapNames()).containsExactly("programs.bss", "programs.rodata", ".data.own");
        assertThat(1 + Instruction.imm(second.code()[1]) + 1).isEqualTo(17);
    }

    @Test
    void licenceAndTypeComeAlong() {
        assertThat(first.name()).isEqualTo("first");
        assertThat(first.license()).isEqualTo("Dual BSD/GPL");
        assertThat(first.isGplCompatible()).isTrue();
        assertThat(first.spec().section()).isEqualTo("xdp");
        LinkedProgram fine = Linker.link(TestObjects.read("unsupported.bpfel.o"), "fine");
        assertThat(fine.isGplCompatible()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "kfunc, tc, 8, KFUNC, kernel function kernel_function",
        "address, action, 0, EXTERN, 'extern kernel_symbol is an address without a type, and nobody says what it is'",
        "legacy_map, sockops, 32, LEGACY_MAPS, map old has a definition of 28 bytes that says something at byte 24",
        "arena, sk_msg, 0, ARENA, variable in_arena",
    })
    void whatIsNotSupportedYetIsNamedWhereItIsUsed(
            String name, String section, long byteOffset, Feature feature, String reason) {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThatThrownBy(() -> Linker.link(spec, name))
                .isInstanceOfSatisfying(LinkException.class, e -> {
                    assertThat(e.program()).isEqualTo(name);
                    assertThat(e.section()).isEqualTo(section);
                    assertThat(e.byteOffset()).isEqualTo(byteOffset);
                    assertThat(e.feature()).contains(feature);
                })
                .hasMessageContaining(reason)
                .hasMessageContaining(feature.toString());
    }

    @Test
    void anExternOfNoSectionIsNamed() {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThatThrownBy(() -> Linker.link(spec, "nowhere"))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.feature()).isEmpty())
                .hasMessageContaining(
                        "extern CONFIG_HZ is said to be in neither .kconfig nor .ksyms: declare it __kconfig");
    }

    @Test
    void theEntryOfAProgramThatCannotBeLinkedCanStillBeLookedAt() {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThat(spec.entryCode("core")).hasSize(spec.program("core").insnCount());
        assertThat(Instruction.opcode(spec.entryCode("core")[0])).isEqualTo(0x61);
    }

    @Test
    void otherProgramsCannotBeCalled() {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThatThrownBy(() -> Linker.link(spec, "crossing"))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.feature()).isEmpty())
                .hasMessageContaining("function fine is in another program section, syscall");
        assertThatThrownBy(() -> Linker.link(spec, "nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL"})
    void gplCompatibleLicencesAreThoseOfTheList(String license) {
        assertThat(License.isGplCompatible(license)).isTrue();
        assertThat(List.of("", "GPL v3", "MIT", "gpl")).noneMatch(License::isGplCompatible);
    }
}
