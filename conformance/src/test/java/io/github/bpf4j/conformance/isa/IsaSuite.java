package io.github.bpf4j.conformance.isa;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.asm.AssemblyException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** The committed cases and their programs. */
final class IsaSuite {
    private IsaSuite() {}

    static List<IsaCase> cases() {
        try {
            return IsaCaseFile.readAll(Path.of(
                    Objects.requireNonNull(IsaSuite.class.getResource("/isa")).toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static long[] code(IsaCase isaCase) {
        return switch (isaCase.program()) {
            case IsaCase.Program.Words(long[] code) -> code;
            case IsaCase.Program.Assembly(String text) -> {
                try {
                    yield Assembler.assemble(text);
                } catch (AssemblyException e) {
                    throw new AssertionError(isaCase.where() + ": " + e.getMessage() + "\n" + text, e);
                }
            }
        };
    }
}
