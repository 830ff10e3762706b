package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class MapDefinitionTest {
    @ParameterizedTest
    @CsvSource({
        "1, no type",
        "2, unknown map type 999",
        "3, 'unknown member \"colour\"'",
        "4, sizes 8 and 4 conflict",
        "5, unknown pinning 2",
        "6, does not encode a number",
        "7, is no pointer to a type",
        "8, has no size",
        "9, a HASH holds no maps",
        "10, nested twice",
        "11, sizes 8 and 4 conflict",
        "12, an inner map cannot be pinned",
        "13, a ARRAY_OF_MAPS holds no programs",
        "14, points neither to maps nor to programs",
        "15, is no variable of a struct type",
        "16, initial elements need keys of 4 bytes",
        "17, variable is no map",
        "18, variable is no program",
        "19, 'relocation outside \"values\"'",
        "21, 'unknown member \"\"'",
        "20, is no flexible array of pointers",
    })
    void definitionsThatMakeNoSenseAreRefused(int number, String reason) {
        byte[] object = TestObjects.bytes("badmaps/" + number + ".o");
        assertThatThrownBy(() -> CollectionSpec.read(object))
                .isInstanceOfSatisfying(
                        ObjectFormatException.class,
                        e -> assertThat(e.section()).isEqualTo(".maps"))
                .hasMessageContaining("map map")
                .hasMessageContaining(reason);
    }
}
