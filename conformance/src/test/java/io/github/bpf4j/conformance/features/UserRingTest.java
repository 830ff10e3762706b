package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.UserRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.assertj.core.api.SoftAssertions;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs drain from a USER_RINGBUF, and what its producer is answered, is what a 6.12 kernel and libbpf answered to the same steps
 * (features/user_ringbuf-6.12.tsv): name, bytes of the ring, steps, answers. Numbers follow steps after colons. Of the steps, {@code wait}
 * is libbpf's blocking reserve with a timeout of 10 ms, in which nothing is drained; {@code many} and {@code none} submit and discard so many
 * samples of so many bytes; {@code produced}, {@code header} and {@code poke} write through the producer's mapping; {@code at} tells both
 * positions; {@code later} waits for what a timer does; other steps run programs, with flags for the drain and how many samples it wants.
 */
class UserRingTest {
    private static final CollectionSpec PROGRAMS =
            CollectionSpec.read(Corpus.bytes("features/user_ringbuf.bpf.o"), "user_ringbuf");

    /** A producer that follows steps and notes what it is answered. */
    private static final class Producer {
        private final Runtime runtime;
        private final Collection collection;
        private final UserRing ring;
        private final List<UserRing.Sample> samples = new ArrayList<>();
        private final StringBuilder answers = new StringBuilder();

        Producer(Runtime runtime, Collection collection) {
            this.runtime = runtime;
            this.collection = collection;
            ring = UserRing.of(collection.map("ring"));
        }

        private void answer(Object answer) {
            answers.append(answers.isEmpty() ? "" : " ").append(answer);
        }

        private long reserve(long size) {
            try {
                Optional<UserRing.Sample> sample = ring.reserve(size);
                sample.ifPresent(samples::add);
                return sample.isPresent() ? 0 : Errno.ENOSPC.result();
            } catch (BpfErrnoException e) {
                return e.errno().result();
            }
        }

