package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.Members;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.Instructions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Follows numbers on which something depends back to where they come from, and notes in all kept states on the way that they matter
 * (verifier spec 1.7). Not safe for use by several threads.
 */
final class Precision {
    private static final int ARGUMENTS = 0x3e;

    private final Instructions instructions;
    private final Joins joins;
    private final List<long[]> groups = new ArrayList<>();
    private final Marks wanted = new Marks();

    Precision(Instructions instructions, Joins joins) {
        this.instructions = instructions;
        this.joins = joins;
    }

    /** Keeps a group of numbers that one jump refines; its index. */
    int addGroup(long[] members) {
        groups.add(members);
        return groups.size() - 1;
    }

    /** The number in a register of the running function is needed by the last instruction of a piece of a path. */
    void need(Segment segment, int frame, int register) {
        wanted.clear();
        wanted.addRegister(frame, register);
        follow(segment, segment.trace().size() - 1);
    }

    /** What must be precise in a state that covers the end of a piece of a path must be precise there. */
    void needAll(Segment segment, Checkpoint covering, Marks precise) {
        wanted.clear();
        State state = covering.state();
        for (int f = 0; f < state.depth(); f++) {
            for (int r = 0; r < Frame.FRAME_POINTER; r++) {
                if (precise.hasRegister(f, r)
                        && covering.live().hasRegister(f, r)
                        && state.frame(f).register(r).isScalar()) {
                    wanted.addRegister(f, r);
                }
            }
            for (int s = 0; s < state.frame(f).slotCount(); s++) {
                if (precise.hasSlot(f, s) && isNumber(state.frame(f).slot(s))) {
                    wanted.addSlot(f, s);
                }
            }
        }
        follow(segment, segment.trace().size());
    }

    private static boolean isNumber(Slot slot) {
        Register spilled = slot.spilled();
        return spilled != null && spilled.isScalar();
    }

    /** Follows what is wanted from before an entry of a trace to the begin of the path. */
    private void follow(Segment start, int from) {
        Segment segment = start;
        int index = from;
        while (!wanted.isEmpty()) {
            while (--index >= 0 && !wanted.isEmpty()) {
                if (!back(segment.trace(), index)) {
                    needEverything(segment.parent());
                    return;
                }
            }
            Checkpoint kept = segment.parent();
            if (kept == null || wanted.isEmpty()) {
                return;
            }
            note(kept);
            segment = kept.before();
            index = segment.trace().size();
        }
    }

    /** Notes what is wanted in a kept state; what was noted before need not be followed further. */
    private void note(Checkpoint kept) {
        State state = kept.state();
        boolean changed = false;
        for (int f = 0; f < State.MAX_FRAMES; f++) {
            boolean exists = f < state.depth();
            for (int r = 0; r < Frame.FRAME_POINTER; r++) {
                if (!wanted.hasRegister(f, r)) {
                    continue;
                }
                boolean number = exists && state.frame(f).register(r).isScalar();
                if (!number || kept.precise().hasRegister(f, r)) {
                    wanted.removeRegister(f, r);
                } else {
                    kept.precise().addRegister(f, r);
                    changed = true;
                }
            }
            for (long left = wanted.slots(f); left != 0; left &= left - 1) {
                int s = Long.numberOfTrailingZeros(left);
                boolean number = exists && isNumber(state.frame(f).slot(s));
                if (!number || kept.precise().hasSlot(f, s)) {
                    wanted.removeSlot(f, s);
                } else {
                    kept.precise().addSlot(f, s);
                    changed = true;
                }
            }
        }
        if (changed) {
            joins.changed(kept);
        }
    }

    private void needEverything(@Nullable Checkpoint from) {
        Checkpoint kept = from;
        while (kept != null && kept.setAllPrecise()) {
            joins.changed(kept);
            kept = kept.parent();
        }
        wanted.clear();
    }

    /** Turns what is wanted after an instruction into what is wanted before it; false if that cannot be said. */
    private boolean back(Trace trace, int index) {
        int at = trace.at(index);
        int frame = trace.frame(index);
        long word = instructions.word(at);
        switch (Instruction.instructionClass(word)) {
            case Opcode.ALU, Opcode.ALU64 -> arithmetic(word, frame);
            case Opcode.LDX -> load(trace, index, word, frame);
            case Opcode.ST -> store(trace, index, word, frame);
            case Opcode.STX -> {
                if (Instruction.mode(word) == Opcode.ATOMIC && Instruction.imm(word) == Opcode.LOAD_ACQUIRE) {
                    load(trace, index, word, frame);
                } else {
                    store(trace, index, word, frame);
                }
            }
            case Opcode.LD -> take(frame, Instruction.isWide(word) ? Instruction.dst(word) : 0);
            default -> {
                return jump(trace, index, at, word, frame);
            }
        }
        return true;
    }

