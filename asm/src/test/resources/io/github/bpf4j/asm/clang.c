// Compiled by clang 19 with -target bpf -O2 -g -mcpu=v2, v3 and v4; each clang-*.objdump is what
// llvm-objdump 19 -d -S --mcpu=v4 prints of the section .text.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;
static u64 (*ktime_get_ns)(void) = (void *)5;
static u32 (*get_prandom_u32)(void) = (void *)7;

long sums(const u8 *bytes, long count) {
    long sum = 0;
    for (long i = 0; i < count; i++) {
        sum += bytes[i];
        sum ^= ((const signed char *)bytes)[i];
        sum = (sum << 3) | ((u64)sum >> 61);
        asm volatile("" ::: "memory");
    }
    return sum - (*(const int *)bytes >> 2) + *(const short *)(bytes + 6);
}

u64 divisions(u64 a, u64 b, u32 c, int d) {
    u64 result = a / b + a % 7 + c / 3 + c % (u32)b;
#if __BPF_CPU_VERSION__ >= 4
    result += d / (int)b + (long)a % -5 + (signed char)d;
#endif
    return result & 0x1122334455667788;
}

void stores(u8 *to, u64 value) {
    *to = 7;
    *(u16 *)(to + 2) = __builtin_bswap16(value);
    *(u32 *)(to + 4) = __builtin_bswap32(value);
    *(u64 *)(to - 8) = __builtin_bswap64(value);
    *(u64 *)(to + 8) = -1;
    *(u32 *)(to + 16) = get_prandom_u32();
}

u64 atomics(u64 *to, u64 value) {
    __sync_fetch_and_add(to, value);
#if __BPF_CPU_VERSION__ >= 3
    value = __sync_fetch_and_or(to, value);
    value += __sync_val_compare_and_swap((u32 *)to, 1, (u32)value);
    value += __sync_lock_test_and_set(to + 1, value);
#endif
    return value;
}

int decisions(int a, u32 b, u64 c) {
    int result = 1;
    if (a > 5 && b <= 77)
        result = a;
    if (c & 8)
        result = -result;
    if (c >= 1000 || (long)c < -3)
        result ^= (int)ktime_get_ns();
    return result;
}
