package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Dynamic pointers whose bytes a program wrote itself: what no verifier lets through must not harm the host. */
class ForgedDynptrTest {
    private static final CollectionSpec FORGED =
            CollectionSpec.read(Corpus.bytes("features/dynptr_forged.bpf.o"), "dynptr_forged");
    private static final long LOCAL = 1L << 24;
    private static final long RINGBUF = 2L << 24;
    private static final long SKB = 3L << 24;
    private static final long XDP = 4L << 24;
    private static final long GIVEN = 0;
    private static final long CONTEXT = 1;
    private static final long VALUE = 2;
    private static final long RECORD = 3;
    private static final long READ = 0;
    private static final long WRITE = 1;
    private static final long SLICE = 3;
    private static final long SLICE_WITHOUT_BUFFER = 4;
    private static final long LOOK = 7;
    private static final long SUBMIT = 8;
    private static final long SUBMIT_TWICE = 17;
    private static final long WRITE_AFTER_SUBMIT = 18;
    private static final int OPERATIONS = 19;
    private static final int ROUNDS = 20_000;

    private static final class Rig implements AutoCloseable {
        final EngineKind engine;
        final Runtime runtime;
        final Collection collection;

        Rig(EngineKind engine) {
            this.engine = engine;
            runtime = Confinement.of(Runtime.builder())
                    .engine(engine)
                    .memoryReserveBytes(1L << 26)
                    .fuel(100_000)
                    .build();
            collection = runtime.load(FORGED);
        }

        Rig set(String variable, long value) {
            collection.variable(variable).setLong(value);
            return this;
        }

        /** What the pointer is forged from. */
        Rig forge(long where, long address, long state) {
            return set("where", where).set("address", address).set("state", state);
        }

        RunResult work(String program, long op, long offset, long size) {
            set("op", op).set("offset", offset).set("size", size);
            return run(program);
        }

        RunResult run(String program) {
            return program.equals("forge_without_packet")
                    ? collection.program(program).run(new byte[8]).run()
                    : collection.program(program).run(new Packet(new byte[64]));
        }

        long answer() {
            return collection.variable("answer").getLong();
        }

        void isSane() {
            while (collection.map("ring").poll().isPresent()) {}
            assertThat(run("sane").fault()).isEmpty();
            assertThat(collection.map("ring").poll()).hasValue(new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
        }

        @Override
        public void close() {
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            runtime.close();
        }
    }

    private static Fault.Kind faultOf(RunResult result) {
        return result.fault().orElseThrow().kind();
    }

    @ParameterizedTest
    @EnumSource
    void recordThatIsNoneIsNotSubmitted(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (long address : new long[] {0, 8, -1, Long.MIN_VALUE}) {
                rig.forge(GIVEN, address, RINGBUF);
                assertThat(faultOf(rig.work("forge_skb", SUBMIT, 0, 0))).isEqualTo(Fault.Kind.BAD_ARGUMENT);
            }
            for (long away : new long[] {8, -8, 1, 16, 4096}) {
                rig.forge(RECORD, away, RINGBUF);
                assertThat(faultOf(rig.work("forge_skb", SUBMIT, 0, 0))).isEqualTo(Fault.Kind.BAD_ARGUMENT);
            }
            rig.forge(VALUE, 0, LOCAL | 8);
            assertThat(faultOf(rig.work("forge_skb", SUBMIT, 0, 0))).isEqualTo(Fault.Kind.BAD_ARGUMENT);
            assertThat(faultOf(rig.work("forge_skb", SUBMIT_TWICE, 0, 0)))
                    .as("the clone of what was submitted")
                    .isEqualTo(engine == EngineKind.CHECKED ? Fault.Kind.BAD_ACCESS : Fault.Kind.BAD_ARGUMENT);
            rig.isSane();
        }
    }

