package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Text and checksums: printk, snprintf, strncmp, csum_diff (runtime spec 4). */
final class TextHelpers {
    private static final int LONGEST_ARGUMENTS = 96;
    private static final int LARGEST_CHECKSUMMED = 512;

    /** Where the lines of {@code bpf_trace_printk} go. */
    @FunctionalInterface
    interface Output {
        void line(int cpu, String text);
    }

    private final Output output;

    TextHelpers(Output output) {
        this.output = output;
    }

    void register(HelperTable table) {
        table.put(6, (cpu, format, size, a, b, c) -> print(cpu, format, size, new long[] {a, b, c}))
                .put(
                        177,
                        (cpu, format, size, data, length, r5) ->
                                print(cpu, format, size, arguments(cpu.memory(), data, length)))
                .put(165, TextHelpers::snprintf)
                .put(182, (cpu, left, size, right, r4, r5) -> strncmp(cpu.memory(), left, size, right))
                .put(
                        28,
                        (cpu, from, fromSize, to, toSize, seed) ->
                                csumDiff(cpu.memory(), from, fromSize, to, toSize, seed));
    }

    private long print(Cpu cpu, long format, long size, long @Nullable [] arguments) {
        String text = arguments == null ? null : FormatString.format(cpu.memory(), format, size, arguments);
        if (text == null) {
            return EINVAL.result();
        }
        output.line(cpu.id(), text.endsWith("\n") ? text.substring(0, text.length() - 1) : text);
        return text.length();
    }

    /** The numbers that a format is filled with; null if there cannot be so many. */
    static long @Nullable [] arguments(GuestMemory memory, long data, long length) {
        if (length < 0 || length % Long.BYTES != 0 || length > LONGEST_ARGUMENTS || length > 0 && data == 0) {
            return null;
        }
        long[] arguments = new long[(int) length / Long.BYTES];
        for (int i = 0; i < arguments.length; i++) {
            arguments[i] = memory.getLong(data + (long) i * Long.BYTES);
        }
        return arguments;
    }

    private static long snprintf(Cpu cpu, long to, long size, long format, long data, long length) {
        GuestMemory memory = cpu.memory();
        long[] arguments = arguments(memory, data, length);
        String text = arguments == null ? null : FormatString.format(memory, format, Long.MAX_VALUE, arguments);
        if (text == null) {
            return EINVAL.result();
        }
        int room = (int) Math.clamp(size & 0xffff_ffffL, 0, text.length() + 1L);
        if (room > 0) {
            byte[] bytes = (text.substring(0, room - 1) + "\0").getBytes(StandardCharsets.ISO_8859_1);
            memory.write(bytes, 0, to, bytes.length);
        }
        return text.length() + 1L;
    }

    private static long strncmp(GuestMemory memory, long left, long size, long right) {
        long limit = size & 0xffff_ffffL;
        memory.range(left, limit);
        for (long i = 0; i < limit; i++) {
            int a = memory.getU8(left + i);
            int b = memory.getU8(right + i);
            if (a != b) {
                return a < b ? -1 : 1;
            }
            if (a == 0) {
                return 0;
            }
        }
        return 0;
    }

    /* The ones' complement sum of `to` less that of `from`, as RFC 1624 updates checksums; 32 bits with end-around carry. */
    private static long csumDiff(GuestMemory memory, long from, long fromSize, long to, long toSize, long seed) {
        long fromBytes = fromSize & 0xffff_ffffL;
        long toBytes = toSize & 0xffff_ffffL;
        if (((fromBytes | toBytes) & 3) != 0 || fromBytes + toBytes > LARGEST_CHECKSUMMED) {
            return EINVAL.result();
        }
        long sum = seed & 0xffff_ffffL;
        for (long i = 0; i < fromBytes; i += 4) {
            sum = fold(sum + (~memory.getInt(from + i) & 0xffff_ffffL));
        }
        for (long i = 0; i < toBytes; i += 4) {
            sum = fold(sum + (memory.getInt(to + i) & 0xffff_ffffL));
        }
        return sum;
    }

    private static long fold(long sum) {
        return (sum & 0xffff_ffffL) + (sum >>> 32);
    }
}
