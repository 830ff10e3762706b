package io.github.bpf4j.cli;

import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.KconfigFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The settings that the kernel was built with. */
final class KconfigOption {
    private static final String NAME = "--kconfig";
    private static final String LABEL = "FILE";
    private static final String DESCRIPTION =
            "The kernel's settings, for externs of section .kconfig: a copy of /proc/config.gz or /boot/config-RELEASE."
                    + " A 64-bit x86 with 250 ticks a second unless given.";

    @Option(names = NAME, paramLabel = LABEL, description = DESCRIPTION)
    private @Nullable Path file;

    Kconfig settings() throws IOException {
        return read(file);
    }

    /** The same without annotations to read. */
    static OptionSpec spec() {
        return OptionSpec.builder(NAME)
                .paramLabel(LABEL)
                .type(Path.class)
                .description(DESCRIPTION)
                .build();
    }

    static Kconfig read(@Nullable Path file) throws IOException {
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
