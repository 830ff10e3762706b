package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ArgumentKind.ANYTHING;
import static io.github.bpf4j.abi.ArgumentKind.FUNCTION;
import static io.github.bpf4j.abi.ArgumentKind.IGNORED;
import static io.github.bpf4j.abi.ArgumentKind.ITERATOR;
import static io.github.bpf4j.abi.ArgumentKind.ITERATOR_OUT;
import static io.github.bpf4j.abi.ArgumentKind.MAP;
import static io.github.bpf4j.abi.ArgumentKind.MEM_OUT;
import static io.github.bpf4j.abi.ArgumentKind.SIZE_OR_ZERO;
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
            case COPY_FROM_USER_STR -> kinds(MEM_OUT, SIZE_OR_ZERO, ANYTHING, ANYTHING);
        };
    }

    private static List<HelperArgument> kinds(ArgumentKind... kinds) {
        return Stream.of(kinds).map(HelperArgument::of).toList();
    }

    private static HelperArgument num(ArgumentKind kind) {
        return HelperArgument.iterator(kind, Long.BYTES, "bpf_iter_num");
    }
}
