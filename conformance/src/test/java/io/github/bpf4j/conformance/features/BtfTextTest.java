package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Values of the kernel's types as text are those of Linux 6.12 (features/btf_text-6.12.tsv). The object's own types, declared as the
 * kernel's are, stand for them; the compiler names some integers in another way, and pointers are not hashed.
 */
class BtfTextTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/btf_text.bpf.o"), "btf_text");
    private static final int RAW_POINTERS = 4;

    /** A program with flags, what Linux answered to its calls, and the last text. */
    private record Answer(String program, long flags, String results, String text) {}

    private static List<Answer> answers() {
        return new String(Corpus.bytes("features/btf_text-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .map(cells -> new Answer(cells[0], Long.parseLong(cells[1]), cells[2], cells[3]))
                .toList();
    }

    private static String text(Collection collection, long flags) {
        String whole = new String(collection.variable("text").bytes(), ISO_8859_1);
        String text = whole.substring(0, whole.indexOf(0))
                .replace("\n", "\\n")
                .replace("\t", "\\t")
                .replace("(unsigned long", "(long unsigned int")
                .replace("(long)", "(long int)")
                .replace("(unsigned short)", "(short unsigned int)");
        return (flags & RAW_POINTERS) != 0
                ? text
                : text.replaceAll("0x(?!0{16}|f{16})[0-9a-f]{16}(?![0-9a-f])", "0xPOINTER");
    }

    @ParameterizedTest
    @EnumSource
    void textsAreThoseOfLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime =
                        Runtime.builder().engine(engine).kernelTypes(SPEC.btf()).build();
                Collection collection = runtime.load(SPEC)) {
            for (Answer answer : answers()) {
                collection.variable("flags").setLong(answer.flags());
                String results = WrittenAnswers.of(
                        collection,
                        answer.program(),
                        collection.program(answer.program()).run(new byte[0]).run());
                String[] lengths = answer.results().split(" ");
                // The length of a text with other names of integers is another one.
                boolean sameNames = !answer.text().matches(".*\\((long|short) .*");
                softly.assertThat(sameNames ? results : lengths[0])
                        .as("%s with flags %d", answer.program(), answer.flags())
                        .isEqualTo(answer.results());
                softly.assertThat(text(collection, answer.flags()))
                        .as("%s with flags %d", answer.program(), answer.flags())
                        .isEqualTo(answer.text());
            }
        }
        softly.assertAll();
    }

    /** The built-in types have no names for integers of the network's byte order. */
    @ParameterizedTest
    @EnumSource
    void textsOfIteratorsAreThoseOfLinux(EngineKind engine) {
        List<String[]> answers = new String(Corpus.bytes("features/btf_sequence-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
        assertThat(answers).hasSize(2);
        for (String[] cells : answers) {
            try (Runtime runtime = Runtime.builder().engine(engine).build();
                    Collection collection = runtime.load(
                            CollectionSpec.read(Corpus.bytes("features/btf_sequence.bpf.o"), "btf_sequence"))) {
                String ended = "0";
                String text = "";
                try {
                    text = new String(collection.program(cells[0]).iterate(), ISO_8859_1).replace("\n", "\\n");
                } catch (BpfErrnoException refused) {
                    ended = "-" + refused.errno().number();
                }
                assertThat(ended).as(cells[0]).isEqualTo(cells[1]);
                assertThat(WrittenAnswers.of(collection)).as(cells[0]).isEqualTo(cells[2]);
                assertThat(text).as(cells[0]).isEqualTo(cells[3].replace("__be16", "unsigned short"));
            }
        }
    }

    @Test
    void everyProgramHasItsAnswers() {
        assertThat(answers().stream().map(Answer::program).distinct())
                .containsExactlyInAnyOrderElementsOf(
                        SPEC.programs().stream().map(ProgramSpec::name).toList());
    }
}
