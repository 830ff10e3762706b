package io.github.bpf4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command line as it is shipped: started by its script, from an AOT cache if there is one that fits. */
class LauncherTest {
    private static final Path APP = Path.of("../cli/target/app");
    private static final Path BIN = Path.of("../bin");
    private static final String BUILDS = "bpf4j: building for the first time, this takes a minute or two ...\n";
    private static final String[] HELP = {"run", "--help"};
    private static final FileTime ANOTHER_TIME = FileTime.from(Instant.EPOCH.plusSeconds(1_000_000_000));

    /** A copy of what the build made, with a Maven that makes nothing. */
    @TempDir
    private static Path root;

    private static Ended built;
    private static Ended help;
    private static byte[] cache;

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    static void build() throws IOException, InterruptedException {
        assumeThat(APP).as("the cli module was packaged").isDirectory();
        assumeThat(Path.of("/bin/sh")).exists();
        copy(APP, target("app"));
        copy(BIN, root.resolve("bin"));
        Files.copy(Path.of("../pom.xml"), root.resolve("pom.xml"));
        Files.createDirectory(root.resolve("maven"));
        Files.setPosixFilePermissions(
                Files.writeString(root.resolve("maven/mvn"), "#!/bin/sh\n"),
                PosixFilePermissions.fromString("rwx------"));
        built = bpf4j("", "demo", "--packets", "100");
        assumeThat(target("bpf4j.aot")).as("this JDK makes AOT caches").exists();
        cache = Files.readAllBytes(target("bpf4j.aot"));
        help = bpf4j("", HELP);
        assertThat(help.err()).isEmpty();
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("--pcap");
    }

    @AfterEach
    void repair() throws IOException {
        Files.deleteIfExists(target("bpf4j.aot"));
        Files.deleteIfExists(target("bpf4j.jsa"));
        Files.deleteIfExists(target("bpf4j-demo.jsa"));
        Files.write(target("bpf4j.aot"), cache);
        Files.writeString(target("bpf4j.aot.jdk"), System.getProperty("java.home") + "\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        }
    }

    private static Path target(String name) {
        return root.resolve("cli/target").resolve(name);
    }

    private static Ended bpf4j(String jvmOptions, String... arguments) throws IOException, InterruptedException {
        return bpf4jOn(Path.of(System.getProperty("java.home")), jvmOptions, arguments);
    }

    private static Ended bpf4jOn(Path jdk, String jvmOptions, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of("/bin/sh", root.resolve("bin/bpf4j").toString()));
        command.addAll(Arrays.asList(arguments));
        Path out = Files.createTempFile(root, "run", ".out");
        Path err = Files.createTempFile(root, "run", ".err");
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment()
                .merge("PATH", root.resolve("maven").toString(), (path, maven) -> maven + File.pathSeparator + path);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        builder.environment().remove("JDK_JAVA_OPTIONS");
        if (!jvmOptions.isEmpty()) {
            builder.environment().put("_JAVA_OPTIONS", jvmOptions);
        }
        Process process = builder.start();
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        return new Ended(process.exitValue(), withoutTimes(Files.readString(out)), Files.readString(err));
    }

    private static String withoutTimes(String text) {
        return text.replaceAll("took .* s,", "took some time,");
    }

    @Test
    void itStartsFromTheCacheThatItsBuildMade() throws IOException, InterruptedException {
        assertThat(built.err()).isEqualTo(BUILDS);
        assertThat(built.code()).isZero();
        assertThat(built.out()).contains("After 100 packets");
        Path log = root.resolve("classes.log");
        Ended again = bpf4j("-Xlog:class+load:file=" + log, "demo", "--packets", "100");
        assertThat(again.out()).isEqualTo(built.out());
        assertThat(Files.readString(log))
                .contains("io.github.bpf4j.cli.Main source: shared objects file")
                .contains("picocli.CommandLine source: shared objects file");
        assertThat(target("bpf4j-demo.jsa")).doesNotExist();
    }

