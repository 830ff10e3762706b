// SPDX-License-Identifier: Apache-2.0
// More of what Linux 6.12 on x86-64 lays out where: what tracing programs follow pointers into, and what hooks hand over.

struct __kernel_timespec {
	long long tv_sec; long long tv_nsec;
} PACKED;
struct timespec64 {
	long long tv_sec; long tv_nsec;
} PACKED;
struct bpf_ringbuf {
	struct wait_queue_head waitq; struct irq_work work; unsigned long long mask; void *pages; int nr_pages; PAD(52);
	struct raw_spinlock spinlock; PAD(60); atomic_t busy; PAD(3900); unsigned long consumer_pos; PAD(4088);
	unsigned long producer_pos; unsigned long pending_pos; PAD(4080); char data[0];
} PACKED;
struct btf_ptr {
	void *ptr; unsigned int type_id; unsigned int flags;
} PACKED;
struct cgroup_subsys {
	void *css_alloc; void *css_online; void *css_offline; void *css_released; void *css_free; void *css_reset;
	void *css_killed; void *css_rstat_flush; void *css_extra_stat_show; void *css_local_stat_show; void *can_attach;
	void *cancel_attach; void *attach; void *post_attach; void *can_fork; void *cancel_fork; void *fork; void *exit;
	void *release; void *bind; _Bool early_init : 1; _Bool implicit_on_dfl : 1; _Bool threaded : 1; unsigned char : 5;
	PAD(3); int id; char *name; char *legacy_name; struct cgroup_root *root; struct idr css_idr; struct list_head cfts;
	struct cftype *dfl_cftypes; struct cftype *legacy_cftypes; unsigned int depends_on; PAD(4);
} PACKED;
struct clone_args {
	unsigned long long flags; unsigned long long pidfd; unsigned long long child_tid; unsigned long long parent_tid;
	unsigned long long exit_signal; unsigned long long stack; unsigned long long stack_size; unsigned long long tls;
	unsigned long long set_tid; unsigned long long set_tid_size; unsigned long long cgroup;
} PACKED;
struct ctl_table_header {
	union {
		struct {
			struct ctl_table *ctl_table; int ctl_table_size; int used; int count; int nreg;
		} PACKED;
		struct callback_head rcu;
	} PACKED;
	struct completion *unregistering; struct ctl_table *ctl_table_arg; struct ctl_table_root *root;
	struct ctl_table_set *set; struct ctl_dir *parent; struct ctl_node *node; struct hlist_head inodes; unsigned int type;
	PAD(4);
} PACKED;
struct ctl_table {
	char *procname; void *data; int maxlen; unsigned short mode; PAD(2); void *proc_handler; struct ctl_table_poll *poll;
	void *extra1; void *extra2;
} PACKED;
struct ctl_dir {
	struct ctl_table_header header; struct rb_root root;
} PACKED;
struct folio {
	union {
		struct {
			unsigned long flags;
			union {
				struct list_head lru;
				struct {
					void *__filler; unsigned int mlock_count; PAD(4);
				} PACKED;
			} PACKED;
			struct address_space *mapping; unsigned long index;
			union {
				void *private;
				struct {
					unsigned long val;
				} PACKED swap;
			} PACKED;
			atomic_t _mapcount; atomic_t _refcount; unsigned long memcg_data;
		} PACKED;
		struct page page;
	} PACKED;
	union {
		struct {
			unsigned long _flags_1; unsigned long _head_1; atomic_t _large_mapcount; atomic_t _entire_mapcount;
			atomic_t _nr_pages_mapped; atomic_t _pincount; unsigned int _folio_nr_pages; PAD(4);
		} PACKED;
		struct page __page_1;
	} PACKED;
	union {
		struct {
			unsigned long _flags_2; unsigned long _head_2; struct list_head _deferred_list;
		} PACKED;
		struct page __page_2;
	} PACKED;
	union {
		struct {
			unsigned long _flags_3; unsigned long _head_3; void *_hugetlb_subpool; void *_hugetlb_cgroup;
			void *_hugetlb_cgroup_rsvd; void *_hugetlb_hwpoison;
		} PACKED;
		struct page __page_3;
	} PACKED;
} PACKED;
struct fqdir {
	long high_thresh; long low_thresh; int timeout; int max_dist; struct inet_frags *f; struct net *net; _Bool dead;
	PAD(215); atomic64_t mem; struct work_struct destroy_work; struct llist_node free_list; PAD(16);
} PACKED;
struct in6_pktinfo {
	struct in6_addr ipi6_addr; int ipi6_ifindex;
} PACKED;
struct inet6_cork {
	struct ipv6_txoptions *opt; unsigned char hop_limit; unsigned char tclass; unsigned char dontfrag : 1;
	unsigned char : 7; PAD(5);
} PACKED;
struct ipv6_pinfo {
	struct in6_addr saddr; unsigned int flow_label; unsigned int dst_cookie; struct ipv6_txoptions *opt; short hop_limit;
	unsigned char pmtudisc; unsigned char tclass; _Bool saddr_cache; PAD(3); struct in6_addr *daddr_cache;
	unsigned char mcast_hops; PAD(3); unsigned int frag_size; int ucast_oif; int mcast_oif;
	union {
		struct {
			unsigned short srcrt : 1; unsigned short osrcrt : 1; unsigned short rxinfo : 1; unsigned short rxoinfo : 1;
			unsigned short rxhlim : 1; unsigned short rxohlim : 1; unsigned short hopopts : 1; unsigned short ohopopts : 1;
			unsigned short dstopts : 1; unsigned short odstopts : 1; unsigned short rxflow : 1; unsigned short rxtclass : 1;
			unsigned short rxpmtu : 1; unsigned short rxorigdstaddr : 1; unsigned short recvfragsize : 1; unsigned char : 1;
		} PACKED bits;
		unsigned short all;
	} PACKED rxopt;
	unsigned char srcprefs; unsigned char min_hopcount; unsigned int rcv_flowinfo; struct in6_pktinfo sticky_pktinfo;
	PAD(4); struct sk_buff *pktoptions; struct sk_buff *rxpmtu; struct inet6_cork cork;
	struct ipv6_mc_socklist *ipv6_mc_list; struct ipv6_ac_socklist *ipv6_ac_list;
} PACKED;
struct irqaction {
	void *handler; void *dev_id; void *percpu_dev_id; struct irqaction *next; void *thread_fn; struct task_struct *thread;
	struct irqaction *secondary; unsigned int irq; unsigned int flags; unsigned long thread_flags;
	unsigned long thread_mask; char *name; struct proc_dir_entry *dir; struct callback_head thread_dtor; PAD(16);
} PACKED;
union sigval {
	int sival_int; void *sival_ptr;
} PACKED;
union __sifields {
	struct {
		int _pid; unsigned int _uid;
	} PACKED _kill;
	struct {
		int _tid; int _overrun; union sigval _sigval; int _sys_private; PAD(4);
	} PACKED _timer;
	struct {
		int _pid; unsigned int _uid; union sigval _sigval;
	} PACKED _rt;
	struct {
		int _pid; unsigned int _uid; int _status; PAD(4); long _utime; long _stime;
	} PACKED _sigchld;
	struct {
		void *_addr;
		union {
			int _trapno; short _addr_lsb;
			struct {
				char _dummy_bnd[8]; void *_lower; void *_upper;
			} PACKED _addr_bnd;
			struct {
				char _dummy_pkey[8]; unsigned int _pkey;
			} PACKED _addr_pkey;
			struct {
				unsigned long _data; unsigned int _type; unsigned int _flags;
			} PACKED _perf;
		} PACKED;
	} PACKED _sigfault;
	struct {
		long _band; int _fd; PAD(4);
	} PACKED _sigpoll;
	struct {
		void *_call_addr; int _syscall; unsigned int _arch;
	} PACKED _sigsys;
} PACKED;
struct kernel_siginfo {
	struct {
		int si_signo; int si_errno; int si_code; PAD(4); union __sifields _sifields;
	} PACKED;
} PACKED;
struct lock_class_key {

} PACKED;
struct reciprocal_value {
	unsigned int m; unsigned char sh1; unsigned char sh2; PAD(2);
} PACKED;
struct kmem_cache_order_objects {
	unsigned int x;
} PACKED;
struct kmem_cache {
	struct kmem_cache_cpu *cpu_slab; struct lock_class_key lock_key; unsigned int flags; PAD(4);
	unsigned long min_partial; unsigned int size; unsigned int object_size; struct reciprocal_value reciprocal_size;
	unsigned int offset; unsigned int cpu_partial; unsigned int cpu_partial_slabs; struct kmem_cache_order_objects oo;
	struct kmem_cache_order_objects min; unsigned int allocflags; int refcount; PAD(4); void *ctor; unsigned int inuse;
	unsigned int align; unsigned int red_left_pad; PAD(4); char *name; struct list_head list; struct kobject kobj;
	unsigned long random; unsigned int remote_node_defrag_ratio; PAD(4); unsigned int *random_seq;
	unsigned int useroffset; unsigned int usersize; struct kmem_cache_node *node[1024];
} PACKED;
struct neigh_parms {
	possible_net_t net; struct net_device *dev; netdevice_tracker dev_tracker; struct list_head list; void *neigh_setup;
	struct neigh_table *tbl; void *sysctl_table; int dead; struct refcount_struct refcnt;
	struct callback_head callback_head; int reachable_time; unsigned int qlen; int data[14]; unsigned long data_state[1];
} PACKED;
struct neigh_table {
	int family; unsigned int entry_size; unsigned int key_len; unsigned short protocol; PAD(2); void *hash; void *key_eq;
	void *constructor; void *pconstructor; void *pdestructor; void *proxy_redo; void *is_multicast; void *allow_add;
	char *id; struct neigh_parms parms; struct list_head parms_list; int gc_interval; int gc_thresh1; int gc_thresh2;
	int gc_thresh3; unsigned long last_flush; PAD(176); struct timer_list proxy_timer; struct sk_buff_head proxy_queue;
	atomic_t entries; atomic_t gc_entries; struct list_head gc_list; struct list_head managed_list; rwlock_t lock;
	unsigned long last_rand; struct neigh_statistics *stats; struct neigh_hash_table *nht; void *phash_buckets;
} PACKED;
struct neighbour {
	struct neighbour *next; struct neigh_table *tbl; struct neigh_parms *parms; unsigned long confirmed;
	unsigned long updated; rwlock_t lock; struct refcount_struct refcnt; unsigned int arp_queue_len_bytes;
	struct sk_buff_head arp_queue; struct timer_list timer; unsigned long used; atomic_t probes; unsigned char nud_state;
	unsigned char type; unsigned char dead; unsigned char protocol; unsigned int flags; seqlock_t ha_lock; PAD(4);
	unsigned char ha[32]; PAD(48); void *output; struct neigh_ops *ops; struct list_head gc_list;
	struct list_head managed_list; struct callback_head rcu; struct net_device *dev; netdevice_tracker dev_tracker;
	unsigned char primary_key[0];
} PACKED;
struct rhash_head {
	struct rhash_head *next;
} PACKED;
struct netlink_callback {
	struct sk_buff *skb; struct nlmsghdr *nlh; void *dump; void *done; void *data; struct module *module;
	struct netlink_ext_ack *extack; unsigned short family; unsigned short answer_flags; unsigned int min_dump_alloc;
	unsigned int prev_seq; unsigned int seq; int flags; _Bool strict_check; PAD(3);
	union {
		unsigned char ctx[48]; long args[6];
	} PACKED;
} PACKED;
struct netlink_sock {
	struct sock sk; unsigned long flags; unsigned int portid; unsigned int dst_portid; unsigned int dst_group;
	unsigned int subscriptions; unsigned int ngroups; PAD(4); unsigned long *groups; unsigned long state;
	unsigned long max_recvmsg_len; struct wait_queue_head wait; _Bool bound; _Bool cb_running; PAD(2);
	int dump_done_errno; struct netlink_callback cb; struct mutex nl_cb_mutex; void *netlink_rcv; void *netlink_bind; void *netlink_unbind;
	void *netlink_release; struct module *module; struct rhash_head node; struct callback_head rcu;
} PACKED;
struct nlmsghdr {
	unsigned int nlmsg_len; unsigned short nlmsg_type; unsigned short nlmsg_flags; unsigned int nlmsg_seq;
	unsigned int nlmsg_pid;
} PACKED;
enum oom_constraint {
	CONSTRAINT_NONE = 0, CONSTRAINT_CPUSET = 1, CONSTRAINT_MEMORY_POLICY = 2, CONSTRAINT_MEMCG = 3,
};
struct oom_control {
	struct zonelist *zonelist; void *nodemask; struct mem_cgroup *memcg; unsigned int gfp_mask; int order;
	unsigned long totalpages; struct task_struct *chosen; long chosen_points; enum oom_constraint constraint; PAD(4);
} PACKED;
struct open_how {
	unsigned long long flags; unsigned long long mode; unsigned long long resolve;
} PACKED;
struct renamedata {
	struct mnt_idmap *old_mnt_idmap; struct inode *old_dir; struct dentry *old_dentry; struct mnt_idmap *new_mnt_idmap;
	struct inode *new_dir; struct dentry *new_dentry; void *delegated_inode; unsigned int flags; PAD(4);
} PACKED;
enum rpm_status {
	RPM_INVALID = -1, RPM_ACTIVE = 0, RPM_RESUMING = 1, RPM_SUSPENDED = 2, RPM_SUSPENDING = 3, RPM_BLOCKED = 4,
};
struct request_queue {
	void *queuedata; struct elevator_queue *elevator; struct blk_mq_ops *mq_ops; struct blk_mq_ctx *queue_ctx;
	unsigned long queue_flags; unsigned int rq_timeout; unsigned int queue_depth; struct refcount_struct refs;
	unsigned int nr_hw_queues; struct xarray hctx_table; struct percpu_ref q_usage_counter;
	struct lock_class_key io_lock_cls_key; struct lockdep_map io_lockdep_map; struct lock_class_key q_lock_cls_key;
	struct lockdep_map q_lockdep_map; struct request *last_merge; struct spinlock queue_lock; int quiesce_depth;
	struct gendisk *disk; struct kobject *mq_kobj; PAD(168); struct device *dev; enum rpm_status rpm_status;
	atomic_t pm_only; struct blk_queue_stats *stats; struct rq_qos *rq_qos; struct mutex rq_qos_mutex; int id; PAD(4);
	unsigned long nr_requests; struct timer_list timeout; struct work_struct timeout_work;
	atomic_t nr_active_requests_shared_tags; PAD(4); struct blk_mq_tags *sched_shared_tags; struct list_head icq_list;
	unsigned long blkcg_pols[1]; struct blkcg_gq *root_blkg; struct list_head blkg_list; struct mutex blkcg_mutex;
	int node; struct spinlock requeue_lock; struct list_head requeue_list; PAD(88); struct blk_trace *blk_trace;
	struct blk_flush_queue *fq; struct list_head flush_list; struct mutex sysfs_lock; struct mutex sysfs_dir_lock;
	struct mutex limits_lock; struct list_head unused_hctx_list; struct spinlock unused_hctx_lock; int mq_freeze_depth;
	struct throtl_data *td; struct callback_head callback_head; struct wait_queue_head mq_freeze_wq;
	struct mutex mq_freeze_lock; struct blk_mq_tag_set *tag_set; struct list_head tag_set_list;
	struct dentry *debugfs_dir; struct dentry *sched_debugfs_dir; struct dentry *rqos_debugfs_dir;
	struct mutex debugfs_mutex; _Bool mq_sysfs_init_done; PAD(7);
} PACKED;
struct elevator_queue {
	struct elevator_type *type; void *elevator_data; struct kobject kobj; struct mutex sysfs_lock; unsigned long flags;
	struct hlist_head hash[64];
} PACKED;
struct elevator_type {
	struct kmem_cache *icq_cache; PAD(176); unsigned long icq_size; unsigned long icq_align;
	struct elv_fs_entry *elevator_attrs; char *elevator_name; char *elevator_alias; struct module *elevator_owner;
	struct blk_mq_debugfs_attr *queue_debugfs_attrs; struct blk_mq_debugfs_attr *hctx_debugfs_attrs;
	char icq_cache_name[22]; PAD(2); struct list_head list;
} PACKED;
struct netdev_xmit {
	unsigned short recursion; unsigned char more; unsigned char skip_txqueue; unsigned char sched_mirred_nest; PAD(3);
	struct net_device *sched_mirred_dev[4];
} PACKED;
struct gro_list {
	struct list_head list; int count; PAD(4);
} PACKED;
struct napi_struct {
	struct list_head poll_list; unsigned long state; int weight; unsigned int defer_hard_irqs_count;
	unsigned long gro_bitmask; void *poll; int poll_owner; int list_owner; struct net_device *dev;
	struct gro_list gro_hash[8]; struct sk_buff *skb; struct list_head rx_list; int rx_count; unsigned int napi_id;
	struct hrtimer timer; struct task_struct *thread; struct list_head dev_list; struct hlist_node napi_hash_node;
	int irq; PAD(4);
} PACKED;
struct softnet_data {
	struct list_head poll_list; struct sk_buff_head process_queue;
	struct {
	
	} PACKED process_queue_bh_lock;
	unsigned int processed; unsigned int time_squeeze; struct softnet_data *rps_ipi_list; unsigned int received_rps;
	_Bool in_net_rx_action; _Bool in_napi_threaded_poll; PAD(2); struct sd_flow_limit *flow_limit;
	struct Qdisc *output_queue; void *output_queue_tailp; struct sk_buff *completion_queue;
	struct sk_buff_head xfrm_backlog; struct netdev_xmit xmit; PAD(32); unsigned int input_queue_head; PAD(60);
	struct __call_single_data csd; struct softnet_data *rps_ipi_next; unsigned int cpu; unsigned int input_queue_tail;
	struct sk_buff_head input_pkt_queue; struct napi_struct backlog; PAD(40); atomic_t dropped; PAD(60);
	struct spinlock defer_lock; int defer_count; int defer_ipi_scheduled; PAD(4); struct sk_buff *defer_list; PAD(8);
	struct __call_single_data defer_csd;
} PACKED;
struct syscall_trace_enter {
	struct trace_entry ent; int nr; PAD(4); unsigned long args[0];
} PACKED;
struct syscall_trace_exit {
	struct trace_entry ent; int nr; PAD(4); long ret;
} PACKED;
union tcp_word_hdr {
	struct tcphdr hdr; unsigned int words[5];
} PACKED;
struct unix_address {
	struct refcount_struct refcnt; int len; struct sockaddr_un name[0];
} PACKED;
struct wait_queue_entry {
	unsigned int flags; PAD(4); void *private; void *func; struct list_head entry;
} PACKED;
struct scm_stat {
	atomic_t nr_fds; PAD(4); unsigned long nr_unix_fds;
} PACKED;
struct unix_sock {
	struct sock sk; struct unix_address *addr; struct path path; struct mutex iolock; struct mutex bindlock;
	struct sock *peer; struct sock *listener; struct unix_vertex *vertex; struct spinlock lock; PAD(4);
	struct socket_wq peer_wq; struct wait_queue_entry peer_wake; struct scm_stat scm_stat; struct sk_buff *oob_skb;
} PACKED;
struct xdp_cpumap_stats {
	unsigned int redirect; unsigned int pass; unsigned int drop;
} PACKED;
struct filename {
	char *name; char *uptr; atomic_t refcnt; PAD(4); struct audit_names *aname; char iname[0];
} PACKED;
struct iattr {
	unsigned int ia_valid; unsigned short ia_mode; PAD(2);
	union {
		kuid_t ia_uid;
		struct {
			unsigned int val;
		} PACKED ia_vfsuid;
	} PACKED;
	union {
		kgid_t ia_gid;
		struct {
			unsigned int val;
		} PACKED ia_vfsgid;
	} PACKED;
	long long ia_size; struct timespec64 ia_atime; struct timespec64 ia_mtime; struct timespec64 ia_ctime;
	struct file *ia_file;
} PACKED;
struct kern_ipc_perm {
	struct spinlock lock; _Bool deleted; PAD(3); int id; int key; kuid_t uid; kgid_t gid; kuid_t cuid; kgid_t cgid;
	unsigned short mode; PAD(6); unsigned long seq; void *security; struct rhash_head khtnode; struct callback_head rcu;
	struct refcount_struct refcount; PAD(44);
} PACKED;
struct msg_msg {
	struct list_head m_list; long m_type; unsigned long m_ts; struct msg_msgseg *next; void *security;
} PACKED;
enum module_state {
	MODULE_STATE_LIVE = 0, MODULE_STATE_COMING = 1, MODULE_STATE_GOING = 2, MODULE_STATE_UNFORMED = 3,
};
struct mod_arch_specific {
	unsigned int num_orcs; PAD(4); int *orc_unwind_ip; struct orc_entry *orc_unwind;
} PACKED;
struct mod_kallsyms {
	struct elf64_sym *symtab; unsigned int num_symtab; PAD(4); char *strtab; char *typetab;
} PACKED;
struct _ddebug_info {
	struct _ddebug *descs; struct ddebug_class_map *classes; unsigned int num_descs; unsigned int num_classes;
} PACKED;
struct module {
	enum module_state state; PAD(4); struct list_head list; char name[56]; PAD(96);
	struct module_attribute *modinfo_attrs; char *version; char *srcversion; struct kobject *holders_dir;
	struct kernel_symbol *syms; int *crcs; unsigned int num_syms; PAD(4); struct mutex param_lock;
	struct kernel_param *kp; unsigned int num_kp; unsigned int num_gpl_syms; struct kernel_symbol *gpl_syms;
	int *gpl_crcs; _Bool using_gplonly_symbols; _Bool sig_ok; _Bool async_probe_requested; PAD(1);
	unsigned int num_exentries; struct exception_table_entry *extable; void *init; PAD(504);
	struct mod_arch_specific arch; unsigned long taints; unsigned int num_bugs; PAD(4); struct list_head bug_list;
	struct bug_entry *bug_table; struct mod_kallsyms *kallsyms; struct mod_kallsyms core_kallsyms;
	struct module_sect_attrs *sect_attrs; struct module_notes_attrs *notes_attrs; char *args; void *percpu;
	unsigned int percpu_size; PAD(4); void *noinstr_text_start; unsigned int noinstr_text_size;
	unsigned int num_tracepoints; int *tracepoints_ptrs; unsigned int num_srcu_structs; PAD(4); void *srcu_struct_ptrs;
	unsigned int num_bpf_raw_events; PAD(4); struct bpf_raw_event_map *bpf_raw_events; unsigned int btf_data_size;
	unsigned int btf_base_data_size; void *btf_data; void *btf_base_data; struct jump_entry *jump_entries;
	unsigned int num_jump_entries; unsigned int num_trace_bprintk_fmt; void *trace_bprintk_fmt_start; void *trace_events;
	unsigned int num_trace_events; PAD(4); void *trace_evals; unsigned int num_trace_evals;
	unsigned int num_ftrace_callsites; unsigned long *ftrace_callsites; void *kprobes_text_start;
	unsigned int kprobes_text_size; PAD(4); unsigned long *kprobe_blacklist; unsigned int num_kprobe_blacklist;
	int num_static_call_sites; struct static_call_site *static_call_sites; _Bool klp; _Bool klp_alive; PAD(6);
	struct klp_modinfo *klp_info; struct list_head source_list; struct list_head target_list; void *exit; atomic_t refcnt;
	int its_num_pages; void *its_page_array; struct _ddebug_info dyndbg_info; PAD(32);
} PACKED;
struct mnt_idmap {
	struct uid_gid_map uid_map; struct uid_gid_map gid_map; struct refcount_struct count; PAD(4);
} PACKED;
struct cpufreq_cpuinfo {
	unsigned int max_freq; unsigned int min_freq; unsigned int transition_latency;
} PACKED;
enum cpufreq_table_sorting {
	CPUFREQ_TABLE_UNSORTED = 0, CPUFREQ_TABLE_SORTED_ASCENDING = 1, CPUFREQ_TABLE_SORTED_DESCENDING = 2,
};
struct swait_queue_head {
	struct raw_spinlock lock; PAD(4); struct list_head task_list;
} PACKED;
struct completion {
	unsigned int done; PAD(4); struct swait_queue_head wait;
} PACKED;
struct notifier_block {
	void *notifier_call; struct notifier_block *next; int priority; PAD(4);
} PACKED;
struct cpufreq_policy {
	struct cpumask *cpus; struct cpumask *related_cpus; struct cpumask *real_cpus; unsigned int shared_type;
	unsigned int cpu; struct clk *clk; struct cpufreq_cpuinfo cpuinfo; unsigned int min; unsigned int max;
	unsigned int cur; unsigned int suspend_freq; unsigned int policy; unsigned int last_policy; PAD(4);
	struct cpufreq_governor *governor; void *governor_data; char last_governor[16]; struct work_struct update; PAD(176);
	struct freq_qos_request *min_freq_req; struct freq_qos_request *max_freq_req;
	struct cpufreq_frequency_table *freq_table; enum cpufreq_table_sorting freq_table_sorted; PAD(4);
	struct list_head policy_list; struct kobject kobj; struct completion kobj_unregister; struct rw_semaphore rwsem;
	_Bool fast_switch_possible; _Bool fast_switch_enabled; _Bool strict_target; _Bool efficiencies_available;
	unsigned int transition_delay_us; _Bool dvfs_possible_from_any_cpu; _Bool boost_enabled; PAD(2);
	unsigned int cached_target_freq; unsigned int cached_resolved_idx; _Bool transition_ongoing; PAD(3);
	struct spinlock transition_lock; PAD(4); struct wait_queue_head transition_wait; struct task_struct *transition_task;
	struct cpufreq_stats *stats; void *driver_data; struct thermal_cooling_device *cdev; struct notifier_block nb_min;
	struct notifier_block nb_max;
} PACKED;
struct reclaim_stat {
	unsigned int nr_dirty; unsigned int nr_unqueued_dirty; unsigned int nr_congested; unsigned int nr_writeback;
	unsigned int nr_immediate; unsigned int nr_pageout; unsigned int nr_activate[2]; unsigned int nr_ref_keep;
	unsigned int nr_unmap_fail; unsigned int nr_lazyfree_fail; unsigned int nr_demoted;
} PACKED;
struct p_log {
	char *prefix; struct fc_log *log;
} PACKED;
enum fs_context_purpose {
	FS_CONTEXT_FOR_MOUNT = 0, FS_CONTEXT_FOR_SUBMOUNT = 1, FS_CONTEXT_FOR_RECONFIGURE = 2,
};
enum fs_context_phase {
	FS_CONTEXT_CREATE_PARAMS = 0, FS_CONTEXT_CREATING = 1, FS_CONTEXT_AWAITING_MOUNT = 2, FS_CONTEXT_AWAITING_RECONF = 3,
	FS_CONTEXT_RECONF_PARAMS = 4, FS_CONTEXT_RECONFIGURING = 5, FS_CONTEXT_FAILED = 6,
};
struct fs_context {
	struct fs_context_operations *ops; struct mutex uapi_mutex; struct file_system_type *fs_type; void *fs_private;
	void *sget_key; struct dentry *root; struct user_namespace *user_ns; struct net *net_ns; struct cred *cred;
	struct p_log log; char *source; void *security; void *s_fs_info; unsigned int sb_flags; unsigned int sb_flags_mask;
	unsigned int s_iflags; enum fs_context_purpose purpose : 8; enum fs_context_phase phase : 8; _Bool need_free : 1;
	_Bool global : 1; _Bool oldapi : 1; _Bool exclusive : 1; unsigned char : 4; PAD(1);
} PACKED;
struct io_uring_cmd {
	struct file *file; struct io_uring_sqe *sqe; void *task_work_cb; unsigned int cmd_op; unsigned int flags;
	unsigned char pdu[32];
} PACKED;
struct xfrm_id {
	union {
		unsigned int a4; unsigned int a6[4]; struct in6_addr in6;
	} PACKED daddr;
	unsigned int spi; unsigned char proto; PAD(3);
} PACKED;
struct xfrm_mark {
	unsigned int v; unsigned int m;
} PACKED;
struct xfrm_state_walk {
	struct list_head all; unsigned char state; unsigned char dying; unsigned char proto; PAD(1); unsigned int seq;
	struct xfrm_address_filter *filter;
} PACKED;
struct xfrm_replay_state {
	unsigned int oseq; unsigned int seq; unsigned int bitmap;
} PACKED;
enum xfrm_replay_mode {
	XFRM_REPLAY_MODE_LEGACY = 0, XFRM_REPLAY_MODE_BMP = 1, XFRM_REPLAY_MODE_ESN = 2,
};
struct xfrm_stats {
	unsigned int replay_window; unsigned int replay; unsigned int integrity_failed;
} PACKED;
struct xfrm_lifetime_cur {
	unsigned long long bytes; unsigned long long packets; unsigned long long add_time; unsigned long long use_time;
} PACKED;
struct xfrm_dev_offload {
	struct net_device *dev; netdevice_tracker dev_tracker; struct net_device *real_dev; unsigned long offload_handle;
	unsigned char dir : 2; unsigned char type : 2; unsigned char flags : 2; unsigned char : 2; PAD(7);
} PACKED;
struct xfrm_mode {
	unsigned char encap; unsigned char family; unsigned char flags;
} PACKED;
struct xfrm_state {
	possible_net_t xs_net;
	union {
		struct hlist_node gclist; struct hlist_node bydst;
	} PACKED;
	union {
		struct hlist_node dev_gclist; struct hlist_node bysrc;
	} PACKED;
	struct hlist_node byspi; struct hlist_node byseq; struct hlist_node state_cache; struct hlist_node state_cache_input;
	struct refcount_struct refcnt; struct spinlock lock; unsigned int pcpu_num; struct xfrm_id id; PAD(56);
	struct xfrm_mark mark; unsigned int if_id; unsigned int tfcpad; unsigned int genid; struct xfrm_state_walk km;
	struct {
		unsigned int reqid; unsigned char mode; unsigned char replay_window; unsigned char aalgo; unsigned char ealgo;
		unsigned char calgo; unsigned char flags; unsigned short family;
		union {
			unsigned int a4; unsigned int a6[4]; struct in6_addr in6;
		} PACKED saddr;
		int header_len; int trailer_len; unsigned int extra_flags; struct xfrm_mark smark;
	} PACKED props;
	PAD(64); struct xfrm_algo_auth *aalg; struct xfrm_algo *ealg; struct xfrm_algo *calg; struct xfrm_algo_aead *aead;
	char *geniv; unsigned short new_mapping_sport; PAD(2); unsigned int new_mapping; unsigned int mapping_maxage; PAD(4);
	struct xfrm_encap_tmpl *encap; unsigned int nat_keepalive_interval; PAD(4); long long nat_keepalive_expiration;
	void *coaddr; struct xfrm_state *tunnel; atomic_t tunnel_users; struct xfrm_replay_state replay;
	struct xfrm_replay_state_esn *replay_esn; struct xfrm_replay_state preplay; PAD(4);
	struct xfrm_replay_state_esn *preplay_esn; enum xfrm_replay_mode repl_mode; unsigned int xflags;
	unsigned int replay_maxage; unsigned int replay_maxdiff; struct timer_list rtimer; struct xfrm_stats stats; PAD(4);
	struct xfrm_lifetime_cur curlft; struct hrtimer mtimer; struct xfrm_dev_offload xso; long saved_tmo;
	long long lastused; struct page_frag xfrag; struct xfrm_type *type; struct xfrm_mode inner_mode;
	struct xfrm_mode inner_mode_iaf; struct xfrm_mode outer_mode; PAD(7); struct xfrm_type_offload *type_offload;
	struct xfrm_sec_ctx *security; void *data; unsigned char dir; PAD(7);
} PACKED;
struct timezone {
	int tz_minuteswest; int tz_dsttime;
} PACKED;
struct sembuf {
	unsigned short sem_num; short sem_op; short sem_flg;
} PACKED;
struct posix_acl_entry {
	short e_tag; unsigned short e_perm;
	union {
		kuid_t e_uid; kgid_t e_gid;
	} PACKED;
} PACKED;
struct posix_acl {
	struct refcount_struct a_refcount; PAD(4); struct callback_head a_rcu; unsigned int a_count;
	struct posix_acl_entry a_entries[0]; PAD(4);
} PACKED;
struct compat_iovec {
	unsigned int iov_base; unsigned int iov_len;
} PACKED;
struct compat_msghdr {
	unsigned int msg_name; int msg_namelen; unsigned int msg_iov; unsigned int msg_iovlen; unsigned int msg_control;
	unsigned int msg_controllen; unsigned int msg_flags;
} PACKED;
struct group_info {
	struct refcount_struct usage; int ngroups; kgid_t gid[0];
} PACKED;
struct if_dqblk {
	unsigned long long dqb_bhardlimit; unsigned long long dqb_bsoftlimit; unsigned long long dqb_curspace;
	unsigned long long dqb_ihardlimit; unsigned long long dqb_isoftlimit; unsigned long long dqb_curinodes;
	unsigned long long dqb_btime; unsigned long long dqb_itime; unsigned int dqb_valid; PAD(4);
} PACKED;
struct if_dqinfo {
	unsigned long long dqi_bgrace; unsigned long long dqi_igrace; unsigned int dqi_flags; unsigned int dqi_valid;
} PACKED;
struct pollfd {
	int fd; short events; short revents;
} PACKED;
struct tty_driver {
	struct kref kref; PAD(4); void *cdevs; struct module *owner; char *driver_name; char *name; int name_base; int major;
	int minor_start; unsigned int num; short type; short subtype; PAD(44); unsigned long flags;
	struct proc_dir_entry *proc_entry; struct tty_driver *other; void *ttys; void *ports; void *termios;
	void *driver_state; struct tty_operations *ops; struct list_head tty_drivers;
} PACKED;
struct winsize {
	unsigned short ws_row; unsigned short ws_col; unsigned short ws_xpixel; unsigned short ws_ypixel;
} PACKED;
struct tty_struct {
	struct kref kref; int index; struct device *dev; struct tty_driver *driver; struct tty_port *port;
	struct tty_operations *ops; struct tty_ldisc *ldisc; PAD(48); struct mutex atomic_write_lock;
	struct mutex legacy_mutex; struct mutex throttle_mutex; struct rw_semaphore termios_rwsem; struct mutex winsize_mutex;
	PAD(88); char name[64]; unsigned long flags; int count; unsigned int receive_room; struct winsize winsize;
	struct {
		struct spinlock lock; _Bool stopped; _Bool tco_stopped; PAD(2);
	} PACKED flow;
	struct {
		struct pid *pgrp; struct pid *session; struct spinlock lock; unsigned char pktstatus; _Bool packet; PAD(2);
	} PACKED ctrl;
	_Bool hw_stopped; _Bool closing; PAD(2); int flow_change; struct tty_struct *link; struct fasync_struct *fasync;
	struct wait_queue_head write_wait; struct wait_queue_head read_wait; struct wait_queue_head break_wait;
	struct work_struct hangup_work; void *disc_data; void *driver_data; struct spinlock files_lock; int write_cnt;
	unsigned char *write_buf; struct list_head tty_files; struct work_struct SAK_work;
} PACKED;
struct user_msghdr {
	void *msg_name; int msg_namelen; PAD(4); struct iovec *msg_iov; unsigned long msg_iovlen; void *msg_control;
	unsigned long msg_controllen; unsigned int msg_flags; PAD(4);
} PACKED;
struct mmsghdr {
	struct user_msghdr msg_hdr; unsigned int msg_len; PAD(4);
} PACKED;
struct sigaction {
	void *sa_handler; unsigned long sa_flags; void *sa_restorer; sigset_t sa_mask;
} PACKED;
struct k_sigaction {
	struct sigaction sa;
} PACKED;
struct lsm_ctx {
	unsigned long long id; unsigned long long flags; unsigned long long len; unsigned long long ctx_len;
	unsigned char ctx[0];
} PACKED;
struct packet_type {
	unsigned short type; _Bool ignore_outgoing; PAD(5); struct net_device *dev; netdevice_tracker dev_tracker; void *func;
	void *list_func; void *id_match; struct net *af_packet_net; void *af_packet_priv; struct list_head list;
} PACKED;
struct flowi_tunnel {
	unsigned long long tun_id;
} PACKED;
struct flowi_common {
	int flowic_oif; int flowic_iif; int flowic_l3mdev; unsigned int flowic_mark; unsigned char flowic_tos;
	unsigned char flowic_scope; unsigned char flowic_proto; unsigned char flowic_flags; unsigned int flowic_secid;
	kuid_t flowic_uid; unsigned int flowic_multipath_hash; struct flowi_tunnel flowic_tun_key;
} PACKED;
struct bpf_token {
	struct work_struct work; atomic64_t refcnt; struct user_namespace *userns; unsigned long long allowed_cmds;
	unsigned long long allowed_maps; unsigned long long allowed_progs; unsigned long long allowed_attachs; void *security;
} PACKED;
enum pid_type {
	PIDTYPE_PID = 0, PIDTYPE_TGID = 1, PIDTYPE_PGID = 2, PIDTYPE_SID = 3, PIDTYPE_MAX = 4,
};
struct fown_struct {
	struct file *file; rwlock_t lock; struct pid *pid; enum pid_type pid_type; kuid_t uid; kuid_t euid; int signum;
} PACKED;
struct kthread_work {
	struct list_head node; void *func; struct kthread_worker *worker; int canceling; PAD(4);
} PACKED;
struct pool_workqueue {
	struct worker_pool *pool; struct workqueue_struct *wq; int work_color; int flush_color; int refcnt;
	int nr_in_flight[16]; _Bool plugged; PAD(3); int nr_active; PAD(4); struct list_head inactive_works;
	struct list_head pending_node; struct list_head pwqs_node; struct list_head mayday_node;
	struct work_struct mayday_cursor; unsigned long long stats[8]; struct kthread_work release_work;
	struct callback_head rcu; PAD(192);
} PACKED;
struct kthread_worker {
	unsigned int flags; struct raw_spinlock lock; struct list_head work_list; struct list_head delayed_work_list;
	struct task_struct *task; struct kthread_work *current_work;
} PACKED;
struct dl_bw {
	struct raw_spinlock lock; PAD(4); unsigned long long bw; unsigned long long total_bw;
} PACKED;
struct cpudl {
	struct raw_spinlock lock; int size; struct cpumask *free_cpus; struct cpudl_item *elements;
} PACKED;
struct root_domain {
	atomic_t refcount; atomic_t rto_count; struct callback_head rcu; struct cpumask *span; struct cpumask *online;
	_Bool overloaded; _Bool overutilized; PAD(6); struct cpumask *dlo_mask; atomic_t dlo_count; PAD(4);
	struct dl_bw dl_bw; struct cpudl cpudl; unsigned long long visit_gen; struct irq_work rto_push_work;
	struct raw_spinlock rto_lock; int rto_loop; int rto_cpu; atomic_t rto_loop_next; atomic_t rto_loop_start; PAD(4);
	struct cpumask *rto_mask; PAD(1624); struct perf_domain *pd;
} PACKED;
struct cgroup_root {
	struct kernfs_root *kf_root; unsigned int subsys_mask; int hierarchy_id; struct list_head root_list;
	struct callback_head rcu; PAD(16); struct cgroup cgrp; struct cgroup *cgrp_ancestor_storage; atomic_t nr_cgrps;
	unsigned int flags; char release_agent_path[4096]; char name[64]; PAD(48);
} PACKED;
struct xattr {
	char *name; void *value; unsigned long value_len;
} PACKED;

