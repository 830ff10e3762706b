package io.github.bpf4j.runtime;

import static io.github.bpf4j.abi.Errno.EACCES;
import static io.github.bpf4j.abi.Errno.EAGAIN;
import static io.github.bpf4j.abi.Errno.EBADF;
import static io.github.bpf4j.abi.Errno.ECONNRESET;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOTCONN;

import io.github.bpf4j.runtime.JoinedSocket.Role;
import io.github.bpf4j.runtime.JoinedSocket.Verdict;
import io.github.bpf4j.runtime.contexts.MessageContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Socket;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Moves what sockets send through the programs of the maps that they are in, to who receives it, as Linux 6.12 was seen to do (the corpus's
 * sockmap-6.12.tsv). Everything has arrived when a call returns. Safe for use by any thread.
 */
/*
 * One thread at a time moves data: it has a CPU, then the lock here, and takes the machine's turn for single steps. What is redirected may
 * be redirected again; Linux never ends that, here it ends after MOST_HOPS.
 */
final class SocketTraffic {
    /** How often bytes go on from socket to socket. */
    static final int MOST_HOPS = 64;

    /** How much may wait at a socket; what comes then is lost. */
    static final int MOST_WAITING = 16 << 20;

    /** What programs see of data for each byte that the host moves, and what a run counts as; a parser that ends at every byte sees less. */
    private static final long SHOWN_PER_BYTE = 128 << 10;

    private static final int RUN = 4096;
    private static final int FREE_BYTES = 1024;
    private static final int PASS = 1;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;

    private final Machine machine;
    private final Map<LiveSocket, SocketEnd> ends = new ConcurrentHashMap<>();
    private final ReentrantLock moving = new ReentrantLock();
    /** How many bytes programs may still see in the call that goes on. */
    private long left;

    SocketTraffic(Machine machine) {
        this.machine = machine;
    }

    SocketEnd end(LiveSocket socket) {
        return ends.computeIfAbsent(
                socket, each -> new SocketEnd(each.described().type() == Socket.STREAM));
    }

    /** A socket is in no map any more: what its programs let through and nobody read is lost. */
    void left(LiveSocket socket) {
        SocketEnd end = ends.get(socket);
        if (end != null) {
            end.dropJoined();
        }
    }

    private static BpfErrnoException refused(long result, String what, LiveSocket socket) {
        return BpfErrnoException.of(result, what + " " + socket);
    }

    private <T> T move(int bytes, Function<Integer, T> step) {
        if (machine.isInside()) {
            throw new IllegalStateException("data of sockets cannot be moved within a run");
        }
        try (Occupancy.Seat seat = machine.occupyAny()) {
            moving.lock();
            try {
                if (machine.isClosed()) {
                    throw new IllegalStateException("the runtime is closed");
                }
                left = SHOWN_PER_BYTE * (FREE_BYTES + bytes);
                return step.apply(seat.cpu());
            } finally {
                moving.unlock();
            }
        }
    }

    /**
     * Sends bytes through a socket.
     *
     * @return how many were taken
     * @throws BpfErrnoException EACCES if a program dropped them, EBADF, ENOTCONN, ECONNRESET, EAGAIN, ENOMEM
     */
    int send(LiveSocket from, byte[] bytes) {
        return move(bytes.length, cpu -> {
            if (from.isClosed()) {
                throw refused(EBADF.result(), "sending through", from);
            }
            if (isReset(from)) {
                throw refused(ECONNRESET.result(), "sending through", from);
            }
            JoinedSocket joined = machine.network.socketPrograms.joined(from);
            if (joined != null && from.described().isTcp() && joined.program(Role.MESSAGE_VERDICT) != null) {
                return taken(from, sendMessages(joined, from, bytes, cpu));
            }
            taken(from, transmit(from, bytes, cpu, 0));
            return bytes.length;
        });
    }

