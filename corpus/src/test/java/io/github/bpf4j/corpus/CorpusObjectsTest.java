package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the committed objects with their sources. */
class CorpusObjectsTest {
    private static final String CLANG_VERSION = "19.1.7";
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("\\x00(/[A-Za-z0-9._-]{2,}){2,}/?\\x00");
    private static final Pattern VERIFIED_PROGRAM =
            Pattern.compile("\\x00s[0-9]+_vr[0-9]+_([a-zA-Z0-9_]+)__(?:ok|E[A-Z0-9]+)(?=\\x00)");
    private static final Pattern ANSWERED_PROGRAM = Pattern.compile("\"program\":\"([a-zA-Z0-9_]+)\"");
    private static final Pattern VERIFIER_PROGRAM =
            Pattern.compile("\\x00(a[0-9]+_[a-zA-Z0-9_]+__(?:ok|E[A-Z0-9]+))(?=\\x00)");
    private static final Pattern VERIFIER_ANSWER = Pattern.compile(
            "\"obj\":\"(verifier/[a-z0-9_.]+)\",\"prog\":\"([a-zA-Z0-9_]+__([a-zA-Z0-9]+))\".*\"errno\":\"([a-zA-Z0-9]+)\"");
    private static final Pattern SINCE = Pattern.compile("(?m)^#define SINCE ([234])$");
    private static final int NEWEST_VERSION = 4;
    private static final Path SOURCES = Path.of("src/main/bpf");
    private static final Path OBJECTS = Path.of("src/main/resources/io/github/bpf4j/corpus");
    private static final List<String> BENCH = List.of(
            "a_xorshift",
            "b_primes",
            "b_sieve",
            "c_bytesum",
            "c_memsum",
            "d_packet",
            "e_siphash",
            "f_switch",
            "g_helper");

    @Test
    void everySourceHasItsObjectAndEveryObjectItsSource() throws IOException {
        TreeSet<String> expected = new TreeSet<>();
        for (String source : files(SOURCES, ".bpf.c")) {
            String name = source.substring(0, source.length() - ".bpf.c".length());
            if (source.startsWith("isa/")) {
                for (int version = since(source); version <= NEWEST_VERSION; version++) {
                    expected.add(name + ".v" + version + ".bpf.o");
                }
                expected.add(name + ".v" + NEWEST_VERSION + ".bpfeb.o");
            } else {
                expected.add(name + ".bpf.o");
            }
        }
        expected.addAll(List.of("bench/map_programs.o", "bench/maps_timers.kern.o", "bench/timers.kern.o"));
        for (String program : BENCH) {
            expected.add("bench/" + program + ".kern.o");
            for (int version = 2; version <= NEWEST_VERSION; version++) {
                expected.add("bench/" + program + ".raw.v" + version + ".o");
                expected.add("bench/" + program + ".raw.v" + version + ".bin");
            }
        }
        TreeSet<String> committed = files(OBJECTS, ".o");
        committed.addAll(files(OBJECTS, ".bin"));
        assertThat(committed).isEqualTo(expected);
    }

    /** Each line of expected.tsv: the object's name, the first instruction set version, a program, its result. */
    @Test
    void everyProgramOfTheIsaObjectsHasAnExpectedResult() throws IOException {
        Map<String, TreeSet<String>> programs = new TreeMap<>();
        Map<String, String> since = new HashMap<>();
        for (String line : new String(Corpus.bytes("isa/expected.tsv"), UTF_8).split("\n")) {
            String[] cells = line.split("\t");
            programs.computeIfAbsent(cells[0], name -> new TreeSet<>()).add(cells[2]);
            since.put(cells[0], cells[1]);
            assertThat(cells[3]).matches("[0-9a-f]{16}");
        }
        for (String name : Corpus.list("isa")) {
            if (name.endsWith(".o")) {
                String source = name.substring("isa/".length(), name.indexOf('.'));
                assertThat(ElfSections.functions(Corpus.bytes(name), "socket"))
                        .as(name)
                        .isEqualTo(programs.get(source));
                assertThat("v" + since("isa/" + source + ".bpf.c")).isEqualTo(since.get(source));
            }
        }
        assertThat(files(SOURCES.resolve("isa"), ".bpf.c")).hasSameSizeAs(programs.keySet());
    }

    @Test
    void everyRefusedObjectHasItsReason() {
        List<String> objects = new ArrayList<>();
        for (String line : new String(Corpus.bytes("refused/reasons.tsv"), UTF_8).split("\n")) {
            String[] cells = line.split("\t");
            objects.add(cells[0]);
            assertThat(ElfSections.functions(Corpus.bytes("refused/" + cells[0]), cells[1]))
                    .contains(cells[2]);
        }
        assertThat(Corpus.list("refused"))
                .filteredOn(name -> name.endsWith(".o"))
                .allSatisfy(name -> assertThat(objects).contains(name.substring("refused/".length())));
    }

