package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compares the committed objects with their sources. */
class CorpusObjectsTest {
    private static final String CLANG_VERSION = "19.1.7";
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("\\x00(/[A-Za-z0-9._-]{2,}){2,}/?\\x00");
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
            expected.add(source.substring(0, source.length() - 1) + "o");
        }
        for (String program : BENCH) {
            for (int version = 2; version <= 4; version++) {
                expected.add("bench/" + program + ".raw.v" + version + ".o");
                expected.add("bench/" + program + ".raw.v" + version + ".bin");
            }
        }
        TreeSet<String> committed = files(OBJECTS, ".o");
        committed.addAll(files(OBJECTS, ".bin"));
        assertThat(committed).isEqualTo(expected);
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
    }

    private static void assertSameSections(String name, byte[] compiled) {
        Map<String, byte[]> expected = ElfSections.read(compiled);
        Map<String, byte[]> committed = ElfSections.read(Corpus.bytes(name));
        assertThat(committed.keySet()).as(name).containsExactlyElementsOf(expected.keySet());
        committed.forEach((section, content) -> assertThat(content)
                .as("%s, section %s: run corpus/build and commit the objects", name, section)
                .isEqualTo(expected.get(section)));
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
        if (!process.waitFor(2, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new IOException(String.join(" ", command) + " did not end within two minutes");
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