    /** No longer wants a register; whether it was wanted. */
    private boolean take(int frame, int register) {
        boolean was = wanted.hasRegister(frame, register);
        wanted.removeRegister(frame, register);
        return was;
    }

    private void arithmetic(long word, int frame) {
        int dst = Instruction.dst(word);
        if (!wanted.hasRegister(frame, dst)) {
            return;
        }
        int operation = Instruction.operation(word);
        boolean fromRegister =
                Instruction.hasRegisterOperand(word) && operation != Opcode.NEG && operation != Opcode.END;
        if (operation == Opcode.MOV) {
            wanted.removeRegister(frame, dst);
        }
        if (fromRegister && Instruction.src(word) != Frame.FRAME_POINTER) {
            wanted.addRegister(frame, Instruction.src(word));
        }
    }

    private void load(Trace trace, int index, long word, int frame) {
        if (take(frame, Instruction.dst(word)) && trace.hasSlot(index)) {
            wanted.addSlot(trace.slotFrame(index), trace.slot(index));
        }
    }

    private void store(Trace trace, int index, long word, int frame) {
        boolean stored = trace.hasSlot(index) && wanted.hasSlot(trace.slotFrame(index), trace.slot(index));
        if (stored) {
            wanted.removeSlot(trace.slotFrame(index), trace.slot(index));
        }
        boolean isAtomic = Instruction.instructionClass(word) == Opcode.STX && Instruction.mode(word) == Opcode.ATOMIC;
        if (isAtomic && Instruction.imm(word) != Opcode.STORE_RELEASE) {
            boolean fetched = fetches(Instruction.imm(word), Instruction.src(word), frame);
            if (fetched && trace.hasSlot(index)) {
                wanted.addSlot(trace.slotFrame(index), trace.slot(index));
            }
        } else if (stored && Instruction.instructionClass(word) == Opcode.STX) {
            wanted.addRegister(frame, Instruction.src(word));
        }
    }

    /** Whether an atomic operation gives a wanted register what was in memory. */
    private boolean fetches(int operation, int source, int frame) {
        if (operation == Opcode.CMPXCHG) {
            return take(frame, 0);
        }
        return (operation & Opcode.FETCH) != 0 && take(frame, source);
    }

    private boolean jump(Trace trace, int index, int at, long word, int frame) {
        switch (Instruction.operation(word)) {
            case Opcode.CALL -> {
                return call(trace, index, at, frame);
            }
            case Opcode.EXIT -> {
                if (trace.returns(index) && take(frame - 1, 0)) {
                    wanted.addRegister(frame, 0);
                }
            }
            case Opcode.JA, Opcode.JCOND -> {
                // compares nothing
            }
            default -> compare(trace, index, word, frame);
        }
        return true;
    }

    private boolean call(Trace trace, int index, int at, int frame) {
        if (!trace.enters(index)) {
            take(frame, 0);
            return true;
        }
        int inside = frame + 1;
        int registers = wanted.registers(inside);
        if ((registers & ~ARGUMENTS) != 0 || wanted.slots(inside) != 0) {
            return false;
        }
        wanted.setRegisters(inside, 0);
        if (instructions.isFunctionCall(at)) {
            wanted.setRegisters(frame, wanted.registers(frame) | registers);
        }
        return true;
    }

    private void compare(Trace trace, int index, long word, int frame) {
        int group = trace.links(index);
        if (group >= 0) {
            wantTogether(groups.get(group));
        }
        if (Instruction.hasRegisterOperand(word)) {
            int dst = Instruction.dst(word);
            int src = Instruction.src(word);
            if (wanted.hasRegister(frame, dst) || wanted.hasRegister(frame, src)) {
                wanted.addRegister(frame, dst);
                wanted.addRegister(frame, src);
                wanted.removeRegister(frame, Frame.FRAME_POINTER);
            }
            if (group >= 0) {
                wantTogether(groups.get(group));
            }
        }
    }

    private void wantTogether(long[] members) {
        boolean any = false;
        for (long member : members) {
            int frame = Members.frame(member);
            int number = Members.number(member);
            any |= Members.isSlot(member) ? wanted.hasSlot(frame, number) : wanted.hasRegister(frame, number);
        }
        if (!any) {
            return;
        }
        for (long member : members) {
            if (Members.isSlot(member)) {
                wanted.addSlot(Members.frame(member), Members.number(member));
            } else {
                wanted.addRegister(Members.frame(member), Members.number(member));
            }
        }
    }
}
