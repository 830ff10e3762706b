package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
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
        Subprograms subprograms = checkGraph(code, program, rules);
        Instructions instructions = new Instructions(code);
        RegisterCheck.check(instructions);
        CallCheck.check(program, rules, instructions);
        FunctionAddressCheck.check(program, instructions);
        CallDepth.check(instructions, subprograms, rules.maxFrames());
    }

    /**
     * Judges what must be right before a program can be simulated: encoding, functions, jumps, the maps that it names.
     *
     * @param code packed instruction words, which must not change meanwhile
     * @return its functions
     * @throws Violation for the first rule that it breaks
     */
    public static Subprograms checkGraph(long[] code, ProgramDescription program, StructureRules rules) {
        int length = code.length;
        if (length == 0 || length > rules.maxInsns()) {
            throw new Violation(
                    Errno.E2BIG,
                    Violation.NO_INSN,
                    length == 0
                            ? "the program has no instructions"
                            : "%d instructions, %d are allowed".formatted(length, rules.maxInsns()));
        }
        if (!rules.privileged()) {
            PrivilegeCheck.checkProgram(length, program.type());
        }
        checkEncoding(code);
        Instructions instructions = new Instructions(code);
        InstructionSetCheck.check(instructions, rules.profile());
        if (program.exceptionCallbacks().size() > 1) {
            throw new Violation(
                    Errno.EEXIST, Violation.NO_INSN, "the program names more than one function to run on exceptions");
        }
        if (!rules.privileged()) {
            PrivilegeCheck.checkCalls(instructions);
        }
        Subprograms subprograms =
                Subprograms.discover(instructions, program.exceptionCallbacks(), rules.maxSubprograms());
        JumpCheck.check(instructions, subprograms);
        if (program.type() == ProgramType.SYSCALL && !program.sleepable() && !program.extension()) {
            throw new Violation(Errno.EINVAL, Violation.NO_INSN, "programs of type SYSCALL must be sleepable");
        }
        MapCheck.check(program, rules, instructions);
        if (!rules.privileged()) {
            PrivilegeCheck.checkCycles(instructions);
        }
        Reachability.check(instructions, program.exceptionCallbacks());
        return subprograms;
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
