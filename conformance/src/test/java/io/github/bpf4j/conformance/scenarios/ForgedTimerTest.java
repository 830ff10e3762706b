package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOTSUPP;
import static io.github.bpf4j.conformance.scenarios.TimerRig.FAR;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.conformance.scenarios.TimerRig.Action;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerCall;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pointers to what is no timer, which the helpers answer without believing them. */
class ForgedTimerTest {
    /** Calls start and cancel on its memory. */
    private static final String START_AND_CANCEL = """
            r6 = r1
            r2 = 0
            r3 = 0
            call 171
            r7 = r0
            r1 = r6
            call 172
            r7 += r0
            r0 = r7
            exit
            """;

    @ParameterizedTest
    @EnumSource
    void theBytesOfATimerInAnotherPlaceAreNoTimer(EngineKind engine) {
        try (TimerRig rig = new TimerRig(engine)) {
            rig.arm("array", 1, Action.NOTHING, FAR);
            for (int index = 0; index < 4; index++) {
                for (long generation = 0; generation < 4; generation++) {
                    byte[] word = ByteBuffer.allocate(16)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(generation << 32 | index)
                            .array();
                    try (RawProgram.Loaded forger = rig.runtime
                            .raw(Assembler.assemble(START_AND_CANCEL))
                            .withMemory(word)) {
                        var result = forger.run();
                        assertThat(result.fault()).isEmpty();
                        assertThat(result.returnValue()).isEqualTo(2 * EINVAL.result());
                    }
                }
            }
            assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            assertThat(rig.cancel("array", 1)).isEqualTo(1);
        }
    }

    private static CollectionSpec read(String object) {
        return CollectionSpec.read(Corpus.bytes("scenarios/" + object + ".bpf.o"), object);
    }

    private static List<Long> answers(EngineKind engine, CollectionSpec all, List<String> programs) {
        List<TimerCall> calls = new ArrayList<>();
        for (String name : programs) {
            CollectionSpec spec = all;
            for (var program : all.programs()) {
                spec = spec.withAutoload(program.name(), program.name().equals(name));
            }
            try (Runtime runtime = Confinement.of(Runtime.builder())
                            .engine(engine)
                            .onTimerCall(calls::add)
                            .build();
                    Collection collection = runtime.load(spec)) {
                assertThat(collection
                                .program(name)
                                .run(new Packet(new byte[64]))
                                .fault())
                        .as(name)
                        .isEmpty();
                assertThat(runtime.timers().live()).as(name).isZero();
            }
        }
        return calls.stream().map(TimerCall::result).toList();
    }

    /**
     * The verifier refuses these when they are loaded. Where it is passed by, the helper refuses them.
     */
    @ParameterizedTest
    @EnumSource
    void anotherMapAndAnotherPlaceAreInvalid(EngineKind engine) {
        List<String> programs = List.of(
                "s87_vr10_other_map__EINVAL",
                "s87_vr10_plain_map__EINVAL",
                "s88_vr7_value_start__EINVAL",
                "s88_vr7_one_too_far__EINVAL",
                "s88_vr7_eight_too_far__EINVAL",
                "s88_vr5_stack__EACCES",
                "s88_vr5_context__EACCES");
        // A map per CPU has no timers: libbpf creates this one without BTF.
        CollectionSpec spec = read("10_arguments").withMap("no_btf", map -> map.withTypeIds(0, 0));
        assertThat(answers(engine, spec, programs)).hasSize(programs.size()).containsOnly(EINVAL.result());
    }

    @ParameterizedTest
    @EnumSource
    void aTimerAmongGlobalVariablesStaysUninitialised(EngineKind engine) {
        List<String> programs = List.of(
                "s88_vr27_global_start__ENOTSUPP", "s88_vr27_global_set__ENOTSUPP", "s88_vr27_global_init__EINVAL");
        assertThat(answers(engine, read("13_global"), programs)).hasSize(3).containsOnly(EINVAL.result());
        assertThat(answers(engine, read("14_rodata"), List.of("s88_vr27_constant_start__EINVAL")))
                .containsExactly(EINVAL.result());
    }

    @ParameterizedTest
    @EnumSource
    void theSectionOfAGlobalTimerCannotBeMapped(EngineKind engine) {
        try (Runtime runtime = Confinement.of(Runtime.builder()).engine(engine).build();
                Collection collection = runtime.load(read("13_global"))) {
            assertThat(OpsRig.refusal(collection.map(".bss")::mmap)).isEqualTo(ENOTSUPP.result());
            assertThat(OpsRig.refusal(collection.map(".bss")::freeze)).isEqualTo(ENOTSUPP.result());
        }
    }
}
