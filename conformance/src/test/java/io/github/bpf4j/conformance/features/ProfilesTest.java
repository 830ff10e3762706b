package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.ByteOrder;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What the kernel of a runtime's profile lacks is refused when it is loaded. */
class ProfilesTest {
    private static CollectionSpec only(String object, String program) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes(object), object);
        for (ProgramSpec each : spec.programs()) {
            spec = spec.withAutoload(each.name(), each.name().equals(program));
        }
        return spec;
    }

    private static Runtime runtime(KernelProfile profile) {
        return Runtime.builder().profile(profile).build();
    }

    @Test
    void helpersThatCameLater() {
        CollectionSpec loop = only("features/loop.bpf.o", "whole");
        try (Runtime older = runtime(KernelProfile.V5_15);
                Runtime reference = runtime(KernelProfile.V6_12)) {
            reference.load(loop).close();
            assertThatThrownBy(() -> older.load(loop))
                    .isInstanceOfSatisfying(
                            VerifierException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                    .hasMessageContaining("there is no helper bpf_loop#181 in Linux 5.15");
        }
    }

    @Test
    void kernelFunctionsThatCameLater() {
        CollectionSpec kfuncs = only("features/cancel_async.bpf.o", "timer_op");
        try (Runtime reference = runtime(KernelProfile.V6_12);
                Runtime newer = runtime(KernelProfile.V7_0)) {
            newer.load(kfuncs).close();
            assertThatThrownBy(() -> reference.load(kfuncs))
                    .isInstanceOfAny(LinkException.class, VerifierException.class);
        }
    }

    @Test
    void typesOfMapsThatCameLater() {
        MapSpec bloom = MapSpec.of("bloom", MapType.BLOOM_FILTER, 0, 8, 4);
        Btf none = Btf.empty(ByteOrder.LITTLE_ENDIAN);
        try (Runtime older = runtime(KernelProfile.V5_15);
                Runtime reference = runtime(KernelProfile.V6_12)) {
            assertThat(refusal(() -> older.createMap(bloom, none))).isEqualTo(Errno.EINVAL);
            reference.createMap(bloom, none).close();
        }
    }

    private static Errno refusal(ThrowingCallable creation) {
        return catchThrowableOfType(BpfErrnoException.class, creation).errno();
    }

    @Test
    void instructionsThatCameLater() {
        CollectionSpec signed = CollectionSpec.read(Corpus.bytes("isa/signed.v4.bpf.o"), "signed");
        try (Runtime older = runtime(KernelProfile.V5_15);
                Runtime reference = runtime(KernelProfile.V6_12)) {
            reference.load(signed).close();
            assertThatThrownBy(() -> older.load(signed))
                    .isInstanceOfSatisfying(
                            VerifierException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL))
                    .hasMessageContaining("Linux 5.15 does not know this instruction");
        }
    }
}
