package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.asm.InvalidInstructionException;

/** The passes over a program's structure, in order (runtime spec 7.1; verifier spec A69 to A75, A98). */
public final class Structure {
    private Structure() {}

    /**
     * Judges a program.
     *
     * @param code packed instruction words, which must not change meanwhile
     * @throws Violation for the first rule that it breaks
     */
    public static void check(long[] code, ProgramDescription program, StructureRules rules) {
        int length = code.length;
        if (length == 0 || length > rules.maxInsns()) {
            throw new Violation(
                    Errno.E2BIG,
                    Violation.NO_INSN,
                    length == 0
                            ? "the program has no instructions"
                            : "%d instructions, %d are allowed".formatted(length, rules.maxInsns()));
        }
        checkEncoding(code);
        Instructions instructions = new Instructions(code);
        Subprograms subprograms = Subprograms.discover(instructions, rules.maxSubprograms());
        JumpCheck.check(instructions, subprograms);
        MapCheck.check(program, rules, instructions);
        RegisterCheck.check(instructions);
        CallCheck.check(program, rules, instructions);
        FunctionAddressCheck.check(program, instructions);
        Reachability.check(instructions);
        CallDepth.check(instructions, subprograms, rules.maxFrames());
    }

    private static void checkEncoding(long[] code) {
        try {
            Decoder.check(code);
        } catch (InvalidInstructionException e) {
            Violation refusal = new Violation(Errno.EINVAL, e.insnOffset(), e.reason());
            refusal.initCause(e);
            throw refusal;
        }
    }
}
