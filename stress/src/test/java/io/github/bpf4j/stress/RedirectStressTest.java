package io.github.bpf4j.stress;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Four threads redirect packets through maps whose entries, with their programs, a fifth changes meanwhile. */
class RedirectStressTest {
    private static final int THREADS = 4;
    private static final int PACKETS = 5000;
    private static final List<String> PROGRAMS = List.of("to_dev8", "to_hash8", "to_cpu8");

    @ParameterizedTest
    @EnumSource
    void everyPacketMeetsAnEntryThatIsWholeOrNone(EngineKind engine) {
        long seed = Long.getLong("bpf4j.seed", System.nanoTime());
        System.out.println("seed " + seed);
        try (Runtime runtime = Runtime.builder().engine(engine).cpus(THREADS).build()) {
            try (Collection collection =
                    runtime.load(CollectionSpec.read(Corpus.bytes("features/redirect_maps.bpf.o"), "redirect_maps"))) {
                AtomicInteger running = new AtomicInteger(THREADS);
                List<CompletableFuture<Void>> threads = new ArrayList<>();
                for (int cpu = 0; cpu < THREADS; cpu++) {
                    SplittableRandom random = new SplittableRandom(seed + cpu);
                    int own = cpu;
                    threads.add(started(() -> {
                        try {
                            send(collection, random, own);
                        } finally {
                            running.decrementAndGet();
                        }
                    }));
                }
                threads.add(started(() -> {
                    SplittableRandom random = new SplittableRandom(~seed);
                    while (running.get() > 0) {
                        change(collection, random);
                    }
                }));
                threads.forEach(
                        thread -> thread.orTimeout(120, TimeUnit.SECONDS).join());
            }
            runtime.quiesce();
            assertThat(runtime.objects().programs()).isZero();
            assertThat(runtime.objects().maps()).isZero();
        }
    }

    private static CompletableFuture<Void> started(Runnable work) {
        return CompletableFuture.runAsync(
                work, task -> Thread.ofPlatform().daemon().start(task));
    }

    private static void send(Collection collection, SplittableRandom random, int cpu) {
        for (int i = 0; i < PACKETS; i++) {
            Packet packet = new Packet(new byte[64]);
            RunResult result = collection
                    .program(PROGRAMS.get(random.nextInt(PROGRAMS.size())))
                    .run(packet, cpu);
            assertThat(result.fault()).isEmpty();
            assertThat(result.verdict()).isIn(0, 4);
            assertThat(packet.redirect().isPresent()).isEqualTo(result.verdict() == 4);
            packet.redirect().stream().flatMap(Redirect::ends).forEach(RedirectStressTest::check);
        }
    }

    /* Entries to interface 6 have a program that counts in the packet, those to 7 have none; CPUs have one or none. */
    private static void check(Redirect.Delivery end) {
        assertThat(end.fate()).isEqualTo(Redirect.Fate.SENT);
        if (end.destination() == Redirect.Destination.INTERFACE) {
            assertThat(end.number()).isIn(6, 7);
            assertThat(end.program().isPresent()).isEqualTo(end.number() == 6);
        }
        assertThat(end.frame()[5]).isEqualTo((byte) (end.program().isPresent() ? 1 : 0));
    }

    private static void change(Collection collection, SplittableRandom random) {
        collection.variable("key").setLong(random.nextInt(4));
        int key = random.nextInt(4);
        Optional<Program> entry = Optional.of(collection.program("entry_pass"));
        Optional<Program> onCpu = Optional.of(collection.program("cpu_pass"));
        MapTargets devices = MapTargets.of(collection.map(random.nextBoolean() ? "dev8" : "hash8"));
        MapTargets cpus = MapTargets.of(collection.map("cpu8"));
        switch (random.nextInt(6)) {
            case 0 -> devices.set(key, new MapTarget.Device(6, entry));
            case 1 -> devices.set(key, new MapTarget.Device(7));
            case 2 -> devices.clear(key);
            case 3 -> cpus.set(key, new MapTarget.Cpu(16, onCpu));
            case 4 -> cpus.set(key, new MapTarget.Cpu(16));
            default -> cpus.clear(key);
        }
    }
}