    @Test
    void everyVerifiedScenarioOfTheAnswersHasItsProgram() throws IOException {
        TreeSet<String> functions = new TreeSet<>();
        for (String name : Corpus.list("scenarios")) {
            if (name.endsWith(".o")) {
                String text = new String(Corpus.bytes(name), ISO_8859_1);
                VERIFIED_PROGRAM
                        .matcher(text)
                        .results()
                        .map(match -> match.group(1))
                        .forEach(functions::add);
            }
        }
        TreeSet<String> answered = new TreeSet<>();
        ANSWERED_PROGRAM
                .matcher(new String(Corpus.bytes("scenarios/answers-6.12.jsonl"), UTF_8))
                .results()
                .forEach(match -> answered.add(match.group(1)));
        // The kernel did not survive this one, and the program was not kept.
        answered.remove("wq_in_plain_map");
        assertThat(answered).hasSizeGreaterThan(200).isEqualTo(functions);
    }

    @Test
    void everyVerifierProgramHasItsAnswerAndIsNamedByIt() throws IOException {
        Map<String, TreeSet<String>> answered = new TreeMap<>();
        for (MatchResult answer : VERIFIER_ANSWER
                .matcher(new String(Corpus.bytes("verifier/answers-a-6.12.jsonl"), UTF_8))
                .results()
                .toList()) {
            answered.computeIfAbsent(answer.group(1), object -> new TreeSet<>()).add(answer.group(2));
            assertThat(answer.group(3)).as(answer.group(2)).isEqualTo(answer.group(4));
        }
        assertThat(answered).hasSizeGreaterThan(20);
        for (Map.Entry<String, TreeSet<String>> object : answered.entrySet()) {
            TreeSet<String> programs = new TreeSet<>();
            VERIFIER_PROGRAM
                    .matcher(new String(Corpus.bytes(object.getKey()), ISO_8859_1))
                    .results()
                    .forEach(match -> programs.add(match.group(1)));
            assertThat(object.getValue()).as(object.getKey()).isEqualTo(programs);
        }
    }

    @Test
    void everyBenchProgramHasItsInput() throws IOException {
        assertThat(files(OBJECTS.resolve("bench/inputs"), ".mem"))
                .containsExactlyElementsOf(
                        BENCH.stream().map(program -> program + ".mem").toList());
    }

    @Test
    void objectsNameNoPathOfTheMachineThatBuiltThem() throws IOException {
        for (String name : files(OBJECTS, ".o")) {
            String text = new String(Corpus.bytes(name), ISO_8859_1);
            assertThat(ABSOLUTE_PATH.matcher(text).results().map(MatchResult::group))
                    .as(name)
                    .isEmpty();
        }
    }

    @Test
    void compilingTheSourcesGivesTheCommittedObjects(@TempDir Path out) throws Exception {
        assumeTrue(
                clangVersion(out.resolve("version")).contains("clang version " + CLANG_VERSION),
                "the objects were compiled by clang-19 " + CLANG_VERSION + ", which is not here to compile them again");
        Path log = out.resolve("build.log");
        assertThat(run(log, "bash", "build", out.toString()))
                .as(() -> readString(log))
                .isZero();
        for (String name : files(OBJECTS, ".o")) {
            assertSameSections(name, Files.readAllBytes(out.resolve(name)));
        }
        for (String name : files(OBJECTS, ".bin")) {
            assertThat(Files.readAllBytes(out.resolve(name))).as(name).isEqualTo(Corpus.bytes(name));
        }
        for (String name : files(OBJECTS, ".wasm")) {
            assertThat(Files.readAllBytes(out.resolve(name))).as(name).isEqualTo(Corpus.bytes(name));
        }
        assertThat(Files.readString(out.resolve("isa/expected.tsv"), UTF_8))
                .isEqualTo(new String(Corpus.bytes("isa/expected.tsv"), UTF_8));
    }

    private static void assertSameSections(String name, byte[] compiled) {
        Map<String, byte[]> expected = ElfSections.read(compiled);
        Map<String, byte[]> committed = ElfSections.read(Corpus.bytes(name));
        assertThat(committed.keySet()).as(name).containsExactlyElementsOf(expected.keySet());
        committed.forEach((section, content) -> assertThat(content)
                .as("%s, section %s: run corpus/build and commit the objects", name, section)
                .isEqualTo(expected.get(section)));
    }

    private static int since(String source) throws IOException {
        Matcher matcher = SINCE.matcher(Files.readString(SOURCES.resolve(source), UTF_8));
        assertThat(matcher.find()).as(source).isTrue();
        return Integer.parseInt(matcher.group(1));
    }

    private static TreeSet<String> files(Path folder, String suffix) throws IOException {
        TreeSet<String> names = new TreeSet<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(path -> path.toString().endsWith(suffix))
                    .forEach(
                            path -> names.add(folder.relativize(path).toString().replace('\\', '/')));
        }
        return names;
    }

    private static String clangVersion(Path out) throws InterruptedException {
        try {
            return run(out, "clang-19", "--version") == 0 ? readString(out) : "";
        } catch (IOException absent) {
            return "";
        }
    }

    private static int run(Path out, String... command) throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile());
        builder.environment().remove("CLANG");
        builder.environment().remove("OBJCOPY");
        Process process = builder.start();
        if (!process.waitFor(10, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within ten minutes");
        }
        return process.exitValue();
    }

    private static String readString(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
