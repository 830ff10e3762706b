package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.TcpHeader;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/** Test runs of programs that look sockets up, as BPF_PROG_TEST_RUN of Linux 6.12 makes them: see the corpus's lookup_runs-6.12.tsv. */
final class LookupTests {
    /** {@code struct bpf_sk_lookup}. */
    static final int CONTEXT_BYTES = 72;

    private static final int COOKIE = 0;
    private static final int FAMILY = 8;
    private static final int PROTOCOL = 12;
    private static final int REMOTE_IP4 = 16;
    private static final int REMOTE_IP6 = 20;
    private static final int REMOTE_PORT = 36;
    private static final int LOCAL_IP4 = 40;
    private static final int LOCAL_IP6 = 44;
    private static final int LOCAL_PORT = 60;
    private static final int IP6_BYTES = 16;
    private static final int MOST = 0xffff;
    private static final int PASS = 1;

    private final Machine machine;
    private final LiveProgram program;

    LookupTests(Machine machine, LiveProgram program) {
        this.machine = machine;
        this.program = program;
    }

    /** What a run came to, and the context that comes back. */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Result(RunResult last, byte[] context) {}

    private BpfErrnoException refused(Errno errno, String reason) {
        return new BpfErrnoException(errno, "a test run of " + program + ": " + reason);
    }

    /** What a program sees of the context that was given: the halves of words that are of 16 bits, and addresses of the family. */
    private byte[] seen(byte[] given) {
        ByteBuffer from = ByteBuffer.wrap(given).order(ByteOrder.LITTLE_ENDIAN);
        if (from.getLong(COOKIE) != 0) {
            throw refused(Errno.EINVAL, "a cookie");
        }
        for (int i = LOCAL_PORT + Integer.BYTES; i < given.length; i++) {
            if (given[i] != 0) {
                throw refused(Errno.EINVAL, "byte " + i + " of struct bpf_sk_lookup, which may not be given");
            }
        }
        if (Integer.compareUnsigned(from.getInt(LOCAL_PORT), MOST) > 0) {
            throw refused(Errno.ERANGE, "local port " + Integer.toUnsignedString(from.getInt(LOCAL_PORT)));
        }
        int family = from.getInt(FAMILY) & MOST;
        byte[] seen = new byte[given.length];
        ByteBuffer to = ByteBuffer.wrap(seen).order(ByteOrder.LITTLE_ENDIAN);
        if (family == Socket.Family.INET.number()) {
            to.putInt(REMOTE_IP4, from.getInt(REMOTE_IP4)).putInt(LOCAL_IP4, from.getInt(LOCAL_IP4));
        } else if (family == Socket.Family.INET6.number()) {
            to.put(REMOTE_IP6, given, REMOTE_IP6, IP6_BYTES).put(LOCAL_IP6, given, LOCAL_IP6, IP6_BYTES);
        } else {
            throw refused(Errno.EAFNOSUPPORT, "family " + family);
        }
        to.putInt(FAMILY, family)
                .putInt(PROTOCOL, from.getInt(PROTOCOL) & MOST)
                .putInt(REMOTE_PORT, from.getInt(REMOTE_PORT) & MOST)
                .putInt(LOCAL_PORT, from.getInt(LOCAL_PORT));
        return seen;
    }

    /** Runs as often as was asked for, each time with nothing chosen. The caller occupies the CPU. */
    Result run(TestRun asked, byte[] given, int cpu) {
        byte[] seen = seen(given);
        ContextLayout.Struct layout = ContextValue.of(program.type()).layout();
        try (FieldContext context =
                new FieldContext(machine.memory, layout, seen, null, 0, new byte[0], new TcpHeader(0, null), null)) {
            RunResult last = RunResult.of(0);
            long times = TestRuns.times(asked);
            for (long i = 0; i < times && last.fault().isEmpty(); i++) {
                context.select(null, 0);
                context.setWithoutGroup(false);
                last = program.runAlone(context, cpu, ExecutionContext.PROCESS);
            }
            Optional<LiveSocket> chosen =
                    last.fault().isEmpty() && last.verdict() == PASS ? context.selected() : Optional.empty();
            if (chosen.isPresent() && chosen.get().options().isReuseport() && !context.isWithoutGroup()) {
                throw refused(Errno.EOPNOTSUPP, "a choice in the group of " + chosen.get());
            }
            byte[] left = given.clone();
            ByteBuffer.wrap(left)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(
                            COOKIE,
                            chosen.map(each -> each.described().cookie()).orElse(0L));
            return new Result(last, left);
        }
    }
}
