package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ciphers are made, encrypt and decrypt as on Linux 6.12 (features/crypto-6.12.tsv): one line after the other. */
class CryptoTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/crypto.bpf.o"), "crypto");

    private static int run(Collection collection, String program) {
        TestRun asked = new TestRun();
        if (program.startsWith("on_")) {
            asked = asked.data(RecordedQuestions.packet(64).data());
        }
        RunResult result = collection.program(program).testRun(asked).run();
        assertThat(result.fault()).isEmpty();
        return (int) result.returnValue();
    }

    private static String variable(Collection collection, String name) {
        return " " + (int) collection.variable(name).getLong();
    }

    private static String answer(Collection collection, String[] cells) {
        switch (cells[0]) {
            case "creates" -> {
                collection.variable("params").set(HexFormat.of().parseHex(cells[1]));
                collection.variable("params_size").setLong(Long.parseLong(cells[2]));
                return run(collection, cells[0]) + variable(collection, "made") + variable(collection, "err");
            }
            case "takes_and_drops" -> {
                return run(collection, cells[0]) + variable(collection, "made");
            }
            default -> {
                collection.map("io").update(new byte[4], HexFormat.of().parseHex(cells[1]));
                int result = run(collection, cells[0]);
                return result + "\t"
                        + HexFormat.of()
                                .formatHex(
                                        collection.map("io").lookup(new byte[4]).orElseThrow());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void ciphersAnswerAsLinux(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("crypto");
        assertThat(lines).hasSizeGreaterThan(400);
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = Runtime.builder().engine(engine).build()) {
            try (Collection collection = runtime.load(SPEC)) {
                for (int i = 0; i < lines.size(); i++) {
                    String[] cells = lines.get(i);
                    String expected = cells[0].startsWith("on_") ? cells[2] + "\t" + cells[3] : cells[cells.length - 1];
                    softly.assertThat(answer(collection, cells))
                            .as("%d: %s", i, String.join(" ", cells))
                            .isEqualTo(expected);
                }
            }
            softly.assertThat(runtime.objects().programObjects())
                    .as("ciphers left")
                    .isZero();
        }
        softly.assertAll();
    }
}
