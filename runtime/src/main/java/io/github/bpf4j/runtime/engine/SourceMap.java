package io.github.bpf4j.runtime.engine;

import java.util.Optional;

/** What an image's instructions were compiled from. Immutable. */
public interface SourceMap {
    /** Of code whose source nobody knows. */
    SourceMap NONE = new SourceMap() {
        @Override
        public String function(int insnOffset) {
            return "";
        }

        @Override
        public Optional<Line> line(int insnOffset) {
            return Optional.empty();
        }
    };

    /**
     * A line of a source file.
     *
     * @param number from 1, 0 if unknown
     */
    record Line(String file, int number) {}

    /** The name of the function that an instruction is in, empty if unknown. */
    String function(int insnOffset);

    /** The line that an instruction comes from. */
    Optional<Line> line(int insnOffset);
}
