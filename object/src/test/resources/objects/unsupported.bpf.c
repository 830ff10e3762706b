// SPDX-License-Identifier: Apache-2.0
// Everything that cannot be linked, each in a program of its own, and one program that needs nothing of it.
#include "bpf.h"

char LICENSE[] SEC("license") = "Proprietary";

struct task { int pid; int cpu; } __attribute__((preserve_access_index));
extern int kernel_function(int x) __attribute__((section(".ksyms")));
extern int kernel_variable __attribute__((section(".ksyms")));
extern const void kernel_symbol __attribute__((section(".ksyms")));
extern int CONFIG_HZ;
struct legacy { u32 type, key_size, value_size, max_entries, flags, id, pinning; };
struct legacy old SEC("maps") = { 1, 4, 4, 1, 0, 0, 2 };
volatile int in_arena SEC(".addr_space.1");
struct operations { void *init; };
struct operations ops SEC(".struct_ops");

SEC("xdp") int core(struct task *t) { return t->cpu; }
SEC("tc") int kfunc(void *ctx) { return kernel_function(3); }
SEC("socket") int ksym(void *ctx) { return kernel_variable; }
SEC("action") int address(void *ctx) { return (u64)&kernel_symbol >> 12; }
SEC("flow_dissector") int nowhere(void *ctx) { return CONFIG_HZ; }
SEC("sockops") int legacy_map(void *ctx) { u32 k = 0; return map_lookup(&old, &k) != 0; }
SEC("sk_msg") int arena(void *ctx) { return in_arena; }
SEC("struct_ops/init") int operation(void *ctx) { return 0; }
SEC("syscall") NOINLINE int fine(void *ctx) { return ctx != 0; }
SEC("perf_event") int crossing(void *ctx) { return fine(ctx) + 1; }
