package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;

/** Runtimes of one profile that judge programs by the rules of another. */
public final class OtherVerifier {
    private OtherVerifier() {}

    /** A runtime that accepts what a kernel of this profile accepts. */
    public static RuntimeBuilder of(RuntimeBuilder builder, KernelProfile rules) {
        builder.judge = (program, own) -> {
            VerifierEnvironment other = new VerifierEnvironment(
                    rules,
                    own.helperIds(),
                    own.kfuncs(),
                    own.maps(),
                    own.limits(),
                    own.timersInTracing(),
                    own.cpus(),
                    own.kernelTypes());
            return Verifier.verify(program, own.privileged() ? other : other.unprivileged());
        };
        return builder;
    }
}
