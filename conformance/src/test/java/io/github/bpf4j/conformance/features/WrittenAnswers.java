package io.github.bpf4j.conformance.features;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.RunResult;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/** Programs that write what each of their calls answered to a variable {@code out}, and to {@code answered} how many there are. */
final class WrittenAnswers {
    private WrittenAnswers() {}

    /** The answers of a run, with blanks between, or its fault. */
    static String of(Collection collection, String program, RunResult result) {
        if (result.fault().isPresent()) {
            return result.fault().get().toString();
        }
        assertThat(result.returnValue()).as(program).isEqualTo(1);
        return of(collection);
    }

    /** The answers to what ran last. */
    static String of(Collection collection) {
        ByteBuffer out = ByteBuffer.wrap(collection.variable("out").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, (int) collection.variable("answered").getLong())
                .mapToObj(i -> Long.toString(out.getLong(i * Long.BYTES)))
                .collect(joining(" "));
    }
}
