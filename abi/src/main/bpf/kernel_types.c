// SPDX-License-Identifier: Apache-2.0
// What Linux 6.12 on x86-64 lays out where, for programs that are compiled for any kernel and for hooks whose arguments are kernel
// objects: names, offsets and types of members, parameters of functions. Facts only; what is between the members is padding. There are
// no tags of types, as in kernels that GCC built.
#define PACKED __attribute__((packed))
#define GLUE_(A, B) A##B
#define GLUE(A, B) GLUE_(A, B)
#define PAD(BYTES) char GLUE(gap_, __COUNTER__)[BYTES]
#define PERCPU_VARIABLE __attribute__((section(".data..percpu"), used))
#define RESULT 0

// Named and known by nothing but their addresses, or laid out below
struct Qdisc; struct __kernel_timespec; struct __key_reference_with_attributes; struct address_space;
struct address_space_operations; struct anon_vma; struct assoc_array_ptr; struct attribute_group; struct audit_context;
struct audit_krule; struct autogroup; struct backing_dev_info; struct badblocks; struct balance_callback; struct bdi_writeback;
struct binfmt_misc; struct bio; struct bio_integrity_payload; struct bio_list; struct bio_set; struct bio_vec;
struct blk_holder_ops; struct blk_independent_access_ranges; struct blk_mq_ctx; struct blk_mq_hw_ctx; struct blk_plug;
struct blkcg_gq; struct block_device; struct block_device_operations; struct bpf_arena; struct bpf_array_aux;
struct bpf_crypto_type; struct bpf_ctx_arg_aux; struct bpf_fentry_test_t; struct bpf_func_info; struct bpf_func_info_aux;
struct bpf_func_proto; struct bpf_iter_meta; struct bpf_jit_poke_descriptor; struct bpf_kfunc_btf_tab; struct bpf_kfunc_desc_tab;
struct bpf_line_info; struct bpf_link; struct bpf_local_storage; struct bpf_map; struct bpf_map_ops; struct bpf_map_owner; struct bpf_mprog_entry;
struct bpf_net_context; struct bpf_prog; struct bpf_prog_array; struct bpf_prog_aux; struct bpf_prog_offload; struct bpf_prog_ops;
struct bpf_prog_stats; struct bpf_retval_range; struct bpf_run_ctx; struct bpf_token; struct bpf_trampoline;
struct bpf_verifier_log; struct bpf_xdp_link; struct btf; struct btf_mod_pair; struct btf_record; struct btf_type;
struct callback_head; struct capture_control; struct cdev; struct cdrom_device_info; struct cfs_rq; struct cgroup;
struct cgroup_namespace; struct cgroup_root; struct cgroup_rstat_cpu; struct cgroup_subsys; struct cgroup_subsys_state;
struct compat_robust_list_head; struct completion; struct core_state; struct cpu_rmap; struct cpu_stop_done;
struct cpufreq_policy; struct cpuidle_state; struct cpumask; struct cred; struct css_set; struct ctl_table_header;
struct dcbnl_rtnl_ops; struct dentry; struct dentry_operations; struct dev_ifalias; struct dev_pagemap; struct devlink_port;
struct dim_irq_moder; struct disk_events; struct disk_stats; struct dm_hw_stat_delta; struct dquot_operations; struct dst_entry;
struct dst_ops; struct ethtool_netdev_state; struct ethtool_ops; struct event_filter; struct exception_table_entry;
struct export_operations; struct fasync_struct; struct fdtable; struct fib6_info; struct file; struct file_lock_context; struct file_operations;
struct file_system_type; struct filename; struct files_struct; struct flowi; struct flowi_common; struct folio;
struct folio_queue; struct fown_struct; struct fs_context; struct fs_parameter; struct fs_pin; struct fs_struct;
struct fscrypt_inode_info; struct fscrypt_keyring; struct fscrypt_operations; struct fsnotify_mark_connector;
struct fsnotify_sb_info; struct fsverity_info; struct fsverity_operations; struct futex_pi_state; struct garp_port;
struct gendisk; struct group_info; struct header_ops; struct hlist_bl_node; struct hlist_head; struct hlist_node;
struct hlist_nulls_node; struct hrtimer; struct hrtimer_clock_base; struct iattr; struct in_device; struct inet6_dev;
struct inet_bind2_bucket; struct inet_bind_bucket; struct inet_connection_sock_af_ops; struct inet_hashinfo;
struct inet_timewait_death_row; struct inode; struct inode_operations; struct io_context; struct io_cq; struct io_uring_cmd;
struct io_uring_task; struct iommu_mm_data; struct iovec; struct ip_mc_socklist; struct ip_options_rcu; struct ipc_namespace;
struct ipv6_fl_socklist; struct ipv6_pinfo; struct ipv6_txoptions; struct irqaction; struct k_sigaction; struct kallsym_iter; struct kern_ipc_perm;
struct kernel_siginfo; struct kernfs_iattrs; struct kernfs_node; struct kernfs_open_node; struct kernfs_ops; struct kernfs_root;
struct key; struct key_restriction; struct key_tag; struct key_type; struct key_user; struct kiocb; struct kioctx_table;
struct kmem_cache; struct kobj_type; struct kobject; struct kset; struct kthread_work; struct kthread_worker; struct kvec;
struct l3mdev_ops; struct linux_binfmt; struct linux_binprm; struct list_head; struct list_lru_node; struct llist_node;
struct lock_class_key; struct lsm_ctx; struct lwtunnel_state; struct macsec_ops; struct mem_cgroup; struct mempolicy;
struct mempool_s; struct mm_cid; struct mm_struct; struct mmu_notifier_subscriptions; struct mnt_idmap; struct mnt_namespace;
struct mnt_pcp; struct module; struct mount; struct mountpoint; struct mpls_dev; struct mrp_port; struct msg_msg; struct msghdr;
struct mtd_info; struct nameidata; struct napi_struct; struct ndisc_ops; struct net; struct net_device;
struct net_device_core_stats; struct net_device_ops; struct net_generic; struct netdev_name_node; struct netdev_queue;
struct netdev_queue_mgmt_ops; struct netdev_rx_queue; struct netdev_stat_ops; struct netlink_sock; struct unix_sock; struct netns_ipvs;
struct netpoll_info; struct netprio_map; struct nf_flow_table_stat; struct nf_hook_entries; struct notifier_block; struct nsproxy;
struct numa_group; struct obj_cgroup; struct old_timespec32; struct open_flags; struct open_how; struct packet_type; struct page;
struct page_pool; struct partition_meta_info; struct path; struct pcpu_dstats; struct pcpu_lstats; struct pcpu_sw_netstats;
struct percpu_counter; struct percpu_ref_data; struct perf_addr_filter_range; struct perf_buffer; struct perf_cgroup;
struct perf_event; struct perf_event_context; struct perf_event_pmu_context; struct perf_sample_data; struct phy_device;
struct phy_link_topology; struct pid; struct pid_namespace; struct pipe_inode_info; struct pmu; struct pollfd;
struct pool_workqueue; struct posix_acl; struct proc_dir_entry; struct proc_ns_operations; struct prot_inuse; struct proto;
struct proto_accept_arg; struct proto_ops; struct psi_group; struct pt_regs; struct qstr; struct quotactl_ops;
struct raw_hashinfo; struct rb_node; struct rcu_node; struct reclaim_stat; struct reclaim_state; struct request;
struct request_queue; struct request_sock; struct request_sock_ops; struct rlimit; struct robust_list_head; struct root_domain;
struct rq; struct rseq; struct rt_mutex_waiter; struct rtnl_hw_stats64; struct rtnl_link_ops; struct saved_syn;
struct sched_class; struct sched_dl_entity; struct sched_domain; struct sched_entity; struct sched_rt_entity;
struct sctp_association; struct seccomp_filter; struct sem_undo_list; struct sembuf; struct seq_file; struct seq_operations;
struct sfp_bus; struct shrinker; struct sighand_struct; struct signal_struct; struct sk_buff; struct sk_filter; struct skb_ext;
struct smc_hashinfo; struct sock; struct sock_common; struct sock_fprog_kern; struct sock_reuseport; struct sockaddr;
struct socket; struct socket_wq; struct spinlock; struct super_block; struct super_operations; struct task_delay_info;
struct task_group; struct task_struct; struct taskstats; struct tcp_congestion_ops; struct tcp_fastopen_request;
struct tcp_md5sig_info; struct tcp_request_sock_ops; struct tcp_sock_af_ops; struct tcp_ulp_ops; struct time_namespace;
struct timer_list; struct timer_rand_state; struct timespec64; struct timewait_sock_ops; struct timezone; struct tipc_bearer;
struct tlsdev_ops; struct trace_event_call; struct tty_audit_buf; struct tty_struct; struct ubuf_info; struct ucounts;
struct udp_sock; struct udp_table; struct udp_tunnel_nic; struct udp_tunnel_nic_info; struct uevent_sock; struct uid_gid_extent;
struct uncached_list; struct unicode_map; struct uprobe_task; struct unix_sock; struct user_namespace; struct user_struct; struct userfaultfd_ctx;
struct uts_namespace; struct vfsmount; struct vlan_info; struct vm_area_struct; struct vm_operations_struct; struct vm_struct;
struct vma_lock; struct vma_numab_state; struct wait_page_queue; struct wait_queue_head; struct wake_q_node; struct work_struct;
struct workqueue_struct; struct xarray; struct xattr; struct xattr_handler; struct xdp_cpumap_stats; struct xdp_dev_bulk_queue;
struct xdp_metadata_ops; struct xdp_rxq_info; struct xdp_txq_info; struct xfrm_policy; struct xfrm_sec_ctx; struct xfrm_state;
struct xfrm_user_sec_ctx; struct xfrmdev_ops; struct xol_area; struct xps_dev_maps; struct xsk_tx_metadata_ops; union bpf_attr;

// Members that are enums are so by name: to programs compiled for any kernel, they are no integers
enum bpf_map_type {
	BPF_MAP_TYPE_UNSPEC = 0, BPF_MAP_TYPE_HASH = 1, BPF_MAP_TYPE_ARRAY = 2, BPF_MAP_TYPE_PROG_ARRAY = 3,
	BPF_MAP_TYPE_PERF_EVENT_ARRAY = 4, BPF_MAP_TYPE_PERCPU_HASH = 5, BPF_MAP_TYPE_PERCPU_ARRAY = 6, BPF_MAP_TYPE_STACK_TRACE = 7,
	BPF_MAP_TYPE_CGROUP_ARRAY = 8, BPF_MAP_TYPE_LRU_HASH = 9, BPF_MAP_TYPE_LRU_PERCPU_HASH = 10, BPF_MAP_TYPE_LPM_TRIE = 11,
	BPF_MAP_TYPE_ARRAY_OF_MAPS = 12, BPF_MAP_TYPE_HASH_OF_MAPS = 13, BPF_MAP_TYPE_DEVMAP = 14, BPF_MAP_TYPE_SOCKMAP = 15,
	BPF_MAP_TYPE_CPUMAP = 16, BPF_MAP_TYPE_XSKMAP = 17, BPF_MAP_TYPE_SOCKHASH = 18, BPF_MAP_TYPE_CGROUP_STORAGE_DEPRECATED = 19,
	BPF_MAP_TYPE_CGROUP_STORAGE = 19, BPF_MAP_TYPE_REUSEPORT_SOCKARRAY = 20, BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE_DEPRECATED = 21,
	BPF_MAP_TYPE_PERCPU_CGROUP_STORAGE = 21, BPF_MAP_TYPE_QUEUE = 22, BPF_MAP_TYPE_STACK = 23, BPF_MAP_TYPE_SK_STORAGE = 24,
	BPF_MAP_TYPE_DEVMAP_HASH = 25, BPF_MAP_TYPE_STRUCT_OPS = 26, BPF_MAP_TYPE_RINGBUF = 27, BPF_MAP_TYPE_INODE_STORAGE = 28,
	BPF_MAP_TYPE_TASK_STORAGE = 29, BPF_MAP_TYPE_BLOOM_FILTER = 30, BPF_MAP_TYPE_USER_RINGBUF = 31, BPF_MAP_TYPE_CGRP_STORAGE = 32,
	BPF_MAP_TYPE_ARENA = 33, __MAX_BPF_MAP_TYPE = 34,
};
enum bpf_prog_type {
	BPF_PROG_TYPE_UNSPEC = 0, BPF_PROG_TYPE_SOCKET_FILTER = 1, BPF_PROG_TYPE_KPROBE = 2, BPF_PROG_TYPE_SCHED_CLS = 3,
	BPF_PROG_TYPE_SCHED_ACT = 4, BPF_PROG_TYPE_TRACEPOINT = 5, BPF_PROG_TYPE_XDP = 6, BPF_PROG_TYPE_PERF_EVENT = 7,
	BPF_PROG_TYPE_CGROUP_SKB = 8, BPF_PROG_TYPE_CGROUP_SOCK = 9, BPF_PROG_TYPE_LWT_IN = 10, BPF_PROG_TYPE_LWT_OUT = 11,
	BPF_PROG_TYPE_LWT_XMIT = 12, BPF_PROG_TYPE_SOCK_OPS = 13, BPF_PROG_TYPE_SK_SKB = 14, BPF_PROG_TYPE_CGROUP_DEVICE = 15,
	BPF_PROG_TYPE_SK_MSG = 16, BPF_PROG_TYPE_RAW_TRACEPOINT = 17, BPF_PROG_TYPE_CGROUP_SOCK_ADDR = 18, BPF_PROG_TYPE_LWT_SEG6LOCAL =
	19, BPF_PROG_TYPE_LIRC_MODE2 = 20, BPF_PROG_TYPE_SK_REUSEPORT = 21, BPF_PROG_TYPE_FLOW_DISSECTOR = 22,
	BPF_PROG_TYPE_CGROUP_SYSCTL = 23, BPF_PROG_TYPE_RAW_TRACEPOINT_WRITABLE = 24, BPF_PROG_TYPE_CGROUP_SOCKOPT = 25,
	BPF_PROG_TYPE_TRACING = 26, BPF_PROG_TYPE_STRUCT_OPS = 27, BPF_PROG_TYPE_EXT = 28, BPF_PROG_TYPE_LSM = 29,
	BPF_PROG_TYPE_SK_LOOKUP = 30, BPF_PROG_TYPE_SYSCALL = 31, BPF_PROG_TYPE_NETFILTER = 32, __MAX_BPF_PROG_TYPE = 33,
};
enum bpf_attach_type {
	BPF_CGROUP_INET_INGRESS = 0, BPF_CGROUP_INET_EGRESS = 1, BPF_CGROUP_INET_SOCK_CREATE = 2, BPF_CGROUP_SOCK_OPS = 3,
	BPF_SK_SKB_STREAM_PARSER = 4, BPF_SK_SKB_STREAM_VERDICT = 5, BPF_CGROUP_DEVICE = 6, BPF_SK_MSG_VERDICT = 7, BPF_CGROUP_INET4_BIND
	= 8, BPF_CGROUP_INET6_BIND = 9, BPF_CGROUP_INET4_CONNECT = 10, BPF_CGROUP_INET6_CONNECT = 11, BPF_CGROUP_INET4_POST_BIND = 12,
	BPF_CGROUP_INET6_POST_BIND = 13, BPF_CGROUP_UDP4_SENDMSG = 14, BPF_CGROUP_UDP6_SENDMSG = 15, BPF_LIRC_MODE2 = 16,
	BPF_FLOW_DISSECTOR = 17, BPF_CGROUP_SYSCTL = 18, BPF_CGROUP_UDP4_RECVMSG = 19, BPF_CGROUP_UDP6_RECVMSG = 20,
	BPF_CGROUP_GETSOCKOPT = 21, BPF_CGROUP_SETSOCKOPT = 22, BPF_TRACE_RAW_TP = 23, BPF_TRACE_FENTRY = 24, BPF_TRACE_FEXIT = 25,
	BPF_MODIFY_RETURN = 26, BPF_LSM_MAC = 27, BPF_TRACE_ITER = 28, BPF_CGROUP_INET4_GETPEERNAME = 29, BPF_CGROUP_INET6_GETPEERNAME =
	30, BPF_CGROUP_INET4_GETSOCKNAME = 31, BPF_CGROUP_INET6_GETSOCKNAME = 32, BPF_XDP_DEVMAP = 33, BPF_CGROUP_INET_SOCK_RELEASE = 34,
	BPF_XDP_CPUMAP = 35, BPF_SK_LOOKUP = 36, BPF_XDP = 37, BPF_SK_SKB_VERDICT = 38, BPF_SK_REUSEPORT_SELECT = 39,
	BPF_SK_REUSEPORT_SELECT_OR_MIGRATE = 40, BPF_PERF_EVENT = 41, BPF_TRACE_KPROBE_MULTI = 42, BPF_LSM_CGROUP = 43, BPF_STRUCT_OPS =
	44, BPF_NETFILTER = 45, BPF_TCX_INGRESS = 46, BPF_TCX_EGRESS = 47, BPF_TRACE_UPROBE_MULTI = 48, BPF_CGROUP_UNIX_CONNECT = 49,
	BPF_CGROUP_UNIX_SENDMSG = 50, BPF_CGROUP_UNIX_RECVMSG = 51, BPF_CGROUP_UNIX_GETPEERNAME = 52, BPF_CGROUP_UNIX_GETSOCKNAME = 53,
	BPF_NETKIT_PRIMARY = 54, BPF_NETKIT_PEER = 55, BPF_TRACE_KPROBE_SESSION = 56, __MAX_BPF_ATTACH_TYPE = 57,
};
enum rw_hint {
	WRITE_LIFE_NOT_SET = 0, WRITE_LIFE_NONE = 1, WRITE_LIFE_SHORT = 2, WRITE_LIFE_MEDIUM = 3, WRITE_LIFE_LONG = 4, WRITE_LIFE_EXTREME
	= 5,
} __attribute__((packed));
enum mq_rq_state {
	MQ_RQ_IDLE = 0, MQ_RQ_IN_FLIGHT = 1, MQ_RQ_COMPLETE = 2,
};
enum perf_event_state {
	PERF_EVENT_STATE_DEAD = -4, PERF_EVENT_STATE_EXIT = -3, PERF_EVENT_STATE_ERROR = -2, PERF_EVENT_STATE_OFF = -1,
	PERF_EVENT_STATE_INACTIVE = 0, PERF_EVENT_STATE_ACTIVE = 1,
};
enum vtime_state {
	VTIME_INACTIVE = 0, VTIME_IDLE = 1, VTIME_SYS = 2, VTIME_USER = 3, VTIME_GUEST = 4,
};
enum netdev_stat_type {
	NETDEV_PCPU_STAT_NONE = 0, NETDEV_PCPU_STAT_LSTATS = 1, NETDEV_PCPU_STAT_TSTATS = 2, NETDEV_PCPU_STAT_DSTATS = 3,
};
enum netdev_ml_priv_type {
	ML_PRIV_NONE = 0, ML_PRIV_CAN = 1,
};
enum skb_drop_reason {
	SKB_NOT_DROPPED_YET = 0, SKB_CONSUMED = 1, SKB_DROP_REASON_NOT_SPECIFIED = 2, SKB_DROP_REASON_NO_SOCKET = 3,
	SKB_DROP_REASON_SOCKET_CLOSE = 4, SKB_DROP_REASON_SOCKET_FILTER = 5, SKB_DROP_REASON_SOCKET_RCVBUFF = 6,
	SKB_DROP_REASON_UNIX_SKIP_OOB = 7, SKB_DROP_REASON_PKT_TOO_SMALL = 8, SKB_DROP_REASON_TCP_CSUM = 9, SKB_DROP_REASON_UDP_CSUM =
	10, SKB_DROP_REASON_NETFILTER_DROP = 11, SKB_DROP_REASON_OTHERHOST = 12, SKB_DROP_REASON_IP_CSUM = 13, SKB_DROP_REASON_IP_INHDR =
	14, SKB_DROP_REASON_IP_RPFILTER = 15, SKB_DROP_REASON_UNICAST_IN_L2_MULTICAST = 16, SKB_DROP_REASON_XFRM_POLICY = 17,
	SKB_DROP_REASON_IP_NOPROTO = 18, SKB_DROP_REASON_PROTO_MEM = 19, SKB_DROP_REASON_TCP_AUTH_HDR = 20,
	SKB_DROP_REASON_TCP_MD5NOTFOUND = 21, SKB_DROP_REASON_TCP_MD5UNEXPECTED = 22, SKB_DROP_REASON_TCP_MD5FAILURE = 23,
	SKB_DROP_REASON_TCP_AONOTFOUND = 24, SKB_DROP_REASON_TCP_AOUNEXPECTED = 25, SKB_DROP_REASON_TCP_AOKEYNOTFOUND = 26,
	SKB_DROP_REASON_TCP_AOFAILURE = 27, SKB_DROP_REASON_SOCKET_BACKLOG = 28, SKB_DROP_REASON_TCP_FLAGS = 29,
	SKB_DROP_REASON_TCP_ABORT_ON_DATA = 30, SKB_DROP_REASON_TCP_ZEROWINDOW = 31, SKB_DROP_REASON_TCP_OLD_DATA = 32,
	SKB_DROP_REASON_TCP_OVERWINDOW = 33, SKB_DROP_REASON_TCP_OFOMERGE = 34, SKB_DROP_REASON_TCP_RFC7323_PAWS = 35,
	SKB_DROP_REASON_TCP_OLD_SEQUENCE = 36, SKB_DROP_REASON_TCP_INVALID_SEQUENCE = 37, SKB_DROP_REASON_TCP_INVALID_ACK_SEQUENCE = 38,
	SKB_DROP_REASON_TCP_RESET = 39, SKB_DROP_REASON_TCP_INVALID_SYN = 40, SKB_DROP_REASON_TCP_CLOSE = 41,
	SKB_DROP_REASON_TCP_FASTOPEN = 42, SKB_DROP_REASON_TCP_OLD_ACK = 43, SKB_DROP_REASON_TCP_TOO_OLD_ACK = 44,
	SKB_DROP_REASON_TCP_ACK_UNSENT_DATA = 45, SKB_DROP_REASON_TCP_OFO_QUEUE_PRUNE = 46, SKB_DROP_REASON_TCP_OFO_DROP = 47,
	SKB_DROP_REASON_IP_OUTNOROUTES = 48, SKB_DROP_REASON_BPF_CGROUP_EGRESS = 49, SKB_DROP_REASON_IPV6DISABLED = 50,
	SKB_DROP_REASON_NEIGH_CREATEFAIL = 51, SKB_DROP_REASON_NEIGH_FAILED = 52, SKB_DROP_REASON_NEIGH_QUEUEFULL = 53,
	SKB_DROP_REASON_NEIGH_DEAD = 54, SKB_DROP_REASON_TC_EGRESS = 55, SKB_DROP_REASON_SECURITY_HOOK = 56, SKB_DROP_REASON_QDISC_DROP =
	57, SKB_DROP_REASON_FQ_BAND_LIMIT = 58, SKB_DROP_REASON_FQ_HORIZON_LIMIT = 59, SKB_DROP_REASON_FQ_FLOW_LIMIT = 60,
	SKB_DROP_REASON_CPU_BACKLOG = 61, SKB_DROP_REASON_XDP = 62, SKB_DROP_REASON_TC_INGRESS = 63, SKB_DROP_REASON_UNHANDLED_PROTO =
	64, SKB_DROP_REASON_SKB_CSUM = 65, SKB_DROP_REASON_SKB_GSO_SEG = 66, SKB_DROP_REASON_SKB_BAD_GSO = 67,
	SKB_DROP_REASON_SKB_UCOPY_FAULT = 68, SKB_DROP_REASON_DEV_HDR = 69, SKB_DROP_REASON_DEV_READY = 70, SKB_DROP_REASON_FULL_RING =
	71, SKB_DROP_REASON_NOMEM = 72, SKB_DROP_REASON_HDR_TRUNC = 73, SKB_DROP_REASON_TAP_FILTER = 74, SKB_DROP_REASON_TAP_TXFILTER =
	75, SKB_DROP_REASON_ICMP_CSUM = 76, SKB_DROP_REASON_INVALID_PROTO = 77, SKB_DROP_REASON_IP_INADDRERRORS = 78,
	SKB_DROP_REASON_IP_INNOROUTES = 79, SKB_DROP_REASON_PKT_TOO_BIG = 80, SKB_DROP_REASON_DUP_FRAG = 81,
	SKB_DROP_REASON_FRAG_REASM_TIMEOUT = 82, SKB_DROP_REASON_FRAG_TOO_FAR = 83, SKB_DROP_REASON_TCP_MINTTL = 84,
	SKB_DROP_REASON_IPV6_BAD_EXTHDR = 85, SKB_DROP_REASON_IPV6_NDISC_FRAG = 86, SKB_DROP_REASON_IPV6_NDISC_HOP_LIMIT = 87,
	SKB_DROP_REASON_IPV6_NDISC_BAD_CODE = 88, SKB_DROP_REASON_IPV6_NDISC_BAD_OPTIONS = 89, SKB_DROP_REASON_IPV6_NDISC_NS_OTHERHOST =
	90, SKB_DROP_REASON_QUEUE_PURGE = 91, SKB_DROP_REASON_TC_COOKIE_ERROR = 92, SKB_DROP_REASON_PACKET_SOCK_ERROR = 93,
	SKB_DROP_REASON_TC_CHAIN_NOTFOUND = 94, SKB_DROP_REASON_TC_RECLASSIFY_LOOP = 95, SKB_DROP_REASON_VXLAN_INVALID_HDR = 96,
	SKB_DROP_REASON_VXLAN_VNI_NOT_FOUND = 97, SKB_DROP_REASON_MAC_INVALID_SOURCE = 98, SKB_DROP_REASON_VXLAN_ENTRY_EXISTS = 99,
	SKB_DROP_REASON_NO_TX_TARGET = 100, SKB_DROP_REASON_IP_TUNNEL_ECN = 101, SKB_DROP_REASON_TUNNEL_TXINFO = 102,
	SKB_DROP_REASON_LOCAL_MAC = 103, SKB_DROP_REASON_MAX = 104, SKB_DROP_REASON_SUBSYS_MASK = -65536,
};
enum cgroup_subsys_id {
	cpuset_cgrp_id = 0, cpu_cgrp_id = 1, cpuacct_cgrp_id = 2, io_cgrp_id = 3, memory_cgrp_id = 4, devices_cgrp_id = 5,
	freezer_cgrp_id = 6, net_cls_cgrp_id = 7, perf_event_cgrp_id = 8, net_prio_cgrp_id = 9, hugetlb_cgrp_id = 10, pids_cgrp_id = 11,
	rdma_cgrp_id = 12, misc_cgrp_id = 13, CGROUP_SUBSYS_COUNT = 14,
};

