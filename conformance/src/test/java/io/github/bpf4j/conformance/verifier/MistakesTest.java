package io.github.bpf4j.conformance.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The mistakes of docs/verifier.md: its programs are those of the corpus, its messages what the verifier says. */
class MistakesTest {
    private static final Path ROOT = root();
    private static final Pattern MISTAKE = Pattern.compile(
            "(?ms)^### \\d+\\. .+?\n```c\n(.*?)```\nbpf4j, line (\\d+):\n```\n(.*?)\n```\nLinux: `[^`]+`$");
    private static final Pattern NAME = Pattern.compile("(?m)^SEC\\(\"\\?\\w+\"\\)\nint (\\w+)\\(");

    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("mistakes/mistakes.bpf.o"), "mistakes");

    private static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        return root;
    }

    private static Verdict judge(String program) {
        Map<String, MapDescription> maps = new HashMap<>();
        SPEC.maps().forEach(map -> maps.put(map.name(), MapDescription.of(map, SPEC.btf(), KernelProfile.V6_12)));
        Set<Integer> helpers =
                HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());
        return Verifier.judge(Linker.link(SPEC, program), VerifierEnvironment.of(helpers, maps));
    }

    private static VerifierException refusal(String program) {
        return judge(program).reason().orElseThrow();
    }

    @Test
    void everyMistakeIsRefusedAsLinuxRefusesIt() {
        List<String> answers = new String(Corpus.bytes("mistakes/answers-6.12.jsonl"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(answers).hasSize(10).hasSameSizeAs(SPEC.programs());
        for (String line : answers) {
            JsonNode answer = new ObjectMapper().readTree(line);
            String program = answer.get("prog").asString();
            assertThat(refusal(program).errno().name())
                    .as(program)
                    .isEqualTo(answer.get("errno").asString());
        }
        assertThat(SPEC.programs()).noneMatch(ProgramSpec::autoload);
    }

    @Test
    void messagesOfThePageAreTheVerifiers() throws IOException {
        String source = Files.readString(ROOT.resolve("corpus/src/main/bpf/mistakes/mistakes.bpf.c"));
        List<MatchResult> mistakes = MISTAKE.matcher(page()).results().toList();
        assertThat(mistakes).hasSize(10);
        for (MatchResult mistake : mistakes) {
            for (String function : mistake.group(1).split("\n\n(?=\\w)")) {
                assertThat(source).contains(function.strip());
            }
            Matcher name = NAME.matcher(mistake.group(1));
            assertThat(name.find()).isTrue();
            VerifierException refusal = refusal(name.group(1));
            assertThat(mistake.group(3).replace('\n', ' '))
                    .as(name.group(1))
                    .isEqualTo("-" + refusal.errno() + ": " + refusal.reason());
            assertThat(refusal.source().map(SourceLine::line))
                    .as(name.group(1))
                    .hasValue(Integer.valueOf(mistake.group(2)));
        }
    }

    /** The block is what the command prints, which writes the same parts. */
    @Test
    void refusalThatThePageExplainsIsTheVerifiers() throws IOException {
        VerifierException refusal = refusal("record_not_submitted");
        SourceLine line = refusal.source().orElseThrow();
        String printed = "reject  tc  record_not_submitted  -%s: %s\n    %s:%d: %s\n    "
                .formatted(
                        refusal.errno(),
                        refusal.reason(),
                        line.file(),
                        line.line(),
                        line.source().strip());
        assertThat(page()).contains("```\n" + printed + String.join("\n    ", refusal.instructions()) + "\n```\n");
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/verifier.md"));
    }
}
