package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.Optional;

/**
 * A loaded program.
 *
 * <p>Safe for use by any thread; runs take turns with everything else in the runtime.
 */
public final class Program {
    private static final int LARGEST_CONTEXT = 65535;

    private final Machine machine;
    private final LinkedProgram linked;
    private final ProgramType type;
    private final Image image;

    Program(Machine machine, LinkedProgram linked, ProgramType type, Image image) {
        this.machine = machine;
        this.linked = linked;
        this.type = type;
        this.image = image;
    }

    /** Name of the entry function. */
    public String name() {
        return linked.name();
    }

    public ProgramType type() {
        return type;
    }

    /** What was loaded: code, functions, source lines. */
    public LinkedProgram linked() {
        return linked;
    }

    /** Runs the program on a packet, on CPU 0. See {@link #run(Packet, int)}. */
    public RunResult run(Packet packet) {
        return run(packet, 0);
    }

    /**
     * Runs the program on a packet; afterwards the packet is what the program made of it. After a fault it is as the program
     * left it when it failed.
     *
     * @param cpu the logical CPU to occupy
     * @throws BpfErrnoException EINVAL if programs of this type take no packets or the packet is shorter than an Ethernet header
     * @throws IllegalStateException if the program's collection is closed
     */
    public RunResult run(Packet packet, int cpu) {
        try (var _ = machine.turn()) {
            requireLoaded();
            PacketContext context = begin(packet, cpu);
            RunResult result = machine.run(image, context, cpu, 0);
            context.store(packet.receive(context.length()));
            packet.redirectIfindex(context.redirectIfindex());
            if (context instanceof SkbContext skb) {
                packet.mark(skb.mark()).priority(skb.priority());
            }
            return result;
        }
    }

    private void requireLoaded() {
        if (machine.programOf(image) == null) {
            throw new IllegalStateException("program " + name() + " is closed");
        }
    }

    private PacketContext begin(Packet packet, int cpu) {
        if (packet.length() < PacketContext.LEAST_PACKET_BYTES) {
            throw new BpfErrnoException(
                    Errno.EINVAL, "a packet of " + packet.length() + " bytes is shorter than an Ethernet header");
        }
        try {
            return switch (type) {
                case XDP -> {
                    XdpContext xdp = machine.xdpContext(cpu);
                    xdp.begin(packet.array(), packet.length(), packet.ifindex(), packet.rxQueue());
                    yield xdp;
                }
                case SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB -> {
                    SkbContext skb = machine.skbContext(cpu);
                    skb.begin(
                            packet.array(),
                            packet.length(),
                            packet.ifindex(),
                            packet.rxQueue(),
                            packet.mark(),
                            packet.priority());
                    yield skb;
                }
                default -> throw new BpfErrnoException(Errno.EINVAL, "programs of type " + type + " take no packets");
            };
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + name() + " on " + packet.length() + " bytes");
        }
    }

    /** What a run with a context of the host's left. */
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
    public record ContextResult(RunResult run, byte[] context) {}

    /** Runs the program on a context given as bytes, on CPU 0. See {@link #run(byte[], int)}. */
    public ContextResult run(byte[] context) {
        return run(context, 0);
    }

    /**
     * Runs the program on a context given as bytes, laid out as the UAPI says for its type.
     *
     * @param cpu the logical CPU to occupy
     * @throws BpfErrnoException EINVAL if the context has more than 65535 bytes
     */
    public ContextResult run(byte[] context, int cpu) {
        if (context.length > LARGEST_CONTEXT) {
            throw new BpfErrnoException(Errno.EINVAL, "a context of " + context.length + " bytes");
        }
        try (var _ = machine.turn();
                BlobContext blob = new BlobContext(machine.memory, "the context", context)) {
            requireLoaded();
            RunResult result = machine.run(image, blob, cpu, 0);
            return new ContextResult(result, blob.bytes());
        }
    }

    Image image() {
        return image;
    }

    /** Name of the function that an instruction belongs to. */
    String functionAt(int insnOffset) {
        return insnOffset < 0 || insnOffset >= linked.insnCount()
                ? ""
                : linked.subprogramAt(insnOffset).name();
    }

    /** File, line and text that an instruction comes from. */
    Optional<String> sourceAt(int insnOffset) {
        return insnOffset < 0 || insnOffset >= linked.insnCount()
                ? Optional.empty()
                : linked.lineAt(insnOffset)
                        .map(line -> line.file() + ":" + line.line() + ": "
                                + line.source().strip());
    }

    @Override
    public String toString() {
        return type + " program " + name();
    }
}
