package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import org.jspecify.annotations.Nullable;

/** What a loader without capabilities may load at all (verifier spec S9, A71). */
final class PrivilegeCheck {
    private static final int MAX_INSNS = 4096;

    private static final byte NEW = 0;
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final Instructions instructions;
    private final byte[] standing;
    private final int[] way;
    private int wayLength;

    private PrivilegeCheck(Instructions instructions) {
        this.instructions = instructions;
        this.standing = new byte[instructions.length()];
        this.way = new int[instructions.length()];
    }

    /** The program's size and type. */
    static void checkProgram(int length, @Nullable ProgramType type) {
        if (length > MAX_INSNS) {
            throw new Violation(
                    Errno.E2BIG,
                    Violation.NO_INSN,
                    "%d instructions, %d are allowed without CAP_BPF".formatted(length, MAX_INSNS));
        }
        if (type != ProgramType.SOCKET_FILTER && type != ProgramType.CGROUP_SKB) {
            throw new Violation(
                    Errno.EPERM,
                    Violation.NO_INSN,
                    "programs of type %s need capabilities: without CAP_BPF only SOCKET_FILTER and CGROUP_SKB may be loaded"
                            .formatted(type));
        }
    }

    /** Functions, the program's own and the kernel's. */
    static void checkCalls(Instructions instructions) {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (instructions.isFunctionCall(at) || instructions.isFunctionAddress(at) || instructions.isKfuncCall(at)) {
                throw new Violation(
                        Errno.EPERM, at, "functions of the program or the kernel may be used with CAP_BPF only");
            }
        }
    }

    /**
     * No path comes back to where it was.
     *
     * @param instructions those of a program without functions, whose jumps are right
     */
    static void checkCycles(Instructions instructions) {
        new PrivilegeCheck(instructions).walk();
    }

    /** Depth first: an instruction is open while it is on the way to the one that is looked at. */
    private void walk() {
        open(0);
        while (wayLength > 0) {
            int at = way[wayLength - 1];
            if (!goOn(at)) {
                standing[at] = DONE;
                wayLength--;
            }
        }
    }

    private boolean goOn(int at) {
        boolean falls = !instructions.isExit(at) && !instructions.isUnconditionalJump(at);
        if (falls && step(at, instructions.next(at))) {
            return true;
        }
        return instructions.isJump(at) && step(at, (int) instructions.jumpTarget(at));
    }

    private boolean step(int from, int to) {
        if (standing[to] == OPEN) {
            throw new Violation(
                    Errno.EINVAL, from, "jump back from instruction %d to %d: loops need CAP_BPF".formatted(from, to));
        }
        if (standing[to] == NEW) {
            open(to);
            return true;
        }
        return false;
    }

    private void open(int at) {
        standing[at] = OPEN;
        way[wayLength++] = at;
    }
}
