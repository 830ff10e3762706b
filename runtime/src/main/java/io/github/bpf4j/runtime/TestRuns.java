package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Test runs, as BPF_PROG_TEST_RUN of Linux 6.12 makes them: the same checks in the same order (recorded in the corpus's
 * packet_ops-6.12.tsv). Stateless.
 */
final class TestRuns {
    private static final int PAGE = 4096;
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE = 12;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;

    /** A page less the room that a socket buffer's packet has before and behind it. */
    private static final int MOST_SKB_BYTES = 3712;

    /** The longest part of {@code struct __sk_buff} that is in use. */
    private static final int SKB_BYTES = SkbContext.SIZE;

    private static final int MOST_WIRE_LEN = 65536;
    private static final int MOST_GSO_SEGS = 65535;

    /** What may be given of {@code struct __sk_buff}: the first byte of a field, and the first behind it. */
    private static final int[][] SKB_INPUTS = {{8, 12}, {32, 44}, {48, 68}, {152, 168}, {176, 180}, {184, 192}};

    private static final int XDP_BYTES = 24;
    private static final int XDP_DATA = 0;
    private static final int XDP_DATA_END = 4;
    private static final int XDP_DATA_META = 8;
    private static final int XDP_INGRESS_IFINDEX = 12;
    private static final int XDP_RX_QUEUE_INDEX = 16;
    private static final int XDP_EGRESS_IFINDEX = 20;
    private static final int XDP_HEADROOM = 256;

    /** Metadata lie in the headroom, of which the kernel keeps this for itself. */
    private static final int MOST_XDP_METADATA = XDP_HEADROOM - 40;

    private static final int MOST_BATCH = 256;
    private static final int LOOPBACK = 1;
    private static final int MOST_SYSCALL_CONTEXT = 65535;
    private static final int MOST_TRACEPOINT_CONTEXT = 12 * Long.BYTES;

    private static final byte[] NOTHING = {};

    private final Machine machine;
    private final LiveProgram program;

    TestRuns(Machine machine, LiveProgram program) {
        this.machine = machine;
        this.program = program;
    }

    private BpfErrnoException refused(Errno errno, String why) {
        return new BpfErrnoException(errno, "a test run of " + program + ": " + why);
    }

    private void require(boolean fine, String why) {
        if (!fine) {
            throw refused(Errno.EINVAL, why);
        }
    }

    /** Carries out what was asked for. The caller occupies a CPU. */
    TestRun.Result run(TestRun asked, int cpu) {
        if (program.type() == ProgramType.LWT_SEG6LOCAL) {
            throw refused(Errno.ENOTSUPP, "there are none of this type");
        }
        try {
            return switch (program.type().family()) {
                case TC, SOCKET_FILTER, CGROUP_SKB, LWT -> skb(asked, cpu);
                case XDP -> xdp(asked, cpu);
                case SYSCALL -> syscall(asked, cpu);
                case NETFILTER -> netfilter(asked, cpu);
                case SK_LOOKUP -> lookup(asked, cpu);
                case FLOW_DISSECTOR -> flow(asked, cpu);
                case STRUCT_OPS -> operation(asked, cpu);
                default -> {
                    if (isRawTracepoint()) {
                        tracepointInput(asked);
                        yield onContext(asked, cpu);
                    }
                    throw refused(Errno.ENOTSUPP, "there are none of this type");
                }
            };
        } catch (GuestFault noRoom) {
            throw refused(Errno.ENOMEM, "guest memory has no room");
        }
    }

    /** Whether frames are live, each on its way on its own. */
    boolean isLive(TestRun asked) {
        return program.type() == ProgramType.XDP && (asked.flags & TestRun.XDP_LIVE_FRAMES) != 0;
    }

    private boolean isRawTracepoint() {
        return program.type() == ProgramType.RAW_TRACEPOINT;
    }

    /**
     * Whether a run is for the CPU that is named.
     *
     * @throws BpfErrnoException ENXIO if there is no such CPU
     */
    boolean isOnCpu(TestRun asked) {
        if (!isRawTracepoint() || (asked.flags & TestRun.ON_CPU) == 0) {
            return false;
        }
        tracepointInput(asked);
        if (asked.cpu < 0 || asked.cpu >= machine.cpus.length) {
            throw refused(Errno.ENXIO, "on CPU " + Integer.toUnsignedString(asked.cpu));
        }
        return true;
    }

    private record Timed(RunResult last, long averageNs) {}

