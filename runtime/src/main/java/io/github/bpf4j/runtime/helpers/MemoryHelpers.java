package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ERANGE;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.UserMemory;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.Task;
import java.util.Arrays;
import java.util.Optional;

/**
 * Helpers that read memory by any address, and write that of a process. The kernel's memory is guest memory: the pages in which something
 * lives. Source: what Linux 6.12 answers.
 */
/*
 * Texts of a process are copied in words of eight bytes as long as there is room for one: what is behind the NUL in its word becomes zero.
 * A text of the kernel's is copied in bytes. Linux says 0 for a text of a process without characters, not 1 as for all others.
 */
final class MemoryHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long USER_END = 1L << 47;
    private static final int HIGH_BIT = 56;
    private static final int PAGE = 4096;
    private static final int WORD = Long.BYTES;
    private static final long PAD_ZEROS = 1;

    private final KernelObjects kernel;

    MemoryHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.put(4, (cpu, to, size, from, r4, r5) -> any(cpu, to, size & UINT, from))
                .putExclusive(36, (cpu, to, from, size, r4, r5) -> writeUser(cpu, to, from, size & UINT))
                .put(45, (cpu, to, size, from, r4, r5) -> anyText(cpu, to, size & UINT, from))
                .put(112, (cpu, to, size, from, r4, r5) -> user(cpu, to, size & UINT, from, current(cpu)))
                .put(113, (cpu, to, size, from, r4, r5) -> kernel(cpu.memory(), to, size & UINT, from))
                .put(114, (cpu, to, size, from, r4, r5) -> userText(cpu, to, size & UINT, from))
                .put(115, (cpu, to, size, from, r4, r5) -> kernelText(cpu.memory(), to, size & UINT, from))
                .put(148, (cpu, to, size, from, r4, r5) -> user(cpu, to, size & UINT, from, current(cpu)))
                .put(191, (cpu, to, size, from, task, flags) -> ofTask(cpu, to, size & UINT, from, task, flags));
    }

    void register(KfuncTable table) {
        table.put(
                Kfunc.COPY_FROM_USER_STR,
                (cpu, to, size, from, flags, r5) -> copyText(cpu, to, size & UINT, from, flags));
    }

    private UserMemory current(Cpu cpu) {
        return kernel.userMemory(kernel.current(cpu.id()));
    }

    // ---- bytes

    private long any(Cpu cpu, long to, long size, long from) {
        if (from >= 0 && from < USER_END && !isKernel(cpu.memory(), from, size)) {
            return user(cpu, to, size, from, current(cpu));
        }
        return kernel(cpu.memory(), to, size, from);
    }

    private static long user(Cpu cpu, long to, long size, long from, UserMemory memory) {
        cpu.memory().range(to, FilledMemory.bounded(to, size));
        if (size == 0 ? !isUser(from) : !memory.canRead(from, size)) {
            FilledMemory.zero(cpu, to, size);
            return EFAULT.result();
        }
        memory.copyOut(from, cpu.memory(), to, size);
        return 0;
    }

    private static long kernel(GuestMemory memory, long to, long size, long from) {
        memory.range(to, FilledMemory.bounded(to, size));
        boolean there = isKernel(memory, from, size);
        if (there) {
            memory.copy(from, to, size);
            return 0;
        }
        memory.zero(to, size);
        return isUser(from) ? ERANGE.result() : EFAULT.result();
    }

    /** Why memory cannot be read by address: a negative errno, or 0. What is in neither half of the addresses is no address. */
    static long refusal(GuestMemory memory, long from, long size) {
        if (isKernel(memory, from, size)) {
            return 0;
        }
        return from >> HIGH_BIT == -1 ? EFAULT.result() : ERANGE.result();
    }

    /** Whether an address is one that only processes can have. */
    private static boolean isUser(long address) {
        return address >= 0 && address < USER_END;
    }

    /** Whether a range is of pages in which something lives. */
    static boolean isKernel(GuestMemory memory, long from, long size) {
        if (size == 0 && !isUser(from)) {
            return true;
        }
        if (size > Integer.MAX_VALUE || !memory.holds(from, (int) Math.max(1, size))) {
            return false;
        }
        long plain = from & memory.mask();
        for (long page = plain & -PAGE; page < plain + Math.max(1, size); page += PAGE) {
            if (!memory.objects().isAnyIn(page, page + PAGE) || !memory.isCommitted(from - plain + page, PAGE)) {
                return false;
            }
        }
        return true;
    }

    private long ofTask(Cpu cpu, long to, long size, long from, long address, long flags) {
        if (flags != 0) {
            return EINVAL.result();
        }
        Optional<Task> task = kernel.taskAt(address);
        return user(cpu, to, size, from, kernel.userMemory(task));
    }

    private long writeUser(Cpu cpu, long to, long from, long size) {
        Optional<Task> task = kernel.current(cpu.id());
        cpu.memory().range(from, size);
        UserMemory user = kernel.userMemory(task);
        long there = FilledMemory.bounded(from, user.writable(to, size));
        byte[] bytes = cpu.memory().read(from, (int) there);
        int written = user.write(to, bytes);
        if (written > 0 && task.isPresent()) {
            byte[] seen = Arrays.copyOf(bytes, written);
            kernel.report(cpu.id(), new Effect.UserMemoryWritten(task.get().tgid(), to, seen));
        }
        return written == size ? 0 : EFAULT.result();
    }

    // ---- texts

    private long anyText(Cpu cpu, long to, long size, long from) {
        return isUser(from) && !isKernel(cpu.memory(), from, 1)
                ? userText(cpu, to, size, from)
                : kernelText(cpu.memory(), to, size, from);
    }

    private long userText(Cpu cpu, long to, long size, long from) {
        GuestMemory memory = cpu.memory();
        memory.range(to, FilledMemory.bounded(to, size));
        long length = copyText(memory, to, size, from, current(cpu));
        if (length < 0) {
            memory.zero(to, size);
            return length;
        }
        if (length < size) {
            return length > 0 ? length + 1 : 0;
        }
        return end(memory, to, size);
    }

    /** Puts a NUL at the end of what a text was cut to. */
    private static long end(GuestMemory memory, long to, long size) {
        if (size > 0) {
            memory.setU8(to + size - 1, 0);
        }
        return size;
    }

    /** Copies up to and with a NUL; how many characters are before it, or -EFAULT. */
    private static long copyText(GuestMemory memory, long to, long size, long from, UserMemory user) {
        long done = 0;
        while (done < size) {
            int next = user.read(from + done);
            if (next < 0) {
                return EFAULT.result();
            }
            memory.setU8(to + done, next);
            if (next == 0) {
                boolean inWord = (done & -WORD) + WORD <= size && user.canRead(from + (done & -WORD), WORD);
                if (inWord) {
                    memory.zero(to + done, WORD - done % WORD);
                }
                return done;
            }
            done++;
        }
        return size;
    }

    private long kernelText(GuestMemory memory, long to, long size, long from) {
        memory.range(to, FilledMemory.bounded(to, size));
        for (long i = 0; i < size; i++) {
            if (!isKernel(memory, from + i, 1)) {
                memory.zero(to, size);
                return isUser(from) ? ERANGE.result() : EFAULT.result();
            }
            int next = memory.getU8(from + i);
            memory.setU8(to + i, next);
            if (next == 0) {
                return i + 1;
            }
        }
        return end(memory, to, size);
    }

    private long copyText(Cpu cpu, long to, long size, long from, long flags) {
        if ((flags & ~PAD_ZEROS) != 0) {
            return EINVAL.result();
        }
        GuestMemory memory = cpu.memory();
        memory.range(to, FilledMemory.bounded(to, size));
        if (size == 0) {
            return 0;
        }
        long length = copyText(memory, to, size - 1, from, current(cpu));
        if (length < 0) {
            if (flags == PAD_ZEROS) {
                memory.zero(to, size);
            }
            return length;
        }
        memory.setU8(to + length, 0);
        long copied = length + 1;
        if (flags == PAD_ZEROS) {
            memory.zero(to + copied, size - copied);
        }
        return copied;
    }
}