    @ParameterizedTest
    @EnumSource
    void contextThatIsNotThatOfTheRunHasNoPacket(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (long kind : new long[] {SKB, XDP}) {
                for (long op : new long[] {READ, WRITE, SLICE}) {
                    rig.forge(GIVEN, 0x10000, kind | 64);
                    assertThat(faultOf(rig.work("forge_skb", op, 0, 8))).isEqualTo(Fault.Kind.BAD_ARGUMENT);
                    rig.forge(CONTEXT, 0, kind | 64);
                    assertThat(faultOf(rig.work("forge_without_packet", op, 0, 8)))
                            .isEqualTo(Fault.Kind.BAD_ARGUMENT);
                    RunResult other = rig.work(kind == SKB ? "forge_xdp" : "forge_skb", op, 0, 8);
                    assertThat(faultOf(other)).as("of another kind").isEqualTo(Fault.Kind.BAD_ARGUMENT);
                }
            }
            rig.isSane();
        }
    }

    /** A forged size and offset lead out of the packet, as far as the pointer is concerned. */
    @ParameterizedTest
    @EnumSource
    void packetEndsWhereItEnds(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (long offset : new long[] {57, 64, 1000, 0xffff_ffffL}) {
                long state = offset << 32 | 0xff_ffff;
                rig.forge(CONTEXT, 0, SKB | state);
                assertThat(rig.work("forge_skb", READ, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isEqualTo(Errno.EFAULT.result());
                assertThat(rig.work("forge_skb", WRITE, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isEqualTo(Errno.EFAULT.result());
                assertThat(rig.work("forge_skb", SLICE, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isZero();
                rig.forge(CONTEXT, 0, XDP | state);
                Errno beyond = offset > 0xffff ? Errno.EFAULT : Errno.EINVAL;
                assertThat(rig.work("forge_xdp", READ, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isEqualTo(beyond.result());
                assertThat(rig.work("forge_xdp", SLICE, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isZero();
            }
            rig.forge(CONTEXT, 0, SKB | 0xff_ffff);
            rig.work("forge_skb", SLICE_WITHOUT_BUFFER, 0, 64);
            assertThat(rig.answer()).isNotZero();
            rig.isSane();
        }
    }

    @ParameterizedTest
    @EnumSource
    void kindsThatDoNotExistAreNull(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            for (long kind = 5; kind < 8; kind++) {
                rig.forge(VALUE, 0, kind << 24 | 8);
                assertThat(rig.work("forge_skb", READ, 0, 8).fault()).isEmpty();
                assertThat(rig.answer()).isEqualTo(Errno.EINVAL.result());
                assertThat(rig.work("forge_skb", SUBMIT, 0, 8).fault()).isEmpty();
                rig.work("forge_skb", LOOK, 0, 8);
                assertThat(rig.answer()).isEqualTo(1 + (Errno.EINVAL.result() & 0xffff_ffffL));
            }
        }
    }

    /** Checked mode sees what the memory behind a pointer is: the fuzzers' oracle for stale ones. */
    @ParameterizedTest
    @EnumSource(value = EngineKind.class, names = "CHECKED")
    void checkedModeJudgesTheMemoryBehindAPointer(EngineKind engine) {
        try (Rig rig = new Rig(engine)) {
            rig.forge(VALUE, 0, LOCAL | 48);
            assertThat(rig.work("forge_skb", READ, 0, 8).fault()).isEmpty();
            rig.forge(VALUE, 0, LOCAL | 49);
            assertThat(faultOf(rig.work("forge_skb", READ, 0, 8))).isEqualTo(Fault.Kind.BAD_ACCESS);
            rig.forge(VALUE, 0, 41L << 32 | LOCAL | 8);
            assertThat(faultOf(rig.work("forge_skb", READ, 0, 0))).isEqualTo(Fault.Kind.BAD_ACCESS);
            rig.forge(VALUE, -16, LOCAL | 8);
            assertThat(rig.work("forge_skb", READ, 0, 8).fault().orElseThrow().message())
                    .contains("argument 3 of bpf_dynptr_read", "timer");
            assertThat(rig.work("forge_skb", WRITE_AFTER_SUBMIT, 0, 0)
                            .fault()
                            .orElseThrow()
                            .message())
                    .contains("argument 1 of bpf_dynptr_write", "is reserved there");
        }
    }

    @ParameterizedTest
    @EnumSource
    void forgedPointersEndInAResultOrATypedFault(EngineKind engine) {
        long seed = 20_261_127;
        System.out.println("ForgedDynptrTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        List<String> programs = List.of("forge_skb", "forge_xdp", "forge_without_packet");
        Set<Fault.Kind> kinds = EnumSet.noneOf(Fault.Kind.class);
        int finished = 0;
        try (Rig rig = new Rig(engine)) {
            for (int i = 0; i < ROUNDS; i++) {
                rig.forge(
                        random.nextInt(5),
                        number(random),
                        number(random) & ~(7L << 24) | (long) random.nextInt(8) << 24);
                rig.set("flags", random.nextInt(4) == 0 ? number(random) : 0);
                String program = programs.get(random.nextInt(programs.size()));
                RunResult result = rig.work(program, random.nextInt(OPERATIONS), number(random), number(random));
                result.fault().ifPresent(fault -> kinds.add(fault.kind()));
                finished += result.fault().isEmpty() ? 1 : 0;
                if (i % 1000 == 0) {
                    rig.isSane();
                }
            }
            rig.isSane();
        }
        assertThat(finished).isBetween(ROUNDS / 10, ROUNDS * 9 / 10);
        assertThat(kinds).isSubsetOf(Fault.Kind.BAD_ACCESS, Fault.Kind.BAD_ARGUMENT);
    }

    /** Small numbers, numbers near the limits, addresses of guest memory, any number. */
    private static long number(SplittableRandom random) {
        return switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextLong(-16, 80);
            case 2 -> (1L << random.nextInt(64)) + random.nextLong(-9, 9);
            case 3 -> 0x0bf4_0000_0000_0000L | random.nextLong(1L << 26);
            case 4 -> random.nextLong(1L << 26);
            default -> random.nextLong();
        };
    }

    /** Where a program could write over a timer, it could as well with stores: the same comes of it. */
    @ParameterizedTest
    @EnumSource
    void writingOverATimerIsNoWorseThanAStore(EngineKind engine) {
        for (long word : new long[] {0, 1, -1, 1L << 32, Long.MIN_VALUE}) {
            assertThat(overwritten(engine, "overwrite", word)).isEqualTo(overwritten(engine, "store_over", word));
        }
    }

    private static List<Object> overwritten(EngineKind engine, String program, long word) {
        List<Object> seen = new ArrayList<>();
        Rig rig = new Rig(engine);
        try {
            assertThat(rig.run("arm").fault()).isEmpty();
            assertThat(rig.runtime.timers().pending()).isEqualTo(1);
            rig.forge(GIVEN, word, ~word);
            seen.add(rig.run(program).fault().map(Fault::kind));
            for (String next : List.of("restart", "cancel", "arm", "cancel")) {
                seen.add(rig.run(next).fault().map(Fault::kind));
                seen.add(rig.answer());
                seen.add(rig.runtime.timers().pending());
            }
            rig.collection.close();
            seen.add(rig.runtime.objects());
        } finally {
            rig.runtime.close();
        }
        return seen;
    }
}