typedef struct {
	int counter;
} PACKED atomic_t;
struct qspinlock {
	union {
		atomic_t val;
		struct {
			unsigned char locked; unsigned char pending;
		} PACKED;
		struct {
			unsigned short locked_pending; unsigned short tail;
		} PACKED;
	} PACKED;
} PACKED;
struct raw_spinlock {
	struct qspinlock raw_lock;
} PACKED;
struct spinlock {
	union {
		struct raw_spinlock rlock;
	} PACKED;
} PACKED;
struct xarray {
	struct spinlock xa_lock; unsigned int xa_flags; void *xa_head;
} PACKED;
typedef struct {
	long long counter;
} PACKED atomic_long_t;
struct optimistic_spin_queue {
	atomic_t tail;
} PACKED;
struct list_head {
	struct list_head *next; struct list_head *prev;
} PACKED;
struct rw_semaphore {
	atomic_long_t count; atomic_long_t owner; struct optimistic_spin_queue osq; struct raw_spinlock wait_lock;
	struct list_head wait_list;
} PACKED;
struct rb_root {
	struct rb_node *rb_node;
} PACKED;
struct rb_root_cached {
	struct rb_root rb_root; struct rb_node *rb_leftmost;
} PACKED;
struct address_space {
	struct inode *host; struct xarray i_pages; struct rw_semaphore invalidate_lock; unsigned int gfp_mask;
	atomic_t i_mmap_writable; struct rb_root_cached i_mmap; unsigned long nrpages; unsigned long writeback_index;
	struct address_space_operations *a_ops; unsigned long flags; unsigned int wb_err; struct spinlock i_private_lock;
	struct list_head i_private_list; struct rw_semaphore i_mmap_rwsem; void *i_private_data;
} PACKED;
struct bvec_iter {
	unsigned long long bi_sector; unsigned int bi_size; unsigned int bi_idx; unsigned int bi_bvec_done;
} PACKED;
struct bio_issue {
	unsigned long long value;
} PACKED;
struct bio_vec {
	struct page *bv_page; unsigned int bv_len; unsigned int bv_offset;
} PACKED;
struct bio {
	struct bio *bi_next; struct block_device *bi_bdev; unsigned int bi_opf; unsigned short bi_flags; unsigned short bi_ioprio;
	enum rw_hint bi_write_hint; unsigned char bi_status; PAD(2); atomic_t __bi_remaining; struct bvec_iter bi_iter;
	union {
		unsigned int bi_cookie; unsigned int __bi_nr_segments;
	} PACKED;
	void *bi_end_io; void *bi_private; struct blkcg_gq *bi_blkg; struct bio_issue bi_issue; unsigned long long bi_iocost_cost;
	struct bio_integrity_payload *bi_integrity; unsigned short bi_vcnt; unsigned short bi_max_vecs; atomic_t __bi_cnt;
	struct bio_vec *bi_io_vec; struct bio_set *bi_pool; struct bio_vec bi_inline_vecs[0];
} PACKED;
struct mutex {
	atomic_long_t owner; struct raw_spinlock wait_lock; struct optimistic_spin_queue osq; struct list_head wait_list;
} PACKED;
struct device { char opaque[760]; };
struct block_device {
	unsigned long long bd_start_sect; unsigned long long bd_nr_sectors; struct gendisk *bd_disk;
	struct request_queue *bd_queue; struct disk_stats *bd_stats; unsigned long bd_stamp; atomic_t __bd_flags;
	unsigned int bd_dev; struct address_space *bd_mapping; atomic_t bd_openers; struct spinlock bd_size_lock;
	void *bd_claiming; void *bd_holder; struct blk_holder_ops *bd_holder_ops; struct mutex bd_holder_lock; int bd_holders;
	PAD(4); struct kobject *bd_holder_dir; atomic_t bd_fsfreeze_count; PAD(4); struct mutex bd_fsfreeze_mutex;
	struct partition_meta_info *bd_meta_info; int bd_writers; PAD(4); void *bd_security; struct device bd_device;
} PACKED;
typedef struct {
	long long counter;
} PACKED atomic64_t;
struct work_struct {
	atomic_long_t data; struct list_head entry; void *func;
} PACKED;
struct callback_head {
	struct callback_head *next; void *func;
} PACKED;
struct bpf_map {
	struct bpf_map_ops *ops; struct bpf_map *inner_map_meta; void *security; enum bpf_map_type map_type; unsigned int key_size;
	unsigned int value_size; unsigned int max_entries; unsigned long long map_extra; unsigned int map_flags; unsigned int id;
	struct btf_record *record; int numa_node; unsigned int btf_key_type_id; unsigned int btf_value_type_id;
	unsigned int btf_vmlinux_value_type_id; struct btf *btf; struct obj_cgroup *objcg; char name[16];
	struct mutex freeze_mutex; atomic64_t refcnt; atomic64_t usercnt;
	union {
		struct work_struct work; struct callback_head rcu;
	} PACKED;
	atomic64_t writecnt; struct spinlock owner_lock; PAD(4); struct bpf_map_owner *owner; _Bool bypass_spec_v1; _Bool frozen;
	_Bool free_after_mult_rcu_gp; _Bool free_after_rcu_gp; PAD(4); atomic64_t sleepable_refcnt; long long *elem_count;
	unsigned long long cookie;
} PACKED;
struct bpf_array {
	struct bpf_map map; unsigned int elem_size; unsigned int index_mask; struct bpf_array_aux *aux; char value[0];
	void *ptrs[0]; void *pptrs[0];
} PACKED;
struct bpf_cgroup_storage_key {
	unsigned long long cgroup_inode_id; unsigned int attach_type; PAD(4);
} PACKED;
struct refcount_struct {
	atomic_t refs;
} PACKED;
struct bpf_crypto_ctx {
	struct bpf_crypto_type *type; void *tfm; unsigned int siv_len; PAD(4); struct callback_head rcu;
	struct refcount_struct usage; PAD(4);
} PACKED;
struct bpf_fentry_test_t {
	struct bpf_fentry_test_t *a;
} PACKED;
struct bpf_iter__bpf_map {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct bpf_map *map;
	} PACKED;
} PACKED;
struct bpf_iter__bpf_map_elem {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct bpf_map *map;
	} PACKED;
	union {
		void *key;
	} PACKED;
	union {
		void *value;
	} PACKED;
} PACKED;
struct bpf_iter__bpf_prog {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct bpf_prog *prog;
	} PACKED;
} PACKED;
struct bpf_iter__cgroup {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct cgroup *cgroup;
	} PACKED;
} PACKED;
struct bpf_iter__netlink {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct netlink_sock *sk;
	} PACKED;
} PACKED;
struct bpf_iter__task {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct task_struct *task;
	} PACKED;
} PACKED;
struct bpf_iter__task_file {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct task_struct *task;
	} PACKED;
	unsigned int fd; PAD(4);
	union {
		struct file *file;
	} PACKED;
} PACKED;
struct bpf_iter__task_vma {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct task_struct *task;
	} PACKED;
	union {
		struct vm_area_struct *vma;
	} PACKED;
} PACKED;
struct bpf_iter__tcp {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct sock_common *sk_common;
	} PACKED;
	unsigned int uid; PAD(4);
} PACKED;
struct bpf_iter__udp {
	union {
		struct bpf_iter_meta *meta;
	} PACKED;
	union {
		struct udp_sock *udp_sk;
	} PACKED;
	unsigned int uid; PAD(4); int bucket; PAD(4);
} PACKED;
struct bpf_iter_meta {
	union {
		struct seq_file *seq;
	} PACKED;
	unsigned long long session_id; unsigned long long seq_num;
} PACKED;
struct bpf_key {
	struct key *key; _Bool has_ref; PAD(7);
} PACKED;
struct bpf_perf_event_data_kern {
	struct pt_regs *regs; struct perf_sample_data *data; struct perf_event *event;
} PACKED;
struct sock_filter {
	unsigned short code; unsigned char jt; unsigned char jf; unsigned int k;
} PACKED;
struct bpf_insn {
	unsigned char code; unsigned char dst_reg : 4; unsigned char src_reg : 4; short off; int imm;
} PACKED;
struct bpf_prog {
	unsigned short pages; unsigned short jited : 1; unsigned short jit_requested : 1; unsigned short gpl_compatible : 1;
	unsigned short cb_access : 1; unsigned short dst_needed : 1; unsigned short blinding_requested : 1;
	unsigned short blinded : 1; unsigned short is_func : 1; unsigned short kprobe_override : 1;
	unsigned short has_callchain_buf : 1; unsigned short enforce_expected_attach_type : 1; unsigned short call_get_stack : 1;
	unsigned short call_get_func_ip : 1; unsigned short tstamp_type_access : 1; unsigned short sleepable : 1;
	unsigned char : 1; enum bpf_prog_type type; enum bpf_attach_type expected_attach_type; unsigned int len; unsigned int jited_len;
	unsigned char tag[8]; PAD(4); struct bpf_prog_stats *stats; int *active; void *bpf_func; struct bpf_prog_aux *aux;
	struct sock_fprog_kern *orig_prog; struct sock_filter insns[0]; struct bpf_insn insnsi[0];
} PACKED;
struct bpf_ksym { char opaque[600]; };
struct bpf_prog_aux {
	atomic64_t refcnt; unsigned int used_map_cnt; unsigned int used_btf_cnt; unsigned int max_ctx_offset;
	unsigned int max_pkt_offset; unsigned int max_tp_access; unsigned int stack_depth; unsigned int id; unsigned int func_cnt;
	unsigned int real_func_cnt; unsigned int func_idx; unsigned int attach_btf_id; unsigned int ctx_arg_info_size;
	unsigned int max_rdonly_access; unsigned int max_rdwr_access; struct btf *attach_btf;
	struct bpf_ctx_arg_aux *ctx_arg_info; struct mutex dst_mutex; struct bpf_prog *dst_prog;
	struct bpf_trampoline *dst_trampoline; enum bpf_prog_type saved_dst_prog_type; enum bpf_attach_type saved_dst_attach_type;
	_Bool verifier_zext; _Bool dev_bound; _Bool offload_requested; _Bool attach_btf_trace; _Bool attach_tracing_prog;
	_Bool func_proto_unreliable; _Bool tail_call_reachable; _Bool xdp_has_frags; _Bool exception_cb; _Bool exception_boundary;
	_Bool is_extended; _Bool changes_pkt_data; PAD(4); unsigned long long prog_array_member_cnt; struct mutex ext_mutex;
	struct bpf_arena *arena; struct btf_type *attach_func_proto; char *attach_func_name; struct bpf_prog **func;
	void *jit_data; struct bpf_jit_poke_descriptor *poke_tab; struct bpf_kfunc_desc_tab *kfunc_tab;
	struct bpf_kfunc_btf_tab *kfunc_btf_tab; unsigned int size_poke_tab; PAD(4); struct bpf_ksym ksym;
	struct bpf_prog_ops *ops; struct bpf_map **used_maps; struct mutex used_maps_mutex; struct btf_mod_pair *used_btfs;
	struct bpf_prog *prog; struct user_struct *user; unsigned long long load_time; unsigned int verified_insns;
	int cgroup_atype; struct bpf_map *cgroup_storage[2]; char name[16]; void *bpf_exception_cb; void *security;
	struct bpf_token *token; struct bpf_prog_offload *offload; struct btf *btf; struct bpf_func_info *func_info;
	struct bpf_func_info_aux *func_info_aux; struct bpf_line_info *linfo; void **jited_linfo; unsigned int func_info_cnt;
	unsigned int nr_linfo; unsigned int linfo_idx; PAD(4); struct module *mod; unsigned int num_exentries; PAD(4);
	struct exception_table_entry *extable;
	union {
		struct work_struct work; struct callback_head rcu;
	} PACKED;
} PACKED;
struct bpf_sock_addr_kern {
	struct sock *sk; struct sockaddr *uaddr; unsigned long long tmp_reg; void *t_ctx; unsigned int uaddrlen; PAD(4);
} PACKED;
struct bpf_sock_ops_kern {
	struct sock *sk;
	union {
		unsigned int args[4]; unsigned int reply; unsigned int replylong[4];
	} PACKED;
	struct sk_buff *syn_skb; struct sk_buff *skb; void *skb_data_end; unsigned char op; unsigned char is_fullsock;
	unsigned char remaining_opt_len; PAD(5); unsigned long long temp;
} PACKED;
struct load_weight {
	unsigned long weight; unsigned int inv_weight; PAD(4);
} PACKED;
struct sched_avg {
	unsigned long long last_update_time; unsigned long long load_sum; unsigned long long runnable_sum; unsigned int util_sum;
	unsigned int period_contrib; unsigned long load_avg; unsigned long runnable_avg; unsigned long util_avg;
	unsigned int util_est; PAD(4);
} PACKED;
struct cfs_rq {
	struct load_weight load; unsigned int nr_running; unsigned int h_nr_queued; unsigned int h_nr_runnable;
	unsigned int idle_nr_running; unsigned int idle_h_nr_running; unsigned int h_nr_delayed; long long avg_vruntime;
	unsigned long long avg_load; unsigned long long zero_vruntime; struct rb_root_cached tasks_timeline;
	struct sched_entity *curr; struct sched_entity *next; PAD(32); struct sched_avg avg;
	struct {
		struct raw_spinlock lock; int nr; unsigned long load_avg; unsigned long util_avg; unsigned long runnable_avg;
		PAD(32);
	} PACKED removed;
	unsigned long long last_update_tg_load_avg; unsigned long tg_load_avg_contrib; long propagate; long prop_runnable_sum;
	unsigned long h_load; unsigned long long last_h_load_update; struct sched_entity *h_load_next; struct rq *rq; int on_list;
	PAD(4); struct list_head leaf_cfs_rq_list; struct task_group *tg; int idle; int runtime_enabled;
	long long runtime_remaining; unsigned long long throttled_pelt_idle; unsigned long long throttled_clock;
	unsigned long long throttled_clock_pelt; unsigned long long throttled_clock_pelt_time;
	unsigned long long throttled_clock_self; unsigned long long throttled_clock_self_time; int throttled; int throttle_count;
	struct list_head throttled_list; struct list_head throttled_csd_list; PAD(56);
} PACKED;
struct percpu_ref {
	unsigned long percpu_count_ptr; struct percpu_ref_data *data;
} PACKED;
struct rcu_work {
	struct work_struct work; struct callback_head rcu; struct workqueue_struct *wq;
} PACKED;
struct cgroup_subsys_state {
	struct cgroup *cgroup; struct cgroup_subsys *ss; struct percpu_ref refcnt; struct list_head sibling;
	struct list_head children; struct list_head rstat_css_node; int id; unsigned int flags; unsigned long long serial_nr;
	atomic_t online_cnt; PAD(4); struct work_struct destroy_work; struct rcu_work destroy_rwork;
	struct cgroup_subsys_state *parent; int nr_descendants; PAD(4);
} PACKED;
struct hlist_node {
	struct hlist_node *next; struct hlist_node **pprev;
} PACKED;
struct timer_list {
	struct hlist_node entry; unsigned long expires; void *function; unsigned int flags; PAD(4);
} PACKED;
struct cgroup_file {
	struct kernfs_node *kn; unsigned long notified_at; struct timer_list notify_timer;
} PACKED;
struct cacheline_padding {
	char x[0];
} PACKED;
struct task_cputime {
	unsigned long long stime; unsigned long long utime; unsigned long long sum_exec_runtime;
} PACKED;
struct cgroup_base_stat {
	struct task_cputime cputime; unsigned long long ntime;
} PACKED;
struct prev_cputime {
	unsigned long long utime; unsigned long long stime; struct raw_spinlock lock; PAD(4);
} PACKED;
struct wait_queue_head {
	struct spinlock lock; PAD(4); struct list_head head;
} PACKED;
struct cgroup_bpf { char opaque[1024]; };
struct cgroup_freezer_state {
	_Bool freeze; PAD(3); int e_freeze; int nr_frozen_descendants; int nr_frozen_tasks;
} PACKED;
struct cgroup {
	struct cgroup_subsys_state self; unsigned long flags; int level; int max_depth; int nr_descendants;
	int nr_dying_descendants; int max_descendants; int nr_populated_csets; int nr_populated_domain_children;
	int nr_populated_threaded_children; int nr_threaded_children; unsigned int kill_seq; struct kernfs_node *kn;
	struct cgroup_file procs_file; struct cgroup_file events_file; struct cgroup_file psi_files[3];
	unsigned short subtree_control; unsigned short subtree_ss_mask; unsigned short old_subtree_control;
	unsigned short old_subtree_ss_mask; struct cgroup_subsys_state *subsys[14]; int nr_dying_subsys[14];
	struct cgroup_root *root; struct list_head cset_links; struct list_head e_csets[14]; struct cgroup *dom_cgrp;
	struct cgroup *old_dom_cgrp; struct cgroup_rstat_cpu *rstat_cpu; struct list_head rstat_css_list; PAD(16);
	struct cacheline_padding _pad_; struct cgroup *rstat_flush_next; struct cgroup_base_stat last_bstat;
	struct cgroup_base_stat bstat; struct prev_cputime prev_cputime; struct list_head pidlists; struct mutex pidlist_mutex;
	struct wait_queue_head offline_waitq; struct work_struct release_agent_work; struct psi_group *psi; struct cgroup_bpf bpf;
	struct cgroup_freezer_state freezer; struct bpf_local_storage *bpf_cgrp_storage; struct cgroup *ancestors[0]; PAD(24);
} PACKED;
struct cpumask {
	unsigned long bits[128];
} PACKED;
struct bpf_cpumask {
	struct cpumask cpumask; PAD(8);
} PACKED;
typedef struct {
	unsigned int val;
} PACKED kuid_t;
typedef struct {
	unsigned int val;
} PACKED kgid_t;
typedef struct {
	unsigned long long val;
} PACKED kernel_cap_t;
struct cred {
	atomic_long_t usage; kuid_t uid; kgid_t gid; kuid_t suid; kgid_t sgid; kuid_t euid; kgid_t egid; kuid_t fsuid;
	kgid_t fsgid; unsigned int securebits; PAD(4); kernel_cap_t cap_inheritable; kernel_cap_t cap_permitted;
	kernel_cap_t cap_effective; kernel_cap_t cap_bset; kernel_cap_t cap_ambient; unsigned char jit_keyring; PAD(7);
	struct key *session_keyring; struct key *process_keyring; struct key *thread_keyring; struct key *request_key_auth;
	void *security; struct user_struct *user; struct user_namespace *user_ns; struct ucounts *ucounts;
	struct group_info *group_info;
	union {
		int non_rcu; struct callback_head rcu;
	} PACKED;
} PACKED;
struct css_set {
	struct cgroup_subsys_state *subsys[14]; struct refcount_struct refcount; PAD(4); struct css_set *dom_cset;
	struct cgroup *dfl_cgrp; int nr_tasks; PAD(4); struct list_head tasks; struct list_head mg_tasks;
	struct list_head dying_tasks; struct list_head task_iters; struct list_head e_cset_node[14];
	struct list_head threaded_csets; struct list_head threaded_csets_node; struct hlist_node hlist;
	struct list_head cgrp_links; struct list_head mg_src_preload_node; struct list_head mg_dst_preload_node;
	struct list_head mg_node; struct cgroup *mg_src_cgrp; struct cgroup *mg_dst_cgrp; struct css_set *mg_dst_cset; _Bool dead;
	PAD(7); struct callback_head callback_head;
} PACKED;
struct seqcount {
	unsigned int sequence;
} PACKED;
struct seqcount_spinlock {
	struct seqcount seqcount;
} PACKED;
struct hlist_bl_node {
	struct hlist_bl_node *next; struct hlist_bl_node **pprev;
} PACKED;
struct qstr {
	union {
		struct {
			unsigned int hash; unsigned int len;
		} PACKED;
		unsigned long long hash_len;
	} PACKED;
	unsigned char *name;
} PACKED;
struct lockref {
	union {
		unsigned long long lock_count;
		struct {
			struct spinlock lock; int count;
		} PACKED;
	} PACKED;
} PACKED;
struct hlist_head {
	struct hlist_node *first;
} PACKED;
struct dentry {
	unsigned int d_flags; struct seqcount_spinlock d_seq; struct hlist_bl_node d_hash; struct dentry *d_parent;
	struct qstr d_name; struct inode *d_inode; unsigned char d_iname[40]; struct dentry_operations *d_op;
	struct super_block *d_sb; unsigned long d_time; void *d_fsdata; struct lockref d_lockref;
	union {
		struct list_head d_lru; struct wait_queue_head *d_wait;
	} PACKED;
	struct hlist_node d_sib; struct hlist_head d_children;
	union {
		struct hlist_node d_alias; struct hlist_bl_node d_in_lookup_hash; struct callback_head d_rcu;
	} PACKED d_u;
} PACKED;
typedef struct {
	atomic_t refcnt;
} PACKED rcuref_t;
typedef struct {
} PACKED netdevice_tracker;
struct dst_entry {
	union {
		struct net_device *dev; struct net_device *dev_rcu;
	} PACKED;
	struct dst_ops *ops; unsigned long _metrics; unsigned long expires; struct xfrm_state *xfrm; void *input; void *output;
	unsigned short flags; short obsolete; unsigned short header_len; unsigned short trailer_len; rcuref_t __rcuref; int __use;
	unsigned long lastuse; struct callback_head callback_head; short error; short __pad; unsigned int tclassid;
	netdevice_tracker dev_tracker; struct list_head rt_uncached; struct uncached_list *rt_uncached_list;
	struct lwtunnel_state *lwtstate;
} PACKED;
struct ethhdr {
	unsigned char h_dest[6]; unsigned char h_source[6]; unsigned short h_proto;
} PACKED;
struct fdtable {
	unsigned int max_fds; PAD(4); struct file **fd; unsigned long *close_on_exec; unsigned long *open_fds;
	unsigned long *full_fds_bits; struct callback_head rcu;
} PACKED;
struct path {
	struct vfsmount *mnt; struct dentry *dentry;
} PACKED;
struct llist_node {
	struct llist_node *next;
} PACKED;
struct file_ra_state {
	unsigned long start; unsigned int size; unsigned int async_size; unsigned int ra_pages; unsigned int mmap_miss;
	long long prev_pos;
} PACKED;
typedef struct {
	unsigned long v;
} PACKED freeptr_t;
struct file {
	atomic_long_t f_count; struct spinlock f_lock; unsigned int f_mode; struct file_operations *f_op;
	struct address_space *f_mapping; void *private_data; struct inode *f_inode; unsigned int f_flags;
	unsigned int f_iocb_flags; struct cred *f_cred; struct path f_path;
	union {
		struct mutex f_pos_lock; unsigned long long f_pipe;
	} PACKED;
	long long f_pos; void *f_security; struct fown_struct *f_owner; unsigned int f_wb_err; unsigned int f_sb_err;
	struct hlist_head *f_ep;
	union {
		struct callback_head f_task_work; struct llist_node f_llist; struct file_ra_state f_ra; freeptr_t f_freeptr;
	} PACKED;
} PACKED;
struct file_operations {
	struct module *owner; unsigned int fop_flags; PAD(4); void *llseek; void *read; void *write; void *read_iter;
	void *write_iter; void *iopoll; void *iterate_shared; void *poll; void *unlocked_ioctl; void *compat_ioctl; void *mmap;
	void *open; void *flush; void *release; void *fsync; void *fasync; void *lock; void *get_unmapped_area; void *check_flags;
	void *flock; void *splice_write; void *splice_read; void *splice_eof; void *setlease; void *fallocate; void *show_fdinfo;
	void *copy_file_range; void *remap_file_range; void *fadvise; void *uring_cmd; void *uring_cmd_iopoll;
} PACKED;
struct files_struct {
	atomic_t count; _Bool resize_in_progress; PAD(3); struct wait_queue_head resize_wait; struct fdtable *fdt;
	struct fdtable fdtab; PAD(32); struct spinlock file_lock; unsigned int next_fd; unsigned long close_on_exec_init[1];
	unsigned long open_fds_init[1]; unsigned long full_fds_bits_init[1]; struct file *fd_array[64]; PAD(32);
} PACKED;
struct fs_struct {
	int users; struct spinlock lock; struct seqcount_spinlock seq; int umask; int in_exec; PAD(4); struct path root;
	struct path pwd;
} PACKED;
struct bio_set { char opaque[392]; };
struct kref {
	struct refcount_struct refcount;
} PACKED;
struct kobject {
	char *name; struct list_head entry; struct kobject *parent; struct kset *kset; struct kobj_type *ktype;
	struct kernfs_node *sd; struct kref kref; unsigned int state_initialized : 1; unsigned int state_in_sysfs : 1;
	unsigned int state_add_uevent_sent : 1; unsigned int state_remove_uevent_sent : 1; unsigned int uevent_suppress : 1;
	unsigned char : 3; PAD(3);
} PACKED;
struct lockdep_map {
} PACKED;
struct gendisk {
	int major; int first_minor; int minors; char disk_name[32]; unsigned short events; unsigned short event_flags;
	struct xarray part_tbl; struct block_device *part0; struct block_device_operations *fops; struct request_queue *queue;
	void *private_data; struct bio_set bio_split; int flags; PAD(4); unsigned long state; struct mutex open_mutex;
	unsigned int open_partitions; PAD(4); struct backing_dev_info *bdi; struct kobject queue_kobj; struct kobject *slave_dir;
	struct list_head slave_bdevs; struct timer_rand_state *random; atomic_t sync_io; PAD(4); struct disk_events *ev;
	unsigned int nr_zones; unsigned int zone_capacity; unsigned int last_zone_capacity; PAD(4);
	unsigned long *conv_zones_bitmap; unsigned int zone_wplugs_hash_bits; atomic_t nr_zone_wplugs;
	struct spinlock zone_wplugs_lock; PAD(4); struct mempool_s *zone_wplugs_pool; struct hlist_head *zone_wplugs_hash;
	struct workqueue_struct *zone_wplugs_wq; struct cdrom_device_info *cdi; int node_id; PAD(4); struct badblocks *bb;
	struct lockdep_map lockdep_map; unsigned long long diskseq; unsigned int open_mode; PAD(4);
	struct blk_independent_access_ranges *ia_ranges;
} PACKED;
struct in6_addr {
	union {
		unsigned char u6_addr8[16]; unsigned short u6_addr16[8]; unsigned int u6_addr32[4];
	} PACKED in6_u;
} PACKED;
typedef struct {
	struct net *net;
} PACKED possible_net_t;
struct hlist_nulls_node {
	struct hlist_nulls_node *next; struct hlist_nulls_node **pprev;
} PACKED;
struct sock_common {
	union {
		unsigned long long skc_addrpair;
		struct {
			unsigned int skc_daddr; unsigned int skc_rcv_saddr;
		} PACKED;
	} PACKED;
	union {
		unsigned int skc_hash; unsigned short skc_u16hashes[2];
	} PACKED;
	union {
		unsigned int skc_portpair;
		struct {
			unsigned short skc_dport; unsigned short skc_num;
		} PACKED;
	} PACKED;
	unsigned short skc_family; unsigned char skc_state; unsigned char skc_reuse : 4; unsigned char skc_reuseport : 1;
	unsigned char skc_ipv6only : 1; unsigned char skc_net_refcnt : 1; unsigned char : 1; int skc_bound_dev_if;
	union {
		struct hlist_node skc_bind_node; struct hlist_node skc_portaddr_node;
	} PACKED;
	struct proto *skc_prot; possible_net_t skc_net; struct in6_addr skc_v6_daddr; struct in6_addr skc_v6_rcv_saddr;
	atomic64_t skc_cookie;
	union {
		unsigned long skc_flags; struct sock *skc_listener; struct inet_timewait_death_row *skc_tw_dr;
	} PACKED;
	int skc_dontcopy_begin[0];
	union {
		struct hlist_node skc_node; struct hlist_nulls_node skc_nulls_node;
	} PACKED;
	unsigned short skc_tx_queue_mapping; unsigned short skc_rx_queue_mapping;
	union {
		int skc_incoming_cpu; unsigned int skc_rcv_wnd; unsigned int skc_tw_rcv_nxt;
	} PACKED;
	struct refcount_struct skc_refcnt; int skc_dontcopy_end[0];
	union {
		unsigned int skc_rxhash; unsigned int skc_window_clamp; unsigned int skc_tw_snd_nxt;
	} PACKED;
} PACKED;
struct sk_buff_list {
	struct sk_buff *next; struct sk_buff *prev;
} PACKED;
struct sk_buff_head {
	union {
		struct {
			struct sk_buff *next; struct sk_buff *prev;
		} PACKED;
		struct sk_buff_list list;
	} PACKED;
	unsigned int qlen; struct spinlock lock;
} PACKED;
typedef struct {
	struct spinlock slock; int owned; struct wait_queue_head wq;
} PACKED socket_lock_t;
struct page_frag {
	struct page *page; unsigned int offset; unsigned int size;
} PACKED;
struct qrwlock {
	union {
		atomic_t cnts;
		struct {
			unsigned char wlocked; unsigned char __lstate[3];
		} PACKED;
	} PACKED;
	struct qspinlock wait_lock;
} PACKED;
typedef struct {
	struct qrwlock raw_lock;
} PACKED rwlock_t;
struct sock_cgroup_data {
	struct cgroup *cgroup; unsigned int classid; unsigned short prioidx; PAD(2);
} PACKED;
typedef struct {
} PACKED netns_tracker;
struct sock {
	struct sock_common __sk_common; unsigned char __cacheline_group_begin__sock_write_rx[0]; atomic_t sk_drops;
	int sk_peek_off; struct sk_buff_head sk_error_queue; struct sk_buff_head sk_receive_queue;
	struct {
		atomic_t rmem_alloc; int len; struct sk_buff *head; struct sk_buff *tail;
	} PACKED sk_backlog;
	unsigned char __cacheline_group_end__sock_write_rx[0]; unsigned char __cacheline_group_begin__sock_read_rx[0];
	struct dst_entry *sk_rx_dst; int sk_rx_dst_ifindex; unsigned int sk_rx_dst_cookie; unsigned int sk_ll_usec;
	unsigned int sk_napi_id; unsigned short sk_busy_poll_budget; unsigned char sk_prefer_busy_poll;
	unsigned char sk_userlocks; int sk_rcvbuf; struct sk_filter *sk_filter;
	union {
		struct socket_wq *sk_wq; struct socket_wq *sk_wq_raw;
	} PACKED;
	void *sk_data_ready; long sk_rcvtimeo; int sk_rcvlowat; unsigned char __cacheline_group_end__sock_read_rx[0];
	unsigned char __cacheline_group_begin__sock_read_rxtx[0]; int sk_err; struct socket *sk_socket;
	struct mem_cgroup *sk_memcg; struct xfrm_policy *sk_policy[2]; unsigned char __cacheline_group_end__sock_read_rxtx[0];
	unsigned char __cacheline_group_begin__sock_write_rxtx[0]; socket_lock_t sk_lock; unsigned int sk_reserved_mem;
	int sk_forward_alloc; unsigned int sk_tsflags; unsigned char __cacheline_group_end__sock_write_rxtx[0];
	unsigned char __cacheline_group_begin__sock_write_tx[0]; int sk_write_pending; atomic_t sk_omem_alloc; int sk_sndbuf;
	int sk_wmem_queued; struct refcount_struct sk_wmem_alloc; unsigned long sk_tsq_flags;
	union {
		struct sk_buff *sk_send_head; struct rb_root tcp_rtx_queue;
	} PACKED;
	struct sk_buff_head sk_write_queue; unsigned int sk_dst_pending_confirm; unsigned int sk_pacing_status;
	struct page_frag sk_frag;
	union {
		struct timer_list sk_timer; struct timer_list mptcp_retransmit_timer;
	} PACKED;
	unsigned long sk_pacing_rate; atomic_t sk_zckey; atomic_t sk_tskey; unsigned char __cacheline_group_end__sock_write_tx[0];
	unsigned char __cacheline_group_begin__sock_read_tx[0]; unsigned long sk_max_pacing_rate; long sk_sndtimeo;
	unsigned int sk_priority; unsigned int sk_mark; struct dst_entry *sk_dst_cache; unsigned long long sk_route_caps;
	void *sk_validate_xmit_skb; unsigned short sk_gso_type; unsigned short sk_gso_max_segs; unsigned int sk_gso_max_size;
	unsigned int sk_allocation; unsigned int sk_txhash; unsigned char sk_pacing_shift; _Bool sk_use_task_frag;
	unsigned char __cacheline_group_end__sock_read_tx[0]; unsigned char sk_gso_disabled : 1; unsigned char sk_kern_sock : 1;
	unsigned char sk_no_check_tx : 1; unsigned char sk_no_check_rx : 1; unsigned char : 4; unsigned char sk_shutdown;
	unsigned short sk_type; unsigned short sk_protocol; unsigned long sk_lingertime; struct proto *sk_prot_creator;
	rwlock_t sk_callback_lock; int sk_err_soft; unsigned int sk_ack_backlog; unsigned int sk_max_ack_backlog; kuid_t sk_uid;
	struct spinlock sk_peer_lock; int sk_bind_phc; struct pid *sk_peer_pid; struct cred *sk_peer_cred; long long sk_stamp;
	int sk_disconnects; unsigned char sk_txrehash; unsigned char sk_clockid; unsigned char sk_txtime_deadline_mode : 1;
	unsigned char sk_txtime_report_errors : 1; unsigned char sk_txtime_unused : 6; PAD(1); void *sk_user_data;
	void *sk_security; struct sock_cgroup_data sk_cgrp_data; void *sk_state_change; void *sk_write_space;
	void *sk_error_report; void *sk_backlog_rcv; void *sk_destruct; struct sock_reuseport *sk_reuseport_cb;
	struct bpf_local_storage *sk_bpf_storage; struct callback_head sk_rcu; netns_tracker ns_tracker;
	struct xarray sk_user_frags;
} PACKED;
struct inet_cork_full { char opaque[144]; };
struct inet_sock {
	struct sock sk; struct ipv6_pinfo *pinet6; struct ipv6_fl_socklist *ipv6_fl_list; unsigned long inet_flags;
	unsigned int inet_saddr; short uc_ttl; unsigned short inet_sport; struct ip_options_rcu *inet_opt; atomic_t inet_id;
	unsigned char tos; unsigned char min_ttl; unsigned char mc_ttl; unsigned char pmtudisc; unsigned char rcv_tos;
	unsigned char convert_csum; PAD(2); int uc_index; int mc_index; unsigned int mc_addr; unsigned int local_port_range;
	PAD(4); struct ip_mc_socklist *mc_list; struct inet_cork_full cork;
} PACKED;
struct request_sock_queue { char opaque[80]; };
struct inet_connection_sock {
	struct inet_sock icsk_inet; struct request_sock_queue icsk_accept_queue; struct inet_bind_bucket *icsk_bind_hash;
	struct inet_bind2_bucket *icsk_bind2_hash; unsigned long icsk_timeout; struct timer_list icsk_retransmit_timer;
	struct timer_list icsk_delack_timer;
	union {
		struct timer_list icsk_keepalive_timer; struct timer_list mptcp_tout_timer;
	} PACKED;
	unsigned int icsk_rto; unsigned int icsk_rto_min; unsigned int icsk_delack_max; unsigned int icsk_pmtu_cookie;
	struct tcp_congestion_ops *icsk_ca_ops; struct inet_connection_sock_af_ops *icsk_af_ops; struct tcp_ulp_ops *icsk_ulp_ops;
	void *icsk_ulp_data; void *icsk_clean_acked; void *icsk_sync_mss; unsigned char icsk_ca_state : 5;
	unsigned char icsk_ca_initialized : 1; unsigned char icsk_ca_setsockopt : 1; unsigned char icsk_ca_dst_locked : 1;
	unsigned char icsk_retransmits; unsigned char icsk_pending; unsigned char icsk_backoff; unsigned char icsk_syn_retries;
	unsigned char icsk_probes_out; unsigned short icsk_ext_hdr_len;
	struct {
		unsigned char pending; unsigned char quick; unsigned char pingpong; unsigned char retry; unsigned int ato : 8;
		unsigned int lrcv_flowlabel : 20; unsigned int dst_quick_ack : 1; unsigned int unused : 3; unsigned long timeout;
		unsigned int lrcvtime; unsigned short last_seg_size; unsigned short rcv_mss;
	} PACKED icsk_ack;
	struct {
		int search_high; int search_low; unsigned int probe_size : 31; unsigned int enabled : 1;
		unsigned int probe_timestamp;
	} PACKED icsk_mtup;
	unsigned int icsk_probes_tstamp; unsigned int icsk_user_timeout; unsigned long long icsk_ca_priv[13];
} PACKED;
struct request_sock {
	struct sock_common __req_common; struct request_sock *dl_next; unsigned short mss; unsigned char num_retrans;
	unsigned char syncookie : 1; unsigned char num_timeout : 7; unsigned int ts_recent; struct timer_list rsk_timer;
	struct request_sock_ops *rsk_ops; struct sock *sk; struct saved_syn *saved_syn; unsigned int secid;
	unsigned int peer_secid; unsigned int timeout; PAD(4);
} PACKED;
struct inet_request_sock {
	struct request_sock req; unsigned short snd_wscale : 4; unsigned short rcv_wscale : 4; unsigned short tstamp_ok : 1;
	unsigned short sack_ok : 1; unsigned short wscale_ok : 1; unsigned short ecn_ok : 1; unsigned short acked : 1;
	unsigned short no_srccheck : 1; unsigned short smc_ok : 1; unsigned char : 1; PAD(2); unsigned int ir_mark;
	union {
		struct ip_options_rcu *ireq_opt;
		struct {
			struct ipv6_txoptions *ipv6_opt; struct sk_buff *pktopts;
		} PACKED;
	} PACKED;
} PACKED;
struct inode {
	unsigned short i_mode; unsigned short i_opflags; kuid_t i_uid; kgid_t i_gid; unsigned int i_flags;
	struct posix_acl *i_acl; struct posix_acl *i_default_acl; struct inode_operations *i_op; struct super_block *i_sb;
	struct address_space *i_mapping; void *i_security; unsigned long i_ino;
	union {
		unsigned int i_nlink; unsigned int __i_nlink;
	} PACKED;
	unsigned int i_rdev; long long i_size; long long i_atime_sec; long long i_mtime_sec; long long i_ctime_sec;
	unsigned int i_atime_nsec; unsigned int i_mtime_nsec; unsigned int i_ctime_nsec; unsigned int i_generation;
	struct spinlock i_lock; unsigned short i_bytes; unsigned char i_blkbits; enum rw_hint i_write_hint;
	unsigned long long i_blocks; unsigned int i_state; PAD(4); struct rw_semaphore i_rwsem; unsigned long dirtied_when;
	unsigned long dirtied_time_when; struct hlist_node i_hash; struct list_head i_io_list; struct bdi_writeback *i_wb;
	int i_wb_frn_winner; unsigned short i_wb_frn_avg_time; unsigned short i_wb_frn_history; struct list_head i_lru;
	struct list_head i_sb_list; struct list_head i_wb_list;
	union {
		struct hlist_head i_dentry; struct callback_head i_rcu;
	} PACKED;
	atomic64_t i_version; atomic64_t i_sequence; atomic_t i_count; atomic_t i_dio_count; atomic_t i_writecount;
	atomic_t i_readcount;
	union {
		struct file_operations *i_fop; void *free_inode;
	} PACKED;
	struct file_lock_context *i_flctx; struct address_space i_data; struct list_head i_devices;
	union {
		struct pipe_inode_info *i_pipe; struct cdev *i_cdev; char *i_link; unsigned int i_dir_seq;
	} PACKED;
	unsigned int i_fsnotify_mask; PAD(4); struct fsnotify_mark_connector *i_fsnotify_marks;
	struct fscrypt_inode_info *i_crypt_info; struct fsverity_info *i_verity_info; void *i_private;
} PACKED;
struct iovec {
	void *iov_base; unsigned long iov_len;
} PACKED;
struct iov_iter {
	unsigned char iter_type; _Bool nofault; _Bool data_source; PAD(5); unsigned long iov_offset;
	union {
		struct iovec __ubuf_iovec;
		struct {
			union {
				struct iovec *__iov; struct kvec *kvec; struct bio_vec *bvec; struct folio_queue *folioq;
				struct xarray *xarray; void *ubuf;
			} PACKED;
			unsigned long count;
		} PACKED;
	} PACKED;
	union {
		unsigned long nr_segs; unsigned char folioq_slot; long long xarray_start;
	} PACKED;
} PACKED;
struct iphdr {
	unsigned char ihl : 4; unsigned char version : 4; unsigned char tos; unsigned short tot_len; unsigned short id;
	unsigned short frag_off; unsigned char ttl; unsigned char protocol; unsigned short check;
	union {
		struct {
			unsigned int saddr; unsigned int daddr;
		} PACKED;
		struct {
			unsigned int saddr; unsigned int daddr;
		} PACKED addrs;
	} PACKED;
} PACKED;
struct ipv6hdr {
	unsigned char priority : 4; unsigned char version : 4; unsigned char flow_lbl[3]; unsigned short payload_len;
	unsigned char nexthdr; unsigned char hop_limit;
	union {
		struct {
			struct in6_addr saddr; struct in6_addr daddr;
		} PACKED;
		struct {
			struct in6_addr saddr; struct in6_addr daddr;
		} PACKED addrs;
	} PACKED;
} PACKED;
struct kernel_clone_args {
	unsigned long long flags; int *pidfd; int *child_tid; int *parent_tid; char *name; int exit_signal;
	unsigned int kthread : 1; unsigned int io_thread : 1; unsigned int user_worker : 1; unsigned int no_files : 1;
	unsigned char : 4; PAD(3); unsigned long stack; unsigned long stack_size; unsigned long tls; int *set_tid;
	unsigned long set_tid_size; int cgroup; int idle; void *fn; void *fn_arg; struct cgroup *cgrp; struct css_set *cset;
	unsigned int kill_seq; PAD(4);
} PACKED;
struct rb_node {
	unsigned long __rb_parent_color; struct rb_node *rb_right; struct rb_node *rb_left;
} PACKED;
struct kernfs_elem_dir {
	unsigned long subdirs; struct rb_root children; struct kernfs_root *root; unsigned long rev;
} PACKED;
struct kernfs_elem_symlink {
	struct kernfs_node *target_kn;
} PACKED;
struct kernfs_elem_attr {
	struct kernfs_ops *ops; struct kernfs_open_node *open; long long size; struct kernfs_node *notify_next;
} PACKED;
struct kernfs_node {
	atomic_t count; atomic_t active; struct kernfs_node *parent; char *name; struct rb_node rb; void *ns; unsigned int hash;
	unsigned short flags; unsigned short mode;
	union {
		struct kernfs_elem_dir dir; struct kernfs_elem_symlink symlink; struct kernfs_elem_attr attr;
	} PACKED;
	unsigned long long id; void *priv; struct kernfs_iattrs *iattr; struct callback_head rcu;
} PACKED;
struct keyring_index_key {
	unsigned long hash;
	union {
		struct {
			unsigned short desc_len; char desc[6];
		} PACKED;
		unsigned long x;
	} PACKED;
	struct key_type *type; struct key_tag *domain_tag; char *description; unsigned long long type_id;
	unsigned long long domain_id;
} PACKED;
union key_payload {
	void *rcu_data0; void *data[4];
} PACKED;
struct assoc_array {
	struct assoc_array_ptr *root; unsigned long nr_leaves_on_tree;
} PACKED;
struct key {
	struct refcount_struct usage; int serial;
	union {
		struct list_head graveyard_link; struct rb_node serial_node;
	} PACKED;
	struct rw_semaphore sem; struct key_user *user; void *security;
	union {
		long long expiry; long long revoked_at;
	} PACKED;
	long long last_used_at; kuid_t uid; kgid_t gid; unsigned int perm; unsigned short quotalen; unsigned short datalen;
	short state; PAD(6); unsigned long flags;
	union {
		struct keyring_index_key index_key;
		struct {
			unsigned long hash; unsigned long len_desc; struct key_type *type; struct key_tag *domain_tag;
			char *description; unsigned long long type_id; unsigned long long domain_id;
		} PACKED;
	} PACKED;
	union {
		union key_payload payload;
		struct {
			struct list_head name_link; struct assoc_array keys;
		} PACKED;
	} PACKED;
	struct key_restriction *restrict_link;
} PACKED;
struct kiocb {
	struct file *ki_filp; long long ki_pos; void *ki_complete; void *private; int ki_flags; unsigned short ki_ioprio; PAD(2);
	union {
		struct wait_page_queue *ki_waitq; void *dio_complete;
	} PACKED;
} PACKED;
struct rlimit {
	unsigned long rlim_cur; unsigned long rlim_max;
} PACKED;
struct linux_binprm {
	struct vm_area_struct *vma; unsigned long vma_pages; unsigned long argmin; struct mm_struct *mm; unsigned long p;
	unsigned int have_execfd : 1; unsigned int execfd_creds : 1; unsigned int secureexec : 1;
	unsigned int point_of_no_return : 1; unsigned int comm_from_dentry : 1; unsigned char : 3; PAD(7);
	struct file *executable; struct file *interpreter; struct file *file; struct cred *cred; int unsafe;
	unsigned int per_clear; int argc; int envc; char *filename; char *interp; char *fdpath; unsigned int interp_flags;
	int execfd; unsigned long loader; unsigned long exec; struct rlimit rlim_stack; char buf[256];
} PACKED;
typedef struct {
} PACKED lockdep_map_p;
struct maple_tree {
	union {
		struct spinlock ma_lock; lockdep_map_p ma_external_lock;
	} PACKED;
	unsigned int ma_flags; void *ma_root;
} PACKED;
struct percpu_counter {
	struct raw_spinlock lock; PAD(4); long long count; struct list_head list; int *counters;
} PACKED;
typedef struct { char opaque[136]; } mm_context_t;
struct uprobes_state {
	struct xol_area *xol_area;
} PACKED;
struct mm_struct {
	struct {
		struct {
			atomic_t mm_count; PAD(60);
		} PACKED;
		struct maple_tree mm_mt; unsigned long mmap_base; unsigned long mmap_legacy_base; unsigned long mmap_compat_base;
		unsigned long mmap_compat_legacy_base; unsigned long task_size; void *pgd; atomic_t membarrier_state;
		atomic_t mm_users; struct mm_cid *pcpu_cid; unsigned long mm_cid_next_scan; atomic_long_t pgtables_bytes;
		int map_count; struct spinlock page_table_lock; struct rw_semaphore mmap_lock; struct list_head mmlist;
		struct seqcount mm_lock_seq; PAD(4); atomic64_t futex_unique_id; unsigned long hiwater_rss;
		unsigned long hiwater_vm; unsigned long total_vm; unsigned long locked_vm; atomic64_t pinned_vm;
		unsigned long data_vm; unsigned long exec_vm; unsigned long stack_vm; unsigned long def_flags;
		struct seqcount write_protect_seq; struct spinlock arg_lock; unsigned long start_code; unsigned long end_code;
		unsigned long start_data; unsigned long end_data; unsigned long start_brk; unsigned long brk;
		unsigned long start_stack; unsigned long arg_start; unsigned long arg_end; unsigned long env_start;
		unsigned long env_end; unsigned long saved_auxv[52]; struct percpu_counter rss_stat[4];
		struct linux_binfmt *binfmt; mm_context_t context; unsigned long flags; struct spinlock ioctx_lock; PAD(4);
		struct kioctx_table *ioctx_table; struct task_struct *owner; struct user_namespace *user_ns;
		struct file *exe_file; struct mmu_notifier_subscriptions *notifier_subscriptions; unsigned long numa_next_scan;
		unsigned long numa_scan_offset; int numa_scan_seq; atomic_t tlb_flush_pending; atomic_t tlb_flush_batched; PAD(4);
		struct uprobes_state uprobes_state; atomic_long_t hugetlb_usage; struct work_struct async_put_work;
		struct iommu_mm_data *iommu_mm; unsigned long ksm_merging_pages; unsigned long ksm_rmap_items;
		atomic_long_t ksm_zero_pages;
		struct {
			struct list_head list; unsigned long bitmap; struct mem_cgroup *memcg;
		} PACKED lru_gen;
		PAD(16);
	} PACKED;
	unsigned long cpu_bitmap[0];
} PACKED;
struct ns_common {
	struct dentry *stashed; struct proc_ns_operations *ops; unsigned int inum; struct refcount_struct count;
} PACKED;
struct mnt_namespace {
	struct ns_common ns; struct mount *root; struct rb_root mounts; struct user_namespace *user_ns; struct ucounts *ucounts;
	unsigned long long seq; struct wait_queue_head poll; unsigned long long event; unsigned int nr_mounts;
	unsigned int pending_mounts; struct rb_node mnt_ns_tree_node; struct refcount_struct passive; PAD(4);
} PACKED;
struct vfsmount {
	struct dentry *mnt_root; struct super_block *mnt_sb; int mnt_flags; PAD(4); struct mnt_idmap *mnt_idmap;
} PACKED;
struct mount {
	struct hlist_node mnt_hash; struct mount *mnt_parent; struct dentry *mnt_mountpoint; struct vfsmount mnt;
	union {
		struct rb_node mnt_node; struct callback_head mnt_rcu; struct llist_node mnt_llist;
	} PACKED;
	struct mnt_pcp *mnt_pcp; struct list_head mnt_mounts; struct list_head mnt_child; struct list_head mnt_instance;
	char *mnt_devname; struct list_head mnt_list; struct list_head mnt_expire; struct list_head mnt_share;
	struct list_head mnt_slave_list; struct list_head mnt_slave; struct mount *mnt_master; struct mnt_namespace *mnt_ns;
	struct mountpoint *mnt_mp;
	union {
		struct hlist_node mnt_mp_list; struct hlist_node mnt_umount;
	} PACKED;
	struct list_head mnt_umounting; struct fsnotify_mark_connector *mnt_fsnotify_marks; unsigned int mnt_fsnotify_mask;
	int mnt_id; unsigned long long mnt_id_unique; int mnt_group_id; int mnt_expiry_mark; struct hlist_head mnt_pins;
	struct hlist_head mnt_stuck_children;
} PACKED;
struct msghdr {
	void *msg_name; int msg_namelen; int msg_inq; struct iov_iter msg_iter;
	union {
		void *msg_control; void *msg_control_user;
	} PACKED;
	_Bool msg_control_is_user : 1; _Bool msg_get_inq : 1; unsigned char : 6; PAD(3); unsigned int msg_flags;
	unsigned long msg_controllen; struct kiocb *msg_iocb; struct ubuf_info *msg_ubuf; void *sg_from_iter;
} PACKED;
struct idr {
	struct xarray idr_rt; unsigned int idr_base; unsigned int idr_next;
} PACKED;
struct ref_tracker_dir {
} PACKED;
struct ctl_table_set {
	void *is_seen; PAD(96);
} PACKED;
struct raw_notifier_head {
	struct notifier_block *head;
} PACKED;
struct netns_core {
	struct ctl_table_header *sysctl_hdr; int sysctl_somaxconn; int sysctl_optmem_max; unsigned char sysctl_txrehash; PAD(7);
	struct prot_inuse *prot_inuse; struct cpumask *rps_default_mask;
} PACKED;
struct netns_mib {
	struct ipstats_mib *ip_statistics; struct ipstats_mib *ipv6_statistics; struct tcp_mib *tcp_statistics;
	struct linux_mib *net_statistics; struct udp_mib *udp_statistics; struct udp_mib *udp_stats_in6;
	struct linux_xfrm_mib *xfrm_statistics; struct linux_tls_mib *tls_statistics; struct mptcp_mib *mptcp_statistics;
	struct udp_mib *udplite_statistics; struct udp_mib *udplite_stats_in6; struct icmp_mib *icmp_statistics;
	struct icmpmsg_mib *icmpmsg_statistics; struct icmpv6_mib *icmpv6_statistics;
	struct icmpv6msg_mib *icmpv6msg_statistics; struct proc_dir_entry *proc_net_devsnmp6;
} PACKED;
struct netns_packet {
	struct mutex sklist_lock; struct hlist_head sklist;
} PACKED;
struct unix_table {
	struct spinlock *locks; struct hlist_head *buckets;
} PACKED;
struct netns_unix {
	struct unix_table table; int sysctl_max_dgram_qlen; PAD(4); struct ctl_table_header *ctl;
} PACKED;
struct netns_nexthop { char opaque[72]; };
struct netns_ipv4 {
	unsigned char __cacheline_group_begin__netns_ipv4_read_tx[0]; unsigned char sysctl_tcp_early_retrans;
	unsigned char sysctl_tcp_tso_win_divisor; unsigned char sysctl_tcp_tso_rtt_log; unsigned char sysctl_tcp_autocorking;
	int sysctl_tcp_min_snd_mss; unsigned int sysctl_tcp_notsent_lowat; int sysctl_tcp_limit_output_bytes;
	int sysctl_tcp_min_rtt_wlen; int sysctl_tcp_wmem[3]; unsigned char sysctl_ip_fwd_use_pmtu;
	unsigned char __cacheline_group_end__netns_ipv4_read_tx[0];
	unsigned char __cacheline_group_begin__netns_ipv4_read_txrx[0]; unsigned char sysctl_tcp_moderate_rcvbuf;
	unsigned char __cacheline_group_end__netns_ipv4_read_txrx[0];
	unsigned char __cacheline_group_begin__netns_ipv4_read_rx[0]; unsigned char sysctl_ip_early_demux;
	unsigned char sysctl_tcp_early_demux; int sysctl_tcp_reordering; int sysctl_tcp_rmem[3];
	unsigned char __cacheline_group_end__netns_ipv4_read_rx[0]; PAD(12); unsigned char __cacheline_group_begin__icmp[0];
	atomic_t icmp_global_credit; unsigned int icmp_global_stamp; unsigned char __cacheline_group_end__icmp[0]; PAD(56);
	struct {
	
	} PACKED __cacheline_group_pad__icmp;
	PAD(128); struct udp_table *udp_table; struct ctl_table_header *forw_hdr; struct ctl_table_header *frags_hdr;
	struct ctl_table_header *ipv4_hdr; struct ctl_table_header *route_hdr; struct ctl_table_header *xfrm4_hdr;
	struct ipv4_devconf *devconf_all; struct ipv4_devconf *devconf_dflt; struct ip_ra_chain *ra_chain;
	struct mutex ra_mutex; struct fib_rules_ops *rules_ops; struct fib_table *fib_main; struct fib_table *fib_default;
	unsigned int fib_rules_require_fldissect; _Bool fib_has_custom_rules; _Bool fib_has_custom_local_routes;
	_Bool fib_offload_disabled; unsigned char sysctl_tcp_shrink_window; atomic_t fib_num_tclassid_users; PAD(4);
	struct hlist_head *fib_table_hash; struct sock *fibnl; struct sock *mc_autojoin_sk; struct inet_peer_base *peers;
	struct fqdir *fqdir; unsigned char sysctl_icmp_echo_ignore_all; unsigned char sysctl_icmp_echo_enable_probe;
	unsigned char sysctl_icmp_echo_ignore_broadcasts; unsigned char sysctl_icmp_ignore_bogus_error_responses;
	unsigned char sysctl_icmp_errors_use_inbound_ifaddr; PAD(3); int sysctl_icmp_ratelimit; int sysctl_icmp_ratemask;
	int sysctl_icmp_msgs_per_sec; int sysctl_icmp_msgs_burst; unsigned int ip_rt_min_pmtu; int ip_rt_mtu_expires;
	int ip_rt_min_advmss; PAD(8); unsigned char sysctl_tcp_ecn; unsigned char sysctl_tcp_ecn_fallback;
	unsigned char sysctl_ip_default_ttl; unsigned char sysctl_ip_no_pmtu_disc;
	unsigned char sysctl_ip_fwd_update_priority; unsigned char sysctl_ip_nonlocal_bind;
	unsigned char sysctl_ip_autobind_reuse; unsigned char sysctl_ip_dynaddr; unsigned char sysctl_raw_l3mdev_accept;
	unsigned char sysctl_udp_early_demux; unsigned char sysctl_nexthop_compat_mode; unsigned char sysctl_fwmark_reflect;
	unsigned char sysctl_tcp_fwmark_accept; unsigned char sysctl_tcp_l3mdev_accept; unsigned char sysctl_tcp_mtu_probing;
	PAD(1); int sysctl_tcp_mtu_probe_floor; int sysctl_tcp_base_mss; int sysctl_tcp_probe_threshold;
	unsigned int sysctl_tcp_probe_interval; int sysctl_tcp_keepalive_time; int sysctl_tcp_keepalive_intvl;
	unsigned char sysctl_tcp_keepalive_probes; unsigned char sysctl_tcp_syn_retries;
	unsigned char sysctl_tcp_synack_retries; unsigned char sysctl_tcp_syncookies; unsigned char sysctl_tcp_migrate_req;
	unsigned char sysctl_tcp_comp_sack_nr; unsigned char sysctl_tcp_backlog_ack_defer;
	unsigned char sysctl_tcp_pingpong_thresh; unsigned char sysctl_tcp_retries1; unsigned char sysctl_tcp_retries2;
	unsigned char sysctl_tcp_orphan_retries; unsigned char sysctl_tcp_tw_reuse; int sysctl_tcp_fin_timeout;
	unsigned char sysctl_tcp_sack; unsigned char sysctl_tcp_window_scaling; unsigned char sysctl_tcp_timestamps; PAD(1);
	int sysctl_tcp_rto_min_us; unsigned char sysctl_tcp_recovery; unsigned char sysctl_tcp_thin_linear_timeouts;
	unsigned char sysctl_tcp_slow_start_after_idle; unsigned char sysctl_tcp_retrans_collapse;
	unsigned char sysctl_tcp_stdurg; unsigned char sysctl_tcp_rfc1337; unsigned char sysctl_tcp_abort_on_overflow;
	unsigned char sysctl_tcp_fack; int sysctl_tcp_max_reordering; int sysctl_tcp_adv_win_scale;
	unsigned char sysctl_tcp_dsack; unsigned char sysctl_tcp_app_win; unsigned char sysctl_tcp_frto;
	unsigned char sysctl_tcp_nometrics_save; unsigned char sysctl_tcp_no_ssthresh_metrics_save;
	unsigned char sysctl_tcp_workaround_signed_windows; PAD(2); int sysctl_tcp_challenge_ack_limit;
	unsigned char sysctl_tcp_min_tso_segs; unsigned char sysctl_tcp_reflect_tos; PAD(2); int sysctl_tcp_invalid_ratelimit;
	int sysctl_tcp_pacing_ss_ratio; int sysctl_tcp_pacing_ca_ratio; unsigned int sysctl_tcp_child_ehash_entries; PAD(4);
	unsigned long sysctl_tcp_comp_sack_delay_ns; unsigned long sysctl_tcp_comp_sack_slack_ns; int sysctl_max_syn_backlog;
	int sysctl_tcp_fastopen; struct tcp_congestion_ops *tcp_congestion_control;
	struct tcp_fastopen_context *tcp_fastopen_ctx; unsigned int sysctl_tcp_fastopen_blackhole_timeout;
	atomic_t tfo_active_disable_times; unsigned long tfo_active_disable_stamp; unsigned int tcp_challenge_timestamp;
	unsigned int tcp_challenge_count; unsigned char sysctl_tcp_plb_enabled;
	unsigned char sysctl_tcp_plb_idle_rehash_rounds; unsigned char sysctl_tcp_plb_rehash_rounds;
	unsigned char sysctl_tcp_plb_suspend_rto_sec; int sysctl_tcp_plb_cong_thresh; int sysctl_udp_wmem_min;
	int sysctl_udp_rmem_min; unsigned char sysctl_fib_notify_on_flag_change; unsigned char sysctl_tcp_syn_linear_timeouts;
	unsigned char sysctl_udp_l3mdev_accept; unsigned char sysctl_igmp_llm_reports; int sysctl_igmp_max_memberships;
	int sysctl_igmp_max_msf; int sysctl_igmp_qrv; PAD(16); atomic_t dev_addr_genid;
	unsigned int sysctl_udp_child_hash_entries; unsigned long *sysctl_local_reserved_ports; int sysctl_ip_prot_sock;
	PAD(4); struct list_head mr_tables; struct fib_rules_ops *mr_rules_ops; PAD(8);
	unsigned int sysctl_fib_multipath_hash_fields; unsigned char sysctl_fib_multipath_use_neigh;
	unsigned char sysctl_fib_multipath_hash_policy; PAD(2); struct fib_notifier_ops *notifier_ops; unsigned int fib_seq;
	PAD(4); struct fib_notifier_ops *ipmr_notifier_ops; unsigned int ipmr_seq; atomic_t rt_genid;
	struct {
		unsigned long long key[2];
	} PACKED ip_id_key;
	PAD(8);
} PACKED;
struct netns_ipv6 {
	PAD(376); struct ipv6_devconf *devconf_all; struct ipv6_devconf *devconf_dflt; struct inet_peer_base *peers;
	struct fqdir *fqdir; struct fib6_info *fib6_null_entry; struct rt6_info *ip6_null_entry;
	struct rt6_statistics *rt6_stats; struct timer_list ip6_fib_timer; struct hlist_head *fib_table_hash;
	struct fib6_table *fib6_main_tbl; struct list_head fib6_walkers; rwlock_t fib6_walker_lock;
	struct spinlock fib6_gc_lock; atomic_t ip6_rt_gc_expire; unsigned long ip6_rt_last_gc;
	unsigned char flowlabel_has_excl; _Bool fib6_has_custom_rules; PAD(2); unsigned int fib6_rules_require_fldissect;
	unsigned int fib6_routes_require_src; PAD(4); struct rt6_info *ip6_prohibit_entry;
	struct rt6_info *ip6_blk_hole_entry; struct fib6_table *fib6_local_tbl; struct fib_rules_ops *fib6_rules_ops;
	struct sock *ndisc_sk; struct sock *tcp_sk; struct sock *igmp_sk; struct sock *mc_autojoin_sk;
	struct hlist_head *inet6_addr_lst; struct spinlock addrconf_hash_lock; PAD(92); struct list_head mr6_tables;
	struct fib_rules_ops *mr6_rules_ops; atomic_t dev_addr_genid; atomic_t fib6_sernum;
	struct seg6_pernet_data *seg6_data; struct fib_notifier_ops *notifier_ops;
	struct fib_notifier_ops *ip6mr_notifier_ops; unsigned int ipmr_seq; PAD(4);
	struct {
		struct hlist_head head; struct spinlock lock; unsigned int seq;
	} PACKED ip6addrlbl_table;
	struct ioam6_pernet_data *ioam6_data; PAD(32);
} PACKED;
struct netns_sctp { char opaque[304]; };
struct netns_nf { char opaque[264]; };
struct netns_ct { char opaque[232]; };
struct netns_nftables {
	unsigned int base_seq; unsigned char gencursor; PAD(3);
} PACKED;
struct netns_ft {
	struct nf_flow_table_stat *stat;
} PACKED;
struct netns_bpf {
	struct bpf_prog_array *run_array[2]; struct bpf_prog *progs[2]; struct list_head links[2];
} PACKED;
struct netns_xfrm { char opaque[960]; };
struct netns_mpls { char opaque[72]; };
struct netns_xdp {
	struct mutex lock; struct hlist_head list;
} PACKED;
struct netns_smc { char opaque[96]; };
struct net {
	struct refcount_struct passive; struct spinlock rules_mod_lock; unsigned int dev_base_seq; unsigned int ifindex;
	struct spinlock nsid_lock; atomic_t fnhe_genid; struct list_head list; struct list_head exit_list;
	struct llist_node defer_free_list; struct llist_node cleanup_list; struct key_tag *key_domain;
	struct user_namespace *user_ns; struct ucounts *ucounts; struct idr netns_ids; struct ns_common ns;
	struct ref_tracker_dir refcnt_tracker; struct ref_tracker_dir notrefcnt_tracker; struct list_head dev_base_head;
	struct proc_dir_entry *proc_net; struct proc_dir_entry *proc_net_stat; struct ctl_table_set sysctls; struct sock *rtnl;
	struct sock *genl_sock; struct uevent_sock *uevent_sock; struct hlist_head *dev_name_head;
	struct hlist_head *dev_index_head; struct xarray dev_by_index; struct raw_notifier_head netdev_chain;
	unsigned int hash_mix; PAD(4); struct net_device *loopback_dev; struct list_head rules_ops; struct netns_core core;
	struct netns_mib mib; struct netns_packet packet; struct netns_unix unx; struct netns_nexthop nexthop; PAD(16);
	struct netns_ipv4 ipv4; struct netns_ipv6 ipv6; struct netns_sctp sctp; struct netns_nf nf; struct netns_ct ct;
	struct netns_nftables nft; struct netns_ft ft; struct net_generic *gen; struct netns_bpf bpf; PAD(8);
	struct netns_xfrm xfrm; unsigned long long net_cookie; struct netns_ipvs *ipvs; struct netns_mpls mpls;
	struct netns_xdp xdp; struct sock *crypto_nlsk; struct sock *diag_nlsk; struct netns_smc smc; PAD(16);
} PACKED;
struct netdev_tc_txq {
	unsigned short count; unsigned short offset;
} PACKED;
struct net_device_stats { char opaque[184]; };
struct netdev_hw_addr_list {
	struct list_head list; int count; PAD(4); struct rb_root tree;
} PACKED;
struct bpf_xdp_entity {
	struct bpf_prog *prog; struct bpf_xdp_link *link;
} PACKED;
struct net_device {
	unsigned char __cacheline_group_begin__net_device_read_tx[0];
	union {
		struct {
			unsigned long priv_flags : 32; unsigned long lltx : 1; unsigned char : 7; PAD(3);
		} PACKED;
		struct {
			unsigned long priv_flags : 32; unsigned long lltx : 1; unsigned char : 7; PAD(3);
		} PACKED priv_flags_fast;
	} PACKED;
	struct net_device_ops *netdev_ops; struct header_ops *header_ops; struct netdev_queue *_tx;
	unsigned long long gso_partial_features; unsigned int real_num_tx_queues; unsigned int gso_max_size;
	unsigned int gso_ipv4_max_size; unsigned short gso_max_segs; short num_tc; unsigned int mtu;
	unsigned short needed_headroom; struct netdev_tc_txq tc_to_txq[16]; PAD(2); struct xps_dev_maps *xps_maps[2];
	struct nf_hook_entries *nf_hooks_egress; struct bpf_mprog_entry *tcx_egress;
	unsigned char __cacheline_group_end__net_device_read_tx[0];
	unsigned char __cacheline_group_begin__net_device_read_txrx[0];
	union {
		struct pcpu_lstats *lstats; struct pcpu_sw_netstats *tstats; struct pcpu_dstats *dstats;
	} PACKED;
	unsigned long state; unsigned int flags; unsigned short hard_header_len; enum netdev_stat_type pcpu_stat_type : 8; PAD(1);
	unsigned long long features; struct inet6_dev *ip6_ptr; unsigned char __cacheline_group_end__net_device_read_txrx[0];
	unsigned char __cacheline_group_begin__net_device_read_rx[0]; struct bpf_prog *xdp_prog; struct list_head ptype_specific;
	int ifindex; unsigned int real_num_rx_queues; struct netdev_rx_queue *_rx; unsigned long gro_flush_timeout;
	unsigned int napi_defer_hard_irqs; unsigned int gro_max_size; unsigned int gro_ipv4_max_size; PAD(4); void *rx_handler;
	void *rx_handler_data; possible_net_t nd_net; struct netpoll_info *npinfo; struct bpf_mprog_entry *tcx_ingress;
	unsigned char __cacheline_group_end__net_device_read_rx[0]; char name[16]; struct netdev_name_node *name_node;
	struct dev_ifalias *ifalias; unsigned long mem_end; unsigned long mem_start; unsigned long base_addr;
	struct list_head dev_list; struct list_head napi_list; struct list_head unreg_list; struct list_head close_list;
	struct list_head ptype_all;
	struct {
		struct list_head upper; struct list_head lower;
	} PACKED adj_list;
	unsigned int xdp_features; PAD(4); struct xdp_metadata_ops *xdp_metadata_ops;
	struct xsk_tx_metadata_ops *xsk_tx_metadata_ops; unsigned short gflags; unsigned short needed_tailroom; PAD(4);
	unsigned long long hw_features; unsigned long long wanted_features; unsigned long long vlan_features;
	unsigned long long hw_enc_features; unsigned long long mpls_features; unsigned long long mangleid_features;
	unsigned int min_mtu; unsigned int max_mtu; unsigned short type; unsigned char min_header_len;
	unsigned char name_assign_type; int group; struct net_device_stats stats; struct net_device_core_stats *core_stats;
	atomic_t carrier_up_count; atomic_t carrier_down_count; struct ethtool_ops *ethtool_ops; struct l3mdev_ops *l3mdev_ops;
	struct ndisc_ops *ndisc_ops; struct xfrmdev_ops *xfrmdev_ops; struct tlsdev_ops *tlsdev_ops; unsigned int operstate;
	unsigned char link_mode; unsigned char if_port; unsigned char dma; unsigned char perm_addr[32];
	unsigned char addr_assign_type; unsigned char addr_len; unsigned char upper_level; unsigned char lower_level; PAD(1);
	unsigned short neigh_priv_len; unsigned short dev_id; unsigned short dev_port; PAD(2); int irq; unsigned int priv_len;
	struct spinlock addr_list_lock; struct netdev_hw_addr_list uc; struct netdev_hw_addr_list mc;
	struct netdev_hw_addr_list dev_addrs; struct kset *queues_kset; unsigned int promiscuity; unsigned int allmulti;
	_Bool uc_promisc; PAD(7); struct in_device *ip_ptr; struct vlan_info *vlan_info; struct tipc_bearer *tipc_ptr;
	struct mpls_dev *mpls_ptr; unsigned char *dev_addr; unsigned int num_rx_queues; unsigned int xdp_zc_max_segs;
	struct netdev_queue *ingress_queue; struct nf_hook_entries *nf_hooks_ingress; unsigned char broadcast[32];
	struct cpu_rmap *rx_cpu_rmap; struct hlist_node index_hlist; unsigned int num_tx_queues; PAD(4); struct Qdisc *qdisc;
	unsigned int tx_queue_len; struct spinlock tx_global_lock; struct xdp_dev_bulk_queue *xdp_bulkq;
	struct hlist_head qdisc_hash[16]; struct timer_list watchdog_timer; int watchdog_timeo; struct spinlock watchdog_lock;
	_Bool watchdog_ref_held; PAD(3); unsigned int proto_down_reason; struct list_head todo_list; int *pcpu_refcnt;
	struct ref_tracker_dir refcnt_tracker; struct list_head link_watch_list; unsigned char reg_state; _Bool dismantle;
	unsigned int rtnl_link_state : 16; _Bool needs_free_netdev; PAD(3); void *priv_destructor; void *ml_priv;
	enum netdev_ml_priv_type ml_priv_type; PAD(4); struct garp_port *garp_port; struct mrp_port *mrp_port;
	struct dm_hw_stat_delta *dm_private; struct device dev; struct attribute_group *sysfs_groups[4];
	struct attribute_group *sysfs_rx_queue_group; struct rtnl_link_ops *rtnl_link_ops; struct netdev_stat_ops *stat_ops;
	struct netdev_queue_mgmt_ops *queue_mgmt_ops; unsigned int tso_max_size; unsigned short tso_max_segs; PAD(2);
	struct dcbnl_rtnl_ops *dcbnl_ops; unsigned char prio_tc_map[16]; struct netprio_map *priomap;
	struct phy_link_topology *link_topo; struct phy_device *phydev; struct sfp_bus *sfp_bus;
	struct lock_class_key *qdisc_tx_busylock; _Bool proto_down; _Bool threaded; unsigned long see_all_hwtstamp_requests : 1;
	unsigned long change_proto_down : 1; unsigned long netns_immutable : 1; unsigned long fcoe_mtu : 1; unsigned char : 4;
	PAD(5); struct list_head net_notifier_list; struct macsec_ops *macsec_ops;
	struct udp_tunnel_nic_info *udp_tunnel_nic_info; struct udp_tunnel_nic *udp_tunnel_nic;
	struct ethtool_netdev_state *ethtool; struct bpf_xdp_entity xdp_state[3]; unsigned char dev_addr_shadow[32];
	netdevice_tracker linkwatch_dev_tracker; netdevice_tracker watchdog_dev_tracker; netdevice_tracker dev_registered_tracker;
	struct rtnl_hw_stats64 *offload_xstats_l3; struct devlink_port *devlink_port; struct hlist_head page_pools;
	struct dim_irq_moder *irq_moder; PAD(8); unsigned char priv[0];
} PACKED;
struct new_utsname {
	char sysname[65]; char nodename[65]; char release[65]; char version[65]; char machine[65]; char domainname[65];
} PACKED;
struct nf_hook_state {
	unsigned char hook; unsigned char pf; PAD(6); struct net_device *in; struct net_device *out; struct sock *sk;
	struct net *net; void *okfn;
} PACKED;
struct nsproxy {
	struct refcount_struct count; PAD(4); struct uts_namespace *uts_ns; struct ipc_namespace *ipc_ns;
	struct mnt_namespace *mnt_ns; struct pid_namespace *pid_ns_for_children; struct net *net_ns;
	struct time_namespace *time_ns; struct time_namespace *time_ns_for_children; struct cgroup_namespace *cgroup_ns;
} PACKED;
struct page {
	unsigned long flags;
	union {
		struct {
			union {
				struct list_head lru;
				struct {
					void *__filler; unsigned int mlock_count; PAD(4);
				} PACKED;
				struct list_head buddy_list; struct list_head pcp_list;
			} PACKED;
			struct address_space *mapping;
			union {
				unsigned long index; unsigned long share;
			} PACKED;
			unsigned long private;
		} PACKED;
		struct {
			unsigned long pp_magic; struct page_pool *pp; unsigned long _pp_mapping_pad; unsigned long dma_addr;
			atomic_long_t pp_ref_count;
		} PACKED;
		struct {
			unsigned long compound_head;
		} PACKED;
		struct {
			struct dev_pagemap *pgmap; void *zone_device_data;
		} PACKED;
		struct callback_head callback_head;
	} PACKED;
	union {
		unsigned int page_type; atomic_t _mapcount;
	} PACKED;
	atomic_t _refcount; unsigned long memcg_data;
} PACKED;
struct pcpu_hot {
	union {
		struct {
			struct task_struct *current_task; int preempt_count; int cpu_number; unsigned long long call_depth;
			unsigned long top_of_stack; void *hardirq_stack_ptr; unsigned short softirq_pending;
			_Bool hardirq_stack_inuse; PAD(5);
		} PACKED;
		unsigned char pad[64];
	} PACKED;
} PACKED;
typedef struct {
	atomic_long_t a;
} PACKED local_t;
typedef struct {
	local_t a;
} PACKED local64_t;
struct perf_event_attr { char opaque[136]; };
struct hw_perf_event { char opaque[192]; };
struct __call_single_node {
	struct llist_node llist;
	union {
		unsigned int u_flags; atomic_t a_flags;
	} PACKED;
	unsigned short src; unsigned short dst;
} PACKED;
struct rcuwait {
	struct task_struct *task;
} PACKED;
struct irq_work {
	struct __call_single_node node; void *func; struct rcuwait irqwait;
} PACKED;
struct perf_addr_filters_head {
	struct list_head list; struct raw_spinlock lock; unsigned int nr_file_filters;
} PACKED;
struct ftrace_ops { char opaque[216]; };
struct perf_event {
	struct list_head event_entry; struct list_head sibling_list; struct list_head active_list; struct rb_node group_node;
	unsigned long long group_index; struct list_head migrate_entry; struct hlist_node hlist_entry;
	struct list_head active_entry; int nr_siblings; int event_caps; int group_caps; unsigned int group_generation;
	struct perf_event *group_leader; struct pmu *pmu; void *pmu_private; enum perf_event_state state; unsigned int attach_state;
	local64_t count; atomic64_t child_count; unsigned long long total_time_enabled; unsigned long long total_time_running;
	unsigned long long tstamp; struct perf_event_attr attr; unsigned short header_size; unsigned short id_header_size;
	unsigned short read_size; PAD(2); struct hw_perf_event hw; struct perf_event_context *ctx;
	struct perf_event_pmu_context *pmu_ctx; atomic_long_t refcount; atomic64_t child_total_time_enabled;
	atomic64_t child_total_time_running; struct mutex child_mutex; struct list_head child_list; struct perf_event *parent;
	int oncpu; int cpu; struct list_head owner_entry; struct task_struct *owner; struct mutex mmap_mutex; atomic_t mmap_count;
	PAD(4); struct perf_buffer *rb; struct list_head rb_entry; unsigned long rcu_batches; int rcu_pending; PAD(4);
	struct wait_queue_head waitq; struct fasync_struct *fasync; unsigned int pending_wakeup; unsigned int pending_kill;
	unsigned int pending_disable; PAD(4); unsigned long pending_addr; struct irq_work pending_irq;
	struct irq_work pending_disable_irq; struct callback_head pending_task; unsigned int pending_work; atomic_t event_limit;
	struct perf_addr_filters_head addr_filters; struct perf_addr_filter_range *addr_filter_ranges;
	unsigned long addr_filters_gen; struct perf_event *aux_event; void *destroy; struct callback_head callback_head;
	struct pid_namespace *ns; unsigned long long id; atomic64_t lost_samples; void *clock; void *overflow_handler;
	void *overflow_handler_context; struct bpf_prog *prog; unsigned long long bpf_cookie; struct trace_event_call *tp_event;
	struct event_filter *filter; struct ftrace_ops ftrace_ops; struct perf_cgroup *cgrp; void *security;
	struct list_head sb_list; unsigned int orig_type; PAD(4);
} PACKED;
struct upid {
	int nr; PAD(4); struct pid_namespace *ns;
} PACKED;
struct pid {
	struct refcount_struct count; unsigned int level; struct spinlock lock; PAD(4); struct dentry *stashed;
	unsigned long long ino; struct hlist_head tasks[4]; struct hlist_head inodes; struct wait_queue_head wait_pidfd;
	struct callback_head rcu; struct upid numbers[0];
} PACKED;
struct pid_namespace {
	struct idr idr; struct callback_head rcu; unsigned int pid_allocated; PAD(4); struct task_struct *child_reaper;
	struct kmem_cache *pid_cachep; unsigned int level; PAD(4); struct pid_namespace *parent; struct fs_pin *bacct;
	struct user_namespace *user_ns; struct ucounts *ucounts; int reboot; PAD(4); struct ns_common ns; int memfd_noexec_scope;
	PAD(4);
} PACKED;
struct proto {
	void *close; void *pre_connect; void *connect; void *disconnect; void *accept; void *ioctl; void *init; void *destroy;
	void *shutdown; void *setsockopt; void *getsockopt; void *keepalive; void *compat_ioctl; void *sendmsg; void *recvmsg;
	void *splice_eof; void *bind; void *bind_add; void *backlog_rcv; void *bpf_bypass_getsockopt; void *release_cb;
	void *hash; void *unhash; void *rehash; void *get_port; void *put_port; void *psock_update_sk_prot;
	unsigned int inuse_idx; PAD(4); void *forward_alloc_get; void *stream_memory_free; void *sock_is_readable;
	void *enter_memory_pressure; void *leave_memory_pressure; void *memory_allocated; int *per_cpu_fw_alloc;
	struct percpu_counter *sockets_allocated; unsigned long *memory_pressure; long *sysctl_mem; int *sysctl_wmem;
	int *sysctl_rmem; unsigned int sysctl_wmem_offset; unsigned int sysctl_rmem_offset; int max_header; _Bool no_autobind;
	PAD(3); struct kmem_cache *slab; unsigned int obj_size; unsigned int ipv6_pinfo_offset; unsigned int slab_flags;
	unsigned int useroffset; unsigned int usersize; PAD(4); unsigned int *orphan_count; struct request_sock_ops *rsk_prot;
	struct timewait_sock_ops *twsk_prot;
	union {
		struct inet_hashinfo *hashinfo; struct udp_table *udp_table; struct raw_hashinfo *raw_hash;
		struct smc_hashinfo *smc_hash;
	} PACKED h;
	struct module *owner; char name[32]; struct list_head node; void *diag_destroy;
} PACKED;
struct fred_cs {
	unsigned long long cs : 16; unsigned long long sl : 2; unsigned long long wfe : 1; unsigned char : 5; PAD(5);
} PACKED;
struct fred_ss {
	unsigned long long ss : 16; unsigned long long sti : 1; unsigned long long swevent : 1; unsigned long long nmi : 1;
	unsigned char : 5; PAD(1); unsigned long long vector : 8; PAD(1); unsigned long long type : 4; unsigned char : 4;
	unsigned long long enclave : 1; unsigned long long lm : 1; unsigned long long nested : 1; unsigned char : 1;
	unsigned long long insnlen : 4;
} PACKED;
struct pt_regs {
	unsigned long r15; unsigned long r14; unsigned long r13; unsigned long r12; unsigned long bp; unsigned long bx;
	unsigned long r11; unsigned long r10; unsigned long r9; unsigned long r8; unsigned long ax; unsigned long cx;
	unsigned long dx; unsigned long si; unsigned long di; unsigned long orig_ax; unsigned long ip;
	union {
		unsigned short cs; unsigned long long csx; struct fred_cs fred_cs;
	} PACKED;
	unsigned long flags; unsigned long sp;
	union {
		unsigned short ss; unsigned long long ssx; struct fred_ss fred_ss;
	} PACKED;
} PACKED;
struct request {
	struct request_queue *q; struct blk_mq_ctx *mq_ctx; struct blk_mq_hw_ctx *mq_hctx; unsigned int cmd_flags;
	unsigned int rq_flags; int tag; int internal_tag; unsigned int timeout; unsigned int __data_len;
	unsigned long long __sector; struct bio *bio; struct bio *biotail;
	union {
		struct list_head queuelist; struct request *rq_next;
	} PACKED;
	struct block_device *part; unsigned long long alloc_time_ns; unsigned long long start_time_ns;
	unsigned long long io_start_time_ns; unsigned short wbt_flags; unsigned short stats_sectors;
	unsigned short nr_phys_segments; unsigned short nr_integrity_segments; enum mq_rq_state state; atomic_t ref;
	unsigned long deadline;
	union {
		struct hlist_node hash; struct llist_node ipi_list;
	} PACKED;
	union {
		struct rb_node rb_node; struct bio_vec special_vec;
	} PACKED;
	struct {
		struct io_cq *icq; void *priv[2];
	} PACKED elv;
	struct {
		unsigned int seq; PAD(4); void *saved_end_io;
	} PACKED flush;
	unsigned long long fifo_time; void *end_io; void *end_io_data;
} PACKED;
struct __call_single_data {
	struct __call_single_node node; void *func; void *info;
} PACKED;
struct rt_rq { char opaque[1664]; };
struct dl_rq { char opaque[104]; };
struct sched_dl_entity { char opaque[240]; };
struct cpu_stop_work {
	struct list_head list; void *fn; unsigned long caller; void *arg; struct cpu_stop_done *done;
} PACKED;
struct timerqueue_node {
	struct rb_node node; long long expires;
} PACKED;
struct hrtimer {
	struct timerqueue_node node; long long _softexpires; void *function; struct hrtimer_clock_base *base; unsigned char state;
	unsigned char is_rel; unsigned char is_soft; unsigned char is_hard; PAD(4);
} PACKED;
struct sched_info {
	unsigned long pcount; unsigned long long run_delay; unsigned long long last_arrival; unsigned long long last_queued;
} PACKED;
struct rq {
	struct raw_spinlock __lock; unsigned int nr_running; unsigned int nr_numa_running; unsigned int nr_preferred_running;
	unsigned int numa_migrate_on; PAD(4); unsigned long last_blocked_load_update_tick; unsigned int has_blocked_load; PAD(28);
	struct __call_single_data nohz_csd; unsigned int nohz_tick_stopped; atomic_t nohz_flags; unsigned int ttwu_pending;
	PAD(4); unsigned long long nr_switches; PAD(8); struct cfs_rq cfs; struct rt_rq rt; struct dl_rq dl;
	struct sched_dl_entity fair_server; struct list_head leaf_cfs_rq_list; struct list_head *tmp_alone_branch;
	unsigned long nr_uninterruptible;
	union {
		struct task_struct *donor; struct task_struct *curr;
	} PACKED;
	struct sched_dl_entity *dl_server; struct task_struct *idle; struct task_struct *stop; unsigned long next_balance;
	struct mm_struct *prev_mm; unsigned int clock_update_flags; PAD(4); unsigned long long clock; PAD(8);
	unsigned long long clock_task; unsigned long long clock_pelt; unsigned long lost_idle_time;
	unsigned long long clock_pelt_idle; unsigned long long clock_idle; atomic_t nr_iowait; PAD(4);
	unsigned long long last_seen_need_resched_ns; int ticks_without_resched; int membarrier_state; struct root_domain *rd;
	struct sched_domain *sd; unsigned long cpu_capacity; struct balance_callback *balance_callback;
	unsigned char nohz_idle_balance; unsigned char idle_balance; PAD(6); unsigned long misfit_task_load; int active_balance;
	int push_cpu; struct cpu_stop_work active_balance_work; int cpu; int online; struct list_head cfs_tasks;
	struct sched_avg avg_rt; struct sched_avg avg_dl; unsigned long long idle_stamp; unsigned long long avg_idle;
	unsigned long long max_idle_balance_cost; struct rcuwait hotplug_wait; unsigned long long prev_steal_time;
	unsigned long calc_load_update; long calc_load_active; PAD(8); struct __call_single_data hrtick_csd;
	struct hrtimer hrtick_timer; long long hrtick_time; struct sched_info rq_sched_info; unsigned long long rq_cpu_time;
	unsigned int yld_count; unsigned int sched_count; unsigned int sched_goidle; unsigned int ttwu_count;
	unsigned int ttwu_local; PAD(4); struct cpuidle_state *idle_state; unsigned int nr_pinned; unsigned int push_busy;
	struct cpu_stop_work push_work; struct cpumask *scratch_mask; PAD(16); struct __call_single_data cfsb_csd;
	struct list_head cfsb_csd_list; PAD(16);
} PACKED;
struct rtable {
	struct dst_entry dst; int rt_genid; unsigned int rt_flags; unsigned short rt_type; unsigned char rt_is_input;
	unsigned char rt_uses_gateway; int rt_iif; unsigned char rt_gw_family; PAD(3);
	union {
		unsigned int rt_gw4; struct in6_addr rt_gw6;
	} PACKED;
	unsigned int rt_mtu_locked : 1; unsigned int rt_pmtu : 31;
} PACKED;
struct sched_entity {
	struct load_weight load; struct rb_node run_node; unsigned long long deadline; unsigned long long min_vruntime;
	unsigned long long min_slice; struct list_head group_node; unsigned char on_rq; unsigned char sched_delayed;
	unsigned char rel_deadline; unsigned char custom_slice; PAD(4); unsigned long long exec_start;
	unsigned long long sum_exec_runtime; unsigned long long prev_sum_exec_runtime; unsigned long long vruntime;
	long long vlag; unsigned long long slice; unsigned long long nr_migrations; int depth; PAD(4);
	struct sched_entity *parent; struct cfs_rq *cfs_rq; struct cfs_rq *my_q; unsigned long runnable_weight; PAD(8);
	struct sched_avg avg;
} PACKED;
struct seq_file {
	char *buf; unsigned long size; unsigned long from; unsigned long count; unsigned long pad_until; long long index;
	long long read_pos; struct mutex lock; struct seq_operations *op; int poll_event; PAD(4); struct file *file;
	void *private;
} PACKED;
typedef struct {
	unsigned long sig[1];
} PACKED sigset_t;
struct sigpending {
	struct list_head list; sigset_t signal;
} PACKED;
struct cpu_itimer {
	unsigned long long expires; unsigned long long incr;
} PACKED;
struct task_cputime_atomic {
	atomic64_t utime; atomic64_t stime; atomic64_t sum_exec_runtime;
} PACKED;
struct thread_group_cputimer {
	struct task_cputime_atomic cputime_atomic;
} PACKED;
struct posix_cputimers { char opaque[80]; };
typedef struct {
	struct seqcount_spinlock seqcount; struct spinlock lock;
} PACKED seqlock_t;
struct task_io_accounting {
	unsigned long long rchar; unsigned long long wchar; unsigned long long syscr; unsigned long long syscw;
	unsigned long long read_bytes; unsigned long long write_bytes; unsigned long long cancelled_write_bytes;
} PACKED;
struct pacct_struct {
	int ac_flag; PAD(4); long ac_exitcode; unsigned long ac_mem; unsigned long long ac_utime; unsigned long long ac_stime;
	unsigned long ac_minflt; unsigned long ac_majflt;
} PACKED;
struct signal_struct {
	struct refcount_struct sigcnt; atomic_t live; int nr_threads; int quick_threads; struct list_head thread_head;
	struct wait_queue_head wait_chldexit; struct task_struct *curr_target; struct sigpending shared_pending;
	struct hlist_head multiprocess; int group_exit_code; int notify_count; struct task_struct *group_exec_task;
	int group_stop_count; unsigned int flags; struct core_state *core_state; unsigned int is_child_subreaper : 1;
	unsigned int has_child_subreaper : 1; unsigned char : 6; PAD(3); unsigned int next_posix_timer_id;
	struct hlist_head posix_timers; struct hrtimer real_timer; long long it_real_incr; struct cpu_itimer it[2];
	struct thread_group_cputimer cputimer; struct posix_cputimers posix_cputimers; struct pid *pids[4];
	atomic_t tick_dep_mask; PAD(4); struct pid *tty_old_pgrp; int leader; PAD(4); struct tty_struct *tty;
	struct autogroup *autogroup; seqlock_t stats_lock; unsigned long long utime; unsigned long long stime;
	unsigned long long cutime; unsigned long long cstime; unsigned long long gtime; unsigned long long cgtime;
	struct prev_cputime prev_cputime; unsigned long nvcsw; unsigned long nivcsw; unsigned long cnvcsw; unsigned long cnivcsw;
	unsigned long min_flt; unsigned long maj_flt; unsigned long cmin_flt; unsigned long cmaj_flt; unsigned long inblock;
	unsigned long oublock; unsigned long cinblock; unsigned long coublock; unsigned long maxrss; unsigned long cmaxrss;
	struct task_io_accounting ioac; unsigned long long sum_sched_runtime; struct rlimit rlim[16]; struct pacct_struct pacct;
	struct taskstats *stats; unsigned int audit_tty; PAD(4); struct tty_audit_buf *tty_audit_buf; _Bool oom_flag_origin;
	PAD(1); short oom_score_adj; short oom_score_adj_min; PAD(2); struct mm_struct *oom_mm; struct mutex cred_guard_mutex;
	struct rw_semaphore exec_update_lock;
} PACKED;
struct sk_buff {
	union {
		struct {
			struct sk_buff *next; struct sk_buff *prev;
			union {
				struct net_device *dev; unsigned long dev_scratch;
			} PACKED;
		} PACKED;
		struct rb_node rbnode; struct list_head list; struct llist_node ll_node;
	} PACKED;
	struct sock *sk;
	union {
		long long tstamp; unsigned long long skb_mstamp_ns;
	} PACKED;
	char cb[48];
	union {
		struct {
			unsigned long _skb_refdst; void *destructor;
		} PACKED;
		struct list_head tcp_tsorted_anchor; unsigned long _sk_redir;
	} PACKED;
	unsigned long _nfct; unsigned int len; unsigned int data_len; unsigned short mac_len; unsigned short hdr_len;
	unsigned short queue_mapping; unsigned char __cloned_offset[0]; unsigned char cloned : 1; unsigned char nohdr : 1;
	unsigned char fclone : 2; unsigned char peeked : 1; unsigned char head_frag : 1; unsigned char pfmemalloc : 1;
	unsigned char pp_recycle : 1; unsigned char active_extensions;
	union {
		struct {
			unsigned char __pkt_type_offset[0]; unsigned char pkt_type : 3; unsigned char ignore_df : 1;
			unsigned char dst_pending_confirm : 1; unsigned char ip_summed : 2; unsigned char ooo_okay : 1;
			unsigned char __mono_tc_offset[0]; unsigned char tstamp_type : 2; unsigned char tc_at_ingress : 1;
			unsigned char tc_skip_classify : 1; unsigned char remcsum_offload : 1; unsigned char csum_complete_sw : 1;
			unsigned char csum_level : 2; unsigned char inner_protocol_type : 1; unsigned char l4_hash : 1;
			unsigned char sw_hash : 1; unsigned char no_fcs : 1; unsigned char encapsulation : 1;
			unsigned char encap_hdr_csum : 1; unsigned char csum_valid : 1; unsigned char : 1;
			unsigned char ndisc_nodetype : 2; unsigned char ipvs_property : 1; unsigned char nf_trace : 1;
			unsigned char redirected : 1; unsigned char from_ingress : 1; unsigned char nf_skip_egress : 1;
			unsigned char decrypted : 1; unsigned char slow_gro : 1; unsigned char csum_not_inet : 1;
			unsigned char unreadable : 1; unsigned char tc_depth : 2; unsigned char : 3; PAD(1);
			unsigned short tc_index; unsigned short alloc_cpu; PAD(2);
			union {
				unsigned int csum;
				struct {
					unsigned short csum_start; unsigned short csum_offset;
				} PACKED;
			} PACKED;
			unsigned int priority; int skb_iif; unsigned int hash;
			union {
				unsigned int vlan_all;
				struct {
					unsigned short vlan_proto; unsigned short vlan_tci;
				} PACKED;
			} PACKED;
			union {
				unsigned int napi_id; unsigned int sender_cpu;
			} PACKED;
			unsigned int secmark;
			union {
				unsigned int mark; unsigned int reserved_tailroom;
			} PACKED;
			union {
				unsigned short inner_protocol; unsigned char inner_ipproto;
			} PACKED;
			unsigned short inner_transport_header; unsigned short inner_network_header;
			unsigned short inner_mac_header; unsigned short protocol; unsigned short transport_header;
			unsigned short network_header; unsigned short mac_header;
		} PACKED;
		struct {
			unsigned char __pkt_type_offset[0]; unsigned char pkt_type : 3; unsigned char ignore_df : 1;
			unsigned char dst_pending_confirm : 1; unsigned char ip_summed : 2; unsigned char ooo_okay : 1;
			unsigned char __mono_tc_offset[0]; unsigned char tstamp_type : 2; unsigned char tc_at_ingress : 1;
			unsigned char tc_skip_classify : 1; unsigned char remcsum_offload : 1; unsigned char csum_complete_sw : 1;
			unsigned char csum_level : 2; unsigned char inner_protocol_type : 1; unsigned char l4_hash : 1;
			unsigned char sw_hash : 1; unsigned char no_fcs : 1; unsigned char encapsulation : 1;
			unsigned char encap_hdr_csum : 1; unsigned char csum_valid : 1; unsigned char : 1;
			unsigned char ndisc_nodetype : 2; unsigned char ipvs_property : 1; unsigned char nf_trace : 1;
			unsigned char redirected : 1; unsigned char from_ingress : 1; unsigned char nf_skip_egress : 1;
			unsigned char decrypted : 1; unsigned char slow_gro : 1; unsigned char csum_not_inet : 1;
			unsigned char unreadable : 1; unsigned char tc_depth : 2; unsigned char : 3; PAD(1);
			unsigned short tc_index; unsigned short alloc_cpu; PAD(2);
			union {
				unsigned int csum;
				struct {
					unsigned short csum_start; unsigned short csum_offset;
				} PACKED;
			} PACKED;
			unsigned int priority; int skb_iif; unsigned int hash;
			union {
				unsigned int vlan_all;
				struct {
					unsigned short vlan_proto; unsigned short vlan_tci;
				} PACKED;
			} PACKED;
			union {
				unsigned int napi_id; unsigned int sender_cpu;
			} PACKED;
			unsigned int secmark;
			union {
				unsigned int mark; unsigned int reserved_tailroom;
			} PACKED;
			union {
				unsigned short inner_protocol; unsigned char inner_ipproto;
			} PACKED;
			unsigned short inner_transport_header; unsigned short inner_network_header;
			unsigned short inner_mac_header; unsigned short protocol; unsigned short transport_header;
			unsigned short network_header; unsigned short mac_header;
		} PACKED headers;
	} PACKED;
	unsigned int tail; unsigned int end; PAD(4); unsigned char *head; unsigned char *data; unsigned int truesize;
	struct refcount_struct users; struct skb_ext *extensions;
} PACKED;
struct skb_shared_hwtstamps {
	union {
		long long hwtstamp; void *netdev_data;
	} PACKED;
} PACKED;
struct xsk_tx_metadata_compl {
	unsigned long long *tx_timestamp;
} PACKED;
struct skb_frag {
	unsigned long netmem; unsigned int len; unsigned int offset;
} PACKED;
struct skb_shared_info {
	unsigned char flags; unsigned char meta_len; unsigned char nr_frags; unsigned char tx_flags; unsigned short gso_size;
	unsigned short gso_segs; struct sk_buff *frag_list;
	union {
		struct skb_shared_hwtstamps hwtstamps; struct xsk_tx_metadata_compl xsk_meta;
	} PACKED;
	unsigned int gso_type; unsigned int tskey; atomic_t dataref; unsigned int xdp_frags_size; void *destructor_arg;
	struct skb_frag frags[17];
} PACKED;
struct sockaddr {
	unsigned short sa_family;
	union {
		char sa_data_min[14]; char sa_data[0];
	} PACKED;
} PACKED;
struct in_addr {
	unsigned int s_addr;
} PACKED;
struct sockaddr_in {
	unsigned short sin_family; unsigned short sin_port; struct in_addr sin_addr; unsigned char __pad[8];
} PACKED;
struct sockaddr_in6 {
	unsigned short sin6_family; unsigned short sin6_port; unsigned int sin6_flowinfo; struct in6_addr sin6_addr;
	unsigned int sin6_scope_id;
} PACKED;
struct socket_wq {
	struct wait_queue_head wait; struct fasync_struct *fasync_list; unsigned long flags; struct callback_head rcu; PAD(8);
} PACKED;
struct socket {
	enum {
		SS_FREE = 0, SS_UNCONNECTED = 1, SS_CONNECTING = 2, SS_CONNECTED = 3, SS_DISCONNECTING = 4,
	} state; short type; PAD(2); unsigned long flags; struct file *file; struct sock *sk; struct proto_ops *ops;
	PAD(24); struct socket_wq wq;
} PACKED;
struct hlist_bl_head {
	struct hlist_bl_node *first;
} PACKED;
struct quota_info { char opaque[312]; };
struct sb_writers { char opaque[304]; };
typedef struct {
	unsigned char b[16];
} PACKED uuid_t;
struct list_lru {
	struct list_lru_node *node; struct list_head list; int shrinker_id; _Bool memcg_aware; PAD(3); struct xarray xa;
} PACKED;
struct super_block {
	struct list_head s_list; unsigned int s_dev; unsigned char s_blocksize_bits; PAD(3); unsigned long s_blocksize;
	long long s_maxbytes; struct file_system_type *s_type; struct super_operations *s_op; struct dquot_operations *dq_op;
	struct quotactl_ops *s_qcop; struct export_operations *s_export_op; unsigned long s_flags; unsigned long s_iflags;
	unsigned long s_magic; struct dentry *s_root; struct rw_semaphore s_umount; int s_count; atomic_t s_active;
	void *s_security; struct xattr_handler **s_xattr; struct fscrypt_operations *s_cop; struct fscrypt_keyring *s_master_keys;
	struct fsverity_operations *s_vop; struct unicode_map *s_encoding; unsigned short s_encoding_flags; PAD(6);
	struct hlist_bl_head s_roots; struct list_head s_mounts; struct block_device *s_bdev; struct file *s_bdev_file;
	struct backing_dev_info *s_bdi; struct mtd_info *s_mtd; struct hlist_node s_instances; unsigned int s_quota_types; PAD(4);
	struct quota_info s_dquot; struct sb_writers s_writers; void *s_fs_info; unsigned int s_time_gran; PAD(4);
	long long s_time_min; long long s_time_max; unsigned int s_fsnotify_mask; PAD(4);
	struct fsnotify_sb_info *s_fsnotify_info; char s_id[32]; uuid_t s_uuid; unsigned char s_uuid_len; char s_sysfs_name[37];
	PAD(2); unsigned int s_max_links; PAD(4); struct mutex s_vfs_rename_mutex; char *s_subtype;
	struct dentry_operations *s_d_op; struct shrinker *s_shrink; atomic_long_t s_remove_count; int s_readonly_remount;
	unsigned int s_wb_err; struct workqueue_struct *s_dio_done_wq; struct hlist_head s_pins; struct user_namespace *s_user_ns;
	struct list_lru s_dentry_lru; struct list_lru s_inode_lru; struct callback_head rcu; struct work_struct destroy_work;
	struct mutex s_sync_lock; int s_stack_depth; PAD(12); struct spinlock s_inode_list_lock; PAD(4);
	struct list_head s_inodes; struct spinlock s_inode_wblist_lock; PAD(4); struct list_head s_inodes_wb; PAD(16);
} PACKED;
struct thread_info {
	unsigned long flags; unsigned long syscall_work; unsigned int status; unsigned int cpu;
} PACKED;
struct sched_rt_entity {
	struct list_head run_list; unsigned long timeout; unsigned long watchdog_stamp; unsigned int time_slice;
	unsigned short on_rq; unsigned short on_list; struct sched_rt_entity *back;
} PACKED;
struct sched_statistics { char opaque[256]; };
union rcu_special {
	struct {
		unsigned char blocked; unsigned char need_qs; unsigned char exp_hint; unsigned char need_mb;
	} PACKED b;
	unsigned int s;
} PACKED;
struct plist_node {
	int prio; PAD(4); struct list_head prio_list; struct list_head node_list;
} PACKED;
struct restart_block {
	unsigned long arch_data; void *fn;
	union {
		struct {
			unsigned int *uaddr; unsigned int val; unsigned int flags; unsigned int bitset; PAD(4);
			unsigned long long time; unsigned int *uaddr2;
		} PACKED futex;
		struct {
			int clockid; unsigned int type;
			union {
				struct __kernel_timespec *rmtp; struct old_timespec32 *compat_rmtp;
			} PACKED;
			unsigned long long expires;
		} PACKED nanosleep;
		struct {
			struct pollfd *ufds; int nfds; int has_timeout; unsigned long tv_sec; unsigned long tv_nsec;
		} PACKED poll;
	} PACKED;
} PACKED;
struct vtime {
	struct seqcount seqcount; PAD(4); unsigned long long starttime; enum vtime_state state; unsigned int cpu;
	unsigned long long utime; unsigned long long stime; unsigned long long gtime;
} PACKED;
struct posix_cputimers_work {
	struct callback_head work; struct mutex mutex; unsigned int scheduled; PAD(4);
} PACKED;
struct sysv_sem {
	struct sem_undo_list *undo_list;
} PACKED;
struct sysv_shm {
	struct list_head shm_clist;
} PACKED;
struct seccomp {
	int mode; atomic_t filter_count; struct seccomp_filter *filter;
} PACKED;
struct syscall_user_dispatch {
	char *selector; unsigned long offset; unsigned long len; _Bool on_dispatch; PAD(7);
} PACKED;
struct wake_q_node {
	struct wake_q_node *next;
} PACKED;
typedef struct { char opaque[128]; } nodemask_t;
struct tlbflush_unmap_batch { char opaque[1032]; };
struct kmap_ctrl {
} PACKED;
struct llist_head {
	struct llist_node *first;
} PACKED;
struct thread_struct {
	PAD(24); unsigned long sp; unsigned short es; unsigned short ds; unsigned short fsindex; unsigned short gsindex;
	unsigned long fsbase; unsigned long gsbase; struct perf_event *ptrace_bps[4]; unsigned long virtual_dr6;
	unsigned long ptrace_dr7; unsigned long cr2; unsigned long trap_nr; unsigned long error_code;
	struct io_bitmap *io_bitmap; unsigned long iopl_emul; unsigned int iopl_warn : 1; unsigned char : 7; PAD(3);
	unsigned int pkru; unsigned long features; unsigned long features_locked; PAD(4248);
} PACKED;
struct task_struct {
	struct thread_info thread_info; unsigned int __state; unsigned int saved_state; void *stack; struct refcount_struct usage;
	unsigned int flags; unsigned int ptrace; int on_cpu; struct __call_single_node wake_entry; unsigned int wakee_flips;
	PAD(4); unsigned long wakee_flip_decay_ts; struct task_struct *last_wakee; int recent_used_cpu; int wake_cpu; int on_rq;
	int prio; int static_prio; int normal_prio; unsigned int rt_priority; PAD(4); struct sched_entity se;
	struct sched_rt_entity rt; struct sched_dl_entity dl; struct sched_dl_entity *dl_server; struct sched_class *sched_class;
	struct task_group *sched_task_group; PAD(8); struct sched_statistics stats; struct hlist_head preempt_notifiers;
	unsigned int btrace_seq; unsigned int policy; unsigned long max_allowed_capacity; int nr_cpus_allowed; PAD(4);
	struct cpumask *cpus_ptr; struct cpumask *user_cpus_ptr; struct cpumask cpus_mask; void *migration_pending;
	unsigned short migration_disabled; unsigned short migration_flags; int rcu_read_lock_nesting;
	union rcu_special rcu_read_unlock_special; PAD(4); struct list_head rcu_node_entry; struct rcu_node *rcu_blocked_node;
	unsigned long rcu_tasks_nvcsw; unsigned char rcu_tasks_holdout; unsigned char rcu_tasks_idx; PAD(2);
	int rcu_tasks_idle_cpu; struct list_head rcu_tasks_holdout_list; int rcu_tasks_exit_cpu; PAD(4);
	struct list_head rcu_tasks_exit_list; int trc_reader_nesting; int trc_ipi_to_cpu; union rcu_special trc_reader_special;
	PAD(4); struct list_head trc_holdout_list; struct list_head trc_blkd_node; int trc_blkd_cpu; PAD(4);
	struct sched_info sched_info; struct list_head tasks; struct plist_node pushable_tasks; struct rb_node pushable_dl_tasks;
	struct mm_struct *mm; struct mm_struct *active_mm; struct address_space *faults_disabled_mapping; int exit_state;
	int exit_code; int exit_signal; int pdeath_signal; unsigned long jobctl; unsigned int personality;
	unsigned int sched_reset_on_fork : 1; unsigned int sched_contributes_to_load : 1; unsigned int sched_migrated : 1;
	unsigned int sched_task_hot : 1; unsigned char : 4; PAD(3); unsigned int sched_remote_wakeup : 1;
	unsigned int sched_rt_mutex : 1; unsigned int user_dumpable : 1; unsigned int in_execve : 1; unsigned int in_iowait : 1;
	unsigned int restore_sigmask : 1; unsigned int in_lru_fault : 1; unsigned int no_cgroup_migration : 1;
	unsigned int frozen : 1; unsigned int use_memdelay : 1; unsigned int in_memstall : 1; unsigned int in_eventfd : 1;
	unsigned int pasid_activated : 1; unsigned int reported_split_lock : 1; unsigned int in_thrashing : 1; unsigned char : 1;
	PAD(6); unsigned long atomic_flags; struct restart_block restart_block; int pid; int tgid; unsigned long stack_canary;
	struct task_struct *real_parent; struct task_struct *parent; struct list_head children; struct list_head sibling;
	struct task_struct *group_leader; struct list_head ptraced; struct list_head ptrace_entry; struct pid *thread_pid;
	struct hlist_node pid_links[4]; struct list_head thread_node; struct completion *vfork_done; int *set_child_tid;
	int *clear_child_tid; void *worker_private; unsigned long long utime; unsigned long long stime; unsigned long long gtime;
	struct prev_cputime prev_cputime; struct vtime vtime; atomic_t tick_dep_mask; PAD(4); unsigned long nvcsw;
	unsigned long nivcsw; unsigned long long start_time; unsigned long long start_boottime; unsigned long min_flt;
	unsigned long maj_flt; struct posix_cputimers posix_cputimers; struct posix_cputimers_work posix_cputimers_work;
	struct cred *ptracer_cred; struct cred *real_cred; struct cred *cred; struct key *cached_requested_key; char comm[16];
	struct nameidata *nameidata; struct sysv_sem sysvsem; struct sysv_shm sysvshm; unsigned long last_switch_count;
	unsigned long last_switch_time; struct fs_struct *fs; struct files_struct *files; struct io_uring_task *io_uring;
	struct nsproxy *nsproxy; struct signal_struct *signal; struct sighand_struct *sighand; sigset_t blocked;
	sigset_t real_blocked; sigset_t saved_sigmask; struct sigpending pending; unsigned long sas_ss_sp;
	unsigned long sas_ss_size; unsigned int sas_ss_flags; PAD(4); struct callback_head *task_works;
	struct audit_context *audit_context; kuid_t loginuid; unsigned int sessionid; struct seccomp seccomp;
	struct syscall_user_dispatch syscall_dispatch; unsigned long long parent_exec_id; unsigned long long self_exec_id;
	struct spinlock alloc_lock; struct raw_spinlock pi_lock; struct wake_q_node wake_q; struct rb_root_cached pi_waiters;
	struct task_struct *pi_top_task; struct rt_mutex_waiter *pi_blocked_on; void *journal_info; struct bio_list *bio_list;
	struct blk_plug *plug; struct reclaim_state *reclaim_state; struct io_context *io_context;
	struct capture_control *capture_control; unsigned long ptrace_message; struct kernel_siginfo *last_siginfo;
	struct task_io_accounting ioac; unsigned int psi_flags; PAD(4); unsigned long long acct_rss_mem1;
	unsigned long long acct_vm_mem1; unsigned long long acct_timexpd; nodemask_t mems_allowed;
	struct seqcount_spinlock mems_allowed_seq; int cpuset_mem_spread_rotor; struct css_set *cgroups; struct list_head cg_list;
	unsigned int closid; unsigned int rmid; struct robust_list_head *robust_list;
	struct compat_robust_list_head *compat_robust_list; struct list_head pi_state_list; struct futex_pi_state *pi_state_cache;
	struct mutex futex_exit_mutex; unsigned int futex_state; unsigned char perf_recursion[4];
	struct perf_event_context *perf_event_ctxp; struct mutex perf_event_mutex; struct list_head perf_event_list;
	struct mempolicy *mempolicy; short il_prev; unsigned char il_weight; PAD(1); short pref_node_fork; PAD(2);
	int numa_scan_seq; unsigned int numa_scan_period; unsigned int numa_scan_period_max; int numa_preferred_nid;
	unsigned long numa_migrate_retry; unsigned long long node_stamp; unsigned long long last_task_numa_placement;
	unsigned long long last_sum_exec_runtime; struct callback_head numa_work; struct numa_group *numa_group;
	unsigned long *numa_faults; unsigned long total_numa_faults; unsigned long numa_faults_locality[3];
	unsigned long numa_pages_migrated; struct rseq *rseq; unsigned int rseq_len; unsigned int rseq_sig;
	unsigned long rseq_event_mask; int mm_cid; int last_mm_cid; int migrate_from_cpu; int mm_cid_active;
	struct callback_head cid_work; struct tlbflush_unmap_batch tlb_ubc; struct pipe_inode_info *splice_pipe;
	struct page_frag task_frag; struct task_delay_info *delays; int nr_dirtied; int nr_dirtied_pause;
	unsigned long dirty_paused_when; unsigned long long timer_slack_ns; unsigned long long default_timer_slack_ns;
	int curr_ret_stack; int curr_ret_depth; unsigned long *ret_stack; unsigned long long ftrace_timestamp;
	atomic_t trace_overrun; atomic_t tracing_graph_pause; unsigned long trace_recursion;
	unsigned int memcg_nr_pages_over_high; PAD(4); struct mem_cgroup *active_memcg; struct obj_cgroup *objcg;
	struct gendisk *throttle_disk; struct uprobe_task *utask; unsigned int sequential_io; unsigned int sequential_io_avg;
	struct kmap_ctrl kmap_ctrl; struct callback_head rcu; struct refcount_struct rcu_users; int pagefault_disabled;
	struct task_struct *oom_reaper_list; struct timer_list oom_reaper_timer; struct vm_struct *stack_vm_area;
	struct refcount_struct stack_refcount; int patch_state; void *security; struct bpf_local_storage *bpf_storage;
	struct bpf_run_ctx *bpf_ctx; struct bpf_net_context *bpf_net_context; unsigned int kstack_offset; PAD(4); void *mce_vaddr;
	unsigned long long mce_kflags; unsigned long long mce_addr; unsigned long long mce_ripv : 1;
	unsigned long long mce_whole_page : 1; unsigned long long __mce_reserved : 62; struct callback_head mce_kill_me;
	int mce_count; PAD(4); struct llist_head kretprobe_instances; struct llist_head rethooks;
	struct callback_head l1d_flush_kill; PAD(32); struct thread_struct thread;
} PACKED;
struct tcp_request_sock {
	struct inet_request_sock req; struct tcp_request_sock_ops *af_specific; unsigned long long snt_synack; _Bool tfo_listener;
	_Bool is_mptcp; _Bool req_usec_ts; _Bool drop_req; unsigned int txhash; unsigned int rcv_isn; unsigned int snt_isn;
	unsigned int ts_off; unsigned int last_oow_ack_time; unsigned int rcv_nxt; unsigned char syn_tos; PAD(3);
} PACKED;
struct minmax_sample {
	unsigned int t; unsigned int v;
} PACKED;
struct minmax {
	struct minmax_sample s[3];
} PACKED;
struct tcp_options_received {
	int ts_recent_stamp; unsigned int ts_recent; unsigned int rcv_tsval; unsigned int rcv_tsecr;
	unsigned short saw_tstamp : 1; unsigned short tstamp_ok : 1; unsigned short dsack : 1; unsigned short wscale_ok : 1;
	unsigned short sack_ok : 3; unsigned short smc_ok : 1; unsigned short snd_wscale : 4; unsigned short rcv_wscale : 4;
	unsigned char saw_unknown : 1; unsigned char unused : 7; unsigned char num_sacks; unsigned short user_mss;
	unsigned short mss_clamp;
} PACKED;
struct tcp_rack {
	unsigned long long mstamp; unsigned int rtt_us; unsigned int end_seq; unsigned int last_delivered;
	unsigned char reo_wnd_steps; unsigned char reo_wnd_persist : 5; unsigned char dsack_seen : 1; unsigned char advanced : 1;
	unsigned char : 1; PAD(2);
} PACKED;
struct tcp_sack_block {
	unsigned int start_seq; unsigned int end_seq;
} PACKED;
struct tcp_sock {
	struct inet_connection_sock inet_conn; unsigned char __cacheline_group_begin__tcp_sock_read_tx[0];
	unsigned int max_window; unsigned int rcv_ssthresh; unsigned int reordering; unsigned int notsent_lowat;
	unsigned short gso_segs; PAD(6); struct sk_buff *lost_skb_hint; struct sk_buff *retransmit_skb_hint;
	unsigned char __cacheline_group_end__tcp_sock_read_tx[0]; unsigned char __cacheline_group_begin__tcp_sock_read_txrx[0];
	unsigned int tsoffset; unsigned int snd_wnd; unsigned int mss_cache; unsigned int snd_cwnd; unsigned int prr_out;
	unsigned int lost_out; unsigned int sacked_out; unsigned short tcp_header_len; unsigned char scaling_ratio;
	unsigned char chrono_type : 2; unsigned char repair : 1; unsigned char tcp_usec_ts : 1; unsigned char is_sack_reneg : 1;
	unsigned char is_cwnd_limited : 1; unsigned char : 2; unsigned char __cacheline_group_end__tcp_sock_read_txrx[0];
	unsigned char __cacheline_group_begin__tcp_sock_read_rx[0]; unsigned int copied_seq; unsigned int rcv_tstamp;
	unsigned int snd_wl1; unsigned int tlp_high_seq; unsigned int rttvar_us; unsigned int retrans_out; unsigned short advmss;
	unsigned short urg_data; unsigned int lost; struct minmax rtt_min; struct rb_root out_of_order_queue;
	unsigned int snd_ssthresh; unsigned char recvmsg_inq : 1; unsigned char : 7;
	unsigned char __cacheline_group_end__tcp_sock_read_rx[0]; PAD(11);
	unsigned char __cacheline_group_begin__tcp_sock_write_tx[0]; unsigned int segs_out; unsigned int data_segs_out;
	unsigned long long bytes_sent; unsigned int snd_sml; unsigned int chrono_start; unsigned int chrono_stat[3];
	unsigned int write_seq; unsigned int pushed_seq; unsigned int lsndtime; unsigned int mdev_us; unsigned int rtt_seq;
	unsigned long long tcp_wstamp_ns; struct list_head tsorted_sent_queue; struct sk_buff *highest_sack;
	unsigned char ecn_flags; unsigned char __cacheline_group_end__tcp_sock_write_tx[0];
	unsigned char __cacheline_group_begin__tcp_sock_write_txrx[0]; unsigned char nonagle : 4;
	unsigned char rate_app_limited : 1; unsigned char : 3; PAD(2); unsigned int pred_flags;
	unsigned long long tcp_clock_cache; unsigned long long tcp_mstamp; unsigned int rcv_nxt; unsigned int snd_nxt;
	unsigned int snd_una; unsigned int window_clamp; unsigned int srtt_us; unsigned int packets_out; unsigned int snd_up;
	unsigned int delivered; unsigned int delivered_ce; unsigned int app_limited; unsigned int rcv_wnd;
	struct tcp_options_received rx_opt; unsigned char __cacheline_group_end__tcp_sock_write_txrx[0]; PAD(4);
	unsigned char __cacheline_group_begin__tcp_sock_write_rx[0]; unsigned long long bytes_received; unsigned int segs_in;
	unsigned int data_segs_in; unsigned int rcv_wup; unsigned int max_packets_out; unsigned int cwnd_usage_seq;
	unsigned int rate_delivered; unsigned int rate_interval_us; unsigned int rcv_rtt_last_tsecr;
	unsigned long long first_tx_mstamp; unsigned long long delivered_mstamp; unsigned long long bytes_acked;
	struct {
		unsigned int rtt_us; unsigned int seq; unsigned long long time;
	} PACKED rcv_rtt_est;
	struct {
		int space; unsigned int seq; unsigned long long time;
	} PACKED rcvq_space;
	unsigned char __cacheline_group_end__tcp_sock_write_rx[0]; unsigned int dsack_dups; unsigned int compressed_ack_rcv_nxt;
	struct list_head tsq_node; struct tcp_rack rack; unsigned char compressed_ack; unsigned char dup_ack_counter : 2;
	unsigned char tlp_retrans : 1; unsigned char unused : 5; unsigned char thin_lto : 1; unsigned char fastopen_connect : 1;
	unsigned char fastopen_no_cookie : 1; unsigned char fastopen_client_fail : 2; unsigned char frto : 1; unsigned char : 2;
	unsigned char repair_queue; unsigned char save_syn : 2; unsigned char syn_data : 1; unsigned char syn_fastopen : 1;
	unsigned char syn_fastopen_exp : 1; unsigned char syn_fastopen_ch : 1; unsigned char syn_data_acked : 1;
	unsigned char : 1; unsigned char keepalive_probes; PAD(2); unsigned int tcp_tx_delay; unsigned int mdev_max_us;
	unsigned int reord_seen; unsigned int snd_cwnd_cnt; unsigned int snd_cwnd_clamp; unsigned int snd_cwnd_used;
	unsigned int snd_cwnd_stamp; unsigned int prior_cwnd; unsigned int prr_delivered; unsigned int last_oow_ack_time;
	struct hrtimer pacing_timer; struct hrtimer compressed_ack_timer; struct sk_buff *ooo_last_skb;
	struct tcp_sack_block duplicate_sack[1]; struct tcp_sack_block selective_acks[4];
	struct tcp_sack_block recv_sack_cache[4]; int lost_cnt_hint; unsigned int prior_ssthresh; unsigned int high_seq;
	unsigned int retrans_stamp; unsigned int undo_marker; int undo_retrans; unsigned long long bytes_retrans;
	unsigned int total_retrans; unsigned int rto_stamp; unsigned short total_rto; unsigned short total_rto_recoveries;
	unsigned int total_rto_time; unsigned int urg_seq; unsigned int keepalive_time; unsigned int keepalive_intvl; int linger2;
	unsigned char bpf_sock_ops_cb_flags; unsigned char bpf_chg_cc_inprogress : 1; unsigned char : 7;
	unsigned short timeout_rehash; unsigned int rcv_ooopack;
	struct {
		unsigned int probe_seq_start; unsigned int probe_seq_end;
	} PACKED mtu_probe;
	unsigned int plb_rehash; unsigned int mtu_info; _Bool is_mptcp; _Bool syn_smc; PAD(6); void *smc_hs_congested;
	struct tcp_sock_af_ops *af_specific; struct tcp_md5sig_info *md5sig_info; struct tcp_fastopen_request *fastopen_req;
	struct request_sock *fastopen_rsk; struct saved_syn *saved_syn; PAD(40);
} PACKED;
enum tcp_ca_event {
	CA_EVENT_TX_START, CA_EVENT_CWND_RESTART, CA_EVENT_COMPLETE_CWR, CA_EVENT_LOSS, CA_EVENT_ECN_NO_CE, CA_EVENT_ECN_IS_CE
};
enum bpf_struct_ops_state {
	BPF_STRUCT_OPS_STATE_INIT, BPF_STRUCT_OPS_STATE_INUSE, BPF_STRUCT_OPS_STATE_TOBEFREE, BPF_STRUCT_OPS_STATE_READY
};
struct bpf_struct_ops_common_value {
	struct {
		struct {
			int counter;
		} PACKED refs;
	} PACKED refcnt;
	enum bpf_struct_ops_state state;
} PACKED;
struct ack_sample {
	unsigned int pkts_acked; int rtt_us; unsigned int in_flight;
} PACKED;
struct rate_sample {
	unsigned long long prior_mstamp; unsigned int prior_delivered; unsigned int prior_delivered_ce; int delivered;
	int delivered_ce; long interval_us; unsigned int snd_interval_us; unsigned int rcv_interval_us; long rtt_us; int losses;
	unsigned int acked_sacked; unsigned int prior_in_flight; unsigned int last_end_seq; _Bool is_app_limited;
	_Bool is_retrans; _Bool is_ack_delayed; PAD(5);
} PACKED;
struct tcp_congestion_ops {
	unsigned int (*ssthresh)(struct sock *sk); void (*cong_avoid)(struct sock *sk, unsigned int ack, unsigned int acked);
	void (*set_state)(struct sock *sk, unsigned char new_state); void (*cwnd_event)(struct sock *sk, enum tcp_ca_event ev);
	void (*in_ack_event)(struct sock *sk, unsigned int flags);
	void (*pkts_acked)(struct sock *sk, const struct ack_sample *sample); unsigned int (*min_tso_segs)(struct sock *sk);
	void (*cong_control)(struct sock *sk, unsigned int ack, int flag, const struct rate_sample *rs);
	unsigned int (*undo_cwnd)(struct sock *sk); unsigned int (*sndbuf_expand)(struct sock *sk);
	unsigned long (*get_info)(struct sock *sk, unsigned int ext, int *attr, union tcp_cc_info *info); char name[16];
	struct module *owner; struct list_head list; unsigned int key; unsigned int flags; void (*init)(struct sock *sk);
	void (*release)(struct sock *sk); PAD(40);
} PACKED;
struct bpf_struct_ops_tcp_congestion_ops {
	struct bpf_struct_ops_common_value common; PAD(56); struct tcp_congestion_ops data;
} PACKED;
struct bpf_dummy_ops_state {
	int val;
} PACKED;
struct bpf_dummy_ops {
	int (*test_1)(struct bpf_dummy_ops_state *cb);
	int (*test_2)(struct bpf_dummy_ops_state *cb, int a1, unsigned short a2, char a3, unsigned long a4);
	int (*test_sleepable)(struct bpf_dummy_ops_state *cb);
} PACKED;
struct bpf_struct_ops_bpf_dummy_ops {
	struct bpf_struct_ops_common_value common; PAD(56); struct bpf_dummy_ops data; PAD(40);
} PACKED;
struct tcphdr {
	unsigned short source; unsigned short dest; unsigned int seq; unsigned int ack_seq; unsigned short res1 : 4;
	unsigned short doff : 4; unsigned short fin : 1; unsigned short syn : 1; unsigned short rst : 1; unsigned short psh : 1;
	unsigned short ack : 1; unsigned short urg : 1; unsigned short ece : 1; unsigned short cwr : 1; unsigned short window;
	unsigned short check; unsigned short urg_ptr;
} PACKED;
struct trace_entry {
	unsigned short type; unsigned char flags; unsigned char preempt_count; int pid;
} PACKED;
struct trace_event_raw_block_rq {
	struct trace_entry ent; unsigned int dev; PAD(4); unsigned long long sector; unsigned int nr_sector; unsigned int bytes;
	unsigned short ioprio; char rwbs[8]; char comm[16]; PAD(2); unsigned int __data_loc_cmd; char __data[0];
} PACKED;
struct trace_event_raw_inet_sock_set_state {
	struct trace_entry ent; void *skaddr; int oldstate; int newstate; unsigned short sport; unsigned short dport;
	unsigned short family; unsigned short protocol; unsigned char saddr[4]; unsigned char daddr[4];
	unsigned char saddr_v6[16]; unsigned char daddr_v6[16]; char __data[0];
} PACKED;
struct trace_event_raw_kfree_skb {
	struct trace_entry ent; void *skbaddr; void *location; void *rx_sk; unsigned short protocol; PAD(2); enum skb_drop_reason reason;
	char __data[0];
} PACKED;
struct trace_event_raw_sched_process_exec {
	struct trace_entry ent; unsigned int __data_loc_filename; int pid; int old_pid; char __data[0];
} PACKED;
struct trace_event_raw_sched_process_fork {
	struct trace_entry ent; char parent_comm[16]; int parent_pid; char child_comm[16]; int child_pid; char __data[0];
} PACKED;
struct trace_event_raw_sched_switch {
	struct trace_entry ent; char prev_comm[16]; int prev_pid; int prev_prio; long prev_state; char next_comm[16];
	int next_pid; int next_prio; char __data[0];
} PACKED;
struct trace_event_raw_sched_wakeup_template {
	struct trace_entry ent; char comm[16]; int pid; int prio; int target_cpu; char __data[0];
} PACKED;
struct trace_event_raw_sys_enter {
	struct trace_entry ent; long id; unsigned long args[6]; char __data[0];
} PACKED;
struct trace_event_raw_sys_exit {
	struct trace_entry ent; long id; long ret; char __data[0];
} PACKED;
struct trace_event_raw_tcp_event_sk_skb {
	struct trace_entry ent; void *skbaddr; void *skaddr; int state; unsigned short sport; unsigned short dport;
	unsigned short family; unsigned char saddr[4]; unsigned char daddr[4]; unsigned char saddr_v6[16];
	unsigned char daddr_v6[16]; char __data[0]; PAD(6);
} PACKED;
struct udp_sock {
	struct inet_sock inet; unsigned long udp_flags; int pending; unsigned char encap_type; PAD(1); unsigned short len;
	unsigned short gso_size; unsigned short pcslen; unsigned short pcrlen; PAD(2); void *encap_rcv; void *encap_err_rcv;
	void *encap_err_lookup; void *encap_destroy; void *gro_receive; void *gro_complete; PAD(16);
	struct sk_buff_head reader_queue; int forward_deficit; int forward_threshold; _Bool peeking_with_offset; PAD(31);
} PACKED;
struct udphdr {
	unsigned short source; unsigned short dest; unsigned short len; unsigned short check;
} PACKED;
struct uid_gid_extent {
	unsigned int first; unsigned int lower_first; unsigned int count;
} PACKED;
struct uid_gid_map {
	union {
		struct {
			struct uid_gid_extent extent[5]; unsigned int nr_extents;
		} PACKED;
		struct {
			struct uid_gid_extent *forward; struct uid_gid_extent *reverse;
		} PACKED;
	} PACKED;
} PACKED;
struct user_namespace {
	struct uid_gid_map uid_map; struct uid_gid_map gid_map; struct uid_gid_map projid_map; struct user_namespace *parent;
	int level; kuid_t owner; kgid_t group; PAD(4); struct ns_common ns; unsigned long flags; _Bool parent_could_setfcap;
	PAD(7); struct list_head keyring_name_list; struct key *user_keyring_register; struct rw_semaphore keyring_sem;
	struct key *persistent_keyring_register; struct work_struct work; struct ctl_table_set set;
	struct ctl_table_header *sysctls; struct ucounts *ucounts; long ucount_max[12]; long rlimit_max[4];
	struct binfmt_misc *binfmt_misc;
} PACKED;
struct uts_namespace {
	struct new_utsname name; PAD(2); struct user_namespace *user_ns; struct ucounts *ucounts; struct ns_common ns;
} PACKED;
struct pgprot {
	unsigned long pgprot;
} PACKED;
struct vm_userfaultfd_ctx {
	struct userfaultfd_ctx *ctx;
} PACKED;
struct vm_area_struct {
	union {
		struct {
			unsigned long vm_start; unsigned long vm_end;
		} PACKED;
		struct callback_head vm_rcu;
	} PACKED;
	struct mm_struct *vm_mm; struct pgprot vm_page_prot;
	union {
		unsigned long vm_flags; unsigned long __vm_flags;
	} PACKED;
	_Bool detached; PAD(3); unsigned int vm_lock_seq; struct vma_lock *vm_lock;
	struct {
		struct rb_node rb; unsigned long rb_subtree_last;
	} PACKED shared;
	struct list_head anon_vma_chain; struct anon_vma *anon_vma; struct vm_operations_struct *vm_ops; unsigned long vm_pgoff;
	struct file *vm_file; void *vm_private_data; atomic_long_t swap_readahead_info; struct mempolicy *vm_policy;
	struct vma_numab_state *numab_state; struct vm_userfaultfd_ctx vm_userfaultfd_ctx;
} PACKED;
struct xdp_buff {
	void *data; void *data_end; void *data_meta; void *data_hard_start; struct xdp_rxq_info *rxq; struct xdp_txq_info *txq;
	unsigned int frame_sz; unsigned int flags;
} PACKED;
struct xdp_mem_info {
	unsigned int type; unsigned int id;
} PACKED;
struct xdp_rxq_info {
	struct net_device *dev; unsigned int queue_index; unsigned int reg_state; struct xdp_mem_info mem; unsigned int napi_id;
	unsigned int frag_size; PAD(32);
} PACKED;
typedef struct {
	union {
		void *kernel; void *user;
	} PACKED;
	_Bool is_kernel : 1; unsigned char : 7; PAD(7);
} PACKED sockptr_t;

