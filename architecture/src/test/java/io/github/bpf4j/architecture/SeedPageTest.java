package io.github.bpf4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What docs/seed.md names is there: tests, cases of scenario files, and each sentence in the table of states. */
class SeedPageTest {
    private static final int SENTENCES = 42;
    private static final int LONGEST_QUOTATION = 60;
    private static final Path ROOT = root();
    private static final List<Path> TEST_SOURCES = testSources();
    private static final Path SCENARIOS = ROOT.resolve("conformance/src/test/resources/scenarios");
    private static final Pattern ENTRY =
            Pattern.compile("(?ms)^\\*\\*(\\d+)\\.\\*\\* \\(([a-z ]+)\\) (.*?)(?=^\\*\\*\\d+\\.|^## |^<!--)");
    private static final Pattern STATE = Pattern.compile("(?m)^\\| ([a-z ]+) \\| [^|]+ \\| ([0-9, ]+) \\|$");
    private static final Pattern NAMED = Pattern.compile("`([\\w.]+)#([^`]+)`");
    private static final Pattern QUOTATION = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern TEST_ANNOTATION = Pattern.compile("^ +@(Test|ParameterizedTest|TestFactory)\\b.*");

    private record Sentence(int number, String state, String text) {
        boolean says(String label) {
            return text.contains("\n- " + label + ": ");
        }

        long tests() {
            return NAMED.matcher(text).results().count();
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> testSources() {
        List<Path> sources = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(ROOT, Files::isDirectory)) {
            for (Path folder : folders) {
                Path tests = folder.resolve("src/test/java");
                if (Files.isDirectory(tests)) {
                    try (Stream<Path> all = Files.walk(tests)) {
                        all.forEach(sources::add);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sources;
    }

    private static String page() throws IOException {
        return Files.readString(ROOT.resolve("docs/seed.md"));
    }

    private static List<Sentence> sentences() throws IOException {
        return ENTRY.matcher(page())
                .results()
                .map(match -> new Sentence(Integer.parseInt(match.group(1)), match.group(2), match.group(3)))
                .toList();
    }

    /** The name of a test or a case, if there is none. */
    private static Optional<String> missing(String holder, String name) throws IOException {
        boolean there = holder.endsWith(".yaml") ? hasCase(holder, name) : hasTest(holder, name);
        return there ? Optional.empty() : Optional.of(holder + "#" + name);
    }

    private static boolean hasCase(String file, String name) throws IOException {
        Path path = SCENARIOS.resolve(file);
        return Files.exists(path)
                && Files.readAllLines(path).stream()
                        .anyMatch(
                                line -> line.equals("  - name: " + name) || line.equals("  - name: \"" + name + "\""));
    }

    private static boolean hasTest(String type, String method) throws IOException {
        List<Path> files = TEST_SOURCES.stream()
                .filter(path -> path.endsWith(type + ".java"))
                .toList();
        return files.size() == 1 && isTest(Files.readAllLines(files.getFirst()), method);
    }

    /** Whether lines declare such a method, with an annotation of a test before it and nothing in between but annotations. */
    private static boolean isTest(List<String> lines, String method) {
        Pattern declaration = Pattern.compile("    [\\w<>, ]+ " + method + "\\(.*");
        int at = IntStream.range(0, lines.size())
                .filter(line -> declaration.matcher(lines.get(line)).matches())
                .findFirst()
                .orElse(0);
        while (at > 0 && !lines.get(at).isBlank() && !lines.get(at).equals("    }")) {
            at--;
            if (TEST_ANNOTATION.matcher(lines.get(at)).matches()) {
                return true;
            }
        }
        return false;
    }

    @Test
    void everyTestAndCaseThatIsNamedExists() throws IOException {
        List<String> missing = new ArrayList<>();
        List<MatchResult> named = NAMED.matcher(page()).results().toList();
        for (MatchResult name : named) {
            if (!name.group(1).startsWith("Some") && !name.group(1).startsWith("some")) {
                missing(name.group(1), name.group(2)).ifPresent(missing::add);
            }
        }
        assertThat(missing).as("named in docs/seed.md").isEmpty();
        assertThat(named).hasSizeGreaterThan(100);
    }

    @Test
    void whatDoesNotExistIsFound() throws IOException {
        assertThat(missing("SeedPageTest", "whatDoesNotExistIsFound")).isEmpty();
        assertThat(missing("SeedPageTest", "whatDoesNotExist")).isPresent();
        assertThat(missing("SeedPageTest", "hasCase")).as("is no test").isPresent();
        assertThat(missing("NoSuchTest", "whatDoesNotExistIsFound")).isPresent();
        assertThat(missing("a_basic.yaml", "no delay")).isEmpty();
        assertThat(missing("a_basic.yaml", "no del")).isPresent();
        assertThat(missing("z_none.yaml", "no delay")).isPresent();
    }

    @Test
    void everySentenceIsThereOnceInItsOrderWithAShortQuotation() throws IOException {
        List<Sentence> sentences = sentences();
        assertThat(sentences)
                .extracting(Sentence::number)
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, SENTENCES).boxed().toList());
        for (Sentence sentence : sentences) {
            assertThat(QUOTATION.matcher(sentence.text()).results())
                    .as("quotations of sentence " + sentence.number())
                    .isNotEmpty()
                    .allMatch(quotation -> quotation.group(1).length() <= LONGEST_QUOTATION);
        }
    }

    @Test
    void whatASentencesStateAsksForIsSaid() throws IOException {
        for (Sentence sentence : sentences()) {
            String what = "sentence " + sentence.number();
            boolean history = sentence.state().equals("history");
            assertThat(sentence.says("Here")).as(what + " says what is here").isNotEqualTo(history);
            assertThat(sentence.says("Tests")).as(what + " has tests").isNotEqualTo(history);
            assertThat(sentence.tests() > 0).as(what + " names tests").isNotEqualTo(history);
            assertThat(sentence.says("Differs"))
                    .as(what + " says how it differs")
                    .isEqualTo(sentence.state().equals("differs"));
            assertThat(sentence.says("Not yet"))
                    .as(what + " says what is not yet there")
                    .isEqualTo(List.of("partly", "not yet").contains(sentence.state()));
        }
    }

    @Test
    void theTableOfStatesIsThatOfTheSentences() throws IOException {
        Map<String, List<Integer>> table = new TreeMap<>();
        STATE.matcher(page())
                .results()
                .forEach(row -> table.put(
                        row.group(1),
                        Pattern.compile(", ")
                                .splitAsStream(row.group(2))
                                .map(Integer::valueOf)
                                .toList()));
        Map<String, List<Integer>> states = new TreeMap<>();
        for (Sentence sentence : sentences()) {
            states.computeIfAbsent(sentence.state(), _ -> new ArrayList<>()).add(sentence.number());
        }
        assertThat(table).isEqualTo(states).hasSize(3);
    }
}
