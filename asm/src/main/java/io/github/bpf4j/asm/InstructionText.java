package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Instruction.dst;
import static io.github.bpf4j.asm.Instruction.imm;
import static io.github.bpf4j.asm.Instruction.instructionClass;
import static io.github.bpf4j.asm.Instruction.mode;
import static io.github.bpf4j.asm.Instruction.offset;
import static io.github.bpf4j.asm.Instruction.operation;
import static io.github.bpf4j.asm.Instruction.src;
import static io.github.bpf4j.asm.Opcode.*;

import java.util.List;
import java.util.function.IntFunction;

/** The text of one instruction, without slot number and newline. */
final class InstructionText {
    /** The operators of arithmetic instructions by the upper half of the opcode; empty where the form is another. */
    static final List<String> ARITHMETIC =
            List.of("+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "=", "s>>=");

    /** The operators of conditional jumps by the upper half of the opcode; empty where the form is another. */
    static final List<String> COMPARISON =
            List.of("", "==", ">", ">=", "&", "!=", "s>", "s>=", "", "", "<", "<=", "s<", "s<=");

    private static final String UNKNOWN = "<unknown>";

    private final Disassembler.Symbols symbols;
    private final IntFunction<String> placeName;

    /** A printer that names slots, such as jump targets, with the given function. */
    InstructionText(Disassembler.Symbols symbols, IntFunction<String> placeName) {
        this.symbols = symbols;
        this.placeName = placeName;
    }

    static boolean isWholeWideLoad(long[] code, int at) {
        return Instruction.isWide(code[at])
                && at + 1 < code.length
                && EncodingRules.secondSlotRefusal(code[at], code[at + 1]).isEmpty();
    }

    String of(long[] code, int at) {
        long word = code[at];
        boolean wide = Instruction.isWide(word);
        if (!EncodingRules.refusal(word).isEmpty() || wide && !isWholeWideLoad(code, at)) {
            return UNKNOWN;
        }
        return switch (instructionClass(word)) {
            case ALU, ALU64 -> arithmetic(word);
            case JMP, JMP32 -> jump(code, at);
            case LD -> wide ? wideLoad(code, at) : legacyLoad(word);
            case LDX -> name(mode(word) == MEMSX || bits(word) == 64, dst(word)) + " = *" + access(word, src(word));
            case ST -> "*" + access(word, dst(word)) + " = " + hex(imm(word));
            default -> mode(word) == MEM ? "*" + access(word, dst(word)) + " = " + source(word) : atomic(word);
        };
    }

    static String hex(long value) {
        return value < 0 ? "-0x" + Long.toHexString(-value) : "0x" + Long.toHexString(value);
    }

    private static String unsignedHex(int value) {
        return "0x" + Integer.toHexString(value);
    }

    /** The text with what would end a line, or a name in angle brackets, replaced. */
    static String printable(String name) {
        return withoutControls(name).replace('<', '?').replace('>', '?');
    }

    /** The text with control characters other than tabs replaced. */
    static String withoutControls(String text) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = 0; i < clean.length(); i++) {
            char c = clean.charAt(i);
            int type = Character.getType(c);
            boolean control = type == Character.CONTROL
                    || type == Character.FORMAT
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR;
            if (control && c != '\t') {
                clean.setCharAt(i, '?');
            }
        }
        return clean.toString();
    }

    private static String hint(String name) {
        return name.isEmpty() ? "" : " <" + printable(name) + ">";
    }

    private static String name(boolean wide, int register) {
        return (wide ? "r" : "w") + register;
    }

    private static String arithmetic(long word) {
        boolean wide = instructionClass(word) == ALU64;
        boolean register = Instruction.hasRegisterOperand(word);
        String dst = name(wide, dst(word));
        String operand = register ? name(wide, src(word)) : hex(imm(word));
        return switch (operation(word)) {
            case END -> {
                String swap = wide ? "bswap" : register ? "be" : "le";
                yield "r%d = %s%d r%d".formatted(dst(word), swap, imm(word), dst(word));
            }
            case NEG -> dst + " = -" + dst;
            case MOV ->
                dst + " = "
                        + switch (offset(word)) {
                            case 0 -> operand;
                            case 1 ->
                                "addr_space_cast(%s, %s, %s)"
                                        .formatted(operand, hex(imm(word) >>> 16), hex(imm(word) & 0xffff));
                            default -> "(s" + offset(word) + ")" + operand;
                        };
            default -> {
                String signed = offset(word) == 1 ? "s" : "";
                yield dst + " " + signed + ARITHMETIC.get(operation(word) >> 4) + " " + operand;
            }
        };
    }

    private String jump(long[] code, int at) {
        long word = code[at];
        boolean wide = instructionClass(word) == JMP;
        return switch (operation(word)) {
            case JA -> wide ? "goto " + target(code, at, offset(word)) : "gotol " + target(code, at, imm(word));
            case JCOND -> "may_goto " + target(code, at, offset(word));
            case EXIT -> "exit";
            case CALL -> call(code, at);
            default ->
                "if %s %s %s goto %s"
                        .formatted(
                                name(wide, dst(word)),
                                COMPARISON.get(operation(word) >> 4),
                                Instruction.hasRegisterOperand(word) ? name(wide, src(word)) : hex(imm(word)),
                                target(code, at, offset(word)));
        };
    }

    private String target(long[] code, int at, int distance) {
        long target = at + 1L + distance;
        String name = target < 0 || target >= code.length ? "" : placeName.apply((int) target);
        return (distance < 0 ? "" : "+") + hex(distance) + hint(name);
    }

    private String call(long[] code, int at) {
        long word = code[at];
        return switch (src(word)) {
            case 0 -> "call " + unsignedHex(imm(word)) + hint(symbols.helper(imm(word)));
            case PSEUDO_CALL -> "call " + target(code, at, imm(word));
            default -> {
                String module = offset(word) == 0 ? "" : " fd " + hex(offset(word));
                yield "call kfunc " + hex(imm(word)) + module + hint(symbols.kfunc(at));
            }
        };
    }

    private String wideLoad(long[] code, int at) {
        int low = imm(code[at]);
        String upper = " + " + unsignedHex(imm(code[at + 1]));
        String value = switch (src(code[at])) {
            case PSEUDO_MAP_FD -> "map_fd " + hex(low);
            case PSEUDO_MAP_VALUE -> "map_value " + hex(low) + upper;
            case PSEUDO_BTF_ID -> "btf_id " + hex(low) + upper;
            case PSEUDO_FUNC -> "func " + target(code, at, low);
            case PSEUDO_MAP_IDX -> "map_idx " + hex(low);
            case PSEUDO_MAP_IDX_VALUE -> "map_idx_value " + hex(low) + upper;
            default -> hex(Instruction.wideImm(code[at], code[at + 1]));
        };
        return "r" + dst(code[at]) + " = " + value + " ll" + hint(symbols.map(at));
    }

    private static String legacyLoad(long word) {
        String register = "r" + src(word);
        String index =
                mode(word) != IND ? hex(imm(word)) : imm(word) == 0 ? register : register + displacement(imm(word));
        return "r0 = *(%s *)skb[%s]".formatted(type(word), index);
    }

    private static int bits(long word) {
        return Instruction.accessBytes(word) * 8;
    }

    private static String type(long word) {
        return (mode(word) == MEMSX ? "s" : "u") + bits(word);
    }

    private static String displacement(long distance) {
        return (distance < 0 ? " - " : " + ") + hex(Math.abs(distance));
    }

    private static String address(long word, int base) {
        return "r" + base + displacement(offset(word));
    }

    private static String access(long word, int base) {
        return "(%s *)(%s)".formatted(type(word), address(word, base));
    }

    private static String source(long word) {
        return name(bits(word) == 64, src(word));
    }

    private static String atomic(long word) {
        boolean wide = bits(word) == 64;
        String suffix = wide ? "_64" : "32_32";
        String place = access(word, dst(word));
        String address = address(word, dst(word));
        String src = source(word);
        return switch (imm(word)) {
            case LOAD_ACQUIRE -> "%s = load_acquire(%s)".formatted(name(wide, dst(word)), access(word, src(word)));
            case STORE_RELEASE -> "store_release(%s, %s)".formatted(place, src);
            case XCHG -> "%s = xchg%s(%s, %s)".formatted(src, suffix, address, src);
            case CMPXCHG -> {
                String compared = name(wide, 0);
                yield "%s = cmpxchg%s(%s, %s, %s)".formatted(compared, suffix, address, compared, src);
            }
            case ADD, OR, AND, XOR -> "lock *%s %s %s".formatted(place, ARITHMETIC.get(imm(word) >> 4), src);
            default -> "%s = atomic_fetch_%s(%s, %s)".formatted(src, fetchName(imm(word)), place, src);
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
