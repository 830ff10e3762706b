package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Test runs of netfilter programs: the hook and the packet that they see, by type, and what is refused, are those of Linux 6.12. */
class NetfilterTest {
    private static byte[] bytes(String value, boolean packet) {
        if (!value.startsWith("+")) {
            return HexFormat.of().parseHex(value);
        }
        byte[] bytes = new byte[Integer.parseInt(value.substring(1))];
        if (packet) {
            bytes[12] = 8;
            if (bytes.length > 14) {
                bytes[14] = 0x45;
            }
            for (int i = 18; i < bytes.length; i++) {
                bytes[i] = (byte) i;
            }
        }
        return bytes;
    }

    private static String test(Collection collection, String[] words) {
        TestRun asked = new TestRun();
        boolean shown = false;
        for (int i = 3; i < words.length; i++) {
            String value = words[i].substring(2);
            switch (words[i].charAt(0)) {
                case 'd' -> asked.data(bytes(value, true));
                case 'c' -> asked.context(bytes(value, false));
                case 'f' -> asked.flags(Integer.parseInt(value));
                case 'p' -> asked.cpu(Integer.parseInt(value));
                case 'b' -> asked.batchSize(Integer.parseInt(value));
                case 'r' -> asked.repeat(Integer.parseInt(value));
                case 'C' -> asked.contextLimit(Integer.parseInt(value));
                default -> {
                    asked.dataLimit(Integer.parseInt(value));
                    shown = true;
                }
            }
        }
        try {
            TestRun.Result result = collection.program(words[2]).testRun(asked);
            assertThat(result.run().fault()).isEmpty();
            return "ok " + result.run().verdict() + (shown ? " data " + result.dataBytes() + " " : "");
        } catch (BpfErrnoException refused) {
            return refused.errno().name() + " 0";
        }
    }

    private static String out(Collection collection) {
        ByteBuffer words = ByteBuffer.wrap(collection.variable("out").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, words.capacity() / Long.BYTES)
                .mapToObj(i -> Long.toString(words.getLong(i * Long.BYTES)))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @EnumSource
    void testRunsAreAsInLinux(EngineKind engine) {
        List<String> wrong = new ArrayList<>();
        int asked = 0;
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection =
                        runtime.load(CollectionSpec.read(Corpus.bytes("features/test_runs.bpf.o"), "test_runs"))) {
            for (String[] line : RecordedQuestions.lines("netfilter")) {
                String[] words = line[0].split(" ");
                String ours = switch (words[0]) {
                    case "test" -> test(collection, words);
                    case "get" -> out(collection);
                    default -> {
                        collection.variable("verdict").setLong(Long.parseLong(words[3]));
                        yield "ok";
                    }
                };
                asked++;
                if (!ours.equals(line[1].replaceFirst(" ctx .*", ""))) {
                    wrong.add(String.join("\t", line) + ": " + ours);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(asked).isGreaterThan(200);
    }
}
