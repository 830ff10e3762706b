/*
 * Types with the names of special fields that are none. bad-names.btf is made as special-fields.btf is.
 */
typedef unsigned long long u64;

struct bpf_timer { u64 opaque[3]; };
union bpf_wq { u64 opaque[2]; };
struct bpf_spin_lock { u64 val; };

struct large_timer { u64 n; struct bpf_timer t; } v_large_timer;
struct two_large_timers { struct bpf_timer a, b; } v_two_large_timers;
struct union_wq { union bpf_wq w; } v_union_wq;
struct large_lock { struct bpf_spin_lock l; } v_large_lock;
