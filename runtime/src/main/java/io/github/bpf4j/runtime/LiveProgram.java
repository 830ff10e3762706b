package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.ProgramType.Family;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.ContextWriter;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SegmentHeaders;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.engine.Detour;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.kernel.GroupAttachment;
import io.github.bpf4j.runtime.kernel.RunState;
import io.github.bpf4j.runtime.maps.GroupStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.objects.ObjectLayout;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.verifier.Facts;
import io.github.bpf4j.verifier.TracedFunction;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A program in the runtime: it holds the maps that it names, and is held by descriptors, pins, links, slots and timers. */
final class LiveProgram extends KernelObject {
    private static final int LARGEST_CONTEXT = 65535;
    private static final int LARGEST_OBJECT = 1 << 20;

    /** What a program on a route returns (BPF_OK, BPF_DROP, BPF_REDIRECT). */
    private static final int LWT_OK = 0;

    private static final int LWT_DROP = 2;
    private static final int LWT_REDIRECT = 7;

    private final Machine machine;
    private final LinkedProgram linked;
    private final ProgramType type;
    private final Image image;
    private final List<LiveMap> maps;
    private final Map<Long, ObjectLayout> layouts = new ConcurrentHashMap<>();
    private final Traits traits;
    private final boolean looksAtSocket;
    private int timers;
    private int slots;
    private int replacements;
    private @Nullable Extension extension;
    private TracedFunction.@Nullable Given traced;
    private boolean tracesTracing;
    private final Map<Integer, Tracers> tracers = new HashMap<>();
    private Optional<ProgramSpec> extended = Optional.empty();

    /**
     * What is known of a program from its object and its proof.
     *
     * @param contextEnd the end of the bytes of its context that it reads or writes; 0 if nothing was proved
     * @param keyBytes of a key that an iterator comes to, those that it needs
     * @param valueBytes of a value that an iterator comes to, those that it needs
     * @param contextRange what its proof takes for granted of its context
     * @param tableTypeId the struct of operations that it is one of; 0 if it is none
     * @param operation which one
     */
    record Traits(
            int contextEnd,
            int keyBytes,
            int valueBytes,
            Optional<Facts.ContextRange> contextRange,
            int tableTypeId,
            String operation) {
        static final Traits NONE = new Traits(0, 0, 0, Optional.empty(), 0, "");
    }

    LiveProgram(
            Machine machine, LinkedProgram linked, ProgramType type, Image image, List<LiveMap> maps, Traits traits) {
        super(machine.objects, machine.objects.nextProgramId());
        this.machine = machine;
        this.linked = linked;
        this.type = type;
        this.image = image;
        this.maps = List.copyOf(maps);
        this.traits = traits;
        looksAtSocket = Companions.mayLookAtSocket(linked);
        this.maps.forEach(LiveMap::hold);
        machine.objects.add(this);
        machine.add(image, this);
        image.onException(exceptionCallback().orElse(Image.NO_FUNCTION));
    }

    String name() {
        return linked.name();
    }

    ProgramType type() {
        return type;
    }

    LinkedProgram linked() {
        return linked;
    }

    Image image() {
        return image;
    }

    /** The maps that it names. */
    List<LiveMap> maps() {
        return maps;
    }

    /** The end of the bytes of its context that it reads or writes; 0 if nothing was proved. */
    int contextEnd() {
        return traits.contextEnd();
    }

    /** Whether keys and values of these sizes are enough for it, as an iterator. */
    boolean iteratesOver(int keyBytes, int valueBytes) {
        return traits.keyBytes() <= keyBytes && traits.valueBytes() <= valueBytes;
    }

    /** How many timers have a callback of this program. */
    int timers() {
        return timers;
    }

    /** A timer takes its reference; false if the program is dying. */
    boolean holdForTimer() {
        if (!hold()) {
            return false;
        }
        timers++;
        return true;
    }

    void dropForTimer() {
        timers--;
        drop();
    }

