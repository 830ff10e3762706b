/*
 * Map values with special fields, legal and not. special-fields.btf is the .BTF section of the compiled file:
 *     clang-19 -target bpf -mcpu=v3 -O2 -g -c special-fields.c -o /tmp/special-fields.o
 *     llvm-objcopy-19 --dump-section .BTF=special-fields.btf /tmp/special-fields.o
 */
typedef unsigned int u32;
typedef unsigned long long u64;

struct bpf_timer { u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_wq { u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_spin_lock { u32 val; };
struct bpf_refcount { u32 opaque; } __attribute__((aligned(4)));
struct bpf_list_head { u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_list_node { u64 opaque[3]; } __attribute__((aligned(8)));
struct bpf_rb_root { u64 opaque[2]; } __attribute__((aligned(8)));
struct bpf_rb_node { u64 opaque[4]; } __attribute__((aligned(8)));
struct task_struct;

#define __kptr __attribute__((btf_type_tag("kptr")))
#define __kptr_untrusted __attribute__((btf_type_tag("kptr_untrusted")))
#define __percpu_kptr __attribute__((btf_type_tag("percpu_kptr")))
#define __other __attribute__((btf_type_tag("other")))
#define __contains(what) __attribute__((btf_decl_tag("contains:" what)))

typedef struct bpf_timer timer_alias;

struct plain { u64 a; u32 b; };
struct timer_first { struct bpf_timer t; u64 count; };
struct timer_later { u64 count; struct bpf_timer t; };
struct timer_and_lock { struct bpf_timer t; struct bpf_spin_lock lock; u32 count; };
struct everything {
	u64 before; struct bpf_timer t; struct bpf_wq w; struct bpf_spin_lock lock; struct bpf_refcount refs;
	struct task_struct __kptr *task; struct task_struct __kptr_untrusted *old; struct plain __percpu_kptr *cpu;
};
struct two_timers { struct bpf_timer a, b; };
struct two_locks { struct bpf_spin_lock a, b; };
struct timer_and_two_locks { struct bpf_timer t; struct bpf_spin_lock a, b; };
struct nested { u64 count; struct { u32 pad; struct timer_later inner; } deep; };
struct twice_nested { struct timer_first a; struct timer_later b; };
struct array_of_one { u32 n; struct bpf_timer t[1]; };
struct array_of_two { u32 n; struct bpf_timer t[2]; };
struct array_of_none { u32 n; struct bpf_timer t[0]; };
struct array_of_structs { struct timer_first t[2]; };
struct array_of_one_struct { struct timer_later t[1][1]; };
struct in_union { union { struct bpf_timer t; u64 a[2]; }; };
struct through_typedef { u64 n; timer_alias t; };
struct through_const { u64 n; const struct bpf_timer t; };
struct misaligned { u32 pad; struct bpf_timer t; } __attribute__((packed));
struct misaligned_and_real { u32 pad; struct bpf_timer t; u32 pad2; struct bpf_timer u; } __attribute__((packed));
struct bit_fields { u32 a : 3, b : 5; struct bpf_timer t; u32 c : 1; };
struct kptr_array { struct task_struct __kptr *tasks[3]; };
struct kptr_struct_array { struct { u64 n; struct task_struct __kptr *task; } slots[3]; };
struct too_many_kptrs { struct task_struct __kptr *tasks[12]; };
struct most_kptrs { struct task_struct __kptr *tasks[11]; };
struct volatile_kptr { struct task_struct __kptr *volatile task; };
struct other_tag { struct task_struct __other *task; };
struct kptr_to_number { u64 __kptr *number; };
struct two_tags { struct task_struct __kptr __other *task; };
struct plain_pointer { struct task_struct *task; };
struct node_data { u64 key; struct bpf_list_node node; struct bpf_rb_node tree; struct bpf_refcount refs; };
struct list { struct bpf_spin_lock lock; struct bpf_list_head head __contains("node_data:node"); };
struct tree { struct bpf_spin_lock lock; struct bpf_rb_root root __contains("node_data:tree"); };
struct list_without_lock { struct bpf_list_head head __contains("node_data:node"); };
struct list_without_tag { struct bpf_spin_lock lock; struct bpf_list_head head; };
struct list_of_unknown { struct bpf_spin_lock lock; struct bpf_list_head head __contains("nobody:node"); };
struct list_of_tree { struct bpf_spin_lock lock; struct bpf_list_head head __contains("node_data:tree"); };
struct list_of_nothing { struct bpf_spin_lock lock; struct bpf_list_head head __contains("node_data:gone"); };
struct two_lists {
	struct bpf_spin_lock lock;
	struct bpf_list_head a __contains("node_data:node");
	struct bpf_list_head b __contains("node_data:node");
};
union a_union { struct bpf_timer t; };
typedef struct timer_first value_alias;


struct plain v_plain;
struct timer_first v_timer_first;
struct timer_later v_timer_later;
struct timer_and_lock v_timer_and_lock;
struct everything v_everything;
struct two_timers v_two_timers;
struct two_locks v_two_locks;
struct timer_and_two_locks v_timer_and_two_locks;
struct nested v_nested;
struct twice_nested v_twice_nested;
struct array_of_one v_array_of_one;
struct array_of_two v_array_of_two;
struct array_of_none v_array_of_none;
struct array_of_structs v_array_of_structs;
struct array_of_one_struct v_array_of_one_struct;
struct in_union v_in_union;
struct through_typedef v_through_typedef;
struct through_const v_through_const;
struct misaligned v_misaligned;
struct misaligned_and_real v_misaligned_and_real;
struct bit_fields v_bit_fields;
struct kptr_array v_kptr_array;
struct kptr_struct_array v_kptr_struct_array;
struct too_many_kptrs v_too_many_kptrs;
struct most_kptrs v_most_kptrs;
struct volatile_kptr v_volatile_kptr;
struct other_tag v_other_tag;
struct kptr_to_number v_kptr_to_number;
struct two_tags v_two_tags;
struct plain_pointer v_plain_pointer;
struct node_data v_node_data;
struct list v_list;
struct tree v_tree;
struct list_without_lock v_list_without_lock;
struct list_without_tag v_list_without_tag;
struct list_of_unknown v_list_of_unknown;
struct list_of_tree v_list_of_tree;
struct list_of_nothing v_list_of_nothing;
struct two_lists v_two_lists;
union a_union v_a_union;
value_alias v_alias;
enum choice { CHOICE } v_choice;

/* Data sections: the second cannot be searched through its const variables. */
struct bpf_timer global __attribute__((section(".data.timer")));
const struct bpf_timer constant __attribute__((section(".rodata.timer")));
