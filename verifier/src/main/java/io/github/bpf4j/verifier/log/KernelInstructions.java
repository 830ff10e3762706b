package io.github.bpf4j.verifier.log;

import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;

/** Instructions as the kernel's logs have them: the opcode in hexadecimal, offsets with their sign, jumps by their distance. */
final class KernelInstructions {
    private static final String[] ARITHMETIC = {
        "+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "=", "s>>="
    };
    private static final String[] COMPARISONS = {
        "", "==", ">", ">=", "&", "!=", "s>", "s>=", "", "", "<", "<=", "s<", "s<="
    };

    private final long[] code;
    private final Disassembler.Symbols names;

    KernelInstructions(long[] code, Disassembler.Symbols names) {
        this.code = code;
        this.names = names;
    }

    String at(int slot) {
        long word = code[slot];
        return "(%02x) ".formatted(Instruction.opcode(word))
                + switch (Instruction.instructionClass(word)) {
                    case Opcode.ALU -> arithmetic(word, "w");
                    case Opcode.ALU64 -> arithmetic(word, "r");
                    case Opcode.LDX -> register("r", Instruction.dst(word)) + " = " + load(word);
                    case Opcode.ST -> memory(word, Instruction.dst(word), 'u') + " = " + Instruction.imm(word);
                    case Opcode.STX -> store(word);
                    case Opcode.LD -> special(slot, word);
                    default -> jump(slot, word);
                };
    }

    private static String register(String letter, int number) {
        return letter + number;
    }

    private static String arithmetic(long word, String letter) {
        String dst = register(letter, Instruction.dst(word));
        String src = register(letter, Instruction.src(word));
        int operation = Instruction.operation(word);
        if (operation == Opcode.NEG) {
            return dst + " = -" + dst;
        }
        if (operation == Opcode.END) {
            boolean swap = Instruction.instructionClass(word) == Opcode.ALU64;
            String kind = swap ? "bswap" : Instruction.hasRegisterOperand(word) ? "be" : "le";
            String whole = register("r", Instruction.dst(word));
            return whole + " = " + kind + Instruction.imm(word) + " " + whole;
        }
        String operand = Instruction.hasRegisterOperand(word) ? src : Integer.toString(Instruction.imm(word));
        if (operation == Opcode.MOV) {
            int extension = Instruction.offset(word);
            return dst + " = " + (extension == 0 ? "" : "(s" + extension + ")") + operand;
        }
        boolean signed = Instruction.offset(word) == 1;
        return dst + (signed ? " s" : " ") + ARITHMETIC[operation >>> 4] + " " + operand;
    }

    private static String memory(long word, int base, char sign) {
        return "*(%c%d *)(r%d %+d)".formatted(sign, Instruction.accessBytes(word) * 8, base, Instruction.offset(word));
    }

    private static String load(long word) {
        return memory(word, Instruction.src(word), Instruction.mode(word) == Opcode.MEMSX ? 's' : 'u');
    }

    private static String store(long word) {
        String src = register("r", Instruction.src(word));
        if (Instruction.mode(word) != Opcode.ATOMIC) {
            return memory(word, Instruction.dst(word), 'u') + " = " + src;
        }
        int bits = Instruction.accessBytes(word) * 8;
        String wide = bits == 64 ? "atomic64_" : "atomic_";
        String place = "((u%d *)(r%d %+d)".formatted(bits, Instruction.dst(word), Instruction.offset(word));
        int operation = Instruction.imm(word);
        String sign = sign(operation & ~Opcode.FETCH);
        return switch (operation) {
            case Opcode.LOAD_ACQUIRE ->
                "%s = load_acquire((u%d *)(r%d %+d))"
                        .formatted(
                                register("r", Instruction.dst(word)),
                                bits,
                                Instruction.src(word),
                                Instruction.offset(word));
            case Opcode.STORE_RELEASE -> "store_release" + place + ", " + src + ")";
            case Opcode.XCHG -> src + " = " + wide + "xchg" + place + ", " + src + ")";
            case Opcode.CMPXCHG -> "r0 = " + wide + "cmpxchg" + place + ", r0, " + src + ")";
            default ->
                (operation & Opcode.FETCH) == 0
                        ? "lock " + memory(word, Instruction.dst(word), 'u') + " " + sign + "= " + src
                        : src + " = " + wide + "fetch_" + word(sign) + place + ", " + src + ")";
        };
    }

    private static String sign(int operation) {
        return switch (operation) {
            case Opcode.ADD -> "+";
            case Opcode.AND -> "&";
            case Opcode.OR -> "|";
            default -> "^";
        };
    }

    private static String word(String sign) {
        return switch (sign) {
            case "+" -> "add";
            case "&" -> "and";
            case "|" -> "or";
            default -> "xor";
        };
    }

    private String special(int slot, long word) {
        if (!Instruction.isWide(word)) {
            String index = Instruction.mode(word) == Opcode.IND ? "r" + Instruction.src(word) + " + " : "";
            return "r0 = *(u%d *)skb[%s%d]".formatted(Instruction.accessBytes(word) * 8, index, Instruction.imm(word));
        }
        String dst = register("r", Instruction.dst(word)) + " = ";
        return dst
                + switch (Instruction.src(word)) {
                    case Opcode.PSEUDO_MAP_FD -> "map[" + names.map(slot) + "]";
                    case Opcode.PSEUDO_MAP_VALUE ->
                        "map[%s]+%d".formatted(names.map(slot), Instruction.imm(code[slot + 1]));
                    case Opcode.PSEUDO_FUNC -> "func[" + names.function(slot + 1 + Instruction.imm(word)) + "]";
                    default -> "0x" + Long.toHexString(Instruction.wideImm(word, code[slot + 1]));
                };
    }

    private String jump(int slot, long word) {
        int operation = Instruction.operation(word);
        boolean half = Instruction.instructionClass(word) == Opcode.JMP32;
        int distance = half && operation == Opcode.JA ? Instruction.imm(word) : Instruction.offset(word);
        return switch (operation) {
            case Opcode.EXIT -> "exit";
            case Opcode.JA -> (half ? "gotol" : "goto") + " pc%+d".formatted(distance);
            case Opcode.JCOND -> "may_goto pc%+d".formatted(distance);
            case Opcode.CALL ->
                switch (Instruction.src(word)) {
                    case Opcode.PSEUDO_CALL -> "call pc%+d".formatted(Instruction.imm(word));
                    case Opcode.PSEUDO_KFUNC_CALL -> "call " + names.kfunc(slot) + "#" + Instruction.imm(word);
                    default -> "call " + names.helper(Instruction.imm(word)) + "#" + Instruction.imm(word);
                };
            default -> {
                String letter = half ? "w" : "r";
                String right = Instruction.hasRegisterOperand(word)
                        ? register(letter, Instruction.src(word))
                        : "0x" + Integer.toHexString(Instruction.imm(word));
                yield "if %s %s %s goto pc%+d"
                        .formatted(
                                register(letter, Instruction.dst(word)), COMPARISONS[operation >>> 4], right, distance);
            }
        };
    }
}