    private boolean isReset(LiveSocket socket) {
        return socket.isReset()
                || machine.network
                        .sockets
                        .peer(socket)
                        .map(LiveSocket::isClosed)
                        .orElse(false);
    }

    private static int taken(LiveSocket from, long result) {
        if (result < 0) {
            throw refused(result, "sending through", from);
        }
        return (int) result;
    }

    /** Bytes come in for a socket from outside of the world. */
    void arrive(LiveSocket to, byte[] bytes) {
        move(bytes.length, cpu -> {
            if (to.isClosed()) {
                throw refused(EBADF.result(), "bytes for", to);
            }
            if (!deliver(to, bytes, cpu, 0)) {
                throw refused(EAGAIN.result(), "bytes for", to);
            }
            return to;
        });
    }

    /** Lets bytes leave a socket, past its own programs: 0 or a negative errno. */
    private long transmit(LiveSocket from, byte[] bytes, int cpu, int hops) {
        if (isReset(from)) {
            return ECONNRESET.result();
        }
        Optional<LiveSocket> peer = machine.network.sockets.peer(from);
        if (peer.isPresent()) {
            return deliver(peer.get(), bytes, cpu, hops) ? 0 : EAGAIN.result();
        }
        if (from.remoteAddress().isEmpty()) {
            return ENOTCONN.result();
        }
        return end(from).leave(bytes) ? 0 : EAGAIN.result();
    }

    /** Bytes come in for a socket; false if there is no room. */
    private boolean deliver(LiveSocket to, byte[] bytes, int cpu, int hops) {
        JoinedSocket joined = machine.network.socketPrograms.joined(to);
        if (joined == null || bytes.length == 0 || verdictOf(joined) == null) {
            return end(to).add(bytes, false);
        }
        if (hops < MOST_HOPS && left > 0) {
            int most = to.described().isTcp() ? MessageContext.PART_BYTES : bytes.length; // datagrams stay whole
            for (int at = 0; at < bytes.length; at += most) {
                arrive(joined, to, Arrays.copyOfRange(bytes, at, Math.min(at + most, bytes.length)), cpu, hops);
            }
        }
        return true;
    }

    private void arrive(JoinedSocket joined, LiveSocket to, byte[] buffer, int cpu, int hops) {
        if (joined.program(Role.PARSER) != null && joined.program(Role.STREAM_VERDICT) != null) {
            parse(joined, to, buffer, cpu, hops);
        } else {
            judge(joined, to, buffer, 0, buffer.length, cpu, hops);
        }
    }

    private static @Nullable LiveProgram verdictOf(JoinedSocket joined) {
        LiveProgram stream = joined.program(Role.STREAM_VERDICT);
        return stream == null ? joined.program(Role.VERDICT) : stream;
    }

    /** Runs a program while nobody can free it; null if it is on its way out. */
    private <T> @Nullable T run(LiveProgram program, Function<LiveProgram, T> step) {
        boolean held;
        try (var _ = machine.quietTurn()) {
            held = program.hold();
        }
        if (!held) {
            return null;
        }
        try {
            return step.apply(program);
        } finally {
            try (var _ = machine.quietTurn()) {
                program.drop();
            }
        }
    }

    // ---- bytes that come

