package io.github.bpf4j.asm;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads instructions in the syntax of llvm's assembler, one a line, and everything that {@link Disassembler} prints of valid
 * code: slot numbers, raw bytes, headings and names in angle brackets are passed over.
 *
 * <p>On top of llvm's syntax there are the forms that the disassembler adds, and llvm's {@code ld_pseudo r1, 0x1, 0x3}. A line
 * may begin with labels ({@code name:}) and end with a comment ({@code #}, {@code ;} or {@code //}). Numbers are decimal or,
 * with {@code 0x}, hexadecimal. A 32-bit immediate goes from -0x80000000 to 0xffffffff, of which the upper half stands for the
 * same bits as a negative number and is sign-extended like one. Jumps and calls of functions go to a label or to a signed
 * distance in slots from the next instruction; {@code call 5} without a sign calls a helper.
 *
 * <p>Pure, and safe for use by any thread.
 */
public final class Assembler {
    private record Reference(int insnOffset, String label, boolean inImm, int line, int column) {}

    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Reference> references = new ArrayList<>();
    private long[] words = new long[64];
    private int size;

    private Assembler() {}

    /**
     * The words of a text.
     *
     * @throws AssemblyException for the first line that is not understood, and for labels that are missing or too far
     */
    public static long[] assemble(String text) {
        Assembler assembler = new Assembler();
        int line = 0;
        for (String each : text.split("\n", -1)) {
            line++;
            assembler.read(new Cursor(line, each));
        }
        assembler.references.forEach(assembler::resolve);
        return Arrays.copyOf(assembler.words, assembler.size);
    }

    private void read(Cursor cursor) {
        cursor.skipPosition();
        if (cursor.isHeading()) {
            return;
        }
        while (readLabel(cursor)) {
            cursor.skipPosition();
        }
        if (cursor.atEnd()) {
            return;
        }
        int line = cursor.line();
        int column = cursor.column();
        InstructionParser parser = new InstructionParser(cursor, this::distance);
        long[] instruction = parser.parse();
        String refusal = EncodingRules.refusal(instruction[0]);
        if (!refusal.isEmpty()) {
            throw new AssemblyException(line, column, refusal);
        }
        for (long word : instruction) {
            append(word);
        }
    }

    private boolean readLabel(Cursor cursor) {
        int start = cursor.mark();
        String label = cursor.peekWord();
        if (label.isEmpty() || !cursor.acceptWord(label)) {
            return false;
        }
        if (!cursor.isNext(":")) {
            cursor.rewind(start);
            return false;
        }
        if (labels.putIfAbsent(label, size) != null) {
            throw cursor.wrong("label " + label + " is there twice");
        }
        cursor.expect(":");
        return true;
    }

    private void append(long word) {
        if (size == words.length) {
            words = Arrays.copyOf(words, size * 2);
        }
        words[size++] = word;
    }

    private int distance(String label, boolean inImm, int line, int column) {
        references.add(new Reference(size, label, inImm, line, column));
        return 0;
    }

    private void resolve(Reference reference) {
        Integer target = labels.get(reference.label());
        if (target == null) {
            throw new AssemblyException(reference.line(), reference.column(), "there is no label " + reference.label());
        }
        int distance = target - reference.insnOffset() - 1;
        if (!reference.inImm() && distance != (short) distance) {
            throw new AssemblyException(
                    reference.line(),
                    reference.column(),
                    "label " + reference.label() + " is " + distance + " slots away, the most are -32768 and 32767");
        }
        long word = words[reference.insnOffset()];
        words[reference.insnOffset()] = reference.inImm()
                ? word & 0xffff_ffffL | (long) distance << 32
                : word & ~0xffff_0000L | (distance & 0xffffL) << 16;
    }
}
