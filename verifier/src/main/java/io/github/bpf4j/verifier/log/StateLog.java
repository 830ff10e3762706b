package io.github.bpf4j.verifier.log;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.SourceLine;
import io.github.bpf4j.verifier.explore.Walk;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import java.util.HashSet;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * Each instruction with what it read and wrote, in the notation of the kernel's logs. {@code _w} is what the instruction wrote; how
 * precisely a number must be known is not told. Not safe for use by several threads.
 */
public final class StateLog implements Walk {
    private static final int WIDTH = 38;
    private static final int STEP = 8;
    private static final int LEAST_GAP = 3;

    private final LogText text;
    private final LinkedProgram program;
    private final long[] code;
    private final KernelInstructions instructions;
    private @Nullable State old;
    private @Nullable SourceLine lastLine;
    private String unfinished = "";
    private @Nullable String heading;

    public StateLog(LogText text, LinkedProgram program, long[] code) {
        this.text = text;
        this.program = program;
        this.code = code;
        this.instructions = new KernelInstructions(code, new ProgramNames(program));
        for (int i = 0; i < program.subprograms().size(); i++) {
            text.line("func#%d @%d".formatted(i, program.subprograms().get(i).startInsn()));
        }
    }

    @Override
    public void resumes(int from, int at, State state) {
        if (text.isFull()) {
            return;
        }
        String known = KernelStates.of(state, state.depth() - 1);
        if (from < 0) {
            heading = at + ": " + known;
            return;
        }
        String guess = state.isSpeculative() ? " (speculative execution)" : "";
        heading = "\nfrom %d to %d%s: %s\n%d: %s".formatted(from, at, guess, known, at, known);
    }

    @Override
    public void covered(int from, int at) {
        String way = heading != null && from >= 0 ? "\nfrom " + from + " to " + at : Integer.toString(at);
        heading = null;
        text.line(way + ": safe");
    }

    @Override
    public void before(int at, State state) {
        if (text.isFull()) {
            return;
        }
        if (heading != null) {
            text.line(heading);
            heading = null;
        }
        SourceLine line = program.lineAt(at).orElse(null);
        if (line != null && !line.source().isBlank() && !isSame(line, lastLine)) {
            text.line("; %s @ %s:%d"
                    .formatted(
                            line.source().strip(),
                            line.file().substring(line.file().lastIndexOf('/') + 1),
                            line.line()));
            lastLine = line;
        }
        old = state.copy();
        unfinished = at + ": " + instructions.at(at);
    }

    private static boolean isSame(SourceLine line, @Nullable SourceLine other) {
        return other != null && line.line() == other.line() && line.file().equals(other.file());
    }

    @Override
    public void ended(int at) {
        end();
    }

    /** Adds the instruction that was simulated last, if it did not come to an end. */
    public void end() {
        if (!unfinished.isEmpty()) {
            text.line(unfinished);
        }
        unfinished = "";
    }

    @Override
    public void after(int at, State state) {
        State before = old;
        if (text.isFull() || before == null) {
            return;
        }
        int depth = state.depth();
        String insn = unfinished;
        unfinished = "";
        if (depth > before.depth()) {
            text.line(insn);
            text.line("caller:\n " + KernelStates.of(state, depth - 2));
            text.line("callee:\n " + KernelStates.of(state, depth - 1));
        } else if (depth < before.depth()) {
            text.line(insn);
            text.line("returning from callee:\n " + KernelStates.of(before, depth));
            text.line("to caller:\n " + KernelStates.of(state, depth - 1));
        } else {
            String changes = changes(at, before, state);
            text.line(changes.isEmpty() ? insn : padded(insn) + "; " + changes);
        }
    }

    private static String padded(String insn) {
        int width = WIDTH;
        while (width - insn.length() < LEAST_GAP) {
            width += STEP;
        }
        return insn + " ".repeat(width - insn.length());
    }

