package io.github.bpf4j.verifier.log;

/** Lines of a log, up to a limit. Not safe for use by several threads. */
public final class LogText {
    private final StringBuilder text = new StringBuilder();
    private final int limit;
    private boolean full;

    /** At most so many characters. */
    public LogText(int limit) {
        this.limit = limit;
    }

    /** Whether what is added now is lost. */
    boolean isFull() {
        return full;
    }

    /** Adds a line, or notes that there is no room for it. */
    public void line(String line) {
        if (full) {
            return;
        }
        if (text.length() + line.length() + 1 > limit) {
            full = true;
            text.append("(the log ends here: it may have ").append(limit).append(" characters)\n");
            return;
        }
        text.append(line).append('\n');
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
