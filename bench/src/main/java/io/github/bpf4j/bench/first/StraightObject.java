package io.github.bpf4j.bench.first;

import io.github.bpf4j.asm.Assembler;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * An object with one XDP program of any length, as clang would write it, without a compiler: what a program of so many instructions takes
 * should not depend on what is installed.
 */
final class StraightObject {
    static final String PROGRAM = "straight";

    /** A packet that the program reads to the end. */
    static final int FRAME_BYTES = 64;

    private static final int HEADER_BYTES = 64;
    private static final int SECTION_BYTES = 64;
    private static final int SYMBOL_BYTES = 24;
    private static final String[] SECTIONS = {"", ".strtab", "xdp", "license", ".symtab"};
    private static final int STRTAB = 1;
    private static final int XDP = 2;
    private static final int PROGBITS = 1;
    private static final int SYMTAB_TYPE = 2;
    private static final int STRTAB_TYPE = 3;
    private static final int ALLOC_EXECUTE = 6;
    private static final int ALLOC_WRITE = 3;
    private static final int MACHINE_BPF = 247;
    private static final int GLOBAL_FUNCTION = 0x12;

    private static final String HEAD = """
            r2 = *(u32 *)(r1 + 0)
            r3 = *(u32 *)(r1 + 4)
            r4 = r2
            r4 += %d
            if r4 <= r3 goto +2
            r0 = 1
            exit
            r0 = 0
            """.formatted(FRAME_BYTES);
    private static final int HEAD_INSTRUCTIONS = 8;

    /** Packet, stack and arithmetic; one branch in 24 instructions, for Linux has room for 8,192 in a program. */
    private static final String STEP = """
            r5 = *(u32 *)(r2 + %1$d)
            r0 += r5
            r6 = r0
            r6 >>= 7
            r0 ^= r6
            *(u64 *)(r10 - 8) = r0
            w7 = *(u16 *)(r2 + %1$d)
            w7 <<= 3
            r0 += r7
            r8 = *(u64 *)(r10 - 8)
            r8 *= 31
            r0 ^= r8
            r9 = r0
            r9 &= 255
            if r9 > 128 goto +1
            r0 ^= r5
            r9 = *(u8 *)(r2 + %1$d)
            r0 += r9
            *(u32 *)(r10 - 16) = r0
            w6 = *(u32 *)(r10 - 16)
            r0 -= r6
            r0 <<= 1
            r0 += r5
            r0 ^= 5
            """;

    private static final int STEP_INSTRUCTIONS = 24;
    private static final String TAIL = "r0 &= 1\nr0 += 1\nexit\n";
    private static final int TAIL_INSTRUCTIONS = 3;

    private StraightObject() {}

    /** The bytes of an object whose program has so many instructions, or a few less. */
    static byte[] of(int instructions) {
        int steps = (instructions - HEAD_INSTRUCTIONS - TAIL_INSTRUCTIONS) / STEP_INSTRUCTIONS;
        StringBuilder text = new StringBuilder(HEAD);
        IntStream.range(0, steps).forEach(step -> text.append(STEP.formatted(step % (FRAME_BYTES - Integer.BYTES))));
        return elf(bytes(Assembler.assemble(text.append(TAIL).toString())));
    }

    private static byte[] bytes(long[] words) {
        ByteBuffer bytes = little(words.length * Long.BYTES);
        Arrays.stream(words).forEach(bytes::putLong);
        return bytes.array();
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static byte[] elf(byte[] code) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        int[] names =
                Arrays.stream(SECTIONS).mapToInt(name -> add(strings, name)).toArray();
        int program = add(strings, PROGRAM);
        byte[] symbols = little(2 * SYMBOL_BYTES)
                .position(SYMBOL_BYTES)
                .putInt(program)
                .put((byte) GLOBAL_FUNCTION)
                .put((byte) 0)
                .putShort((short) XDP)
                .putLong(0)
                .putLong(code.length)
                .array();
        byte[][] contents = {
            {}, strings.toByteArray(), code, "Dual MIT/GPL\0".getBytes(StandardCharsets.US_ASCII), symbols
        };
        int[] types = {0, STRTAB_TYPE, PROGBITS, PROGBITS, SYMTAB_TYPE};
        int[] flags = {0, 0, ALLOC_EXECUTE, ALLOC_WRITE, 0};
        int[] offsets = new int[contents.length];
        int end = HEADER_BYTES;
        for (int i = 0; i < contents.length; i++) {
            offsets[i] = end;
            end += (contents[i].length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        }
        ByteBuffer out = little(end + contents.length * SECTION_BYTES);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
        out.putShort((short) 1)
                .putShort((short) MACHINE_BPF)
                .putInt(1)
                .putLong(0)
                .putLong(0)
                .putLong(end)
                .putInt(0);
        out.putShort((short) HEADER_BYTES).putShort((short) 0).putShort((short) 0);
        out.putShort((short) SECTION_BYTES).putShort((short) contents.length).putShort((short) STRTAB);
        for (int i = 0; i < contents.length; i++) {
            out.position(offsets[i]).put(contents[i]);
            out.position(end + i * SECTION_BYTES);
            if (types[i] != 0) {
                boolean symtab = types[i] == SYMTAB_TYPE;
                out.putInt(names[i]).putInt(types[i]).putLong(flags[i]).putLong(0);
                out.putLong(offsets[i]).putLong(contents[i].length);
                out.putInt(symtab ? STRTAB : 0).putInt(symtab ? 1 : 0);
                out.putLong(Long.BYTES).putLong(symtab ? SYMBOL_BYTES : 0);
            }
        }
        return out.array();
    }

    /** Appends a name; where it begins. */
    private static int add(ByteArrayOutputStream strings, String name) {
        int begin = strings.size();
        strings.writeBytes(name.getBytes(StandardCharsets.US_ASCII));
        strings.write(0);
        return begin;
    }
}