    private String changes(int at, State before, State state) {
        int top = state.depth() - 1;
        Frame from = before.frame(top);
        Frame to = state.frame(top);
        StringJoiner parts = new StringJoiner(" ");
        long word = code[at];
        Set<Integer> shown = touched(word);
        int written = written(word);
        for (int r = 0; r < Frame.REGISTERS; r++) {
            boolean changed =
                    !to.register(r).withOrigin(0).equals(from.register(r).withOrigin(0));
            if ((changed || shown.contains(r)) && to.register(r).kind() != Kind.NOT_INIT) {
                parts.add("R" + r + (r == written ? "_w=" : "=") + KernelStates.of(to.register(r)));
            }
        }
        int read = slotRead(word, from, top);
        for (int s = 0; s < to.slotCount(); s++) {
            boolean changed = !to.slot(s).equals(from.slot(s));
            if (changed || s == read) {
                parts.add(KernelStates.slot(s, changed ? "_w" : "", to.slot(s)));
            }
        }
        KernelStates.addReferences(parts, state);
        String prefix = top > 0 && parts.length() > 0 ? "frame" + top + ": " : "";
        return prefix + parts;
    }

    /** The registers that an instruction names. */
    private static Set<Integer> touched(long word) {
        Set<Integer> registers = new HashSet<>();
        int dst = Instruction.dst(word);
        int src = Instruction.src(word);
        switch (Instruction.instructionClass(word)) {
            case Opcode.LDX, Opcode.STX -> {
                registers.add(dst);
                registers.add(src);
            }
            case Opcode.ST -> registers.add(dst);
            case Opcode.LD -> registers.add(Instruction.isWide(word) ? dst : 0);
            case Opcode.ALU, Opcode.ALU64 -> {
                registers.add(dst);
                if (Instruction.hasRegisterOperand(word) && Instruction.operation(word) != Opcode.END) {
                    registers.add(src);
                }
            }
            default -> {
                switch (Instruction.operation(word)) {
                    case Opcode.JA, Opcode.JCOND, Opcode.EXIT -> {}
                    case Opcode.CALL -> registers.add(0);
                    default -> {
                        registers.add(dst);
                        if (Instruction.hasRegisterOperand(word)) {
                            registers.add(src);
                        }
                    }
                }
            }
        }
        return registers;
    }

    /** The register that an instruction writes, -1 if none. */
    private static int written(long word) {
        return switch (Instruction.instructionClass(word)) {
            case Opcode.LDX, Opcode.ALU, Opcode.ALU64 -> Instruction.dst(word);
            case Opcode.LD -> Instruction.isWide(word) ? Instruction.dst(word) : 0;
            case Opcode.JMP -> Instruction.operation(word) == Opcode.CALL ? 0 : -1;
            case Opcode.STX -> acquires(word) ? Instruction.dst(word) : -1;
            default -> -1;
        };
    }

    private static boolean acquires(long word) {
        return Instruction.mode(word) == Opcode.ATOMIC && Instruction.imm(word) == Opcode.LOAD_ACQUIRE;
    }

    /** The slot of the running function that an instruction loads from or stores to, -1 if it is not one slot. */
    private static int slotRead(long word, Frame frame, int top) {
        int base = switch (Instruction.instructionClass(word)) {
            case Opcode.LDX -> Instruction.src(word);
            case Opcode.ST -> Instruction.dst(word);
            case Opcode.STX -> acquires(word) ? Instruction.src(word) : Instruction.dst(word);
            default -> -1;
        };
        if (base < 0) {
            return -1;
        }
        Register pointer = frame.register(base);
        if (pointer.kind() != Kind.STACK || pointer.detail() != top || !pointer.hasFixedOffset()) {
            return -1;
        }
        long offset = pointer.fixedOffset() + Instruction.offset(word);
        return offset >= 0 ? -1 : (int) (-offset - 1) / Long.BYTES;
    }
}
