package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.verifier.structure.Violation;
import io.github.bpf4j.verifier.transfer.Extension;

/**
 * A function of a loaded program that a program of type EXT takes the place of (verifier spec G9). Immutable.
 *
 * @param program the program that it is part of; one that was accepted
 * @param function its name; that of the program itself for the whole of it
 */
public record ReplacedFunction(LinkedProgram program, String function) {
    /**
     * Checks whether another program may take the function's place, as it is attached: verified it was before, perhaps for another
     * function.
     *
     * @throws VerifierException EINVAL if their types differ, or the function cannot be replaced
     */
    public void check(LinkedProgram extension, KernelProfile profile) {
        try {
            Extension.check(extension, program, function, profile);
        } catch (Violation violation) {
            throw RefusalLog.refusal(extension, extension.code(), violation);
        }
    }
}
