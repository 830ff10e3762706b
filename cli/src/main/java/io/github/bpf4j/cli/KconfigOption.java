package io.github.bpf4j.cli;

import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.KconfigFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The settings that the kernel was built with. */
final class KconfigOption {
    @Option(
            names = "--kconfig",
            paramLabel = "FILE",
            description =
                    "The kernel's settings, for externs of section .kconfig: a copy of /proc/config.gz or /boot/config-RELEASE."
                            + " A 64-bit x86 with 250 ticks a second unless given.")
    private @Nullable Path file;

    Kconfig settings() throws IOException {
        if (file == null) {
            return Kconfig.defaults();
        }
        try {
            return Kconfig.read(file);
        } catch (KconfigFormatException | ZipException e) {
            throw new Failures.Usage("--kconfig " + file + ": " + Failures.message(e));
        }
    }
}
