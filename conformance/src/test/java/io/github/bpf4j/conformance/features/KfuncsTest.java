package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Calls of kernel functions, in each engine and under each profile that has them. */
class KfuncsTest {
    private static final CollectionSpec KFUNCS = CollectionSpec.read(Corpus.bytes("features/kfuncs.bpf.o"), "kfuncs");

    static Stream<Arguments> kernels() {
        return Stream.of(EngineKind.values())
                .flatMap(engine -> Stream.of(KernelProfile.V6_12, KernelProfile.V7_0)
                        .map(profile -> Arguments.of(engine, profile)));
    }

    /** One program of the object, loaded. */
    private static final class Rig implements AutoCloseable {
        private final Runtime runtime;
        private final Collection collection;
        private final String program;

        Rig(EngineKind engine, KernelProfile profile, String program) {
            this(Runtime.builder(), engine, profile, program);
        }

        /** A rig for programs that the verifier refuses. */
        static Rig unverified(EngineKind engine, KernelProfile profile, String program) {
            return new Rig(Confinement.of(Runtime.builder()), engine, profile, program);
        }

        private Rig(RuntimeBuilder builder, EngineKind engine, KernelProfile profile, String program) {
            this.program = program;
            runtime = builder.engine(engine)
                    .profile(profile)
                    .cpus(2)
                    .fuel(1_000_000_000)
                    .build();
            collection = runtime.load(KFUNCS.withAutoload(program, true));
        }

        RunResult run(ExecutionContext where) {
            return collection.program(program).run(new byte[0], 1, where).run();
        }

        long result() {
            RunResult result = run(ExecutionContext.PROCESS);
            assertThat(result.fault()).isEmpty();
            return result.returnValue();
        }

        Fault fault() {
            return run(ExecutionContext.PROCESS).fault().orElseThrow();
        }

        int get(String variable) {
            return (int) collection.variable(variable).getLong();
        }

        void set(String variable, int value) {
            collection.variable(variable).setLong(value);
        }

        void loop(int from, int to) {
            set("from", from);
            set("to", to);
            set("again", -1);
            assertThat(result()).isZero();
            assertThat(get("again")).as("behind the end nothing comes").isZero();
        }

        @Override
        public void close() {
            collection.close();
            runtime.close();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void openCodedLoopRunsThroughItsNumbers(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "loops")) {
            rig.loop(-3, 4);
            assertThat(rig.get("created")).isZero();
            assertThat(rig.get("rounds")).isEqualTo(7);
            assertThat(rig.get("first")).isEqualTo(-3);
            assertThat(rig.get("last")).isEqualTo(3);
            rig.loop(5, 5);
            assertThat(rig.get("created")).isZero();
            assertThat(rig.get("rounds")).isZero();
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void openCodedLoopBeginsAndEndsWhereNumbersDo(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "loops")) {
            rig.loop(Integer.MIN_VALUE, Integer.MIN_VALUE + 2);
            assertThat(rig.get("rounds")).isEqualTo(2);
            assertThat(rig.get("first")).isEqualTo(Integer.MIN_VALUE);
            rig.loop(Integer.MAX_VALUE - 2, Integer.MAX_VALUE);
            assertThat(rig.get("rounds")).isEqualTo(2);
            assertThat(rig.get("last")).isEqualTo(Integer.MAX_VALUE - 1);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void openCodedLoopThatIsRefusedHasNoRounds(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "loops")) {
            rig.loop(2, 1);
            assertThat(rig.get("created")).isEqualTo((int) Errno.EINVAL.result());
            assertThat(rig.get("rounds")).isZero();
            rig.loop(-1, 1 << 23);
            assertThat(rig.get("created")).isEqualTo((int) Errno.E2BIG.result());
            assertThat(rig.get("rounds")).isZero();
            rig.loop(Integer.MIN_VALUE, Integer.MAX_VALUE);
            assertThat(rig.get("created")).isEqualTo((int) Errno.E2BIG.result());
        }
    }

    @Test
    void longestOpenCodedLoopHasEightMillionRounds() {
        try (Rig rig = new Rig(EngineKind.INTERPRETER, KernelProfile.V6_12, "loops")) {
            rig.loop(-1, (1 << 23) - 1);
            assertThat(rig.get("created")).isZero();
            assertThat(rig.get("rounds")).isEqualTo(1 << 23);
        }
    }

    @ParameterizedTest
    @EnumSource
    void intLeavesTheUpperHalfOfItsRegisterZero(EngineKind engine) {
        try (Rig rig = new Rig(engine, KernelProfile.V6_12, "leaves_int")) {
            assertThat(rig.result()).isZero();
            assertThat(rig.collection.variable("wide").getLong()).isEqualTo(Errno.EINVAL.result() & 0xffff_ffffL);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void rcuSectionsChangeNothing(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "locks")) {
            assertThat(rig.result()).isEqualTo(1);
        }
    }

