package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.TestRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * What programs and user space were answered, by the names under which a kernel's answers are recorded: those of a run are what the
 * program wrote to {@code out}, those of a command a negative errno, or 0, or the numbers that it read.
 */
final class StoreAnswers {
    private final Collection collection;
    private final Map<String, String> answers = new LinkedHashMap<>();

    StoreAnswers(Collection collection) {
        this.collection = collection;
    }

    static CollectionSpec spec(String object) {
        return CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
    }

    /** A packet of IPv4. */
    static byte[] frame() {
        byte[] frame = new byte[64];
        frame[12] = 8;
        frame[14] = 0x45;
        return frame;
    }

    static byte[] longs(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        Arrays.stream(numbers).forEach(bytes::putLong);
        return bytes.array();
    }

    void testRun(String name, String program, int times) {
        TestRun.Result result =
                collection.program(program).testRun(new TestRun().data(frame()).repeat(times));
        ran(name, result.run());
    }

    /** What a run was answered, and those inside of the same event before it. */
    void ran(String name, RunResult result) {
        assertThat(result.fault()).as(name).isEmpty();
        written(name);
    }

    /** What was written down since the last time. */
    void written(String name) {
        ByteBuffer out = ByteBuffer.wrap(collection.variable("out").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        String text = IntStream.range(0, (int) collection.variable("answered").getLong())
                .mapToObj(i -> Long.toString(out.getLong(i * Long.BYTES)))
                .collect(joining(" "));
        collection.variable("answered").setLong(0);
        answers.put(name, text);
    }

    void is(String name, Runnable command) {
        answered(name, () -> {
            command.run();
            return "0";
        });
    }

    /** A command that says whether there was something. */
    void found(String name, BooleanSupplier command) {
        answered(name, () -> command.getAsBoolean() ? "0" : "-2");
    }

    /** A command that reads two numbers. */
    void read(String name, Supplier<Optional<byte[]>> command) {
        answered(
                name,
                () -> command.get()
                        .map(bytes -> ByteBuffer.wrap(Arrays.copyOf(bytes, 16)).order(ByteOrder.LITTLE_ENDIAN))
                        .map(bytes ->
                                Long.toUnsignedString(bytes.getLong()) + " " + Long.toUnsignedString(bytes.getLong()))
                        .orElse("-2"));
    }

    void answered(String name, Supplier<String> command) {
        try {
            answers.put(name, command.get());
        } catch (BpfErrnoException e) {
            answers.put(name, Long.toString(e.errno().result()));
        }
    }

    /** All that was recorded was asked, and answered so. */
    void assertAreThoseOfLinux(String object) {
        Map<String, String> recorded = new LinkedHashMap<>();
        new String(Corpus.bytes("features/" + object + "-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .forEach(cells -> recorded.put(cells[0], cells[1]));
        assertThat(answers).containsExactlyInAnyOrderEntriesOf(recorded);
    }
}
