package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.BTF_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.CONST_STRING;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.PERCPU_BTF;
import static io.github.bpf4j.abi.ArgumentKind.SIZE;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.HelperArgument.fixedOut;
import static io.github.bpf4j.abi.HelperArgument.object;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;
import java.util.stream.Stream;

/** Helpers that tell time, randomness, CPU and current task, and that print and parse text. */
final class TaskHelpers {
    private TaskHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                infrared(77),
                infrared(78, ANYTHING, ANYTHING, ANYTHING),
                infrared(92, ANYTHING, ANYTHING),
                helper(5),
                helper(6, MEM, SIZE).needs(Capability.PERFMON).with(Trait.GPL_ONLY),
                helper(7),
                helper(8).returns(ReturnKind.CPU_NUMBER),
                helper(14),
                helper(15).in(HelperGroup.TRACING, HelperGroup.CGROUP_TASK, HelperGroup.SK_MSG, HelperGroup.SYSCALL),
                helper(16, MEM_OUT, SIZE).in(HelperGroup.TRACING, HelperGroup.CGROUP_TASK, HelperGroup.SYSCALL),
                helper(35).needs(Capability.PERFMON).with(Trait.GPL_ONLY),
                helper(42),
                helper(80).needs(Capability.BPF),
                helper(105, MEM, SIZE, ArgumentKind.ANYTHING, fixedOut(Long.BYTES)),
                helper(106, MEM, SIZE, ArgumentKind.ANYTHING, fixedOut(Long.BYTES)),
                helper(120, ArgumentKind.ANYTHING, ArgumentKind.ANYTHING, MEM_OUT, SIZE)
                        .needs(Capability.BPF),
                helper(123, ArgumentKind.ANYTHING).needs(Capability.BPF),
                helper(118).needs(Capability.BPF),
                helper(125),
                helper(153, PERCPU_BTF, ArgumentKind.ANYTHING)
                        .returns(ReturnKind.MEM_OR_BTF_OR_NULL)
                        .needs(Capability.BPF),
                helper(154, PERCPU_BTF).returns(ReturnKind.MEM_OR_BTF).needs(Capability.BPF),
                helper(158)
                        .returns(ReturnKind.TRUSTED_TASK)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(126, object(BTF_OBJECT, "seq_file"), MEM, SIZE, MEM_OR_NULL, SIZE_OR_ZERO)
                        .in(HelperGroup.TRAMPOLINE)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(127, object(BTF_OBJECT, "seq_file"), MEM, SIZE_OR_ZERO)
                        .in(HelperGroup.TRAMPOLINE)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(147, object(BTF_OBJECT, "path"), MEM_OUT, SIZE_OR_ZERO)
                        .in(HelperGroup.TRAMPOLINE, HelperGroup.SYSCALL),
                helper(175, object(BTF_OBJECT, "task_struct"))
                        .returns(ReturnKind.KERNEL_OBJECT)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(160).in(HelperGroup.NETWORK, HelperGroup.STRUCT_OPS, HelperGroup.CGROUP_SYSCTL),
                helper(149, MEM_OUT, SIZE, MEM, SIZE, ArgumentKind.ANYTHING).needs(Capability.PERFMON),
                helper(150, object(BTF_OBJECT, "seq_file"), MEM, SIZE_OR_ZERO, ArgumentKind.ANYTHING)
                        .in(HelperGroup.TRAMPOLINE)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(165, MEM_OUT_OR_NULL, SIZE_OR_ZERO, CONST_STRING, MEM_OR_NULL, SIZE_OR_ZERO)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(177, MEM, SIZE, MEM_OR_NULL, SIZE_OR_ZERO)
                        .needs(Capability.PERFMON)
                        .with(Trait.GPL_ONLY),
                helper(182, MEM, SIZE, CONST_STRING),
                helper(208));
    }

    /** What receivers of infrared signals report. */
    private static HelperRow infrared(int id, ArgumentKind... arguments) {
        return helper(
                        id,
                        Stream.concat(Stream.of(ArgumentKind.CONTEXT), Stream.of(arguments))
                                .toArray())
                .in(HelperGroup.LIRC_MODE2)
                .with(Trait.GPL_ONLY);
    }
}
