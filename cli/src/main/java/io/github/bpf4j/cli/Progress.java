package io.github.bpf4j.cli;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import org.jspecify.annotations.Nullable;

/** Shows how far long work has come, on a terminal; is silent in a pipe. */
final class Progress implements AutoCloseable {
    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /** Progress of packets whose number is not known. */
    static Progress of(String task) {
        return of(task, " packets", -1);
    }

    /**
     * Progress of work.
     *
     * @param unit what is counted
     * @param most how many there are, -1 if that is not known
     */
    @SuppressWarnings("SystemConsoleNull") // NullAway takes the JDK at its older word
    static Progress of(String task, String unit, long most) {
        boolean terminal = System.console() != null && System.console().isTerminal();
        return new Progress(
                terminal
                        ? new ProgressBarBuilder()
                                .setTaskName(task)
                                .setUnit(unit, 1)
                                .setInitialMax(most)
                                .clearDisplayOnFinish()
                                .build()
                        : null);
    }

    void at(long done) {
        if (bar != null) {
            bar.stepTo(done);
        }
    }

    /** Says more of what is done right now. */
    void say(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
