package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.BTF_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.FUNCTION;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.ArgumentKind.STACK_OR_NULL;
import static io.github.bpf4j.abi.HelperArgument.fixedOut;
import static io.github.bpf4j.abi.HelperArgument.object;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers that read foreign memory, walk stacks, report events and look at a traced call. */
final class TracingHelpers {
    private TracingHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                probeRead(4).in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(22, MAP, ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(55, MAP, ANYTHING, MEM_OUT, SIZE)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                output(111, "sk_buff"),
                output(121, "xdp_buff"),
                helper(25, CONTEXT, MAP, ANYTHING, MEM, SIZE_OR_ZERO)
                        .in(
                                HelperGroup.TRACING,
                                HelperGroup.CGROUP_TASK,
                                HelperGroup.TC,
                                HelperGroup.XDP,
                                HelperGroup.LWT,
                                HelperGroup.SOCKET_FILTER,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.SOCK_OPS,
                                HelperGroup.SK_SKB,
                                HelperGroup.SK_MSG,
                                HelperGroup.SK_LOOKUP,
                                HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY, Trait.PACKET_MEMORY),
                helper(27, CONTEXT, MAP, ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(36, ANYTHING, MEM, SIZE)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(37, MAP, ANYTHING).in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                probeRead(45).returns(ReturnKind.BOUNDED_SIZE).in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(56, CONTEXT, MEM_OUT, SIZE).in(HelperGroup.PERF_EVENT).with(Trait.GPL_ONLY),
                helper(58, CONTEXT, ANYTHING).in(HelperGroup.KPROBE).with(Trait.GPL_ONLY),
                helper(67, CONTEXT, MEM_OUT, SIZE_OR_ZERO, ANYTHING)
                        .returns(ReturnKind.BOUNDED_SIZE)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(109, ANYTHING).in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(117, ANYTHING).in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                probeRead(112).needs(Capability.PERFMON),
                probeRead(113).needs(Capability.PERFMON),
                probeRead(114).returns(ReturnKind.BOUNDED_SIZE).needs(Capability.PERFMON),
                probeRead(115).returns(ReturnKind.BOUNDED_SIZE).needs(Capability.PERFMON),
                helper(119, CONTEXT, MEM_OUT_OR_NULL, SIZE_OR_ZERO, ANYTHING)
                        .in(HelperGroup.PERF_EVENT)
                        .with(Trait.GPL_ONLY),
                helper(141, object(BTF_OBJECT, "task_struct"), MEM_OUT, SIZE_OR_ZERO, ANYTHING)
                        .returns(ReturnKind.BOUNDED_SIZE)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(148, MEM_OUT, SIZE_OR_ZERO, ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SLEEPABLE)
                        .with(Trait.MAY_SLEEP),
                helper(191, MEM_OUT, SIZE_OR_ZERO, ANYTHING, object(BTF_OBJECT, "task_struct"), ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SLEEPABLE)
                        .with(Trait.GPL_ONLY, Trait.MAY_SLEEP),
                helper(159, object(BTF_OBJECT, "linux_binprm"), ANYTHING).in(HelperGroup.LSM),
                helper(161, object(BTF_OBJECT, "inode"), MEM_OUT, SIZE)
                        .in(HelperGroup.LSM)
                        .with(Trait.MAY_SLEEP),
                helper(166, ANYTHING, MEM, SIZE).in(HelperGroup.SYSCALL).with(Trait.MAY_SLEEP),
                helper(167, MEM, SIZE, ANYTHING, ANYTHING).in(HelperGroup.SYSCALL),
                helper(168, ANYTHING).in(HelperGroup.SYSCALL),
                helper(173, CONTEXT)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(174, CONTEXT).in(HelperGroup.TRACING),
                helper(176, MEM_OUT, SIZE_OR_ZERO, ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL)
                        .with(Trait.GPL_ONLY),
                helper(179, MEM, SIZE_OR_ZERO, ANYTHING, fixedOut(Long.BYTES))
                        .in(HelperGroup.SYSCALL)
                        .needs(Capability.PERFMON),
                helper(180, object(BTF_OBJECT, "task_struct"), ANYTHING, FUNCTION, STACK_OR_NULL, ANYTHING)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(193, object(BTF_OBJECT, "file"), MEM_OUT, SIZE)
                        .in(HelperGroup.LSM)
                        .with(Trait.MAY_SLEEP),
                helper(183, CONTEXT, ANYTHING, fixedOut(Long.BYTES)).in(HelperGroup.TRAMPOLINE),
                helper(184, CONTEXT, fixedOut(Long.BYTES)).in(HelperGroup.TRAMPOLINE),
                helper(185, CONTEXT).in(HelperGroup.TRAMPOLINE),
                helper(186).in(HelperGroup.CGROUP_TASK),
                helper(187, ANYTHING).in(HelperGroup.CGROUP_TASK));
    }

    private static HelperRow output(int id, String packet) {
        return helper(id, object(BTF_OBJECT, packet), MAP, ANYTHING, MEM, SIZE_OR_ZERO)
                .in(HelperGroup.TRAMPOLINE, HelperGroup.SYSCALL)
                .with(Trait.GPL_ONLY);
    }

    private static HelperRow probeRead(int id) {
        return helper(id, MEM_OUT, SIZE_OR_ZERO, ANYTHING).with(Trait.GPL_ONLY);
    }
}