    private Timed repeat(PacketContext context, TestRun asked, int cpu) {
        long times = times(asked);
        long began = System.nanoTime();
        int run = machine.cpus[cpu].nextRun();
        machine.runValues.keep(run, true);
        try {
            RunResult last = program.runAlone(context, cpu, ExecutionContext.PROCESS);
            for (long i = 1; i < times && last.fault().isEmpty(); i++) {
                last = program.runAlone(context, cpu, ExecutionContext.PROCESS);
            }
            return new Timed(last, (System.nanoTime() - began) / times);
        } finally {
            machine.runValues.keep(run, false);
        }
    }

    /** The context that was given, as long as the structure: what is longer must be zero. */
    private byte[] structure(TestRun asked, int bytes) {
        boolean fits = asked.context.length <= PAGE;
        for (int i = bytes; fits && i < asked.context.length; i++) {
            fits = asked.context[i] == 0;
        }
        if (!fits) {
            throw refused(Errno.E2BIG, "a context of " + asked.context.length + " bytes");
        }
        return Arrays.copyOf(asked.context, bytes);
    }

    private TestRun.Result skb(TestRun asked, int cpu) {
        require(asked.flags == 0 && asked.cpu == 0 && asked.batchSize == 0, "flags, a CPU or a batch size");
        byte[] data = asked.data;
        require(data.length >= ETHERNET_HEADER && data.length <= MOST_SKB_BYTES, data.length + " bytes");
        byte[] given = structure(asked, SKB_BYTES);
        int ifindex = LOOPBACK;
        int named = SkbContext.get(given, SkbContext.IFINDEX);
        if (named != 0 && named != LOOPBACK) {
            if (machine.surroundings.mtu(named) < 0) {
                throw refused(Errno.ENODEV, "there is no interface " + Integer.toUnsignedString(named));
            }
            ifindex = named;
        }
        int type = (data[ETHERTYPE] & 0xff) << 8 | data[ETHERTYPE + 1] & 0xff;
        int header = type == ETH_P_IP ? IP_HEADER : type == ETH_P_IPV6 ? IPV6_HEADER : 0;
        require(data.length >= ETHERNET_HEADER + header, "the packet ends in its IP header");
        boolean hidden = !LiveProgram.seesEthernetHeader(program.type());
        int seen = data.length - (hidden ? ETHERNET_HEADER : 0);
        checkSkb(given, seen);
        SkbContext.set(given, SkbContext.IFINDEX, ifindex);

        SkbContext context = machine.packetContexts.skb(cpu);
        context.begin(
                data,
                data.length,
                given,
                machine.surroundings.hardwareAddress(ifindex),
                hidden,
                !LiveProgram.writesPackets(program.type()),
                true);
        program.takeCompanions(new Packet(data), context, cpu);
        if (asked.context.length == 0 && asked.contextLimit == 0) {
            context.forgetWireLength();
        }
        Timed timed = repeat(context, asked, cpu);
        byte[] left = new byte[SKB_BYTES];
        context.endTestRun(left);
        byte[] packet = new byte[context.length()];
        context.store(packet);
        byte[] shown = new byte[SKB_BYTES];
        for (int[] field : SKB_INPUTS) {
            System.arraycopy(left, field[0], shown, field[0], field[1] - field[0]);
        }
        SkbContext.set(shown, SkbContext.GSO_SIZE, SkbContext.get(given, SkbContext.GSO_SIZE));
        return result(asked, timed, packet, packet.length, shown, machine.redirector.clones(context));
    }

    private void checkSkb(byte[] given, int length) {
        int at = 0;
        for (int[] field : SKB_INPUTS) {
            for (; at < field[0]; at++) {
                require(given[at] == 0, "byte " + at + " of struct __sk_buff, which may not be given");
            }
            at = field[1];
        }
        int wire = SkbContext.get(given, SkbContext.WIRE_LEN);
        require(
                wire == 0 || wire >= length && wire <= MOST_WIRE_LEN,
                "a wire_len of " + Integer.toUnsignedString(wire));
        int segments = SkbContext.get(given, SkbContext.GSO_SEGS);
        require(segments >= 0 && segments <= MOST_GSO_SEGS, "gso_segs of " + Integer.toUnsignedString(segments));
    }

