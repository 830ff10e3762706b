package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;

/** Function addresses are those of described static functions other than the main program (VR11). */
final class FunctionAddressCheck {
    private FunctionAddressCheck() {}

    static void check(ProgramDescription program, Instructions instructions) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (!instructions.isFunctionAddress(at)) {
                continue;
            }
            int target = (int) instructions.functionTarget(at);
            ProgramDescription.Function function = program.functions().get(target);
            if (function == null || !function.hasTypeInfo()) {
                throw new Violation(Errno.EINVAL, at, "no func_info describes the callback at instruction " + target);
            }
            if (!function.isStatic()) {
                throw new Violation(Errno.EINVAL, at, "callback " + function.name() + " must be static");
            }
            if (target == 0) {
                throw new Violation(Errno.EINVAL, at, "the main program cannot be a callback");
            }
        }
    }
}
