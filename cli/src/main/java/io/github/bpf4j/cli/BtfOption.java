package io.github.bpf4j.cli;

import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.BtfFile;
import io.github.bpf4j.object.ObjectFormatException;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** The kernel's types. */
final class BtfOption {
    private static final String NAME = "--btf";
    private static final String LABEL = "FILE";
    private static final String DESCRIPTION =
            "The kernel's types, for CO-RE and for pointers to kernel objects: a copy of /sys/kernel/btf/vmlinux or an ELF"
                    + " file with a section .BTF. Linux 6.12 on x86-64, as far as programs commonly touch it, unless given.";

    @Option(names = NAME, paramLabel = LABEL, description = DESCRIPTION)
    private @Nullable Path file;

    Btf types() throws IOException {
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

    static Btf read(@Nullable Path file) throws IOException {
        if (file == null) {
            return KernelBtf.builtIn();
        }
        try {
            return BtfFile.read(file);
        } catch (ObjectFormatException e) {
            throw new Failures.Usage("--btf " + file + ": " + Failures.message(e));
        }
    }
}
