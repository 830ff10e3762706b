package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallCheckTest {
    private static TestProgram calls(int helper) {
        return TestProgram.of("r0 = 0\ncall " + helper + "\nr0 = 0\nexit");
    }

    @Test
    void availableHelperIsAccepted() {
        calls(5).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 212, 195896080})
    void helperWithoutNameIsRefused(int helper) {
        calls(helper).isRefused(Errno.EINVAL, 1, "there is no helper #" + helper);
    }

    @Test
    void helperThatIsOnlyANameIsRefused() {
        calls(17).isRefused(Errno.EINVAL, 1, "helper bpf_get_cgroup_classid#17 is not implemented");
    }

    @Test
    void helperThatTheRuntimeLacksIsRefused() {
        calls(5).withoutHelper(5).isRefused(Errno.EINVAL, 1, "helper bpf_ktime_get_ns#5 is not implemented");
    }

    @Test
    void helperOfOtherProgramTypesIsRefused() {
        calls(44).type(ProgramType.XDP).isAccepted();
        calls(44).isRefused(Errno.EINVAL, 1, "program of type SCHED_CLS cannot use helper bpf_xdp_adjust_head#44");
        calls(1).type(ProgramType.EXT).isRefused(Errno.EINVAL, 1, "program of type EXT");
    }

    @Test
    void gplHelpersNeedTheLicence() {
        calls(171).isAccepted();
        calls(171).notGpl().isRefused(Errno.EINVAL, 1, "reserved to GPL-compatible programs");
        calls(5).notGpl().isAccepted();
    }

    @Test
    void availabilityComesBeforeLicence() {
        calls(4).notGpl().isRefused(Errno.EINVAL, 1, "cannot use helper");
    }

    @Test
    void sleepingHelperNeedsASleepableProgram() {
        calls(148).type(ProgramType.TRACING).sleepable().isAccepted();
        calls(148).type(ProgramType.TRACING).isRefused(Errno.EINVAL, 1, "might sleep");
    }

    @Test
    void kfuncCallIsRefusedByName() {
        TestProgram.of("r0 = 0\ncall kfunc 12 fd 1\nexit").isRefused(Errno.EACCES, 1, "kernel function 12");
    }

    @Test
    void programWithoutTypeIsRefused() {
        TestProgram.of("r0 = 0\nexit").type(null).isRefused(Errno.EINVAL, -1, "type is unknown");
    }

    @Test
    void syscallProgramMustBeSleepable() {
        TestProgram.of("r0 = 0\nexit").type(ProgramType.SYSCALL).isRefused(Errno.EINVAL, -1, "must be sleepable");
        TestProgram.of("r0 = 0\nexit").type(ProgramType.SYSCALL).sleepable().isAccepted();
    }

    private static TestProgram loadsFromPacket() {
        return TestProgram.of("r6 = r1\nr0 = *(u16 *)skb[12]\nexit");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgramType.class,
            names = {"SOCKET_FILTER", "SCHED_CLS", "SCHED_ACT", "CGROUP_SKB"})
    void packetTypesHaveLegacyLoads(ProgramType type) {
        loadsFromPacket().type(type).isAccepted();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgramType.class,
            names = {"XDP", "KPROBE", "LWT_XMIT", "SK_SKB"})
    void otherTypesHaveNoLegacyLoads(ProgramType type) {
        loadsFromPacket().type(type).isRefused(Errno.EINVAL, 1, "legacy packet loads");
    }
}
