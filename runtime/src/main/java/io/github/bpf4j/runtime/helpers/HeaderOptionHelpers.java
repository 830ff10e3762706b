package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMSG;
import static io.github.bpf4j.abi.Errno.ENOSPC;
import static io.github.bpf4j.abi.Errno.EPERM;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.TcpHeader;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.util.Arrays;

/**
 * The helpers that programs on sockets look for options of TCP headers with, reserve room for their own and write them (recorded in the
 * corpus's header_options-6.12.tsv).
 */
final class HeaderOptionHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int OP = 0;
    private static final int HDR_OPT_LEN_CB = 14;
    private static final int WRITE_HDR_OPT_CB = 15;
    private static final long LOAD_TCP_SYN = 1;

    private static final int HEADER = 20;
    private static final int OFFSET = 12;
    private static final int END = 0;
    private static final int NOP = 1;
    private static final int LEAST_BYTES = 2;
    private static final int EXPERIMENT_1 = 253;
    private static final int EXPERIMENT_2 = 254;
    private static final int SHORT_MAGIC = 2;
    private static final int LONG_MAGIC = 4;
    private static final int MOST_BYTES = 255;

    private HeaderOptionHelpers() {}

    static void register(HelperTable table) {
        table.put(142, (cpu, ctx, option, size, flags, r5) -> load(cpu, context(cpu, ctx), option, size & UINT, flags))
                .put(
                        143,
                        (cpu, ctx, option, size, flags, r5) ->
                                store(cpu, context(cpu, ctx), option, size & UINT, flags))
                .put(144, (cpu, ctx, size, flags, r4, r5) -> reserve(context(cpu, ctx), size & UINT, flags));
    }

    private static FieldContext context(Cpu cpu, long ctx) {
        if (cpu.context() instanceof FieldContext context && context.address() == ctx) {
            return context;
        }
        throw new GuestFault(FaultKind.BAD_ARGUMENT, ctx, "0x" + Long.toHexString(ctx) + " is not the run's context");
    }

    /**
     * What an option is known by: its kind, and of experimental ones (RFC 6994) the bytes behind the length.
     *
     * @param magic as long as it counts
     */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Name(int kind, byte[] magic) {
        boolean isOf(byte[] header, int at, int bytes) {
            if ((header[at] & 0xff) != kind) {
                return false;
            }
            return magic.length == 0
                    || bytes >= LEAST_BYTES + magic.length
                            && Arrays.equals(
                                    header, at + LEAST_BYTES, at + LEAST_BYTES + magic.length, magic, 0, magic.length);
        }
    }

    private static boolean isExperimental(int kind) {
        return kind == EXPERIMENT_1 || kind == EXPERIMENT_2;
    }

    /** Where options of a header are: what is found, whether something ends them before the header does. */
    private record Found(int at, int bytes, boolean isEnded) {}

    private static final int NONE = -1;
    private static final int MALFORMED = -2;

    /** Looks for an option behind the fixed part of a header. */
    private static Found find(byte[] header, Name name) {
        int at = HEADER;
        while (at < header.length) {
            int kind = header[at] & 0xff;
            if (kind == END) {
                return new Found(NONE, 0, true);
            }
            if (kind == NOP) {
                at++;
                continue;
            }
            int bytes = at + 1 < header.length ? header[at + 1] & 0xff : 0;
            if (bytes < LEAST_BYTES || at + bytes > header.length) {
                return new Found(MALFORMED, 0, false);
            }
            if (name.isOf(header, at, bytes)) {
                return new Found(at, bytes, false);
            }
            at += bytes;
        }
        return new Found(NONE, 0, false);
    }

    private static long load(Cpu cpu, FieldContext context, long option, long size, long flags) {
        GuestMemory memory = cpu.memory();
        if ((flags & ~LOAD_TCP_SYN) != 0 || size < LEAST_BYTES) {
            return EINVAL.result();
        }
        byte[] asked = memory.read(option, (int) Math.min(size, MOST_BYTES));
        int kind = asked[0] & 0xff;
        int said = asked[1] & 0xff;
        boolean experimental = isExperimental(kind);
        boolean sized = experimental
                ? (said == LEAST_BYTES + SHORT_MAGIC || said == LEAST_BYTES + LONG_MAGIC) && said <= size
                : said == 0;
        if (kind == END || kind == NOP || !sized) {
            return EINVAL.result();
        }
        byte[] header;
        if ((flags & LOAD_TCP_SYN) != 0) {
            byte[] syn = context.tcpHeader().syn().orElse(null);
            if (syn == null) {
                return ENOENT.result();
            }
            header = whole(syn);
        } else {
            header = context.data();
            if (header.length < HEADER || context.getInt(OP) == HDR_OPT_LEN_CB) {
                return EPERM.result();
            }
        }
        Name name = new Name(kind, experimental ? Arrays.copyOfRange(asked, LEAST_BYTES, said) : new byte[0]);
        Found found = find(header, name);
        if (found.at() < 0) {
            return found.at() == NONE ? ENOMSG.result() : EFAULT.result();
        }
        int copied = (int) Math.min(size, found.bytes());
        memory.write(header, found.at(), option, copied);
        return copied < found.bytes() ? ENOSPC.result() : copied;
    }

    /** A header without what follows it. */
    private static byte[] whole(byte[] packet) {
        int bytes = packet.length < HEADER ? 0 : (packet[OFFSET] >> 4 & 0xf) * Integer.BYTES;
        return Arrays.copyOf(packet, Math.min(packet.length, bytes));
    }

    private static long store(Cpu cpu, FieldContext context, long option, long size, long flags) {
        if (context.getInt(OP) != WRITE_HDR_OPT_CB || context.data().length < HEADER) {
            return EPERM.result();
        }
        if (size < LEAST_BYTES || flags != 0) {
            return EINVAL.result();
        }
        byte[] given = cpu.memory().read(option, (int) Math.min(size, MOST_BYTES));
        int kind = given[0] & 0xff;
        int bytes = given[1] & 0xff;
        if (kind == END || kind == NOP || bytes > size) {
            return EINVAL.result();
        }
        byte[] magic = new byte[0];
        if (isExperimental(kind)) {
            if (bytes < LEAST_BYTES + SHORT_MAGIC) {
                return EINVAL.result();
            }
            // Linux tells experiments of four bytes by the first two of them.
            magic = Arrays.copyOfRange(given, LEAST_BYTES, LEAST_BYTES + SHORT_MAGIC);
        }
        if (bytes > context.tcpHeader().room()) {
            return ENOSPC.result();
        }
        Found found = find(context.data(), new Name(kind, magic));
        if (found.at() >= 0) {
            return EEXIST.result();
        }
        if (found.at() == MALFORMED) {
            return EFAULT.result();
        }
        if (found.isEnded()) {
            return ENOSPC.result();
        }
        context.append(given, bytes);
        return 0;
    }

    private static long reserve(FieldContext context, long size, long flags) {
        if (context.getInt(OP) != HDR_OPT_LEN_CB) {
            return EPERM.result();
        }
        if (flags != 0 || size < LEAST_BYTES) {
            return EINVAL.result();
        }
        TcpHeader header = context.tcpHeader();
        if (size > header.room()) {
            return ENOSPC.result();
        }
        header.take((int) size);
        return 0;
    }
}
