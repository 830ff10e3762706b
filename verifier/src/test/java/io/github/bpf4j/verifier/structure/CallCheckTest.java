package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.Kfunc;
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
    @ValueSource(ints = {0, 212})
    void helperWithoutNameIsRefused(int helper) {
        calls(helper).isRefused(Errno.EINVAL, 1, "there is no helper #" + helper);
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

    private static TestProgram callsKfunc(Kfunc kfunc) {
        return TestProgram.of("r0 = 0\ncall kfunc " + kfunc.id() + "\nr0 = 0\nexit");
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgramType.class,
            names = {"XDP", "SCHED_CLS", "KPROBE", "RAW_TRACEPOINT"})
    void programsOfAllTypesCallKernelFunctions(ProgramType type) {
        callsKfunc(Kfunc.RCU_READ_LOCK).type(type).isAccepted();
        callsKfunc(Kfunc.ITER_NUM_NEW).type(type).isAccepted();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "200", "6 fd 1"})
    void callOfANumberThatNoKernelFunctionHasIsRefused(String number) {
        TestProgram.of("r0 = 0\ncall kfunc " + number + "\nexit")
                .isRefused(Errno.EINVAL, 1, "there is no kernel function #");
    }

    @Test
    void kernelFunctionThatTheRuntimeLacksIsRefused() {
        callsKfunc(Kfunc.WQ_START)
                .withoutKfunc(Kfunc.WQ_START)
                .isRefused(Errno.EACCES, 1, "calling kernel function bpf_wq_start is not allowed");
    }

    @Test
    void kernelFunctionsNeedTheLicence() {
        callsKfunc(Kfunc.RCU_READ_LOCK).notGpl().isRefused(Errno.EINVAL, 1, "reserved to GPL-compatible programs");
    }

    @Test
    void sleepingKernelFunctionNeedsASleepableProgram() {
        callsKfunc(Kfunc.COPY_FROM_USER_STR)
                .type(ProgramType.TRACING)
                .sleepable()
                .isAccepted();
        callsKfunc(Kfunc.COPY_FROM_USER_STR)
                .type(ProgramType.TRACING)
                .isRefused(Errno.EACCES, 1, "might sleep in a program that may not");
    }

    @Test
    void callOfAMissingFunctionThatHasANameIsLeftToItsGuard() {
        TestProgram.of("r0 = 0\ncall kfunc 0\nexit").kfunc(1, "bpf_made_up").isAccepted();
        TestProgram.of("r0 = 0\ncall kfunc 0\nexit").kfunc(0, "bpf_made_up").isRefused(Errno.EINVAL, 1, "#0");
    }

    @Test
    void addressOfAKernelFunctionIsNoVariable() {
        TestProgram address = TestProgram.of("r1 = btf_id 7 + 0 ll\nr0 = 0\nexit");
        address.isRefused(Errno.EINVAL, 0, "names no kernel variable");
        address.kfunc(0, "bpf_rcu_read_lock").isAccepted();
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
            names = {"SOCKET_FILTER", "SCHED_CLS", "SCHED_ACT"})
    void packetTypesHaveLegacyLoads(ProgramType type) {
        loadsFromPacket().type(type).isAccepted();
    }

    @ParameterizedTest
    @EnumSource(
            value = ProgramType.class,
            names = {"XDP", "KPROBE", "LWT_XMIT", "SK_SKB", "CGROUP_SKB"})
    void otherTypesHaveNoLegacyLoads(ProgramType type) {
        loadsFromPacket().type(type).isRefused(Errno.EINVAL, 1, "legacy packet loads");
    }
}
