package io.github.bpf4j.net;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.TcAction;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.PacketBatch;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends the packets of a capture through an XDP or tc program. The packets' time stamps drive the virtual clock: all timers due
 * at or before a packet's time run first; a packet from the past happens now.
 *
 * <p>For one thread at a time.
 */
public final class Replay {
    /** How far time may move from one packet to the next unless {@link #longestGap} says otherwise. */
    public static final Duration LONGEST_GAP = Duration.ofDays(1);

    private static final int ETHERNET_HEADER = 14;
    private static final int MAX_FAULTS = 1000;

    /** How many ways and verdicts are counted on their own, and what the rest is called. */
    private static final int MOST_COUNTS = 4096;

    private static final String OTHERS = "others";

    private final Runtime runtime;
    private final Program program;
    private int cpu;
    private int ifindex = 1;
    private @Nullable CaptureWriter output;
    private LongConsumer progress = packets -> {};
    private Duration longestGap = LONGEST_GAP;

    private long lastNs = -1;
    private long packets;
    private long bytes;
    private long skipped;
    private final long[] small = new long[9];
    private final Map<Integer, Long> others = new TreeMap<>();
    private long otherVerdicts;
    private final Map<String, Long> redirects = new TreeMap<>();
    private final List<Fault> faults = new ArrayList<>();
    private long faultCount;

    /**
     * A replay through a loaded program.
     *
     * @throws IllegalArgumentException if programs of its type take no packets
     */
    public Replay(Runtime runtime, Program program) {
        if (!takesPackets(program.type())) {
            throw new IllegalArgumentException(
                    "program \"" + program.name() + "\" of type " + program.type() + " takes no packets");
        }
        this.runtime = runtime;
        this.program = program;
    }

    /** Whether a capture can be replayed through programs of this type. */
    public static boolean takesPackets(@Nullable ProgramType type) {
        return type == ProgramType.XDP
                || type == ProgramType.SCHED_CLS
                || type == ProgramType.SCHED_ACT
                || type == ProgramType.SOCKET_FILTER
                || type == ProgramType.CGROUP_SKB;
    }

    /** The logical CPU that packets arrive on, 0 unless set. */
    public Replay cpu(int id) {
        cpu = id;
        return this;
    }

    /** The interface that packets arrive on, 1 unless set. */
    public Replay ifindex(int index) {
        ifindex = index;
        return this;
    }

    /** Where packets go that are sent on: passed, bounced or redirected. */
    public Replay output(CaptureWriter writer) {
        output = writer;
        return this;
    }

    /**
     * How far time may move from one packet to the next, a day unless set. More is taken as damage: timers that run every
     * millisecond would run for years.
     */
    public Replay longestGap(Duration gap) {
        longestGap = gap;
        return this;
    }

    /** Told the number of packets so far, now and then. */
    public Replay onProgress(LongConsumer listener) {
        progress = listener;
        return this;
    }

    /**
     * What came of a replay.
     *
     * @param packets packets that the program saw
     * @param bytes their length together
     * @param skipped packets without an Ethernet frame, which no program sees
     * @param verdicts how often each verdict was given, by its name
     * @param redirects how often a packet came to each end of a redirect, such as {@code "tx_ports[1] -> interface 7"} or
     *     {@code "interface 9: NO_INTERFACE"}; each copy of a packet counts
     * @param faults the first faults of runs, 1000 at most
     * @param faultCount how many runs ended in a fault
     */
    public record Result(
            long packets,
            long bytes,
            long skipped,
            Map<String, Long> verdicts,
            Map<String, Long> redirects,
            List<Fault> faults,
            long faultCount) {
        /** No packet was sent. */
        public static final Result NOTHING = new Result(0, 0, 0, Map.of(), Map.of(), List.of(), 0);
    }

    /**
     * Sends all packets through the program. Can be called again with another capture; results add up.
     *
     * <p>Stops early at a run that used up its instruction budget: the next would do the same.
     *
     * @throws CaptureFormatException if the capture is damaged; the packets before the damage went through
     */
    public Result run(CaptureReader capture) {
        Sender sender = new Sender(capture);
        do {
            program.runBatch(sender, cpu);
        } while (sender.passSkipped());
        return result();
    }

    /** What came of it so far. */
    public Result result() {
        Map<String, Long> verdicts = new TreeMap<>();
        for (int verdict = 0; verdict < small.length; verdict++) {
            if (small[verdict] > 0) {
                verdicts.merge(name(verdict), small[verdict], Long::sum);
            }
        }
        others.forEach((verdict, count) -> verdicts.merge(name(verdict), count, Long::sum));
        if (otherVerdicts > 0) {
            verdicts.merge(OTHERS, otherVerdicts, Long::sum);
        }
        return new Result(
                packets,
                bytes,
                skipped,
                Collections.unmodifiableMap(verdicts),
                Collections.unmodifiableMap(new TreeMap<>(redirects)),
                List.copyOf(faults),
                faultCount);
    }

    /** The packets of a capture as batches. A packet that no program sees ends one: its time has to come, too. */
    private final class Sender implements PacketBatch {
        private final CaptureReader capture;
        private final CaptureRecord record = new CaptureRecord();
        private boolean isSkipped;
        private boolean isStopped;

