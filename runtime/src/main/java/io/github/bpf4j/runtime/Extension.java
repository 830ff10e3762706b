package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.ReplacedFunction;
import io.github.bpf4j.verifier.TracedFunction;
import io.github.bpf4j.verifier.VerifierException;

/**
 * A function of a program, which one of type EXT takes the place of, or one of fentry or fexit is around.
 *
 * @param name the function's name
 */
record Extension(LiveProgram program, String name) {
    /**
     * The function of a name.
     *
     * @throws BpfErrnoException ENOENT if the program's object has none
     */
    static Extension of(LiveProgram program, String name) {
        if (program.linked().btf().find(BtfKind.FUNC, name).isEmpty()) {
            throw new BpfErrnoException(Errno.ENOENT, "there is no function " + name + " in " + program);
        }
        return new Extension(program, name);
    }

    /**
     * Checks whether a loaded program may take its place, whatever it was loaded for.
     *
     * @throws BpfErrnoException EINVAL if not
     */
    void checkFit(LiveProgram extension, KernelProfile profile) {
        ProgramSpec kind = program.linked().spec();
        boolean sameKind = extension
                .extended()
                .filter(before -> before.programType().equals(kind.programType())
                        && before.expectedAttachType() == kind.expectedAttachType())
                .isPresent();
        if (!sameKind) {
            throw new BpfErrnoException(
                    Errno.EINVAL, extension + " was not verified as a part of programs like " + program);
        }
        try {
            function().check(extension.linked(), profile);
        } catch (VerifierException e) {
            throw new BpfErrnoException(e.errno(), "replacing " + name + " of " + program + ": " + e.getMessage());
        }
    }

    /** As the verifier sees it. */
    ReplacedFunction function() {
        return new ReplacedFunction(program.linked(), name);
    }

    /** As the verifier sees it for programs of fentry and fexit. */
    TracedFunction traced() {
        return new TracedFunction(program.linked(), name);
    }

    /** The type of the program that it is part of. */
    ProgramType type() {
        return program.type();
    }

    /** Where it begins in the program. */
    int entry() {
        return program.linked().subprograms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .map(Subprogram::startInsn)
                .orElseThrow(() -> new BpfErrnoException(Errno.EINVAL, program + " has no function " + name));
    }
}
