// SPDX-License-Identifier: Apache-2.0
// What programs read of perf events: bpf_perf_event_read and bpf_perf_event_read_value. Of the map, index 0 counts time on CPU 0, 1 takes
// samples there, 2 is of another CPU, 3 counts the page faults of the task, 4 is empty, 5 counts nothing.
#include "../bpf.h"

struct value { __u64 counter, enabled, running; };
static __u64 (*const perf_event_read)(void *map, __u64 flags) = (void *)22;
static long (*const perf_event_read_value)(void *map, __u64 flags, struct value *to, __u32 size) = (void *)55;

struct {
	__uint(type, BPF_MAP_TYPE_PERF_EVENT_ARRAY);
	__uint(key_size, sizeof(__u32));
	__uint(value_size, sizeof(__u32));
	__uint(max_entries, 6);
} counters SEC(".maps");

#define ANSWERS 32
__s64 out[ANSWERS];
int answered;

#define A(...)                                                                                                         \
	do {                                                                                                           \
		__s64 answer = (__s64)(__VA_ARGS__);                                                                   \
		out[answered++ & (ANSWERS - 1)] = answer;                                                              \
	} while (0)
#define CASE(SECTION, NAME, ...)                                                                                       \
	SEC(SECTION) int NAME(__u64 *ctx)                                                                              \
	{                                                                                                              \
		for (int i = 0; i < ANSWERS; i++)                                                                      \
			out[i] = 0;                                                                                    \
		answered = 0;                                                                                          \
		__VA_ARGS__;                                                                                           \
		return 1;                                                                                              \
	}
#define TRACED(NAME, ...) CASE("raw_tp/sys_enter", NAME, __VA_ARGS__)

// What is neither an error nor nothing is told as 1.
#define COUNTED(X) ({ __s64 x = (__s64)(X); x > 0 ? 1 : x; })
#define READ(FLAGS) A(COUNTED(perf_event_read(&counters, FLAGS)))
// The result, whether there is a count, whether enabled and running are there and the same, what is behind.
#define VALUE(FLAGS, SIZE)                                                                                             \
	do {                                                                                                           \
		struct value v[2] = {{7, 7, 7}, {7, 7, 7}};                                                            \
		A(perf_event_read_value(&counters, FLAGS, v, SIZE));                                                   \
		A(COUNTED(v[0].counter));                                                                              \
		A(v[0].enabled == v[0].running ? COUNTED(v[0].enabled) : -1);                                          \
		A(v[1].counter);                                                                                       \
	} while (0)

TRACED(read, READ(0); READ(BPF_F_CURRENT_CPU); READ(1); READ(2); READ(3); READ(4); READ(5); READ(6); READ(0xfffffffe); READ(1ULL << 32);
       READ(1ULL << 63); READ(1ULL << 32 | 6))
TRACED(read_values, VALUE(0, 24); VALUE(BPF_F_CURRENT_CPU, 24); VALUE(1, 24); VALUE(2, 24); VALUE(4, 24); VALUE(6, 24))
TRACED(read_values_of_other_sizes, VALUE(0, 16); VALUE(0, 32); VALUE(0, 1); VALUE(6, 16); VALUE(1ULL << 32, 24); VALUE(1ULL << 32 | 6, 24); VALUE(5, 24))
// Samples go to an index that takes samples, of the same CPU.
TRACED(sampled, long data = 5; A(bpf_perf_event_output(ctx, &counters, 0, &data, 8)); A(bpf_perf_event_output(ctx, &counters, 1, &data, 8));
       A(bpf_perf_event_output(ctx, &counters, 2, &data, 8)); A(bpf_perf_event_output(ctx, &counters, 4, &data, 8)); A(bpf_perf_event_output(ctx, &counters, 6, &data, 8)))

char _license[] SEC("license") = "GPL";
