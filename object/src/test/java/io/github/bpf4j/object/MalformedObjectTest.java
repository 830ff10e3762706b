package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MalformedObjectTest {
    private static final int SECTION_HEADER_BYTES = 64;

    private final byte[] object = TestObjects.bytes("programs.bpfel.o");
    private final ByteBuffer patch = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);

    @Test
    void everyTruncationIsATypedError() {
        for (int length = 0; length < object.length; length++) {
            byte[] cut = Arrays.copyOf(object, length);
            assertThatThrownBy(() -> CollectionSpec.read(cut)).isInstanceOf(ObjectFormatException.class);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, no ELF file",
        "4, 1, ELF class 1",
        "5, 3, data encoding 3",
        "6, 2, ELF version 2",
        "16, 2, ELF type 2",
        "18, 62, machine",
        "40, 0, section table",
        "58, 63, section headers of 63 bytes",
        "61, 127, section headers do not fit",
        "62, 200, holds the section names",
    })
    void badFileHeadersAreRefused(int byteOffset, int value, String reason) {
        if (byteOffset == 40) {
            patch.putLong(40, 0);
        }
        object[byteOffset] = (byte) value;
        assertRefused("", reason);
    }

    @Test
    void sectionsOutsideTheFileAreRefused() {
        patch.putLong(header("xdp") + 32, Long.MAX_VALUE);
        assertRefused("xdp", "lie outside the file");
        patch.putLong(header("xdp") + 32, -1);
        assertRefused("xdp", "size 0x");
        patch.putLong(header("xdp") + 32, object.length);
        patch.putLong(header("xdp") + 24, 0);
        assertRefused("", "sections overlap");
    }

    @Test
    void aHugeBssCostsNothingAndATooHugeOneIsRefused() {
        patch.putLong(header(".bss") + 32, Integer.MAX_VALUE);
        CollectionSpec spec = CollectionSpec.read(object);
        assertThat(spec.map(".bss").valueSize()).isEqualTo(Integer.MAX_VALUE);
        assertThat(spec.map(".bss").contents().slice(Integer.MAX_VALUE - 1, 1)).containsExactly(0);
        patch.putLong(header(".bss") + 32, Integer.MAX_VALUE + 1L);
        assertRefused(".bss", "too large");
        patch.putLong(header(".bss") + 32, 16);
        assertRefused(".BTF", "lies outside the 16 bytes of .bss");
    }

    @Test
    void codeMustBeWholeInstructions() {
        patch.putLong(header("tc/ingress") + 32, 15);
        assertRefused("tc/ingress", "no multiple of 8");
    }

    @Test
    void functionsMustLieInTheirSectionAndApart() {
        patch.putLong(symbol("second") + 16, 144);
        assertRefused("xdp", "function second of 144 bytes does not fit");
        patch.putLong(symbol("second") + 16, 136);
        patch.putLong(symbol("first") + 16, 360);
        assertRefused("xdp", "function first overlaps");
        patch.putLong(symbol("first") + 16, 352);
        patch.putLong(symbol("beside") + 8, 0);
        assertRefused("xdp", "overlap");
    }

    @Test
    void aFunctionWithoutSizeReachesToTheNext() {
        patch.putLong(symbol("first") + 16, 0);
        assertThat(CollectionSpec.read(object).program("first").insnCount()).isEqualTo(44);
        patch.putLong(symbol("second") + 16, 0);
        assertThat(CollectionSpec.read(object).program("second").insnCount()).isEqualTo(17);
    }

    @Test
    void relocationsMustFitTheirInstructions() {
        int table = (int) patch.getLong(header(".relxdp") + 24);
        patch.putLong(table, 0x24);
        assertRefused("xdp", "relocation inside an instruction");
        patch.putLong(table, 0x30);
        assertRefused("xdp", "R_BPF_64_64 for opcode 0x85, expected 0x18");
        patch.putLong(table, 1 << 20);
        assertRefused(".relxdp", "lies outside section xdp");
        patch.putLong(table, 0x48);
        assertRefused("xdp", "second relocation for one instruction");
        patch.putLong(table, 0x20);
        patch.putInt(table + 8, 3);
        assertRefused("xdp", "R_BPF_64_ABS32 does not apply to code");
        patch.putInt(table + 8, 1);
        patch.putInt(table + 12, 4000);
        assertRefused(".relxdp", "symbol 4000 of");
        patch.putInt(header(".relxdp") + 4, ElfSection.RELA);
        assertRefused(".relxdp", "RELA");
    }

    @Test
    void addressesThatLeadNowhereAreLinkErrors() {
        int table = (int) patch.getLong(header(".relxdp") + 24);
        int flows = patch.getInt(table + 12);
        patch.putLong(symbol("flows") + 8, 1000);
        assertRefused(".BTF", "lies outside");
        patch.putLong(symbol("flows") + 8, 0);
        patch.putInt((int) patch.getLong(header("xdp") + 24) + 4 * 8 + 4, 8);
        assertThatThrownBy(() -> Linker.link(CollectionSpec.read(object), "first"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("no map at offset 8 of .maps");
        patch.putInt(table + 12, 1);
        assertThat(flows).isNotEqualTo(1);
        assertThatThrownBy(() -> Linker.link(CollectionSpec.read(object), "first"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("lies in no section");
    }

    @Test
    void damagedTypesSurfaceInTheirSection() {
        int btf = (int) patch.getLong(header(".BTF") + 24);
        int ext = (int) patch.getLong(header(".BTF.ext") + 24);
        object[ext + 4] = 1;
        assertRefused(".BTF.ext", "header length 1");
        object[btf] = 0;
        assertRefused(".BTF", "magic");
    }

    @Test
    void mapsWithoutTypesAreRefused() {
        int btf = (int) patch.getLong(header(".BTF") + 24);
        patch.putInt(btf + 12, 0);
        patch.putLong(header(".BTF.ext") + 32, 0);
        patch.putInt(header(".BTF.ext"), patch.getInt(header(".bss")) + 1);
        assertRefused(".maps", "no BTF describes the maps");
    }

    @Test
    void stringsAreCheckedAndTheirOverlapLimited() {
        byte[] table = new byte[200_001];
        Arrays.fill(table, 0, 200_000, (byte) 'x');
        ElfStrings strings = new ElfStrings("names", table, 0, table.length);
        assertThat(strings.get(199_999)).isEqualTo("x");
        assertThatThrownBy(() -> strings.get(200_001)).hasMessageContaining("outside the string table");
        assertThatThrownBy(() -> strings.get(-1)).hasMessageContaining("outside the string table");
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 10_000; i++) {
                        strings.get(i);
                    }
                })
                .isInstanceOf(ObjectFormatException.class)
                .hasMessageContaining("overlap");
        byte[] odd = {'a', 0x1b, 0, 'b'};
        ElfStrings oddStrings = new ElfStrings("names", odd, 0, odd.length);
        assertThatThrownBy(() -> oddStrings.get(0)).hasMessageContaining("control character");
        assertThatThrownBy(() -> oddStrings.get(3)).hasMessageContaining("does not end");
    }

    @Test
    void codeThatDoesNotAddUpIsALinkError() {
        patch.putLong(symbol("probe") + 16, 8);
        assertThatThrownBy(() -> Linker.link(CollectionSpec.read(object), "probe"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("wide load is cut short");
        patch.putInt((int) patch.getLong(header("xdp") + 24) + 50 * 8 + 4, -6);
        assertThatThrownBy(() -> Linker.link(CollectionSpec.read(object), "second"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("no function begins at offset 360 of xdp");
        object[(int) patch.getLong(header("xdp") + 24) + 6 * 8 + 1] = 0x20;
        assertThatThrownBy(() -> Linker.link(CollectionSpec.read(object), "first"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("call of a kernel function by number");
    }

    @Test
    void programsLargerThanTheLimitAreRefused() {
        CollectionSpec spec = CollectionSpec.read(object);
        CodeSection.Function function = new CodeSection.Function("big", "big", 0, Linker.MAX_INSNS + 1, false);
        CodeSection section = new CodeSection(
                "big",
                new CodeSection.Words(new long[Linker.MAX_INSNS + 1]),
                new TreeMap<>(Map.of(0, function)),
                Map.of(),
                Map.of(),
                List.of(),
                List.of());
        ProgramSpec program =
                new ProgramSpec("big", "big", null, null, "", false, false, true, 0, Linker.MAX_INSNS + 1);
        CollectionSpec large = new CollectionSpec(new CollectionSpec.Parts(
                ByteOrder.LITTLE_ENDIAN,
                "",
                0,
                List.of(program),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                spec.btf(),
                Map.of("big", section)));
        assertThatThrownBy(() -> Linker.link(large, "big"))
                .isInstanceOf(LinkException.class)
                .hasMessageContaining("more than 1000000 instructions");
    }

    @Test
    void aMapThatSaysAThingTwiceIsRefused() {
        String latin = new String(object, StandardCharsets.ISO_8859_1);
        patch.put(latin.indexOf("\0numa_node\0") + 1, "map_extra".getBytes(StandardCharsets.ISO_8859_1));
        assertRefused(".maps", "second member \"map_extra\"");
    }

    @Test
    void theVersionIsFourBytes() {
        patch.putLong(header("version") + 32, 5);
        assertRefused("", "version of 5 bytes", "version");
    }

    private void assertRefused(String section, String reason, String... realSection) {
        assertThatThrownBy(() -> CollectionSpec.read(object))
                .isInstanceOfSatisfying(
                        ObjectFormatException.class,
                        e -> assertThat(e.section()).isEqualTo(realSection.length == 0 ? section : realSection[0]))
                .hasMessageContaining(reason);
    }

    private int header(String section) {
        ElfFile elf = new ElfFile(TestObjects.bytes("programs.bpfel.o"));
        for (ElfSection candidate : elf.sections) {
            if (candidate.name().equals(section)) {
                return (int) patch.getLong(40) + candidate.index() * SECTION_HEADER_BYTES;
            }
        }
        throw new AssertionError(section);
    }

    private int symbol(String name) {
        ElfFile elf = new ElfFile(TestObjects.bytes("programs.bpfel.o"));
        int table = (int) patch.getLong(header(".symtab") + 24);
        for (ElfSymbol symbol : elf.symbols) {
            if (symbol.name().equals(name)) {
                return table + 24 * symbol.index();
            }
        }
        throw new AssertionError(name);
    }
}
