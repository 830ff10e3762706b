package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import java.util.HexFormat;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Externs of section {@code .kconfig}: their map, their places, their values in a kernel. */
final class KconfigSectionTest {
    private static final LinkEnvironment KERNEL = LinkEnvironment.of(KernelProfile.V6_12, Set.of());

    private static CollectionSpec bad(int number) {
        return CollectionSpec.read(TestObjects.bytes("badkconfig/" + number + ".o"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void externsLieWhereLibbpfPutsThem(String target) {
        CollectionSpec spec = TestObjects.read("kconfig." + target + ".o");
        assertThat(spec.variables())
                .filteredOn(variable -> variable.linkage() == Linkage.EXTERN)
                .extracting(variable -> variable.name() + "@" + variable.byteOffset())
                .containsExactly(
                        "CONFIG_A8@0",
                        "CONFIG_Q8@8",
                        "CONFIG_A4@16",
                        "CONFIG_B4@20",
                        "CONFIG_T4@24",
                        "LINUX_KERNEL_VERSION@28",
                        "CONFIG_A2@32",
                        "CONFIG_H2@34",
                        "CONFIG_A1@36",
                        "CONFIG_C1@37",
                        "CONFIG_Z1@38",
                        "CONFIG_STR4@39",
                        "CONFIG_ASTR9@43",
                        "CONFIG_STR9@52");
        MapSpec map = spec.map(".kconfig");
        assertThat(map.valueSize()).isEqualTo(61);
        assertThat(spec.btf().sizeOf(map.valueTypeId())).isEqualTo(61);
        assertThat(map.type()).isEqualTo(MapType.ARRAY);
        assertThat(map.flags()).isEqualTo(MapFlags.RDONLY_PROG | MapFlags.MMAPABLE);
        assertThat(map.name()).isEqualTo("kconfig.kconfig");
        assertThat(CollectionSpec.read(TestObjects.bytes("kconfig.bpfel.o"), "kconfig_of_a_long_name")
                        .map(".kconfig")
                        .name())
                .isEqualTo("kconfig.kconfig");
    }

    @Test
    void loadsOfExternsAreLoadsOfTheMapsValue() {
        CollectionSpec spec = TestObjects.read("kconfig.bpfel.o");
        LinkedProgram linked = Linker.link(spec, "reads", KERNEL);
        assertThat(linked.mapReferences())
                .filteredOn(reference -> reference.mapName().equals("kconfig.kconfig"))
                .hasSize(14)
                .contains(new MapReference(0, "kconfig.kconfig", MapReference.Kind.VALUE, 52))
                .contains(new MapReference(8, "kconfig.kconfig", MapReference.Kind.VALUE, 20));
    }

    @Test
    void nothingIsKnownOfTheValuesUntilThereIsAKernel() {
        CollectionSpec spec = TestObjects.read("kconfig.bpfel.o");
        assertThat(spec.map(".kconfig").contents()).isNull();
        assertThat(spec.initialValue(spec.variable("CONFIG_A8")))
                .containsOnly(0)
                .hasSize(8);
        assertThat(spec.forKernel(KERNEL).map(".kconfig").contents()).isNotNull();
        assertThat(TestObjects.read("programs.bpfel.o").forKernel(KERNEL).maps())
                .isEqualTo(TestObjects.read("programs.bpfel.o").maps());
    }

    @Test
    void valuesAreTheKernels() {
        CollectionSpec spec = TestObjects.read("kconfig.bpfel.o").forKernel(KERNEL.withKconfig(Kconfig.parse("""
                        CONFIG_A4=7
                        CONFIG_T4=m
                        CONFIG_A1=y
                        CONFIG_STR4="abcdef"
                        # CONFIG_A8 is not set
                        """)));
        assertThat(HexFormat.of().formatHex(spec.map(".kconfig").contents().toBytes()))
                .isEqualTo("0".repeat(32) + "07000000" + "00000000" + "02000000" + "000c0600" + "00000000" + "01"
                        + "0000" + "61626300" + "0".repeat(36));
        assertThat(spec.initialValue(spec.variable("CONFIG_STR4"))).containsExactly('a', 'b', 'c', 0);
    }

    @ParameterizedTest
    @CsvSource({"V5_15, 000f0500", "V6_12, 000c0600", "V7_0, 00000700"})
    void versionIsThatOfTheProfile(KernelProfile profile, String hex) {
        CollectionSpec spec = TestObjects.read("kconfig.bpfel.o").forKernel(LinkEnvironment.of(profile, Set.of()));
        assertThat(HexFormat.of().formatHex(spec.initialValue(spec.variable("LINUX_KERNEL_VERSION"))))
                .isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource({
        "1, CONFIG_X, ESRCH, the kernel's configuration does not set it",
        "2, CONFIG_X, EOPNOTSUPP, 'settings have no such type: they are bool, enum libbpf_tristate'",
        "3, LINUX_FOO, EINVAL, nothing of this name can be in .kconfig",
        "5, FOO, EINVAL, nothing of this name can be in .kconfig",
        "6, CONFIG_X, EINVAL, it has no size",
        "7, LINUX_KERNEL_VERSION, ERANGE, its value 396288 does not fit in 2 bytes",
        "8, LINUX_KERNEL_VERSION, EINVAL, it is the number 396288: declare it an integer",
    })
    void whatCannotBeSetIsNamed(int number, String name, Errno errno, String reason) {
        CollectionSpec spec = bad(number);
        assertThat(Linker.link(spec, "reads", KERNEL).mapNames()).containsExactly(".kconfig");
        assertThatThrownBy(() -> spec.forKernel(KERNEL))
                .isInstanceOfSatisfying(ExternException.class, e -> {
                    assertThat(e.errno()).isEqualTo(errno);
                    assertThat(e.extern()).isEqualTo(name);
                })
                .hasMessageContaining("extern " + name + ": " + reason);
    }

    @Test
    void aWeakExternThatIsNotThereIsZero() {
        for (int number : new int[] {4, 10}) {
            assertThat(bad(number).forKernel(KERNEL).map(".kconfig").contents().isZero())
                    .isTrue();
        }
        assertThat(bad(10).forKernel(KERNEL.withKconfig(Kconfig.parse("CONFIG_X=3")))
                        .map(".kconfig")
                        .contents()
                        .toBytes())
                .containsExactly(3, 0, 0, 0);
    }

    @Test
    void settingsAreNotVariablesOfTheObject() {
        CollectionSpec spec = TestObjects.read("kconfig.bpfel.o");
        assertThatThrownBy(() -> spec.withVariable("CONFIG_A4", "7"))
                .hasMessageContaining("change the kernel's configuration");
        assertThatThrownBy(() -> spec.withVariable("CONFIG_A4", new byte[4]))
                .hasMessageContaining("setting of the kernel");
        assertThatThrownBy(() -> spec.withMaxEntries(".kconfig", 2)).hasMessageContaining("data section");
    }
}
