package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.CONSTANT_SIZE;
import static io.github.bpf4j.abi.ArgumentKind.CONTEXT;
import static io.github.bpf4j.abi.ArgumentKind.COUNTED_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.DYNPTR;
import static io.github.bpf4j.abi.ArgumentKind.DYNPTR_OUT;
import static io.github.bpf4j.abi.ArgumentKind.FUNCTION;
import static io.github.bpf4j.abi.ArgumentKind.IGNORED;
import static io.github.bpf4j.abi.ArgumentKind.ITERATOR;
import static io.github.bpf4j.abi.ArgumentKind.ITERATOR_OUT;
import static io.github.bpf4j.abi.ArgumentKind.LIST_HEAD;
import static io.github.bpf4j.abi.ArgumentKind.LIST_NODE;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT_OR_NULL;
import static io.github.bpf4j.abi.ArgumentKind.OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.OBJECT_TYPE;
import static io.github.bpf4j.abi.ArgumentKind.PERCPU_OBJECT;
import static io.github.bpf4j.abi.ArgumentKind.RB_NODE;
import static io.github.bpf4j.abi.ArgumentKind.RB_NODE_IN_TREE;
import static io.github.bpf4j.abi.ArgumentKind.RB_ROOT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
import static io.github.bpf4j.abi.ArgumentKind.SKB;
import static io.github.bpf4j.abi.ArgumentKind.TIMER;
import static io.github.bpf4j.abi.ArgumentKind.WORKQUEUE;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/** What each kernel function takes. */
final class KfuncArguments {
    private static final Map<Kfunc, List<HelperArgument>> TABLE = table();

    private KfuncArguments() {}

    static List<HelperArgument> of(Kfunc kfunc) {
        return Objects.requireNonNull(TABLE.get(kfunc));
    }

    private static Map<Kfunc, List<HelperArgument>> table() {
        Map<Kfunc, List<HelperArgument>> table = new EnumMap<>(Kfunc.class);
        for (Kfunc kfunc : Kfunc.values()) {
            table.put(kfunc, arguments(kfunc));
        }
        return table;
    }

    private static List<HelperArgument> arguments(Kfunc kfunc) {
        return switch (kfunc) {
            case TIMER_CANCEL_ASYNC -> kinds(TIMER);
            case WQ_INIT -> kinds(WORKQUEUE, MAP, ANYTHING);
            case WQ_SET_CALLBACK_IMPL -> kinds(WORKQUEUE, FUNCTION, ANYTHING, IGNORED);
            case WQ_SET_CALLBACK -> kinds(WORKQUEUE, FUNCTION, ANYTHING);
            case WQ_START -> kinds(WORKQUEUE, ANYTHING);
            case RCU_READ_LOCK, RCU_READ_UNLOCK, PREEMPT_DISABLE, PREEMPT_ENABLE -> List.of();
            case ITER_NUM_NEW ->
                Stream.concat(Stream.of(num(ITERATOR_OUT)), kinds(ANYTHING, ANYTHING).stream())
                        .toList();
            case ITER_NUM_NEXT, ITER_NUM_DESTROY -> List.of(num(ITERATOR));
            case COPY_FROM_USER_STR -> kinds(MEM_OUT, SIZE_OR_ZERO, IGNORED, ANYTHING);
            case DYNPTR_FROM_SKB -> kinds(SKB, ANYTHING, DYNPTR_OUT);
            case DYNPTR_FROM_XDP -> kinds(CONTEXT, ANYTHING, DYNPTR_OUT);
            case DYNPTR_SLICE, DYNPTR_SLICE_RDWR -> kinds(DYNPTR, ANYTHING, MEM_OUT_OR_NULL, CONSTANT_SIZE);
            case DYNPTR_ADJUST -> kinds(DYNPTR, ANYTHING, ANYTHING);
            case DYNPTR_IS_NULL, DYNPTR_IS_RDONLY, DYNPTR_SIZE -> kinds(DYNPTR);
            case DYNPTR_CLONE -> kinds(DYNPTR, DYNPTR_OUT);
            case THROW -> kinds(ANYTHING);
            case OBJ_NEW_IMPL, PERCPU_OBJ_NEW_IMPL -> kinds(OBJECT_TYPE, IGNORED);
            case OBJ_DROP_IMPL -> List.of(HelperArgument.released(OBJECT), HelperArgument.of(IGNORED));
            case PERCPU_OBJ_DROP_IMPL -> List.of(HelperArgument.released(PERCPU_OBJECT), HelperArgument.of(IGNORED));
            case REFCOUNT_ACQUIRE_IMPL -> kinds(COUNTED_OBJECT, IGNORED);
            case LIST_PUSH_FRONT_IMPL, LIST_PUSH_BACK_IMPL -> kinds(LIST_HEAD, LIST_NODE, IGNORED, ANYTHING);
            case LIST_POP_FRONT, LIST_POP_BACK -> kinds(LIST_HEAD);
            case RBTREE_ADD_IMPL -> kinds(RB_ROOT, RB_NODE, FUNCTION, IGNORED, ANYTHING);
            case RBTREE_REMOVE -> kinds(RB_ROOT, RB_NODE_IN_TREE);
            case RBTREE_FIRST -> kinds(RB_ROOT);
            default -> KernelObjectKfuncs.arguments(kfunc);
        };
    }

    private static List<HelperArgument> kinds(ArgumentKind... kinds) {
        return Stream.of(kinds).map(HelperArgument::of).toList();
    }

    private static HelperArgument num(ArgumentKind kind) {
        return HelperArgument.iterator(kind, Long.BYTES, "bpf_iter_num");
    }
}
