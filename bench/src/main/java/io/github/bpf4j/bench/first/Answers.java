package io.github.bpf4j.bench.first;

import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.annotation.JsonNaming;
import tools.jackson.databind.json.JsonMapper;

/** What processes that measure tell the one that started them, and what it prints: each a line of JSON. */
final class Answers {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Answers() {}

    /**
     * From the bytes of an object to the verdict of its first packet.
     *
     * @param readNs until the object was read
     * @param loadNs from then on until its program was loaded: linked, verified, and on the JIT compiled
     * @param runNs the first packet
     * @param cpuNs processor time of the thread, of all three
     * @param result the verdict
     */
    record First(long readNs, long loadNs, long runNs, long cpuNs, int result) {
        long ns() {
            return readNs + loadNs + runNs;
        }
    }

    /**
     * From the first packet on to where packets take as long as they will.
     *
     * @param instructions of the program
     * @param peakNs a run at the end, of the thread's processor time
     * @param firstNs the first run
     * @param wallToPeakNs until the moving median was within a tenth of that
     * @param cpuToPeakNs processor time of the whole process until then, compilers too
     * @param runsToPeak runs until then
     * @param compileNs what the JIT took
     * @param classFileBytes what it made
     * @param machineCodeBytes what the JVM's compilers made of that, as far as it was in use in the end
     */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record Peak(
            String runtime,
            String program,
            int instructions,
            double peakNs,
            long firstNs,
            long wallToPeakNs,
            long cpuToPeakNs,
            long runsToPeak,
            long compileNs,
            double compileNsPerInstruction,
            long classFileBytes,
            long machineCodeBytes) {}

    /** Several times to the first packet: medians, and the least and the most of the whole. */
    @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
    record FirstTimes(
            String runtime,
            String program,
            String jvm,
            int result,
            long medianNs,
            long minNs,
            long maxNs,
            long cpuNs,
            long readNs,
            long loadNs,
            long runNs) {}

    static String write(Object answer) {
        return JSON.writeValueAsString(answer);
    }

    static <T> T read(String line, Class<T> type) {
        return JSON.readValue(line, type);
    }
}
