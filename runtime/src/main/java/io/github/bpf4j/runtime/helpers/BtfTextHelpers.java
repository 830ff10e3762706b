package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.runtime.contexts.SequenceText;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.charset.StandardCharsets;

/** Values of the kernel's types as text: bpf_snprintf_btf and bpf_seq_printf_btf. Source: what Linux 6.12 answers. */
final class BtfTextHelpers {
    private static final long UINT = 0xffff_ffffL;

    /** Bytes of {@code struct btf_ptr}: a pointer, the number of its type, flags that nobody looks at. */
    private static final int POINTER_BYTES = 16;

    private static final int TYPE = 8;

    private final Btf types;

    BtfTextHelpers(Btf types) {
        this.types = types;
    }

    void register(HelperTable table) {
        table.put(149, this::print)
                .put(
                        150,
                        (cpu, sequence, pointer, size, flags, r5) ->
                                printSequence(cpu, sequence, pointer, size, flags));
    }

    /** Why there is nothing to show: a negative errno, or 0. */
    private long refusal(GuestMemory memory, long pointer, long size, long flags) {
        if ((flags & ~BtfText.FLAGS) != 0 || (size & UINT) != POINTER_BYTES) {
            return EINVAL.result();
        }
        int type = memory.getInt(pointer + TYPE);
        if (type == 0) {
            return EINVAL.result();
        }
        return type < 0 || type > types.typeCount() ? ENOENT.result() : 0;
    }

    private long print(Cpu cpu, long to, long size, long pointer, long pointerSize, long flags) {
        GuestMemory memory = cpu.memory();
        long refusal = refusal(memory, pointer, pointerSize, flags);
        if (refusal != 0) {
            return refusal;
        }
        BtfText text = new BtfText(memory, types, flags);
        long result = text.show(memory.getInt(pointer + TYPE), memory.getLong(pointer));
        byte[] bytes = text.text().getBytes(StandardCharsets.ISO_8859_1);
        int room = (int) Math.min(size & UINT, bytes.length + 1L);
        if (room > 0) {
            memory.write(bytes, 0, to, room - 1);
            memory.setU8(to + room - 1, 0);
        }
        return result;
    }

    private long printSequence(Cpu cpu, long sequence, long pointer, long pointerSize, long flags) {
        SequenceText to = SequenceHelpers.text(cpu, sequence);
        long refusal = refusal(cpu.memory(), pointer, pointerSize, flags);
        if (refusal != 0) {
            return refusal;
        }
        BtfText text = new BtfText(cpu.memory(), types, flags);
        long result =
                text.show(cpu.memory().getInt(pointer + TYPE), cpu.memory().getLong(pointer));
        // Whoever reads the iterator finds out that a text does not fit: its program is not told.
        to.write(text.text().getBytes(StandardCharsets.ISO_8859_1), false);
        return Math.min(result, 0);
    }
}
