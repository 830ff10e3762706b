package io.github.bpf4j.cli;

import io.github.bpf4j.runtime.EngineKind;
import picocli.CommandLine.Option;

/** Which engine runs the program. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "E",
            description = "What runs the program: ${COMPLETION-CANDIDATES}; interpreter unless given.")
    EngineKind engine = EngineKind.INTERPRETER;
}
