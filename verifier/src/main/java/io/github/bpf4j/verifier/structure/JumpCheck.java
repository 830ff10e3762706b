package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;

/** Jumps stay inside their function and meet whole instructions; functions do not run into the next one (A69, A70). */
final class JumpCheck {
    private JumpCheck() {}

    static void check(Instructions instructions, Subprograms subprograms) {
        for (int index = 0; index < subprograms.count(); index++) {
            int end = subprograms.end(index);
            int last = subprograms.start(index);
            for (int at = last; at < end; at = instructions.next(at)) {
                last = at;
                if (instructions.isJump(at)) {
                    checkTarget(instructions, at, subprograms.start(index), end);
                }
            }
            if (!instructions.isExit(last) && !instructions.isUnconditionalJump(last)) {
                throw new Violation(Errno.EINVAL, last, "the function does not end in exit or an unconditional jump");
            }
        }
    }

    private static void checkTarget(Instructions instructions, int at, int start, int end) {
        long target = instructions.jumpTarget(at);
        if (target < start || target >= end) {
            throw new Violation(
                    Errno.EINVAL,
                    at,
                    "jump to %d leaves its function, which has instructions %d to %d"
                            .formatted(target, start, end - 1));
        }
        if (instructions.isSecondSlot((int) target)) {
            throw new Violation(Errno.EINVAL, at, "jump to %d, the second half of a wide load".formatted(target));
        }
        if (instructions.isMayGoto(at) && target == at + 1L) {
            throw new Violation(Errno.EINVAL, at, "may_goto to the next instruction");
        }
    }
}
