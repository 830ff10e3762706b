package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HelperPrototypeTest {
    /** The ids of runtime spec 4 and timers spec 1.2. */
    private static final List<Integer> SPECIFIED = List.of(
            1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29,
            30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56,
            57, 58, 59, 60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79, 80, 81, 82, 83,
            84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108,
            109, 110, 111, 112, 113, 114, 115, 116, 117, 118, 119, 120, 121, 122, 123, 124, 125, 126, 127, 128, 129,
            130, 131, 132, 133, 134, 135, 136, 137, 138, 139, 140, 141, 142, 143, 144, 145, 146, 147, 148, 149, 150,
            151, 152, 153, 154, 155, 156, 157, 158, 159, 160, 161, 162, 163, 164, 165, 166, 167, 168, 169, 170, 171,
            172, 173, 174, 175, 176, 177, 178, 179, 180, 181, 182, 183, 184, 185, 186, 187, 188, 189, 190, 191, 192,
            193, 194, 195, 196, 197, 198, 199, 200, 201, 202, 203, 204, 205, 206, 207, 208, 209, 210, 211);

    private static String describe(HelperArgument argument) {
        return argument.kind()
                + (argument.size() == 0 ? "" : "(" + argument.size() + ")")
                + (argument.btfType().isEmpty() ? "" : "(" + argument.btfType() + ")")
                + (argument.released() ? "!" : "");
    }

    private static String join(Collection<?> sorted) {
        return sorted.stream().map(Object::toString).collect(Collectors.joining(" "));
    }

    private static String describe(HelperPrototype helper) {
        return String.join(
                        " | ",
                        Integer.toString(helper.id()),
                        helper.name(),
                        helper.arguments().stream()
                                .map(HelperPrototypeTest::describe)
                                .collect(Collectors.joining(", ")),
                        helper.returns().name(),
                        helper.capability().name(),
                        join(new TreeSet<>(helper.traits())),
                        join(new TreeSet<>(helper.groups())))
                .strip();
    }

    @Test
    void prototypesAreThoseOfTheReviewedTable() throws IOException {
        try (InputStream in = HelperPrototypeTest.class.getResourceAsStream("/helpers/prototypes.txt")) {
            List<String> reviewed = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            assertThat(HelperPrototype.all().stream().map(HelperPrototypeTest::describe))
                    .containsExactlyElementsOf(reviewed);
        }
    }

    @Test
    void everySpecifiedHelperHasAPrototype() {
        assertThat(HelperPrototype.all().stream().map(HelperPrototype::id)).containsExactlyElementsOf(SPECIFIED);
    }

    @Test
    void isFoundById() {
        assertThat(HelperPrototype.byId(1).orElseThrow().kernelName()).isEqualTo("bpf_map_lookup_elem");
        assertThat(HelperPrototype.byId(212)).isEmpty();
        assertThat(HelperPrototype.byId(0)).isEmpty();
        assertThat(HelperPrototype.byId(-1)).isEmpty();
    }

    @Test
    void sizesFollowTheirMemory() {
        for (HelperPrototype helper : HelperPrototype.all()) {
            List<HelperArgument> arguments = helper.arguments();
            assertThat(arguments).as(helper.name()).hasSizeLessThanOrEqualTo(5);
            IntStream.range(0, arguments.size()).forEach(index -> {
                boolean size = arguments.get(index).kind().isSize();
                boolean memory = index > 0 && arguments.get(index - 1).kind().isSizedMemory();
                assertThat(size).as(helper.name() + " R" + (index + 1)).isEqualTo(memory);
            });
        }
    }

    @Test
    void atMostOneArgumentIsReleased() {
        assertThat(HelperPrototype.all())
                .allSatisfy(helper -> assertThat(helper.arguments().stream().filter(HelperArgument::released))
                        .hasSizeLessThanOrEqualTo(1));
    }

    @Test
    void baseHelpersAreAvailableToEveryTypeButExt() {
        HelperPrototype lookup = HelperPrototype.byId(1).orElseThrow();
        for (ProgramType type : ProgramType.values()) {
            assertThat(lookup.availableTo(type)).as(type.name()).isEqualTo(type != ProgramType.EXT);
        }
    }

    @Test
    void familiesHaveTheirOwnHelpers() {
        HelperPrototype adjustHead = HelperPrototype.byId(44).orElseThrow();
        assertThat(adjustHead.availableTo(ProgramType.XDP)).isTrue();
        assertThat(adjustHead.availableTo(ProgramType.SCHED_CLS)).isFalse();
        HelperPrototype storeBytes = HelperPrototype.byId(9).orElseThrow();
        assertThat(storeBytes.availableTo(ProgramType.SCHED_ACT)).isTrue();
        assertThat(storeBytes.availableTo(ProgramType.LWT_IN)).isFalse();
        assertThat(storeBytes.availableTo(ProgramType.LWT_XMIT)).isTrue();
        HelperPrototype probeRead = HelperPrototype.byId(4).orElseThrow();
        assertThat(probeRead.availableTo(ProgramType.LSM)).isTrue();
        assertThat(probeRead.availableTo(ProgramType.XDP)).isFalse();
        assertThat(probeRead.has(Trait.GPL_ONLY)).isTrue();
    }
}