    private static void assertCounts(Rig rig, int outside) {
        assertThat(rig.get("count_before")).isEqualTo(outside);
        assertThat(rig.get("count_inside")).isEqualTo(outside + 1);
        assertThat(rig.get("count_nested")).isEqualTo(outside + 2);
        assertThat(rig.get("count_after")).isEqualTo(outside);
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void disabledPreemptionIsCounted(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "counts_preemptions")) {
            assertThat(rig.result()).isZero();
            assertCounts(rig, 0);
            assertThat(rig.run(ExecutionContext.NMI).fault()).isEmpty();
            assertCounts(rig, KernelVariable.NMI);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void disabledPreemptionIsCountedBesideTheSoftirqOfACallback(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "counts_in_callback")) {
            assertThat(rig.result()).isZero();
            assertThat(rig.runtime.advance(Duration.ofNanos(1000))).isEqualTo(1);
            assertCounts(rig, KernelVariable.SOFTIRQ);
        }
    }

    @ParameterizedTest
    @EnumSource
    void preemptionThatAProgramLeftOffIsOnInTheNextRun(EngineKind engine) {
        CollectionSpec both = KFUNCS.withAutoload("leaves_preemption_off", true);
        try (Rig rig = Rig.unverified(engine, KernelProfile.V6_12, "counts_preemptions");
                Collection leaves = rig.runtime.load(both)) {
            leaves.program("leaves_preemption_off").run(new byte[0], 1);
            assertThat(rig.result()).isZero();
            assertCounts(rig, 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void preemptionThatIsOnCannotBeTurnedOn(EngineKind engine) {
        try (Rig rig = Rig.unverified(engine, KernelProfile.V6_12, "turns_preemption_on")) {
            assertThat(rig.fault().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
            assertThat(rig.fault().message()).contains("preemption is not disabled");
        }
    }

    @ParameterizedTest
    @EnumSource
    void countOfPreemptionsDoesNotRunIntoTheBitsOfInterrupts(EngineKind engine) {
        try (Rig rig = Rig.unverified(engine, KernelProfile.V6_12, "turns_preemption_off_often")) {
            assertThat(rig.fault().kind()).isEqualTo(Fault.Kind.BAD_ARGUMENT);
            assertThat(rig.get("rounds")).isEqualTo(255);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void programDoesWithoutAWeakFunction(EngineKind engine, KernelProfile profile) {
        try (Rig rig = new Rig(engine, profile, "does_without")) {
            assertThat(rig.result()).isEqualTo(3);
        }
    }

    @ParameterizedTest
    @EnumSource
    void weakFunctionOfALaterKernelIsZero(EngineKind engine) {
        try (Rig rig = new Rig(engine, KernelProfile.V6_12, "has_cancel_async")) {
            assertThat(rig.result()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void callOfAMissingFunctionEndsTheRunByName(EngineKind engine) {
        for (KernelProfile profile : KernelProfile.values()) {
            try (Rig rig = Rig.unverified(engine, profile, "calls_what_is_missing")) {
                Fault fault = rig.fault();
                assertThat(fault.kind()).isEqualTo(Fault.Kind.UNKNOWN_HELPER);
                assertThat(fault.message())
                        .contains("kernel function bpf_no_such_function")
                        .contains(profile.release());
                assertThat(fault.source().orElseThrow()).contains("return bpf_no_such_function(7)");
            }
        }
    }

    @Test
    void checkedModeJudgesTheArgumentsOfKernelFunctions() {
        try (Rig rig = Rig.unverified(EngineKind.CHECKED, KernelProfile.V6_12, "iterates_nowhere")) {
            assertThat(rig.fault().kind()).isEqualTo(Fault.Kind.BAD_ACCESS);
            assertThat(rig.fault().message()).startsWith("argument 1 of bpf_iter_num_new: write of 8 bytes at 0x10");
        }
        try (Rig rig = Rig.unverified(EngineKind.INTERPRETER, KernelProfile.V6_12, "iterates_nowhere")) {
            assertThat(rig.result()).as("confined to guest memory").isZero();
        }
    }

    @Test
    void oldKernelsHaveFewKernelFunctions() {
        try (Runtime runtime = Runtime.builder().profile(KernelProfile.V5_15).build()) {
            assertThat(runtime.kfuncs())
                    .hasSize(5)
                    .allMatch(kfunc -> kfunc.kernelName().startsWith("tcp_"));
            assertThatThrownBy(() -> runtime.load(KFUNCS.withAutoload("locks", true)))
                    .isInstanceOf(LinkException.class)
                    .hasMessageContaining("bpf_rcu_read_lock is not in Linux 5.15 but in 6.12 and 7.0");
        }
    }

    @Test
    void theseKernelFunctionsAreNotImplemented() {
        try (Runtime v6 = Runtime.builder().profile(KernelProfile.V6_12).build();
                Runtime v7 = Runtime.builder().profile(KernelProfile.V7_0).build()) {
            assertThat(Kfunc.values())
                    .filteredOn(kfunc ->
                            kfunc.isIn(KernelProfile.V6_12) != v6.kfuncs().contains(kfunc))
                    .filteredOn(kfunc -> !kfunc.isOfKernelObjects())
                    .isEmpty();
            assertThat(Kfunc.values())
                    .filteredOn(kfunc ->
                            kfunc.isIn(KernelProfile.V7_0) != v7.kfuncs().contains(kfunc))
                    .filteredOn(kfunc -> !kfunc.isOfKernelObjects())
                    .isEmpty();
        }
    }
}
