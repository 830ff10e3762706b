// SPDX-License-Identifier: Apache-2.0
// Samples the load of an interface at fixed instants, as a profiler samples a processor.
//
// count_bytes sees each packet and adds its length to what its CPU has seen. sample is run by a perf event of the CPU's clock,
// every ctx->sample_period nanoseconds: it takes what came since the sample before, counts it in the histogram `rates` by the power
// of two of bytes per millisecond, and records a new peak in the ring buffer. Nothing is done per packet but an addition, and
// no timer is needed: the period comes from outside. Run both:
//   bpf4j run periodic_sampler.bpf.o --pcap traffic.pcap --every 10ms --dump-maps
#include "../bpf.h"

#define SLOTS 32
#define NS_PER_MS 1000000

struct load {
	__u64 bytes; // ever
	__u64 sampled; // of those, before the last sample
	__u64 peak; // most bytes between two samples
};

struct peak {
	__u64 at_ns;
	__u64 bytes;
	__u32 cpu;
	__u32 unused;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct load);
} loads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, SLOTS);
	__type(key, __u32);
	__type(value, __u64);
} rates SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 1 << 14);
} peaks SEC(".maps");

// struct bpf_perf_event_data on x86-64: 21 registers, then these.
struct sample_context {
	__u64 registers[21];
	__u64 sample_period;
	__u64 addr;
};

__u64 samples;
__u64 idle_samples; // nothing came since the one before
__u64 peaks_lost;

#define COUNT(counter) __sync_fetch_and_add(&(counter), 1)

static __always_inline struct load *load_here(void)
{
	__u32 zero = 0;

	return bpf_map_lookup_elem(&loads, &zero);
}

SEC("xdp")
int count_bytes(struct xdp_md *ctx)
{
	struct load *load = load_here();

	if (load)
		load->bytes += ctx->data_end - ctx->data;
	return XDP_PASS;
}

// 1 + the highest bit that is set; 0 for 0.
static __u32 bits(__u64 value)
{
	__u32 count = 0;

	while (value && count < SLOTS - 1) {
		value >>= 1;
		count++;
	}
	return count;
}

static void report_peak(__u64 bytes)
{
	struct peak *peak = bpf_ringbuf_reserve(&peaks, sizeof(*peak), 0);

	if (!peak) {
		COUNT(peaks_lost);
		return;
	}
	peak->at_ns = bpf_ktime_get_ns();
	peak->bytes = bytes;
	peak->cpu = bpf_get_smp_processor_id();
	peak->unused = 0;
	bpf_ringbuf_submit(peak, 0);
}

SEC("perf_event")
int sample(struct sample_context *ctx)
{
	struct load *load = load_here();
	__u64 bytes, *rate;
	__u32 slot;

	if (!load)
		return 0;
	COUNT(samples);
	bytes = load->bytes - load->sampled;
	load->sampled = load->bytes;
	if (!bytes)
		COUNT(idle_samples);
	slot = bits(bytes * NS_PER_MS / ctx->sample_period);
	rate = bpf_map_lookup_elem(&rates, &slot);
	if (rate)
		COUNT(*rate);
	if (bytes > load->peak) {
		load->peak = bytes;
		report_peak(bytes);
	}
	return 0;
}

char _license[] SEC("license") = "Dual MIT/GPL";
