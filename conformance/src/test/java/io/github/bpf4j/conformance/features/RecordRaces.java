package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.PerfReader;
import io.github.bpf4j.runtime.UserRing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * RINGBUF and PERF_EVENT_ARRAY: every record of {@code races_records.bpf.c} is read once, whole, in the order of its CPU. USER_RINGBUF: every
 * sample is drained there once, whole, in the order of reservation.
 */
final class RecordRaces {
    private static final String OBJECT = "races_records";
    private static final int RECORD_BYTES = 112;
    private static final int HEAD_BYTES = 48;
    private static final int EVENT_BYTES = 2048;

    /** The CPU whose event is closed and opened again. */
    private static final int REOPENED = 2;

    private final RaceRig rig;
    private final long[] read = new long[RaceRig.CPUS];

    private RecordRaces(RaceRig rig) {
        this.rig = rig;
    }

    static List<MapRace> all() {
        return List.of(
                new MapRace(MapType.USER_RINGBUF, "user_ringbuf", OBJECT, rig -> new RecordRaces(rig).commands()),
                new MapRace(MapType.RINGBUF, "ringbuf", OBJECT, rig -> new RecordRaces(rig).ring()),
                new MapRace(
                        MapType.PERF_EVENT_ARRAY, "perf_event_array", OBJECT, rig -> new RecordRaces(rig).events()));
    }

    private void take(byte[] record) {
        ByteBuffer in = ByteBuffer.wrap(record).order(ByteOrder.LITTLE_ENDIAN);
        int cpu = in.getInt();
        assertThat(cpu).isBetween(0, RaceRig.PROGRAM_CPUS - 1);
        assertThat(record).hasSize(in.getInt());
        long number = in.getLong();
        assertThat(number).as("the next record of CPU %d", cpu).isEqualTo(read[cpu]++);
        assertThat(Arrays.copyOfRange(record, 16, HEAD_BYTES)).isEqualTo(Whole.of((long) cpu << 32 | number));
    }

    private void ring() throws Exception {
        BpfMap ring = rig.map("records");
        rig.race(rig.programs("records_written"), random -> {
            if (random.nextInt(8) == 0) {
                ring.consume(this::take);
            } else {
                ring.poll().ifPresent(this::take);
            }
            assertThat(ring.size()).isBetween(0, 4096 / HEAD_BYTES);
        });
        ring.consume(this::take);
        assertThat(ring.size()).isZero();
        assertThat(read).isEqualTo(rig.numbers("written"));
        long[] lost = rig.numbers("lost");
        long[] discarded = rig.numbers("discarded");
        for (int cpu = 0; cpu < RaceRig.PROGRAM_CPUS; cpu++) { // one CPU may find the ring full all the time
            assertThat(read[cpu] + lost[cpu] + discarded[cpu])
                    .as("what CPU %d tried", cpu)
                    .isPositive();
        }
        assertThat(Arrays.stream(read).sum()).isPositive();
        assertThat(Arrays.stream(discarded).sum()).isPositive();
    }

    private void commands() throws Exception {
        UserRing ring = UserRing.of(rig.map("commands"));
        long[] submitted = {0};
        rig.race(rig.programs("samples_drained"), random -> {
            List<Runnable> ends = new ArrayList<>();
            for (int left = random.nextInt(1, 5); left > 0; left--) {
                int size = Whole.BYTES + random.nextInt(64);
                Optional<UserRing.Sample> sample = ring.reserve(size);
                if (sample.isEmpty()) {
                    break;
                }
                if (random.nextInt(4) == 0) {
                    ends.add(sample.get()::discard);
                } else {
                    byte[] bytes = Arrays.copyOf(Whole.of(submitted[0]++), size);
                    ends.add(() -> sample.get().submit(bytes));
                }
            }
            Collections.shuffle(ends, new Random(random.nextLong()));
            ends.forEach(Runnable::run);
            assertThat(ring.producerPosition() - ring.consumerPosition()).isBetween(0L, ring.ringBytes());
        });
        RaceRig.Work drain = rig.programs("samples_drained");
        for (int left = 100; left > 0 && ring.consumerPosition() < ring.producerPosition(); left--) {
            drain.once(0);
        }
        assertThat(rig.number("drained")).isEqualTo(submitted[0]).isPositive();
    }

    private void events() throws Exception {
        BpfMap samples = rig.map("samples");
        PerfReader[] readers = new PerfReader[RaceRig.PROGRAM_CPUS];
        long[] lost = new long[RaceRig.CPUS];
        for (int cpu = 0; cpu < readers.length; cpu++) {
            readers[cpu] = samples.openPerfEvent(cpu, EVENT_BYTES);
        }
        rig.race(rig.programs("samples_written"), random -> {
            int cpu = random.nextInt(readers.length);
            if (cpu == REOPENED && random.nextInt(16) == 0) {
                finish(readers[cpu], cpu, lost);
                readers[cpu] = samples.openPerfEvent(cpu, EVENT_BYTES);
            } else {
                drain(readers[cpu], random);
            }
        });
        for (int cpu = 0; cpu < readers.length; cpu++) {
            finish(readers[cpu], cpu, lost);
        }
        assertThat(read).isEqualTo(rig.numbers("written"));
        assertThat(lost).isEqualTo(rig.numbers("lost"));
        for (int cpu = 0; cpu < readers.length; cpu++) {
            assertThat(read[cpu]).as("samples of CPU %d", cpu).isPositive();
            if (cpu != REOPENED) {
                assertThat(rig.numbers("missed")[cpu]).as("without a reader").isZero();
            }
        }
    }

    private void drain(PerfReader reader, SplittableRandom random) {
        for (int left = random.nextInt(1, 32); left > 0; left--) {
            Optional<byte[]> sample = reader.poll();
            if (sample.isEmpty()) {
                return;
            }
            take(sample.get());
            assertThat(sample.get()).hasSize(RECORD_BYTES);
        }
    }

    /* What came before the event was closed can still be read. */
    private void finish(PerfReader reader, int cpu, long[] lost) {
        reader.close();
        for (Optional<byte[]> sample = reader.poll(); sample.isPresent(); sample = reader.poll()) {
            take(sample.get());
        }
        lost[cpu] += reader.lost();
    }
}
