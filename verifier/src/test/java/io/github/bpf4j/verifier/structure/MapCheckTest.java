package io.github.bpf4j.verifier.structure;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.abi.SpecialFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MapCheckTest {
    private static final MapShape HASH = MapShape.of(MapType.HASH, 4, 32, 8, 0);
    private static final MapShape DATA = MapShape.of(MapType.ARRAY, 4, 32, 1, 0);

    private static MapShape with(Kind kind) {
        return HASH.withFields(SpecialFields.of(new SpecialField(kind, 8, "")));
    }

    private static TestProgram namesMap() {
        return TestProgram.of("r1 = map_fd 0 ll\nr0 = 0\nexit");
    }

    private static TestProgram namesValue() {
        return TestProgram.of("r1 = map_value 0 + 31 ll\nr0 = 0\nexit");
    }

    @Test
    void mapsAndValuesAreAccepted() {
        namesMap().map(0, "m", HASH).isAccepted();
        namesValue().value(0, "d", DATA, 31).isAccepted();
    }

    @Test
    void loadThatNoRelocationMadeIsRefused() {
        namesMap().isRefused(Errno.EBADF, 0, "names no map");
        namesMap().value(0, "d", DATA, 0).isRefused(Errno.EBADF, 0, "names no map");
        namesValue().map(0, "d", DATA).isRefused(Errno.EBADF, 0, "names no map");
    }

    @Test
    void kernelVariablesAndFileDescriptorArraysAreRefused() {
        TestProgram.of("r1 = btf_id 7 + 0 ll\nr0 = 0\nexit").isRefused(Errno.EINVAL, 0, "names no kernel variable");
        TestProgram.of("r1 = btf_id 7 + 0 ll\nr0 = 0\nexit")
                .variable(0, "pcpu_hot")
                .isAccepted();
        TestProgram.of("r1 = btf_id 7 + 0 ll\nr0 = 0\nexit")
                .variable(0, "__preempt_count")
                .isRefused(Errno.ESRCH, 0, "has no variable __preempt_count");
        TestProgram.of("r1 = map_idx 0 ll\nr0 = 0\nexit").isRefused(Errno.EINVAL, 0, "fd_array");
        TestProgram.of("r1 = map_idx_value 0 + 8 ll\nr0 = 0\nexit").isRefused(Errno.EINVAL, 0, "fd_array");
    }

    @Test
    void valueAddressNeedsAnArrayOfOne() {
        namesValue().value(0, "d", HASH, 0).isRefused(Errno.EINVAL, 0, "no fixed value");
        namesValue()
                .value(0, "d", MapShape.of(MapType.ARRAY, 4, 32, 2, 0), 0)
                .isRefused(Errno.ENOTSUPP, 0, "more than one value");
        namesValue().value(0, "d", DATA, 32).isRefused(Errno.EINVAL, 0, "offset 32 is outside");
        namesValue().value(0, "d", DATA, -1).isRefused(Errno.EINVAL, 0, "offset 4294967295 is outside");
        namesValue().value(0, "a", MapShape.of(MapType.ARENA, 0, 0, 8, 0), 4096).isAccepted();
    }

    private static TestProgram names(int maps) {
        TestProgram program = TestProgram.of("r1 = map_fd 0 ll\n".repeat(maps + 1) + "r0 = 0\nexit");
        for (int i = 0; i <= maps; i++) {
            program.map(2 * i, "m" + i % maps, HASH);
        }
        return program;
    }

    @Test
    void sixtyFourDifferentMapsAreTheMost() {
        names(64).isAccepted();
        names(65).isRefused(Errno.E2BIG, 128, "more than 64 maps");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            # type                  | timer | wq    | lock  | list  | kptr
            KPROBE                  | false | false | false | false | true
            TRACEPOINT              | false | false | false | false | true
            PERF_EVENT              | false | false | false | false | true
            RAW_TRACEPOINT          | false | false | false | false | true
            RAW_TRACEPOINT_WRITABLE | false | false | false | false | true
            SOCKET_FILTER           | true  | true  | false | true  | true
            TRACING                 | true  | true  | true  | true  | true
            LSM                     | true  | true  | true  | true  | true
            XDP                     | true  | true  | true  | true  | true
            SCHED_CLS               | true  | true  | true  | true  | true
            """)
    void fieldsAreRefusedToTracingPrograms(
            ProgramType type, boolean timer, boolean wq, boolean lock, boolean list, boolean kptr) {
        expect(type, Kind.TIMER, timer);
        expect(type, Kind.WORKQUEUE, wq);
        expect(type, Kind.SPIN_LOCK, lock);
        expect(type, Kind.LIST_HEAD, list);
        expect(type, Kind.RB_ROOT, list);
        expect(type, Kind.KPTR_REF, kptr);
    }

    private static void expect(ProgramType type, Kind kind, boolean accepted) {
        TestProgram program = namesMap().map(0, "m", with(kind)).type(type);
        if (accepted) {
            program.isAccepted();
        } else {
            program.isRefused(
                    Errno.EINVAL, 0, "map m has a " + kind.typeName() + " at offset 8, which programs of type " + type);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = KernelProfile.class,
            names = {"V5_15", "V7_0"})
    void otherProfilesLetTracingProgramsNameTimers(KernelProfile profile) {
        namesMap()
                .map(0, "m", with(Kind.TIMER))
                .type(ProgramType.KPROBE)
                .profile(profile)
                .isAccepted();
    }

    @Test
    void sleepableProgramsHaveFewerMaps() {
        MapShape queue = MapShape.of(MapType.QUEUE, 0, 8, 1, 0);
        namesMap().map(0, "m", queue).type(ProgramType.SYSCALL).sleepable().isAccepted();
        namesMap()
                .map(0, "m", queue)
                .type(ProgramType.SYSCALL)
                .sleepable()
                .profile(KernelProfile.V5_15)
                .isRefused(Errno.EINVAL, 0, "sleepable programs cannot use map m of type QUEUE");
        namesMap().map(0, "m", HASH).type(ProgramType.SYSCALL).sleepable().isAccepted();
        namesMap()
                .map(0, "m", MapShape.of(MapType.LPM_TRIE, 8, 8, 1, 1))
                .type(ProgramType.SYSCALL)
                .sleepable()
                .isRefused(Errno.EINVAL, 0, "sleepable programs cannot use map m of type LPM_TRIE");
    }

    @Test
    void structOpsMapsAreNotForPrograms() {
        namesMap().map(0, "ops", MapShape.of(MapType.STRUCT_OPS, 4, 64, 1, 0)).isRefused(Errno.EINVAL, 0, "STRUCT_OPS");
    }

    @Test
    void addressSpaceCastNeedsAnArena() {
        String cast = "r1 = map_fd 0 ll\nr2 = addr_space_cast(r1, 0x0, 0x1)\nr0 = 0\nexit";
        TestProgram.of(cast).map(0, "m", HASH).isRefused(Errno.EINVAL, 2, "without an arena");
        TestProgram.of(cast).map(0, "m", MapShape.of(MapType.ARENA, 0, 0, 8, 0)).isAccepted();
    }

    @Test
    void undescribedMapIsTheHostsMistake() {
        TestProgram program = namesMap().map(0, "m", HASH).forgetMaps();
        assertThatThrownBy(program::check)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("map m");
    }
}
