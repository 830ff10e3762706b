// SPDX-License-Identifier: Apache-2.0
// What programs of Linux 6.12 on x86-64 are given and what they read from packets: contexts, objects in map values, headers, records of
// trace events. Programs that are compiled with all of the kernel's types refer to these by name, too.

struct Qdisc; struct napi_struct; struct netdev_queue;

enum hrtimer_mode {
	HRTIMER_MODE_ABS = 0, HRTIMER_MODE_REL = 1, HRTIMER_MODE_PINNED = 2, HRTIMER_MODE_SOFT = 4, HRTIMER_MODE_HARD = 8,
	HRTIMER_MODE_ABS_PINNED = 2, HRTIMER_MODE_REL_PINNED = 3, HRTIMER_MODE_ABS_SOFT = 4, HRTIMER_MODE_REL_SOFT = 5,
	HRTIMER_MODE_ABS_PINNED_SOFT = 6, HRTIMER_MODE_REL_PINNED_SOFT = 7, HRTIMER_MODE_ABS_HARD = 8, HRTIMER_MODE_REL_HARD = 9,
	HRTIMER_MODE_ABS_PINNED_HARD = 10, HRTIMER_MODE_REL_PINNED_HARD = 11,
};
enum numa_vmaskip_reason {
	NUMAB_SKIP_UNSUITABLE = 0, NUMAB_SKIP_SHARED_RO = 1, NUMAB_SKIP_INACCESSIBLE = 2, NUMAB_SKIP_SCAN_DELAY = 3,
	NUMAB_SKIP_PID_INACTIVE = 4, NUMAB_SKIP_IGNORE_PID = 5, NUMAB_SKIP_SEQ_COMPLETED = 6,
};
enum sk_rst_reason {
	SK_RST_REASON_NOT_SPECIFIED = 0, SK_RST_REASON_NO_SOCKET = 1, SK_RST_REASON_TCP_INVALID_ACK_SEQUENCE = 2,
	SK_RST_REASON_TCP_RFC7323_PAWS = 3, SK_RST_REASON_TCP_TOO_OLD_ACK = 4, SK_RST_REASON_TCP_ACK_UNSENT_DATA = 5,
	SK_RST_REASON_TCP_FLAGS = 6, SK_RST_REASON_TCP_OLD_ACK = 7, SK_RST_REASON_TCP_ABORT_ON_DATA = 8, SK_RST_REASON_TCP_TIMEWAIT_SOCKET
	= 9, SK_RST_REASON_INVALID_SYN = 10, SK_RST_REASON_TCP_ABORT_ON_CLOSE = 11, SK_RST_REASON_TCP_ABORT_ON_LINGER = 12,
	SK_RST_REASON_TCP_ABORT_ON_MEMORY = 13, SK_RST_REASON_TCP_STATE = 14, SK_RST_REASON_TCP_KEEPALIVE_TIMEOUT = 15,
	SK_RST_REASON_TCP_DISCONNECT_WITH_DATA = 16, SK_RST_REASON_MPTCP_RST_EUNSPEC = 17, SK_RST_REASON_MPTCP_RST_EMPTCP = 18,
	SK_RST_REASON_MPTCP_RST_ERESOURCE = 19, SK_RST_REASON_MPTCP_RST_EPROHIBIT = 20, SK_RST_REASON_MPTCP_RST_EWQ2BIG = 21,
	SK_RST_REASON_MPTCP_RST_EBADPERF = 22, SK_RST_REASON_MPTCP_RST_EMIDDLEBOX = 23, SK_RST_REASON_ERROR = 24, SK_RST_REASON_MAX = 25,
};
enum xdp_action {
	XDP_ABORTED = 0, XDP_DROP = 1, XDP_PASS = 2, XDP_TX = 3, XDP_REDIRECT = 4,
};
enum bpf_func_id {
	BPF_FUNC_unspec = 0, BPF_FUNC_map_lookup_elem = 1, BPF_FUNC_map_update_elem = 2, BPF_FUNC_map_delete_elem = 3, BPF_FUNC_probe_read
	= 4, BPF_FUNC_ktime_get_ns = 5, BPF_FUNC_trace_printk = 6, BPF_FUNC_get_prandom_u32 = 7, BPF_FUNC_get_smp_processor_id = 8,
	BPF_FUNC_skb_store_bytes = 9, BPF_FUNC_l3_csum_replace = 10, BPF_FUNC_l4_csum_replace = 11, BPF_FUNC_tail_call = 12,
	BPF_FUNC_clone_redirect = 13, BPF_FUNC_get_current_pid_tgid = 14, BPF_FUNC_get_current_uid_gid = 15, BPF_FUNC_get_current_comm =
	16, BPF_FUNC_get_cgroup_classid = 17, BPF_FUNC_skb_vlan_push = 18, BPF_FUNC_skb_vlan_pop = 19, BPF_FUNC_skb_get_tunnel_key = 20,
	BPF_FUNC_skb_set_tunnel_key = 21, BPF_FUNC_perf_event_read = 22, BPF_FUNC_redirect = 23, BPF_FUNC_get_route_realm = 24,
	BPF_FUNC_perf_event_output = 25, BPF_FUNC_skb_load_bytes = 26, BPF_FUNC_get_stackid = 27, BPF_FUNC_csum_diff = 28,
	BPF_FUNC_skb_get_tunnel_opt = 29, BPF_FUNC_skb_set_tunnel_opt = 30, BPF_FUNC_skb_change_proto = 31, BPF_FUNC_skb_change_type = 32,
	BPF_FUNC_skb_under_cgroup = 33, BPF_FUNC_get_hash_recalc = 34, BPF_FUNC_get_current_task = 35, BPF_FUNC_probe_write_user = 36,
	BPF_FUNC_current_task_under_cgroup = 37, BPF_FUNC_skb_change_tail = 38, BPF_FUNC_skb_pull_data = 39, BPF_FUNC_csum_update = 40,
	BPF_FUNC_set_hash_invalid = 41, BPF_FUNC_get_numa_node_id = 42, BPF_FUNC_skb_change_head = 43, BPF_FUNC_xdp_adjust_head = 44,
	BPF_FUNC_probe_read_str = 45, BPF_FUNC_get_socket_cookie = 46, BPF_FUNC_get_socket_uid = 47, BPF_FUNC_set_hash = 48,
	BPF_FUNC_setsockopt = 49, BPF_FUNC_skb_adjust_room = 50, BPF_FUNC_redirect_map = 51, BPF_FUNC_sk_redirect_map = 52,
	BPF_FUNC_sock_map_update = 53, BPF_FUNC_xdp_adjust_meta = 54, BPF_FUNC_perf_event_read_value = 55, BPF_FUNC_perf_prog_read_value =
	56, BPF_FUNC_getsockopt = 57, BPF_FUNC_override_return = 58, BPF_FUNC_sock_ops_cb_flags_set = 59, BPF_FUNC_msg_redirect_map = 60,
	BPF_FUNC_msg_apply_bytes = 61, BPF_FUNC_msg_cork_bytes = 62, BPF_FUNC_msg_pull_data = 63, BPF_FUNC_bind = 64,
	BPF_FUNC_xdp_adjust_tail = 65, BPF_FUNC_skb_get_xfrm_state = 66, BPF_FUNC_get_stack = 67, BPF_FUNC_skb_load_bytes_relative = 68,
	BPF_FUNC_fib_lookup = 69, BPF_FUNC_sock_hash_update = 70, BPF_FUNC_msg_redirect_hash = 71, BPF_FUNC_sk_redirect_hash = 72,
	BPF_FUNC_lwt_push_encap = 73, BPF_FUNC_lwt_seg6_store_bytes = 74, BPF_FUNC_lwt_seg6_adjust_srh = 75, BPF_FUNC_lwt_seg6_action =
	76, BPF_FUNC_rc_repeat = 77, BPF_FUNC_rc_keydown = 78, BPF_FUNC_skb_cgroup_id = 79, BPF_FUNC_get_current_cgroup_id = 80,
	BPF_FUNC_get_local_storage = 81, BPF_FUNC_sk_select_reuseport = 82, BPF_FUNC_skb_ancestor_cgroup_id = 83, BPF_FUNC_sk_lookup_tcp =
	84, BPF_FUNC_sk_lookup_udp = 85, BPF_FUNC_sk_release = 86, BPF_FUNC_map_push_elem = 87, BPF_FUNC_map_pop_elem = 88,
	BPF_FUNC_map_peek_elem = 89, BPF_FUNC_msg_push_data = 90, BPF_FUNC_msg_pop_data = 91, BPF_FUNC_rc_pointer_rel = 92,
	BPF_FUNC_spin_lock = 93, BPF_FUNC_spin_unlock = 94, BPF_FUNC_sk_fullsock = 95, BPF_FUNC_tcp_sock = 96, BPF_FUNC_skb_ecn_set_ce =
	97, BPF_FUNC_get_listener_sock = 98, BPF_FUNC_skc_lookup_tcp = 99, BPF_FUNC_tcp_check_syncookie = 100, BPF_FUNC_sysctl_get_name =
	101, BPF_FUNC_sysctl_get_current_value = 102, BPF_FUNC_sysctl_get_new_value = 103, BPF_FUNC_sysctl_set_new_value = 104,
	BPF_FUNC_strtol = 105, BPF_FUNC_strtoul = 106, BPF_FUNC_sk_storage_get = 107, BPF_FUNC_sk_storage_delete = 108,
	BPF_FUNC_send_signal = 109, BPF_FUNC_tcp_gen_syncookie = 110, BPF_FUNC_skb_output = 111, BPF_FUNC_probe_read_user = 112,
	BPF_FUNC_probe_read_kernel = 113, BPF_FUNC_probe_read_user_str = 114, BPF_FUNC_probe_read_kernel_str = 115, BPF_FUNC_tcp_send_ack
	= 116, BPF_FUNC_send_signal_thread = 117, BPF_FUNC_jiffies64 = 118, BPF_FUNC_read_branch_records = 119,
	BPF_FUNC_get_ns_current_pid_tgid = 120, BPF_FUNC_xdp_output = 121, BPF_FUNC_get_netns_cookie = 122,
	BPF_FUNC_get_current_ancestor_cgroup_id = 123, BPF_FUNC_sk_assign = 124, BPF_FUNC_ktime_get_boot_ns = 125, BPF_FUNC_seq_printf =
	126, BPF_FUNC_seq_write = 127, BPF_FUNC_sk_cgroup_id = 128, BPF_FUNC_sk_ancestor_cgroup_id = 129, BPF_FUNC_ringbuf_output = 130,
	BPF_FUNC_ringbuf_reserve = 131, BPF_FUNC_ringbuf_submit = 132, BPF_FUNC_ringbuf_discard = 133, BPF_FUNC_ringbuf_query = 134,
	BPF_FUNC_csum_level = 135, BPF_FUNC_skc_to_tcp6_sock = 136, BPF_FUNC_skc_to_tcp_sock = 137, BPF_FUNC_skc_to_tcp_timewait_sock =
	138, BPF_FUNC_skc_to_tcp_request_sock = 139, BPF_FUNC_skc_to_udp6_sock = 140, BPF_FUNC_get_task_stack = 141, BPF_FUNC_load_hdr_opt
	= 142, BPF_FUNC_store_hdr_opt = 143, BPF_FUNC_reserve_hdr_opt = 144, BPF_FUNC_inode_storage_get = 145,
	BPF_FUNC_inode_storage_delete = 146, BPF_FUNC_d_path = 147, BPF_FUNC_copy_from_user = 148, BPF_FUNC_snprintf_btf = 149,
	BPF_FUNC_seq_printf_btf = 150, BPF_FUNC_skb_cgroup_classid = 151, BPF_FUNC_redirect_neigh = 152, BPF_FUNC_per_cpu_ptr = 153,
	BPF_FUNC_this_cpu_ptr = 154, BPF_FUNC_redirect_peer = 155, BPF_FUNC_task_storage_get = 156, BPF_FUNC_task_storage_delete = 157,
	BPF_FUNC_get_current_task_btf = 158, BPF_FUNC_bprm_opts_set = 159, BPF_FUNC_ktime_get_coarse_ns = 160, BPF_FUNC_ima_inode_hash =
	161, BPF_FUNC_sock_from_file = 162, BPF_FUNC_check_mtu = 163, BPF_FUNC_for_each_map_elem = 164, BPF_FUNC_snprintf = 165,
	BPF_FUNC_sys_bpf = 166, BPF_FUNC_btf_find_by_name_kind = 167, BPF_FUNC_sys_close = 168, BPF_FUNC_timer_init = 169,
	BPF_FUNC_timer_set_callback = 170, BPF_FUNC_timer_start = 171, BPF_FUNC_timer_cancel = 172, BPF_FUNC_get_func_ip = 173,
	BPF_FUNC_get_attach_cookie = 174, BPF_FUNC_task_pt_regs = 175, BPF_FUNC_get_branch_snapshot = 176, BPF_FUNC_trace_vprintk = 177,
	BPF_FUNC_skc_to_unix_sock = 178, BPF_FUNC_kallsyms_lookup_name = 179, BPF_FUNC_find_vma = 180, BPF_FUNC_loop = 181,
	BPF_FUNC_strncmp = 182, BPF_FUNC_get_func_arg = 183, BPF_FUNC_get_func_ret = 184, BPF_FUNC_get_func_arg_cnt = 185,
	BPF_FUNC_get_retval = 186, BPF_FUNC_set_retval = 187, BPF_FUNC_xdp_get_buff_len = 188, BPF_FUNC_xdp_load_bytes = 189,
	BPF_FUNC_xdp_store_bytes = 190, BPF_FUNC_copy_from_user_task = 191, BPF_FUNC_skb_set_tstamp = 192, BPF_FUNC_ima_file_hash = 193,
	BPF_FUNC_kptr_xchg = 194, BPF_FUNC_map_lookup_percpu_elem = 195, BPF_FUNC_skc_to_mptcp_sock = 196, BPF_FUNC_dynptr_from_mem = 197,
	BPF_FUNC_ringbuf_reserve_dynptr = 198, BPF_FUNC_ringbuf_submit_dynptr = 199, BPF_FUNC_ringbuf_discard_dynptr = 200,
	BPF_FUNC_dynptr_read = 201, BPF_FUNC_dynptr_write = 202, BPF_FUNC_dynptr_data = 203, BPF_FUNC_tcp_raw_gen_syncookie_ipv4 = 204,
	BPF_FUNC_tcp_raw_gen_syncookie_ipv6 = 205, BPF_FUNC_tcp_raw_check_syncookie_ipv4 = 206, BPF_FUNC_tcp_raw_check_syncookie_ipv6 =
	207, BPF_FUNC_ktime_get_tai_ns = 208, BPF_FUNC_user_ringbuf_drain = 209, BPF_FUNC_cgrp_storage_get = 210,
	BPF_FUNC_cgrp_storage_delete = 211, __BPF_FUNC_MAX_ID = 212,
};
enum bpf_hdr_start_off {
	BPF_HDR_START_MAC = 0, BPF_HDR_START_NET = 1,
};
enum bpf_ret_code {
	BPF_OK = 0, BPF_DROP = 2, BPF_REDIRECT = 7, BPF_LWT_REROUTE = 128, BPF_FLOW_DISSECTOR_CONTINUE = 129,
};
struct xdp_md {
	unsigned int data; unsigned int data_end; unsigned int data_meta; unsigned int ingress_ifindex; unsigned int rx_queue_index;
	unsigned int egress_ifindex;
};
struct __sk_buff {
	unsigned int len; unsigned int pkt_type; unsigned int mark; unsigned int queue_mapping; unsigned int protocol; unsigned int
	vlan_present; unsigned int vlan_tci; unsigned int vlan_proto; unsigned int priority; unsigned int ingress_ifindex; unsigned int
	ifindex; unsigned int tc_index; unsigned int cb[5]; unsigned int hash; unsigned int tc_classid; unsigned int data; unsigned int
	data_end; unsigned int napi_id; unsigned int family; unsigned int remote_ip4; unsigned int local_ip4; unsigned int remote_ip6[4];
	unsigned int local_ip6[4]; unsigned int remote_port; unsigned int local_port; unsigned int data_meta; union { struct bpf_flow_keys
	*flow_keys; }; unsigned long long tstamp; unsigned int wire_len; unsigned int gso_segs; union { struct bpf_sock *sk; }; unsigned
	int gso_size; unsigned char tstamp_type; unsigned long long hwtstamp;
};
struct bpf_sock {
	unsigned int bound_dev_if; unsigned int family; unsigned int type; unsigned int protocol; unsigned int mark; unsigned int
	priority; unsigned int src_ip4; unsigned int src_ip6[4]; unsigned int src_port; unsigned short dst_port; unsigned int dst_ip4;
	unsigned int dst_ip6[4]; unsigned int state; unsigned int rx_queue_mapping;
};
struct bpf_tcp_sock {
	unsigned int snd_cwnd; unsigned int srtt_us; unsigned int rtt_min; unsigned int snd_ssthresh; unsigned int rcv_nxt; unsigned int
	snd_nxt; unsigned int snd_una; unsigned int mss_cache; unsigned int ecn_flags; unsigned int rate_delivered; unsigned int
	rate_interval_us; unsigned int packets_out; unsigned int retrans_out; unsigned int total_retrans; unsigned int segs_in; unsigned
	int data_segs_in; unsigned int segs_out; unsigned int data_segs_out; unsigned int lost_out; unsigned int sacked_out; unsigned long
	long bytes_received; unsigned long long bytes_acked; unsigned int dsack_dups; unsigned int delivered; unsigned int delivered_ce;
	unsigned int icsk_retransmits;
};
struct bpf_sock_tuple {
	union { struct { unsigned int saddr; unsigned int daddr; unsigned short sport; unsigned short dport; } ipv4; struct { unsigned int
	saddr[4]; unsigned int daddr[4]; unsigned short sport; unsigned short dport; } ipv6; };
};
struct bpf_sock_addr {
	unsigned int user_family; unsigned int user_ip4; unsigned int user_ip6[4]; unsigned int user_port; unsigned int family; unsigned
	int type; unsigned int protocol; unsigned int msg_src_ip4; unsigned int msg_src_ip6[4]; union { struct bpf_sock *sk; };
};
struct bpf_sock_ops {
	unsigned int op; union { unsigned int args[4]; unsigned int reply; unsigned int replylong[4]; }; unsigned int family; unsigned int
	remote_ip4; unsigned int local_ip4; unsigned int remote_ip6[4]; unsigned int local_ip6[4]; unsigned int remote_port; unsigned int
	local_port; unsigned int is_fullsock; unsigned int snd_cwnd; unsigned int srtt_us; unsigned int bpf_sock_ops_cb_flags; unsigned
	int state; unsigned int rtt_min; unsigned int snd_ssthresh; unsigned int rcv_nxt; unsigned int snd_nxt; unsigned int snd_una;
	unsigned int mss_cache; unsigned int ecn_flags; unsigned int rate_delivered; unsigned int rate_interval_us; unsigned int
	packets_out; unsigned int retrans_out; unsigned int total_retrans; unsigned int segs_in; unsigned int data_segs_in; unsigned int
	segs_out; unsigned int data_segs_out; unsigned int lost_out; unsigned int sacked_out; unsigned int sk_txhash; unsigned long long
	bytes_received; unsigned long long bytes_acked; union { struct bpf_sock *sk; }; union { void *skb_data; }; union { void
	*skb_data_end; }; unsigned int skb_len; unsigned int skb_tcp_flags; unsigned long long skb_hwtstamp;
};
struct bpf_sysctl {
	unsigned int write; unsigned int file_pos;
};
struct bpf_sockopt {
	union { struct bpf_sock *sk; }; union { void *optval; }; union { void *optval_end; }; unsigned int level; unsigned int optname;
	unsigned int optlen; unsigned int retval;
};
struct bpf_sk_lookup {
	union { union { struct bpf_sock *sk; }; unsigned long long cookie; }; unsigned int family; unsigned int protocol; unsigned int
	remote_ip4; unsigned int remote_ip6[4]; unsigned short remote_port; unsigned int local_ip4; unsigned int local_ip6[4]; unsigned
	int local_port; unsigned int ingress_ifindex;
};
struct bpf_cgroup_dev_ctx {
	unsigned int access_type; unsigned int major; unsigned int minor;
};
struct sk_msg_md {
	union { void *data; }; union { void *data_end; }; unsigned int family; unsigned int remote_ip4; unsigned int local_ip4; unsigned
	int remote_ip6[4]; unsigned int local_ip6[4]; unsigned int remote_port; unsigned int local_port; unsigned int size; union { struct
	bpf_sock *sk; };
};
struct sk_reuseport_md {
	union { void *data; }; union { void *data_end; }; unsigned int len; unsigned int eth_protocol; unsigned int ip_protocol; unsigned
	int bind_inany; unsigned int hash; union { struct bpf_sock *sk; }; union { struct bpf_sock *migrating_sk; };
};
struct bpf_flow_keys {
	unsigned short nhoff; unsigned short thoff; unsigned short addr_proto; unsigned char is_frag; unsigned char is_first_frag;
	unsigned char is_encap; unsigned char ip_proto; unsigned short n_proto; unsigned short sport; unsigned short dport; union { struct
	{ unsigned int ipv4_src; unsigned int ipv4_dst; }; struct { unsigned int ipv6_src[4]; unsigned int ipv6_dst[4]; }; }; unsigned int
	flags; unsigned int flow_label;
};
struct bpf_perf_event_data {
	struct pt_regs regs; unsigned long long sample_period; unsigned long long addr;
};
struct bpf_perf_event_value {
	unsigned long long counter; unsigned long long enabled; unsigned long long running;
};
struct bpf_pidns_info {
	unsigned int pid; unsigned int tgid;
};
struct bpf_fib_lookup {
	unsigned char family; unsigned char l4_protocol; unsigned short sport; unsigned short dport; union { unsigned short tot_len;
	unsigned short mtu_result; }; unsigned int ifindex; union { unsigned char tos; unsigned int flowinfo; unsigned int rt_metric; };
	union { unsigned int ipv4_src; unsigned int ipv6_src[4]; }; union { unsigned int ipv4_dst; unsigned int ipv6_dst[4]; }; union {
	struct { unsigned short h_vlan_proto; unsigned short h_vlan_TCI; }; unsigned int tbid; }; union { struct { unsigned int mark; };
	struct { unsigned char smac[6]; unsigned char dmac[6]; }; };
};
struct bpf_redir_neigh {
	unsigned int nh_family; union { unsigned int ipv4_nh; unsigned int ipv6_nh[4]; };
};
struct bpf_tunnel_key {
	unsigned int tunnel_id; union { unsigned int remote_ipv4; unsigned int remote_ipv6[4]; }; unsigned char tunnel_tos; unsigned char
	tunnel_ttl; union { unsigned short tunnel_ext; unsigned short tunnel_flags; }; unsigned int tunnel_label; union { unsigned int
	local_ipv4; unsigned int local_ipv6[4]; };
};
struct bpf_xfrm_state {
	unsigned int reqid; unsigned int spi; unsigned short family; unsigned short ext; union { unsigned int remote_ipv4; unsigned int
	remote_ipv6[4]; };
};
struct bpf_raw_tracepoint_args {
	unsigned long long args[0];
};
struct bpf_timer {
	unsigned long long __opaque[2];
};
struct bpf_spin_lock {
	unsigned int val;
};
struct bpf_wq {
	unsigned long long __opaque[2];
};
struct bpf_dynptr {
	unsigned long long __opaque[2];
};
struct bpf_list_head {
	unsigned long long __opaque[2];
};
struct bpf_list_node {
	unsigned long long __opaque[3];
};
struct bpf_rb_root {
	unsigned long long __opaque[2];
};
struct bpf_rb_node {
	unsigned long long __opaque[4];
};
struct bpf_refcount {
	unsigned int __opaque[1];
};
struct bpf_iter_num {
	unsigned long long __opaque[1];
};
struct bpf_devmap_val {
	unsigned int ifindex; union { unsigned int fd; unsigned int id; } bpf_prog;
};
struct bpf_cpumap_val {
	unsigned int qsize; union { unsigned int fd; unsigned int id; } bpf_prog;
};
struct bpf_nf_ctx {
	struct nf_hook_state *state; struct sk_buff *skb;
};
struct icmphdr {
	unsigned char type; unsigned char code; unsigned short checksum; union { struct { unsigned short id; unsigned short sequence; }
	echo; unsigned int gateway; struct { unsigned short __unused; unsigned short mtu; } frag; unsigned char reserved[4]; } un;
};
struct icmpv6_echo {
	unsigned short identifier; unsigned short sequence;
};
struct icmpv6_nd_advt {
	unsigned int reserved : 5; unsigned int override : 1; unsigned int solicited : 1; unsigned int router : 1; unsigned int reserved2
	: 24;
};
struct icmpv6_nd_ra {
	unsigned char hop_limit; unsigned char reserved : 3; unsigned char router_pref : 2; unsigned char home_agent : 1; unsigned char
	other : 1; unsigned char managed : 1; unsigned short rt_lifetime;
};
struct icmp6hdr {
	unsigned char icmp6_type; unsigned char icmp6_code; unsigned short icmp6_cksum; union { unsigned int un_data32[1]; unsigned short
	un_data16[2]; unsigned char un_data8[4]; struct icmpv6_echo u_echo; struct icmpv6_nd_advt u_nd_advt; struct icmpv6_nd_ra u_nd_ra;
	} icmp6_dataun;
};
struct arphdr {
	unsigned short ar_hrd; unsigned short ar_pro; unsigned char ar_hln; unsigned char ar_pln; unsigned short ar_op;
};
struct vlan_hdr {
	unsigned short h_vlan_TCI; unsigned short h_vlan_encapsulated_proto;
};
struct vlan_ethhdr {
	union { struct { unsigned char h_dest[6]; unsigned char h_source[6]; }; struct { unsigned char h_dest[6]; unsigned char
	h_source[6]; } addrs; }; unsigned short h_vlan_proto; unsigned short h_vlan_TCI; unsigned short h_vlan_encapsulated_proto;
};
struct sockaddr_un {
	unsigned short sun_family; char sun_path[108];
};
struct ip_esp_hdr {
	unsigned int spi; unsigned int seq_no; unsigned char enc_data[0];
};
struct ip_auth_hdr {
	unsigned char nexthdr; unsigned char hdrlen; unsigned short reserved; unsigned int spi; unsigned int seq_no; unsigned char
	auth_data[0];
};
struct gre_base_hdr {
	unsigned short flags; unsigned short protocol;
};
struct ipv6_opt_hdr {
	unsigned char nexthdr; unsigned char hdrlen;
};
struct ipv6_rt_hdr {
	unsigned char nexthdr; unsigned char hdrlen; unsigned char type; unsigned char segments_left;
};
struct frag_hdr {
	unsigned char nexthdr; unsigned char reserved; unsigned short frag_off; unsigned int identification;
};
struct sctphdr {
	unsigned short source; unsigned short dest; unsigned int vtag; unsigned int checksum;
};
struct sctp_chunkhdr {
	unsigned char type; unsigned char flags; unsigned short length;
};
struct igmphdr {
	unsigned char type; unsigned char code; unsigned short csum; unsigned int group;
};
struct bpf_iter__bpf_link {
	union { struct bpf_iter_meta *meta; }; union { struct bpf_link *link; };
};
struct bpf_iter__bpf_sk_storage_map {
	union { struct bpf_iter_meta *meta; }; union { struct bpf_map *map; }; union { struct sock *sk; }; union { void *value; };
};
struct bpf_iter__ipv6_route {
	union { struct bpf_iter_meta *meta; }; union { struct fib6_info *rt; };
};
struct bpf_iter__ksym {
	union { struct bpf_iter_meta *meta; }; union { struct kallsym_iter *ksym; };
};
struct bpf_iter__sockmap {
	union { struct bpf_iter_meta *meta; }; union { struct bpf_map *map; }; union { void *key; }; union { struct sock *sk; };
};
struct bpf_iter__task__safe_trusted {
	struct bpf_iter_meta *meta; struct task_struct *task;
};
struct bpf_iter__unix {
	union { struct bpf_iter_meta *meta; }; union { struct unix_sock *unix_sk; }; unsigned int uid;
};
struct trace_event_raw_block_bio {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; char rwbs[8]; char comm[16]; char
	__data[0];
};
struct trace_event_raw_block_bio_complete {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; unsigned int error; char rwbs[8];
	char __data[0];
};
struct trace_event_raw_block_bio_remap {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; unsigned int old_dev; unsigned long
	long old_sector; char rwbs[8]; char __data[0];
};
struct trace_event_raw_block_buffer {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned long size; char __data[0];
};
struct trace_event_raw_block_plug {
	struct trace_entry ent; char comm[16]; char __data[0];
};
struct trace_event_raw_block_rq_completion {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; unsigned int error; unsigned short
	ioprio; char rwbs[8]; unsigned int __data_loc_cmd; char __data[0];
};
struct trace_event_raw_block_rq_remap {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; unsigned int old_dev; unsigned long
	long old_sector; unsigned int nr_bios; char rwbs[8]; char __data[0];
};
struct trace_event_raw_block_rq_requeue {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned int nr_sector; unsigned short ioprio; char rwbs[8];
	unsigned int __data_loc_cmd; char __data[0];
};
struct trace_event_raw_block_split {
	struct trace_entry ent; unsigned int dev; unsigned long long sector; unsigned long long new_sector; char rwbs[8]; char comm[16];
	char __data[0];
};
struct trace_event_raw_block_unplug {
	struct trace_entry ent; unsigned int nr_rq; char comm[16]; char __data[0];
};
struct trace_event_raw_bpf_test_finish {
	struct trace_entry ent; unsigned int err; char __data[0];
};
struct trace_event_raw_bpf_trace_printk {
	struct trace_entry ent; unsigned int __data_loc_bpf_string; char __data[0];
};
struct trace_event_raw_bpf_trigger_tp {
	struct trace_entry ent; unsigned int nonce; char __data[0];
};
struct trace_event_raw_bpf_xdp_link_attach_failed {
	struct trace_entry ent; unsigned int __data_loc_msg; char __data[0];
};
struct trace_event_raw_cgroup {
	struct trace_entry ent; unsigned int root; unsigned int level; unsigned long long id; unsigned int __data_loc_path; char
	__data[0];
};
struct trace_event_raw_cgroup_event {
	struct trace_entry ent; unsigned int root; unsigned int level; unsigned long long id; unsigned int __data_loc_path; unsigned int
	val; char __data[0];
};
struct trace_event_raw_cgroup_migrate {
	struct trace_entry ent; unsigned int dst_root; unsigned int dst_level; unsigned long long dst_id; unsigned int pid; unsigned int
	__data_loc_dst_path; unsigned int __data_loc_comm; char __data[0];
};
struct trace_event_raw_cgroup_root {
	struct trace_entry ent; unsigned int root; unsigned short ss_mask; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_cgroup_rstat {
	struct trace_entry ent; unsigned int root; unsigned int level; unsigned long long id; unsigned int cpu; unsigned char contended;
	char __data[0];
};
struct trace_event_raw_consume_skb {
	struct trace_entry ent; void *skbaddr; void *location; char __data[0];
};
struct trace_event_raw_context_tracking_user {
	struct trace_entry ent; unsigned int dummy; char __data[0];
};
struct trace_event_raw_cpu {
	struct trace_entry ent; unsigned int state; unsigned int cpu_id; char __data[0];
};
struct trace_event_raw_cpu_frequency_limits {
	struct trace_entry ent; unsigned int min_freq; unsigned int max_freq; unsigned int cpu_id; char __data[0];
};
struct trace_event_raw_cpu_idle_miss {
	struct trace_entry ent; unsigned int cpu_id; unsigned int state; unsigned char below; char __data[0];
};
struct trace_event_raw_cpu_latency_qos_request {
	struct trace_entry ent; unsigned int value; char __data[0];
};
struct trace_event_raw_cpuhp_enter {
	struct trace_entry ent; unsigned int cpu; unsigned int target; unsigned int idx; void *fun; char __data[0];
};
struct trace_event_raw_cpuhp_exit {
	struct trace_entry ent; unsigned int cpu; unsigned int state; unsigned int idx; unsigned int ret; char __data[0];
};
struct trace_event_raw_cpuhp_multi_enter {
	struct trace_entry ent; unsigned int cpu; unsigned int target; unsigned int idx; void *fun; char __data[0];
};
struct trace_event_raw_hrtimer_class {
	struct trace_entry ent; void *hrtimer; char __data[0];
};
struct trace_event_raw_hrtimer_expire_entry {
	struct trace_entry ent; void *hrtimer; unsigned long long now; void *function; char __data[0];
};
struct trace_event_raw_hrtimer_init {
	struct trace_entry ent; void *hrtimer; unsigned int clockid; enum hrtimer_mode mode; char __data[0];
};
struct trace_event_raw_hrtimer_start {
	struct trace_entry ent; void *hrtimer; void *function; unsigned long long expires; unsigned long long softexpires; enum
	hrtimer_mode mode; unsigned char was_armed; char __data[0];
};
struct trace_event_raw_icmp_send {
	struct trace_entry ent; void *skbaddr; unsigned int type; unsigned int code; unsigned char saddr[4]; unsigned char daddr[4];
	unsigned short sport; unsigned short dport; unsigned short ulen; char __data[0];
};
struct trace_event_raw_inet_sk_error_report {
	struct trace_entry ent; unsigned int error; unsigned short sport; unsigned short dport; unsigned short family; unsigned short
	protocol; unsigned char saddr[4]; unsigned char daddr[4]; unsigned char saddr_v6[16]; unsigned char daddr_v6[16]; char __data[0];
};
struct trace_event_raw_irq_handler_entry {
	struct trace_entry ent; unsigned int irq; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_irq_handler_exit {
	struct trace_entry ent; unsigned int irq; unsigned int ret; char __data[0];
};
struct trace_event_raw_irq_matrix_cpu {
	struct trace_entry ent; unsigned int bit; unsigned int cpu; unsigned char online; unsigned int available; unsigned int allocated;
	unsigned int managed; unsigned int online_maps; unsigned int global_available; unsigned int global_reserved; unsigned int
	total_allocated; char __data[0];
};
struct trace_event_raw_irq_matrix_global {
	struct trace_entry ent; unsigned int online_maps; unsigned int global_available; unsigned int global_reserved; unsigned int
	total_allocated; char __data[0];
};
struct trace_event_raw_irq_matrix_global_update {
	struct trace_entry ent; unsigned int bit; unsigned int online_maps; unsigned int global_available; unsigned int global_reserved;
	unsigned int total_allocated; char __data[0];
};
struct trace_event_raw_kfree {
	struct trace_entry ent; unsigned long call_site; void *ptr; char __data[0];
};
struct trace_event_raw_kmalloc {
	struct trace_entry ent; unsigned long call_site; void *ptr; unsigned long bytes_req; unsigned long bytes_alloc; unsigned long
	gfp_flags; unsigned int node; char __data[0];
};
struct trace_event_raw_kmem_cache_alloc {
	struct trace_entry ent; unsigned long call_site; void *ptr; unsigned long bytes_req; unsigned long bytes_alloc; unsigned long
	gfp_flags; unsigned int node; unsigned char accounted; char __data[0];
};
struct trace_event_raw_kmem_cache_free {
	struct trace_entry ent; unsigned long call_site; void *ptr; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_mark_victim {
	struct trace_entry ent; unsigned int pid; unsigned int __data_loc_comm; unsigned long total_vm; unsigned long anon_rss; unsigned
	long file_rss; unsigned long shmem_rss; unsigned int uid; unsigned long pgtables; unsigned short oom_score_adj; char __data[0];
};
struct trace_event_raw_mm_page {
	struct trace_entry ent; unsigned long pfn; unsigned int order; unsigned int migratetype; unsigned int percpu_refill; char
	__data[0];
};
struct trace_event_raw_mm_page_alloc {
	struct trace_entry ent; unsigned long pfn; unsigned int order; unsigned long gfp_flags; unsigned int migratetype; char __data[0];
};
struct trace_event_raw_mm_page_alloc_extfrag {
	struct trace_entry ent; unsigned long pfn; unsigned int alloc_order; unsigned int fallback_order; unsigned int alloc_migratetype;
	unsigned int fallback_migratetype; unsigned int change_ownership; char __data[0];
};
struct trace_event_raw_mm_page_free {
	struct trace_entry ent; unsigned long pfn; unsigned int order; char __data[0];
};
struct trace_event_raw_mm_page_free_batched {
	struct trace_entry ent; unsigned long pfn; char __data[0];
};
struct trace_event_raw_mm_page_pcpu_drain {
	struct trace_entry ent; unsigned long pfn; unsigned int order; unsigned int migratetype; char __data[0];
};
struct trace_event_raw_mmap_lock {
	struct trace_entry ent; struct mm_struct *mm; unsigned int __data_loc_memcg_path; unsigned char write; char __data[0];
};
struct trace_event_raw_mmap_lock_acquire_returned {
	struct trace_entry ent; struct mm_struct *mm; unsigned int __data_loc_memcg_path; unsigned char write; unsigned char success; char
	__data[0];
};
struct trace_event_raw_module_free {
	struct trace_entry ent; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_module_load {
	struct trace_entry ent; unsigned int taints; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_module_refcnt {
	struct trace_entry ent; unsigned long ip; unsigned int refcnt; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_module_request {
	struct trace_entry ent; unsigned long ip; unsigned char wait; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_napi_poll {
	struct trace_entry ent; struct napi_struct *napi; unsigned int __data_loc_dev_name; unsigned int work; unsigned int budget; char
	__data[0];
};
struct trace_event_raw_neigh__update {
	struct trace_entry ent; unsigned int family; unsigned int __data_loc_dev; unsigned char lladdr[32]; unsigned char lladdr_len;
	unsigned char flags; unsigned char nud_state; unsigned char type; unsigned char dead; unsigned int refcnt; unsigned char
	primary_key4[4]; unsigned char primary_key6[16]; unsigned long confirmed; unsigned long updated; unsigned long used; unsigned int
	err; char __data[0];
};
struct trace_event_raw_neigh_create {
	struct trace_entry ent; unsigned int family; unsigned int __data_loc_dev; unsigned int entries; unsigned char created; unsigned
	char gc_exempt; unsigned char primary_key4[4]; unsigned char primary_key6[16]; char __data[0];
};
struct trace_event_raw_neigh_update {
	struct trace_entry ent; unsigned int family; unsigned int __data_loc_dev; unsigned char lladdr[32]; unsigned char lladdr_len;
	unsigned char flags; unsigned char nud_state; unsigned char type; unsigned char dead; unsigned int refcnt; unsigned char
	primary_key4[4]; unsigned char primary_key6[16]; unsigned long confirmed; unsigned long updated; unsigned long used; unsigned char
	new_lladdr[32]; unsigned char new_state; unsigned int update_flags; unsigned int pid; char __data[0];
};
struct trace_event_raw_net_dev_rx_exit_template {
	struct trace_entry ent; unsigned int ret; char __data[0];
};
struct trace_event_raw_net_dev_rx_verbose_template {
	struct trace_entry ent; unsigned int __data_loc_name; unsigned int napi_id; unsigned short queue_mapping; void *skbaddr; unsigned
	char vlan_tagged; unsigned short vlan_proto; unsigned short vlan_tci; unsigned short protocol; unsigned char ip_summed; unsigned
	int hash; unsigned char l4_hash; unsigned int len; unsigned int data_len; unsigned int truesize; unsigned char mac_header_valid;
	unsigned int mac_header; unsigned char nr_frags; unsigned short gso_size; unsigned short gso_type; char __data[0];
};
struct trace_event_raw_net_dev_start_xmit {
	struct trace_entry ent; unsigned int __data_loc_name; unsigned short queue_mapping; void *skbaddr; unsigned char vlan_tagged;
	unsigned short vlan_proto; unsigned short vlan_tci; unsigned short protocol; unsigned char ip_summed; unsigned int len; unsigned
	int data_len; unsigned int network_offset; unsigned char transport_offset_valid; unsigned int transport_offset; unsigned char
	tx_flags; unsigned short gso_size; unsigned short gso_segs; unsigned short gso_type; char __data[0];
};
struct trace_event_raw_net_dev_template {
	struct trace_entry ent; void *skbaddr; unsigned int len; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_net_dev_xmit {
	struct trace_entry ent; void *skbaddr; unsigned int len; unsigned int rc; unsigned int __data_loc_name; char __data[0];
};
struct trace_event_raw_net_dev_xmit_timeout {
	struct trace_entry ent; unsigned int __data_loc_name; unsigned int __data_loc_driver; unsigned int queue_index; char __data[0];
};
struct trace_event_raw_oom_score_adj_update {
	struct trace_entry ent; unsigned int pid; char comm[16]; unsigned short oom_score_adj; char __data[0];
};
struct trace_event_raw_percpu_alloc_percpu {
	struct trace_entry ent; unsigned long call_site; unsigned char reserved; unsigned char is_atomic; unsigned long size; unsigned
	long align; void *base_addr; unsigned int off; void *ptr; unsigned long bytes_alloc; unsigned long gfp_flags; char __data[0];
};
struct trace_event_raw_percpu_alloc_percpu_fail {
	struct trace_entry ent; unsigned char reserved; unsigned char is_atomic; unsigned long size; unsigned long align; char __data[0];
};
struct trace_event_raw_percpu_create_chunk {
	struct trace_entry ent; void *base_addr; char __data[0];
};
struct trace_event_raw_percpu_destroy_chunk {
	struct trace_entry ent; void *base_addr; char __data[0];
};
struct trace_event_raw_percpu_free_percpu {
	struct trace_entry ent; void *base_addr; unsigned int off; void *ptr; char __data[0];
};
struct trace_event_raw_qdisc_create {
	struct trace_entry ent; unsigned int __data_loc_dev; unsigned int __data_loc_kind; unsigned int parent; char __data[0];
};
struct trace_event_raw_qdisc_dequeue {
	struct trace_entry ent; struct Qdisc *qdisc; struct netdev_queue *txq; unsigned int packets; void *skbaddr; unsigned int ifindex;
	unsigned int handle; unsigned int parent; unsigned long txq_state; char __data[0];
};
struct trace_event_raw_qdisc_destroy {
	struct trace_entry ent; unsigned int __data_loc_dev; unsigned int __data_loc_kind; unsigned int parent; unsigned int handle; char
	__data[0];
};
struct trace_event_raw_qdisc_enqueue {
	struct trace_entry ent; struct Qdisc *qdisc; struct netdev_queue *txq; void *skbaddr; unsigned int ifindex; unsigned int handle;
	unsigned int parent; char __data[0];
};
struct trace_event_raw_qdisc_reset {
	struct trace_entry ent; unsigned int __data_loc_dev; unsigned int __data_loc_kind; unsigned int parent; unsigned int handle; char
	__data[0];
};
struct trace_event_raw_rcu_utilization {
	struct trace_entry ent; char *s; char __data[0];
};
struct trace_event_raw_rss_stat {
	struct trace_entry ent; unsigned int mm_id; unsigned int curr; unsigned int member; long size; char __data[0];
};
struct trace_event_raw_sched_kthread_stop {
	struct trace_entry ent; char comm[16]; unsigned int pid; char __data[0];
};
struct trace_event_raw_sched_kthread_stop_ret {
	struct trace_entry ent; unsigned int ret; char __data[0];
};
struct trace_event_raw_sched_kthread_work_execute_end {
	struct trace_entry ent; void *work; void *function; char __data[0];
};
struct trace_event_raw_sched_kthread_work_execute_start {
	struct trace_entry ent; void *work; void *function; char __data[0];
};
struct trace_event_raw_sched_kthread_work_queue_work {
	struct trace_entry ent; void *work; void *function; void *worker; char __data[0];
};
struct trace_event_raw_sched_migrate_task {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned int prio; unsigned int orig_cpu; unsigned int dest_cpu; char
	__data[0];
};
struct trace_event_raw_sched_move_numa {
	struct trace_entry ent; unsigned int pid; unsigned int tgid; unsigned int ngid; unsigned int src_cpu; unsigned int src_nid;
	unsigned int dst_cpu; unsigned int dst_nid; char __data[0];
};
struct trace_event_raw_sched_numa_pair_template {
	struct trace_entry ent; unsigned int src_pid; unsigned int src_tgid; unsigned int src_ngid; unsigned int src_cpu; unsigned int
	src_nid; unsigned int dst_pid; unsigned int dst_tgid; unsigned int dst_ngid; unsigned int dst_cpu; unsigned int dst_nid; char
	__data[0];
};
struct trace_event_raw_sched_pi_setprio {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned int oldprio; unsigned int newprio; char __data[0];
};
struct trace_event_raw_sched_prepare_exec {
	struct trace_entry ent; unsigned int __data_loc_interp; unsigned int __data_loc_filename; unsigned int pid; unsigned int
	__data_loc_comm; char __data[0];
};
struct trace_event_raw_sched_process_hang {
	struct trace_entry ent; char comm[16]; unsigned int pid; char __data[0];
};
struct trace_event_raw_sched_process_template {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned int prio; char __data[0];
};
struct trace_event_raw_sched_process_wait {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned int prio; char __data[0];
};
struct trace_event_raw_sched_skip_vma_numa {
	struct trace_entry ent; unsigned long numa_scan_offset; unsigned long vm_start; unsigned long vm_end; enum numa_vmaskip_reason
	reason; char __data[0];
};
struct trace_event_raw_sched_stat_runtime {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned long long runtime; char __data[0];
};
struct trace_event_raw_sched_stat_template {
	struct trace_entry ent; char comm[16]; unsigned int pid; unsigned long long delay; char __data[0];
};
struct trace_event_raw_sched_wake_idle_without_ipi {
	struct trace_entry ent; unsigned int cpu; char __data[0];
};
struct trace_event_raw_signal_deliver {
	struct trace_entry ent; unsigned int sig; unsigned int errno; unsigned int code; unsigned long sa_handler; unsigned long sa_flags;
	char __data[0];
};
struct trace_event_raw_signal_generate {
	struct trace_entry ent; unsigned int sig; unsigned int errno; unsigned int code; char comm[16]; unsigned int pid; unsigned int
	group; unsigned int result; char __data[0];
};
struct trace_event_raw_skb_copy_datagram_iovec {
	struct trace_entry ent; void *skbaddr; unsigned int len; char __data[0];
};
struct trace_event_raw_sock_exceed_buf_limit {
	struct trace_entry ent; char name[32]; long sysctl_mem[3]; long allocated; unsigned int sysctl_rmem; unsigned int rmem_alloc;
	unsigned int sysctl_wmem; unsigned int wmem_alloc; unsigned int wmem_queued; unsigned int kind; char __data[0];
};
struct trace_event_raw_sock_msg_length {
	struct trace_entry ent; void *sk; unsigned short family; unsigned short protocol; unsigned int ret; unsigned int flags; char
	__data[0];
};
struct trace_event_raw_sock_rcvqueue_full {
	struct trace_entry ent; unsigned int rmem_alloc; unsigned int truesize; unsigned int sk_rcvbuf; char __data[0];
};
struct trace_event_raw_softirq {
	struct trace_entry ent; unsigned int vec; char __data[0];
};
struct trace_event_raw_task_newtask {
	struct trace_entry ent; unsigned int pid; char comm[16]; unsigned long clone_flags; unsigned short oom_score_adj; char __data[0];
};
struct trace_event_raw_task_rename {
	struct trace_entry ent; unsigned int pid; char oldcomm[16]; char newcomm[16]; unsigned short oom_score_adj; char __data[0];
};
struct trace_event_raw_tasklet {
	struct trace_entry ent; void *tasklet; void *func; char __data[0];
};
struct trace_event_raw_tcp_ao_event {
	struct trace_entry ent; unsigned long long net_cookie; void *skbaddr; void *skaddr; unsigned int state; unsigned char saddr[28];
	unsigned char daddr[28]; unsigned int l3index; unsigned short sport; unsigned short dport; unsigned short family; unsigned char
	fin; unsigned char syn; unsigned char rst; unsigned char psh; unsigned char ack; unsigned char keyid; unsigned char rnext;
	unsigned char maclen; char __data[0];
};
struct trace_event_raw_tcp_ao_event_sk {
	struct trace_entry ent; unsigned long long net_cookie; void *skaddr; unsigned int state; unsigned char saddr[28]; unsigned char
	daddr[28]; unsigned short sport; unsigned short dport; unsigned short family; unsigned char keyid; unsigned char rnext; char
	__data[0];
};
struct trace_event_raw_tcp_ao_event_sne {
	struct trace_entry ent; unsigned long long net_cookie; void *skaddr; unsigned int state; unsigned char saddr[28]; unsigned char
	daddr[28]; unsigned short sport; unsigned short dport; unsigned short family; unsigned int new_sne; char __data[0];
};
struct trace_event_raw_tcp_cong_state_set {
	struct trace_entry ent; void *skaddr; unsigned short sport; unsigned short dport; unsigned short family; unsigned char saddr[4];
	unsigned char daddr[4]; unsigned char saddr_v6[16]; unsigned char daddr_v6[16]; unsigned char cong_state; char __data[0];
};
struct trace_event_raw_tcp_event_sk {
	struct trace_entry ent; void *skaddr; unsigned short sport; unsigned short dport; unsigned short family; unsigned char saddr[4];
	unsigned char daddr[4]; unsigned char saddr_v6[16]; unsigned char daddr_v6[16]; unsigned long long sock_cookie; char __data[0];
};
struct trace_event_raw_tcp_event_skb {
	struct trace_entry ent; void *skbaddr; unsigned char saddr[28]; unsigned char daddr[28]; char __data[0];
};
struct trace_event_raw_tcp_hash_event {
	struct trace_entry ent; unsigned long long net_cookie; void *skbaddr; void *skaddr; unsigned int state; unsigned char saddr[28];
	unsigned char daddr[28]; unsigned int l3index; unsigned short sport; unsigned short dport; unsigned short family; unsigned char
	fin; unsigned char syn; unsigned char rst; unsigned char psh; unsigned char ack; char __data[0];
};
struct trace_event_raw_tcp_probe {
	struct trace_entry ent; unsigned char saddr[28]; unsigned char daddr[28]; unsigned short sport; unsigned short dport; unsigned
	short family; unsigned int mark; unsigned short data_len; unsigned int snd_nxt; unsigned int snd_una; unsigned int snd_cwnd;
	unsigned int ssthresh; unsigned int snd_wnd; unsigned int srtt; unsigned int rcv_wnd; unsigned long long sock_cookie; void
	*skbaddr; void *skaddr; char __data[0];
};
struct trace_event_raw_tcp_retransmit_synack {
	struct trace_entry ent; void *skaddr; void *req; unsigned short sport; unsigned short dport; unsigned short family; unsigned char
	saddr[4]; unsigned char daddr[4]; unsigned char saddr_v6[16]; unsigned char daddr_v6[16]; char __data[0];
};
struct trace_event_raw_tcp_send_reset {
	struct trace_entry ent; void *skbaddr; void *skaddr; unsigned int state; enum sk_rst_reason reason; unsigned char saddr[28];
	unsigned char daddr[28]; char __data[0];
};
struct trace_event_raw_timer_base_idle {
	struct trace_entry ent; unsigned char is_idle; unsigned int cpu; char __data[0];
};
struct trace_event_raw_timer_class {
	struct trace_entry ent; void *timer; char __data[0];
};
struct trace_event_raw_timer_expire_entry {
	struct trace_entry ent; void *timer; unsigned long now; void *function; unsigned long baseclk; char __data[0];
};
struct trace_event_raw_timer_start {
	struct trace_entry ent; void *timer; void *function; unsigned long expires; unsigned long bucket_expiry; unsigned long now;
	unsigned int flags; char __data[0];
};
struct trace_event_raw_workqueue_activate_work {
	struct trace_entry ent; void *work; void *function; char __data[0];
};
struct trace_event_raw_workqueue_execute_end {
	struct trace_entry ent; void *work; void *function; char __data[0];
};
struct trace_event_raw_workqueue_execute_start {
	struct trace_entry ent; void *work; void *function; char __data[0];
};
struct trace_event_raw_workqueue_queue_work {
	struct trace_entry ent; void *work; void *function; unsigned int __data_loc_workqueue; unsigned int req_cpu; unsigned int cpu;
	char __data[0];
};
struct trace_event_raw_xdp_bulk_tx {
	struct trace_entry ent; unsigned int ifindex; unsigned int act; unsigned int drops; unsigned int sent; unsigned int err; char
	__data[0];
};
struct trace_event_raw_xdp_cpumap_enqueue {
	struct trace_entry ent; unsigned int map_id; unsigned int act; unsigned int cpu; unsigned int drops; unsigned int processed;
	unsigned int to_cpu; char __data[0];
};
struct trace_event_raw_xdp_cpumap_kthread {
	struct trace_entry ent; unsigned int map_id; unsigned int act; unsigned int cpu; unsigned int drops; unsigned int processed;
	unsigned int sched; unsigned int xdp_pass; unsigned int xdp_drop; unsigned int xdp_redirect; char __data[0];
};
struct trace_event_raw_xdp_devmap_xmit {
	struct trace_entry ent; unsigned int from_ifindex; unsigned int act; unsigned int to_ifindex; unsigned int drops; unsigned int
	sent; unsigned int err; char __data[0];
};
struct trace_event_raw_xdp_exception {
	struct trace_entry ent; unsigned int prog_id; unsigned int act; unsigned int ifindex; char __data[0];
};
struct trace_event_raw_xdp_redirect_template {
	struct trace_entry ent; unsigned int prog_id; unsigned int act; unsigned int ifindex; unsigned int err; unsigned int to_ifindex;
	unsigned int map_id; unsigned int map_index; char __data[0];
};

union {
	struct xdp_md t0; struct __sk_buff t1; struct bpf_sock t2; struct bpf_tcp_sock t3; struct bpf_sock_tuple t4; struct bpf_sock_addr
	t5; struct bpf_sock_ops t6; struct bpf_sysctl t7; struct bpf_sockopt t8; struct bpf_sk_lookup t9; struct bpf_cgroup_dev_ctx t10;
	struct sk_msg_md t11; struct sk_reuseport_md t12; struct bpf_flow_keys t13; struct bpf_perf_event_data t14; struct
	bpf_perf_event_value t15; struct bpf_pidns_info t16; struct bpf_fib_lookup t17; struct bpf_redir_neigh t18; struct bpf_tunnel_key
	t19; struct bpf_xfrm_state t20; struct bpf_raw_tracepoint_args t21; struct bpf_timer t22; struct bpf_spin_lock t23; struct bpf_wq
	t24; struct bpf_dynptr t25; struct bpf_list_head t26; struct bpf_list_node t27; struct bpf_rb_root t28; struct bpf_rb_node t29;
	struct bpf_refcount t30; struct bpf_iter_num t31; struct bpf_devmap_val t32; struct bpf_cpumap_val t33; struct bpf_nf_ctx t34;
	struct icmphdr t35; struct icmpv6_echo t36; struct icmpv6_nd_advt t37; struct icmpv6_nd_ra t38; struct icmp6hdr t39; struct arphdr
	t40; struct vlan_hdr t41; struct vlan_ethhdr t42; struct sockaddr_un t43; struct ip_esp_hdr t44; struct ip_auth_hdr t45; struct
	gre_base_hdr t46; struct ipv6_opt_hdr t47; struct ipv6_rt_hdr t48; struct frag_hdr t49; struct sctphdr t50; struct sctp_chunkhdr
	t51; struct igmphdr t52; struct bpf_iter__bpf_link t53; struct bpf_iter__bpf_sk_storage_map t54; struct bpf_iter__ipv6_route t55;
	struct bpf_iter__ksym t56; struct bpf_iter__sockmap t57; struct bpf_iter__task__safe_trusted t58; struct bpf_iter__unix t59;
	struct trace_event_raw_block_bio t60; struct trace_event_raw_block_bio_complete t61; struct trace_event_raw_block_bio_remap t62;
	struct trace_event_raw_block_buffer t63; struct trace_event_raw_block_plug t64; struct trace_event_raw_block_rq_completion t65;
	struct trace_event_raw_block_rq_remap t66; struct trace_event_raw_block_rq_requeue t67; struct trace_event_raw_block_split t68;
	struct trace_event_raw_block_unplug t69; struct trace_event_raw_bpf_test_finish t70; struct trace_event_raw_bpf_trace_printk t71;
	struct trace_event_raw_bpf_trigger_tp t72; struct trace_event_raw_bpf_xdp_link_attach_failed t73; struct trace_event_raw_cgroup
	t74; struct trace_event_raw_cgroup_event t75; struct trace_event_raw_cgroup_migrate t76; struct trace_event_raw_cgroup_root t77;
	struct trace_event_raw_cgroup_rstat t78; struct trace_event_raw_consume_skb t79; struct trace_event_raw_context_tracking_user t80;
	struct trace_event_raw_cpu t81; struct trace_event_raw_cpu_frequency_limits t82; struct trace_event_raw_cpu_idle_miss t83; struct
	trace_event_raw_cpu_latency_qos_request t84; struct trace_event_raw_cpuhp_enter t85; struct trace_event_raw_cpuhp_exit t86; struct
	trace_event_raw_cpuhp_multi_enter t87; struct trace_event_raw_hrtimer_class t88; struct trace_event_raw_hrtimer_expire_entry t89;
	struct trace_event_raw_hrtimer_init t90; struct trace_event_raw_hrtimer_start t91; struct trace_event_raw_icmp_send t92; struct
	trace_event_raw_inet_sk_error_report t93; struct trace_event_raw_irq_handler_entry t94; struct trace_event_raw_irq_handler_exit
	t95; struct trace_event_raw_irq_matrix_cpu t96; struct trace_event_raw_irq_matrix_global t97; struct
	trace_event_raw_irq_matrix_global_update t98; struct trace_event_raw_kfree t99; struct trace_event_raw_kmalloc t100; struct
	trace_event_raw_kmem_cache_alloc t101; struct trace_event_raw_kmem_cache_free t102; struct trace_event_raw_mark_victim t103;
	struct trace_event_raw_mm_page t104; struct trace_event_raw_mm_page_alloc t105; struct trace_event_raw_mm_page_alloc_extfrag t106;
	struct trace_event_raw_mm_page_free t107; struct trace_event_raw_mm_page_free_batched t108; struct
	trace_event_raw_mm_page_pcpu_drain t109; struct trace_event_raw_mmap_lock t110; struct trace_event_raw_mmap_lock_acquire_returned
	t111; struct trace_event_raw_module_free t112; struct trace_event_raw_module_load t113; struct trace_event_raw_module_refcnt t114;
	struct trace_event_raw_module_request t115; struct trace_event_raw_napi_poll t116; struct trace_event_raw_neigh__update t117;
	struct trace_event_raw_neigh_create t118; struct trace_event_raw_neigh_update t119; struct
	trace_event_raw_net_dev_rx_exit_template t120; struct trace_event_raw_net_dev_rx_verbose_template t121; struct
	trace_event_raw_net_dev_start_xmit t122; struct trace_event_raw_net_dev_template t123; struct trace_event_raw_net_dev_xmit t124;
	struct trace_event_raw_net_dev_xmit_timeout t125; struct trace_event_raw_oom_score_adj_update t126; struct
	trace_event_raw_percpu_alloc_percpu t127; struct trace_event_raw_percpu_alloc_percpu_fail t128; struct
	trace_event_raw_percpu_create_chunk t129; struct trace_event_raw_percpu_destroy_chunk t130; struct
	trace_event_raw_percpu_free_percpu t131; struct trace_event_raw_qdisc_create t132; struct trace_event_raw_qdisc_dequeue t133;
	struct trace_event_raw_qdisc_destroy t134; struct trace_event_raw_qdisc_enqueue t135; struct trace_event_raw_qdisc_reset t136;
	struct trace_event_raw_rcu_utilization t137; struct trace_event_raw_rss_stat t138; struct trace_event_raw_sched_kthread_stop t139;
	struct trace_event_raw_sched_kthread_stop_ret t140; struct trace_event_raw_sched_kthread_work_execute_end t141; struct
	trace_event_raw_sched_kthread_work_execute_start t142; struct trace_event_raw_sched_kthread_work_queue_work t143; struct
	trace_event_raw_sched_migrate_task t144; struct trace_event_raw_sched_move_numa t145; struct
	trace_event_raw_sched_numa_pair_template t146; struct trace_event_raw_sched_pi_setprio t147; struct
	trace_event_raw_sched_prepare_exec t148; struct trace_event_raw_sched_process_hang t149; struct
	trace_event_raw_sched_process_template t150; struct trace_event_raw_sched_process_wait t151; struct
	trace_event_raw_sched_skip_vma_numa t152; struct trace_event_raw_sched_stat_runtime t153; struct
	trace_event_raw_sched_stat_template t154; struct trace_event_raw_sched_wake_idle_without_ipi t155; struct
	trace_event_raw_signal_deliver t156; struct trace_event_raw_signal_generate t157; struct trace_event_raw_skb_copy_datagram_iovec
	t158; struct trace_event_raw_sock_exceed_buf_limit t159; struct trace_event_raw_sock_msg_length t160; struct
	trace_event_raw_sock_rcvqueue_full t161; struct trace_event_raw_softirq t162; struct trace_event_raw_task_newtask t163; struct
	trace_event_raw_task_rename t164; struct trace_event_raw_tasklet t165; struct trace_event_raw_tcp_ao_event t166; struct
	trace_event_raw_tcp_ao_event_sk t167; struct trace_event_raw_tcp_ao_event_sne t168; struct trace_event_raw_tcp_cong_state_set
	t169; struct trace_event_raw_tcp_event_sk t170; struct trace_event_raw_tcp_event_skb t171; struct trace_event_raw_tcp_hash_event
	t172; struct trace_event_raw_tcp_probe t173; struct trace_event_raw_tcp_retransmit_synack t174; struct
	trace_event_raw_tcp_send_reset t175; struct trace_event_raw_timer_base_idle t176; struct trace_event_raw_timer_class t177; struct
	trace_event_raw_timer_expire_entry t178; struct trace_event_raw_timer_start t179; struct trace_event_raw_workqueue_activate_work
	t180; struct trace_event_raw_workqueue_execute_end t181; struct trace_event_raw_workqueue_execute_start t182; struct
	trace_event_raw_workqueue_queue_work t183; struct trace_event_raw_xdp_bulk_tx t184; struct trace_event_raw_xdp_cpumap_enqueue
	t185; struct trace_event_raw_xdp_cpumap_kthread t186; struct trace_event_raw_xdp_devmap_xmit t187; struct
	trace_event_raw_xdp_exception t188; struct trace_event_raw_xdp_redirect_template t189; enum hrtimer_mode e0; enum
	numa_vmaskip_reason e1; enum sk_rst_reason e2; enum xdp_action e3; enum bpf_map_type e4; enum bpf_prog_type e5; enum
	bpf_attach_type e6; enum bpf_func_id e7; enum bpf_hdr_start_off e8; enum bpf_ret_code e9;
} interface;
