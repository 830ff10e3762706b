package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.TcpHeader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Test runs of flow dissectors, as BPF_PROG_TEST_RUN of Linux 6.12 makes them: see the corpus's flow_dissector-6.12.tsv. */
final class FlowTests {
    /** {@code struct bpf_flow_keys}. */
    static final int KEYS_BYTES = 56;

    private static final int NHOFF = 0;
    private static final int THOFF = 2;
    private static final int N_PROTO = 10;
    private static final int FLAGS = 48;
    private static final int BEHIND_FLAGS = 52;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE = 12;

    private final Machine machine;
    private final LiveProgram program;

    FlowTests(Machine machine, LiveProgram program) {
        this.machine = machine;
        this.program = program;
    }

    /** What a run came to, and the flow keys. */
    @SuppressWarnings("ArrayRecordComponent") // read once, compared by nobody
    record Result(RunResult last, byte[] keys) {}

    private void checkKeys(byte[] given) {
        for (int i = 0; i < given.length; i++) {
            if (given[i] != 0 && (i < FLAGS || i >= BEHIND_FLAGS)) {
                throw new BpfErrnoException(
                        Errno.EINVAL,
                        "a test run of " + program + ": byte " + i
                                + " of struct bpf_flow_keys, which may not be given");
            }
        }
    }

    /** Runs as often as was asked for, on keys that begin behind the Ethernet header. The caller occupies the CPU. */
    Result run(TestRun asked, byte[] given, int cpu) {
        checkKeys(given);
        byte[] first = given.clone();
        ByteBuffer.wrap(first)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort(NHOFF, (short) ETHERNET_HEADER)
                .putShort(THOFF, (short) ETHERNET_HEADER)
                .put(N_PROTO, asked.data, ETHERTYPE, Short.BYTES);
        ContextLayout.Struct layout = ContextValue.of(program.type()).layout();
        byte[] struct = new byte[layout.size()];
        try (FieldContext context =
                new FieldContext(machine.memory, layout, struct, null, 0, asked.data, new TcpHeader(0, null), null)) {
            context.withoutBuffer();
            RunResult last = RunResult.of(0);
            long times = TestRuns.times(asked);
            for (long i = 0; i < times && last.fault().isEmpty(); i++) {
                context.setFlowKeys(first);
                last = program.runAlone(context, cpu, ExecutionContext.PROCESS);
            }
            return new Result(last, inside(context.flowKeys(), asked.data.length));
        }
    }

    /** The keys with their offsets inside the packet, as those make sure of who called the dissector. */
    private static byte[] inside(byte[] keys, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(keys).order(ByteOrder.LITTLE_ENDIAN);
        int network = Math.clamp(Short.toUnsignedInt(bytes.getShort(NHOFF)), ETHERNET_HEADER, length);
        int transport = Math.clamp(Short.toUnsignedInt(bytes.getShort(THOFF)), network, length);
        bytes.putShort(NHOFF, (short) network).putShort(THOFF, (short) transport);
        return keys;
    }
}
