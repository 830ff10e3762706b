package io.github.bpf4j.bench.compare;

/**
 * Runs back to back.
 *
 * @param cpuNs processor time of the thread that ran; the time on the wall if others work too
 * @param result what the last run came to
 */
record Sample(long runs, long wallNs, long cpuNs, long result) {
    /** Which time counts. */
    enum Clock {
        WALL,
        CPU
    }

    /** Reads a driver's answer. */
    static Sample parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4) {
            throw new IllegalArgumentException("a driver answered '" + line + "'");
        }
        return new Sample(
                Long.parseLong(words[0]),
                Long.parseLong(words[1]),
                Long.parseLong(words[2]),
                Long.parseUnsignedLong(words[3], 16));
    }

    /** A driver's answer. */
    String format() {
        return "%d %d %d %016x".formatted(runs, wallNs, cpuNs, result);
    }

    double nsPerRun(Clock clock) {
        return (double) (clock == Clock.WALL ? wallNs : cpuNs) / runs;
    }
}
