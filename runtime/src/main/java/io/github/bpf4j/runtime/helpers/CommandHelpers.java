package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.engine.Cpu;

/**
 * Helpers with which programs that are run as system calls give commands of user space. Source: what Linux 6.12 answers
 * (system_commands-6.12.tsv in the corpus).
 */
final class CommandHelpers {
    private static final long UINT = 0xffff_ffffL;

    /** Attributes of more are refused whatever is in them: a page. */
    private static final int MOST_BYTES = 4096;

    private final KernelCommands commands;

    CommandHelpers(KernelCommands commands) {
        this.commands = commands;
    }

    void register(HelperTable table) {
        table.putExclusive(166, (cpu, command, from, size, r4, r5) -> run(cpu, (int) command, from, size & UINT))
                .putExclusive(168, (cpu, descriptor, r2, r3, r4, r5) -> commands.close((int) descriptor));
    }

    private long run(Cpu cpu, int command, long from, long size) {
        if (!commands.has(command)) {
            return EINVAL.result();
        }
        if (size > MOST_BYTES) {
            return E2BIG.result();
        }
        byte[] given = cpu.memory().read(from, (int) size);
        for (int at = CommandAttributes.BYTES; at < size; at++) {
            if (given[at] != 0) {
                return E2BIG.result();
            }
        }
        return commands.run(cpu, command, new CommandAttributes(cpu.memory(), given));
    }
}
