package io.github.bpf4j.runtime;

import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.runtime.engine.SourceMap;
import java.util.Optional;

/** What an object's BTF tells of the source of a program. */
record LinkedSource(LinkedProgram program) implements SourceMap {
    @Override
    public String function(int insnOffset) {
        return program.subprogramAt(insnOffset).name();
    }

    @Override
    public Optional<Line> line(int insnOffset) {
        return program.lineAt(insnOffset).map(line -> new Line(line.file(), line.line()));
    }
}