// Functions that programs attach to
void bpf_lsm_audit_rule_free(void *lsmrule) { }
int bpf_lsm_audit_rule_init(unsigned int field, unsigned int op, char *rulestr, void **lsmrule, unsigned int gfp) { return RESULT; }
int bpf_lsm_audit_rule_known(struct audit_krule *krule) { return RESULT; }
int bpf_lsm_audit_rule_match(unsigned int secid, unsigned int field, unsigned int op, void *lsmrule) { return RESULT; }
int bpf_lsm_backing_file_alloc(struct file *backing_file, struct file *user_file) { return RESULT; }
void bpf_lsm_backing_file_free(struct file *backing_file) { }
int bpf_lsm_bdev_alloc_security(struct block_device *bdev) { return RESULT; }
void bpf_lsm_bdev_free_security(struct block_device *bdev) { }
int bpf_lsm_bdev_setintegrity(struct block_device *bdev, unsigned int type, void *value, unsigned long size) { return RESULT; }
int bpf_lsm_binder_set_context_mgr(struct cred *mgr) { return RESULT; }
int bpf_lsm_binder_transaction(struct cred *from, struct cred *to) { return RESULT; }
int bpf_lsm_binder_transfer_binder(struct cred *from, struct cred *to) { return RESULT; }
int bpf_lsm_binder_transfer_file(struct cred *from, struct cred *to, struct file *file) { return RESULT; }
int bpf_lsm_bpf(int cmd, union bpf_attr *attr, unsigned int size) { return RESULT; }
int bpf_lsm_bpf_map(struct bpf_map *map, unsigned int fmode) { return RESULT; }
int bpf_lsm_bpf_map_create(struct bpf_map *map, union bpf_attr *attr, struct bpf_token *token) { return RESULT; }
void bpf_lsm_bpf_map_free(struct bpf_map *map) { }
int bpf_lsm_bpf_prog(struct bpf_prog *prog) { return RESULT; }
void bpf_lsm_bpf_prog_free(struct bpf_prog *prog) { }
int bpf_lsm_bpf_prog_load(struct bpf_prog *prog, union bpf_attr *attr, struct bpf_token *token) { return RESULT; }
int bpf_lsm_bpf_token_capable(struct bpf_token *token, int cap) { return RESULT; }
int bpf_lsm_bpf_token_cmd(struct bpf_token *token, unsigned int cmd) { return RESULT; }
int bpf_lsm_bpf_token_create(struct bpf_token *token, union bpf_attr *attr, struct path *path) { return RESULT; }
void bpf_lsm_bpf_token_free(struct bpf_token *token) { }
int bpf_lsm_bprm_check_security(struct linux_binprm *bprm) { return RESULT; }
void bpf_lsm_bprm_committed_creds(struct linux_binprm *bprm) { }
void bpf_lsm_bprm_committing_creds(struct linux_binprm *bprm) { }
int bpf_lsm_bprm_creds_for_exec(struct linux_binprm *bprm) { return RESULT; }
int bpf_lsm_bprm_creds_from_file(struct linux_binprm *bprm, struct file *file) { return RESULT; }
int bpf_lsm_capable(struct cred *cred, struct user_namespace *ns, int cap, unsigned int opts) { return RESULT; }
int bpf_lsm_capget(struct task_struct *target, void *effective, void *inheritable, void *permitted) { return RESULT; }
int bpf_lsm_capset(struct cred *new, struct cred *old, void *effective, void *inheritable, void *permitted) { return RESULT; }
int bpf_lsm_cred_alloc_blank(struct cred *cred, unsigned int gfp) { return RESULT; }
void bpf_lsm_cred_free(struct cred *cred) { }
void bpf_lsm_cred_getsecid(struct cred *c, unsigned int *secid) { }
int bpf_lsm_cred_prepare(struct cred *new, struct cred *old, unsigned int gfp) { return RESULT; }
void bpf_lsm_cred_transfer(struct cred *new, struct cred *old) { }
void bpf_lsm_current_getsecid_subj(unsigned int *secid) { }
void bpf_lsm_d_instantiate(struct dentry *dentry, struct inode *inode) { }
int bpf_lsm_dentry_create_files_as(struct dentry *dentry, int mode, struct qstr *name, struct cred *old, struct cred *new) { return RESULT; }
extern int bpf_lsm_dentry_init_security(struct dentry *dentry, int mode, struct qstr *name, char **xattr_name, void **ctx, unsigned int *ctxlen);
int bpf_lsm_file_alloc_security(struct file *file) { return RESULT; }
int bpf_lsm_file_fcntl(struct file *file, unsigned int cmd, unsigned long arg) { return RESULT; }
void bpf_lsm_file_free_security(struct file *file) { }
int bpf_lsm_file_ioctl(struct file *file, unsigned int cmd, unsigned long arg) { return RESULT; }
int bpf_lsm_file_ioctl_compat(struct file *file, unsigned int cmd, unsigned long arg) { return RESULT; }
int bpf_lsm_file_lock(struct file *file, unsigned int cmd) { return RESULT; }
int bpf_lsm_file_mprotect(struct vm_area_struct *vma, unsigned long reqprot, unsigned long prot) { return RESULT; }
int bpf_lsm_file_open(struct file *file) { return RESULT; }
int bpf_lsm_file_permission(struct file *file, int mask) { return RESULT; }
int bpf_lsm_file_post_open(struct file *file, int mask) { return RESULT; }
int bpf_lsm_file_receive(struct file *file) { return RESULT; }
void bpf_lsm_file_release(struct file *file) { }
int bpf_lsm_file_send_sigiotask(struct task_struct *tsk, struct fown_struct *fown, int sig) { return RESULT; }
void bpf_lsm_file_set_fowner(struct file *file) { }
int bpf_lsm_file_truncate(struct file *file) { return RESULT; }
void bpf_lsm_find_cgroup_shim(struct bpf_prog *prog, void **bpf_func) { }
int bpf_lsm_fs_context_dup(struct fs_context *fc, struct fs_context *src_sc) { return RESULT; }
int bpf_lsm_fs_context_parse_param(struct fs_context *fc, struct fs_parameter *param) { return RESULT; }
int bpf_lsm_fs_context_submount(struct fs_context *fc, struct super_block *reference) { return RESULT; }
struct bpf_func_proto *bpf_lsm_func_proto(unsigned int func_id, struct bpf_prog *prog) { return RESULT; }
int bpf_lsm_get_retval_range(struct bpf_prog *prog, struct bpf_retval_range *retval_range) { return RESULT; }
int bpf_lsm_getprocattr(struct task_struct *p, char *name, char **value) { return RESULT; }
int bpf_lsm_getselfattr(unsigned int attr, struct lsm_ctx *ctx, unsigned int *size, unsigned int flags) { return RESULT; }
int bpf_lsm_ib_alloc_security(void *sec) { return RESULT; }
int bpf_lsm_ib_endport_manage_subnet(void *sec, char *dev_name, unsigned char port_num) { return RESULT; }
int bpf_lsm_ib_pkey_access(void *sec, unsigned long long subnet_prefix, unsigned short pkey) { return RESULT; }
void bpf_lsm_inet_conn_established(struct sock *sk, struct sk_buff *skb) { }
int bpf_lsm_inet_conn_request(struct sock *sk, struct sk_buff *skb, struct request_sock *req) { return RESULT; }
void bpf_lsm_inet_csk_clone(struct sock *newsk, struct request_sock *req) { }
int bpf_lsm_init(void) { return RESULT; }
void bpf_lsm_initramfs_populated(void) { }
int bpf_lsm_inode_alloc_security(struct inode *inode) { return RESULT; }
int bpf_lsm_inode_copy_up(struct dentry *src, struct cred **new) { return RESULT; }
int bpf_lsm_inode_copy_up_xattr(struct dentry *src, char *name) { return RESULT; }
int bpf_lsm_inode_create(struct inode *dir, struct dentry *dentry, unsigned short mode) { return RESULT; }
int bpf_lsm_inode_follow_link(struct dentry *dentry, struct inode *inode, _Bool rcu) { return RESULT; }
void bpf_lsm_inode_free_security(struct inode *inode) { }
void bpf_lsm_inode_free_security_rcu(void *inode_security) { }
int bpf_lsm_inode_get_acl(struct mnt_idmap *idmap, struct dentry *dentry, char *acl_name) { return RESULT; }
int bpf_lsm_inode_getattr(struct path *path) { return RESULT; }
int bpf_lsm_inode_getsecctx(struct inode *inode, void **ctx, unsigned int *ctxlen) { return RESULT; }
void bpf_lsm_inode_getsecid(struct inode *inode, unsigned int *secid) { }
int bpf_lsm_inode_getsecurity(struct mnt_idmap *idmap, struct inode *inode, char *name, void **buffer, _Bool alloc) { return RESULT; }
int bpf_lsm_inode_getxattr(struct dentry *dentry, char *name) { return RESULT; }
int bpf_lsm_inode_init_security(struct inode *inode, struct inode *dir, struct qstr *qstr, struct xattr *xattrs, int *xattr_count) { return RESULT; }
int bpf_lsm_inode_init_security_anon(struct inode *inode, struct qstr *name, struct inode *context_inode) { return RESULT; }
void bpf_lsm_inode_invalidate_secctx(struct inode *inode) { }
int bpf_lsm_inode_killpriv(struct mnt_idmap *idmap, struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_link(struct dentry *old_dentry, struct inode *dir, struct dentry *new_dentry) { return RESULT; }
int bpf_lsm_inode_listsecurity(struct inode *inode, char *buffer, unsigned long buffer_size) { return RESULT; }
int bpf_lsm_inode_listxattr(struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_mkdir(struct inode *dir, struct dentry *dentry, unsigned short mode) { return RESULT; }
int bpf_lsm_inode_mknod(struct inode *dir, struct dentry *dentry, unsigned short mode, unsigned int dev) { return RESULT; }
int bpf_lsm_inode_need_killpriv(struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_notifysecctx(struct inode *inode, void *ctx, unsigned int ctxlen) { return RESULT; }
int bpf_lsm_inode_permission(struct inode *inode, int mask) { return RESULT; }
void bpf_lsm_inode_post_create_tmpfile(struct mnt_idmap *idmap, struct inode *inode) { }
void bpf_lsm_inode_post_remove_acl(struct mnt_idmap *idmap, struct dentry *dentry, char *acl_name) { }
void bpf_lsm_inode_post_removexattr(struct dentry *dentry, char *name) { }
void bpf_lsm_inode_post_set_acl(struct dentry *dentry, char *acl_name, struct posix_acl *kacl) { }
void bpf_lsm_inode_post_setattr(struct mnt_idmap *idmap, struct dentry *dentry, int ia_valid) { }
void bpf_lsm_inode_post_setxattr(struct dentry *dentry, char *name, void *value, unsigned long size, int flags) { }
int bpf_lsm_inode_readlink(struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_remove_acl(struct mnt_idmap *idmap, struct dentry *dentry, char *acl_name) { return RESULT; }
int bpf_lsm_inode_removexattr(struct mnt_idmap *idmap, struct dentry *dentry, char *name) { return RESULT; }
int bpf_lsm_inode_rename(struct inode *old_dir, struct dentry *old_dentry, struct inode *new_dir, struct dentry *new_dentry) { return RESULT; }
int bpf_lsm_inode_rmdir(struct inode *dir, struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_set_acl(struct mnt_idmap *idmap, struct dentry *dentry, char *acl_name, struct posix_acl *kacl) { return RESULT; }
int bpf_lsm_inode_setattr(struct mnt_idmap *idmap, struct dentry *dentry, struct iattr *attr) { return RESULT; }
int bpf_lsm_inode_setintegrity(struct inode *inode, unsigned int type, void *value, unsigned long size) { return RESULT; }
int bpf_lsm_inode_setsecctx(struct dentry *dentry, void *ctx, unsigned int ctxlen) { return RESULT; }
int bpf_lsm_inode_setsecurity(struct inode *inode, char *name, void *value, unsigned long size, int flags) { return RESULT; }
extern int bpf_lsm_inode_setxattr(struct mnt_idmap *idmap, struct dentry *dentry, char *name, void *value, unsigned long size, int flags);
int bpf_lsm_inode_symlink(struct inode *dir, struct dentry *dentry, char *old_name) { return RESULT; }
int bpf_lsm_inode_unlink(struct inode *dir, struct dentry *dentry) { return RESULT; }
int bpf_lsm_inode_xattr_skipcap(char *name) { return RESULT; }
void bpf_lsm_ipc_getsecid(struct kern_ipc_perm *ipcp, unsigned int *secid) { }
int bpf_lsm_ipc_permission(struct kern_ipc_perm *ipcp, short flag) { return RESULT; }
_Bool bpf_lsm_is_sleepable_hook(unsigned int btf_id) { return RESULT; }
_Bool bpf_lsm_is_trusted(struct bpf_prog *prog) { return RESULT; }
int bpf_lsm_ismaclabel(char *name) { return RESULT; }
int bpf_lsm_kernel_act_as(struct cred *new, unsigned int secid) { return RESULT; }
int bpf_lsm_kernel_create_files_as(struct cred *new, struct inode *inode) { return RESULT; }
int bpf_lsm_kernel_load_data(unsigned int id, _Bool contents) { return RESULT; }
int bpf_lsm_kernel_module_request(char *kmod_name) { return RESULT; }
int bpf_lsm_kernel_post_load_data(char *buf, long long size, unsigned int id, char *description) { return RESULT; }
int bpf_lsm_kernel_post_read_file(struct file *file, char *buf, long long size, unsigned int id) { return RESULT; }
int bpf_lsm_kernel_read_file(struct file *file, unsigned int id, _Bool contents) { return RESULT; }
int bpf_lsm_kernfs_init_security(struct kernfs_node *kn_dir, struct kernfs_node *kn) { return RESULT; }
int bpf_lsm_key_alloc(struct key *key, struct cred *cred, unsigned long flags) { return RESULT; }
int bpf_lsm_key_getsecurity(struct key *key, char **buffer) { return RESULT; }
int bpf_lsm_key_permission(struct __key_reference_with_attributes *key_ref, struct cred *cred, unsigned int need_perm) { return RESULT; }
extern void bpf_lsm_key_post_create_or_update(struct key *keyring, struct key *key, void *payload, unsigned long payload_len, unsigned long flags, _Bool create);
int bpf_lsm_locked_down(unsigned int what) { return RESULT; }
int bpf_lsm_mmap_addr(unsigned long addr) { return RESULT; }
int bpf_lsm_mmap_backing_file(struct vm_area_struct *vma, struct file *backing_file, struct file *user_file) { return RESULT; }
int bpf_lsm_mmap_file(struct file *file, unsigned long reqprot, unsigned long prot, unsigned long flags) { return RESULT; }
int bpf_lsm_move_mount(struct path *from_path, struct path *to_path) { return RESULT; }
int bpf_lsm_mptcp_add_subflow(struct sock *sk, struct sock *ssk) { return RESULT; }
int bpf_lsm_msg_msg_alloc_security(struct msg_msg *msg) { return RESULT; }
void bpf_lsm_msg_msg_free_security(struct msg_msg *msg) { }
int bpf_lsm_msg_queue_alloc_security(struct kern_ipc_perm *perm) { return RESULT; }
int bpf_lsm_msg_queue_associate(struct kern_ipc_perm *perm, int msqflg) { return RESULT; }
void bpf_lsm_msg_queue_free_security(struct kern_ipc_perm *perm) { }
int bpf_lsm_msg_queue_msgctl(struct kern_ipc_perm *perm, int cmd) { return RESULT; }
int bpf_lsm_msg_queue_msgrcv(struct kern_ipc_perm *perm, struct msg_msg *msg, struct task_struct *target, long type, int mode) { return RESULT; }
int bpf_lsm_msg_queue_msgsnd(struct kern_ipc_perm *perm, struct msg_msg *msg, int msqflg) { return RESULT; }
int bpf_lsm_netlink_send(struct sock *sk, struct sk_buff *skb) { return RESULT; }
int bpf_lsm_path_chmod(struct path *path, unsigned short mode) { return RESULT; }
extern int bpf_lsm_path_chown(struct path *path, kuid_t uid, kgid_t gid);
int bpf_lsm_path_chroot(struct path *path) { return RESULT; }
int bpf_lsm_path_link(struct dentry *old_dentry, struct path *new_dir, struct dentry *new_dentry) { return RESULT; }
int bpf_lsm_path_mkdir(struct path *dir, struct dentry *dentry, unsigned short mode) { return RESULT; }
int bpf_lsm_path_mknod(struct path *dir, struct dentry *dentry, unsigned short mode, unsigned int dev) { return RESULT; }
int bpf_lsm_path_notify(struct path *path, unsigned long long mask, unsigned int obj_type) { return RESULT; }
void bpf_lsm_path_post_mknod(struct mnt_idmap *idmap, struct dentry *dentry) { }
int bpf_lsm_path_rename(struct path *old_dir, struct dentry *old_dentry, struct path *new_dir, struct dentry *new_dentry, unsigned int flags) { return RESULT; }
int bpf_lsm_path_rmdir(struct path *dir, struct dentry *dentry) { return RESULT; }
int bpf_lsm_path_symlink(struct path *dir, struct dentry *dentry, char *old_name) { return RESULT; }
int bpf_lsm_path_truncate(struct path *path) { return RESULT; }
int bpf_lsm_path_unlink(struct path *dir, struct dentry *dentry) { return RESULT; }
int bpf_lsm_perf_event_alloc(struct perf_event *event) { return RESULT; }
int bpf_lsm_perf_event_open(int type) { return RESULT; }
int bpf_lsm_perf_event_read(struct perf_event *event) { return RESULT; }
int bpf_lsm_perf_event_write(struct perf_event *event) { return RESULT; }
int bpf_lsm_ptrace_access_check(struct task_struct *child, unsigned int mode) { return RESULT; }
int bpf_lsm_ptrace_traceme(struct task_struct *parent) { return RESULT; }
int bpf_lsm_quota_on(struct dentry *dentry) { return RESULT; }
int bpf_lsm_quotactl(int cmds, int type, int id, struct super_block *sb) { return RESULT; }
void bpf_lsm_release_secctx(char *secdata, unsigned int seclen) { }
void bpf_lsm_req_classify_flow(struct request_sock *req, struct flowi_common *flic) { }
int bpf_lsm_sb_alloc_security(struct super_block *sb) { return RESULT; }
int bpf_lsm_sb_clone_mnt_opts(struct super_block *oldsb, struct super_block *newsb, unsigned long kern_flags, unsigned long *set_kern_flags) { return RESULT; }
void bpf_lsm_sb_delete(struct super_block *sb) { }
int bpf_lsm_sb_eat_lsm_opts(char *orig, void **mnt_opts) { return RESULT; }
void bpf_lsm_sb_free_mnt_opts(void *mnt_opts) { }
void bpf_lsm_sb_free_security(struct super_block *sb) { }
int bpf_lsm_sb_kern_mount(struct super_block *sb) { return RESULT; }
int bpf_lsm_sb_mnt_opts_compat(struct super_block *sb, void *mnt_opts) { return RESULT; }
int bpf_lsm_sb_mount(char *dev_name, struct path *path, char *type, unsigned long flags, void *data) { return RESULT; }
int bpf_lsm_sb_pivotroot(struct path *old_path, struct path *new_path) { return RESULT; }
int bpf_lsm_sb_remount(struct super_block *sb, void *mnt_opts) { return RESULT; }
int bpf_lsm_sb_set_mnt_opts(struct super_block *sb, void *mnt_opts, unsigned long kern_flags, unsigned long *set_kern_flags) { return RESULT; }
int bpf_lsm_sb_show_options(struct seq_file *m, struct super_block *sb) { return RESULT; }
int bpf_lsm_sb_statfs(struct dentry *dentry) { return RESULT; }
int bpf_lsm_sb_umount(struct vfsmount *mnt, int flags) { return RESULT; }
int bpf_lsm_sctp_assoc_established(struct sctp_association *asoc, struct sk_buff *skb) { return RESULT; }
int bpf_lsm_sctp_assoc_request(struct sctp_association *asoc, struct sk_buff *skb) { return RESULT; }
int bpf_lsm_sctp_bind_connect(struct sock *sk, int optname, struct sockaddr *address, int addrlen) { return RESULT; }
void bpf_lsm_sctp_sk_clone(struct sctp_association *asoc, struct sock *sk, struct sock *newsk) { }
int bpf_lsm_secctx_to_secid(char *secdata, unsigned int seclen, unsigned int *secid) { return RESULT; }
int bpf_lsm_secid_to_secctx(unsigned int secid, char **secdata, unsigned int *seclen) { return RESULT; }
void bpf_lsm_secmark_refcount_dec(void) { }
void bpf_lsm_secmark_refcount_inc(void) { }
int bpf_lsm_secmark_relabel_packet(unsigned int secid) { return RESULT; }
int bpf_lsm_sem_alloc_security(struct kern_ipc_perm *perm) { return RESULT; }
int bpf_lsm_sem_associate(struct kern_ipc_perm *perm, int semflg) { return RESULT; }
void bpf_lsm_sem_free_security(struct kern_ipc_perm *perm) { }
int bpf_lsm_sem_semctl(struct kern_ipc_perm *perm, int cmd) { return RESULT; }
int bpf_lsm_sem_semop(struct kern_ipc_perm *perm, struct sembuf *sops, unsigned int nsops, int alter) { return RESULT; }
int bpf_lsm_setprocattr(char *name, void *value, unsigned long size) { return RESULT; }
int bpf_lsm_setselfattr(unsigned int attr, struct lsm_ctx *ctx, unsigned int size, unsigned int flags) { return RESULT; }
int bpf_lsm_settime(struct timespec64 *ts, struct timezone *tz) { return RESULT; }
int bpf_lsm_shm_alloc_security(struct kern_ipc_perm *perm) { return RESULT; }
int bpf_lsm_shm_associate(struct kern_ipc_perm *perm, int shmflg) { return RESULT; }
void bpf_lsm_shm_free_security(struct kern_ipc_perm *perm) { }
int bpf_lsm_shm_shmat(struct kern_ipc_perm *perm, char *shmaddr, int shmflg) { return RESULT; }
int bpf_lsm_shm_shmctl(struct kern_ipc_perm *perm, int cmd) { return RESULT; }
int bpf_lsm_sk_alloc_security(struct sock *sk, int family, unsigned int priority) { return RESULT; }
void bpf_lsm_sk_clone_security(struct sock *sk, struct sock *newsk) { }
void bpf_lsm_sk_free_security(struct sock *sk) { }
void bpf_lsm_sk_getsecid(struct sock *sk, unsigned int *secid) { }
void bpf_lsm_sock_graft(struct sock *sk, struct socket *parent) { }
int bpf_lsm_socket_accept(struct socket *sock, struct socket *newsock) { return RESULT; }
int bpf_lsm_socket_bind(struct socket *sock, struct sockaddr *address, int addrlen) { return RESULT; }
int bpf_lsm_socket_connect(struct socket *sock, struct sockaddr *address, int addrlen) { return RESULT; }
int bpf_lsm_socket_create(int family, int type, int protocol, int kern) { return RESULT; }
int bpf_lsm_socket_getpeername(struct socket *sock) { return RESULT; }
int bpf_lsm_socket_getpeersec_dgram(struct socket *sock, struct sk_buff *skb, unsigned int *secid) { return RESULT; }
extern int bpf_lsm_socket_getpeersec_stream(struct socket *sock, sockptr_t optval, sockptr_t optlen, unsigned int len);
int bpf_lsm_socket_getsockname(struct socket *sock) { return RESULT; }
int bpf_lsm_socket_getsockopt(struct socket *sock, int level, int optname) { return RESULT; }
int bpf_lsm_socket_listen(struct socket *sock, int backlog) { return RESULT; }
int bpf_lsm_socket_post_create(struct socket *sock, int family, int type, int protocol, int kern) { return RESULT; }
int bpf_lsm_socket_recvmsg(struct socket *sock, struct msghdr *msg, int size, int flags) { return RESULT; }
int bpf_lsm_socket_sendmsg(struct socket *sock, struct msghdr *msg, int size) { return RESULT; }
int bpf_lsm_socket_setsockopt(struct socket *sock, int level, int optname) { return RESULT; }
int bpf_lsm_socket_shutdown(struct socket *sock, int how) { return RESULT; }
int bpf_lsm_socket_sock_rcv_skb(struct sock *sk, struct sk_buff *skb) { return RESULT; }
int bpf_lsm_socket_socketpair(struct socket *socka, struct socket *sockb) { return RESULT; }
int bpf_lsm_syslog(int type) { return RESULT; }
int bpf_lsm_task_alloc(struct task_struct *task, unsigned long clone_flags) { return RESULT; }
int bpf_lsm_task_fix_setgid(struct cred *new, struct cred *old, int flags) { return RESULT; }
int bpf_lsm_task_fix_setgroups(struct cred *new, struct cred *old) { return RESULT; }
int bpf_lsm_task_fix_setuid(struct cred *new, struct cred *old, int flags) { return RESULT; }
void bpf_lsm_task_free(struct task_struct *task) { }
int bpf_lsm_task_getioprio(struct task_struct *p) { return RESULT; }
int bpf_lsm_task_getpgid(struct task_struct *p) { return RESULT; }
int bpf_lsm_task_getscheduler(struct task_struct *p) { return RESULT; }
void bpf_lsm_task_getsecid_obj(struct task_struct *p, unsigned int *secid) { }
int bpf_lsm_task_getsid(struct task_struct *p) { return RESULT; }
int bpf_lsm_task_kill(struct task_struct *p, struct kernel_siginfo *info, int sig, struct cred *cred) { return RESULT; }
int bpf_lsm_task_movememory(struct task_struct *p) { return RESULT; }
int bpf_lsm_task_prctl(int option, unsigned long arg2, unsigned long arg3, unsigned long arg4, unsigned long arg5) { return RESULT; }
int bpf_lsm_task_prlimit(struct cred *cred, struct cred *tcred, unsigned int flags) { return RESULT; }
int bpf_lsm_task_setioprio(struct task_struct *p, int ioprio) { return RESULT; }
int bpf_lsm_task_setnice(struct task_struct *p, int nice) { return RESULT; }
int bpf_lsm_task_setpgid(struct task_struct *p, int pgid) { return RESULT; }
int bpf_lsm_task_setrlimit(struct task_struct *p, unsigned int resource, struct rlimit *new_rlim) { return RESULT; }
int bpf_lsm_task_setscheduler(struct task_struct *p) { return RESULT; }
void bpf_lsm_task_to_inode(struct task_struct *p, struct inode *inode) { }
int bpf_lsm_tun_dev_alloc_security(void *security) { return RESULT; }
int bpf_lsm_tun_dev_attach(struct sock *sk, void *security) { return RESULT; }
int bpf_lsm_tun_dev_attach_queue(void *security) { return RESULT; }
int bpf_lsm_tun_dev_create(void) { return RESULT; }
int bpf_lsm_tun_dev_open(void *security) { return RESULT; }
int bpf_lsm_unix_may_send(struct socket *sock, struct socket *other) { return RESULT; }
int bpf_lsm_unix_stream_connect(struct sock *sock, struct sock *other, struct sock *newsk) { return RESULT; }
int bpf_lsm_uring_cmd(struct io_uring_cmd *ioucmd) { return RESULT; }
int bpf_lsm_uring_override_creds(struct cred *new) { return RESULT; }
int bpf_lsm_uring_sqpoll(void) { return RESULT; }
int bpf_lsm_userns_create(struct cred *cred) { return RESULT; }
int bpf_lsm_verify_prog(struct bpf_verifier_log *vlog, struct bpf_prog *prog) { return RESULT; }
int bpf_lsm_vm_enough_memory(struct mm_struct *mm, long pages) { return RESULT; }
int bpf_lsm_xfrm_decode_session(struct sk_buff *skb, unsigned int *secid, int ckall) { return RESULT; }
int bpf_lsm_xfrm_policy_alloc_security(struct xfrm_sec_ctx **ctxp, struct xfrm_user_sec_ctx *sec_ctx, unsigned int gfp) { return RESULT; }
int bpf_lsm_xfrm_policy_clone_security(struct xfrm_sec_ctx *old_ctx, struct xfrm_sec_ctx **new_ctx) { return RESULT; }
int bpf_lsm_xfrm_policy_delete_security(struct xfrm_sec_ctx *ctx) { return RESULT; }
void bpf_lsm_xfrm_policy_free_security(struct xfrm_sec_ctx *ctx) { }
int bpf_lsm_xfrm_policy_lookup(struct xfrm_sec_ctx *ctx, unsigned int fl_secid) { return RESULT; }
int bpf_lsm_xfrm_state_alloc(struct xfrm_state *x, struct xfrm_user_sec_ctx *sec_ctx) { return RESULT; }
int bpf_lsm_xfrm_state_alloc_acquire(struct xfrm_state *x, struct xfrm_sec_ctx *polsec, unsigned int secid) { return RESULT; }
int bpf_lsm_xfrm_state_delete_security(struct xfrm_state *x) { return RESULT; }
void bpf_lsm_xfrm_state_free_security(struct xfrm_state *x) { }
int bpf_lsm_xfrm_state_pol_flow_match(struct xfrm_state *x, struct xfrm_policy *xp, struct flowi_common *flic) { return RESULT; }
void wake_up_new_task(struct task_struct *p) { }
int security_file_open(struct file *file) { return RESULT; }
void do_exit(long code) { }
void bpf_prog_put(struct bpf_prog *prog) { }
unsigned long long bpf_map_lookup_elem(unsigned long long map, unsigned long long key, unsigned long long __ur_1, unsigned long long __ur_2, unsigned long long __ur_3) { return RESULT; }
unsigned long long bpf_map_update_elem(unsigned long long map, unsigned long long key, unsigned long long value, unsigned long long flags, unsigned long long __ur_1) { return RESULT; }
unsigned long long bpf_map_delete_elem(unsigned long long map, unsigned long long key, unsigned long long __ur_1, unsigned long long __ur_2, unsigned long long __ur_3) { return RESULT; }
unsigned long long bpf_get_current_task(unsigned long long __ur_1, unsigned long long __ur_2, unsigned long long __ur_3, unsigned long long __ur_4, unsigned long long __ur_5) { return RESULT; }
long vfs_read(struct file *file, char *buf, unsigned long count, long long *pos) { return RESULT; }
long vfs_write(struct file *file, char *buf, unsigned long count, long long *pos) { return RESULT; }
int vfs_open(struct path *path, struct file *file) { return RESULT; }
int vfs_unlink(struct mnt_idmap *idmap, struct inode *dir, struct dentry *dentry, struct inode **delegated_inode) { return RESULT; }
int vfs_fsync_range(struct file *file, long long start, long long end, int datasync) { return RESULT; }
int do_unlinkat(int dfd, struct filename *name) { return RESULT; }
long do_sys_openat2(int dfd, char *filename, struct open_how *how) { return RESULT; }
struct file *do_filp_open(int dfd, struct filename *pathname, struct open_flags *op) { return RESULT; }
int tcp_connect(struct sock *sk) { return RESULT; }
int tcp_v4_connect(struct sock *sk, struct sockaddr *uaddr, int addr_len) { return RESULT; }
int tcp_v6_connect(struct sock *sk, struct sockaddr *uaddr, int addr_len) { return RESULT; }
int tcp_sendmsg(struct sock *sk, struct msghdr *msg, unsigned long size) { return RESULT; }
int tcp_recvmsg(struct sock *sk, struct msghdr *msg, unsigned long len, int flags, int *addr_len) { return RESULT; }
void tcp_close(struct sock *sk, long timeout) { }
void tcp_rcv_established(struct sock *sk, struct sk_buff *skb) { }
void tcp_set_state(struct sock *sk, int state) { }
void tcp_cleanup_rbuf(struct sock *sk, int copied) { }
unsigned int tcp_reno_ssthresh(struct sock *sk) { return RESULT; }
void tcp_reno_cong_avoid(struct sock *sk, unsigned int ack, unsigned int acked) { }
unsigned int tcp_reno_undo_cwnd(struct sock *sk) { return RESULT; }
unsigned int tcp_slow_start(struct tcp_sock *tp, unsigned int acked) { return RESULT; }
void tcp_cong_avoid_ai(struct tcp_sock *tp, unsigned int w, unsigned int acked) { }
// What the arguments of operations are beside their types
int bpf_dummy_ops__test_1(struct bpf_dummy_ops_state *cb__nullable) { return RESULT; }
int udp_sendmsg(struct sock *sk, struct msghdr *msg, unsigned long len) { return RESULT; }
int udp_recvmsg(struct sock *sk, struct msghdr *msg, unsigned long len, int flags, int *addr_len) { return RESULT; }
struct sock *inet_csk_accept(struct sock *sk, struct proto_accept_arg *arg) { return RESULT; }
int inet_listen(struct socket *sock, int backlog) { return RESULT; }
int inet_bind(struct socket *sock, struct sockaddr *uaddr, int addr_len) { return RESULT; }
int ip_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt, struct net_device *orig_dev) { return RESULT; }
int ip_output(struct net *net, struct sock *sk, struct sk_buff *skb) { return RESULT; }
int ip_local_deliver(struct sk_buff *skb) { return RESULT; }
int __ip_queue_xmit(struct sock *sk, struct sk_buff *skb, struct flowi *fl, unsigned char tos) { return RESULT; }
int __dev_queue_xmit(struct sk_buff *skb, struct net_device *sb_dev) { return RESULT; }
void submit_bio(struct bio *bio) { }
void blk_mq_start_request(struct request *rq) { }
int cap_capable(struct cred *cred, struct user_namespace *targ_ns, int cap, unsigned int opts) { return RESULT; }
int kill_pid_info(int sig, struct kernel_siginfo *info, struct pid *pid) { return RESULT; }
long __x64_sys_getpgid(struct pt_regs *regs) { return RESULT; }
long __x64_sys_nanosleep(struct pt_regs *regs) { return RESULT; }
int bpf_fentry_test1(int a) { return RESULT; }
int bpf_fentry_test2(int a, unsigned long long b) { return RESULT; }
int bpf_fentry_test3(char a, int b, unsigned long long c) { return RESULT; }
int bpf_fentry_test4(void *a, char b, int c, unsigned long long d) { return RESULT; }
int bpf_fentry_test5(unsigned long long a, void *b, short c, int d, unsigned long long e) { return RESULT; }
extern int bpf_fentry_test6(unsigned long long a, void *b, short c, int d, void *e, unsigned long long f);
int bpf_fentry_test7(struct bpf_fentry_test_t *arg) { return RESULT; }
int bpf_fentry_test8(struct bpf_fentry_test_t *arg) { return RESULT; }
unsigned int bpf_fentry_test9(unsigned int *a) { return RESULT; }
int bpf_modify_return_test(int a, int *b) { return RESULT; }
extern int bpf_modify_return_test2(int a, int *b, short c, int d, void *e, char f, int g);
int bpf_iter_task(struct bpf_iter_meta *meta, struct task_struct *task) { return RESULT; }
int bpf_iter_bpf_map(struct bpf_iter_meta *meta, struct bpf_map *map) { return RESULT; }
int bpf_iter_bpf_map_elem(struct bpf_iter_meta *meta, struct bpf_map *map, void *key, void *value) { return RESULT; }
int bpf_iter_bpf_sk_storage_map(struct bpf_iter_meta *meta, struct bpf_map *map, struct sock *sk, void *value) { return RESULT; }
int bpf_iter_bpf_prog(struct bpf_iter_meta *meta, struct bpf_prog *prog) { return RESULT; }
int bpf_iter_task_file(struct bpf_iter_meta *meta, struct task_struct *task, unsigned int fd, struct file *file) { return RESULT; }
int bpf_iter_task_vma(struct bpf_iter_meta *meta, struct task_struct *task, struct vm_area_struct *vma) { return RESULT; }
int bpf_iter_tcp(struct bpf_iter_meta *meta, struct sock_common *sk_common, unsigned int uid) { return RESULT; }
int bpf_iter_udp(struct bpf_iter_meta *meta, struct udp_sock *udp_sk, unsigned int uid, int bucket) { return RESULT; }
int bpf_iter_unix(struct bpf_iter_meta *meta, struct unix_sock *unix_sk, unsigned int uid) { return RESULT; }
int bpf_iter_cgroup(struct bpf_iter_meta *meta, struct cgroup *cgroup) { return RESULT; }
int bpf_iter_netlink(struct bpf_iter_meta *meta, struct netlink_sock *sk) { return RESULT; }
int bpf_iter_bpf_link(struct bpf_iter_meta *meta, struct bpf_link *link) { return RESULT; }
int bpf_iter_ksym(struct bpf_iter_meta *meta, struct kallsym_iter *ksym) { return RESULT; }
int bpf_iter_ipv6_route(struct bpf_iter_meta *meta, struct fib6_info *rt) { return RESULT; }
int bpf_iter_sockmap(struct bpf_iter_meta *meta, struct bpf_map *map, void *key, struct sock *sk) { return RESULT; }
unsigned int bpf_prog_run_generic_xdp(struct sk_buff *skb, struct xdp_buff *xdp, struct bpf_prog *xdp_prog) { return RESULT; }
void update_process_times(int user_tick) { }
int nmi_cpu_backtrace_handler(unsigned int cmd, struct pt_regs *regs) { return RESULT; }

// Arguments of tracepoints
typedef void (*btf_trace_sched_compute_energy_tp)(void *a0, struct task_struct *a1, int a2, unsigned long a3, unsigned long a4, unsigned long a5);
typedef void (*btf_trace_sched_cpu_capacity_tp)(void *a0, struct rq *a1);
typedef void (*btf_trace_sched_kthread_stop)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_kthread_stop_ret)(void *a0, int a1);
typedef void (*btf_trace_sched_kthread_work_execute_end)(void *a0, struct kthread_work *a1, void *a2);
typedef void (*btf_trace_sched_kthread_work_execute_start)(void *a0, struct kthread_work *a1);
typedef void (*btf_trace_sched_kthread_work_queue_work)(void *a0, struct kthread_worker *a1, struct kthread_work *a2);
typedef void (*btf_trace_sched_migrate_task)(void *a0, struct task_struct *a1, int a2);
typedef void (*btf_trace_sched_move_numa)(void *a0, struct task_struct *a1, int a2, int a3);
typedef void (*btf_trace_sched_overutilized_tp)(void *a0, struct root_domain *a1, _Bool a2);
typedef void (*btf_trace_sched_pi_setprio)(void *a0, struct task_struct *a1, struct task_struct *a2);
typedef void (*btf_trace_sched_prepare_exec)(void *a0, struct task_struct *a1, struct linux_binprm *a2);
typedef void (*btf_trace_sched_process_exec)(void *a0, struct task_struct *a1, int a2, struct linux_binprm *a3);
typedef void (*btf_trace_sched_process_exit)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_process_fork)(void *a0, struct task_struct *a1, struct task_struct *a2);
typedef void (*btf_trace_sched_process_free)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_process_hang)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_process_wait)(void *a0, struct pid *a1);
typedef void (*btf_trace_sched_skip_vma_numa)(void *a0, struct mm_struct *a1, struct vm_area_struct *a2, unsigned int a3);
typedef void (*btf_trace_sched_stat_blocked)(void *a0, struct task_struct *a1, unsigned long long a2);
typedef void (*btf_trace_sched_stat_iowait)(void *a0, struct task_struct *a1, unsigned long long a2);
typedef void (*btf_trace_sched_stat_runtime)(void *a0, struct task_struct *a1, unsigned long long a2);
typedef void (*btf_trace_sched_stat_sleep)(void *a0, struct task_struct *a1, unsigned long long a2);
typedef void (*btf_trace_sched_stat_wait)(void *a0, struct task_struct *a1, unsigned long long a2);
typedef void (*btf_trace_sched_stick_numa)(void *a0, struct task_struct *a1, int a2, struct task_struct *a3, int a4);
typedef void (*btf_trace_sched_swap_numa)(void *a0, struct task_struct *a1, int a2, struct task_struct *a3, int a4);
typedef void (*btf_trace_sched_switch)(void *a0, _Bool a1, struct task_struct *a2, struct task_struct *a3, unsigned int a4);
typedef void (*btf_trace_sched_update_nr_running_tp)(void *a0, struct rq *a1, int a2);
typedef void (*btf_trace_sched_util_est_cfs_tp)(void *a0, struct cfs_rq *a1);
typedef void (*btf_trace_sched_util_est_se_tp)(void *a0, struct sched_entity *a1);
typedef void (*btf_trace_sched_wait_task)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_wake_idle_without_ipi)(void *a0, int a1);
typedef void (*btf_trace_sched_wakeup)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_wakeup_new)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_sched_waking)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_task_newtask)(void *a0, struct task_struct *a1, unsigned long a2);
typedef void (*btf_trace_task_rename)(void *a0, struct task_struct *a1, char *a2);
typedef void (*btf_trace_sys_enter)(void *a0, struct pt_regs *a1, long a2);
typedef void (*btf_trace_sys_exit)(void *a0, struct pt_regs *a1, long a2);
typedef void (*btf_trace_signal_deliver)(void *a0, int a1, struct kernel_siginfo *a2, struct k_sigaction *a3);
typedef void (*btf_trace_signal_generate)(void *a0, int a1, struct kernel_siginfo *a2, struct task_struct *a3, int a4, int a5);
typedef void (*btf_trace_tcp_ao_handshake_failure)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned char a3, unsigned char a4, unsigned char a5);
typedef void (*btf_trace_tcp_ao_key_not_found)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned char a3, unsigned char a4, unsigned char a5);
typedef void (*btf_trace_tcp_ao_mismatch)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned char a3, unsigned char a4, unsigned char a5);
typedef void (*btf_trace_tcp_ao_rcv_sne_update)(void *a0, struct sock *a1, unsigned int a2);
typedef void (*btf_trace_tcp_ao_rnext_request)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned char a3, unsigned char a4, unsigned char a5);
typedef void (*btf_trace_tcp_ao_snd_sne_update)(void *a0, struct sock *a1, unsigned int a2);
typedef void (*btf_trace_tcp_ao_synack_no_key)(void *a0, struct sock *a1, unsigned char a2, unsigned char a3);
typedef void (*btf_trace_tcp_ao_wrong_maclen)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned char a3, unsigned char a4, unsigned char a5);
typedef void (*btf_trace_tcp_bad_csum)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_tcp_cong_state_set)(void *a0, struct sock *a1, unsigned char a2);
typedef void (*btf_trace_tcp_destroy_sock)(void *a0, struct sock *a1);
typedef void (*btf_trace_tcp_hash_ao_required)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_hash_bad_header)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_hash_md5_mismatch)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_hash_md5_required)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_hash_md5_unexpected)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_probe)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_rcv_space_adjust)(void *a0, struct sock *a1);
typedef void (*btf_trace_tcp_receive_reset)(void *a0, struct sock *a1);
typedef void (*btf_trace_tcp_retransmit_skb)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_tcp_retransmit_synack)(void *a0, struct sock *a1, struct request_sock *a2);
typedef void (*btf_trace_tcp_send_reset)(void *a0, struct sock *a1, struct sk_buff *a2, unsigned int a3);
typedef void (*btf_trace_sock_exceed_buf_limit)(void *a0, struct sock *a1, struct proto *a2, long a3, int a4);
typedef void (*btf_trace_sock_rcvqueue_full)(void *a0, struct sock *a1, struct sk_buff *a2);
typedef void (*btf_trace_sock_recv_length)(void *a0, struct sock *a1, int a2, int a3);
typedef void (*btf_trace_sock_send_length)(void *a0, struct sock *a1, int a2, int a3);
typedef void (*btf_trace_inet_sock_set_state)(void *a0, struct sock *a1, int a2, int a3);
typedef void (*btf_trace_napi_poll)(void *a0, struct napi_struct *a1, int a2, int a3);
typedef void (*btf_trace_net_dev_queue)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_net_dev_start_xmit)(void *a0, struct sk_buff *a1, struct net_device *a2);
typedef void (*btf_trace_net_dev_xmit)(void *a0, struct sk_buff *a1, int a2, struct net_device *a3, unsigned int a4);
typedef void (*btf_trace_net_dev_xmit_timeout)(void *a0, struct net_device *a1, int a2);
typedef void (*btf_trace_netif_receive_skb)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_netif_receive_skb_entry)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_netif_receive_skb_exit)(void *a0, int a1);
typedef void (*btf_trace_netif_receive_skb_list_entry)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_netif_receive_skb_list_exit)(void *a0, int a1);
typedef void (*btf_trace_netif_rx)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_netif_rx_entry)(void *a0, struct sk_buff *a1);
typedef void (*btf_trace_netif_rx_exit)(void *a0, int a1);
typedef void (*btf_trace_kfree_skb)(void *a0, struct sk_buff *a1, void *a2, unsigned int a3, struct sock *a4);
typedef void (*btf_trace_consume_skb)(void *a0, struct sk_buff *a1, void *a2);
typedef void (*btf_trace_skb_copy_datagram_iovec)(void *a0, struct sk_buff *a1, int a2);
typedef void (*btf_trace_block_rq_complete)(void *a0, struct request *a1, unsigned char a2, unsigned int a3);
typedef void (*btf_trace_block_rq_error)(void *a0, struct request *a1, unsigned char a2, unsigned int a3);
typedef void (*btf_trace_block_rq_insert)(void *a0, struct request *a1);
typedef void (*btf_trace_block_rq_issue)(void *a0, struct request *a1);
typedef void (*btf_trace_block_rq_merge)(void *a0, struct request *a1);
typedef void (*btf_trace_block_rq_remap)(void *a0, struct request *a1, unsigned int a2, unsigned long long a3);
typedef void (*btf_trace_block_rq_requeue)(void *a0, struct request *a1);
typedef void (*btf_trace_block_bio_backmerge)(void *a0, struct bio *a1);
typedef void (*btf_trace_block_bio_bounce)(void *a0, struct bio *a1);
typedef void (*btf_trace_block_bio_complete)(void *a0, struct request_queue *a1, struct bio *a2);
typedef void (*btf_trace_block_bio_frontmerge)(void *a0, struct bio *a1);
typedef void (*btf_trace_block_bio_queue)(void *a0, struct bio *a1);
typedef void (*btf_trace_block_bio_remap)(void *a0, struct bio *a1, unsigned int a2, unsigned long long a3);
typedef void (*btf_trace_softirq_entry)(void *a0, unsigned int a1);
typedef void (*btf_trace_softirq_exit)(void *a0, unsigned int a1);
typedef void (*btf_trace_softirq_raise)(void *a0, unsigned int a1);
typedef void (*btf_trace_irq_handler_entry)(void *a0, int a1, struct irqaction *a2);
typedef void (*btf_trace_irq_handler_exit)(void *a0, int a1, struct irqaction *a2, int a3);
typedef void (*btf_trace_workqueue_activate_work)(void *a0, struct work_struct *a1);
typedef void (*btf_trace_workqueue_execute_end)(void *a0, struct work_struct *a1, void *a2);
typedef void (*btf_trace_workqueue_execute_start)(void *a0, struct work_struct *a1);
typedef void (*btf_trace_workqueue_queue_work)(void *a0, int a1, struct pool_workqueue *a2, struct work_struct *a3);
typedef void (*btf_trace_timer_base_idle)(void *a0, _Bool a1, unsigned int a2);
typedef void (*btf_trace_timer_cancel)(void *a0, struct timer_list *a1);
typedef void (*btf_trace_timer_expire_entry)(void *a0, struct timer_list *a1, unsigned long a2);
typedef void (*btf_trace_timer_expire_exit)(void *a0, struct timer_list *a1);
typedef void (*btf_trace_timer_init)(void *a0, struct timer_list *a1);
typedef void (*btf_trace_timer_start)(void *a0, struct timer_list *a1, unsigned long a2);
typedef void (*btf_trace_hrtimer_cancel)(void *a0, struct hrtimer *a1);
typedef void (*btf_trace_hrtimer_expire_entry)(void *a0, struct hrtimer *a1, long long *a2);
typedef void (*btf_trace_hrtimer_expire_exit)(void *a0, struct hrtimer *a1);
typedef void (*btf_trace_hrtimer_init)(void *a0, struct hrtimer *a1, int a2, unsigned int a3);
typedef void (*btf_trace_hrtimer_start)(void *a0, struct hrtimer *a1, unsigned int a2, _Bool a3);
typedef void (*btf_trace_page_fault_kernel)(void *a0, unsigned long a1, struct pt_regs *a2, unsigned long a3);
typedef void (*btf_trace_page_fault_user)(void *a0, unsigned long a1, struct pt_regs *a2, unsigned long a3);
typedef void (*btf_trace_oom_score_adj_update)(void *a0, struct task_struct *a1);
typedef void (*btf_trace_cgroup_attach_task)(void *a0, struct cgroup *a1, char *a2, struct task_struct *a3, _Bool a4);
typedef void (*btf_trace_cgroup_destroy_root)(void *a0, struct cgroup_root *a1);
typedef void (*btf_trace_cgroup_freeze)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_cgroup_mkdir)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_cgroup_notify_frozen)(void *a0, struct cgroup *a1, char *a2, int a3);
typedef void (*btf_trace_cgroup_notify_populated)(void *a0, struct cgroup *a1, char *a2, int a3);
typedef void (*btf_trace_cgroup_release)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_cgroup_remount)(void *a0, struct cgroup_root *a1);
typedef void (*btf_trace_cgroup_rename)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_cgroup_rmdir)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_cgroup_rstat_cpu_lock_contended)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_cpu_lock_contended_fastpath)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_cpu_locked)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_cpu_locked_fastpath)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_cpu_unlock)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_cpu_unlock_fastpath)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_lock_contended)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_locked)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_rstat_unlock)(void *a0, struct cgroup *a1, int a2, _Bool a3);
typedef void (*btf_trace_cgroup_setup_root)(void *a0, struct cgroup_root *a1);
typedef void (*btf_trace_cgroup_transfer_tasks)(void *a0, struct cgroup *a1, char *a2, struct task_struct *a3, _Bool a4);
typedef void (*btf_trace_cgroup_unfreeze)(void *a0, struct cgroup *a1, char *a2);
typedef void (*btf_trace_xdp_bulk_tx)(void *a0, struct net_device *a1, int a2, int a3, int a4);
typedef void (*btf_trace_xdp_cpumap_enqueue)(void *a0, int a1, unsigned int a2, unsigned int a3, int a4);
typedef void (*btf_trace_xdp_cpumap_kthread)(void *a0, int a1, unsigned int a2, unsigned int a3, int a4, struct xdp_cpumap_stats *a5);
typedef void (*btf_trace_xdp_devmap_xmit)(void *a0, struct net_device *a1, struct net_device *a2, int a3, int a4, int a5);
typedef void (*btf_trace_xdp_exception)(void *a0, struct net_device *a1, struct bpf_prog *a2, unsigned int a3);
typedef void (*btf_trace_xdp_redirect)(void *a0, struct net_device *a1, struct bpf_prog *a2, void *a3, int a4, unsigned int a5, unsigned int a6, unsigned int a7);
typedef void (*btf_trace_xdp_redirect_err)(void *a0, struct net_device *a1, struct bpf_prog *a2, void *a3, int a4, unsigned int a5, unsigned int a6, unsigned int a7);
typedef void (*btf_trace_xdp_redirect_map)(void *a0, struct net_device *a1, struct bpf_prog *a2, void *a3, int a4, unsigned int a5, unsigned int a6, unsigned int a7);
typedef void (*btf_trace_xdp_redirect_map_err)(void *a0, struct net_device *a1, struct bpf_prog *a2, void *a3, int a4, unsigned int a5, unsigned int a6, unsigned int a7);
typedef void (*btf_trace_mm_page_alloc)(void *a0, struct page *a1, unsigned int a2, unsigned int a3, int a4);
typedef void (*btf_trace_mm_page_alloc_extfrag)(void *a0, struct page *a1, int a2, int a3, int a4, int a5);
typedef void (*btf_trace_mm_page_alloc_zone_locked)(void *a0, struct page *a1, unsigned int a2, int a3, int a4);
typedef void (*btf_trace_mm_page_free)(void *a0, struct page *a1, unsigned int a2);
typedef void (*btf_trace_mm_page_free_batched)(void *a0, struct page *a1);
typedef void (*btf_trace_mm_page_pcpu_drain)(void *a0, struct page *a1, unsigned int a2, int a3);
typedef void (*btf_trace_kmalloc)(void *a0, unsigned long a1, void *a2, unsigned long a3, unsigned long a4, unsigned int a5, int a6);
typedef void (*btf_trace_kfree)(void *a0, unsigned long a1, void *a2);
typedef void (*btf_trace_kmem_cache_alloc)(void *a0, unsigned long a1, void *a2, struct kmem_cache *a3, unsigned int a4, int a5);
typedef void (*btf_trace_kmem_cache_free)(void *a0, unsigned long a1, void *a2, struct kmem_cache *a3);
typedef void (*btf_trace_cpu_frequency)(void *a0, unsigned int a1, unsigned int a2);
typedef void (*btf_trace_cpu_frequency_limits)(void *a0, struct cpufreq_policy *a1);
typedef void (*btf_trace_cpu_idle)(void *a0, unsigned int a1, unsigned int a2);
typedef void (*btf_trace_cpu_idle_miss)(void *a0, unsigned int a1, unsigned int a2, _Bool a3);
typedef void (*btf_trace_module_free)(void *a0, struct module *a1);
typedef void (*btf_trace_module_get)(void *a0, struct module *a1, unsigned long a2);
typedef void (*btf_trace_module_load)(void *a0, struct module *a1);
typedef void (*btf_trace_module_put)(void *a0, struct module *a1, unsigned long a2);
typedef void (*btf_trace_module_request)(void *a0, char *a1, _Bool a2, unsigned long a3);
typedef void (*btf_trace_bpf_trace_printk)(void *a0, char *a1);
typedef void (*btf_trace_mm_vmscan_direct_reclaim_begin)(void *a0, int a1, unsigned int a2);
typedef void (*btf_trace_mm_vmscan_direct_reclaim_end)(void *a0, unsigned long a1);
typedef void (*btf_trace_mm_vmscan_kswapd_sleep)(void *a0, int a1);
typedef void (*btf_trace_mm_vmscan_kswapd_wake)(void *a0, int a1, int a2, int a3);
typedef void (*btf_trace_mm_vmscan_lru_isolate)(void *a0, int a1, int a2, unsigned long a3, unsigned long a4, unsigned long a5, unsigned long a6, int a7);
typedef void (*btf_trace_mm_vmscan_lru_shrink_active)(void *a0, int a1, unsigned long a2, unsigned long a3, unsigned long a4, unsigned long a5, int a6, int a7);
typedef void (*btf_trace_mm_vmscan_lru_shrink_inactive)(void *a0, int a1, unsigned long a2, unsigned long a3, struct reclaim_stat *a4, int a5, int a6);
typedef void (*btf_trace_mm_vmscan_memcg_reclaim_begin)(void *a0, int a1, unsigned int a2);
typedef void (*btf_trace_mm_vmscan_memcg_reclaim_end)(void *a0, unsigned long a1);
typedef void (*btf_trace_mm_vmscan_memcg_softlimit_reclaim_begin)(void *a0, int a1, unsigned int a2);
typedef void (*btf_trace_mm_vmscan_memcg_softlimit_reclaim_end)(void *a0, unsigned long a1);
typedef void (*btf_trace_mm_vmscan_node_reclaim_begin)(void *a0, int a1, int a2, unsigned int a3);
typedef void (*btf_trace_mm_vmscan_node_reclaim_end)(void *a0, unsigned long a1);
typedef void (*btf_trace_mm_vmscan_throttled)(void *a0, int a1, int a2, int a3, int a4);
typedef void (*btf_trace_mm_vmscan_wakeup_kswapd)(void *a0, int a1, int a2, int a3, unsigned int a4);
typedef void (*btf_trace_mm_vmscan_write_folio)(void *a0, struct folio *a1);

