package io.github.bpf4j.runtime;

import java.util.Optional;

/**
 * How a program runs at a moment. Its next run may be another engine's, if that is {@link EngineKind#AUTO}.
 *
 * @param engine what its next run is run by, never {@link EngineKind#AUTO}
 * @param xlatedBytes its instructions, as they were verified and resolved
 * @param jitedBytes the JVM class files that were made of it; 0 if it is not compiled
 * @param compileNs how long that took
 * @param compileFailure why it could not be compiled; empty if nobody tried, or it was
 */
public record ProgramInfo(
        EngineKind engine, long xlatedBytes, long jitedBytes, long compileNs, Optional<String> compileFailure) {}
