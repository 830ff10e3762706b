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
                        "13 bpf_copy_from_user_str (MEM_OUT,SIZE_OR_ZERO,IGNORED,ANYTHING)INT V6_12,V7_0",
                        "20 bpf_dynptr_from_skb (SKB,ANYTHING,DYNPTR_OUT)INT V6_12,V7_0",
                        "21 bpf_dynptr_from_xdp (CONTEXT,ANYTHING,DYNPTR_OUT)INT V6_12,V7_0",
                        "22 bpf_dynptr_slice (DYNPTR,ANYTHING,MEM_OUT_OR_NULL,CONSTANT_SIZE)DYNPTR_MEM_OR_NULL V6_12,V7_0",
                        "23 bpf_dynptr_slice_rdwr (DYNPTR,ANYTHING,MEM_OUT_OR_NULL,CONSTANT_SIZE)DYNPTR_MEM_OR_NULL V6_12,V7_0",
                        "24 bpf_dynptr_adjust (DYNPTR,ANYTHING,ANYTHING)INT V6_12,V7_0",
                        "25 bpf_dynptr_is_null (DYNPTR)INT V6_12,V7_0",
                        "26 bpf_dynptr_is_rdonly (DYNPTR)INT V6_12,V7_0",
                        "27 bpf_dynptr_size (DYNPTR)INT V6_12,V7_0",
                        "28 bpf_dynptr_clone (DYNPTR,DYNPTR_OUT)INT V6_12,V7_0",
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
                        "52 bpf_rbtree_first (RB_ROOT)OBJECT_OR_NULL V6_12,V7_0",
                        "60 bpf_task_acquire (BTF_OBJECT)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "61 bpf_task_release (BTF_OBJECT)VOID V6_12,V7_0",
                        "62 bpf_task_from_pid (ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "63 bpf_cgroup_acquire (BTF_OBJECT)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "64 bpf_cgroup_release (BTF_OBJECT)VOID V6_12,V7_0",
                        "65 bpf_cgroup_from_id (ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "66 bpf_cgroup_ancestor (BTF_OBJECT,ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "67 bpf_task_under_cgroup (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "68 bpf_task_get_cgroup1 (BTF_OBJECT,ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "69 bpf_get_task_exe_file (BTF_OBJECT)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "70 bpf_put_file (BTF_OBJECT)VOID V6_12,V7_0",
                        "71 bpf_path_d_path (BTF_OBJECT,MEM_OUT,SIZE_OR_ZERO)INT V6_12,V7_0",
                        "72 bpf_lookup_user_key (ANYTHING,ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "73 bpf_lookup_system_key (ANYTHING)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "74 bpf_key_put (BTF_OBJECT)VOID V6_12,V7_0",
                        "75 bpf_map_sum_elem_count (BTF_OBJECT)INTEGER V6_12,V7_0",
                        "76 bpf_sock_destroy (BTF_OBJECT)INT V6_12,V7_0",
                        "77 bpf_session_cookie ()WORD V6_12,V7_0",
                        "78 bpf_session_is_return ()INT V6_12,V7_0",
                        "79 bpf_cast_to_kern_ctx (CONTEXT)KERNEL_OBJECT V6_12,V7_0",
                        "80 bpf_rdonly_cast (IGNORED,ANYTHING)KERNEL_OBJECT V6_12,V7_0",
                        "81 cgroup_rstat_updated (BTF_OBJECT,ANYTHING)VOID V6_12",
                        "82 cgroup_rstat_flush (BTF_OBJECT)VOID V6_12",
                        "83 bpf_crypto_ctx_create (MEM,SIZE,FIXED_MEM_OUT:4)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "84 bpf_crypto_ctx_acquire (BTF_OBJECT)KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "85 bpf_crypto_ctx_release (BTF_OBJECT)VOID V6_12,V7_0",
                        "86 bpf_get_file_xattr (BTF_OBJECT,CONST_STRING,DYNPTR)INT V6_12,V7_0",
                        "87 bpf_get_dentry_xattr (BTF_OBJECT,CONST_STRING,DYNPTR)INT V6_12,V7_0",
                        "88 bpf_get_fsverity_digest (BTF_OBJECT,DYNPTR)INT V6_12,V7_0",
                        "90 bpf_iter_task_new (ITERATOR_OUT:bpf_iter_task24,BTF_OBJECT_OR_NULL,ANYTHING)INT V6_12,V7_0",
                        "91 bpf_iter_task_next (ITERATOR:bpf_iter_task24)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "92 bpf_iter_task_destroy (ITERATOR:bpf_iter_task24)VOID V6_12,V7_0",
                        "93 bpf_iter_css_new (ITERATOR_OUT:bpf_iter_css24,BTF_OBJECT,ANYTHING)INT V6_12,V7_0",
                        "94 bpf_iter_css_next (ITERATOR:bpf_iter_css24)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "95 bpf_iter_css_destroy (ITERATOR:bpf_iter_css24)VOID V6_12,V7_0",
                        "96 bpf_iter_css_task_new (ITERATOR_OUT:bpf_iter_css_task8,BTF_OBJECT,ANYTHING)INT V6_12,V7_0",
                        "97 bpf_iter_css_task_next (ITERATOR:bpf_iter_css_task8)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "98 bpf_iter_css_task_destroy (ITERATOR:bpf_iter_css_task8)VOID V6_12,V7_0",
                        "99 bpf_iter_task_vma_new (ITERATOR_OUT:bpf_iter_task_vma8,BTF_OBJECT,ANYTHING)INT V6_12,V7_0",
                        "100 bpf_iter_task_vma_next (ITERATOR:bpf_iter_task_vma8)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "101 bpf_iter_task_vma_destroy (ITERATOR:bpf_iter_task_vma8)VOID V6_12,V7_0",
                        "102 bpf_iter_bits_new (ITERATOR_OUT:bpf_iter_bits16,IGNORED,ANYTHING)INT V6_12,V7_0",
                        "103 bpf_iter_bits_next (ITERATOR:bpf_iter_bits16)ITERATOR_ELEMENT_OR_NULL V6_12,V7_0",
                        "104 bpf_iter_bits_destroy (ITERATOR:bpf_iter_bits16)VOID V6_12,V7_0",
                        "110 bpf_cpumask_create ()KERNEL_OBJECT_OR_NULL V6_12,V7_0",
                        "111 bpf_cpumask_release (BTF_OBJECT)VOID V6_12,V7_0",
                        "112 bpf_cpumask_acquire (BTF_OBJECT)KERNEL_OBJECT V6_12,V7_0",
                        "113 bpf_cpumask_first (BTF_OBJECT)INT V6_12,V7_0",
                        "114 bpf_cpumask_first_zero (BTF_OBJECT)INT V6_12,V7_0",
                        "115 bpf_cpumask_first_and (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "116 bpf_cpumask_set_cpu (ANYTHING,BTF_OBJECT)VOID V6_12,V7_0",
                        "117 bpf_cpumask_clear_cpu (ANYTHING,BTF_OBJECT)VOID V6_12,V7_0",
                        "118 bpf_cpumask_test_cpu (ANYTHING,BTF_OBJECT)INT V6_12,V7_0",
                        "119 bpf_cpumask_test_and_set_cpu (ANYTHING,BTF_OBJECT)INT V6_12,V7_0",
                        "120 bpf_cpumask_test_and_clear_cpu (ANYTHING,BTF_OBJECT)INT V6_12,V7_0",
                        "121 bpf_cpumask_setall (BTF_OBJECT)VOID V6_12,V7_0",
                        "122 bpf_cpumask_clear (BTF_OBJECT)VOID V6_12,V7_0",
                        "123 bpf_cpumask_and (BTF_OBJECT,BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "124 bpf_cpumask_or (BTF_OBJECT,BTF_OBJECT,BTF_OBJECT)VOID V6_12,V7_0",
                        "125 bpf_cpumask_xor (BTF_OBJECT,BTF_OBJECT,BTF_OBJECT)VOID V6_12,V7_0",
                        "126 bpf_cpumask_equal (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "127 bpf_cpumask_intersects (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "128 bpf_cpumask_subset (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "129 bpf_cpumask_empty (BTF_OBJECT)INT V6_12,V7_0",
                        "130 bpf_cpumask_full (BTF_OBJECT)INT V6_12,V7_0",
                        "131 bpf_cpumask_copy (BTF_OBJECT,BTF_OBJECT)VOID V6_12,V7_0",
                        "132 bpf_cpumask_any_distribute (BTF_OBJECT)INT V6_12,V7_0",
                        "133 bpf_cpumask_any_and_distribute (BTF_OBJECT,BTF_OBJECT)INT V6_12,V7_0",
                        "134 bpf_cpumask_weight (BTF_OBJECT)INT V6_12,V7_0",
                        "135 bpf_cpumask_populate (BTF_OBJECT,MEM,SIZE_OR_ZERO)INT V7_0",
                        "140 bpf_crypto_encrypt (BTF_OBJECT,DYNPTR,DYNPTR,DYNPTR_OR_NULL)INT V6_12,V7_0",
                        "141 bpf_crypto_decrypt (BTF_OBJECT,DYNPTR,DYNPTR,DYNPTR_OR_NULL)INT V6_12,V7_0",
                        "150 tcp_reno_ssthresh (BTF_OBJECT)INT V5_15,V6_12,V7_0",
                        "151 tcp_reno_cong_avoid (BTF_OBJECT,ANYTHING,ANYTHING)VOID V5_15,V6_12,V7_0",
                        "152 tcp_reno_undo_cwnd (BTF_OBJECT)INT V5_15,V6_12,V7_0",
                        "153 tcp_slow_start (BTF_OBJECT,ANYTHING)INT V5_15,V6_12,V7_0",
                        "154 tcp_cong_avoid_ai (BTF_OBJECT,ANYTHING,ANYTHING)VOID V5_15,V6_12,V7_0",
                        "155 cubictcp_init (BTF_OBJECT)VOID V5_15,V6_12,V7_0",
                        "156 cubictcp_recalc_ssthresh (BTF_OBJECT)INT V5_15,V6_12,V7_0",
                        "157 cubictcp_cong_avoid (BTF_OBJECT,ANYTHING,ANYTHING)VOID V5_15,V6_12,V7_0",
                        "158 cubictcp_state (BTF_OBJECT,ANYTHING)VOID V5_15,V6_12,V7_0",
                        "159 cubictcp_cwnd_event (BTF_OBJECT,ANYTHING)VOID V5_15,V6_12,V7_0",
                        "160 cubictcp_acked (BTF_OBJECT,BTF_OBJECT)VOID V5_15,V6_12,V7_0");
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
    void firstOnesAreThoseOfCongestionControl() {
        assertThat(Kfunc.values())
                .filteredOn(kfunc -> kfunc.isIn(KernelProfile.V5_15))
                .containsExactly(
                        Kfunc.TCP_RENO_SSTHRESH,
                        Kfunc.TCP_RENO_CONG_AVOID,
                        Kfunc.TCP_RENO_UNDO_CWND,
                        Kfunc.TCP_SLOW_START,
                        Kfunc.TCP_CONG_AVOID_AI,
                        Kfunc.CUBICTCP_INIT,
                        Kfunc.CUBICTCP_RECALC_SSTHRESH,
                        Kfunc.CUBICTCP_CONG_AVOID,
                        Kfunc.CUBICTCP_STATE,
                        Kfunc.CUBICTCP_CWND_EVENT,
                        Kfunc.CUBICTCP_ACKED);
        assertThat(Kfunc.TIMER_CANCEL_ASYNC.isIn(KernelProfile.V7_0)).isEqualTo(KernelProfile.V7_0.hasCancelAsync());
        assertThat(Kfunc.WQ_INIT.isIn(KernelProfile.V6_12)).isEqualTo(KernelProfile.V6_12.hasWorkqueue());
    }

    @Test
    void fewSleep() {
        assertThat(Kfunc.values())
                .filteredOn(kfunc -> kfunc.traits().contains(Trait.MAY_SLEEP))
                .containsExactly(
                        Kfunc.COPY_FROM_USER_STR,
                        Kfunc.LOOKUP_USER_KEY,
                        Kfunc.CGROUP_RSTAT_FLUSH,
                        Kfunc.CRYPTO_CTX_CREATE,
                        Kfunc.GET_FILE_XATTR,
                        Kfunc.GET_DENTRY_XATTR);
    }

    @Test
    void dynamicPointersToPacketsAreForProgramsThatSeeThem() {
        assertThat(Kfunc.DYNPTR_FROM_SKB.availableTo(ProgramType.SCHED_CLS)).isTrue();
        assertThat(Kfunc.DYNPTR_FROM_SKB.availableTo(ProgramType.XDP)).isFalse();
        assertThat(Kfunc.DYNPTR_FROM_XDP.availableTo(ProgramType.XDP)).isTrue();
        assertThat(Kfunc.DYNPTR_FROM_XDP.availableTo(ProgramType.SCHED_CLS)).isFalse();
        assertThat(Kfunc.DYNPTR_SLICE.availableTo(ProgramType.KPROBE)).isTrue();
    }

    @Test
    void kernelObjectsAreGivenAndTakenAsTheirKernelSays() {
        assertThat(Kfunc.TASK_ACQUIRE.traits())
                .containsExactlyInAnyOrder(Trait.ACQUIRES_REFERENCE, Trait.RCU_ARGUMENTS);
        assertThat(Kfunc.TASK_ACQUIRE.resultType()).isEqualTo("task_struct");
        assertThat(Kfunc.TASK_RELEASE.arguments().getFirst().released()).isTrue();
        assertThat(Kfunc.ITER_TASK_NEW.traits()).contains(Trait.RCU_PROTECTED);
        assertThat(Kfunc.ITER_TASK_NEXT.isIteratorNext()).isTrue();
        assertThat(Kfunc.TASK_FROM_PID.availableTo(ProgramType.KPROBE)).isFalse();
        assertThat(Kfunc.TASK_FROM_PID.availableTo(ProgramType.SCHED_CLS)).isTrue();
        assertThat(Kfunc.CPUMASK_CREATE.availableTo(ProgramType.SCHED_CLS)).isFalse();
        assertThat(Kfunc.GET_TASK_EXE_FILE.availableTo(ProgramType.TRACING)).isFalse();
        assertThat(Kfunc.values())
                .filteredOn(kfunc -> kfunc.arguments().stream().anyMatch(HelperArgument::released))
                .filteredOn(Kfunc::isOfKernelObjects)
                .allSatisfy(kfunc -> assertThat(kfunc.traits()).contains(Trait.TRUSTED_ARGUMENTS));
    }
}