    /** What a program made of bytes that came. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Judged(
            int returned, byte[] bytes, @Nullable LiveSocket target, boolean toReceive) {
        static final Judged FAULT = new Judged(-1, new byte[0], null, false);
    }

    private Judged runOnBytes(LiveProgram program, LiveSocket to, byte[] bytes, int cpu) {
        left -= RUN + bytes.length;
        Judged judged = run(program, held -> {
            SkbContext context;
            try {
                context = machine.packetContexts.skb(cpu);
                int seen = to.described().isTcp() ? 0 : bytes.length;
                context.beginStream(bytes, seen, protocol(to.described()), new byte[SkbContext.SIZE], true);
                context.company().setSocket(to);
                context.showSocket(machine.network.sockets.address(to), machine.network.sockets.bytes(to));
            } catch (GuestFault _) {
                return Judged.FAULT; // no room, as where Linux has none for the buffer
            }
            RunResult result = held.runAlone(context, cpu, ExecutionContext.PROCESS);
            if (result.fault().isPresent()) {
                return Judged.FAULT;
            }
            byte[] left = new byte[context.length()];
            context.store(left);
            return new Judged(
                    (int) result.returnValue(),
                    left,
                    context.company().target().orElse(null),
                    context.company().isToReceive());
        });
        return judged == null ? Judged.FAULT : judged;
    }

    private static int protocol(Socket socket) {
        return switch (socket.family()) {
            case INET -> ETH_P_IP;
            case INET6 -> ETH_P_IPV6;
            case UNIX, NETLINK, UNSPEC -> 0;
        };
    }

    /**
     * Cuts bytes into messages. As in Linux programs see whole buffers: with the bytes of messages before in the first, and those of messages
     * behind in the last.
     */
    private void parse(JoinedSocket joined, LiveSocket to, byte[] segment, int cpu, int hops) {
        int eaten = 0;
        while (eaten < segment.length && !joined.aborted && !joined.isGone() && left > 0) {
            int before = 0;
            byte[] head = joined.head;
            if (head == null) {
                head = segment;
                joined.offset = eaten;
                joined.need = 0;
            } else {
                before = head.length - joined.offset;
                head = joined(head, Arrays.copyOfRange(segment, eaten, segment.length));
            }
            joined.head = head;
            if (head.length > MOST_WAITING || joined.need == 0 && !askParser(joined, to, head, before, cpu)) {
                joined.aborted = true;
                joined.head = null;
                return;
            }
            if (joined.need == 0 || head.length - joined.offset < joined.need) {
                return; // waits for more
            }
            int offset = joined.offset;
            int length = joined.need;
            joined.head = null;
            joined.need = 0;
            eaten += length - before;
            judge(joined, to, head, offset, length, cpu, hops);
        }
    }