    /** A slot of a PROG_ARRAY takes its reference: Linux lets a program be reached by jumps or have functions replaced, not both. */
    void holdForSlot() {
        if (replacements > 0) {
            throw new BpfErrnoException(Errno.EBUSY, "storing " + this + ", of which a function is replaced");
        }
        hold();
        slots++;
    }

    void dropForSlot() {
        slots--;
        drop();
    }

    /** Notes what this program of type EXT was loaded to take the place of, or this one of tracing to be around. */
    void extend(Extension loadedFor) {
        extension = loadedFor;
        if (type == ProgramType.EXT) {
            extended = Optional.of(loadedFor.program().linked().spec());
        }
        traced = type == ProgramType.TRACING ? loadedFor.traced().given() : null;
        tracesTracing = type == ProgramType.TRACING && loadedFor.type() == ProgramType.TRACING;
        loadedFor.program().hold();
    }

    /** Whether it is one of fentry or fexit that was loaded to trace another program. */
    boolean tracesProgram() {
        return traced != null;
    }

    /** What the function of another program gives it that it was loaded to trace; null if it was not. */
    TracedFunction.@Nullable Given traced() {
        return traced;
    }

    /** Whether it was loaded to trace one that traces something itself: nobody may trace it in turn. */
    boolean tracesTracing() {
        return tracesTracing;
    }

    /** What kind of program it was verified as a part of; empty if it is none of type EXT. */
    Optional<ProgramSpec> extended() {
        return extended;
    }

    /** What it was loaded to take the place of, or to trace, until it has been attached there. */
    Optional<Extension> extension() {
        return Optional.ofNullable(extension);
    }

    /** Gives up the program that it was loaded for, once its link has it, or for good. */
    void leaveExtension() {
        Extension left = extension;
        extension = null;
        if (left != null) {
            left.program().drop();
        }
    }

    /**
     * Puts a program in the place of one of this one's functions.
     *
     * @throws BpfErrnoException EBUSY if there is one already, or this program is reached by tail calls
     */
    void replace(int entry, LiveProgram other) {
        if (slots > 0) {
            throw new BpfErrnoException(
                    Errno.EBUSY, "replacing a function of " + this + ", which tail calls may reach");
        }
        if (!image.divert(entry, new Detour.Instead(other.image()))) {
            throw new BpfErrnoException(Errno.EBUSY, "replacing a function of " + this + " that is replaced or traced");
        }
        replacements++;
    }

    /**
     * What is around one of this one's functions, to which one more program can be added.
     *
     * @throws BpfErrnoException EBUSY if the function is replaced, E2BIG if there are as many programs as there can be
     */
    Tracers tracers(Extension function) {
        int entry = function.entry();
        Tracers there = tracers.get(entry);
        if (there == null) {
            there = new Tracers(machine, function);
            if (!image.divert(entry, there)) {
                throw new BpfErrnoException(Errno.EBUSY, "tracing a function of " + this + " that is replaced");
            }
            tracers.put(entry, there);
        }
        there.checkRoom();
        return there;
    }

    /** Leaves a function that was traced. */
    void untrace(int entry, TracingLink link) {
        Tracers there = tracers.get(entry);
        if (there != null) {
            there.remove(link);
            if (there.isEmpty()) {
                tracers.remove(entry);
                image.restore(entry);
            }
        }
    }

    /** Lets a function be itself again. */
    void restore(int entry) {
        image.restore(entry);
        replacements--;
    }

    RunResult run(Packet packet, int cpu) {
        return run(packet, cpu, null);
    }

    /** As {@link #run(Packet, int)}, where it is attached in a control group. */
    RunResult run(Packet packet, int cpu, @Nullable GroupAttachment attachment) {
        PacketContext context = begin(packet, cpu);
        takeCompanions(packet, context, cpu);
        context.company().setAttachment(attachment);
        RunResult result = runAlone(context, cpu, ExecutionContext.PROCESS);
        switch (context) {
            case SkbContext skb -> {
                result = afterEndpoint(skb, result);
                skb.end(packet.fields());
                packet.clones(machine.redirector.clones(skb));
            }
            case XdpContext xdp -> packet.leaveMetadata(xdp.metadata());
        }
        context.store(packet.receive(context.length()));
        machine.network.companions.leave(packet, context);
        packet.redirected(machine.redirector.afterRun(context, type, result, packet, cpu));
        return result;
    }

