package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.cli.scenario.CaseResult;
import io.github.bpf4j.cli.scenario.ScenarioFile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Slots with budgets that user space arms, changes and cancels through a syscall program. */
class SyscallControlTest {
    private static final int REQUEST_BYTES = 64;

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String request(Collection collection, String[] words) {
        byte[] context = new byte[REQUEST_BYTES];
        little(context)
                .putInt(Long.decode(words[1]).intValue())
                .putInt(Long.decode(words[2]).intValue())
                .putLong(Long.decode(words[3]))
                .putLong(Long.decode(words[4]))
                .putInt(Long.decode(words[5]).intValue());
        Program.ContextResult result = collection.program("control").run(context);
        ByteBuffer after = little(result.context());
        return "%d\t%d:%d:%d:%d:%d:%d"
                .formatted(
                        (int) result.run().returnValue(),
                        after.getInt(28),
                        after.getLong(32),
                        after.getLong(40),
                        after.getLong(48),
                        after.getInt(56),
                        after.getInt(60));
    }

    private static String packet(Collection collection, String[] words) {
        int length = Integer.parseInt(words[2]);
        byte[] frame = new byte[14 + length];
        frame[12] = 8;
        frame[14] = 0x45;
        frame[16] = (byte) (length >> 8);
        frame[17] = (byte) length;
        frame[23] = 17;
        little(frame).putInt(26, Long.decode(words[1]).intValue());
        return String.valueOf(collection.program("meter").run(new Packet(frame)).returnValue());
    }

    private static String reports(Collection collection) {
        List<String> reports = new ArrayList<>();
        collection.map("reports").consume(bytes -> {
            ByteBuffer report = little(bytes);
            reports.add("%d:%d>%d:%d:%d:%d"
                    .formatted(
                            report.getInt(0),
                            report.getInt(4),
                            report.getInt(8),
                            report.getInt(12),
                            report.getLong(24),
                            report.getLong(32)));
        });
        return String.join(" ", reports);
    }

    @ParameterizedTest
    @EnumSource
    void aSessionGoesAsOnLinux(EngineKind engine) {
        try (Runtime runtime = Runtime.builder().engine(engine).build();
                Collection collection = runtime.load(
                        CollectionSpec.read(Corpus.bytes("examples/syscall_control.bpf.o"), "syscall_control"))) {
            int answers = 0;
            for (String line :
                    new String(Corpus.bytes("features/syscall_control-6.12.tsv"), StandardCharsets.UTF_8).split("\n")) {
                String[] words = line.split("\t");
                if (line.startsWith("#")) {
                    continue;
                }
                answers++;
                switch (words[0]) {
                    case "request" -> assertAnswer(line, 6, request(collection, words));
                    case "packet" -> assertAnswer(line, 3, packet(collection, words));
                    case "reports" -> assertAnswer(line, 1, reports(collection));
                    default -> runtime.advance(Duration.ofMillis(Long.parseLong(words[1])));
                }
            }
            assertThat(answers).isEqualTo(40);
        }
    }

    /** Compares what stands behind the first columns; a star stands for a number of periods. */
    private static void assertAnswer(String line, int columns, String answer) {
        String[] words = line.split("\t", columns + 1);
        String[] parts = words[columns].split("\\*", -1);
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < parts.length; i++) {
            pattern.append(i == 0 ? "" : "[1-9][0-9]*").append(java.util.regex.Pattern.quote(parts[i]));
        }
        assertThat(answer).as(line).matches(pattern.toString());
    }

    @Test
    void itsScenariosAreAsExpected() throws IOException {
        ScenarioFile file =
                ScenarioFile.read(Path.of("../corpus/src/main/scenarios/syscall_control.yaml"), Map.of(), null);
        assertThat(file.names()).hasSize(18);
        for (int i = 0; i < file.names().size(); i++) {
            CaseResult result = file.run(i);
            assertThat(result.mismatches()).as(file.names().get(i)).isEmpty();
        }
    }
}
