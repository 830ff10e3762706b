package io.github.bpf4j.asm;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.function.IntFunction;

/**
 * Prints instructions as {@code llvm-objdump -d --mcpu=v4} of LLVM 19 does, and load-acquire and store-release as LLVM 20 does,
 * with the names that {@link Symbols} knows in angle brackets. {@link Assembler} reads all of it. Where llvm's text leaves out
 * what the instruction refers to, this one says more:
 *
 * <ul>
 *   <li>ld_imm64 of the kinds 1 to 6 (runtime spec 1.3) is {@code r1 = map_fd 0x3 ll}, {@code r1 = map_value 0x3 + 0x10 ll},
 *       {@code r1 = btf_id 0x7 + 0x0 ll}, {@code r1 = func +0x5 ll}, {@code r1 = map_idx 0x0 ll} and
 *       {@code r1 = map_idx_value 0x0 + 0x8 ll}, with the name of the map behind it;
 *   <li>a call of a function has a sign ({@code call +0x3}), a call of a helper has none ({@code call 0x3}), and a call of a
 *       kernel function is {@code call kfunc 0xc} or {@code call kfunc 0xc fd 0x1};
 *   <li>an indirect packet load shows its immediate, {@code r0 = *(u8 *)skb[r1 + 0x4]}.
 * </ul>
 *
 * <p>Immutable; safe for use by any thread if its names are.
 */
public final class Disassembler {
    /**
     * Names for what instructions refer to; an empty string where there is none. Slots that are asked for lie within the code.
     * Names may be any text: characters that would break a line or a bracket are replaced before printing.
     */
    public interface Symbols {
        /** No names at all. */
        Symbols NONE = new Symbols() {};

        /** The map whose address (or value's address) the ld_imm64 at a slot loads. */
        default String map(int insnOffset) {
            return "";
        }

        /** The function that begins at a slot. */
        default String function(int insnOffset) {
            return "";
        }

        /** The label at a slot within a function. */
        default String label(int insnOffset) {
            return "";
        }

        /** The helper with a number. */
        default String helper(int helperId) {
            return "";
        }

        /** The kernel function that the call at a slot calls. */
        default String kfunc(int insnOffset) {
            return "";
        }

        /** The source line, or lines, that begin at a slot, printed in front of it. */
        default String source(int insnOffset) {
            return "";
        }
    }

    private static final HexFormat RAW = HexFormat.ofDelimiter(" ");

    private final Symbols symbols;

    /** A disassembler that uses the given names. */
    public Disassembler(Symbols symbols) {
        this.symbols = symbols;
    }

    /**
     * All instructions: a header with the byte offset in front of each function, labels, source lines, and for each instruction
     * its slot number and, if wanted, its bytes in little-endian order. Jump targets are named by their label or by the
     * function in front of them, as in {@code <main+0x10>}.
     */
    public String listing(long[] code, boolean rawBytes) {
        StringBuilder text = new StringBuilder();
        InstructionText instructions = new InstructionText(symbols, placeNames(code.length));
        for (int at = 0; at < code.length; at++) {
            heading(text, at);
            boolean wide = InstructionText.isWholeWideLoad(code, at);
            text.append("%8d:\t".formatted(at));
            if (rawBytes) {
                long[] slots = Arrays.copyOfRange(code, at, at + (wide ? 2 : 1));
                text.append(RAW.formatHex(Encoder.encode(slots, ByteOrder.LITTLE_ENDIAN)))
                        .append('\t');
            }
            text.append(instructions.of(code, at)).append('\n');
            if (wide) {
                at++;
            }
        }
        return text.toString();
    }

    /**
     * The instruction at a slot; {@code <unknown>} if its encoding is not valid. Jump targets are named only where a function
     * or label is exactly there.
     *
     * @throws IndexOutOfBoundsException if the slot is outside the code
     */
    public String instruction(long[] code, int insnOffset) {
        return new InstructionText(symbols, this::ownName).of(code, insnOffset);
    }

    private void heading(StringBuilder text, int at) {
        String function = symbols.function(at);
        if (!function.isEmpty()) {
            text.append(at == 0 ? "" : "\n")
                    .append("%016x <".formatted((long) at * Decoder.SLOT_BYTES))
                    .append(InstructionText.printable(function))
                    .append(">:\n");
        }
        String label = symbols.label(at);
        if (!label.isEmpty()) {
            text.append('<').append(InstructionText.printable(label)).append(">:\n");
        }
        symbols.source(at)
                .lines()
                .forEach(line -> text.append("; ")
                        .append(InstructionText.withoutControls(line))
                        .append('\n'));
    }

    private String ownName(int insnOffset) {
        String label = symbols.label(insnOffset);
        return label.isEmpty() ? symbols.function(insnOffset) : label;
    }

    private IntFunction<String> placeNames(int slots) {
        int[] functionStarts = new int[slots];
        int start = -1;
        for (int at = 0; at < slots; at++) {
            start = symbols.function(at).isEmpty() ? start : at;
            functionStarts[at] = start;
        }
        return at -> {
            String name = ownName(at);
            int from = functionStarts[at];
            return !name.isEmpty() || from < 0
                    ? name
                    : symbols.function(from) + "+" + InstructionText.hex((at - from) * (long) Decoder.SLOT_BYTES);
        };
    }
}
