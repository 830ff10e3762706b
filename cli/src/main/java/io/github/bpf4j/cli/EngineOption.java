package io.github.bpf4j.cli;

import io.github.bpf4j.runtime.EngineKind;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/** Which engine runs the program. */
final class EngineOption {
    private static final String NAME = "--engine";
    private static final String LABEL = "E";
    private static final String DESCRIPTION =
            "What runs the program: ${COMPLETION-CANDIDATES}. auto, unless given: interprets what runs little, compiles"
                    + " what runs much in the background.";

    @Option(names = NAME, paramLabel = LABEL, description = DESCRIPTION)
    EngineKind engine = EngineKind.AUTO;

    /** The same without annotations to read. */
    static OptionSpec spec() {
        return OptionSpec.builder(NAME)
                .paramLabel(LABEL)
                .type(EngineKind.class)
                .initialValue(EngineKind.AUTO)
                .description(DESCRIPTION)
                .build();
    }
}