enum bpf_link_type {
	BPF_LINK_TYPE_UNSPEC = 0, BPF_LINK_TYPE_RAW_TRACEPOINT = 1, BPF_LINK_TYPE_TRACING = 2, BPF_LINK_TYPE_CGROUP = 3,
	BPF_LINK_TYPE_ITER = 4, BPF_LINK_TYPE_NETNS = 5, BPF_LINK_TYPE_XDP = 6, BPF_LINK_TYPE_PERF_EVENT = 7,
	BPF_LINK_TYPE_KPROBE_MULTI = 8, BPF_LINK_TYPE_STRUCT_OPS = 9, BPF_LINK_TYPE_NETFILTER = 10, BPF_LINK_TYPE_TCX = 11,
	BPF_LINK_TYPE_UPROBE_MULTI = 12, BPF_LINK_TYPE_NETKIT = 13, BPF_LINK_TYPE_SOCKMAP = 14, __MAX_BPF_LINK_TYPE = 15,
};
struct bpf_link {
	atomic64_t refcnt; unsigned int id; enum bpf_link_type type; struct bpf_link_ops *ops; struct bpf_prog *prog;
	union {
		struct callback_head rcu; struct work_struct work;
	} PACKED;
} PACKED;
struct kallsym_iter {
	long long pos; long long pos_mod_end; long long pos_ftrace_mod_end; long long pos_bpf_end; unsigned long value;
	unsigned int nameoff; char type; char name[512]; char module_name[56]; PAD(3); int exported; int show_value;
} PACKED;
struct inet_peer_base {
	struct rb_root rb_root; PAD(8); int total; PAD(4);
} PACKED;
struct fib6_node {
	struct fib6_node *parent; struct fib6_node *left; struct fib6_node *right; struct fib6_node *subtree; struct fib6_info *leaf;
	unsigned short fn_bit; unsigned short fn_flags; int fn_sernum; struct fib6_info *rr_ptr; struct callback_head rcu;
} PACKED;
struct fib6_table {
	struct hlist_node tb6_hlist; unsigned int tb6_id; struct spinlock tb6_lock; struct fib6_node tb6_root;
	struct inet_peer_base tb6_peers; unsigned int flags; unsigned int fib_seq; struct hlist_head tb6_gc_hlist;
} PACKED;
struct rt6key {
	struct in6_addr addr; int plen;
} PACKED;
struct fib_nh_common {
	struct net_device *nhc_dev; netdevice_tracker nhc_dev_tracker; int nhc_oif; unsigned char nhc_scope; unsigned char nhc_family;
	unsigned char nhc_gw_family; unsigned char nhc_flags; struct lwtunnel_state *nhc_lwtstate;
	union {
		unsigned int ipv4; struct in6_addr ipv6;
	} PACKED nhc_gw;
	int nhc_weight; atomic_t nhc_upper_bound; struct rtable **nhc_pcpu_rth_output; struct rtable *nhc_rth_input;
	struct fnhe_hash_bucket *nhc_exceptions;
} PACKED;
struct fib6_nh {
	struct fib_nh_common nh_common; unsigned long last_probe; struct rt6_info **rt6i_pcpu;
	struct rt6_exception_bucket *rt6i_exception_bucket;
} PACKED;
struct fib6_info {
	struct fib6_table *fib6_table; struct fib6_info *fib6_next; struct fib6_node *fib6_node;
	union {
		struct list_head fib6_siblings; struct list_head nh_list;
	} PACKED;
	unsigned int fib6_nsiblings; struct refcount_struct fib6_ref; unsigned long expires; struct hlist_node gc_link;
	struct dst_metrics *fib6_metrics; struct rt6key fib6_dst; unsigned int fib6_flags; struct rt6key fib6_src;
	struct rt6key fib6_prefsrc; unsigned int fib6_metric; unsigned char fib6_protocol; unsigned char fib6_type;
	unsigned char offload; unsigned char trap; unsigned char offload_failed; unsigned char should_flush : 1;
	unsigned char dst_nocount : 1; unsigned char dst_nopolicy : 1; unsigned char fib6_destroying : 1; unsigned char unused : 4;
	PAD(6); struct callback_head rcu; struct nexthop *nh; struct fib6_nh fib6_nh[0];
} PACKED;

