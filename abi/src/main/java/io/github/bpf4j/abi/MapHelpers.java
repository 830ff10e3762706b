package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ALLOC_SIZE;
import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.BTF_OBJECT_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.DYNPTR;
import static io.github.bpf4j.abi.ArgumentKind.DYNPTR_OUT;
import static io.github.bpf4j.abi.ArgumentKind.FUNCTION;
import static io.github.bpf4j.abi.ArgumentKind.KPTR;
import static io.github.bpf4j.abi.ArgumentKind.KPTR_VALUE;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MAP_KEY;
import static io.github.bpf4j.abi.ArgumentKind.MAP_VALUE;
import static io.github.bpf4j.abi.ArgumentKind.MAP_VALUE_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.MAP_VALUE_OUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.RINGBUF_RECORD;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.ArgumentKind.SOCK_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.SPIN_LOCK;
import static io.github.bpf4j.abi.ArgumentKind.STACK_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.TIMER;
import static io.github.bpf4j.abi.HelperArgument.object;
import static io.github.bpf4j.abi.HelperArgument.released;
import static io.github.bpf4j.abi.HelperRow.helper;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.List;

/** Helpers on maps, what lies in their values, ring buffers and dynamic pointers. */
final class MapHelpers {
    private MapHelpers() {}

    static List<HelperRow> rows() {
        return List.of(
                helper(1, MAP, MAP_KEY).returns(ReturnKind.MAP_VALUE_OR_NULL).with(Trait.PACKET_MEMORY),
                helper(2, MAP, MAP_KEY, MAP_VALUE, ANYTHING).with(Trait.PACKET_MEMORY),
                helper(3, MAP, MAP_KEY).with(Trait.PACKET_MEMORY),
                helper(12, CONTEXT, MAP, ANYTHING).returns(ReturnKind.VOID).with(Trait.INVALIDATES_PACKET_POINTERS),
                helper(81, MAP, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE)
                        .in(HelperGroup.CGROUP_SKB, HelperGroup.CGROUP_TASK, HelperGroup.SOCK_OPS),
                helper(87, MAP, MAP_VALUE, ANYTHING).with(Trait.PACKET_MEMORY),
                helper(88, MAP, MAP_VALUE_OUT),
                helper(89, MAP, MAP_VALUE_OUT),
                helper(93, SPIN_LOCK).returns(ReturnKind.VOID).needs(Capability.BPF),
                helper(94, SPIN_LOCK).returns(ReturnKind.VOID).needs(Capability.BPF),
                helper(107, MAP, SOCK_OBJECT, MAP_VALUE_OR_NULL, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE_OR_NULL)
                        .in(
                                HelperGroup.TC,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.CGROUP_SOCK,
                                HelperGroup.CGROUP_SOCK_ADDR,
                                HelperGroup.CGROUP_SOCKOPT,
                                HelperGroup.SOCK_OPS,
                                HelperGroup.SK_MSG,
                                HelperGroup.STRUCT_OPS,
                                HelperGroup.TRAMPOLINE,
                                HelperGroup.SYSCALL),
                helper(108, MAP, SOCK_OBJECT)
                        .in(
                                HelperGroup.TC,
                                HelperGroup.CGROUP_SKB,
                                HelperGroup.CGROUP_SOCK_ADDR,
                                HelperGroup.CGROUP_SOCKOPT,
                                HelperGroup.SOCK_OPS,
                                HelperGroup.SK_MSG,
                                HelperGroup.STRUCT_OPS,
                                HelperGroup.TRAMPOLINE,
                                HelperGroup.SYSCALL),
                helper(130, MAP, MEM, SIZE_OR_ZERO, ANYTHING),
                helper(131, MAP, ALLOC_SIZE, ANYTHING)
                        .returns(ReturnKind.RINGBUF_MEM_OR_NULL)
                        .with(Trait.ACQUIRES_REFERENCE),
                helper(132, released(RINGBUF_RECORD), ANYTHING).returns(ReturnKind.VOID),
                helper(133, released(RINGBUF_RECORD), ANYTHING).returns(ReturnKind.VOID),
                helper(134, MAP, ANYTHING),
                helper(145, MAP, object(BTF_OBJECT_OR_NULL, "inode"), MAP_VALUE_OR_NULL, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE_OR_NULL)
                        .in(HelperGroup.LSM),
                helper(146, MAP, object(BTF_OBJECT_OR_NULL, "inode")).in(HelperGroup.LSM),
                helper(156, MAP, object(BTF_OBJECT_OR_NULL, "task_struct"), MAP_VALUE_OR_NULL, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE_OR_NULL)
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(157, MAP, object(BTF_OBJECT_OR_NULL, "task_struct"))
                        .in(HelperGroup.TRACING, HelperGroup.SYSCALL),
                helper(164, MAP, FUNCTION, STACK_OR_NULL, ANYTHING).needs(Capability.BPF),
                helper(169, TIMER, MAP, ANYTHING).needs(Capability.BPF).with(Trait.GPL_ONLY),
                helper(170, TIMER, FUNCTION).needs(Capability.BPF).with(Trait.GPL_ONLY),
                helper(171, TIMER, ANYTHING, ANYTHING).needs(Capability.BPF).with(Trait.GPL_ONLY),
                helper(172, TIMER).needs(Capability.BPF).with(Trait.GPL_ONLY),
                helper(181, ANYTHING, FUNCTION, STACK_OR_NULL, ANYTHING).needs(Capability.BPF),
                helper(194, KPTR, released(KPTR_VALUE))
                        .returns(ReturnKind.KPTR_OR_NULL)
                        .needs(Capability.BPF)
                        .with(Trait.ACQUIRES_REFERENCE),
                helper(198, MAP, ANYTHING, ANYTHING, DYNPTR_OUT),
                helper(199, released(DYNPTR), ANYTHING).returns(ReturnKind.VOID),
                helper(200, released(DYNPTR), ANYTHING).returns(ReturnKind.VOID),
                helper(209, MAP, FUNCTION, STACK_OR_NULL, ANYTHING).needs(Capability.BPF),
                helper(195, MAP, MAP_KEY, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE_OR_NULL)
                        .with(Trait.PACKET_MEMORY),
                helper(197, MEM_OUT, SIZE_OR_ZERO, ANYTHING, DYNPTR_OUT).needs(Capability.BPF),
                helper(201, MEM_OUT, SIZE_OR_ZERO, DYNPTR, ANYTHING, ANYTHING).needs(Capability.BPF),
                helper(202, DYNPTR, ANYTHING, MEM, SIZE_OR_ZERO, ANYTHING).needs(Capability.BPF),
                helper(203, DYNPTR, ANYTHING, ALLOC_SIZE)
                        .returns(ReturnKind.DYNPTR_MEM_OR_NULL)
                        .needs(Capability.BPF),
                helper(210, MAP, object(BTF_OBJECT_OR_NULL, "cgroup"), MAP_VALUE_OR_NULL, ANYTHING)
                        .returns(ReturnKind.MAP_VALUE_OR_NULL)
                        .needs(Capability.BPF),
                helper(211, MAP, object(BTF_OBJECT_OR_NULL, "cgroup")).needs(Capability.BPF));
    }
}
