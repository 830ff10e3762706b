package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.engine.Cpu;

/** The commands of user space that programs may give, too. For whoever has the lock on what CPUs share. */
public interface KernelCommands {
    /** Whether programs may give the command with this number. */
    boolean has(int command);

    /**
     * Carries a command out.
     *
     * @param cpu the CPU that the program runs on, which pays for it
     * @param command one that programs may give
     * @return what the command answers, or a negative errno
     */
    long run(Cpu cpu, int command, CommandAttributes attributes);

    /** Closes the descriptor with an unsigned number; 0 or a negative errno. */
    long close(int descriptor);
}
