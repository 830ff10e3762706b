package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.contexts.SkbContext;

/**
 * The helpers on socket buffers for programs of type SK_SKB, whose bytes have no headers and of which only some may be seen at first. Their
 * answers are those of Linux 6.12 (recorded in the corpus's sockmap-6.12.tsv).
 */
final class StreamHelpers {
    /** The longest buffer that one of them makes. */
    private static final int MOST_BYTES = 16064;

    private static final int MOST_ROOM = 0xfff;

    private StreamHelpers() {}

    /** Lets the program see at least so many bytes. */
    static long pull(SkbContext skb, long bytes) {
        if (bytes > skb.length()) {
            return ENOMEM.result();
        }
        skb.see(Math.max(skb.seenBytes(), (int) bytes));
        return 0;
    }

    static long changeTail(SkbContext skb, long length, long flags) {
        if (flags != 0 || length > MOST_BYTES) {
            return EINVAL.result();
        }
        if (!skb.setLength((int) length)) {
            return ENOMEM.result();
        }
        skb.see((int) length);
        return 0;
    }

    static long changeHead(SkbContext skb, long room, long flags) {
        if (flags != 0 || skb.length() + room > MOST_BYTES) {
            return EINVAL.result();
        }
        return grow(skb, (int) room);
    }

    private static long grow(SkbContext skb, int bytes) {
        int seen = skb.seenBytes();
        if (!skb.insert(0, bytes)) {
            return ENOMEM.result();
        }
        skb.see(seen + bytes);
        return 0;
    }

    /** Bytes are put in or taken out in front: there are no headers between which it could be. */
    static long adjustRoom(SkbContext skb, int difference, long mode, long flags) {
        if (mode != 0 || flags != 0) {
            return EINVAL.result();
        }
        int bytes = Math.abs(difference);
        if (bytes > MOST_ROOM || bytes < 0) {
            return EFAULT.result();
        }
        if (difference >= 0) {
            return skb.length() + bytes > MOST_BYTES ? ENOMEM.result() : grow(skb, bytes);
        }
        if (bytes > skb.length()) {
            return ENOMEM.result();
        }
        int seen = Math.max(0, skb.seenBytes() - bytes);
        skb.remove(0, bytes);
        skb.see(seen);
        return 0;
    }
}