    private TestRun.Result result(
            TestRun asked, Timed timed, byte[] packet, int packetBytes, byte[] context, List<Redirect> clones) {
        boolean packetFits = asked.dataLimit == 0 || Integer.compareUnsigned(packet.length, asked.dataLimit) <= 0;
        boolean contextFits =
                asked.contextLimit == 0 || Integer.compareUnsigned(context.length, asked.contextLimit) <= 0;
        return new TestRun.Result(
                timed.last(),
                timed.averageNs(),
                cut(packet, asked.dataLimit),
                packetBytes,
                packetFits ? cut(context, asked.contextLimit) : new byte[0],
                packetFits && asked.contextLimit != 0 ? context.length : 0,
                packetFits && contextFits ? Optional.empty() : Optional.of(Errno.ENOSPC),
                clones,
                TestRun.Frames.NONE);
    }

    /** As much as user space has room for, a number without a sign. */
    private static byte[] cut(byte[] bytes, int limit) {
        return Integer.compareUnsigned(bytes.length, limit) <= 0 ? bytes.clone() : Arrays.copyOf(bytes, limit);
    }

    /** What an XDP program is given: where it comes from, and how much of the data is metadata. */
    record XdpInput(int metaBytes, int ifindex, int rxQueue, boolean given) {}

    /** Checks what an XDP program is given. */
    XdpInput xdpInput(TestRun asked) {
        boolean live = (asked.flags & TestRun.XDP_LIVE_FRAMES) != 0;
        require((asked.flags & ~TestRun.XDP_LIVE_FRAMES) == 0, "flags " + asked.flags);
        if (live && Integer.compareUnsigned(asked.batchSize, MOST_BATCH) > 0) {
            throw refused(Errno.E2BIG, "batches of " + Integer.toUnsignedString(asked.batchSize));
        }
        require(live || asked.batchSize == 0, "a batch size without live frames");
        byte[] given = structure(asked, XDP_BYTES);
        boolean any = asked.context.length > 0;
        int meta = any ? SkbContext.get(given, XDP_DATA) : 0;
        if (any) {
            int end = SkbContext.get(given, XDP_DATA_END);
            require(
                    end >= 0 && end <= asked.data.length && SkbContext.get(given, XDP_DATA_META) == 0,
                    "data_end " + end);
            require(meta >= 0 && meta % 4 == 0 && meta <= MOST_XDP_METADATA && meta <= end, "metadata of " + meta);
        }
        require(asked.data.length - meta >= ETHERNET_HEADER, asked.data.length + " bytes");
        return any ? fromInterface(given, meta) : new XdpInput(meta, LOOPBACK, 0, false);
    }

    private XdpInput fromInterface(byte[] given, int meta) {
        int ingress = SkbContext.get(given, XDP_INGRESS_IFINDEX);
        int queue = SkbContext.get(given, XDP_RX_QUEUE_INDEX);
        require(SkbContext.get(given, XDP_EGRESS_IFINDEX) == 0, "an egress_ifindex");
        if (ingress != 0) {
            if (machine.surroundings.mtu(ingress) < 0) {
                throw refused(Errno.ENODEV, "there is no interface " + Integer.toUnsignedString(ingress));
            }
        }
        require(queue == 0, "rx_queue_index " + Integer.toUnsignedString(queue));
        return new XdpInput(meta, ingress == 0 ? LOOPBACK : ingress, 0, ingress != 0);
    }

    private TestRun.Result xdp(TestRun asked, int cpu) {
        XdpInput input = xdpInput(asked);
        byte[] data = asked.data;
        XdpContext context = machine.packetContexts.xdp(cpu);
        byte[] metadata = Arrays.copyOf(data, input.metaBytes());
        byte[] behind = Arrays.copyOfRange(data, input.metaBytes(), data.length);
        context.begin(behind, behind.length, metadata, input.ifindex(), input.rxQueue());
        Timed timed = repeat(context, asked, cpu);
        byte[] left = context.metadata();
        byte[] packet = Arrays.copyOf(left, left.length + context.length());
        byte[] bare = new byte[context.length()];
        context.store(bare);
        System.arraycopy(bare, 0, packet, left.length, bare.length);
        byte[] shown = new byte[XDP_BYTES];
        if (asked.context.length > 0) {
            SkbContext.set(shown, XDP_DATA, left.length);
            SkbContext.set(shown, XDP_DATA_END, packet.length);
            SkbContext.set(shown, XDP_INGRESS_IFINDEX, input.given() ? input.ifindex() : 0);
            SkbContext.set(shown, XDP_RX_QUEUE_INDEX, input.rxQueue());
        }
        return result(asked, timed, packet, packet.length, shown, List.of());
    }

