package io.github.bpf4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What holds for the files of the repository: sizes, leftovers, documentation that points somewhere. */
class SourcesTest {
    private static final int LONGEST_FILE = 600;
    private static final Path ROOT = root();
    private static final Pattern LEFTOVER = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    private static final Pattern PUBLIC_TYPE = Pattern.compile(
            "(?m)^public (?:abstract |final |sealed |non-sealed )*(?:class|interface|record|enum) (\\w+)");
    private static final Pattern PATH = Pattern.compile("`([\\w./-]+/[\\w./-]+\\.\\w+)`");

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("LICENSE"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    private static List<Path> files(String... endings) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(path -> Stream.of(endings).anyMatch(path.toString()::endsWith))
                    .filter(path -> !path.toString().contains("/target/")
                            && !path.toString().contains("/.git/"))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> tooLong(List<Path> files) throws IOException {
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            long lines = Files.readAllLines(file).size();
            if (lines > LONGEST_FILE) {
                found.add(ROOT.relativize(file) + ": " + lines);
            }
        }
        return found;
    }

    static boolean hasLeftover(String line) {
        return LEFTOVER.matcher(line).find();
    }

    @Test
    void filesCanBeReadInOneSitting() throws IOException {
        assertThat(files(".java")).hasSizeGreaterThan(100);
        assertThat(tooLong(files(".java"))).isEmpty();
    }

    @Test
    void nothingIsLeftToBeDone() throws IOException {
        assertThat(hasLeftover("// TO" + "DO: later")).isTrue();
        assertThat(hasLeftover("int todoList")).isFalse();
        for (Path file : files(".java", ".c", ".h", ".md", ".sh", ".py")) {
            for (String line : Files.readAllLines(file)) {
                assertThat(hasLeftover(line))
                        .as("%s: %s", ROOT.relativize(file), line)
                        .isFalse();
            }
        }
    }

    @Test
    void publicTypesOfExportedPackagesAreDocumented() throws IOException {
        List<String> undocumented = new ArrayList<>();
        for (Path file : files(".java")) {
            String text = Files.readString(file);
            Matcher type = PUBLIC_TYPE.matcher(text);
            if (file.toString().contains("/src/main/")
                    && type.find()
                    && !text.substring(0, type.start()).contains("/**")) {
                undocumented.add(type.group(1));
            }
        }
        assertThat(undocumented).isEmpty();
    }

    @Test
    void packagesAreNullMarked() throws IOException {
        for (Path file : files(".java")) {
            if (file.toString().contains("/src/main/") && !file.endsWith("module-info.java")) {
                Path info = file.resolveSibling("package-info.java");
                assertThat(info).exists();
                assertThat(Files.readString(info)).contains("@NullMarked");
            }
        }
    }

    @Test
    void whereIsPointsAtFilesThatExist() throws IOException {
        String text = Files.readString(ROOT.resolve("docs/where-is.md"));
        Matcher path = PATH.matcher(text);
        int found = 0;
        while (path.find()) {
            assertThat(ROOT.resolve(path.group(1))).as("docs/where-is.md").exists();
            found++;
        }
        assertThat(found).isGreaterThan(20);
    }

    @Test
    void changelogHasAnUnreleasedSection() throws IOException {
        assertThat(Files.readString(ROOT.resolve("CHANGELOG.md"))).contains("## Unreleased");
    }
}
