package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Open-coded iterators whose words a program wrote itself: what no verifier lets through must not harm the host. */
class ForgedIteratorTest {
    private static final CollectionSpec FORGED =
            CollectionSpec.read(Corpus.bytes("features/iterators_forged.bpf.o"), "iterators_forged");
    private static final int KINDS = 7;
    private static final int ROUNDS = 4_000;
    private static final World WORLD = World.builder()
            .cgroup(2, "/a")
            .cgroup(3, "/a/b")
            .task(Task.of(1, "init"))
            .task(Task.of(7, "seven").in("/a"))
            .task(Task.of(8, "eight").inProcess(7).in("/a"))
            .process(7, AddressSpace.empty().with(0x1000, new byte[1]).with(0x8000, new byte[1]))
            .currentTask(7)
            .build();

    private static Runtime runtime(EngineKind engine) {
        return Confinement.of(Runtime.builder())
                .engine(engine)
                .world(WORLD)
                .memoryReserveBytes(1L << 26)
                .fuel(100_000)
                .build();
    }

    private static RunResult forge(Collection collection, long[] state, int kind, long... arguments) {
        ByteBuffer words = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
        words.asLongBuffer().put(state);
        collection.variable("state").set(words.array());
        collection.variable("kind").setLong(kind);
        collection.variable("begins").setLong(arguments[0]);
        collection.variable("address").setLong(arguments[1]);
        collection.variable("argument").setLong(arguments[2]);
        return collection.program("forge").run(new byte[0]).run();
    }

    /** Numbers that a forged word is likely to be taken for: places, sizes, addresses, all bits. */
    private static long word(SplittableRandom random, long known) {
        return switch (random.nextInt(7)) {
            case 0 -> random.nextInt(8);
            case 1 -> -1 - random.nextInt(4);
            case 2 -> random.nextLong();
            case 3 -> known;
            case 4 -> known + random.nextInt(64);
            case 5 -> (long) random.nextInt(4) << 32 | random.nextInt(16);
            default -> 1L << random.nextInt(64);
        };
    }

    @ParameterizedTest
    @EnumSource
    void whateverTheWordsAreTheHostGoesOn(EngineKind engine) {
        long seed = 20_261_127;
        SplittableRandom random = new SplittableRandom(seed);
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(FORGED)) {
            int ended = 0;
            for (int i = 0; i < ROUNDS; i++) {
                long known = collection.variable("answer").getLong();
                long[] state = {word(random, known), word(random, known), word(random, known)};
                int kind = random.nextInt(KINDS);
                RunResult result =
                        forge(collection, state, kind, random.nextInt(2), word(random, known), word(random, known));
                ended += result.fault().isEmpty() ? 1 : 0;
                assertThat(collection.variable("elements").getLong())
                        .as("seed %d, round %d, kind %d", seed, i, kind)
                        .isBetween(0L, 64L);
            }
            assertThat(ended).as("runs to their end").isGreaterThan(ROUNDS / 2);
        }
    }

    /** Forged places lead to what is there, or nowhere: an iterator never ends in a loop, and never leaves the world. */
    @ParameterizedTest
    @EnumSource
    void forgedPlacesAreThoseOfTheWorld(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(FORGED)) {
            forge(collection, new long[] {0, 1, 0}, 0, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("all threads")
                    .isEqualTo(3);
            forge(collection, new long[] {-1, 1, 0}, 0, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("before the first")
                    .isZero();
            forge(collection, new long[] {1L << 40, 1, 0}, 0, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("behind the last")
                    .isZero();
            forge(collection, new long[] {-1, -1, 2}, 1, 0, 0, 0);
            assertThat(collection.variable("elements").getLong()).as("no group").isZero();
            forge(collection, new long[] {-1, 0, 0}, 2, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("no group's members")
                    .isZero();
            forge(collection, new long[] {2, 0, 0}, 3, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("areas of the second task")
                    .isEqualTo(2);
            forge(collection, new long[] {-1, 0, 0}, 3, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("areas of no task")
                    .isZero();
            forge(collection, new long[] {7, 64 | -1L << 32, 0}, 4, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("bits of a word")
                    .isEqualTo(3);
            forge(collection, new long[] {7, 1 << 20 | -1L << 32, 0}, 4, 0, 0, 0);
            assertThat(collection.variable("elements").getLong())
                    .as("bits of more words than there are")
                    .isZero();
        }
    }

    /** What is kept of iterators is bounded, and gone when the run has ended. */
    @ParameterizedTest
    @EnumSource
    void iteratorsOfOneRunAreLimited(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(FORGED)) {
            for (int i = 0; i < 3; i++) {
                RunResult result = collection.program("many").run(new byte[0]).run();
                assertThat(result.fault()).isEmpty();
                assertThat(collection.variable("elements").getLong()).isEqualTo(256);
            }
        }
    }
}