    /** Of programs around functions; the caller occupies nothing. */
    TestRun.Result tracing(TestRun asked) {
        long began = System.nanoTime();
        RunResult result = RunResult.of(new TracingTests(machine, program, asked).run());
        return result(asked, new Timed(result, System.nanoTime() - began), NOTHING, 0, NOTHING, List.of());
    }

    /** Neither the packet nor the context comes back, and Linux refuses to be asked for the context. */
    private TestRun.Result netfilter(TestRun asked, int cpu) {
        require(asked.flags == 0 && asked.cpu == 0 && asked.batchSize == 0, "flags, a CPU or a batch size");
        require(asked.contextLimit == 0 || asked.contextLimit == TestRun.ALL, "the context does not come back");
        require(asked.data.length > 0 && asked.data.length <= MOST_SKB_BYTES, asked.data.length + " bytes");
        byte[] state = structure(asked, NetfilterTests.STATE_BYTES);
        long began = System.nanoTime();
        RunResult last = new NetfilterTests(machine, program).run(asked, state, cpu);
        long times = times(asked);
        return result(asked, new Timed(last, (System.nanoTime() - began) / times), NOTHING, 0, NOTHING, List.of());
    }

    /** Only the context comes back, with the cookie of the socket that was chosen. */
    private TestRun.Result lookup(TestRun asked, int cpu) {
        require(asked.flags == 0 && asked.cpu == 0 && asked.batchSize == 0, "flags, a CPU or a batch size");
        boolean noData = asked.data.length == 0 && (asked.dataLimit == 0 || asked.dataLimit == TestRun.ALL);
        require(noData, "data");
        byte[] given = structure(asked, LookupTests.CONTEXT_BYTES);
        require(asked.context.length > 0 || asked.contextLimit != 0, "there is no context");
        long began = System.nanoTime();
        LookupTests.Result result = new LookupTests(machine, program).run(asked, given, cpu);
        Timed timed = new Timed(result.last(), (System.nanoTime() - began) / times(asked));
        return result(asked, timed, NOTHING, 0, result.context(), List.of());
    }

    /** The flow keys come back as the data; of those that were given nothing but the flags, and these not changed. */
    private TestRun.Result flow(TestRun asked, int cpu) {
        require(asked.flags == 0 && asked.cpu == 0 && asked.batchSize == 0, "flags, a CPU or a batch size");
        require(asked.data.length >= ETHERNET_HEADER && asked.data.length <= PAGE, asked.data.length + " bytes");
        byte[] given = structure(asked, FlowTests.KEYS_BYTES);
        long began = System.nanoTime();
        FlowTests.Result result = new FlowTests(machine, program).run(asked, given, cpu);
        Timed timed = new Timed(result.last(), (System.nanoTime() - began) / times(asked));
        return result(asked, timed, result.keys(), FlowTests.KEYS_BYTES, given, List.of());
    }

    static long times(TestRun asked) {
        return Math.max(1, Integer.toUnsignedLong(asked.repeat));
    }

    /** Of the operations that are there for it; whatever else is asked for is not looked at. */
    private TestRun.Result operation(TestRun asked, int cpu) {
        long began = System.nanoTime();
        RunResult result = new OperationTests(machine, program).run(asked, cpu);
        return result(asked, new Timed(result, System.nanoTime() - began), NOTHING, 0, NOTHING, List.of());
    }

    private TestRun.Result syscall(TestRun asked, int cpu) {
        boolean plain = asked.data.length == 0 && asked.repeat == 0 && asked.flags == 0 && asked.batchSize == 0;
        require(plain, "data, repetition, flags or a batch size");
        requireContext(asked, MOST_SYSCALL_CONTEXT);
        return onContext(asked, cpu);
    }

    private void tracepointInput(TestRun asked) {
        boolean plain = asked.data.length == 0 && asked.repeat == 0 && asked.batchSize == 0;
        require(plain, "data, repetition or a batch size");
        requireContext(asked, MOST_TRACEPOINT_CONTEXT);
        require((asked.flags & TestRun.ON_CPU) != 0 || asked.cpu == 0, "a CPU without the flag for it");
    }

    private void requireContext(TestRun asked, int most) {
        int bytes = asked.context.length;
        require(bytes >= program.contextEnd() && bytes <= most, "a context of " + bytes + " bytes");
    }

    private TestRun.Result onContext(TestRun asked, int cpu) {
        long began = System.nanoTime();
        Program.ContextResult ran = program.run(asked.context, cpu, ExecutionContext.PROCESS);
        long spent = System.nanoTime() - began;
        return result(asked, new Timed(ran.run(), spent), new byte[0], 0, ran.context(), List.of());
    }
}
