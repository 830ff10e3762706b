package io.github.bpf4j.verifier.log;

import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.verifier.explore.Walk;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.State;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** The walk for people: lines of the source, instructions, and in words what each of them changed. Not safe for use by several threads. */
public final class ReadableLog implements Walk {
    private static final int WIDTH = 44;

    private final LogText text;
    private final LinkedProgram program;
    private final long[] code;
    private final Disassembler disassembler;
    private @Nullable State old;
    private @Nullable SourceLine lastLine;
    private String unfinished = "";

    public ReadableLog(LogText text, LinkedProgram program, long[] code) {
        this.text = text;
        this.program = program;
        this.code = code;
        this.disassembler = new Disassembler(new ProgramNames(program));
    }

    @Override
    public void resumes(int from, int at, State state) {
        lastLine = null;
        String guess = state.isSpeculative() ? ", which only a CPU that guesses comes to" : "";
        text.line(
                from < 0
                        ? "path from the begin of " + program.subprogramAt(at).name()
                        : "path from instruction %d on to %d%s".formatted(from, at, guess));
    }

    @Override
    public void before(int at, State state) {
        if (text.isFull()) {
            return;
        }
        SourceLine line = program.lineAt(at).orElse(null);
        if (line != null && !isSame(line, lastLine)) {
            text.line("  %s:%d: %s"
                    .formatted(line.file(), line.line(), line.source().strip()));
            lastLine = line;
        }
        old = state.copy();
        unfinished = "    %d: %s".formatted(at, disassembler.instruction(code, at));
    }

    private static boolean isSame(SourceLine line, @Nullable SourceLine other) {
        return other != null && line.line() == other.line() && line.file().equals(other.file());
    }

    @Override
    public void after(int at, State state) {
        State before = old;
        if (text.isFull() || before == null) {
            return;
        }
        add(changes(before, state));
    }

    @Override
    public void ended(int at) {
        add("the path ends");
    }

    @Override
    public void covered(int from, int at) {
        text.line("    %d: what can happen from here on was looked at before, the path ends".formatted(at));
    }

    /** Adds the instruction that was simulated last, if it did not come to an end. */
    public void end() {
        if (!unfinished.isEmpty()) {
            add("");
        }
    }

    private void add(String what) {
        String gap = " ".repeat(Math.max(2, WIDTH - unfinished.length()));
        text.line(what.isEmpty() ? unfinished : unfinished + gap + what);
        unfinished = "";
    }

    private String changes(State before, State state) {
        int top = state.depth() - 1;
        if (state.depth() != before.depth()) {
            return state.depth() > before.depth()
                    ? "enters a function or callback"
                    : "returns to the caller" + result(state);
        }
        Frame from = before.frame(top);
        Frame to = state.frame(top);
        StringJoiner parts = new StringJoiner("; ");
        for (int r = 0; r < Frame.FRAME_POINTER; r++) {
            boolean changed = !to.register(r)
                    .withOrigin(0)
                    .withId(0)
                    .equals(from.register(r).withOrigin(0).withId(0));
            if (changed && to.register(r).kind() != Kind.NOT_INIT) {
                parts.add("R" + r + ": " + to.register(r).words());
            }
        }
        for (int s = 0; s < to.slotCount(); s++) {
            Slot slot = to.slot(s);
            if (!slot.equals(from.slot(s))) {
                parts.add("stack at %d: %s".formatted(-8 * (s + 1), slot));
            }
        }
        return parts.toString();
    }

    private static String result(State state) {
        return state.current().register(0).kind() == Kind.NOT_INIT
                ? ""
                : ", R0: " + state.current().register(0).words();
    }
}