struct {
	struct __kernel_timespec t0; struct bpf_ringbuf t1; struct bpf_token t2; struct btf_ptr t3; struct cgroup_root t4; struct
	cgroup_subsys t5; struct clone_args t6; struct compat_iovec t7; struct compat_msghdr t8; struct cpufreq_policy t9; struct
	ctl_dir t10; struct ctl_table t11; struct ctl_table_header t12; struct elevator_queue t13; struct elevator_type t14; struct
	filename t15; struct flowi_common t16; struct folio t17; struct fown_struct t18; struct fqdir t19; struct fs_context t20;
	struct group_info t21; struct iattr t22; struct if_dqblk t23; struct if_dqinfo t24; struct io_uring_cmd t25; struct ipv6_pinfo
	t26; struct irqaction t27; struct k_sigaction t28; struct kern_ipc_perm t29; struct kernel_siginfo t30; struct kmem_cache t31;
	struct kthread_work t32; struct kthread_worker t33; struct lsm_ctx t34; struct mnt_idmap t35; struct module t36; struct msg_msg
	t37; struct napi_struct t38; struct neigh_parms t39; struct neigh_table t40; struct neighbour t41; struct netlink_sock t42;
	struct nlmsghdr t43; struct oom_control t44; struct open_how t45; struct packet_type t46; struct pollfd t47; struct
	pool_workqueue t48; struct posix_acl t49; struct reclaim_stat t50; struct renamedata t51; struct request_queue t52; struct
	root_domain t53; struct sembuf t54; struct softnet_data t55; struct syscall_trace_enter t56; struct syscall_trace_exit t57;
	union tcp_word_hdr t58; struct timespec64 t59; struct timezone t60; struct tty_driver t61; struct tty_struct t62; struct
	unix_address t63; struct unix_sock t64; struct user_msghdr t65; struct xattr t66; struct xdp_cpumap_stats t67; struct
	xfrm_state t68; struct bpf_link t69; struct kallsym_iter t70; struct fib6_info t71; struct
	fib6_table t72; struct mmsghdr t73; enum cgroup_subsys_id e0;
} further;
