package io.github.bpf4j.cli;

import io.github.bpf4j.runtime.EngineKind;
import picocli.CommandLine.Option;

/** Which engine runs the program. */
final class EngineOption {
    @Option(
            names = "--engine",
            paramLabel = "E",
            description =
                    "What runs the program: ${COMPLETION-CANDIDATES}. auto, unless given: interprets what runs little, compiles"
                            + " what runs much in the background.")
    EngineKind engine = EngineKind.AUTO;
}