        Sender(CaptureReader capture) {
            this.capture = capture;
        }

        /** Lets the time of a packet come that was skipped; false if there was none, and the capture is at its end. */
        boolean passSkipped() {
            if (!isSkipped) {
                return false;
            }
            isSkipped = false;
            runtime.advanceToRealtime(record.timestampNs);
            return true;
        }

        @Override
        public boolean next(Packet packet) {
            if (isStopped || !capture.next(record)) {
                return false;
            }
            checkGap(record.timestampNs);
            if (!fill(packet)) {
                skipped++;
                isSkipped = true;
                return false;
            }
            packet.ifindex(ifindex).mark(0).priority(0).queueMapping(0);
            packets++;
            bytes += packet.length();
            return true;
        }

        private boolean fill(Packet packet) {
            if (record.linkType == LinkType.ETHERNET) {
                if (record.length >= ETHERNET_HEADER) {
                    packet.set(record.data, record.length);
                }
                return record.length >= ETHERNET_HEADER;
            }
            Optional<byte[]> frame = LinkType.toEthernet(record.linkType, record.bytes());
            if (frame.isEmpty() || frame.get().length < ETHERNET_HEADER) {
                return false;
            }
            packet.set(frame.get(), frame.get().length);
            return true;
        }

        @Override
        public long realtimeNs() {
            return record.timestampNs;
        }

        @Override
        public void done(Packet packet, RunResult result) {
            isStopped = !note(packet, result);
            if ((packets & 0x3fff) == 0) {
                progress.accept(packets);
            }
        }
    }

    private void checkGap(long timestampNs) {
        long aheadNs = timestampNs - lastNs;
        if (lastNs >= 0 && aheadNs > longestGap.toNanos()) {
            throw new CaptureFormatException(
                    "packet " + (packets + skipped + 1),
                    -1,
                    "its time stamp is " + Duration.ofNanos(aheadNs) + " after the one before");
        }
        lastNs = Math.max(lastNs, timestampNs);
    }

    /** Counts a run; whether the next would not be in vain. */
    private boolean note(Packet packet, RunResult result) {
        if (result.fault().isPresent()) {
            faultCount++;
            if (faults.size() < MAX_FAULTS) {
                faults.add(result.fault().get());
            }
        }
        count(result.verdict());
        Optional<Redirect> redirect = packet.redirect();
        if (redirect.isPresent()) {
            redirected("", redirect.get());
        }
        if (output != null && isSentOn(result.verdict())) {
            write(packet.data());
        }
        return result.fault().isEmpty() || result.fault().get().kind() != Fault.Kind.OUT_OF_FUEL;
    }

    private void write(byte[] frame) {
        if (output != null) {
            output.write(Math.max(0, runtime.clock().realtimeNs()), frame, frame.length);
        }
    }

    private void redirected(String way, Redirect redirect) {
        for (Redirect.Delivery delivery : redirect.deliveries()) {
            String here = way + name(redirect, delivery);
            if (delivery.next().isPresent()) {
                redirected(here + ", ", delivery.next().get());
                continue;
            }
            boolean sent = delivery.fate() == Redirect.Fate.SENT;
            String what = sent ? here : here + ": " + delivery.fate();
            redirects.merge(isKnown(redirects, what) ? what : OTHERS, 1L, Long::sum);
            if (sent) {
                write(delivery.frame());
            }
        }
    }

    /** Whether something is counted on its own: the program chooses what there is, so not all can be. */
    private static <K> boolean isKnown(Map<K, Long> counts, K what) {
        return counts.size() < MOST_COUNTS || counts.containsKey(what);
    }

    private static String name(Redirect redirect, Redirect.Delivery delivery) {
        String target = switch (delivery.destination()) {
            case INTERFACE -> "interface ";
            case INGRESS -> "ingress of interface ";
            case PEER -> "peer of interface ";
            case CPU -> "cpu ";
        };
        String to = target + Integer.toUnsignedString(delivery.number());
        return redirect.map().isEmpty()
                ? to
                : redirect.map() + "[" + Integer.toUnsignedString(redirect.key()) + "] -> " + to;
    }

    private void count(int verdict) {
        if (verdict >= 0 && verdict < small.length) {
            small[verdict]++;
        } else if (isKnown(others, verdict)) {
            others.merge(verdict, 1L, Long::sum);
        } else {
            otherVerdicts++;
        }
    }

    /** Whether the packet is sent on as it is; where those are sent that are redirected, their redirects say. */
    private boolean isSentOn(int verdict) {
        return switch (program.type()) {
            case XDP -> verdict == XdpAction.PASS.number() || verdict == XdpAction.TX.number();
            case SCHED_CLS, SCHED_ACT ->
                verdict == TcAction.OK.number()
                        || verdict == TcAction.UNSPEC.number()
                        || verdict == TcAction.PIPE.number();
            default -> verdict != 0;
        };
    }

    /* A verdict that XDP does not know counts as ABORTED, as in Linux. */
    private String name(int verdict) {
        return switch (program.type()) {
            case XDP -> XdpAction.ofResult(verdict).name();
            case SCHED_CLS, SCHED_ACT ->
                TcAction.ofResult(verdict).map(Enum::name).orElse(Integer.toString(verdict));
            default -> Integer.toString(verdict);
        };
    }
}
