lock *(u64 *)(r1 + 0) += r2
lock *(u32 *)(r1 + 8) |= w2
r2 = atomic_fetch_add((u64 *)(r1 + 0), r2)
w2 = xchg32_32(r1 + 8, w2)
r0 = cmpxchg_64(r1 + 0, r0, r2)
exit
