package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What no path comes to was never looked at, so it must not run; and only one engine may run what nobody looked at. */
class DeadCodeTest {
    private static final CollectionSpec PROGRAMS =
            CollectionSpec.read(Corpus.bytes("verifier/control_flow.bpf.o"), "control_flow");

    private static final int DEAD = 2;

    @ParameterizedTest
    @ValueSource(
            strings = {"a85_dead_bad_load__ok", "a85_dead_unknown_helper__ok", "a85_dead_use_of_unset_register__ok"})
    void deadInstructionBecomesATrap(String name) {
        LinkedProgram program = Linker.link(PROGRAMS, name, LinkEnvironment.of(KernelProfile.V6_12, Set.of()));
        Verdict verdict = Verifier.judge(program, VerifierEnvironment.of(Set.of(), Map.of()));
        Facts.Proved proof = verdict.proof();
        assertThat(proof).isNotNull();
        long[] code = program.code().clone();
        Addresses.trapUnreached(code, proof);
        for (int at = 0; at < code.length; at++) {
            assertThat(proof.isReached(at)).as("instruction %d", at).isEqualTo(at != DEAD);
            assertThat(code[at]).isEqualTo(at == DEAD ? Image.UNREACHED : program.code()[at]);
        }
    }

    @ParameterizedTest
    @EnumSource(EngineKind.class)
    void trapEndsTheRun(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                RawProgram.Loaded trapped =
                        runtime.unchecked(new long[] {Image.UNREACHED}).withMemory(new byte[8])) {
            Fault fault = trapped.run().fault().orElseThrow();
            assertThat(fault.kind()).isEqualTo(Fault.Kind.BAD_INSTRUCTION);
            assertThat(fault.message()).contains("where no path came when the program was verified");
        }
    }

    @Test
    void onlyTheCheckedInterpreterRunsWhatWasNotVerified() {
        RuntimeBuilder builder =
                Runtime.builder().engine(EngineKind.INTERPRETER).unverified();
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("checked interpreter only");
    }
}