        private byte[] bytes(int sample) {
            byte[] bytes = new byte[samples.get(sample).size()];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) (sample + 1 + i);
            }
            return bytes;
        }

        private long offered(long count, int size, boolean submitted) {
            for (long i = 0; i < count; i++) {
                Optional<UserRing.Sample> sample = ring.reserve(size);
                if (sample.isEmpty()) {
                    return i;
                }
                if (submitted) {
                    sample.get().submit(new byte[size]);
                } else {
                    sample.get().discard();
                }
            }
            return count;
        }

        static byte[] header(long word, long second) {
            return ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) word)
                    .putInt((int) second)
                    .array();
        }

        void follow(String step) {
            String[] words = step.split(":");
            long[] n = new long[3];
            for (int i = 1; i < words.length; i++) {
                n[i - 1] = words[i].startsWith("0x")
                        ? Long.parseUnsignedLong(words[i].substring(2), 16)
                        : Long.parseLong(words[i]);
            }
            switch (words[0]) {
                case "reserve", "wait" -> answer(reserve(n[0]));
                case "submit" -> samples.get((int) n[0]).submit(bytes((int) n[0]));
                case "discard" -> samples.get((int) n[0]).discard();
                case "byte" -> answer(ring.read(samples.get((int) n[0]).position() + 8 + n[1], 1)[0] & 0xff);
                case "many", "none" -> answer(offered(n[0], (int) n[1], words[0].equals("many")));
                case "produced" -> ring.setProducerPosition(n[0]);
                case "header" -> ring.write(n[0], header(n[1], n[2]));
                case "poke" -> ring.write(n[0], new byte[] {(byte) n[1]});
                case "peek" -> answer(ring.read(n[0], 1)[0] & 0xff);
                case "at" -> answer(ring.consumerPosition() + " " + ring.producerPosition());
                case "later" -> {
                    runtime.advance(Duration.ofMillis(400));
                    answer(WrittenAnswers.of(collection));
                }
                default -> run(words[0], n[0], n[1]);
            }
        }

        private void run(String program, long flags, long left) {
            collection.variable("flags").setLong(flags);
            collection.variable("left").setLong(left);
            answer(WrittenAnswers.of(
                    collection, program, collection.program(program).run(new Packet(new byte[64]))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        List<String> lines = new String(Corpus.bytes("features/user_ringbuf-6.12.tsv"), UTF_8)
                .lines()
                .toList();
        assertThat(lines).hasSizeGreaterThan(60);
        for (String line : lines) {
            String[] cells = line.split("\t");
            CollectionSpec spec = PROGRAMS.withMaxEntries("ring", Long.parseLong(cells[1]));
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(spec)) {
                Producer producer = new Producer(runtime, collection);
                for (String step : cells[2].split(" ")) {
                    producer.follow(step);
                }
                softly.assertThat(producer.answers.toString()).as(line).isEqualTo(cells[3]);
            }
        }
        softly.assertAll();
    }

    @Test
    void onlyItsOwnTypeHasAProducer() {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(PROGRAMS)) {
            refused(Errno.EINVAL, () -> UserRing.of(collection.map(".bss")));
            refused(Errno.EINVAL, () -> UserRing.of(collection.map("rings")));
            BpfMap map = collection.map("ring");
            refused(Errno.EINVAL, map::poll);
            assertThat(map.size()).isZero();
            UserRing ring = UserRing.of(map);
            UserRing.Sample sample = ring.reserve(8).orElseThrow();
            assertThatThrownBy(() -> sample.submit(new byte[9])).isInstanceOf(IllegalArgumentException.class);
            sample.discard();
            assertThatThrownBy(() -> sample.submit(new byte[8])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ring.write(0, new byte[4097])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.read(0, 4097)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.read(0, -1)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    /** As mmap of a frozen map is: what {@code map_commands-6.12.tsv} has no command for. */
    @Test
    void nobodyProducesIntoAFrozenRing() {
        try (Runtime runtime = Runtime.create();
                Collection collection = runtime.load(PROGRAMS)) {
            BpfMap map = collection.map("ring");
            map.freeze();
            refused(Errno.EPERM, () -> UserRing.of(map));
        }
    }

    @Test
    void nobodyProducesIntoAClosedRing() {
        try (Runtime runtime = Runtime.create()) {
            Collection collection = runtime.load(PROGRAMS);
            UserRing ring = UserRing.of(collection.map("ring"));
            UserRing.Sample sample = ring.reserve(8).orElseThrow();
            collection.close();
            assertThatThrownBy(() -> sample.submit(new byte[8])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ring.offer(new byte[8])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(ring::consumerPosition).isInstanceOf(IllegalStateException.class);
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(errno));
    }

    private static RunResult run(Collection collection, String program) {
        return collection.program(program).run(new Packet(new byte[64]));
    }

    private static String answers(Collection collection, String program) {
        return WrittenAnswers.of(collection, program, run(collection, program));
    }

    /** What a callback does counts as the run's. A drain that ends so is over: the next one goes on with the next sample. */
    @ParameterizedTest
    @EnumSource
    void callbacksSpendTheBudgetOfTheRun(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(5_000_000).build();
                Collection collection = runtime.load(PROGRAMS.withMaxEntries("ring", 1 << 20))) {
            UserRing ring = UserRing.of(collection.map("ring"));
            while (ring.offer(new byte[0])) {}
            collection.variable("left").setLong(1_000_000);
            Fault fault = run(collection, "drain_loops").fault().orElseThrow();
            assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
            assertThat(ring.consumerPosition()).isPositive().isLessThan(100);
            assertThat(answers(collection, "drain_counts")).startsWith("131").doesNotStartWith("131072");
            assertThat(ring.consumerPosition()).isEqualTo(ring.producerPosition());
        }
    }

    /** A producer that names 16 MiB again and again does not keep a run busy for long. */
    @ParameterizedTest
    @EnumSource
    void longSamplesSpendTheBudgetOfTheRun(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(5_000_000).build();
                Collection collection = runtime.load(PROGRAMS.withMaxEntries("ring", 1 << 25))) {
            UserRing ring = UserRing.of(collection.map("ring"));
            for (long position = 0; position < ring.ringBytes(); position += 0x100_0000) {
                ring.write(position, new byte[] {-8, -1, -1, 0});
            }
            ring.setProducerPosition(Long.MAX_VALUE - 7);
            Fault fault = run(collection, "drain_counts").fault().orElseThrow();
            assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
            assertThat(ring.consumerPosition() >>> 24).isBetween(15L, 20L);
        }
    }

    /** A producer that names discarded samples again and again does not either. */
    @ParameterizedTest
    @EnumSource
    void discardedSamplesSpendTheBudgetOfTheRun(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).fuel(100_000).build();
                Collection collection = runtime.load(PROGRAMS)) {
            UserRing ring = UserRing.of(collection.map("ring"));
            while (ring.reserve(0).map(UserRingTest::discarded).isPresent()) {}
            ring.setProducerPosition(Long.MAX_VALUE - 7);
            Fault fault = run(collection, "drain_counts").fault().orElseThrow();
            assertThat(fault.kind()).isEqualTo(Fault.Kind.OUT_OF_FUEL);
            assertThat(ring.consumerPosition() / 8).isBetween(90_000L, 100_001L);
        }
    }

    private static UserRing.Sample discarded(UserRing.Sample sample) {
        sample.discard();
        return sample;
    }

    /** While a callback runs, user space goes on: it produces, it drains in vain, it takes the ring away. */
    @ParameterizedTest
    @EnumSource
    void userSpaceGoesOnWhileProgramsDrain(EngineKind engine) {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        try (Runtime runtime = Runtime.builder()
                .engine(engine)
                .onPrintk(_ -> meanwhile.get().run())
                .build()) {
            Collection collection = runtime.load(PROGRAMS);
            UserRing ring = UserRing.of(collection.map("ring"));
            AtomicInteger rounds = new AtomicInteger();
            meanwhile.set(() -> {
                assertThat(ring.consumerPosition()).isEqualTo(16L * rounds.get());
                if (rounds.incrementAndGet() < 4) {
                    ring.offer(new byte[] {(byte) (10 + rounds.get())});
                }
                assertThat(run(collection, "drain_counts").returnValue()).isEqualTo(1);
                assertThat(WrittenAnswers.of(collection)).startsWith("-16");
                collection.variable("answered").setLong(0);
            });
            ring.offer(new byte[] {10});
            assertThat(answers(collection, "drain_watched")).isEqualTo("13 4");
            assertThat(rounds).hasValue(4);
            collection.close();
            runtime.quiesce();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ringStaysUntilTheDrainIsOver(EngineKind engine) {
        AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});
        try (Runtime runtime = Runtime.builder()
                        .engine(engine)
                        .onPrintk(_ -> meanwhile.get().run())
                        .build();
                Collection collection = runtime.load(PROGRAMS)) {
            BpfMap rings = collection.map("rings");
            byte[] first = new byte[4];
            long maps = runtime.objects().maps();
            BpfMap own = runtime.createMap(
                    MapSpec.of("own", MapType.USER_RINGBUF, 0, 0, 8192), Btf.empty(ByteOrder.LITTLE_ENDIAN));
            UserRing ring = UserRing.of(own);
            for (int i = 0; i < 3; i++) {
                ring.offer(new byte[] {(byte) (20 + i)});
            }
            rings.setMap(first, own);
            meanwhile.set(() -> {
                own.close();
                rings.setMap(first, collection.map("other"));
            });
            assertThat(answers(collection, "drain_inner_watched")).isEqualTo("20 21 22 3");
            runtime.quiesce();
            assertThat(runtime.objects().maps()).isEqualTo(maps);
            assertThat(answers(collection, "drain_inner_watched")).isEqualTo("0");
        }
    }

    /** Whatever a producer writes, programs that were verified go on, and find samples within the ring. */
    @ParameterizedTest
    @EnumSource
    void whatProducersForgeHarmsNobody(EngineKind engine) {
        long seed = Long.getLong("bpf4j.seed", System.nanoTime());
        SplittableRandom random = new SplittableRandom(seed);
        List<String> programs = List.of("drain_tells", "drain_counts", "drain_works", "drain_stops", "drain_inner");
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(PROGRAMS)) {
            UserRing ring = UserRing.of(collection.map("ring"));
            for (int round = 0; round < 3000; round++) {
                long consumer = ring.consumerPosition();
                switch (random.nextInt(5)) {
                    case 0 -> ring.setProducerPosition(consumer + (random.nextInt(-1, 600) & -8));
                    case 1 -> ring.setProducerPosition(random.nextInt(8) == 0 ? random.nextLong() : consumer + 4096);
                    case 2 ->
                        ring.write(
                                consumer + (random.nextInt(64) & -8),
                                Producer.header(random.nextInt() >>> random.nextInt(32), random.nextInt()));
                    case 3 -> ring.write(random.nextLong(), bytes(random, random.nextInt(4097)));
                    default -> ring.write(consumer, Producer.header(random.nextInt(4100) | random.nextInt(4) << 30, 0));
                }
                RunResult result = run(collection, programs.get(random.nextInt(programs.size())));
                assertThat(result.fault()).as("seed %d, round %d", seed, round).isEmpty();
                assertThat(result.returnValue()).isEqualTo(1);
            }
            assertThat(runtime.committedBytes()).isLessThan(64L << 20);
        }
    }

    private static byte[] bytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
