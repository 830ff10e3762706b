package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.Effect;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * What programs ask of the kernel itself: its types, symbols and keys, the hashes of files, how a program is executed. Only
 * its types are known, and symbols of the world: there are no measured files, and no keys but the system's keyrings. Source: what Linux 6.12
 * answers where nothing is set up.
 *
 * <p>Safe for use by any thread.
 */
final class SystemHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long SECURE_EXEC = 1;

    /** The built-in keys, the secondary ones, those of the platform. */
    private static final int KEYRINGS = 3;

    private final KernelObjects kernel;

    SystemHelpers(KernelObjects kernel) {
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.putExclusive(159, (cpu, program, flags, r3, r4, r5) -> execute(cpu, program, flags))
                .put(161, (cpu, inode, to, size, r4, r5) -> EOPNOTSUPP.result())
                .put(167, (cpu, name, size, kind, flags, r5) -> type(cpu, name, size & UINT, (int) kind, (int) flags))
                .put(179, (cpu, name, size, flags, to, r5) -> symbol(cpu, name, size & UINT, (int) flags, to))
                .put(193, (cpu, file, to, size, r4, r5) -> EOPNOTSUPP.result());
    }

    void register(KfuncTable table) {
        table.put(Kfunc.LOOKUP_USER_KEY, (cpu, serial, flags, r3, r4, r5) -> 0)
                .put(
                        Kfunc.LOOKUP_SYSTEM_KEY,
                        (cpu, id, r2, r3, r4, r5) -> id >= 0 && id < KEYRINGS ? kernel.keyring((int) id) : 0)
                .put(Kfunc.KEY_PUT, (cpu, key, r2, r3, r4, r5) -> 0);
    }

    /** Whether a program to be executed gets more rights than its caller has. */
    private long execute(Cpu cpu, long program, long flags) {
        if ((flags & ~SECURE_EXEC) != 0) {
            return EINVAL.result();
        }
        boolean secure = flags != 0;
        long bit = kernel.structs().bitOffset("linux_binprm", "secureexec");
        long at = program + bit / Byte.SIZE;
        if (bit >= 0 && cpu.memory().objects().at(at & cpu.memory().mask()) instanceof PlacedStruct) {
            int mask = 1 << bit % Byte.SIZE;
            int before = cpu.memory().getU8(at);
            cpu.memory().setU8(at, secure ? before | mask : before & ~mask);
        }
        kernel.report(cpu.id(), new Effect.SecureExecution(secure));
        return 0;
    }

    private long type(Cpu cpu, long name, long size, int kind, int flags) {
        Optional<String> text = name(cpu.memory(), name, size);
        if (flags != 0 || text.isEmpty()) {
            return EINVAL.result();
        }
        return Arrays.stream(BtfKind.values())
                .filter(each -> each != BtfKind.VOID && each.number() == kind)
                .findFirst()
                .map(each ->
                        (long) kernel.structs().types().find(each, text.get()).orElse(-ENOENT.number()))
                .orElse(ENOENT.result());
    }

    private long symbol(Cpu cpu, long name, long size, int flags, long to) {
        cpu.memory().range(to, Long.BYTES);
        cpu.memory().setLong(to, 0);
        Optional<String> asked = flags == 0 ? name(cpu.memory(), name, size) : Optional.empty();
        if (asked.isEmpty()) {
            return EINVAL.result();
        }
        Long address = kernel.world().symbols().get(asked.get());
        if (address == null) {
            return ENOENT.result();
        }
        cpu.memory().setLong(to, address);
        return 0;
    }

    /** A text with its NUL at the very end, and something before it. */
    private static Optional<String> name(GuestMemory memory, long name, long size) {
        memory.range(name, size);
        if (size <= 1 || size > Integer.MAX_VALUE || memory.getU8(name + size - 1) != 0) {
            return Optional.empty();
        }
        String text = new String(memory.read(name, (int) size), StandardCharsets.ISO_8859_1);
        return Optional.of(text.substring(0, text.indexOf('\0')));
    }
}
