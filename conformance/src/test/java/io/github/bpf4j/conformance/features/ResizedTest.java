package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a host changes of an object before it is loaded: sizes of global data and of maps, maps that are left out or shared elsewhere. */
class ResizedTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/resized.bpf.o"), "resized");

    private static long run(Collection collection, String program) {
        return collection.program(program).run(new byte[0]).run().returnValue();
    }

    @ParameterizedTest
    @EnumSource
    void sectionsOfOtherSizesAreAsLinuxMakesThem(EngineKind engine) {
        List<String[]> rows = new String(Corpus.bytes("features/resized-6.12.tsv"), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t"))
                .toList();
        assertThat(rows).hasSize(13);
        for (String[] row : rows) {
            int size = Integer.parseInt(row[1]);
            if (!row[2].equals("0")) {
                assertThatThrownBy(() -> SPEC.withValueSize(row[0], size)).isInstanceOf(IllegalArgumentException.class);
                continue;
            }
            CollectionSpec spec = SPEC.withValueSize(row[0], size);
            MapSpec map = spec.map(row[0]);
            assertThat(map.valueSize()).isEqualTo(size);
            assertThat(map.valueTypeId() != 0).as(row[0] + size).isEqualTo(row[3].equals("1"));
            try (Runtime runtime = Runtime.builder().engine(engine).build()) {
                if (row[4].equals("0")) {
                    try (Collection collection = runtime.load(spec)) {
                        assertThat(run(collection, "add_up")).isEqualTo(Long.parseLong(row[5]));
                    }
                } else {
                    assertThatThrownBy(() -> runtime.load(spec))
                            .isInstanceOfSatisfying(
                                    VerifierException.class,
                                    refusal -> assertThat(-refusal.errno().number())
                                            .as(row[0] + size)
                                            .isEqualTo(Integer.parseInt(row[4])));
                }
            }
        }
    }

    @Test
    void anArrayAtTheEndOfASectionGetsWhatThereIsRoomFor() {
        CollectionSpec spec = SPEC.withValueSize(".bss", 8 + 16 * 8).withVariable("sums[15]", "7");
        assertThat(spec.variable("sums").size()).isEqualTo(16 * 8);
        assertThat(spec.btf().sizeOf(spec.variable("sums").typeId())).isEqualTo(16 * 8);
        try (Runtime runtime = Runtime.builder().build();
                Collection collection = runtime.load(spec)) {
            assertThat(run(collection, "add_up")).isEqualTo(8);
            byte[] sums = collection.variable("sums").bytes();
            assertThat(sums).hasSize(16 * 8);
            assertThat(List.of(sums[0], sums[15 * 8])).containsExactly((byte) 5, (byte) 7);
        }
        assertThat(SPEC.withValueSize(".bss", 4).variables())
                .extracting("name")
                .contains("count")
                .doesNotContain("sums");
    }

    @ParameterizedTest
    @EnumSource
    void aMapThatIsNotCreatedMayOnlyBeNamedWhereNoPathLeads(EngineKind engine) {
        CollectionSpec spec = SPEC.withAutocreate("extra", false);
        assertThat(spec.isAutocreated("extra")).isFalse();
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (Collection collection = runtime.load(spec)) {
                assertThat(run(collection, "maybe_extra")).isEqualTo(3);
            }
            for (CollectionSpec user :
                    List.of(spec.withAutoload("always_extra", true), spec.withVariable("use_extra", "1"))) {
                assertThatThrownBy(() -> runtime.load(user))
                        .isInstanceOfSatisfying(
                                VerifierException.class,
                                refusal -> assertThat(refusal.errno()).isEqualTo(Errno.EINVAL))
                        .hasMessageContaining("map extra is used but not created");
            }
            try (Collection collection = runtime.load(spec.withAutocreate("extra", true))) {
                assertThat(collection.map("extra").type()).isEqualTo(MapType.HASH);
            }
        }
    }

    @Test
    void aMapOfOtherSizesHasNoTypes() {
        CollectionSpec spec =
                SPEC.withMap("numbers", map -> map.withSizes(4, 24).withMaxEntries(9));
        assertThat(spec.map("numbers").valueTypeId()).isZero();
        assertThat(SPEC.map("numbers").withSizes(4, 8).valueTypeId()).isNotZero();
        assertThat(SPEC.withValueSize("numbers", 24).map("numbers").keyTypeId()).isZero();
        try (Runtime runtime = Runtime.builder().build();
                Collection collection = runtime.load(spec)) {
            byte[] value = new byte[24];
            value[0] = 6;
            collection.map("numbers").update(new byte[4], value);
            assertThat(run(collection, "read_number")).isEqualTo(6);
        }
        MapSpec changed = SPEC.map("numbers")
                .withType(MapType.HASH)
                .withNumaNode(1)
                .withMapExtra(2)
                .withPinning(MapSpec.Pinning.BY_NAME);
        assertThat(changed)
                .extracting(MapSpec::type, MapSpec::numaNode, MapSpec::mapExtra, MapSpec::pinning)
                .containsExactly(MapType.HASH, 1, 2L, MapSpec.Pinning.BY_NAME);
        assertThatThrownBy(() -> changed.withSizes(-1, 4)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aMapIsSharedUnderThePathThatTheHostSays() {
        String path = "/sys/fs/bpf/other_numbers";
        CollectionSpec spec = SPEC.withPinPath("numbers", path);
        assertThat(spec.pinPath("numbers")).contains(path);
        assertThat(SPEC.pinPath("numbers")).isEmpty();
        try (Runtime runtime = Runtime.builder().build();
                Collection first = runtime.load(spec);
                Collection second = runtime.load(spec)) {
            assertThat(runtime.bpffs().exists(path)).isTrue();
            byte[] value = new byte[8];
            value[0] = 9;
            first.map("numbers").update(new byte[4], value);
            assertThat(run(second, "read_number")).isEqualTo(9);
            runtime.bpffs().unlink(path);
        }
    }

    @Test
    void whatAProgramIsForCanBeChanged() {
        CollectionSpec spec = SPEC.withProgramType("add_up", ProgramType.XDP, AttachType.XDP)
                .withFrags("add_up", true)
                .withSleepable("read_number", false)
                .withAttachTarget("add_up", "there");
        assertThat(spec.program("add_up").type()).isEqualTo(ProgramType.XDP);
        assertThat(spec.program("add_up").frags()).isTrue();
        assertThat(spec.program("add_up").attachTarget()).isEqualTo("there");
        assertThat(SPEC.program("read_number").sleepable()).isTrue();
        assertThat(spec.program("read_number").sleepable()).isFalse();
    }

    @Test
    void mapsThatNeedMoreRoomThanUsualGetItWhenTheRuntimeKnowsThem() {
        CollectionSpec huge = SPEC.withMaxEntries("extra", 130_000_000);
        try (Runtime usual = Runtime.builder().build()) {
            assertThatThrownBy(() -> usual.load(huge))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refusal -> assertThat(refusal.errno()).isEqualTo(Errno.ENOMEM))
                    .hasMessageContaining("\"extra\" with 130000000 entries")
                    .hasMessageContaining("memoryFor");
        }
        try (Runtime roomy = Runtime.builder().memoryFor(huge).build();
                Collection collection = roomy.load(huge)) {
            assertThat(collection.map("extra").spec().maxEntries()).isEqualTo(130_000_000);
        }
    }
}
