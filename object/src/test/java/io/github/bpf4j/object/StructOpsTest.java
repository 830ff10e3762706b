package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.bpf4j.abi.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of kernel operations. */
final class StructOpsTest {
    private static StructOpsSpec table(CollectionSpec spec, String name) {
        return spec.structOps().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void tablesNameTheProgramsOfTheirMembers(String target) {
        CollectionSpec spec = TestObjects.read("struct_ops." + target + ".o");
        assertThat(spec.structOps())
                .extracting(StructOpsSpec::name)
                .containsExactlyInAnyOrder("plain", "linked", "other", "optional");
        assertThat(table(spec, "plain").programs()).containsExactly(entry("init", "start"));
        assertThat(table(spec, "linked").programs()).containsExactly(entry("init", "start"), entry("release", "stop"));
        assertThat(table(spec, "other").programs()).containsExactly(entry("release", "stop"));
        assertThat(table(spec, "optional").programs()).isEmpty();
        assertThat(table(spec, "other").typeId()).isEqualTo(table(spec, "plain").typeId());
        assertThat(spec.btf().type(table(spec, "plain").typeId()).name()).isEqualTo("operations");
        assertThat(spec.program("start").type()).isEqualTo(ProgramType.STRUCT_OPS);
        assertThat(spec.program("stop").sleepable()).isTrue();
        assertThat(spec.maps()).isEmpty();
    }

    @Test
    void sectionsSayHowTheyAreRegistered() {
        CollectionSpec spec = TestObjects.read("struct_ops.bpfel.o");
        assertThat(table(spec, "plain").hasLink()).isFalse();
        assertThat(table(spec, "plain").autocreate()).isTrue();
        assertThat(table(spec, "linked").hasLink()).isTrue();
        assertThat(table(spec, "optional").autocreate()).isFalse();
    }

    @Test
    void otherMembersAreBytes() {
        StructOpsSpec plain = table(TestObjects.read("struct_ops.bpfel.o"), "plain");
        assertThat(plain.contents().size()).isEqualTo(40);
        assertThat(plain.contents().slice(0, 5)).containsExactly('p', 'l', 'a', 'i', 'n');
        assertThat(plain.contents().slice(16, 4)).containsExactly(3, 0, 0, 0);
    }
}
