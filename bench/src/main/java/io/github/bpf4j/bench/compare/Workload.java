package io.github.bpf4j.bench.compare;

import io.github.bpf4j.corpus.Corpus;
import java.util.Arrays;
import java.util.Locale;

/**
 * A program that runtimes are compared on.
 *
 * @param group what it is about
 * @param expected the result of a run, all 64 bits
 * @param operations how many operations of the kind that the report tells one run does; 1 if a run is what it tells
 */
record Workload(String program, Group group, long expected, int operations) {
    /** What {@code --only} takes. */
    enum Group {
        COMPUTE,
        MAPS,
        RINGS,
        TIMERS;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The program that calls a helper a million times: no computation, and so not part of means over those. */
    static final String HELPER = "g_helper";

    private static final Workload[] ALL = {
        compute("a_xorshift", 0x02856396aca6e5e0L),
        compute("b_primes", 2262),
        compute("b_sieve", 564),
        compute("c_memsum", 0xabcc2e0c90f66f52L),
        compute("c_bytesum", 0x5558557fa7a5a6c7L),
        compute("d_packet", 0xe1037b538b8e3f07L),
        compute("e_siphash", 0xacd2c40b8502cad8L),
        compute("f_switch", 0x03c6e3361fa00049L),
        compute(HELPER, 0x8317bb9f78ed6120L),
        // Every key is there once the map is warm; a key that an LRU map of half the size has evicted never is.
        new Workload("h_hash", Group.MAPS, 1000, 1000),
        new Workload("h_lru", Group.MAPS, 0, 1000),
        new Workload("j_ringbuf", Group.RINGS, 0, 256),
        new Workload("i_timer_arm", Group.TIMERS, 2000, 1000),
        new Workload("i_timer_chain", Group.TIMERS, 10_000, 10_000),
    };

    private static Workload compute(String program, long expected) {
        return new Workload(program, Group.COMPUTE, expected, 1);
    }

    static Workload[] all() {
        return ALL.clone();
    }

    /** The workload of a name. */
    static Workload of(String program) {
        return Arrays.stream(ALL)
                .filter(workload -> workload.program.equals(program))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no program " + program));
    }

    boolean isCompute() {
        return group == Group.COMPUTE;
    }

    /** The bare instructions of a program that computes. */
    byte[] code(int isaVersion) {
        return Corpus.bytes("bench/" + program + ".raw.v" + isaVersion + ".bin");
    }

    /** The memory that such a program works on. */
    byte[] memory() {
        return Corpus.bytes("bench/inputs/" + program + ".mem");
    }
}
