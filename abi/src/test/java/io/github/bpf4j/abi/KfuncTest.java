package io.github.bpf4j.abi;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KfuncTest {
    private static String describe(Kfunc kfunc) {
        return "%d %s %s%s %s"
                .formatted(
                        kfunc.id(),
                        kfunc.kernelName(),
                        kfunc.arguments().stream()
                                .map(argument -> argument.kind()
                                        + (argument.size() == 0 ? "" : ":" + argument.btfType() + argument.size()))
                                .collect(Collectors.joining(",", "(", ")")),
                        kfunc.returns(),
                        kfunc.profiles().stream().map(Enum::name).collect(Collectors.joining(",")));
    }

    /** Numbers are kept in linked programs, so a line here never changes its number. */
    @Test
    void catalogueIsAsSpecified() {
        assertThat(Arrays.stream(Kfunc.values()).map(KfuncTest::describe))
                .containsExactly(
                        "1 bpf_timer_cancel_async (TIMER)INT V7_0",
                        "2 bpf_wq_init (WORKQUEUE,MAP,ANYTHING)INT V6_12,V7_0",
                        "3 bpf_wq_set_callback_impl (WORKQUEUE,FUNCTION,ANYTHING,IGNORED)INT V6_12",
                        "4 bpf_wq_set_callback (WORKQUEUE,FUNCTION,ANYTHING)INT V7_0",
                        "5 bpf_wq_start (WORKQUEUE,ANYTHING)INT V6_12,V7_0",
                        "6 bpf_rcu_read_lock ()VOID V6_12,V7_0",
                        "7 bpf_rcu_read_unlock ()VOID V6_12,V7_0",
                        "8 bpf_preempt_disable ()VOID V6_12,V7_0",
                        "9 bpf_preempt_enable ()VOID V6_12,V7_0",
                        "10 bpf_iter_num_new (ITERATOR_OUT:bpf_iter_num8,ANYTHING,ANYTHING)INT V6_12,V7_0",
                        "11 bpf_iter_num_next (ITERATOR:bpf_iter_num8)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "12 bpf_iter_num_destroy (ITERATOR:bpf_iter_num8)VOID V6_12,V7_0",
                        "13 bpf_copy_from_user_str (MEM_OUT,SIZE_OR_ZERO,ANYTHING,ANYTHING)INT V6_12,V7_0",
                        "40 bpf_throw (ANYTHING)VOID V6_12,V7_0",
                        "41 bpf_obj_new_impl (OBJECT_TYPE,IGNORED)OBJECT_OR_NULL V6_12,V7_0",
                        "42 bpf_obj_drop_impl (OBJECT,IGNORED)VOID V6_12,V7_0",
                        "43 bpf_percpu_obj_new_impl (OBJECT_TYPE,IGNORED)OBJECT_OR_NULL V6_12,V7_0",
                        "44 bpf_percpu_obj_drop_impl (PERCPU_OBJECT,IGNORED)VOID V6_12,V7_0",
                        "45 bpf_refcount_acquire_impl (COUNTED_OBJECT,IGNORED)OBJECT_OR_NULL V6_12,V7_0",
                        "46 bpf_list_push_front_impl (LIST_HEAD,LIST_NODE,IGNORED,ANYTHING)INT V6_12,V7_0",
                        "47 bpf_list_push_back_impl (LIST_HEAD,LIST_NODE,IGNORED,ANYTHING)INT V6_12,V7_0",
                        "48 bpf_list_pop_front (LIST_HEAD)OBJECT_OR_NULL V6_12,V7_0",
                        "49 bpf_list_pop_back (LIST_HEAD)OBJECT_OR_NULL V6_12,V7_0",
                        "50 bpf_rbtree_add_impl (RB_ROOT,RB_NODE,FUNCTION,IGNORED,ANYTHING)INT V6_12,V7_0",
                        "51 bpf_rbtree_remove (RB_ROOT,RB_NODE_IN_TREE)OBJECT_OR_NULL V6_12,V7_0",
                        "52 bpf_rbtree_first (RB_ROOT)OBJECT_OR_NULL V6_12,V7_0");
    }

    @Test
    void kernelFunctionsAreFoundByNumberAndName() {
        for (Kfunc kfunc : Kfunc.values()) {
            assertThat(Kfunc.byId(kfunc.id())).contains(kfunc);
            assertThat(Kfunc.byName(kfunc.kernelName())).contains(kfunc);
        }
        assertThat(Kfunc.byId(Kfunc.MISSING)).isEmpty();
        assertThat(Kfunc.byId(-1)).isEmpty();
        assertThat(Kfunc.byId(39)).isEmpty();
        assertThat(List.of("", "rcu_read_lock", "bpf_rcu_read_lock___2", "BPF_RCU_READ_LOCK"))
                .allSatisfy(name -> assertThat(Kfunc.byName(name)).isEmpty());
    }

    @Test
    void noneIsThereBeforeKernelFunctionsWere() {
        assertThat(Kfunc.values()).noneMatch(kfunc -> kfunc.isIn(KernelProfile.V5_15));
        assertThat(Kfunc.TIMER_CANCEL_ASYNC.isIn(KernelProfile.V7_0)).isEqualTo(KernelProfile.V7_0.hasCancelAsync());
        assertThat(Kfunc.WQ_INIT.isIn(KernelProfile.V6_12)).isEqualTo(KernelProfile.V6_12.hasWorkqueue());
    }

    @Test
    void onlyTheCopyFromUserMemorySleeps() {
        assertThat(Kfunc.values())
                .filteredOn(kfunc -> kfunc.traits().contains(Trait.MAY_SLEEP))
                .containsExactly(Kfunc.COPY_FROM_USER_STR);
    }
}
