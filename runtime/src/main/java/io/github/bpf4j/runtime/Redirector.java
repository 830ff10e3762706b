package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.TcAction;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.runtime.Redirect.Delivery;
import io.github.bpf4j.runtime.Redirect.Destination;
import io.github.bpf4j.runtime.Redirect.Fate;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.contexts.SkbContext;
import io.github.bpf4j.runtime.contexts.XdpContext;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out redirects: sends packets to interfaces and CPUs, through the programs of the map's entries, as Linux 6.12 was seen to do
 * (the corpus's redirect_maps-6.12.tsv).
 */
/*
 * The programs of interfaces run in the seat of the run that asked for it. A CPU's programs run in that CPU's: the packet is handed over
 * when the run's seat has been given up, since no thread takes two; until then the program is held.
 */
final class Redirector {
    /** How often a packet may go on from a CPU. */
    static final int MOST_HOPS = 64;

    private static final long INGRESS = 1;
    private static final long BROADCAST = 1 << 3;
    private static final long EXCLUDE_INGRESS = 1 << 4;

    private final Machine machine;

    Redirector(Machine machine) {
        this.machine = machine;
    }

    /** A packet as it left a program. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Frame(byte[] bytes, int ifindex, int rxQueue) {
        Frame with(byte[] newBytes) {
            return new Frame(newBytes, ifindex, rxQueue);
        }
    }

    /** A redirect that was carried out, or one that waits until its CPU can be occupied. */
    record Outcome(@Nullable Redirect redirect, @Nullable Handover handover) {
        static final Outcome NONE = new Outcome(null, null);
    }

    /** A packet on its way to a CPU. */
    record Handover(String map, int key, LiveTarget target, Frame frame) {
        private Redirect redirect(byte[] bytes, Fate fate, @Nullable RunResult program, @Nullable Redirect next) {
            Delivery delivery = new Delivery(
                    Destination.CPU, key, bytes, fate, Optional.ofNullable(program), Optional.ofNullable(next));
            return new Redirect(map, key, List.of(delivery));
        }
    }

    /** What a run that has ended asked for, if its verdict is to redirect. The caller has the run's seat. */
    Outcome afterRun(PacketContext context, ProgramType type, RunResult result, Packet packet, int cpu) {
        boolean xdp = type == ProgramType.XDP && isRedirect(result);
        boolean tc = (type == ProgramType.SCHED_CLS || type == ProgramType.SCHED_ACT)
                && result.verdict() == TcAction.REDIRECT.number();
        tc |= type == ProgramType.LWT_SEG6LOCAL
                && result.verdict() == TcAction.REDIRECT.number()
                && context.company().route().isRouted();
        if (!xdp && !tc || result.fault().isPresent()) {
            return Outcome.NONE;
        }
        byte[] bytes = tc && packet.hasVlanTag()
                ? SkbContext.withTag(packet.data(), packet.vlanProtocol(), packet.vlanTci())
                : packet.data();
        Frame frame = new Frame(bytes, packet.ifindex(), packet.rxQueue());
        return xdp ? xdp(context, frame, cpu) : tc(context, frame);
    }

    /** Where the copies went that a program sent away itself. */
    List<Redirect> clones(SkbContext context) {
        List<SkbContext.Clone> clones = context.clones();
        if (clones.isEmpty()) {
            return List.of();
        }
        List<Redirect> sent = new ArrayList<>();
        for (SkbContext.Clone clone : clones) {
            Destination destination = (clone.flags() & INGRESS) != 0 ? Destination.INGRESS : Destination.INTERFACE;
            Frame frame = new Frame(clone.frame(), context.ifindex(), 0);
            sent.add(new Redirect(
                    "", clone.ifindex(), List.of(delivery(destination, clone.ifindex(), frame, Fate.SENT))));
        }
        return List.copyOf(sent);
    }

    private static boolean isRedirect(RunResult result) {
        return result.verdict() == XdpAction.REDIRECT.number();
    }

    private Outcome tc(PacketContext context, Frame frame) {
        int ifindex = context.redirectIndex();
        boolean ingress = (context.redirectFlags() & INGRESS) != 0;
        if (!machine.world.hasInterface(ifindex)) {
            return done("", ifindex, List.of(delivery(Destination.INTERFACE, ifindex, frame, Fate.NO_INTERFACE)));
        }
        if (context.company().isToNeighbour()) {
            byte[] bytes = frame.bytes().clone();
            boolean known = machine.network.links.address(
                    bytes, ifindex, context.company().nextHop());
            Fate fate = known ? Fate.SENT : Fate.NO_NEIGHBOUR;
            return done("", ifindex, List.of(delivery(Destination.INTERFACE, ifindex, frame.with(bytes), fate)));
        }
        Destination destination =
                context.company().isToPeer() ? Destination.PEER : ingress ? Destination.INGRESS : Destination.INTERFACE;
        return done("", ifindex, List.of(delivery(destination, ifindex, frame, Fate.SENT)));
    }

    private static Outcome done(String map, int key, List<Delivery> deliveries) {
        return new Outcome(new Redirect(map, key, deliveries), null);
    }

    private static Delivery delivery(Destination destination, int number, Frame frame, Fate fate) {
        return new Delivery(destination, number, frame.bytes(), fate, Optional.empty(), Optional.empty());
    }

    private Outcome xdp(PacketContext context, Frame frame, int cpu) {
        TargetMap<?> map = context.redirectMap();
        int key = context.redirectIndex();
        if (map == null) {
            return key == 0
                    ? Outcome.NONE
                    : done("", key, List.of(toInterface(new LiveTarget(key, 0, null), frame, cpu)));
        }
        String name = map.shape().name();
        if ((context.redirectFlags() & BROADCAST) != 0) {
            return done(name, key, broadcast(map, frame, context.redirectFlags(), cpu));
        }
        LiveTarget target = (LiveTarget) Objects.requireNonNull(context.redirectTarget());
        if (map.kind() != TargetMap.Kind.CPUMAP) {
            return done(name, key, List.of(toInterface(target, frame, cpu)));
        }
        Handover handover = new Handover(name, key, target, frame);
        return hold(target.program())
                ? new Outcome(null, handover)
                : new Outcome(handover.redirect(frame.bytes(), Fate.DROPPED, null, null), null);
    }

    private List<Delivery> broadcast(TargetMap<?> map, Frame frame, long flags, int cpu) {
        List<?> targets;
        try (var _ = machine.turn()) {
            targets = map.all();
        }
        List<Delivery> deliveries = new ArrayList<>();
        for (Object each : targets.reversed()) { // the programs of entries run in this order in Linux
            LiveTarget target = (LiveTarget) each;
            if ((flags & EXCLUDE_INGRESS) == 0 || target.to() != frame.ifindex()) {
                deliveries.add(toInterface(target, frame, cpu));
            }
        }
        return deliveries.reversed();
    }

    private Delivery toInterface(LiveTarget target, Frame frame, int cpu) {
        int ifindex = (int) target.to();
        if (!machine.world.hasInterface(ifindex)) {
            return delivery(Destination.INTERFACE, ifindex, frame, Fate.NO_INTERFACE);
        }
        boolean tooLong = machine.world
                .networkInterface(ifindex)
                .map(to -> !to.takes(frame.bytes().length))
                .orElse(false);
        if (tooLong || target.program() == null) {
            return delivery(Destination.INTERFACE, ifindex, frame, tooLong ? Fate.TOO_LONG : Fate.SENT);
        }
        Step step = step(target.program(), frame, 0, ifindex, cpu);
        Fate fate = step.passed() ? Fate.SENT : Fate.DROPPED;
        return new Delivery(
                Destination.INTERFACE, ifindex, step.frame().bytes(), fate, step.result(), Optional.empty());
    }

    /** What the program of an entry made of a packet. */
    private record Step(
            Optional<RunResult> result,
            Frame frame,
            @Nullable XdpContext context) {
        boolean passed() {
            return result.isPresent()
                    && result.get().fault().isEmpty()
                    && result.get().verdict() == XdpAction.PASS.number();
        }
    }

    private Step step(LiveProgram program, Frame frame, int rxQueue, int egress, int cpu) {
        XdpContext context = machine.packetContexts.xdp(cpu);
        try {
            context.begin(frame.bytes(), frame.bytes().length, frame.ifindex(), rxQueue, egress);
        } catch (GuestFault noRoom) {
            return new Step(Optional.empty(), frame, null);
        }
        RunResult result = machine.runs.run(program.image(), context, cpu, 0, ExecutionContext.PROCESS);
        byte[] bytes = new byte[context.length()];
        context.store(bytes);
        return new Step(Optional.of(result), frame.with(bytes), context);
    }

    private boolean hold(@Nullable LiveProgram program) {
        if (program == null) {
            return true;
        }
        try (var _ = machine.turn()) {
            return program.hold();
        }
    }

    private void drop(@Nullable LiveProgram program) {
        if (program != null) {
            try (var _ = machine.turn()) {
                program.drop();
            }
        }
    }

    /** Of what two programs asked for with a packet, the later. */
    Outcome later(Outcome before, Packet packet) {
        Outcome now = packet.takeOutcome();
        if (now.redirect() == null && now.handover() == null) {
            return before;
        }
        if (before.handover() != null) {
            drop(before.handover().target().program());
        }
        return now;
    }

    /** Brings a packet to its CPU if it is on its way to one. The caller has given up the seat of the run that asked for it. */
    void finish(Packet packet) {
        Handover handover = packet.takeHandover();
        if (handover != null) {
            packet.redirected(carryOut(handover, 1));
        }
    }

    /** Brings a packet to its CPU, and on from there. */
    private Redirect carryOut(Handover handover, int hops) {
        LiveProgram program = handover.target().program();
        Frame frame = handover.frame();
        Step step;
        Outcome outcome = Outcome.NONE;
        try {
            if (hops > MOST_HOPS) {
                return handover.redirect(frame.bytes(), Fate.TOO_MANY_HOPS, null, null);
            }
            if (!canOccupy(handover.key())) {
                return handover.redirect(frame.bytes(), Fate.QUEUE_FULL, null, null);
            }
            if (program == null) {
                return handover.redirect(frame.bytes(), Fate.SENT, null, null);
            }
            try (var _ = machine.occupy(handover.key())) {
                if (machine.isClosed()) {
                    return handover.redirect(frame.bytes(), Fate.QUEUE_FULL, null, null);
                }
                step = step(program, frame, frame.rxQueue(), 0, handover.key());
                boolean sendsOn = step.result()
                        .map(result -> result.fault().isEmpty() && isRedirect(result))
                        .orElse(false);
                if (sendsOn && step.context() != null) {
                    outcome = xdp(step.context(), step.frame(), handover.key());
                }
            }
        } finally {
            drop(program);
        }
        RunResult result = step.result().orElse(null);
        byte[] bytes = step.frame().bytes();
        Redirect next = outcome.handover() == null ? outcome.redirect() : carryOut(outcome.handover(), hops + 1);
        if (next != null) {
            return handover.redirect(bytes, Fate.REDIRECTED, result, next);
        }
        return handover.redirect(bytes, step.passed() ? Fate.SENT : Fate.DROPPED, result, null);
    }

    /** Whether the thread may wait for a CPU, or has it. */
    private boolean canOccupy(int cpu) {
        Occupancy.Seat mine = machine.occupancy.mine();
        return mine == null ? !machine.isInside() : mine.cpu() == cpu;
    }
}