    /** As Linux does, a packet is dropped whose segment routing header a segment's endpoint left invalid. */
    private RunResult afterEndpoint(SkbContext skb, RunResult result) {
        boolean goesOn = type == ProgramType.LWT_SEG6LOCAL
                && result.fault().isEmpty()
                && (result.verdict() == LWT_OK || result.verdict() == LWT_REDIRECT);
        return goesOn && SegmentHeaders.isLeftInvalid(skb) ? RunResult.of(LWT_DROP) : result;
    }

    /** Runs it with nothing around it that another run left: the caller occupies the CPU, and wants no effects. */
    RunResult runAlone(GuestContext context, int cpu, ExecutionContext where) {
        RunState before = machine.kernelObjects.begin(cpu, RunEnvironment.NONE);
        try {
            return machine.runs.run(image, context, cpu, 0, where);
        } finally {
            machine.kernelObjects.end(cpu, before);
        }
    }

    /** Gives a run what goes along with its packet: its socket, its tunnel. */
    void takeCompanions(Packet packet, PacketContext context, int cpu) {
        machine.network.companions.enter(packet, context, cpu, looksAtSocket);
    }

    private PacketContext begin(Packet packet, int cpu) {
        if (packet.length() < PacketContext.LEAST_PACKET_BYTES) {
            throw new BpfErrnoException(
                    Errno.EINVAL, "a packet of " + packet.length() + " bytes is shorter than an Ethernet header");
        }
        if (packet.length() > PacketContext.MOST_PACKET_BYTES) {
            throw new BpfErrnoException(Errno.EINVAL, "a packet of " + packet.length() + " bytes");
        }
        try {
            return switch (type) {
                case XDP -> {
                    XdpContext xdp = machine.packetContexts.xdp(cpu);
                    xdp.begin(
                            packet.array(),
                            packet.length(),
                            packet.metadataItself(),
                            packet.ingressIfindex(),
                            packet.rxQueue());
                    yield xdp;
                }
                case SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> {
                    SkbContext skb = machine.packetContexts.skb(cpu);
                    skb.begin(
                            packet.array(),
                            packet.length(),
                            packet.fields(),
                            machine.surroundings.hardwareAddress(packet.ifindex()),
                            type != ProgramType.SOCKET_FILTER && !seesEthernetHeader(type),
                            !writesPackets(type),
                            packet.hasSocket());
                    yield skb;
                }
                default -> throw new BpfErrnoException(Errno.EINVAL, "programs of type " + type + " take no packets");
            };
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + name() + " on " + packet.length() + " bytes");
        }
    }

    /** Whether packets begin with their Ethernet header for programs of a type on socket buffers, as Linux runs them. */
    static boolean seesEthernetHeader(ProgramType type) {
        return type.family() == Family.TC;
    }

    /** Whether programs of a type may change the bytes of packets. */
    static boolean writesPackets(ProgramType type) {
        return type.family() == Family.TC || type == ProgramType.LWT_XMIT;
    }

    static void checkContext(byte[] context) {
        if (context.length > LARGEST_CONTEXT) {
            throw new BpfErrnoException(Errno.EINVAL, "a context of " + context.length + " bytes");
        }
    }

    Program.ContextResult run(byte[] context, int cpu, ExecutionContext where) {
        return run(context, cpu, where, RunEnvironment.NONE);
    }

    /** As {@link #run(byte[], int, ExecutionContext)}, where it is attached in a control group. */
    Program.ContextResult run(byte[] context, int cpu, ExecutionContext where, @Nullable GroupAttachment attachment) {
        return run(context, false, cpu, where, RunEnvironment.NONE, attachment);
    }

    /** What its contexts are laid out for. */
    ContextWriter.Subject subject() {
        return new ContextWriter.Subject(linked.spec(), type, linked.btf(), traits.tableTypeId(), traits.operation());
    }

    /** Runs it on a context that is described by names. */
    Program.ContextResult run(EventContext context, int cpu, ExecutionContext where, RunEnvironment environment) {
        return run(context, cpu, where, environment, null);
    }

    /** As {@link #run(EventContext, int, ExecutionContext, RunEnvironment)}, where it is attached in a control group. */
    Program.ContextResult run(
            EventContext context,
            int cpu,
            ExecutionContext where,
            RunEnvironment environment,
            @Nullable GroupAttachment attachment) {
        boolean ofElements = linked.spec().expectedAttachType() == AttachType.TRACE_ITER
                && MapElements.isTarget(linked.spec().attachTarget());
        if (ofElements && !(context instanceof EventContext.Bytes)) {
            throw new BpfErrnoException(Errno.EBADF, "running " + name() + ", which only gets elements of a map");
        }
        try (ContextWriter.Written written = machine.contexts.write(subject(), context)) {
            return run(written.bytes(), !(context instanceof EventContext.Bytes), cpu, where, environment, attachment);
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + name() + " on " + context);
        }
    }

    Program.ContextResult run(byte[] context, int cpu, ExecutionContext where, RunEnvironment environment) {
        return run(context, false, cpu, where, environment, null);
    }

    /** What a call of an operation came to, and what it left behind the arguments that are pointers. */
    record Called(Program.ContextResult result, Map<Integer, byte[]> behind) {}

    /**
     * Runs it as an operation of the kernel.
     *
     * @param pointers how many bytes there are behind which arguments
     */
    Called call(EventContext arguments, int cpu, RunEnvironment environment, Map<Integer, Integer> pointers) {
        try (ContextWriter.Written written = machine.contexts.write(subject(), arguments)) {
            return call(written.bytes(), cpu, environment, pointers);
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "calling " + name());
        }
    }

    /** As {@link #call(EventContext, int, RunEnvironment, Map)}, with arguments as words. */
    Called call(byte[] words, int cpu, RunEnvironment environment, Map<Integer, Integer> pointers) {
        ByteBuffer slots = ByteBuffer.wrap(words.clone()).order(ByteOrder.LITTLE_ENDIAN);
        Program.ContextResult result = run(words, true, cpu, ExecutionContext.PROCESS, environment, null);
        Map<Integer, byte[]> behind = new LinkedHashMap<>();
        pointers.forEach((position, size) -> {
            long address = slots.getLong(position * Long.BYTES);
            if (address != 0) {
                behind.put(position, machine.memory.read(address, size));
            }
        });
        return new Called(result, behind);
    }

    /** Runs a netfilter program on a context by names, with the packet's data at an address of guest memory. */
    RunResult runOnHook(EventContext context, int cpu, long data, int bytes) {
        try (ContextWriter.Written written = machine.contexts.write(subject(), context);
                BlobContext blob =
                        new BlobContext(machine.memory, "the context", written.bytes(), type.context(), true)) {
            blob.setPacket(machine.memory.getLong(blob.address() + Long.BYTES), data, bytes);
            RunState before = machine.kernelObjects.begin(cpu, RunEnvironment.NONE, false, null);
            try {
                return machine.runs.run(image, blob, cpu, 0, ExecutionContext.PROCESS);
            } finally {
                machine.kernelObjects.end(cpu, before);
            }
        }
    }

    /** What its proof takes for granted of its context. */
    Optional<Facts.ContextRange> contextRange() {
        return traits.contextRange();
    }

    private Program.ContextResult run(
            byte[] context,
            boolean trusted,
            int cpu,
            ExecutionContext where,
            RunEnvironment environment,
            @Nullable GroupAttachment attachment) {
        checkContext(context);
        contextRange()
                .ifPresent(range -> ContextWriter.check(range, linked.spec().attachTarget(), context));
        if (type == ProgramType.EXT) {
            throw new BpfErrnoException(Errno.EINVAL, this + " only runs in the place of a function");
        }
        try (BlobContext blob =
                new BlobContext(machine.memory, "the context", context, machine.contexts.layout(type), trusted)) {
            RunState before = machine.kernelObjects.begin(cpu, environment, seesResult(), attachment);
            RunResult result;
            List<Effect> effects;
            try {
                result = machine.runs.run(image, blob, cpu, 0, where);
            } finally {
                effects = machine.kernelObjects.end(cpu, before);
            }
            return new Program.ContextResult(result, blob.bytes(), effects);
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "running " + name() + " on " + context.length + " bytes");
        }
    }

    /** Makes room in its maps for the values of a control group that it is about to be attached in; false if memory has none. */
    boolean bind(GroupAttachment attachment) {
        for (LiveMap map : maps) {
            if (map.storage() instanceof GroupStorage values
                    && !values.bind(attachment.group(), attachment.attachType())) {
                return false;
            }
        }
        return true;
    }

    private boolean seesResult() {
        AttachType place = linked.spec().expectedAttachType();
        return place == AttachType.TRACE_FEXIT || place == AttachType.MODIFY_RETURN;
    }

    /**
     * The first instruction of a function that can be a callback.
     *
     * @throws IllegalArgumentException if there is none of this name
     */
    int callbackNamed(String function) {
        return linked.subprograms().stream()
                .skip(1)
                .filter(subprogram -> subprogram.name().equals(function))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "program " + name() + " has no function \"" + function + "\" beside its entry"))
                .startInsn();
    }

    /**
     * What objects of one of a program's types are like.
     *
     * @param program null for raw code
     * @throws GuestFault if there is no such struct
     */
    static ObjectLayout layout(@Nullable LiveProgram program, long typeId) {
        if (program == null) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "the types of the program are not known");
        }
        return program.layouts.computeIfAbsent(typeId, program::readLayout);
    }

    private ObjectLayout readLayout(long typeId) {
        Btf btf = linked.btf();
        if (typeId < 1
                || typeId > btf.typeCount()
                || !(btf.type((int) typeId) instanceof BtfType.Struct struct)
                || struct.size() > LARGEST_OBJECT) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, "program " + name() + " has no struct with the number " + typeId);
        }
        SpecialFields fields = SpecialFields.ofObject(btf, (int) typeId, machine.profile);
        return new ObjectLayout(struct.name(), (int) struct.size(), fields);
    }

    /** Whether a program knows its context as the kernel itself does; null for raw code, of which nothing is known. */
    static boolean seesKernelsContext(@Nullable LiveProgram program) {
        return program != null
                && switch (program.type) {
                    case KPROBE, NETFILTER, CGROUP_DEVICE -> true;
                    default -> false;
                };
    }

    /** The first instruction of the function that runs when the program throws. */
    OptionalInt exceptionCallback() {
        return linked.exceptionCallbacks().stream()
                .mapToInt(LinkedProgram.Subprogram::startInsn)
                .findFirst();
    }

    /** Name of the function that an instruction belongs to. */
    String functionAt(int insnOffset) {
        return insnOffset < 0 || insnOffset >= linked.insnCount()
                ? ""
                : linked.subprogramAt(insnOffset).name();
    }

    /** File, line and text that an instruction comes from. */
    static Optional<String> sourceAt(LinkedProgram linked, int insnOffset) {
        return insnOffset < 0 || insnOffset >= linked.insnCount()
                ? Optional.empty()
                : linked.lineAt(insnOffset)
                        .map(line -> line.file() + ":" + line.line() + ": "
                                + line.source().strip());
    }

    @Override
    void free() {
        machine.forget(image);
        maps.forEach(LiveMap::drop);
        leaveExtension();
    }

    @Override
    public String toString() {
        return type + " program " + name();
    }
}