    /** Asks the parser how long the message is; false if it gives up, or says what cannot be. */
    private boolean askParser(JoinedSocket joined, LiveSocket to, byte[] head, int before, int cpu) {
        LiveProgram parser = joined.program(Role.PARSER);
        if (parser == null) {
            return false;
        }
        Judged parsed = runOnBytes(parser, to, head, cpu);
        if (parsed.returned() == 0) {
            return true;
        }
        joined.need = parsed.returned();
        return parsed.returned() > before && parsed.returned() <= MOST_WAITING;
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /** Runs the verdict on a message that lies in buffers, and brings it where that says. */
    private void judge(JoinedSocket joined, LiveSocket to, byte[] head, int offset, int length, int cpu, int hops) {
        LiveProgram verdict = verdictOf(joined);
        if (verdict == null || joined.isGone()) {
            return;
        }
        Judged judged = runOnBytes(verdict, to, head, cpu);
        if (judged.returned() != PASS) {
            return;
        }
        byte[] left = judged.bytes();
        int end = length == head.length ? left.length : Math.min(offset + length, left.length);
        byte[] message = Arrays.copyOfRange(left, Math.min(offset, end), end);
        LiveSocket target = judged.target();
        if (target == null) {
            end(to).add(message, true);
        } else if (target.isClosed()) {
            return;
        } else if (judged.toReceive()) {
            end(target).add(message, true);
        } else {
            transmit(target, message, cpu, hops + 1);
        }
    }

    // ---- messages that are sent

    /** Sends bytes, in messages that are as long as Linux makes them: how many were taken, or a negative errno. */
    private long sendMessages(JoinedSocket joined, LiveSocket from, byte[] bytes, int cpu) {
        int sent = 0;
        while (true) {
            int now = Math.min(MessageContext.LONGEST, bytes.length - sent);
            long taken = sendMessage(joined, from, Arrays.copyOfRange(bytes, sent, sent + now), cpu);
            if (taken < 0) {
                return sent > 0 ? sent : taken;
            }
            sent += (int) taken;
            if (taken < now || sent == bytes.length) {
                return sent;
            }
        }
    }

    /** Sends a message as the program says: how many bytes were taken, or a negative errno. */
    private long sendMessage(JoinedSocket joined, LiveSocket from, byte[] bytes, int cpu) {
        if (joined.corked.length + (long) bytes.length > MOST_WAITING) {
            return EAGAIN.result();
        }
        byte[] message = joined(joined.corked, bytes);
        if (Integer.compareUnsigned(joined.corkBytes, message.length) > 0) {
            joined.corked = message;
            return bytes.length;
        }
        try (MessageContext context = machine.network.runs.message(from, message)) {
            joined.takeCorked();
            return send(joined, from, context, bytes.length, cpu);
        } catch (GuestFault _) {
            return ENOMEM.result();
        }
    }

    private long send(JoinedSocket joined, LiveSocket from, MessageContext context, int bytes, int cpu) {
        long copied = bytes;
        while (context.length() > 0) {
            if (joined.verdict == Verdict.NONE) {
                if (left <= 0) {
                    return EAGAIN.result(); // a program that adds as much as it lets go never ends
                }
                askProgram(joined, context, cpu);
                if (Integer.compareUnsigned(joined.corkBytes, context.length()) > 0) {
                    joined.corked = context.message();
                    joined.verdict = Verdict.NONE;
                    return copied;
                }
                joined.corkBytes = 0;
            }
            int length = context.length();
            int now = joined.applyBytes == 0 || Integer.compareUnsigned(joined.applyBytes, length) > 0
                    ? length
                    : joined.applyBytes;
            joined.applyBytes = joined.applyBytes == 0 ? 0 : joined.applyBytes - now;
            byte[] part = context.take(now);
            if (joined.verdict == Verdict.DROP) {
                copied -= now;
                return copied > 0 ? copied : EACCES.result(); // the verdict stays, as in Linux, and the rest is lost
            }
            long result = forward(joined, from, part, cpu);
            if (joined.applyBytes == 0) {
                joined.verdict = Verdict.NONE;
                joined.target = null;
            }
            if (result < 0) {
                return result;
            }
        }
        return copied;
    }

    private long forward(JoinedSocket joined, LiveSocket from, byte[] part, int cpu) {
        LiveSocket target = joined.target;
        if (joined.verdict == Verdict.PASS || target == null) {
            return transmit(from, part, cpu, 0);
        }
        if (target.isClosed()) {
            return ECONNRESET.result();
        }
        if (joined.toIngress) {
            return end(target).add(part, true) ? 0 : EAGAIN.result();
        }
        return transmit(target, part, cpu, 1);
    }

    /** Runs the program on a message. */
    private void askProgram(JoinedSocket joined, MessageContext context, int cpu) {
        joined.verdict = Verdict.DROP;
        joined.applyBytes = 0;
        joined.corkBytes = 0;
        joined.target = null;
        context.begin();
        left -= RUN + Math.min(context.length(), MessageContext.PART_BYTES);
        LiveProgram program = joined.program(Role.MESSAGE_VERDICT);
        if (program == null) {
            return;
        }
        RunResult result = run(program, held -> held.runAlone(context, cpu, ExecutionContext.PROCESS));
        if (result != null && result.fault().isEmpty()) {
            note(joined, context, (int) result.returnValue());
        }
    }

    private static void note(JoinedSocket joined, MessageContext context, int returned) {
        joined.applyBytes = context.applyBytes();
        joined.corkBytes = context.corkBytes();
        joined.target = context.target().orElse(null);
        joined.toIngress = context.isToIngress();
        if (returned == PASS) {
            joined.verdict = joined.target == null ? Verdict.PASS : Verdict.REDIRECT;
        }
    }
}
