package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/** The packet loads of classic BPF (verifier spec A72). */
final class PacketLoads {
    private static final int CONTEXT = 6;

    private final Subject subject;
    private final Current current;
    private final Regions regions;
    private final EarlyReturns earlyReturns;

    PacketLoads(Subject subject, Current current, Exploration exploration, Regions regions) {
        this.subject = subject;
        this.current = current;
        this.regions = regions;
        this.earlyReturns = new EarlyReturns(subject, current, exploration);
    }

    void step(long word) {
        switch (subject.type()) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> {
                // these run on packets
            }
            default -> throw current.invalid("legacy packet loads do not exist for programs of type " + subject.type());
        }
        if (current.state().isAsync() || current.state().isInCallback()) {
            throw current.invalid("legacy packet loads are not for callbacks");
        }
        regions.requireNothingHeld("legacy packet load");
        Register context = current.read(CONTEXT);
        if (context.kind() != Kind.CONTEXT) {
            throw current.invalid("R6 of a legacy packet load must be the context, not " + context.words());
        }
        if (!context.isUnmodified()) {
            throw current.noAccess("R6 of a legacy packet load must be the unmodified context, not " + context.words());
        }
        if (Instruction.mode(word) == Opcode.IND) {
            Register index = current.read(Instruction.src(word));
            if (index.isPointer()) {
                throw current.noAccess("a pointer cannot be the index of a legacy packet load");
            }
        }
        earlyReturns.afterPacketLoad();
        for (int r = 1; r <= 5; r++) {
            current.frame().set(r, Register.NOT_INIT);
        }
        current.write(0, Register.number(Scalar.UNKNOWN));
    }
}
