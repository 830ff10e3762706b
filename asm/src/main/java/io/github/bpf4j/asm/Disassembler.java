package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Opcode.*;

import java.util.HexFormat;

/**
 * Prints instructions as llvm-objdump does, with the names that {@link Symbols} knows. What llvm has no form for - map and
 * function addresses before loading, kernel functions - is printed in a form that {@link Assembler} reads.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class Disassembler {
    /** Names for what instructions refer to; an empty string where there is none. */
    public interface Symbols {
        /** The map whose address (or value's address) the ld_imm64 at a slot loads. */
        default String map(int insnOffset) {
            return "";
        }

        /** The function that begins at a slot. */
        default String function(int insnOffset) {
            return "";
        }

        /** The helper with a number. */
        default String helper(int helperId) {
            return "";
        }

        /** The source line that begins at a slot, printed in front of it. */
        default String source(int insnOffset) {
            return "";
        }

        /** No names at all. */
        Symbols NONE = new Symbols() {};
    }

    private static final String[] ARITHMETIC = {
        "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "=", "s>>="
    };
    private static final String[] COMPARISON = {
        "", "==", ">", ">=", "&", "!=", "s>", "s>=", "", "", "<", "<=", "s<", "s<="
    };

    private final Symbols symbols;

    /** A disassembler that uses the given names. */
    public Disassembler(Symbols symbols) {
        this.symbols = symbols;
    }

    /** All instructions: function headers, source lines, slot numbers and, if wanted, raw bytes. */
    public String listing(long[] code, boolean rawBytes) {
        StringBuilder text = new StringBuilder();
        for (int at = 0; at < code.length; at++) {
            String function = symbols.function(at);
            if (!function.isEmpty()) {
                text.append(at == 0 ? "" : "\n").append('<').append(function).append(">:\n");
            }
            String source = symbols.source(at);
            if (!source.isEmpty()) {
                text.append("; ").append(source).append('\n');
            }
            boolean wide = Instruction.isWide(code[at]) && at + 1 < code.length;
            text.append("%8d:\t".formatted(at));
            if (rawBytes) {
                text.append(raw(code, at, wide ? 2 : 1)).append('\t');
            }
            text.append(instruction(code, at)).append('\n');
            if (wide) {
                at++;
            }
        }
        return text.toString();
    }

    private static String raw(long[] code, int at, int slots) {
        byte[] bytes = Encoder.encode(java.util.Arrays.copyOfRange(code, at, at + slots), java.nio.ByteOrder.LITTLE_ENDIAN);
        return HexFormat.ofDelimiter(" ").formatHex(bytes);
    }

    /** The instruction at a slot; {@code <unknown>} if its encoding is not valid. */
    public String instruction(long[] code, int at) {
        long word = code[at];
        boolean wide = Instruction.isWide(word);
        if (!Decoder.refusal(word).isEmpty() || wide && at + 1 == code.length) {
            return "<unknown>";
        }
        return switch (Instruction.opcode(word) & 7) {
            case ALU, ALU64 -> arithmetic(word);
            case JMP, JMP32 -> jump(word, at);
            case LD -> wide ? wideLoad(word, code[at + 1], at) : legacyLoad(word);
            case LDX -> dst(word, true) + " = " + memory(word, Instruction.src(word));
            case ST -> memory(word, Instruction.dst(word)) + " = " + hex(Instruction.imm(word));
            default -> store(word);
        };
    }

    private static String dst(long word, boolean wide) {
        return (wide ? "r" : "w") + Instruction.dst(word);
    }

    private static String src(long word, boolean wide) {
        return (wide ? "r" : "w") + Instruction.src(word);
    }

    static String hex(long value) {
        return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
    }

    private static String signed(long value) {
        return value < 0 ? hex(value) : "+" + hex(value);
    }

    private static String arithmetic(long word) {
        int opcode = Instruction.opcode(word);
        boolean wide = (opcode & 7) == ALU64;
        boolean register = (opcode & X) != 0;
        int offset = Instruction.offset(word);
        int operation = opcode & 0xf0;
        String dst = dst(word, wide);
        String operand = register ? src(word, wide) : hex(Instruction.imm(word));
        return switch (operation) {
            case END -> {
                String swap = wide ? "bswap" : register ? "be" : "le";
                yield "%s = %s%d %s".formatted(dst(word, true), swap, Instruction.imm(word), dst(word, true));
            }
            case NEG -> dst + " = -" + dst;
            case MOV -> {
                if (register && wide && offset == 1) {
                    int imm = Instruction.imm(word);
                    yield "%s = addr_space_cast(%s, %s, %s)".formatted(dst, operand, hex(imm >>> 16), hex(imm & 0xffff));
                }
                yield dst + " = " + (offset == 0 ? "" : "(s" + offset + ")") + operand;
            }
            default -> "%s %s%s %s".formatted(dst, offset == 1 ? "s" : "", ARITHMETIC[operation >> 4], operand);
        };
    }

    private String jump(long word, int at) {
        int opcode = Instruction.opcode(word);
        boolean wide = (opcode & 7) == JMP;
        int offset = Instruction.offset(word);
        return switch (opcode & 0xf0) {
            case JA -> wide ? "goto " + target(at, offset) : "gotol " + target(at, Instruction.imm(word));
            case JCOND -> "may_goto " + target(at, offset);
            case EXIT -> "exit";
            case CALL -> call(word, at);
            default -> {
                String operand = (opcode & X) != 0 ? src(word, wide) : hex(Instruction.imm(word));
                yield "if %s %s %s goto %s"
                        .formatted(dst(word, wide), COMPARISON[(opcode & 0xf0) >> 4], operand, target(at, offset));
            }
        };
    }

    private String target(int at, int offset) {
        String label = symbols.function(at + 1 + offset);
        return signed(offset) + (label.isEmpty() ? "" : " <" + label + ">");
    }

    private String call(long word, int at) {
        int imm = Instruction.imm(word);
        return switch (Instruction.src(word)) {
            case 0 -> {
                String name = symbols.helper(imm);
                yield "call " + hex(imm) + (name.isEmpty() ? "" : " <" + name + ">");
            }
            case PSEUDO_CALL -> "call " + target(at, imm);
            default -> "call kfunc " + hex(imm) + (Instruction.offset(word) == 0 ? "" : " fd " + hex(Instruction.offset(word)));
        };
    }

    private String wideLoad(long word, long second, int at) {
        int low = Instruction.imm(word);
        int high = Instruction.imm(second);
        String name = symbols.map(at);
        String named = name.isEmpty() ? "" : " <" + name + ">";
        String value =
                switch (Instruction.src(word)) {
                    case PSEUDO_MAP_FD -> "map_fd " + hex(low);
                    case PSEUDO_MAP_VALUE -> "map_value " + hex(low) + " + " + hex(high & 0xffff_ffffL);
                    case PSEUDO_BTF_ID -> "btf_id " + hex(low) + " + " + hex(high & 0xffff_ffffL);
                    case PSEUDO_FUNC -> "func " + target(at, low);
                    case PSEUDO_MAP_IDX -> "map_idx " + hex(low);
                    case PSEUDO_MAP_IDX_VALUE -> "map_idx_value " + hex(low) + " + " + hex(high & 0xffff_ffffL);
                    default -> "0x" + Long.toHexString(Instruction.wideImm(word, second));
                };
        return dst(word, true) + " = " + value + " ll" + named;
    }

    private static String legacyLoad(long word) {
        boolean indirect = (Instruction.opcode(word) & 0xe0) == IND;
        String index = indirect
                ? src(word, true)
                        + (Instruction.imm(word) == 0 ? "" : " + " + hex(Instruction.imm(word)))
                : hex(Instruction.imm(word));
        return "r0 = *(%s *)skb[%s]".formatted(type(word), index);
    }

    private static String type(long word) {
        boolean signed = (Instruction.opcode(word) & 0xe0) == MEMSX;
        return (signed ? "s" : "u") + bits(word);
    }

    private static int bits(long word) {
        return switch (Instruction.opcode(word) & 0x18) {
            case B -> 8;
            case H -> 16;
            case W -> 32;
            default -> 64;
        };
    }

    private static String memory(long word, int base) {
        return "*(%s *)(%s)".formatted(type(word), address(word, base));
    }

    private static String address(long word, int base) {
        int offset = Instruction.offset(word);
        return "r" + base + (offset < 0 ? " - " : " + ") + hex(Math.abs(offset));
    }

    private static String store(long word) {
        boolean wide = bits(word) == 64;
        if ((Instruction.opcode(word) & 0xe0) == MEM) {
            return memory(word, Instruction.dst(word)) + " = " + src(word, wide);
        }
        String place = "(u%d *)(%s)".formatted(bits(word), address(word, Instruction.dst(word)));
        String src = src(word, wide);
        int operation = Instruction.imm(word);
        return switch (operation) {
            case LOAD_ACQUIRE ->
                "%s = load_acquire((u%d *)(%s))"
                        .formatted(dst(word, wide), bits(word), address(word, Instruction.src(word)));
            case STORE_RELEASE -> "store_release(%s, %s)".formatted(place, src);
            case XCHG ->
                "%s = xchg%s(%s, %s)".formatted(src, wide ? "_64" : "32_32", address(word, Instruction.dst(word)), src);
            case CMPXCHG -> {
                String result = wide ? "r0" : "w0";
                yield "%s = cmpxchg%s(%s, %s, %s)"
                        .formatted(result, wide ? "_64" : "32_32", address(word, Instruction.dst(word)), result, src);
            }
            case ADD, OR, AND, XOR -> "lock *%s %s %s".formatted(place, ARITHMETIC[operation >> 4], src);
            default -> "%s = atomic_fetch_%s(%s, %s)".formatted(src, fetchName(operation), place, src);
        };
    }

    private static String fetchName(int operation) {
        return switch (operation & ~FETCH) {
            case ADD -> "add";
            case OR -> "or";
            case AND -> "and";
            default -> "xor";
        };
    }
}
