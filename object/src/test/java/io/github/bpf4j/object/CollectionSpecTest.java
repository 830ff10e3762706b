package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.object.MapSpec.Pinning;
import io.github.bpf4j.object.MapSpec.Slot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CollectionSpecTest {
    private final CollectionSpec programs = TestObjects.read("programs.bpfel.o");

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void programsFollowTheirSections(String target) {
        CollectionSpec spec = TestObjects.read("programs." + target + ".o");
        assertThat(spec.programs())
                .containsExactly(
                        new ProgramSpec("first", "xdp", ProgramType.XDP, AttachType.XDP, "", false, false, true, 0, 44),
                        new ProgramSpec(
                                "second", "xdp", ProgramType.XDP, AttachType.XDP, "", false, false, true, 49, 17),
                        new ProgramSpec(
                                "probe",
                                "?kprobe/do_unlinkat",
                                ProgramType.KPROBE,
                                null,
                                "do_unlinkat",
                                false,
                                false,
                                false,
                                0,
                                6),
                        new ProgramSpec(
                                "plain",
                                "tc/ingress",
                                ProgramType.SCHED_CLS,
                                AttachType.TCX_INGRESS,
                                "",
                                false,
                                false,
                                true,
                                0,
                                2),
                        new ProgramSpec(
                                "sleeper",
                                "fentry.s/bpf_fentry_test1",
                                ProgramType.TRACING,
                                AttachType.TRACE_FENTRY,
                                "bpf_fentry_test1",
                                true,
                                false,
                                true,
                                0,
                                3),
                        new ProgramSpec("unknown", "nobody/knows", null, null, "", false, false, true, 0, 2));
        assertThat(spec.license()).isEqualTo("Dual BSD/GPL");
        assertThat(spec.version()).isEqualTo(0x060c00);
        assertThat(spec.externs()).isEmpty();
        assertThat(spec.program("unknown").programType()).isEmpty();
    }

    @Test
    void bothByteOrdersAreReadAndSaidSo() {
        CollectionSpec big = TestObjects.read("programs.bpfeb.o");
        assertThat(programs.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(big.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(big.programs()).isEqualTo(programs.programs());
        assertThat(big.variables()).isEqualTo(programs.variables());
        assertThat(big.initialValue(big.variable("limit"))).containsExactly(0, 0, 0, 7);
    }

    @Test
    void mapsCarryAllTheirAttributes() {
        MapSpec flows = programs.map("flows");
        int key = typeId(BtfKind.TYPEDEF, "u64");
        int value = typeId(BtfKind.STRUCT, "value");
        assertThat(flows)
                .isEqualTo(new MapSpec(
                        "flows",
                        ".maps",
                        MapType.HASH,
                        8,
                        24,
                        1000,
                        MapFlags.NO_PREALLOC,
                        3,
                        Pinning.BY_NAME,
                        0x100000005L,
                        key,
                        value,
                        null,
                        List.of(),
                        null));
        assertThat(programs.map("events")).isEqualTo(handMade("events", MapType.RINGBUF, 0, 0, 4096));
        assertThat(programs.map("perf")).isEqualTo(handMade("perf", MapType.PERF_EVENT_ARRAY, 4, 4, 0));
        assertThat(programs.map("counters").type()).isEqualTo(MapType.ARRAY);
    }

    private static MapSpec handMade(String name, MapType type, int keySize, int valueSize, long maxEntries) {
        return new MapSpec(
                name,
                ".maps",
                type,
                keySize,
                valueSize,
                maxEntries,
                0,
                0,
                Pinning.NONE,
                0,
                0,
                0,
                null,
                List.of(),
                null);
    }

    @Test
    void dataSectionsAreArraysNamedAsLibbpfDoes() {
        assertThat(programs.maps())
                .extracting(MapSpec::name)
                .containsExactly(
                        "flows",
                        "events",
                        "perf",
                        "counters",
                        "programs.rodata",
                        "programs.data",
                        ".data.own",
                        "programs.bss");
        MapSpec rodata = programs.map(".rodata");
        assertThat(rodata.name()).isEqualTo("programs.rodata");
        assertThat(rodata.flags()).isEqualTo(MapFlags.RDONLY_PROG | MapFlags.MMAPABLE);
        assertThat(rodata.type()).isEqualTo(MapType.ARRAY);
        assertThat(rodata.keySize()).isEqualTo(4);
        assertThat(rodata.maxEntries()).isEqualTo(1);
        MapSpec bss = programs.map("programs.bss");
        assertThat(bss.flags()).isEqualTo(MapFlags.MMAPABLE);
        assertThat(bss.valueSize()).isEqualTo((1 << 20) + 16);
        assertThat(bss.contents().isZero()).isTrue();
        assertThat(bss.contents().head()).isEmpty();
        assertThat(programs.btf().type(bss.valueTypeId())).isInstanceOf(BtfType.DataSec.class);
        assertThat(programs.btf().sizeOf(bss.valueTypeId())).isEqualTo(bss.valueSize());
        assertThat(CollectionSpec.read(TestObjects.bytes("programs.bpfel.o"))
                        .map(".bss")
                        .name())
                .isEqualTo(".bss");
    }

    @Test
    void aPathNamesTheDataSections(@TempDir Path folder) throws IOException {
        Path file = Files.write(folder.resolve("a-very-long-name.kern.o"), TestObjects.bytes("programs.bpfel.o"));
        assertThat(CollectionSpec.read(file).map(".rodata").name()).isEqualTo("a_very_l.rodata");
    }

    @Test
    void dataSectionsAreLaidOutFromSymbols() {
        BtfType.DataSec bss =
                (BtfType.DataSec) programs.btf().type(programs.map(".bss").valueTypeId());
        assertThat(bss.size()).isEqualTo((1 << 20) + 16);
        assertThat(bss.variables())
                .extracting(entry -> programs.btf().type(entry.varId()).name() + "@" + entry.byteOffset())
                .containsExactly("hidden_zero@0", "second.calls@4", "large@8", "runs@1048584");
    }

    @Test
    void variablesAreFoundByNameStaticOnesToo() {
        assertThat(programs.variable("hidden"))
                .isEqualTo(new VariableSpec(
                        "hidden", "programs.data", 8, 4, variableType("hidden"), Linkage.STATIC, false));
        assertThat(programs.variable("second.calls").mapName()).isEqualTo("programs.bss");
        assertThat(programs.variable("limit").constant()).isTrue();
        assertThat(programs.variable("own").mapName()).isEqualTo(".data.own");
        assertThat(programs.initialValue(programs.variable("own"))).containsExactly(11, 0, 0, 0);
        assertThat(programs.initialValue(programs.variable("runs")))
                .containsOnly(0)
                .hasSize(8);
        assertThatThrownBy(() -> programs.variable("nobody")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "limit, 0x10, 10000000",
        "enabled, false, 00",
        "mode, FAST, ffffffff",
        "greeting, hello, 68656c6c6f000000",
        "hidden, -2, feffffff",
        "config.port, 443, bb0100000000000000000000" + "64656661756c7400",
        "config.modes[1], SLOW, 500000000000000005000000" + "64656661756c7400",
    })
    void variablesAreSetByLiterals(String name, String literal, String hex) {
        CollectionSpec changed = programs.withVariable(name, literal);
        VariableSpec variable = changed.variable(name.contains(".") ? "config" : name);
        assertThat(HexFormat.of().formatHex(changed.initialValue(variable))).isEqualTo(hex);
        assertThat(programs.initialValue(variable)).isNotEqualTo(changed.initialValue(variable));
    }

    @Test
    void variablesAreSetByBytes() {
        byte[] value = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(99)
                .array();
        CollectionSpec changed = programs.withVariable("runs", value);
        DataImage bss = changed.map(".bss").contents();
        assertThat(bss.slice(1_048_584, 8)).isEqualTo(value);
        assertThat(bss.toBytes()).hasSize((1 << 20) + 16);
        assertThat(changed.withVariable("runs", new byte[8]).map(".bss")).isEqualTo(programs.map(".bss"));
        assertThatThrownBy(() -> programs.withVariable("runs", new byte[7]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("8 bytes, not 7");
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> programs.withVariable("nobody.x", "1")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> programs.withVariable("config.nobody", "1")).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> programs.withVariable("config", "1")).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> programs.withVariable("limit", "4294967296")).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> programs.withMaxEntries("flows", 1L << 32))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> programs.withMaxEntries(".bss", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> programs.withMaxEntries("nobody", 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> programs.program("nobody")).hasMessageContaining("first");
        assertThatThrownBy(() -> programs.withMap("flows", _ -> MapSpec.of("other", MapType.HASH, 1, 1, 1)))
                .isInstanceOf(IllegalArgumentException.class);
        CollectionSpec untyped = TestObjects.read("plain.bpfel.o");
        assertThatThrownBy(() -> untyped.withVariable("counter", "1")).hasMessageContaining("type");
    }

    @Test
    void mapSizesAndProgramTypesAreSet() {
        assertThat(programs.withMaxEntries("flows", 4_000_000_000L).map("flows").maxEntries())
                .isEqualTo(4_000_000_000L);
        CollectionSpec typed = programs.withProgramType("unknown", ProgramType.XDP, AttachType.XDP);
        assertThat(typed.program("unknown").type()).isEqualTo(ProgramType.XDP);
        assertThat(typed.program("unknown").expectedAttachType()).isEqualTo(AttachType.XDP);
        assertThat(programs.withMap("flows", map -> map.withFlags(0).withTypeIds(0, 0))
                        .map("flows")
                        .valueTypeId())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void mapsOfMapsAndProgramsHaveTheirInitialElements(String target) {
        CollectionSpec spec = TestObjects.read("inner." + target + ".o");
        MapSpec array = spec.map("array");
        assertThat(array.slots()).containsExactly(new Slot(1, "one"), new Slot(5, "two"), new Slot(6, "three"));
        assertThat(array.valueSize()).isEqualTo(4);
        assertThat(array.inner().type()).isEqualTo(MapType.ARRAY);
        assertThat(array.inner().maxEntries()).isEqualTo(4);
        assertThat(array.inner().valueSize()).isEqualTo(8);
        assertThat(spec.map("hash").slots()).containsExactly(new Slot(0, "two"));
        assertThat(spec.map("programs").slots()).containsExactly(new Slot(2, "target"));
        assertThat(spec.map("programs").inner()).isNull();
        assertThat(array.withInner(MapSpec.of("x", MapType.HASH, 4, 4, 1))
                        .inner()
                        .type())
                .isEqualTo(MapType.HASH);
    }

    @Test
    void anObjectWithoutTypesStillHasProgramsDataAndVariables() {
        CollectionSpec spec = TestObjects.read("plain.bpfel.o");
        assertThat(spec.btf().typeCount()).isZero();
        assertThat(spec.license()).isEmpty();
        assertThat(spec.version()).isZero();
        assertThat(spec.variable("counter").typeId()).isZero();
        assertThat(spec.withVariable("counter", new byte[] {1, 2, 3, 4}).initialValue(spec.variable("counter")))
                .containsExactly(1, 2, 3, 4);
        assertThat(spec.map(".data").flags()).isZero();
        assertThat(spec.map(".data").valueTypeId()).isZero();
    }

    @Test
    void externsAreListed() {
        CollectionSpec spec = TestObjects.read("unsupported.bpfel.o");
        assertThat(spec.externs())
                .extracting(ExternSpec::name, ExternSpec::section, ExternSpec::function, ExternSpec::weak)
                .containsExactlyInAnyOrder(
                        tuple("kernel_function", ".ksyms", true, false),
                        tuple("kernel_variable", ".ksyms", false, false),
                        tuple("kernel_symbol", ".ksyms", false, false),
                        tuple("CONFIG_HZ", "", false, false));
        assertThat(spec.externs())
                .allMatch(extern -> extern.typeId() != 0 || extern.section().isEmpty());
    }

    @Test
    void dataReadsByItsTypes() {
        MapSpec rodata = programs.map(".rodata");
        BtfValue value = BtfValue.decode(
                programs.btf(), rodata.valueTypeId(), rodata.contents().toBytes());
        assertThat(value)
                .hasToString(
                        "{.limit = 7, .config = {.port = 80, .pad = [0, 0], .modes = [OFF, OFF], .name = \"default\"},"
                                + " .greeting = \"hi\"}");
    }

    private int typeId(BtfKind kind, String name) {
        return programs.btf().find(kind, name).orElseThrow();
    }

    private int variableType(String name) {
        return ((BtfType.Var) programs.btf().type(typeId(BtfKind.VAR, name))).typeId();
    }
}
