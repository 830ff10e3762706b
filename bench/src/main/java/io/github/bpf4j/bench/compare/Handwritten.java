package io.github.bpf4j.bench.compare;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** The programs as one would write them in Java for speed: plain loops over a byte array. */
final class Handwritten {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN)
            .withInvokeExactBehavior();
    private static final int SIEVE = 4096;
    private static final int HALF = 4096;
    private static final long STAR = 0x2545F4914F6CDD1DL;

    private Handwritten() {}

    static Task of(Workload workload) {
        byte[] memory = workload.memory();
        return switch (workload.program()) {
            case "a_xorshift" -> () -> xorshift(getLong(memory, 0), getLong(memory, 8));
            case "b_primes" -> () -> primes(getLong(memory, 0));
            case "b_sieve" -> () -> sieve(memory);
            case "c_memsum" -> () -> memsum(memory);
            case "c_bytesum" -> () -> bytesum(memory);
            case "d_packet" -> () -> packet(memory);
            case "e_siphash" -> () -> siphash(memory);
            case "f_switch" -> () -> StateMachine.run(memory);
            case Workload.HELPER -> () -> helpers(getLong(memory, 0));
            default -> throw new IllegalArgumentException(workload.program());
        };
    }

    private static long getLong(byte[] memory, int offset) {
        return (long) LONG.get(memory, offset);
    }

    private static int u16(byte[] memory, int offset) {
        return (short) SHORT.get(memory, offset) & 0xffff;
    }

    private static int u8(byte[] memory, int offset) {
        return memory[offset] & 0xff;
    }

    private static int swapped16(byte[] memory, int offset) {
        return Short.reverseBytes((short) SHORT.get(memory, offset)) & 0xffff;
    }

    private static long xorshift(long seed, long steps) {
        long x = seed;
        long sum = 0;
        for (long i = 0; i < steps; i++) {
            x ^= x >>> 12;
            x ^= x << 25;
            x ^= x >>> 27;
            sum += x * STAR;
        }
        return sum;
    }

    private static long primes(long limit) {
        long count = 0;
        for (long n = 2; n < limit; n++) {
            long prime = 1;
            for (long d = 2; d * d <= n; d++) {
                if (n % d == 0) {
                    prime = 0;
                    break;
                }
            }
            count += prime;
        }
        return count;
    }

    private static long sieve(byte[] composite) {
        Arrays.fill(composite, 0, SIEVE, (byte) 0);
        for (int i = 2; i * i < SIEVE; i++) {
            if (composite[i] == 0) {
                for (int j = i * i; j < SIEVE; j += i) {
                    composite[j] = 1;
                }
            }
        }
        int count = 0;
        for (int i = 2; i < SIEVE; i++) {
            count += composite[i] ^ 1;
        }
        return count;
    }

    private static long memsum(byte[] memory) {
        long sum = 0;
        for (int i = 0; i < HALF; i += Long.BYTES) {
            long value = (long) LONG.get(memory, i);
            sum = Long.rotateLeft(sum, 1) + value;
            LONG.set(memory, HALF + i, value);
        }
        return sum;
    }

    private static long bytesum(byte[] memory) {
        long sum = 0;
        for (int i = 0; i < HALF; i++) {
            sum = sum * 31 + u8(memory, i);
            memory[HALF + i] = (byte) sum;
        }
        return sum;
    }

    private static long fold(long sum) {
        long once = (sum & 0xffff) + (sum >>> 16);
        return (once & 0xffff) + (once >>> 16);
    }

    private static long packet(byte[] frame) {
        int end = frame.length;
        if (14 > end) {
            return 1;
        }
        int proto = swapped16(frame, 12);
        int ip = 14;
        if (proto == 0x8100) {
            if (18 > end) {
                return 2;
            }
            proto = swapped16(frame, 16);
            ip = 18;
        }
        if (proto != 0x0800) {
            return 3;
        }
        if (ip + 20 > end) {
            return 4;
        }
        int ihl = (u8(frame, ip) & 15) * 4;
        if (u8(frame, ip) >> 4 != 4 || ihl < 20) {
            return 5;
        }
        int total = swapped16(frame, ip + 2);
        if (ip + ihl > end) {
            return 6;
        }
        long sum = 0;
        for (int q = ip; q < ip + ihl; q += 2) {
            sum += u16(frame, q);
        }
        final long ipSum = ~fold(sum) & 0xffff;
        int l4 = u8(frame, ip + 9);
        final long src = (long) u16(frame, ip + 12) << 16 | u16(frame, ip + 14);
        final long dst = (long) u16(frame, ip + 16) << 16 | u16(frame, ip + 18);
        int tcp = ip + ihl;
        if (tcp + 8 > end) {
            return 7;
        }
        final long ports = (long) swapped16(frame, tcp) << 16 | swapped16(frame, tcp + 2);
        long flags = 0;
        if (l4 == 6) {
            if (tcp + 20 > end) {
                return 8;
            }
            flags = u8(frame, tcp + 13);
        } else if (l4 != 17) {
            return 9;
        }
        sum = (src >> 16)
                + (src & 0xffff)
                + (dst >> 16)
                + (dst & 0xffff)
                + ((long) l4 << 8)
                + (Short.reverseBytes((short) (total - ihl)) & 0xffff);
        int last = Math.min(end - 1, tcp + 1500);
        int q = tcp;
        for (; q < last; q += 2) {
            sum += u16(frame, q);
        }
        if (q + 1 <= end && (total & 1) != 0) {
            sum += u8(frame, q);
        }
        long l4Sum = ~fold(sum) & 0xffff;
        return ports << 32 ^ flags << 56 ^ l4Sum << 16 ^ ipSum ^ src * 0x9E3779B97F4A7C15L ^ dst;
    }

    private static long siphash(byte[] memory) {
        long k0 = (long) LONG.get(memory, 0);
        long k1 = (long) LONG.get(memory, 8);
        long v0 = 0x736f6d6570736575L ^ k0;
        long v1 = 0x646f72616e646f6dL ^ k1;
        long v2 = 0x6c7967656e657261L ^ k0;
        long v3 = 0x7465646279746573L ^ k1;
        // Eight words, the length, the end: two rounds each, and two more after the end.
        for (int i = 0; i <= 10; i++) {
            long word = i < 8 ? (long) LONG.get(memory, 16 + i * Long.BYTES) : i == 8 ? 64L << 56 : 0;
            v3 ^= word;
            if (i == 9) {
                v2 ^= 0xff;
            }
            for (int round = 0; round < 2; round++) {
                v0 += v1;
                v1 = Long.rotateLeft(v1, 13) ^ v0;
                v0 = Long.rotateLeft(v0, 32);
                v2 += v3;
                v3 = Long.rotateLeft(v3, 16) ^ v2;
                v0 += v3;
                v3 = Long.rotateLeft(v3, 21) ^ v0;
                v2 += v1;
                v1 = Long.rotateLeft(v1, 17) ^ v2;
                v2 = Long.rotateLeft(v2, 32);
            }
            v0 ^= word;
        }
        return v0 ^ v1 ^ v2 ^ v3;
    }

    /** A function of the host's. */
    private interface Helper {
        long call(long r1, long r2, long r3, long r4, long r5);
    }

    private static final Helper PROCESSOR_ID = (r1, r2, r3, r4, r5) -> 0;

    private static long helpers(long times) {
        long sum = 0;
        for (long i = 0; i < times; i++) {
            sum = sum * 31 + PROCESSOR_ID.call(0, 0, 0, 0, 0) + i;
        }
        return sum;
    }
}