    /** Without the cache the JVM keeps the classes of a command itself, of these jars. */
    @Test
    void aCommandWithoutTheCacheLeavesItsClasses() throws IOException, InterruptedException {
        Files.delete(target("bpf4j.aot"));
        Path archive = target("bpf4j-demo.jsa");
        Path log = root.resolve("kept.log");
        String logged = "-Xlog:class+load:file=" + log;
        bpf4j("", "demo", "--packets", "100");
        assertThat(archive).exists();
        bpf4j(logged, "demo", "--packets", "100");
        assertThat(Files.readString(log)).contains("io.github.bpf4j.cli.Main source: shared objects file");
        Files.setLastModifiedTime(archive, FileTime.fromMillis(0));
        bpf4j("", "demo", "--packets", "100");
        assertThat(Files.getLastModifiedTime(archive)).isGreaterThan(FileTime.fromMillis(0));
        assertThat(bpf4j(logged, "demo", "--packets", "100").out()).isEqualTo(built.out());
        assertThat(Files.readString(log)).contains("io.github.bpf4j.cli.Main source: shared objects file");
    }

    @Test
    void arguments() throws IOException, InterruptedException {
        Ended wrong = bpf4j("", "demo", "--packets", "a b");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("'a b'");
        assertThat(bpf4j("", "--version").out()).startsWith("bpf4j ");
    }

    /** What can be wrong with a cache. */
    private enum Trouble {
        MISSING,
        TRUNCATED,
        GARBAGE,
        CHANGED,
        UNREADABLE,
        OF_ANOTHER_JDK,
        OF_ANOTHER_JAR,
        OLDER_THAN_A_JAR;

        void cause() throws IOException {
            Path file = target("bpf4j.aot");
            switch (this) {
                case MISSING -> Files.delete(file);
                case TRUNCATED -> Files.write(file, Arrays.copyOf(cache, cache.length / 2));
                case GARBAGE -> Files.writeString(file, "garbage".repeat(100_000));
                case CHANGED -> {
                    byte[] changed = cache.clone();
                    changed[8] ^= 1;
                    Files.write(file, changed);
                }
                case UNREADABLE -> Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
                case OF_ANOTHER_JDK -> Files.writeString(target("bpf4j.aot.jdk"), "/somewhere/else\n");
                case OF_ANOTHER_JAR -> Files.setLastModifiedTime(jar(), ANOTHER_TIME);
                case OLDER_THAN_A_JAR ->
                    Files.setLastModifiedTime(jar(), FileTime.from(Instant.now().plusSeconds(60)));
            }
        }

        private static Path jar() throws IOException {
            try (Stream<Path> jars = Files.list(target("app"))) {
                return jars.filter(jar -> jar.getFileName().toString().startsWith("bpf4j-btf"))
                        .findFirst()
                        .orElseThrow();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aCacheThatDoesNotFitIsPassedOver(Trouble trouble) throws IOException, InterruptedException {
        FileTime time = Files.getLastModifiedTime(Trouble.jar());
        trouble.cause();
        try {
            assertThat(bpf4j("", HELP)).isEqualTo(help);
        } finally {
            Files.setLastModifiedTime(Trouble.jar(), time);
        }
    }

    @Test
    void otherSettingsOfTheJvmThanTheCacheWasMadeWithAreTaken() throws IOException, InterruptedException {
        for (String setting : List.of(
                "-XX:+UseParallelGC",
                "-Xmx500m -XX:+UseG1GC",
                "-XX:+UseCompactObjectHeaders",
                "-Xshare:auto",
                "-XX:AOTMode=off")) {
            assertThat(bpf4j(setting, HELP))
                    .isEqualTo(new Ended(0, help.out(), "Picked up _JAVA_OPTIONS: " + setting + "\n"));
        }
    }

    @Test
    void whereNoCacheCanBeMadeItSaysSoAndGoesOn() throws IOException, InterruptedException {
        Files.delete(target("app.stamp"));
        Path jdk = jdkWithoutCaches();
        Ended ended = bpf4jOn(jdk, "", "demo", "--packets", "100");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).isEqualTo(built.out());
        assertThat(ended.err()).startsWith(BUILDS).contains("bpf4j: no AOT cache could be made, see ");
        assertThat(target("bpf4j.aot")).doesNotExist();
        assertThat(bpf4jOn(jdk, "", HELP)).isEqualTo(help);
    }

    private static Path jdkWithoutCaches() throws IOException {
        Path real = Path.of(System.getProperty("java.home"));
        Path jdk = Files.createDirectories(root.resolve("jdk"));
        Files.copy(real.resolve("release"), jdk.resolve("release"));
        for (String name : List.of("java", "javac")) {
            Path tool = Files.createDirectories(jdk.resolve("bin")).resolve(name);
            Files.writeString(tool, """
                    #!/bin/sh
                    case "$*" in *AOTCacheOutput*) exit 1 ;; esac
                    exec '%s' "$@"
                    """.formatted(real.resolve("bin").resolve(name)));
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwx------"));
        }
        return jdk;
    }
}
