package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.verifier.VerifierException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Programs that ask how the kernel was built; what they return is what Linux 6.12 made of them with this configuration. */
class KconfigTest {
    private static final byte[] FRAME = PacketBuilder.payload(72)
            .udp(1000, 2000)
            .ipv4(0x0a000001, 0x0a000002)
            .ethernet(1, 2);
    private static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes("features/kconfig.bpf.o"), "kconfig");
    private static final Kconfig SETTINGS = Kconfig.parse(new String(Corpus.bytes("features/kconfig.config"), UTF_8));

    private static RunResult run(RuntimeBuilder builder, CollectionSpec object, String program) {
        try (Runtime runtime = builder.build();
                Collection collection = runtime.load(object)) {
            return collection.program(program).run(new Packet(FRAME));
        }
    }

    static Stream<Arguments> results() {
        return Stream.of(EngineKind.values())
                .flatMap(engine -> Stream.of(
                        Arguments.of(engine, "kernel_version", 0x060c),
                        Arguments.of(engine, "ticks_per_second", 1000),
                        Arguments.of(engine, "letters", 112),
                        Arguments.of(engine, "numbers", 57_022),
                        Arguments.of(engine, "texts", 148),
                        Arguments.of(engine, "of_the_kernel", 1),
                        Arguments.of(engine, "only_for_another_kernel", 2)));
    }

    @ParameterizedTest
    @MethodSource("results")
    void programsSeeTheKernelsSettings(EngineKind engine, String program, int result) {
        RunResult run = run(Runtime.builder().engine(engine).kconfig(SETTINGS), OBJECT, program);
        assertThat(run.fault()).isEmpty();
        assertThat(run.verdict()).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"V5_15, 0x050f", "V6_12, 0x060c", "V7_0, 0x0700"})
    void versionIsTheProfiles(KernelProfile profile, String version) {
        RuntimeBuilder builder = Runtime.builder().profile(profile).kconfig(SETTINGS);
        assertThat(run(builder, OBJECT, "kernel_version").verdict()).isEqualTo(Integer.decode(version));
    }

    @ParameterizedTest
    @EnumSource
    void aHelperThatIsThereIsAskedFor(EngineKind engine) {
        try (Runtime runtime =
                        Runtime.builder().engine(engine).kconfig(SETTINGS).build();
                Collection collection = runtime.load(OBJECT)) {
            assertThat(runtime.helpers()).contains(174);
            assertThat(collection.variable("LINUX_HAS_BPF_COOKIE").getLong()).isEqualTo(1);
            RunResult result =
                    collection.program("only_with_cookies").run(new byte[168]).run();
            assertThat(result.fault()).isEmpty();
            assertThat(result.returnValue()).isEqualTo(2);
        }
    }

    @Test
    void branchesOfThisKernelAreVerified() {
        Kconfig slow = SETTINGS.with("CONFIG_HZ", "100");
        assertThatThrownBy(() -> run(Runtime.builder().kconfig(slow), OBJECT, "ticks_per_second"))
                .isInstanceOfSatisfying(
                        VerifierException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES))
                .hasMessageContaining("only_for_another_kernel");
        for (String program : List.of("only_for_this_kernel", "changes_a_setting")) {
            CollectionSpec object = OBJECT.withAutoload(program, true);
            assertThatThrownBy(() -> run(Runtime.builder().kconfig(SETTINGS), object, "ticks_per_second"))
                    .isInstanceOfSatisfying(
                            VerifierException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EACCES))
                    .hasMessageContaining(program);
        }
    }

    @Test
    void aSettingThatIsMissingIsNamed() {
        try (Runtime runtime = Runtime.create()) {
            assertThatThrownBy(() -> runtime.load(OBJECT))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ESRCH))
                    .hasMessageContaining("the kernel's configuration does not set it")
                    .hasMessageContaining("extern CONFIG_");
            assertThat(runtime.objects().maps()).isZero();
        }
    }

    @Test
    void theMapIsFrozenAndItsVariablesAreTheSettings() {
        try (Runtime runtime = Runtime.builder().kconfig(SETTINGS).build();
                Collection collection = runtime.load(OBJECT)) {
            assertThat(collection.variable("CONFIG_HZ").getLong()).isEqualTo(1000);
            assertThat(collection.variable("CONFIG_NET_CLS_BPF").value()).hasToString("TRI_MODULE");
            assertThat(collection.spec().map(".kconfig").contents()).isNotNull();
            var map = collection.map(".kconfig");
            assertThatThrownBy(() -> map.update(new byte[4], new byte[map.spec().valueSize()]))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EPERM));
            assertThatThrownBy(() -> collection.variable("CONFIG_HZ").setLong(1))
                    .hasMessageContaining("set it in the runtime's Kconfig");
        }
    }
}
