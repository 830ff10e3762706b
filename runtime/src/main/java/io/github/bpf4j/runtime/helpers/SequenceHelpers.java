package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOVERFLOW;

import io.github.bpf4j.runtime.contexts.IteratorContext;
import io.github.bpf4j.runtime.contexts.SequenceText;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.nio.charset.StandardCharsets;

/** What iterators write: bpf_seq_printf and bpf_seq_write. */
final class SequenceHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final int SEQ_PRINTF = 126;
    private static final int SEQ_WRITE = 127;

    private SequenceHelpers() {}

    static void register(HelperTable table) {
        table.put(SEQ_PRINTF, SequenceHelpers::print)
                .put(SEQ_WRITE, (cpu, sequence, data, length, r4, r5) -> write(cpu, sequence, data, length));
    }

    /** The text that a run writes. */
    static SequenceText text(Cpu cpu, long sequence) {
        if (!(cpu.context() instanceof IteratorContext context)
                || context.text().address() != sequence) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "what an iterator writes to is not the text of its run");
        }
        return context.text();
    }

    private static long print(Cpu cpu, long sequence, long format, long size, long data, long length) {
        SequenceText text = text(cpu, sequence);
        long[] arguments = TextHelpers.arguments(cpu.memory(), data, length & UINT);
        String printed = arguments == null ? null : FormatString.format(cpu.memory(), format, size & UINT, arguments);
        if (printed == null) {
            return EINVAL.result();
        }
        return text.write(printed.getBytes(StandardCharsets.ISO_8859_1), false) && !text.isOverflowed()
                ? 0
                : EOVERFLOW.result();
    }

    private static long write(Cpu cpu, long sequence, long data, long length) {
        SequenceText text = text(cpu, sequence);
        int bytes = (int) (length & UINT);
        if (bytes < 0 || !cpu.memory().holds(data, bytes)) {
            throw new GuestFault(FaultKind.BAD_ARGUMENT, "an iterator writes " + (length & UINT) + " bytes");
        }
        return text.write(cpu.memory().read(data, bytes), false) ? 0 : EOVERFLOW.result();
    }
}
