package io.github.bpf4j.runtime.engine;

/**
 * What an engine compiled so far.
 *
 * @param compiled images
 * @param failed images that could not be compiled
 * @param waiting images that are to be compiled, or are being so
 * @param tookNs the time that it took
 * @param classBytes of class files that were made of them
 */
public record CompileCounts(long compiled, long failed, int waiting, long tookNs, long classBytes) {
    static final CompileCounts NONE = new CompileCounts(0, 0, 0, 0, 0);

    CompileCounts with(int nowWaiting) {
        return new CompileCounts(compiled, failed, nowWaiting, tookNs, classBytes);
    }

    CompileCounts plus(Compilation done) {
        return new CompileCounts(
                compiled + (done.isDone() ? 1 : 0),
                failed + (done.isDone() ? 0 : 1),
                waiting,
                tookNs + done.tookNs(),
                classBytes + done.classBytes());
    }
}
