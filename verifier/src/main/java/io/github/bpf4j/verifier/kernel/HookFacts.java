package io.github.bpf4j.verifier.kernel;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What BTF does not say of hooks: asked of a Linux 6.12, hook by hook (verifier spec B1, S4, S5). */
public final class HookFacts {
    private static final Set<String> SLEEPABLE_LSM = words("""
            bpf bpf_map bpf_map_create bpf_map_free bpf_prog bpf_prog_load bpf_token_capable bpf_token_cmd
            bpf_token_create bpf_token_free bprm_check_security bprm_committed_creds bprm_committing_creds
            bprm_creds_for_exec bprm_creds_from_file capget capset cred_prepare current_getsecid_subj file_ioctl
            file_lock file_open file_post_open file_receive inode_create inode_free_security inode_getattr
            inode_getxattr inode_mknod inode_post_setxattr inode_readlink inode_rename inode_rmdir inode_setattr
            inode_setxattr inode_symlink inode_unlink kernel_module_request kernel_read_file kernfs_init_security
            mmap_file netlink_send path_chmod path_chown path_link path_mkdir path_notify path_rename path_rmdir
            path_symlink path_truncate path_unlink release_secctx sb_alloc_security sb_eat_lsm_opts sb_kern_mount
            sb_mount sb_remount sb_set_mnt_opts sb_show_options sb_statfs sb_umount settime socket_accept socket_bind
            socket_connect socket_create socket_getpeername socket_getpeersec_dgram socket_getsockname socket_getsockopt
            socket_listen socket_post_create socket_recvmsg socket_sendmsg socket_shutdown socket_socketpair syslog
            task_alloc task_getsecid_obj task_prctl task_setscheduler userns_create
            """);

    /** Hooks that no program may be attached to, and functions whose names only look like hooks. */
    private static final Set<String> CLOSED_LSM = words("""
            audit_rule_match find_cgroup_shim func_proto get_retval_range getprocattr getselfattr init
            inode_copy_up_xattr inode_getsecurity inode_listsecurity inode_need_killpriv is_sleepable_hook is_trusted
            ismaclabel key_getsecurity setprocattr verify_prog vm_enough_memory xfrm_decode_session
            """);

    /** Hooks whose objects are being made or freed. */
    private static final Set<String> UNTRUSTED_LSM = words("""
            bpf_map_free bpf_prog_free file_alloc_security file_free_security sk_alloc_security sk_free_security
            task_free
            """);

    private static final int MAX_ERRNO = 4095;

    private static final Set<String> BOOL_LSM = words("audit_rule_known inode_xattr_skipcap xfrm_state_pol_flow_match");

    /** Functions other than {@code security_*} whose result programs may change. */
    private static final Set<String> MODIFIABLE =
            words("bpf_fentry_test1 bpf_modify_return_test bpf_modify_return_test2 bpf_modify_return_test_tp"
                    + " update_socket_protocol");

    /** Functions in which programs may sleep. */
    private static final Set<String> SLEEPABLE = words("bpf_fentry_test1");

    /** Functions that do not come back. */
    private static final Set<String> NO_RETURN = words("""
            __ia32_sys_exit __ia32_sys_exit_group __module_put_and_kthread_exit __x64_sys_exit __x64_sys_exit_group
            do_exit do_group_exit kthread_complete_and_exit kthread_exit make_task_dead rewind_stack_and_make_dead
            """);

    /** Functions in which the name of a path can be found. */
    private static final Set<String> WITH_PATH = words("""
            dentry_open filp_close security_file_open security_file_permission security_inode_getattr
            security_path_truncate vfs_fallocate vfs_getattr vfs_truncate
            """);

    /** Hooks whose programs in control groups may touch options of sockets. */
    private static final Set<String> WITH_OPTIONS =
            words("inet_conn_established inet_csk_clone sock_graft socket_post_create socket_socketpair");

    /** Iterators that hold the lock of the socket that they come to. */
    private static final Set<String> LOCKING = words("tcp unix");

