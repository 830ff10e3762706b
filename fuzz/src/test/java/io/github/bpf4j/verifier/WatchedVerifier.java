package io.github.bpf4j.verifier;

import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.verifier.explore.WalkListener;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Subprograms;
import io.github.bpf4j.verifier.transfer.Findings;
import io.github.bpf4j.verifier.transfer.StackUse;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/** The verifier, watched or forged. */
public final class WatchedVerifier {
    private WatchedVerifier() {}

    /** Verifies a program and tells of the walk. */
    public static Verdict judge(LinkedProgram program, VerifierEnvironment environment, WalkListener listener) {
        return Verifier.judge(program, environment, listener);
    }

    /** A proof that all of any program is looked at, which is not true. */
    public static Facts.Proved forged(LinkedProgram program) {
        BitSet all = new BitSet();
        all.set(0, program.insnCount());
        Subprograms subprograms = Subprograms.discover(
                new Instructions(program.code()), List.of(), VerifierLimits.KERNEL.maxSubprograms());
        StackUse stackUse = new StackUse(subprograms.count());
        return new Facts.Proved(
                subprograms, all, new Findings(program.insnCount(), stackUse), stackUse, Optional.empty());
    }
}
