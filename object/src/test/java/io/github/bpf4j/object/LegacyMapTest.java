package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.object.LinkException.Feature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Maps of sections {@code maps} and {@code maps/NAME}. */
final class LegacyMapTest {
    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void definitionsOfAllLengthsAreMaps(String target) {
        CollectionSpec spec = TestObjects.read("legacy." + target + ".o");
        assertThat(spec.maps())
                .extracting(MapSpec::name)
                .containsExactlyInAnyOrder("typed", "brief", "longer", "global", "hidden", "named");
        assertThat(spec.map("global").pinning()).isEqualTo(MapSpec.Pinning.BY_NAME);
        assertThat(spec.map("longer").pinning()).isEqualTo(MapSpec.Pinning.NONE);
        MapSpec typed = spec.map("typed");
        assertThat(typed.section()).isEqualTo("maps");
        assertThat(typed.type()).isEqualTo(MapType.HASH);
        assertThat(typed.keySize()).isEqualTo(8);
        assertThat(typed.valueSize()).isEqualTo(24);
        assertThat(typed.maxEntries()).isEqualTo(100);
        assertThat(typed.flags()).isEqualTo(MapFlags.NO_PREALLOC);
        assertThat(typed.pinning()).isEqualTo(MapSpec.Pinning.NONE);
        assertThat(typed.valueTypeId())
                .isEqualTo(spec.btf().find(BtfKind.STRUCT, "value").orElseThrow());
        assertThat(spec.btf().sizeOf(typed.keyTypeId())).isEqualTo(8);
        assertThat(spec.map("brief").maxEntries()).isEqualTo(0xffffffffL);
        assertThat(spec.map("brief").flags()).isZero();
        assertThat(spec.map("longer").valueTypeId()).isZero();
        assertThat(spec.map("named").section()).isEqualTo("maps/named");
        assertThat(spec.withMaxEntries("longer", 7).map("longer").maxEntries()).isEqualTo(7);
    }

    @Test
    void programsReferToThem() {
        LinkedProgram linked = Linker.link(TestObjects.read("legacy.bpfel.o"), "uses");
        assertThat(linked.mapNames()).containsExactlyInAnyOrder("typed", "longer", "hidden", "brief", "named");
        assertThat(linked.mapReferences())
                .allMatch(reference -> reference.kind() == LinkedProgram.MapReference.Kind.MAP);
    }

    @ParameterizedTest
    @CsvSource({"uses_too_long, too_long, 24", "uses_outer, outer, 28"})
    void definitionThatSaysMoreIsNamedWhereItIsUsed(String program, String map, int at) {
        CollectionSpec spec = TestObjects.read("legacy.bpfel.o");
        assertThatThrownBy(() -> Linker.link(spec, program))
                .isInstanceOfSatisfying(
                        LinkException.class, e -> assertThat(e.feature()).contains(Feature.LEGACY_MAPS))
                .hasMessageContaining("map " + map + " has a definition of 36 bytes that says something at byte " + at
                        + "; define it in .maps");
    }

    @Test
    void mapThatIsPinnedForAllIsLinked() {
        assertThat(Linker.link(TestObjects.read("legacy.bpfel.o"), "uses_global")
                        .mapNames())
                .containsExactly("global");
    }

    @ParameterizedTest
    @CsvSource({
        "1, map map: unknown map type 999",
        "2, map map: unknown map type 0",
        "3, map map: keys or values of more than 2 GiB",
        "4, map map: keys of 4 and values of 4 bytes are not of the types of struct ____btf_map_map",
        "5, struct ____btf_map_map has no members key and value",
    })
    void definitionsThatMakeNoSenseAreRefused(int number, String reason) {
        byte[] object = TestObjects.bytes("badlegacy/" + number + ".o");
        assertThatThrownBy(() -> CollectionSpec.read(object))
                .isInstanceOfSatisfying(
                        ObjectFormatException.class,
                        e -> assertThat(e.section()).isEqualTo("maps"))
                .hasMessageContaining(reason);
    }
}
