package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;

/** Test runs of netfilter programs, as BPF_PROG_TEST_RUN of Linux 6.12 makes them: see the corpus's netfilter-6.12.tsv. */
final class NetfilterTests {
    private static final int ETHERNET_HEADER = 14;
    private static final int ETHERTYPE = 12;
    private static final int ETH_P_IP = 0x0800;
    private static final int ETH_P_IPV6 = 0x86dd;
    private static final int IP_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int NFPROTO_IPV4 = 2;
    private static final int NFPROTO_IPV6 = 10;
    private static final int NF_INET_LOCAL_OUT = 3;
    private static final int LOOPBACK = 1;

    /** Of the context only the hook and the protocol may be given; what fills up their word does not count. */
    private static final int FIRST_POINTER = 8;

    /** {@code struct nf_hook_state}. */
    static final int STATE_BYTES = 48;

    /** Room in front of the packet. */
    private static final int HEADROOM = 64;

    private final Machine machine;
    private final LiveProgram program;

    NetfilterTests(Machine machine, LiveProgram program) {
        this.machine = machine;
        this.program = program;
    }

    /** Where and for which protocol it runs, and whether that was given: then the packet is on its way out of an interface. */
    private record State(int hook, int protocol, boolean given) {
        boolean isLocal() {
            return hook == NF_INET_LOCAL_OUT;
        }

        int header() {
            return protocol == NFPROTO_IPV4 ? IP_HEADER : IPV6_HEADER;
        }

        int etherType() {
            return protocol == NFPROTO_IPV4 ? ETH_P_IP : ETH_P_IPV6;
        }
    }

    private BpfErrnoException refused(Errno errno, String reason) {
        return new BpfErrnoException(errno, "a test run of " + program + ": " + reason);
    }

    private State state(byte[] context, boolean given) {
        if (!given) {
            return new State(NF_INET_LOCAL_OUT, NFPROTO_IPV4, false);
        }
        for (int i = FIRST_POINTER; i < context.length; i++) {
            if (context[i] != 0) {
                throw refused(Errno.EINVAL, "byte " + i + " of struct nf_hook_state, which may not be given");
            }
        }
        int protocol = context[1];
        if (protocol != NFPROTO_IPV4 && protocol != NFPROTO_IPV6) {
            throw refused(Errno.EINVAL, "protocol " + protocol);
        }
        return new State(context[0] & 0xff, protocol, true);
    }

    /** How many bytes of the packet are in front of what the program sees. */
    private int pulled(byte[] packet, State state) {
        if (packet.length < IP_HEADER) {
            throw refused(Errno.EINVAL, packet.length + " bytes");
        }
        if (state.isLocal()) {
            return 0;
        }
        if (packet.length < ETHERNET_HEADER + IP_HEADER) {
            throw refused(Errno.EINVAL, packet.length + " bytes");
        }
        int type = (packet[ETHERTYPE] & 0xff) << Byte.SIZE | packet[ETHERTYPE + 1] & 0xff;
        if (type != ETH_P_IP && type != ETH_P_IPV6) {
            throw refused(Errno.EPROTO, "a packet of type 0x" + Integer.toHexString(type));
        }
        if (type != state.etherType() || packet.length - ETHERNET_HEADER < state.header()) {
            throw refused(Errno.EINVAL, "the packet is none of the protocol that is given");
        }
        return ETHERNET_HEADER;
    }

    /** Runs as often as was asked for. The caller occupies the CPU. */
    RunResult run(TestRun asked, byte[] context, int cpu) {
        State state = state(context, asked.context.length > 0);
        int pulled = pulled(asked.data, state);
        byte[] buffer = new byte[HEADROOM + asked.data.length];
        System.arraycopy(asked.data, 0, buffer, HEADROOM, asked.data.length);
        KernelStruct loopback = KernelStruct.of("net_device").with("ifindex", LOOPBACK);
        KernelStruct hooked =
                KernelStruct.of("nf_hook_state").with("hook", state.hook()).with("pf", state.protocol());
        try (BlobContext memory = new BlobContext(machine.memory, "the packet", buffer)) {
            KernelStruct skb = KernelStruct.of("sk_buff")
                    .with("len", asked.data.length - pulled)
                    .with("protocol", Short.toUnsignedLong(Short.reverseBytes((short) state.etherType())))
                    .with("head", memory.address())
                    .with("data", memory.address() + HEADROOM + pulled)
                    .with("network_header", pulled == 0 ? 0 : HEADROOM + pulled);
            EventContext given = EventContext.fields()
                    .with("state", KernelValue.of(state.given() ? hooked.with("out", loopback) : hooked))
                    .with("skb", KernelValue.of(pulled == 0 ? skb : skb.with("dev", loopback)));
            RunResult last = RunResult.of(0);
            long times = TestRuns.times(asked);
            for (long i = 0; i < times && last.fault().isEmpty(); i++) {
                last = program.runOnHook(given, cpu, memory.address() + HEADROOM + pulled, asked.data.length - pulled);
            }
            return last;
        } catch (GuestFault noRoom) {
            throw refused(Errno.ENOMEM, "guest memory has no room");
        }
    }
}
