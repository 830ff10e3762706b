package io.github.bpf4j.runtime;

/**
 * What a runtime compiled so far.
 *
 * @param compiled programs, those that are gone by now included
 * @param failed programs that could not be compiled, and stay interpreted
 * @param waiting programs that are to be compiled in the background, or are being so
 * @param compileNs the time that it took
 * @param jitedBytes of JVM class files that were made of them
 */
public record CompileCounters(long compiled, long failed, int waiting, long compileNs, long jitedBytes) {}
