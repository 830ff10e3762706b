package io.github.bpf4j.runtime.contexts;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The fields of {@code struct __sk_buff} that are those of the packet's socket. */
final class SkbSocketFields {
    private static final int FAMILY = 88;
    private static final int REMOTE_IP4 = 92;
    private static final int LOCAL_IP4 = 96;
    private static final int REMOTE_IP6 = 100;
    private static final int LOCAL_IP6 = 116;
    private static final int REMOTE_PORT = 132;
    private static final int LOCAL_PORT = 136;
    private static final int SK = 168;
    private static final int WORDS_OF_IP6 = 4;

    private static final int SOCK_FAMILY = 4;
    private static final int SOCK_SRC_IP4 = 24;
    private static final int SOCK_SRC_IP6 = 28;
    private static final int SOCK_SRC_PORT = 44;
    private static final int SOCK_DST_PORT = 48;
    private static final int SOCK_DST_IP4 = 52;
    private static final int SOCK_DST_IP6 = 56;

    private SkbSocketFields() {}

    /** Writes them from the bytes of a {@code struct bpf_sock}. */
    static void put(byte[] sock, ContextBlock block, long address) {
        ByteBuffer from = ByteBuffer.wrap(sock).order(ByteOrder.LITTLE_ENDIAN);
        block.setInt(FAMILY, from.getInt(SOCK_FAMILY));
        block.setInt(REMOTE_IP4, from.getInt(SOCK_DST_IP4));
        block.setInt(LOCAL_IP4, from.getInt(SOCK_SRC_IP4));
        for (int i = 0; i < WORDS_OF_IP6; i++) {
            block.setInt(REMOTE_IP6 + 4 * i, from.getInt(SOCK_DST_IP6 + 4 * i));
            block.setInt(LOCAL_IP6 + 4 * i, from.getInt(SOCK_SRC_IP6 + 4 * i));
        }
        block.setInt(REMOTE_PORT, from.getInt(SOCK_DST_PORT) << Short.SIZE);
        block.setInt(LOCAL_PORT, from.getInt(SOCK_SRC_PORT));
        block.setInt(SK, (int) address);
        block.setInt(SK + 4, (int) (address >>> Integer.SIZE));
    }
}