// Variables that each CPU has
PERCPU_VARIABLE struct pcpu_hot pcpu_hot;
PERCPU_VARIABLE struct rq runqueues;
PERCPU_VARIABLE struct softnet_data softnet_data;
PERCPU_VARIABLE int bpf_prog_active;

// What is not used is not told of
struct {
	struct address_space address_space; struct bio bio; struct block_device block_device; struct bpf_array bpf_array;
	struct bpf_cgroup_storage_key bpf_cgroup_storage_key; struct bpf_crypto_ctx bpf_crypto_ctx;
	struct bpf_fentry_test_t bpf_fentry_test_t; struct bpf_iter__bpf_map bpf_iter__bpf_map;
	struct bpf_iter__bpf_map_elem bpf_iter__bpf_map_elem; struct bpf_iter__bpf_prog bpf_iter__bpf_prog;
	struct bpf_iter__cgroup bpf_iter__cgroup; struct bpf_iter__netlink bpf_iter__netlink; struct bpf_iter__task bpf_iter__task;
	struct bpf_iter__task_file bpf_iter__task_file; struct bpf_iter__task_vma bpf_iter__task_vma;
	struct bpf_iter__tcp bpf_iter__tcp; struct bpf_iter__udp bpf_iter__udp; struct bpf_iter_meta bpf_iter_meta;
	struct bpf_cpumask bpf_cpumask; struct bpf_key bpf_key; struct bpf_map bpf_map; struct bpf_perf_event_data_kern bpf_perf_event_data_kern;
	struct bpf_prog bpf_prog; struct bpf_prog_aux bpf_prog_aux; struct bpf_sock_addr_kern bpf_sock_addr_kern;
	struct bpf_sock_ops_kern bpf_sock_ops_kern; struct cfs_rq cfs_rq; struct cgroup cgroup;
	struct cgroup_subsys_state cgroup_subsys_state; struct cpumask cpumask; struct cred cred; struct css_set css_set;
	struct dentry dentry; struct dst_entry dst_entry; struct ethhdr ethhdr; struct fdtable fdtable; struct file file;
	struct file_operations file_operations; struct files_struct files_struct; struct fs_struct fs_struct; struct gendisk gendisk;
	struct hlist_head hlist_head; struct hlist_node hlist_node; struct in6_addr in6_addr;
	struct inet_connection_sock inet_connection_sock; struct inet_request_sock inet_request_sock; struct inet_sock inet_sock;
	struct inode inode; struct iov_iter iov_iter; struct iphdr iphdr; struct ipv6hdr ipv6hdr;
	struct kernel_clone_args kernel_clone_args; struct kernfs_node kernfs_node; struct key key; struct kiocb kiocb;
	struct linux_binprm linux_binprm; struct list_head list_head; struct mm_struct mm_struct; struct mnt_namespace mnt_namespace;
	struct mount mount; struct msghdr msghdr; struct net net; struct net_device net_device; struct new_utsname new_utsname;
	struct nf_hook_state nf_hook_state; struct ns_common ns_common; struct nsproxy nsproxy; struct page page; struct path path;
	struct pcpu_hot pcpu_hot; struct perf_event perf_event; struct pid pid; struct pid_namespace pid_namespace; struct proto proto;
	struct pt_regs pt_regs; struct qstr qstr; struct request request; struct request_sock request_sock; struct rq rq;
	struct rtable rtable; struct sched_entity sched_entity; struct seq_file seq_file; struct signal_struct signal_struct;
	struct sk_buff sk_buff; struct sk_buff_list sk_buff_list; struct skb_shared_info skb_shared_info; struct sock sock;
	struct sock_common sock_common; struct sockaddr sockaddr; struct sockaddr_in sockaddr_in; struct sockaddr_in6 sockaddr_in6;
	struct socket socket; struct super_block super_block; struct task_struct task_struct; struct tcp_request_sock tcp_request_sock;
	struct bpf_struct_ops_tcp_congestion_ops bpf_struct_ops_tcp_congestion_ops;
	struct bpf_struct_ops_bpf_dummy_ops bpf_struct_ops_bpf_dummy_ops; struct ack_sample ack_sample; struct rate_sample rate_sample;
	struct tcp_sock tcp_sock; struct tcphdr tcphdr; struct thread_info thread_info; struct trace_entry trace_entry;
	struct trace_event_raw_block_rq trace_event_raw_block_rq;
	struct trace_event_raw_inet_sock_set_state trace_event_raw_inet_sock_set_state;
	struct trace_event_raw_kfree_skb trace_event_raw_kfree_skb;
	struct trace_event_raw_sched_process_exec trace_event_raw_sched_process_exec;
	struct trace_event_raw_sched_process_fork trace_event_raw_sched_process_fork;
	struct trace_event_raw_sched_switch trace_event_raw_sched_switch;
	struct trace_event_raw_sched_wakeup_template trace_event_raw_sched_wakeup_template;
	struct trace_event_raw_sys_enter trace_event_raw_sys_enter; struct trace_event_raw_sys_exit trace_event_raw_sys_exit;
	struct trace_event_raw_tcp_event_sk_skb trace_event_raw_tcp_event_sk_skb; struct udp_sock udp_sock; struct udphdr udphdr;
	struct upid upid; struct user_namespace user_namespace; struct uts_namespace uts_namespace; struct vfsmount vfsmount;
	struct vm_area_struct vm_area_struct; struct xdp_buff xdp_buff; struct xdp_rxq_info xdp_rxq_info;
	btf_trace_sched_compute_energy_tp trace_sched_compute_energy_tp; btf_trace_sched_cpu_capacity_tp trace_sched_cpu_capacity_tp;
	btf_trace_sched_kthread_stop trace_sched_kthread_stop; btf_trace_sched_kthread_stop_ret trace_sched_kthread_stop_ret;
	btf_trace_sched_kthread_work_execute_end trace_sched_kthread_work_execute_end;
	btf_trace_sched_kthread_work_execute_start trace_sched_kthread_work_execute_start;
	btf_trace_sched_kthread_work_queue_work trace_sched_kthread_work_queue_work;
	btf_trace_sched_migrate_task trace_sched_migrate_task; btf_trace_sched_move_numa trace_sched_move_numa;
	btf_trace_sched_overutilized_tp trace_sched_overutilized_tp; btf_trace_sched_pi_setprio trace_sched_pi_setprio;
	btf_trace_sched_prepare_exec trace_sched_prepare_exec; btf_trace_sched_process_exec trace_sched_process_exec;
	btf_trace_sched_process_exit trace_sched_process_exit; btf_trace_sched_process_fork trace_sched_process_fork;
	btf_trace_sched_process_free trace_sched_process_free; btf_trace_sched_process_hang trace_sched_process_hang;
	btf_trace_sched_process_wait trace_sched_process_wait; btf_trace_sched_skip_vma_numa trace_sched_skip_vma_numa;
	btf_trace_sched_stat_blocked trace_sched_stat_blocked; btf_trace_sched_stat_iowait trace_sched_stat_iowait;
	btf_trace_sched_stat_runtime trace_sched_stat_runtime; btf_trace_sched_stat_sleep trace_sched_stat_sleep;
	btf_trace_sched_stat_wait trace_sched_stat_wait; btf_trace_sched_stick_numa trace_sched_stick_numa;
	btf_trace_sched_swap_numa trace_sched_swap_numa; btf_trace_sched_switch trace_sched_switch;
	btf_trace_sched_update_nr_running_tp trace_sched_update_nr_running_tp;
	btf_trace_sched_util_est_cfs_tp trace_sched_util_est_cfs_tp; btf_trace_sched_util_est_se_tp trace_sched_util_est_se_tp;
	btf_trace_sched_wait_task trace_sched_wait_task; btf_trace_sched_wake_idle_without_ipi trace_sched_wake_idle_without_ipi;
	btf_trace_sched_wakeup trace_sched_wakeup; btf_trace_sched_wakeup_new trace_sched_wakeup_new;
	btf_trace_sched_waking trace_sched_waking; btf_trace_task_newtask trace_task_newtask; btf_trace_task_rename trace_task_rename;
	btf_trace_sys_enter trace_sys_enter; btf_trace_sys_exit trace_sys_exit; btf_trace_signal_deliver trace_signal_deliver;
	btf_trace_signal_generate trace_signal_generate; btf_trace_tcp_ao_handshake_failure trace_tcp_ao_handshake_failure;
	btf_trace_tcp_ao_key_not_found trace_tcp_ao_key_not_found; btf_trace_tcp_ao_mismatch trace_tcp_ao_mismatch;
	btf_trace_tcp_ao_rcv_sne_update trace_tcp_ao_rcv_sne_update; btf_trace_tcp_ao_rnext_request trace_tcp_ao_rnext_request;
	btf_trace_tcp_ao_snd_sne_update trace_tcp_ao_snd_sne_update; btf_trace_tcp_ao_synack_no_key trace_tcp_ao_synack_no_key;
	btf_trace_tcp_ao_wrong_maclen trace_tcp_ao_wrong_maclen; btf_trace_tcp_bad_csum trace_tcp_bad_csum;
	btf_trace_tcp_cong_state_set trace_tcp_cong_state_set; btf_trace_tcp_destroy_sock trace_tcp_destroy_sock;
	btf_trace_tcp_hash_ao_required trace_tcp_hash_ao_required; btf_trace_tcp_hash_bad_header trace_tcp_hash_bad_header;
	btf_trace_tcp_hash_md5_mismatch trace_tcp_hash_md5_mismatch; btf_trace_tcp_hash_md5_required trace_tcp_hash_md5_required;
	btf_trace_tcp_hash_md5_unexpected trace_tcp_hash_md5_unexpected; btf_trace_tcp_probe trace_tcp_probe;
	btf_trace_tcp_rcv_space_adjust trace_tcp_rcv_space_adjust; btf_trace_tcp_receive_reset trace_tcp_receive_reset;
	btf_trace_tcp_retransmit_skb trace_tcp_retransmit_skb; btf_trace_tcp_retransmit_synack trace_tcp_retransmit_synack;
	btf_trace_tcp_send_reset trace_tcp_send_reset; btf_trace_sock_exceed_buf_limit trace_sock_exceed_buf_limit;
	btf_trace_sock_rcvqueue_full trace_sock_rcvqueue_full; btf_trace_sock_recv_length trace_sock_recv_length;
	btf_trace_sock_send_length trace_sock_send_length; btf_trace_inet_sock_set_state trace_inet_sock_set_state;
	btf_trace_napi_poll trace_napi_poll; btf_trace_net_dev_queue trace_net_dev_queue;
	btf_trace_net_dev_start_xmit trace_net_dev_start_xmit; btf_trace_net_dev_xmit trace_net_dev_xmit;
	btf_trace_net_dev_xmit_timeout trace_net_dev_xmit_timeout; btf_trace_netif_receive_skb trace_netif_receive_skb;
	btf_trace_netif_receive_skb_entry trace_netif_receive_skb_entry; btf_trace_netif_receive_skb_exit trace_netif_receive_skb_exit;
	btf_trace_netif_receive_skb_list_entry trace_netif_receive_skb_list_entry;
	btf_trace_netif_receive_skb_list_exit trace_netif_receive_skb_list_exit; btf_trace_netif_rx trace_netif_rx;
	btf_trace_netif_rx_entry trace_netif_rx_entry; btf_trace_netif_rx_exit trace_netif_rx_exit; btf_trace_kfree_skb trace_kfree_skb;
	btf_trace_consume_skb trace_consume_skb; btf_trace_skb_copy_datagram_iovec trace_skb_copy_datagram_iovec;
	btf_trace_block_rq_complete trace_block_rq_complete; btf_trace_block_rq_error trace_block_rq_error;
	btf_trace_block_rq_insert trace_block_rq_insert; btf_trace_block_rq_issue trace_block_rq_issue;
	btf_trace_block_rq_merge trace_block_rq_merge; btf_trace_block_rq_remap trace_block_rq_remap;
	btf_trace_block_rq_requeue trace_block_rq_requeue; btf_trace_block_bio_backmerge trace_block_bio_backmerge;
	btf_trace_block_bio_bounce trace_block_bio_bounce; btf_trace_block_bio_complete trace_block_bio_complete;
	btf_trace_block_bio_frontmerge trace_block_bio_frontmerge; btf_trace_block_bio_queue trace_block_bio_queue;
	btf_trace_block_bio_remap trace_block_bio_remap; btf_trace_softirq_entry trace_softirq_entry;
	btf_trace_softirq_exit trace_softirq_exit; btf_trace_softirq_raise trace_softirq_raise;
	btf_trace_irq_handler_entry trace_irq_handler_entry; btf_trace_irq_handler_exit trace_irq_handler_exit;
	btf_trace_workqueue_activate_work trace_workqueue_activate_work; btf_trace_workqueue_execute_end trace_workqueue_execute_end;
	btf_trace_workqueue_execute_start trace_workqueue_execute_start; btf_trace_workqueue_queue_work trace_workqueue_queue_work;
	btf_trace_timer_base_idle trace_timer_base_idle; btf_trace_timer_cancel trace_timer_cancel;
	btf_trace_timer_expire_entry trace_timer_expire_entry; btf_trace_timer_expire_exit trace_timer_expire_exit;
	btf_trace_timer_init trace_timer_init; btf_trace_timer_start trace_timer_start; btf_trace_hrtimer_cancel trace_hrtimer_cancel;
	btf_trace_hrtimer_expire_entry trace_hrtimer_expire_entry; btf_trace_hrtimer_expire_exit trace_hrtimer_expire_exit;
	btf_trace_hrtimer_init trace_hrtimer_init; btf_trace_hrtimer_start trace_hrtimer_start;
	btf_trace_page_fault_kernel trace_page_fault_kernel; btf_trace_page_fault_user trace_page_fault_user;
	btf_trace_oom_score_adj_update trace_oom_score_adj_update; btf_trace_cgroup_attach_task trace_cgroup_attach_task;
	btf_trace_cgroup_destroy_root trace_cgroup_destroy_root; btf_trace_cgroup_freeze trace_cgroup_freeze;
	btf_trace_cgroup_mkdir trace_cgroup_mkdir; btf_trace_cgroup_notify_frozen trace_cgroup_notify_frozen;
	btf_trace_cgroup_notify_populated trace_cgroup_notify_populated; btf_trace_cgroup_release trace_cgroup_release;
	btf_trace_cgroup_remount trace_cgroup_remount; btf_trace_cgroup_rename trace_cgroup_rename;
	btf_trace_cgroup_rmdir trace_cgroup_rmdir; btf_trace_cgroup_rstat_cpu_lock_contended trace_cgroup_rstat_cpu_lock_contended;
	btf_trace_cgroup_rstat_cpu_lock_contended_fastpath trace_cgroup_rstat_cpu_lock_contended_fastpath;
	btf_trace_cgroup_rstat_cpu_locked trace_cgroup_rstat_cpu_locked;
	btf_trace_cgroup_rstat_cpu_locked_fastpath trace_cgroup_rstat_cpu_locked_fastpath;
	btf_trace_cgroup_rstat_cpu_unlock trace_cgroup_rstat_cpu_unlock;
	btf_trace_cgroup_rstat_cpu_unlock_fastpath trace_cgroup_rstat_cpu_unlock_fastpath;
	btf_trace_cgroup_rstat_lock_contended trace_cgroup_rstat_lock_contended;
	btf_trace_cgroup_rstat_locked trace_cgroup_rstat_locked; btf_trace_cgroup_rstat_unlock trace_cgroup_rstat_unlock;
	btf_trace_cgroup_setup_root trace_cgroup_setup_root; btf_trace_cgroup_transfer_tasks trace_cgroup_transfer_tasks;
	btf_trace_cgroup_unfreeze trace_cgroup_unfreeze; btf_trace_xdp_bulk_tx trace_xdp_bulk_tx;
	btf_trace_xdp_cpumap_enqueue trace_xdp_cpumap_enqueue; btf_trace_xdp_cpumap_kthread trace_xdp_cpumap_kthread;
	btf_trace_xdp_devmap_xmit trace_xdp_devmap_xmit; btf_trace_xdp_exception trace_xdp_exception;
	btf_trace_xdp_redirect trace_xdp_redirect; btf_trace_xdp_redirect_err trace_xdp_redirect_err;
	btf_trace_xdp_redirect_map trace_xdp_redirect_map; btf_trace_xdp_redirect_map_err trace_xdp_redirect_map_err;
	btf_trace_mm_page_alloc trace_mm_page_alloc; btf_trace_mm_page_alloc_extfrag trace_mm_page_alloc_extfrag;
	btf_trace_mm_page_alloc_zone_locked trace_mm_page_alloc_zone_locked; btf_trace_mm_page_free trace_mm_page_free;
	btf_trace_mm_page_free_batched trace_mm_page_free_batched; btf_trace_mm_page_pcpu_drain trace_mm_page_pcpu_drain;
	btf_trace_kmalloc trace_kmalloc; btf_trace_kfree trace_kfree; btf_trace_kmem_cache_alloc trace_kmem_cache_alloc;
	btf_trace_kmem_cache_free trace_kmem_cache_free; btf_trace_cpu_frequency trace_cpu_frequency;
	btf_trace_cpu_frequency_limits trace_cpu_frequency_limits; btf_trace_cpu_idle trace_cpu_idle;
	btf_trace_cpu_idle_miss trace_cpu_idle_miss; btf_trace_module_free trace_module_free; btf_trace_module_get trace_module_get;
	btf_trace_module_load trace_module_load; btf_trace_module_put trace_module_put; btf_trace_module_request trace_module_request;
	btf_trace_bpf_trace_printk trace_bpf_trace_printk;
	btf_trace_mm_vmscan_direct_reclaim_begin trace_mm_vmscan_direct_reclaim_begin;
	btf_trace_mm_vmscan_direct_reclaim_end trace_mm_vmscan_direct_reclaim_end;
	btf_trace_mm_vmscan_kswapd_sleep trace_mm_vmscan_kswapd_sleep; btf_trace_mm_vmscan_kswapd_wake trace_mm_vmscan_kswapd_wake;
	btf_trace_mm_vmscan_lru_isolate trace_mm_vmscan_lru_isolate;
	btf_trace_mm_vmscan_lru_shrink_active trace_mm_vmscan_lru_shrink_active;
	btf_trace_mm_vmscan_lru_shrink_inactive trace_mm_vmscan_lru_shrink_inactive;
	btf_trace_mm_vmscan_memcg_reclaim_begin trace_mm_vmscan_memcg_reclaim_begin;
	btf_trace_mm_vmscan_memcg_reclaim_end trace_mm_vmscan_memcg_reclaim_end;
	btf_trace_mm_vmscan_memcg_softlimit_reclaim_begin trace_mm_vmscan_memcg_softlimit_reclaim_begin;
	btf_trace_mm_vmscan_memcg_softlimit_reclaim_end trace_mm_vmscan_memcg_softlimit_reclaim_end;
	btf_trace_mm_vmscan_node_reclaim_begin trace_mm_vmscan_node_reclaim_begin;
	btf_trace_mm_vmscan_node_reclaim_end trace_mm_vmscan_node_reclaim_end; btf_trace_mm_vmscan_throttled trace_mm_vmscan_throttled;
	btf_trace_mm_vmscan_wakeup_kswapd trace_mm_vmscan_wakeup_kswapd; btf_trace_mm_vmscan_write_folio trace_mm_vmscan_write_folio;
} everything;

#include "interface_types.h"
#include "further_types.h"

void *more_arguments_than_programs_pass(int which)
{
	switch (which) {
	case 0: return &bpf_lsm_dentry_init_security;
	case 1: return &bpf_lsm_inode_setxattr;
	case 2: return &bpf_lsm_key_post_create_or_update;
	case 3: return &bpf_lsm_path_chown;
	case 4: return &bpf_lsm_socket_getpeersec_stream;
	case 5: return &bpf_fentry_test6;
	case 6: return &bpf_modify_return_test2;
	}
	return 0;
}
