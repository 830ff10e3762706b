package io.github.bpf4j.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The command line as it is shipped: started on the module path. */
class LauncherTest {
    private static final Path APP = Path.of("../cli/target/app");

    @Test
    void commandStartsOnTheModulePath() throws IOException, InterruptedException {
        assumeThat(APP).as("the cli module was packaged").isDirectory();
        Path output = Files.createTempFile("bpf4j", ".out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-p",
                        APP.toString(),
                        "-m",
                        "io.github.bpf4j.cli/io.github.bpf4j.cli.Main",
                        "demo",
                        "--packets",
                        "100")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        assertThat(process.exitValue()).as(text).isZero();
        assertThat(text).contains("After 100 packets");
    }
}
