package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EINVAL;

import io.github.bpf4j.runtime.contexts.FieldContext;
import io.github.bpf4j.runtime.contexts.Setting;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The helpers on the setting that is read or written (recorded in the corpus's socket_contexts-6.12.tsv). */
final class SysctlHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long BASE_NAME = 1;
    private static final int LONGEST_VALUE = 4095;

    private SysctlHelpers() {}

    static void register(HelperTable table) {
        table.put(101, (cpu, ctx, to, size, flags, r5) -> copy(cpu, name(cpu, flags), to, size & UINT))
                .put(
                        102,
                        (cpu, ctx, to, size, r4, r5) ->
                                value(cpu, Optional.of(setting(cpu).current()), to, size & UINT))
                .put(
                        103,
                        (cpu, ctx, to, size, r4, r5) -> value(cpu, setting(cpu).written(), to, size & UINT))
                .put(104, (cpu, ctx, from, size, r4, r5) -> replace(cpu, from, size & UINT));
    }

    private static Setting setting(Cpu cpu) {
        Optional<Setting> setting =
                cpu.context() instanceof FieldContext context ? context.setting() : Optional.empty();
        return setting.orElseThrow(() -> new GuestFault(FaultKind.BAD_ARGUMENT, "the run is about no setting"));
    }

    private static byte[] name(Cpu cpu, long flags) {
        String name = setting(cpu).name();
        return ((flags & BASE_NAME) != 0 ? name.substring(name.lastIndexOf('/') + 1) : name)
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Copies a text, a NUL behind it: its length, or E2BIG if it was cut. */
    private static long copy(Cpu cpu, byte[] text, long to, long size) {
        if (size == 0) {
            return E2BIG.result();
        }
        int copied = (int) Math.min(text.length, size - 1);
        cpu.memory().write(text, 0, to, copied);
        FilledMemory.zero(cpu, to + copied, size - copied);
        return copied < text.length ? E2BIG.result() : text.length;
    }

    /** Copies a value; one that is empty counts as none. */
    private static long value(Cpu cpu, Optional<byte[]> value, long to, long size) {
        if (value.isEmpty() || value.get().length == 0) {
            FilledMemory.zero(cpu, to, size);
            return EINVAL.result();
        }
        return copy(cpu, value.get(), to, size);
    }

    private static long replace(Cpu cpu, long from, long size) {
        Setting setting = setting(cpu);
        if (setting.written().map(value -> value.length == 0).orElse(true) || size == 0) {
            return EINVAL.result();
        }
        if (size > LONGEST_VALUE) {
            return E2BIG.result();
        }
        setting.replace(cpu.memory().read(from, (int) size));
        return 0;
    }
}
