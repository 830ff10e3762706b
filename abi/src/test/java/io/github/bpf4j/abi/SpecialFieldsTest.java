package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The types are those of special-fields.c and bad-names.c, compiled. */
class SpecialFieldsTest {
    private static final Btf TYPES = read("/btf/special-fields.btf");
    private static final Btf BAD_NAMES = read("/btf/bad-names.btf");

    private static Btf read(String resource) {
        try (InputStream in = SpecialFieldsTest.class.getResourceAsStream(resource)) {
            return Btf.parse(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int struct(Btf btf, String name) {
        return btf.find(BtfKind.STRUCT, name).orElseThrow();
    }

    private static SpecialFields parse(String struct, KernelProfile profile) {
        return SpecialFields.parse(TYPES, struct(TYPES, struct), profile);
    }

    /** {@code KIND@offset} separated by spaces, the name of the parse error, or a dash. */
    private static String show(SpecialFields fields) {
        if (fields.parseError() != null) {
            assertThat(fields.list()).isEmpty();
            return fields.parseError().name();
        }
        return fields.isEmpty()
                ? "-"
                : fields.list().stream()
                        .map(field -> field.kind() + "@" + field.byteOffset())
                        .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # value type            | 6.12                                      | 5.15
            plain                   | -                                         | -
            timer_first             | TIMER@0                                   | TIMER@0
            timer_later             | TIMER@8                                   | TIMER@8
            timer_and_lock          | TIMER@0 SPIN_LOCK@16                      | TIMER@0 SPIN_LOCK@16
            two_timers              | E2BIG                                     | E2BIG
            two_locks               | E2BIG                                     | E2BIG
            nested                  | TIMER@24                                  | -
            twice_nested            | E2BIG                                     | -
            array_of_one            | TIMER@8                                   | -
            array_of_two            | EINVAL                                    | -
            array_of_none           | -                                         | -
            array_of_structs        | EINVAL                                    | -
            array_of_one_struct     | TIMER@8                                   | -
            in_union                | -                                         | -
            through_typedef         | -                                         | -
            through_const           | -                                         | -
            misaligned              | -                                         | EINVAL
            misaligned_and_real     | E2BIG                                     | EINVAL
            bit_fields              | TIMER@8                                   | TIMER@8
            kptr_array              | KPTR_REF@0 KPTR_REF@8 KPTR_REF@16         | -
            kptr_struct_array       | KPTR_REF@8 KPTR_REF@24 KPTR_REF@40        | -
            too_many_kptrs          | E2BIG                                     | -
            volatile_kptr           | KPTR_REF@0                                | -
            other_tag               | EINVAL                                    | -
            kptr_to_number          | EINVAL                                    | -
            two_tags                | EINVAL                                    | -
            plain_pointer           | -                                         | -
            node_data               | REFCOUNT@64                               | -
            list                    | SPIN_LOCK@0 LIST_HEAD@8                   | SPIN_LOCK@0
            tree                    | SPIN_LOCK@0 RB_ROOT@8                     | SPIN_LOCK@0
            two_lists               | SPIN_LOCK@0 LIST_HEAD@8 LIST_HEAD@24      | SPIN_LOCK@0
            list_without_lock       | EINVAL                                    | -
            list_without_tag        | EINVAL                                    | SPIN_LOCK@0
            list_of_unknown         | ENOENT                                    | SPIN_LOCK@0
            list_of_tree            | EINVAL                                    | SPIN_LOCK@0
            list_of_nothing         | EINVAL                                    | SPIN_LOCK@0
            """)
    void fieldsAreFoundByTheKernelsRules(String struct, String in612, String in515) {
        assertThat(show(parse(struct, V6_12))).as("6.12").isEqualTo(in612);
        assertThat(show(parse(struct, V5_15))).as("5.15").isEqualTo(in515);
    }

    @Test
    void allKindsMayStandInOneValue() {
        assertThat(show(parse("everything", V6_12)))
                .isEqualTo("TIMER@8 WORKQUEUE@24 SPIN_LOCK@40 REFCOUNT@44 KPTR_REF@48 KPTR_UNREF@56 KPTR_PERCPU@64");
        assertThat(show(parse("everything", V5_15))).isEqualTo("TIMER@8 SPIN_LOCK@40");
    }

    @Test
    void elevenFieldsAreTheMost() {
        assertThat(parse("most_kptrs", V6_12).list()).hasSize(SpecialFields.MAX_FIELDS);
    }

    @Test
    void badLockDoesNotSpoilTheTimerOfOldKernels() {
        assertThat(show(parse("timer_and_two_locks", V6_12))).isEqualTo("E2BIG");
        SpecialFields old = parse("timer_and_two_locks", V5_15);
        assertThat(old.list()).containsExactly(new SpecialField(Kind.TIMER, 0, ""));
        assertThat(old.parseError()).isEqualTo(Errno.E2BIG);
    }

    @Test
    void fieldsKnowTheirTargets() {
        assertThat(parse("everything", V6_12).find(Kind.KPTR_REF).orElseThrow().target())
                .isEqualTo("struct task_struct");
        assertThat(parse("everything", V6_12)
                        .find(Kind.KPTR_PERCPU)
                        .orElseThrow()
                        .target())
                .isEqualTo("struct plain");
        assertThat(parse("list", V6_12).find(Kind.LIST_HEAD).orElseThrow().target())
                .isEqualTo("node_data:node@8");
        assertThat(parse("tree", V6_12).find(Kind.RB_ROOT).orElseThrow().target())
                .isEqualTo("node_data:tree@32");
    }

    @Test
    void magicNameWithWrongSizeOrKindIsPlainDataButCounts() {
        assertThat(show(SpecialFields.parse(BAD_NAMES, struct(BAD_NAMES, "large_timer"), V6_12)))
                .isEqualTo("-");
        assertThat(show(SpecialFields.parse(BAD_NAMES, struct(BAD_NAMES, "two_large_timers"), V6_12)))
                .isEqualTo("E2BIG");
        assertThat(show(SpecialFields.parse(BAD_NAMES, struct(BAD_NAMES, "union_wq"), V6_12)))
                .isEqualTo("-");
        assertThat(show(SpecialFields.parse(BAD_NAMES, struct(BAD_NAMES, "large_lock"), V6_12)))
                .isEqualTo("-");
    }

    @Test
    void valueMustBeAStructOrSection() {
        int union = TYPES.find(BtfKind.UNION, "a_union").orElseThrow();
        int choice = TYPES.find(BtfKind.ENUM, "choice").orElseThrow();
        assertThat(show(SpecialFields.parse(TYPES, union, V6_12))).isEqualTo("EINVAL");
        assertThat(show(SpecialFields.parse(TYPES, choice, V6_12))).isEqualTo("EINVAL");
        assertThat(show(SpecialFields.parse(TYPES, 0, V6_12))).isEqualTo("-");
    }

    @Test
    void valueItselfMayBeATypedef() {
        int alias = TYPES.find(BtfKind.TYPEDEF, "value_alias").orElseThrow();
        assertThat(show(SpecialFields.parse(TYPES, alias, V6_12))).isEqualTo("TIMER@0");
    }

    private static SpecialFields section(String name, long byteOffset, long variableSize) {
        int id = TYPES.find(BtfKind.DATASEC, name).orElseThrow();
        BtfType.DataSec section = (BtfType.DataSec) TYPES.type(id);
        int variable = section.variables().getFirst().varId();
        BtfType.DataSec laidOut =
                new BtfType.DataSec(name, 64, List.of(new BtfType.SecInfo(variable, byteOffset, variableSize)));
        return SpecialFields.parse(TYPES.withDataSections(Map.of(id, laidOut)), id, V6_12);
    }

    @Test
    void globalTimerIsFoundInItsSection() {
        assertThat(show(section(".data.timer", 8, 16))).isEqualTo("TIMER@8");
    }

    @Test
    void globalOfAnotherSizeIsPlainData() {
        assertThat(show(section(".data.timer", 8, 24))).isEqualTo("-");
    }

    @Test
    void constantTimerIsNotFound() {
        assertThat(show(section(".rodata.timer", 8, 16))).isEqualTo("-");
    }

    @Test
    void globalBeyondItsSectionIsAParseError() {
        assertThat(show(section(".data.timer", 56, 16))).isEqualTo("EFAULT");
        assertThat(show(section(".data.timer", 0xffff_fff0L, 16))).isEqualTo("EFAULT");
    }

    @Test
    void overlappingFieldsAreAParseError() {
        BtfBuilder types = new BtfBuilder();
        int number = types.integer("u64", 8);
        int array = types.array(number, 2);
        int timer = types.struct("bpf_timer", 16, new BtfBuilder.Field("opaque", array, 0));
        int lock = types.struct("bpf_spin_lock", 4);
        int value = types.struct("value", 32, new BtfBuilder.Field("t", timer, 0), new BtfBuilder.Field("l", lock, 12));
        assertThat(show(SpecialFields.parse(types.build(ByteOrder.LITTLE_ENDIAN), value, V6_12)))
                .isEqualTo("EEXIST");
    }

    @Test
    void manifoldNestingCostsNoMoreThanItsSize() {
        BtfBuilder types = new BtfBuilder();
        int inner = types.struct("bomb0", 0);
        for (int level = 1; level < 28; level++) {
            BtfBuilder.Field[] fields = new BtfBuilder.Field[200];
            for (int i = 0; i < fields.length; i++) {
                fields[i] = new BtfBuilder.Field("f" + i, inner, 0);
            }
            inner = types.struct("bomb" + level, 0, fields);
        }
        int bomb = inner;
        Btf btf = types.build(ByteOrder.LITTLE_ENDIAN);
        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(60),
                () -> assertThat(show(SpecialFields.parse(btf, bomb, V6_12))).isEqualTo("-"));
    }

    @Test
    void overlappingAsksForSharedBytes() {
        SpecialFields fields = parse("timer_later", V6_12);
        assertThat(fields.overlapping(0, 8)).isEmpty();
        assertThat(fields.overlapping(0, 9)).isPresent();
        assertThat(fields.overlapping(23, 1)).isPresent();
        assertThat(fields.overlapping(24, 8)).isEmpty();
        assertThat(fields.has(Kind.TIMER)).isTrue();
        assertThat(fields.has(Kind.SPIN_LOCK)).isFalse();
    }

    @Test
    void handMadeRecordEqualsTheParsedOne() {
        SpecialField timer = new SpecialField(Kind.TIMER, 0, "");
        SpecialField lock = new SpecialField(Kind.SPIN_LOCK, 16, "");
        assertThat(SpecialFields.of(lock, timer)).isEqualTo(parse("timer_and_lock", V6_12));
    }
}
