package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.UserRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.SoftAssertions;
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
            ring = collection.map("ring").openUserRing();
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

        private byte[] header(long word, long second) {
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
        List<String> lines = new String(Corpus.bytes("features/user_ringbuf-6.12.tsv"), UTF_8).lines().toList();
        assertThat(lines).hasSizeGreaterThan(60);
        for (String line : lines) {
            String[] cells = line.split("\t");
            CollectionSpec spec =
                    PROGRAMS.withMaxEntries("ring", Long.parseLong(cells[1]));
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
            assertThatThrownBy(() -> collection.map(".bss").openUserRing())
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
            UserRing ring = collection.map("ring").openUserRing();
            UserRing.Sample sample = ring.reserve(8).orElseThrow();
            assertThatThrownBy(() -> sample.submit(new byte[9])).isInstanceOf(IllegalArgumentException.class);
            sample.discard();
            assertThatThrownBy(() -> sample.submit(new byte[8])).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> ring.write(0, new byte[4097])).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.read(0, 4097)).isInstanceOf(IllegalArgumentException.class);
            BpfMap map = collection.map("ring");
            assertThatThrownBy(() -> map.lookup(new byte[0])).isInstanceOf(BpfErrnoException.class);
        }
    }
}
