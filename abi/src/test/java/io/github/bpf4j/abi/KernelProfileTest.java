package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.KernelProfile.V5_15;
import static io.github.bpf4j.abi.KernelProfile.V6_12;
import static io.github.bpf4j.abi.KernelProfile.V7_0;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KernelProfileTest {
    private static final Map<String, Predicate<KernelProfile>> SWITCHES = Map.ofEntries(
            Map.entry("refusesTimersInNmi", KernelProfile::refusesTimersInNmi),
            Map.entry("initChecksNmiBeforeFlags", KernelProfile::initChecksNmiBeforeFlags),
            Map.entry("initChecksUserReferencesBeforeMemory", KernelProfile::initChecksUserReferencesBeforeMemory),
            Map.entry("cancelRefusesHardIrq", KernelProfile::cancelRefusesHardIrq),
            Map.entry("setCallbackNeedsUserReference", KernelProfile::setCallbackNeedsUserReference),
            Map.entry("startReportsTeardown", KernelProfile::startReportsTeardown),
            Map.entry("detectsCancelCycles", KernelProfile::detectsCancelCycles),
            Map.entry("hasCancelAsync", KernelProfile::hasCancelAsync),
            Map.entry("removalWaitsForCallback", KernelProfile::removalWaitsForCallback),
            Map.entry("deletionDetachesTimerAtOnce", KernelProfile::deletionDetachesTimerAtOnce),
            Map.entry("hasWorkqueue", KernelProfile::hasWorkqueue),
            Map.entry("hasObjectFields", KernelProfile::hasObjectFields),
            Map.entry("searchesNestedFields", KernelProfile::searchesNestedFields),
            Map.entry("ignoresMisalignedFields", KernelProfile::ignoresMisalignedFields),
            Map.entry("fieldsNeedCapability", KernelProfile::fieldsNeedCapability),
            Map.entry("restrictsTracingPrograms", KernelProfile::restrictsTracingPrograms),
            Map.entry("checksStackOfAsyncCallbacks", KernelProfile::checksStackOfAsyncCallbacks));

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # switch                             | 5.15  | 6.12  | 7.0
            refusesTimersInNmi                   | true  | true  | false
            initChecksNmiBeforeFlags             | true  | false | false
            initChecksUserReferencesBeforeMemory | true  | false | false
            cancelRefusesHardIrq                 | false | false | true
            setCallbackNeedsUserReference        | true  | true  | false
            startReportsTeardown                 | false | false | true
            detectsCancelCycles                  | false | true  | true
            hasCancelAsync                       | false | false | true
            removalWaitsForCallback              | true  | true  | false
            deletionDetachesTimerAtOnce          | false | true  | true
            hasWorkqueue                         | false | true  | true
            hasObjectFields                      | false | true  | true
            searchesNestedFields                 | false | true  | true
            ignoresMisalignedFields              | false | true  | true
            fieldsNeedCapability                 | false | true  | true
            restrictsTracingPrograms             | false | true  | false
            checksStackOfAsyncCallbacks          | false | true  | true
            """)
    void switchesFollowTheTimeLine(String name, boolean in515, boolean in612, boolean in70) {
        Predicate<KernelProfile> profileSwitch = SWITCHES.get(name);
        assertThat(Stream.of(V5_15, V6_12, V7_0).map(profileSwitch::test).collect(Collectors.toList()))
                .containsExactly(in515, in612, in70);
    }

    @Test
    void absoluteAndPinnedTimersCameLater() {
        assertThat(V5_15.timerStartFlags()).isZero();
        assertThat(V6_12.timerStartFlags()).isEqualTo(3);
        assertThat(V7_0.timerStartFlags()).isEqualTo(3);
        assertThat(KernelProfile.TIMER_ABS).isEqualTo(1);
        assertThat(KernelProfile.TIMER_CPU_PIN).isEqualTo(2);
    }

    @Test
    void wronglyTypedTimerArgumentsChangedTheirErrno() {
        assertThat(V5_15.fieldArgumentErrno()).isEqualTo(Errno.EACCES);
        assertThat(V6_12.fieldArgumentErrno()).isEqualTo(Errno.EINVAL);
    }

    @Test
    void writeOnlyMapsWithFieldsWereAllowedAtFirst() {
        assertThat(V5_15.flagsRefusedWithFields()).isEqualTo(MapFlags.RDONLY_PROG);
        assertThat(V6_12.flagsRefusedWithFields()).isEqualTo(MapFlags.RDONLY_PROG | MapFlags.WRONLY_PROG);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # feature              | 5.15  | 6.12  | 7.0
            UNSET_STACK            | false | true  | true
            ISA_V4                 | false | true  | true
            MAY_GOTO               | false | true  | true
            ACQUIRE_RELEASE        | false | false | true
            NESTED_RCU             | false | false | true
            NO_TIMERS_IN_TRACING   | false | true  | false
            """)
    void featuresComeAndGoWithReleases(KernelFeature feature, boolean in515, boolean in612, boolean in70) {
        assertThat(Stream.of(V5_15, V6_12, V7_0).map(feature::isIn)).containsExactly(in515, in612, in70);
    }

    @Test
    void listsOfTheUserSpaceApiEndWhereTheReleaseDoes() {
        assertThat(V5_15.hasHelper(175)).isTrue();
        assertThat(V5_15.hasHelper(176)).isFalse();
        assertThat(V6_12.hasHelper(211)).isTrue();
        assertThat(V5_15.has(MapType.TASK_STORAGE)).isTrue();
        assertThat(V5_15.has(MapType.BLOOM_FILTER)).isFalse();
        assertThat(V6_12.has(MapType.ARENA)).isTrue();
        assertThat(V6_12.has(MapType.INSN_ARRAY)).isFalse();
        assertThat(V7_0.has(MapType.INSN_ARRAY)).isTrue();
        assertThat(V7_0.has(MapType.RHASH)).isFalse();
        assertThat(V5_15.has(ProgramType.SYSCALL)).isTrue();
        assertThat(V5_15.has(ProgramType.NETFILTER)).isFalse();
        assertThat(V5_15.has(AttachType.PERF_EVENT)).isTrue();
        assertThat(V5_15.has(AttachType.TRACE_KPROBE_MULTI)).isFalse();
        assertThat(V6_12.has(AttachType.TRACE_UPROBE_SESSION)).isFalse();
    }

    @Test
    void typesOfProgramsGotHelpersLaterThanOthers() {
        HelperPrototype pid = HelperPrototype.byId(14).orElseThrow();
        assertThat(V5_15.offers(pid, ProgramType.KPROBE)).isTrue();
        assertThat(V5_15.offers(pid, ProgramType.XDP)).isFalse();
        assertThat(V6_12.offers(pid, ProgramType.XDP)).isTrue();
        HelperPrototype comm = HelperPrototype.byId(16).orElseThrow();
        assertThat(V6_12.offers(comm, ProgramType.XDP)).isFalse();
        assertThat(V7_0.offers(comm, ProgramType.XDP)).isTrue();
    }

    @Test
    void profilesAreNamedForAReleaseOfLinux() {
        assertThat(Stream.of(KernelProfile.values()).map(KernelProfile::release))
                .containsExactly("5.15", "6.12", "7.0");
    }
}
