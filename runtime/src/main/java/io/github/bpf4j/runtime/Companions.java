package io.github.bpf4j.runtime;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.contexts.PacketCompany;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.sockets.SocketTable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Takes what goes along with packets - sockets, tunnels - into runs and out of them. Safe for use by any thread. */
final class Companions {
    private static final int FIRST_SOCKET_FIELD = 88;
    private static final int LAST_SOCKET_FIELD = 140;
    private static final int SK = 168;
    private static final int LOAD_CLASS = 1;
    private static final int CLASS_MASK = 7;
    private static final int CALL = 0x85;
    private static final int TAIL_CALL = 12;
    private static final int ETHERTYPE_AT = 12;
    private static final int HEADER_BYTES = 14;

    private final SocketTable sockets;

    Companions(SocketTable sockets) {
        this.sockets = sockets;
    }

    /** Whether a program may read the fields of its context that are the socket's, or go on with one that does. */
    static boolean mayLookAtSocket(LinkedProgram linked) {
        long[] words = linked.code();
        for (int i = 0; i < words.length; i++) {
            long word = words[i];
            int offset = Instruction.offset(word);
            boolean field =
                    offset >= FIRST_SOCKET_FIELD && offset < LAST_SOCKET_FIELD || offset >= SK && offset < SK + 8;
            boolean load = (Instruction.opcode(word) & CLASS_MASK) == LOAD_CLASS;
            boolean leaves = Instruction.opcode(word) == CALL && Instruction.imm(word) == TAIL_CALL;
            if (load && field || leaves) {
                return true;
            }
        }
        return false;
    }

    /** Begins a run with what goes along with its packet. */
    void enter(Packet packet, PacketContext context, int cpu, boolean looksAtSocket) {
        PacketCompany company = context.company();
        company.setTunnel(packet.tunnel().orElse(null), packet.isTunnelFromProgram());
        company.setRouteRealm(packet.routeRealm());
        company.setAtIngress(packet.isAtIngress());
        if (context instanceof SkbContext skb && packet.hasSocket()) {
            LiveSocket socket = packet.socket() == 0
                    ? sockets.anonymous(cpu)
                    : sockets.find(packet.socket()).orElse(null);
            company.setSocket(socket);
            if (socket == null) {
                skb.setHasSocket(false);
            } else if (looksAtSocket) {
                show(packet, skb, socket);
            }
        }
    }

    private void show(Packet packet, SkbContext skb, LiveSocket socket) {
        long address = sockets.address(socket);
        byte[] sock = sockets.bytes(socket);
        if (sockets.isAnonymous(socket)) {
            likePacket(packet, sock);
            sockets.overwrite(socket, sock);
        }
        skb.showSocket(address, sock);
    }

    /** The socket of a test run has the family and the addresses of its packet. */
    private static void likePacket(Packet packet, byte[] sock) {
        byte[] bytes = packet.array();
        int type = (bytes[ETHERTYPE_AT] & 0xff) << 8 | bytes[ETHERTYPE_AT + 1] & 0xff;
        ByteBuffer to = ByteBuffer.wrap(sock).order(ByteOrder.LITTLE_ENDIAN);
        if (type == 0x0800) {
            to.putInt(4, 2);
            if (packet.length() >= HEADER_BYTES + 20) {
                to.put(24, bytes, HEADER_BYTES + 12, 4);
                to.put(52, bytes, HEADER_BYTES + 16, 4);
            }
        } else if (type == 0x86dd) {
            to.putInt(4, 10);
            if (packet.length() >= HEADER_BYTES + 40) {
                to.put(28, bytes, HEADER_BYTES + 8, 16);
                to.put(56, bytes, HEADER_BYTES + 24, 16);
            }
        }
    }

    /** Ends a run: the packet has what the program left. */
    void leave(Packet packet, PacketContext context) {
        PacketCompany company = context.company();
        packet.leaveTunnel(company.tunnel(), company.isTunnelFromProgram());
        LiveSocket assigned = company.assigned().orElse(null);
        packet.assignedSocket(assigned == null ? 0 : assigned.described().cookie());
    }
}
