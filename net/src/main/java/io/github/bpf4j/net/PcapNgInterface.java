package io.github.bpf4j.net;

/**
 * An interface as a pcapng file describes it (draft-ietf-opsawg-pcapng section 4.2).
 *
 * @param linkType see {@link LinkType}
 * @param snapLength the most bytes that are captured of a packet, 0 for all
 * @param resolution the if_tsresol option: time stamps count units of 10^-n seconds or, with the top bit set, of 2^-n
 * @param offsetSeconds the if_tsoffset option, to be added to each time stamp
 */
record PcapNgInterface(int linkType, long snapLength, int resolution, long offsetSeconds) {
    static final int MICROSECONDS = 6;
    private static final int BINARY = 0x80;
    private static final int NS_DIGITS = 9;
    private static final int MAX_DIGITS_OF_LONG = 19;
    private static final long[] POWERS_OF_TEN = powersOfTen();

    /** Up to 10^19, which as an unsigned number still fits. */
    private static long[] powersOfTen() {
        long[] powers = new long[MAX_DIGITS_OF_LONG + 1];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    /**
     * The time in nanoseconds since the epoch, rounded down.
     *
     * @param timestamp unsigned
     * @throws ArithmeticException if it lies before the epoch or after 2262
     */
    long toNs(long timestamp) {
        int digits = resolution & ~BINARY;
        boolean binary = (resolution & BINARY) != 0;
        long seconds = binary ? binarySeconds(timestamp, digits) : decimalSeconds(timestamp, digits);
        long fractionNs = binary ? binaryFractionNs(timestamp, digits) : decimalFractionNs(timestamp, digits);
        if (seconds < 0) {
            throw new ArithmeticException("long overflow");
        }
        long since = Math.addExact(seconds, offsetSeconds);
        if (since < 0) {
            throw new ArithmeticException("before the epoch");
        }
        return Math.addExact(Math.multiplyExact(since, PcapFormat.NS_PER_S), fractionNs);
    }

    private static long binarySeconds(long timestamp, int digits) {
        return digits >= Long.SIZE ? 0 : timestamp >>> digits;
    }

    private static long binaryFractionNs(long timestamp, int digits) {
        if (digits == 0) {
            return 0;
        }
        long fraction = digits >= Long.SIZE ? timestamp : timestamp & (1L << digits) - 1;
        long high = Math.unsignedMultiplyHigh(fraction, PcapFormat.NS_PER_S);
        if (digits >= Long.SIZE) {
            return high >>> digits - Long.SIZE;
        }
        return high << Long.SIZE - digits | fraction * PcapFormat.NS_PER_S >>> digits;
    }

    private static long decimalSeconds(long timestamp, int digits) {
        return digits > MAX_DIGITS_OF_LONG ? 0 : Long.divideUnsigned(timestamp, POWERS_OF_TEN[digits]);
    }

    private static long decimalFractionNs(long timestamp, int digits) {
        long fraction =
                digits > MAX_DIGITS_OF_LONG ? timestamp : Long.remainderUnsigned(timestamp, POWERS_OF_TEN[digits]);
        if (digits <= NS_DIGITS) {
            return fraction * POWERS_OF_TEN[NS_DIGITS - digits];
        }
        int surplus = digits - NS_DIGITS;
        return surplus > MAX_DIGITS_OF_LONG ? 0 : Long.divideUnsigned(fraction, POWERS_OF_TEN[surplus]);
    }
}
