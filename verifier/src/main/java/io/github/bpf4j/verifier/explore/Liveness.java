package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Marks;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.RegisterLiveness;

/** What of a kept state is read later: registers by the code, stack slots by what paths from it did (verifier spec A87). */
final class Liveness {
    private final RegisterLiveness registers;
    private final Joins joins;

    Liveness(RegisterLiveness registers, Joins joins) {
        this.registers = registers;
        this.joins = joins;
    }

    /** The registers of a state that may be read later. */
    Marks of(State state, int at) {
        Marks live = new Marks();
        int top = state.depth() - 1;
        live.setRegisters(top, registers.before(at));
        for (int f = 0; f < top; f++) {
            Frame above = state.frame(f + 1);
            int site = above.callSite();
            live.setRegisters(f, above.entry() == Entry.CALLBACK ? registers.before(site) : registers.during(site));
        }
        return live;
    }

    /** A slot is read at the end of a piece of a path: in all states before in which it had its content, it is live. */
    void read(Segment segment, int frame, int slot) {
        Segment way = segment;
        while (!way.overwrites(frame, slot)) {
            Checkpoint kept = way.parent();
            if (kept == null || frame >= kept.state().depth() || kept.live().hasSlot(frame, slot)) {
                return;
            }
            kept.live().addSlot(frame, slot);
            joins.changed(kept);
            way = kept.before();
        }
    }

    /** What is live in a state that covers the end of a piece of a path is live there. */
    void readAll(Segment segment, Checkpoint covering, Marks live) {
        for (int f = 0; f < covering.state().depth(); f++) {
            for (long left = live.slots(f); left != 0; left &= left - 1) {
                read(segment, f, Long.numberOfTrailingZeros(left));
            }
        }
    }
}
