package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EACCES;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EPROTONOSUPPORT;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.sockets.SynCookies;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The helpers that make SYN cookies and check them (recorded in the corpus's syn_cookies-6.12.tsv). */
final class SynCookieHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;

    private static final int SEQ = 4;
    private static final int ACK_SEQ = 8;
    private static final int OFFSET = 12;
    private static final int FLAGS = 13;
    private static final int FIN = 0x01;
    private static final int SYN = 0x02;
    private static final int RST = 0x04;
    private static final int ACK = 0x10;

    private static final int OPTION_END = 0;
    private static final int OPTION_NOP = 1;
    private static final int OPTION_MSS = 2;
    private static final int MSS_BYTES = 4;

    private final SocketTable sockets;
    private final World world;
    private final SynCookies cookies;

    SynCookieHelpers(SocketTable sockets, World world, SynCookies cookies) {
        this.sockets = sockets;
        this.world = world;
        this.cookies = cookies;
    }

    void register(HelperTable table) {
        table.put(100, (cpu, sk, ip, ipSize, tcp, size) -> check(cpu, sk, ip, ipSize & UINT, tcp, size & UINT))
                .put(110, (cpu, sk, ip, ipSize, tcp, size) -> make(cpu, sk, ip, ipSize & UINT, tcp, size & UINT))
                .put(204, (cpu, ip, tcp, size, r4, r5) -> makeRaw(cpu, ip, tcp, size & UINT, SynCookies.Sizes.V4))
                .put(205, (cpu, ip, tcp, size, r4, r5) -> makeRaw(cpu, ip, tcp, size & UINT, SynCookies.Sizes.V6))
                .put(206, (cpu, ip, tcp, r3, r4, r5) -> checkRaw(cpu, ip, tcp, SynCookies.Sizes.V4))
                .put(207, (cpu, ip, tcp, r3, r4, r5) -> checkRaw(cpu, ip, tcp, SynCookies.Sizes.V6));
    }

    private long make(Cpu cpu, long sk, long ip, long ipSize, long tcp, long size) {
        GuestMemory memory = cpu.memory();
        if (!isWholeHeader(memory, tcp, size)) {
            return EINVAL.result();
        }
        Optional<LiveSocket> listener = listener(sk);
        if (listener.isEmpty()) {
            return EINVAL.result();
        }
        if (world.tcpSyncookies() == World.SYNCOOKIES_NEVER) {
            return ENOENT.result();
        }
        if ((memory.getU8(tcp + FLAGS) & (SYN | ACK | FIN | RST)) != SYN || ipSize < IP_HEADER) {
            return EINVAL.result();
        }
        SynCookies.Sizes sizes = family(memory, ip);
        long refusal = refusal(listener.get().described(), sizes, ipSize);
        if (sizes == null || refusal != 0) {
            return refusal;
        }
        boolean full = listener.get().described().isSynQueueFull();
        if (world.tcpSyncookies() != World.SYNCOOKIES_ALWAYS && !full) {
            return ENOENT.result();
        }
        cookies.madeFor(listener.get());
        return make(memory, ip, tcp, size, sizes);
    }

    private long makeRaw(Cpu cpu, long ip, long tcp, long size, SynCookies.Sizes sizes) {
        return isWholeHeader(cpu.memory(), tcp, size) ? make(cpu.memory(), ip, tcp, size, sizes) : EINVAL.result();
    }

    private long make(GuestMemory memory, long ip, long tcp, long size, SynCookies.Sizes sizes) {
        int asked = segmentSize(memory.read(tcp, (int) size));
        SynCookies.Made made = cookies.make(
                ends(memory, ip, tcp, sizes), number(memory, tcp + SEQ), sizes, asked == 0 ? sizes.least() : asked);
        return (long) made.size() << Integer.SIZE | made.cookie() & UINT;
    }

    private long check(Cpu cpu, long sk, long ip, long ipSize, long tcp, long size) {
        GuestMemory memory = cpu.memory();
        Optional<LiveSocket> listener = listener(sk);
        if (size < TCP_HEADER
                || listener.isEmpty()
                || ipSize < IP_HEADER
                || world.tcpSyncookies() == World.SYNCOOKIES_NEVER) {
            return EINVAL.result();
        }
        if ((memory.getU8(tcp + FLAGS) & (SYN | ACK | RST)) != ACK || !cookies.areExpectedBy(listener.get())) {
            return ENOENT.result();
        }
        SynCookies.Sizes sizes = family(memory, ip);
        long refusal = refusal(listener.get().described(), sizes, ipSize);
        if (sizes == null || refusal != 0) {
            return refusal;
        }
        return isGood(memory, ip, tcp, sizes) ? 0 : ENOENT.result();
    }

    private long checkRaw(Cpu cpu, long ip, long tcp, SynCookies.Sizes sizes) {
        return isGood(cpu.memory(), ip, tcp, sizes) ? 0 : EACCES.result();
    }

    private boolean isGood(GuestMemory memory, long ip, long tcp, SynCookies.Sizes sizes) {
        int seq = number(memory, tcp + SEQ) - 1;
        int cookie = number(memory, tcp + ACK_SEQ) - 1;
        return cookies.check(ends(memory, ip, tcp, sizes), seq, cookie, sizes).isPresent();
    }

    private Optional<LiveSocket> listener(long sk) {
        return sockets.at(sk).filter(socket -> socket.described().isTcp() && socket.state() == Socket.State.LISTEN);
    }

    private static boolean isWholeHeader(GuestMemory memory, long tcp, long size) {
        return size >= TCP_HEADER && size == (memory.getU8(tcp + OFFSET) >> 4) * (long) Integer.BYTES;
    }

    /** What a cookie for a packet can say; null if it is of another version. */
    private static SynCookies.@Nullable Sizes family(GuestMemory memory, long ip) {
        return switch (memory.getU8(ip) >> 4) {
            case 4 -> SynCookies.Sizes.V4;
            case 6 -> SynCookies.Sizes.V6;
            default -> null;
        };
    }

    /** Why a listener takes no packets of a version; 0 if it does. */
    private static long refusal(Socket listener, SynCookies.@Nullable Sizes sizes, long ipSize) {
        boolean isV6 = listener.family() == Socket.Family.INET6;
        return switch (sizes) {
            case null -> EPROTONOSUPPORT.result();
            case V4 -> isV6 && listener.isOnlyV6() ? EINVAL.result() : 0;
            case V6 -> ipSize < IPV6_HEADER || !isV6 ? EINVAL.result() : 0;
        };
    }

    /** Both addresses and both ports. */
    private static byte[] ends(GuestMemory memory, long ip, long tcp, SynCookies.Sizes sizes) {
        int addresses = sizes == SynCookies.Sizes.V4 ? 8 : 32;
        int first = (sizes == SynCookies.Sizes.V4 ? IP_HEADER : IPV6_HEADER) - addresses;
        byte[] ends = new byte[addresses + Integer.BYTES];
        memory.read(ip + first, ends, 0, addresses);
        memory.read(tcp, ends, addresses, Integer.BYTES);
        return ends;
    }

    private static int number(GuestMemory memory, long at) {
        return Integer.reverseBytes(memory.getInt(at));
    }

    /** The size of segments that the options of a header say last; 0 if they say none. What is malformed ends them. */
    private static int segmentSize(byte[] header) {
        int size = 0;
        int at = TCP_HEADER;
        while (at < header.length && header[at] != OPTION_END) {
            if (header[at] == OPTION_NOP) {
                at++;
                continue;
            }
            int bytes = at + 1 < header.length ? header[at + 1] & 0xff : 0;
            if (bytes < 2 || at + bytes > header.length) {
                break;
            }
            if (header[at] == OPTION_MSS && bytes == MSS_BYTES) {
                int said = ByteBuffer.wrap(header).getShort(at + 2) & 0xffff;
                size = said == 0 ? size : said;
            }
            at += bytes;
        }
        return size;
    }
}
