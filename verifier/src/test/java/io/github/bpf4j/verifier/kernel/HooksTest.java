package io.github.bpf4j.verifier.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.structure.Violation;
import java.nio.ByteOrder;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HooksTest {
    private static final KernelProfile PROFILE = KernelProfile.V6_12;

    private final KernelTypes types = new KernelTypes(KernelBtf.builtIn());
    private final int task = types.struct("task_struct");

    private static ProgramSpec program(ProgramType type, AttachType attach, String target, boolean sleepable) {
        return new ProgramSpec("p", "section", type, attach, target, sleepable, false, true, 0, 2);
    }

    private @Nullable Hook hook(ProgramType type, AttachType attach, String target) {
        return Hooks.of(types, program(type, attach, target, false), type, PROFILE);
    }

    private List<Slot> slots(ProgramType type, AttachType attach, String target) {
        Hook hook = hook(type, attach, target);
        assertThat(hook).isNotNull();
        return hook.slots();
    }

    @Test
    void tracepointHandsOverTrustedObjects() {
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_RAW_TP, "task_newtask"))
                .containsExactly(new Slot.Pointer(task, true, false, ""), new Slot.Plain());
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_RAW_TP, "sched_pi_setprio"))
                .as("the second task may be null")
                .containsExactly(new Slot.Pointer(task, true, false, ""), new Slot.Pointer(task, true, true, ""));
    }

    @Test
    void resultFollowsTheArgumentsWhereAFunctionHasReturned() {
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_FENTRY, "bpf_fentry_test1"))
                .containsExactly(new Slot.Plain());
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_FEXIT, "bpf_fentry_test1"))
                .containsExactly(new Slot.Plain(), new Slot.Plain());
        assertThat(slots(ProgramType.TRACING, AttachType.MODIFY_RETURN, "bpf_modify_return_test"))
                .hasSize(3);
    }

    @Test
    void securityHooksHandOverTrustedObjectsUnlessTheyAreMadeOrFreed() {
        assertThat(slots(ProgramType.LSM, AttachType.LSM_MAC, "file_open"))
                .containsExactly(new Slot.Pointer(types.struct("file"), true, false, ""), new Slot.Ranged(-4095, 0));
        assertThat(slots(ProgramType.LSM, AttachType.LSM_MAC, "task_free"))
                .containsExactly(new Slot.Pointer(task, false, false, ""));
    }

    @Test
    void securityHooksHandOverAResultThatTheyCanReturn() {
        assertThat(slots(ProgramType.LSM, AttachType.LSM_MAC, "inode_xattr_skipcap"))
                .endsWith(new Slot.Ranged(0, 1));
        assertThat(slots(ProgramType.LSM, AttachType.LSM_CGROUP, "socket_bind"))
                .as("in control groups it is what other programs say")
                .endsWith(new Slot.Plain());
        Hook older = Hooks.of(
                types,
                program(ProgramType.LSM, AttachType.LSM_MAC, "file_open", false),
                ProgramType.LSM,
                KernelProfile.V5_15);
        assertThat(older).isNotNull();
        assertThat(older.slots()).endsWith(new Slot.Plain());
    }

    @Test
    void iteratorsHandOverWhatTheyComeTo() {
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_ITER, "task"))
                .containsExactly(
                        new Slot.Pointer(types.struct("bpf_iter_meta"), true, false, ""),
                        new Slot.Pointer(task, true, true, ""));
        assertThat(slots(ProgramType.TRACING, AttachType.TRACE_ITER, "bpf_map_elem"))
                .hasSize(4)
                .endsWith(new Slot.Buffer(true), new Slot.Buffer(false));
    }

    @Test
    void hooksKnowWhatTheyReturn() {
        Hook bool = hook(ProgramType.LSM, AttachType.LSM_MAC, "inode_xattr_skipcap");
        Hook nothing = hook(ProgramType.LSM, AttachType.LSM_MAC, "task_free");
        assertThat(bool).isNotNull();
        assertThat(bool.result()).isEqualTo(Hook.Result.BOOL);
        assertThat(nothing).isNotNull();
        assertThat(nothing.result()).isEqualTo(Hook.Result.NOTHING);
    }

    @ParameterizedTest
    @CsvSource({
        "LSM, LSM_MAC, getprocattr, false",
        "LSM, LSM_MAC, verify_prog, false",
        "LSM, LSM_MAC, task_free, true",
        "TRACING, TRACE_FENTRY, wake_up_new_task, true",
        "TRACING, MODIFY_RETURN, wake_up_new_task, false",
        "TRACING, TRACE_FEXIT, do_exit, false",
        "TRACING, TRACE_FENTRY, migrate_disable, false",
    })
    void programsCannotBeAttachedEverywhere(ProgramType type, AttachType attach, String target, boolean sleepable) {
        assertThatThrownBy(() -> Hooks.of(types, program(type, attach, target, sleepable), type, PROFILE))
                .isInstanceOfSatisfying(
                        Violation.class,
                        violation -> assertThat(violation.errno()).isEqualTo(Errno.EINVAL));
    }

    @Test
    void whatIsNotDescribedHasNoHook() {
        KernelTypes none = new KernelTypes(Btf.empty(ByteOrder.LITTLE_ENDIAN));
        ProgramSpec spec = program(ProgramType.TRACING, AttachType.TRACE_RAW_TP, "task_newtask", false);
        assertThat(Hooks.of(none, spec, ProgramType.TRACING, PROFILE)).isNull();
        assertThat(hook(ProgramType.TRACING, AttachType.TRACE_FENTRY, "no_such_function"))
                .isNull();
        assertThat(hook(ProgramType.XDP, AttachType.XDP, "")).isNull();
    }
}