    /** Functions that programs themselves are run with. */
    private static final Set<String> UNTRACEABLE = words("""
            __rcu_read_lock __rcu_read_unlock migrate_disable migrate_enable preempt_count_add preempt_count_sub
            rcu_read_unlock_strict
            """);

    /** Arguments of tracepoints that may be null. */
    private static final Map<String, Set<String>> NULLABLE = arguments("""
            sched_process_wait 0
            sched_pi_setprio 1
            sched_stick_numa 2
            sched_swap_numa 2
            tmigr_update_events 0
            mm_page_alloc 0
            mm_page_alloc_zone_locked 0
            mm_page_pcpu_drain 0
            mm_khugepaged_scan_pmd 1
            mm_collapse_huge_page_isolate 0
            writeback_dirty_folio 1
            folio_wait_writeback 1
            posix_lock_inode 1
            fcntl_setlk 1
            locks_remove_posix 1
            flock_lock_inode 1
            break_lease_noblock 1
            break_lease_block 1
            break_lease_unblock 1
            generic_delete_lease 1
            time_out_leases 1
            ext4_mballoc_discard 1
            ext4_mballoc_free 1
            kfree_skb 3
            tcp_send_reset 0 1
            fib_table_lookup 2
            qdisc_dequeue 3
            """);

    /** Arguments of tracepoints that are no pointers now and then, so that they are numbers. */
    private static final Map<String, Set<String>> NUMBERS = arguments("""
            signal_generate 1
            signal_deliver 1
            """);

    private HookFacts() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Lines of a tracepoint and the positions of arguments. */
    private static Map<String, Set<String>> arguments(String text) {
        Map<String, Set<String>> table = new HashMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            String[] columns = line.split(" ", 2);
            table.put(columns[0], words(columns[1]));
        });
        return table;
    }

    /** Whether programs attached to a hook of security modules may sleep. */
    public static boolean maySleep(String lsmHook) {
        return SLEEPABLE_LSM.contains(lsmHook);
    }

    /** Whether programs attached to a function may ask for the name of a path. */
    public static boolean hasPath(String function) {
        return WITH_PATH.contains(function);
    }

    /** Whether programs attached to a hook in a control group may touch options of sockets. */
    public static boolean hasSocketOptions(String lsmHook) {
        return WITH_OPTIONS.contains(lsmHook);
    }

    /** Whether programs of an iterator may touch options of the sockets that it comes to. */
    public static boolean iteratesOverLockedSockets(String iterator) {
        return LOCKING.contains(iterator);
    }

    static boolean isClosed(String lsmHook) {
        return CLOSED_LSM.contains(lsmHook);
    }

    static boolean isTrusted(String lsmHook) {
        return !UNTRUSTED_LSM.contains(lsmHook);
    }

    static boolean isBool(String lsmHook) {
        return BOOL_LSM.contains(lsmHook);
    }

    /**
     * What a hook of security modules that returns something can return, and what programs there find as the result so far: yes or no,
     * or 0 and negative errnos.
     */
    public static Slot.Ranged results(String lsmHook) {
        return isBool(lsmHook) ? new Slot.Ranged(0, 1) : new Slot.Ranged(-MAX_ERRNO, 0);
    }

    static boolean isModifiable(String function) {
        return function.startsWith("security_") || isSystemCall(function) || MODIFIABLE.contains(function);
    }

    static boolean isSleepable(String function) {
        return isSystemCall(function) || SLEEPABLE.contains(function);
    }

    /** System calls are open to the injection of errors, in kernels that have that at all. */
    private static boolean isSystemCall(String function) {
        return function.startsWith("__x64_sys_");
    }

    static boolean isTraceable(String function) {
        return !UNTRACEABLE.contains(function);
    }

    static boolean returns(String function) {
        return !NO_RETURN.contains(function);
    }

    static boolean isNullable(String tracepoint, int argument) {
        return NULLABLE.getOrDefault(tracepoint, Set.of()).contains(Integer.toString(argument));
    }

    static boolean isNumber(String tracepoint, int argument) {
        return NUMBERS.getOrDefault(tracepoint, Set.of()).contains(Integer.toString(argument));
    }
}
