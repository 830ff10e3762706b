package io.github.bpf4j.examples.service;

import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.HostCall;
import io.github.bpf4j.runtime.HostFunction;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A service that asks a BPF program about each packet. It gives the program a function of its own, runs it on several CPUs at once, and
 * puts a new version in its place while they run.
 */
public final class PolicyService {
    /** How many tenants send packets, from 1 on. */
    static final int TENANTS = 64;

    private static final String PORT = "eth0";
    private static final int LIMIT_BYTES = 8;

    private final int cpus;
    private final long packetsPerLimit;
    private final LongAdder limitsAsked = new LongAdder();

    /**
     * A service.
     *
     * @param packetsPerLimit what each tenant may send on each CPU
     */
    PolicyService(int cpus, long packetsPerLimit) {
        this.cpus = cpus;
        this.packetsPerLimit = packetsPerLimit;
    }

    /**
     * What happened.
     *
     * @param events packets that came
     * @param first those that the first version saw, {@code second} those that the second saw
     * @param limitsAsked calls of the service's function
     * @param left what still lived in the runtime when all was closed
     */
    record Figures(
            long events,
            long passed,
            long dropped,
            long first,
            long second,
            long limitsAsked,
            Duration time,
            ObjectCounters left) {
        @Override
        public String toString() {
            return """
                    %,d events in %.2f s: %,.0f a second
                    policy_v1 saw %,d, policy_v2 %,d; the swap lost none
                    passed %,d, dropped %,d; the service was asked for limits %,d times
                    left when closed: %s
                    """.formatted(
                            events,
                            time.toNanos() / 1e9,
                            events * 1e9 / Math.max(1, time.toNanos()),
                            first,
                            second,
                            passed,
                            dropped,
                            limitsAsked,
                            left);
        }
    }

    /** Runs the service: the first argument is the number of events, 10 million unless given. */
    public static void main(String[] arguments) throws InterruptedException {
        long events = arguments.length == 0 ? 10_000_000 : Long.parseLong(arguments[0]);
        System.out.print(new PolicyService(2, events * 3 / (8L * TENANTS)).run(events));
    }

    /** The limit of a tenant, called by programs on any CPU. */
    private long limit(HostCall call) {
        limitsAsked.increment();
        long tenant = call.number(0);
        return tenant < 1 || tenant > TENANTS
                ? 0
                : call.memory(ByteBuffer.allocate(LIMIT_BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(packetsPerLimit)
                        .array());
    }

    Figures run(long events) throws InterruptedException {
        HostFunction serviceLimit = HostFunction.named("service_limit")
                .number()
                .returnsMemory(LIMIT_BYTES)
                .gplOnly(false)
                .implementedBy(this::limit);
        try (Runtime runtime = Runtime.builder().cpus(cpus).kfunc(serviceLimit).build()) {
            Figures figures = run(runtime, events);
            runtime.quiesce();
            return new Figures(
                    figures.events(),
                    figures.passed(),
                    figures.dropped(),
                    figures.first(),
                    figures.second(),
                    figures.limitsAsked(),
                    figures.time(),
                    runtime.objects());
        }
    }

    private Figures run(Runtime runtime, long events) throws InterruptedException {
        try (Collection policy = runtime.load(object());
                Link port = policy.program("policy_v1").attach(PORT);
                ExecutorService threads = Executors.newFixedThreadPool(cpus)) {
            CountDownLatch half = new CountDownLatch(cpus);
            long start = System.nanoTime();
            var workers = IntStream.range(0, cpus)
                    .mapToObj(cpu -> threads.submit(worker(runtime, cpu, share(events, cpu), half)))
                    .toList();
            half.await();
            port.replace(policy.program("policy_v1"), policy.program("policy_v2"));
            long passed = 0;
            for (Future<Long> worker : workers) {
                passed += result(worker);
            }
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            return new Figures(
                    events,
                    passed,
                    events - passed,
                    seen(policy, 1),
                    seen(policy, 2),
                    limitsAsked.sum(),
                    time,
                    ObjectCounters.NONE);
        }
    }

    private long share(long events, int cpu) {
        return events / cpus + (cpu < events % cpus ? 1 : 0);
    }

    /** What one CPU does: hands over its packets, says when half of them are done, and counts those that may go on. */
    private static Callable<Long> worker(Runtime runtime, int cpu, long events, CountDownLatch half) {
        return () -> {
            Packet packet = new Packet();
            byte[][] frames = frames();
            long passed = 0;
            for (long event = 0; event < events; event++) {
                if (event == events / 2) {
                    half.countDown();
                }
                byte[] frame = frames[(int) (event % TENANTS)];
                packet.set(frame, frame.length);
                RunResult result = runtime.trigger(PORT, packet, cpu).getFirst();
                if (result.returnValue() == XdpAction.PASS.number()) {
                    passed++;
                }
            }
            if (events == 0) {
                half.countDown();
            }
            return passed;
        };
    }

    private static byte[][] frames() {
        return IntStream.rangeClosed(1, TENANTS)
                .mapToObj(tenant -> PacketBuilder.payload(20)
                        .udp(1000, 53)
                        .ipv4(tenant, 0x0a000001)
                        .ethernet(1, 2))
                .toArray(byte[][]::new);
    }

    private static long result(Future<Long> worker) throws InterruptedException {
        try {
            return worker.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a worker failed", e.getCause());
        }
    }

    /** The packets that a version saw, on all CPUs. */
    private static long seen(Collection policy, int version) {
        BpfMap map = policy.map("seen");
        ByteBuffer perCpu = ByteBuffer.wrap(
                        map.lookup(new byte[] {(byte) version, 0, 0, 0}).orElseThrow())
                .order(ByteOrder.LITTLE_ENDIAN);
        long sum = 0;
        while (perCpu.hasRemaining()) {
            sum += perCpu.getLong();
        }
        return sum;
    }

    private static CollectionSpec object() {
        try (@Nullable InputStream in = PolicyService.class.getResourceAsStream("policy.bpf.o")) {
            return CollectionSpec.read(Objects.requireNonNull(in).readAllBytes(), "policy");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
