package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Opcode.*;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads instructions in llvm's syntax: what {@link Disassembler} prints, with labels ({@code name:}), comments ({@code #},
 * {@code ;}, {@code //}) and immediates in decimal or hexadecimal.
 *
 * <p>Jumps and calls of functions go to a label or to a signed distance in slots; {@code call 5} without a sign calls a helper.
 * Addresses that have no form in llvm: {@code r1 = map_fd 3 ll}, {@code r1 = map_value 3 + 16 ll}, {@code r1 = map_idx 0 ll},
 * {@code r1 = map_idx_value 0 + 8 ll}, {@code r1 = btf_id 7 + 0 ll}, {@code r1 = func +5 ll}, {@code call kfunc 12 fd 1}.
 */
public final class Assembler {
    private static final String NUMBER = "([+-]?(?:0x[0-9a-fA-F]+|[0-9]+))";
    private static final String REG = "([rw])(10|[0-9])";
    private static final String TARGET = "([+-](?:0x[0-9a-fA-F]+|[0-9]+)|[A-Za-z_.$][\\w.$]*)";
    private static final String ADDRESS = "\\( ?r(10|[0-9])(?: ?([+-]) ?(0x[0-9a-fA-F]+|[0-9]+))? ?\\)";
    private static final String TYPE = "\\( ?([us])(8|16|32|64) ?\\* ?\\)";
    private static final String NAME_HINT = "(?: ?<[^>]*>)?";
    private static final List<String> ARITHMETIC =
            List.of("+=", "-=", "*=", "/=", "|=", "&=", "<<=", ">>=", "", "%=", "^=", "=", "s>>=");
    private static final List<String> COMPARISON =
            List.of("", "==", ">", ">=", "&", "!=", "s>", "s>=", "", "", "<", "<=", "s<", "s<=");

    private record Form(Pattern pattern, BiFunction<Assembler, MatchResult, long[]> build) {}

    private record Fixup(int insnOffset, String label, boolean inImm, int line) {}

    private final List<Long> words = new ArrayList<>();
    private final Map<String, Integer> labels = new HashMap<>();
    private final List<Fixup> fixups = new ArrayList<>();
    private int line;

    private static final List<Form> FORMS = new ArrayList<>();

    static {
        addArithmetic();
        addMemory();
        addAtomics();
        addJumps();
        addWide();
    }

    private Assembler() {}

    /**
     * The words of a text, one instruction a line.
     *
     * @throws AssemblyException for the first line that is not understood, and for labels that are missing or too far
     */
    public static long[] assemble(String text) {
        Assembler assembler = new Assembler();
        for (String each : text.split("\n", -1)) {
            assembler.line++;
            assembler.read(each);
        }
        assembler.fixups.forEach(assembler::resolve);
        return assembler.words.stream().mapToLong(Long::longValue).toArray();
    }

    private void read(String raw) {
        String text = raw.replaceFirst("(#|;|//).*", "").strip().replaceAll("\\s+", " ");
        Matcher label = Pattern.compile("([A-Za-z_.$][\\w.$]*|<[^>]+>): ?").matcher(text);
        if (label.lookingAt()) {
            if (labels.putIfAbsent(label.group(1), words.size()) != null) {
                throw error("label " + label.group(1) + " is there twice");
            }
            text = text.substring(label.end());
        }
        if (text.isEmpty()) {
            return;
        }
        for (Form form : FORMS) {
            Matcher matcher = form.pattern().matcher(text);
            if (matcher.matches()) {
                for (long word : form.build().apply(this, matcher.toMatchResult())) {
                    words.add(word);
                }
                return;
            }
        }
        throw error("\"" + text + "\" is no instruction; expected one in llvm's syntax, such as r0 += 1");
    }

    private AssemblyException error(String reason) {
        return new AssemblyException(line, reason);
    }

    private static void form(String pattern, BiFunction<Assembler, MatchResult, Long> build) {
        formWide(pattern, (a, match) -> new long[] {build.apply(a, match)});
    }

    private static void formWide(String pattern, BiFunction<Assembler, MatchResult, long[]> build) {
        FORMS.add(new Form(Pattern.compile(pattern), build));
    }

    private static void addArithmetic() {
        form("([rw])(10|[0-9]) = -([rw])(10|[0-9])", (a, m) -> {
            a.same(m.group(1) + m.group(2), m.group(3) + m.group(4));
            return Instruction.pack(alu(m.group(1)) | NEG, register(m.group(2)), 0, 0, 0);
        });
        form("r(10|[0-9]) = (be|le|bswap)(16|32|64) r(10|[0-9])", (a, m) -> {
            a.same(m.group(1), m.group(4));
            int opcode = END
                    | switch (m.group(2)) {
                        case "be" -> ALU | X;
                        case "le" -> ALU;
                        default -> ALU64;
                    };
            return Instruction.pack(opcode, register(m.group(1)), 0, 0, register(m.group(3)));
        });
        form("r(10|[0-9]) = addr_space_cast\\( ?r(10|[0-9]) ?, ?" + NUMBER + " ?, ?" + NUMBER + " ?\\)", (a, m) -> {
            int imm = (int) (a.number(m.group(3)) << 16 | a.number(m.group(4)));
            return Instruction.pack(ALU64 | MOV | X, register(m.group(1)), register(m.group(2)), 1, imm);
        });
        form(REG + " = \\( ?s(8|16|32) ?\\) ?" + REG, (a, m) -> {
            a.sameWidth(m.group(1), m.group(4));
            int opcode = alu(m.group(1)) | MOV | X;
            return Instruction.pack(opcode, register(m.group(2)), register(m.group(5)), register(m.group(3)), 0);
        });
        form(REG + " (s?[-+*/|&<>%^]{0,2}=|s>>=) ?" + REG, (a, m) -> {
            a.sameWidth(m.group(1), m.group(4));
            int opcode = alu(m.group(1)) | a.operation(m.group(3)) | X;
            return Instruction.pack(opcode, register(m.group(2)), register(m.group(5)), division(m.group(3)), 0);
        });
        form(REG + " (s?[-+*/|&<>%^]{0,2}=|s>>=) ?" + NUMBER, (a, m) -> {
            int opcode = alu(m.group(1)) | a.operation(m.group(3));
            return Instruction.pack(opcode, register(m.group(2)), 0, division(m.group(3)), a.imm(m.group(4)));
        });
    }

    private static void addMemory() {
        form("r(10|[0-9]) = \\*" + TYPE + " ?" + ADDRESS, (a, m) -> {
            int mode = m.group(2).equals("s") ? MEMSX : MEM;
            int opcode = LDX | mode | size(m.group(3));
            return Instruction.pack(opcode, register(m.group(1)), register(m.group(4)), a.offset(m, 5), 0);
        });
        form("w(10|[0-9]) = \\*" + TYPE + " ?" + ADDRESS, (a, m) -> {
            if (m.group(2).equals("s") || m.group(3).equals("64")) {
                throw a.error("a 32-bit register takes unsigned loads of up to 32 bits");
            }
            return Instruction.pack(
                    LDX | MEM | size(m.group(3)), register(m.group(1)), register(m.group(4)), a.offset(m, 5), 0);
        });
        form(
                "\\*" + TYPE + " ?" + ADDRESS + " = " + REG,
                (a, m) -> Instruction.pack(
                        STX | MEM | size(m.group(2)), register(m.group(3)), register(m.group(7)), a.offset(m, 4), 0));
        form(
                "\\*" + TYPE + " ?" + ADDRESS + " = " + NUMBER,
                (a, m) -> Instruction.pack(
                        ST | MEM | size(m.group(2)), register(m.group(3)), 0, a.offset(m, 4), a.imm(m.group(6))));
        form("r0 = \\*\\( ?u(8|16|32) ?\\* ?\\) ?skb ?\\[ ?r(10|[0-9])(?: ?\\+ ?" + NUMBER + ")? ?\\]", (a, m) -> {
            int imm = m.group(3) == null ? 0 : a.imm(m.group(3));
            return Instruction.pack(LD | IND | size(m.group(1)), 0, register(m.group(2)), 0, imm);
        });
        form(
                "r0 = \\*\\( ?u(8|16|32) ?\\* ?\\) ?skb ?\\[ ?" + NUMBER + " ?\\]",
                (a, m) -> Instruction.pack(LD | ABS | size(m.group(1)), 0, 0, 0, a.imm(m.group(2))));
    }

    private static void addAtomics() {
        form(
                "lock \\*" + TYPE + " ?" + ADDRESS + " ([+|&^]=) ?" + REG,
                (a, m) -> atomic(m.group(2), m.group(3), a.offset(m, 4), m.group(8), a.operation(m.group(6))));
        form(
                REG + " = atomic_fetch_(add|or|and|xor)\\( ?" + TYPE + " ?" + ADDRESS + " ?, ?" + REG + " ?\\)",
                (a, m) -> {
                    a.same(m.group(1) + m.group(2), m.group(9) + m.group(10));
                    int operation = FETCH
                            | switch (m.group(3)) {
                                case "add" -> ADD;
                                case "or" -> OR;
                                case "and" -> AND;
                                default -> XOR;
                            };
                    return atomic(m.group(5), m.group(6), a.offset(m, 7), m.group(10), operation);
                });
        String place = "\\( ?r(10|[0-9])(?: ?([+-]) ?(0x[0-9a-fA-F]+|[0-9]+))? ?, ?";
        form(REG + " = xchg(32_32|_64)" + place + REG + " ?\\)", (a, m) -> {
            a.same(m.group(1) + m.group(2), m.group(7) + m.group(8));
            return atomic(width(m.group(3)), m.group(4), a.offset(m, 5), m.group(8), XCHG);
        });
        form(
                "[rw]0 = cmpxchg(32_32|_64)" + place + "[rw]0 ?, ?" + REG + " ?\\)",
                (a, m) -> atomic(width(m.group(1)), m.group(2), a.offset(m, 3), m.group(6), CMPXCHG));
        form(
                REG + " = load_acquire\\( ?" + TYPE + " ?" + ADDRESS + " ?\\)",
                (a, m) -> Instruction.pack(
                        STX | ATOMIC | size(m.group(4)),
                        register(m.group(2)),
                        register(m.group(5)),
                        a.offset(m, 6),
                        LOAD_ACQUIRE));
        form(
                "store_release\\( ?" + TYPE + " ?" + ADDRESS + " ?, ?" + REG + " ?\\)",
                (a, m) -> atomic(m.group(2), m.group(3), a.offset(m, 4), m.group(7), STORE_RELEASE));
    }

    private static void addJumps() {
        form("exit", (a, m) -> Instruction.pack(JMP | EXIT, 0, 0, 0, 0));
        form(
                "goto " + TARGET + NAME_HINT,
                (a, m) -> Instruction.pack(JMP | JA, 0, 0, a.distance(m.group(1), false), 0));
        form(
                "gotol " + TARGET + NAME_HINT,
                (a, m) -> Instruction.pack(JMP32 | JA, 0, 0, 0, a.distance(m.group(1), true)));
        form(
                "may_goto " + TARGET + NAME_HINT,
                (a, m) -> Instruction.pack(JMP | JCOND, 0, 0, a.distance(m.group(1), false), 0));
        form("if " + REG + " (s?[<>]=?|==|!=|&) ?" + REG + " goto " + TARGET + NAME_HINT, (a, m) -> {
            a.sameWidth(m.group(1), m.group(4));
            int opcode = jmp(m.group(1)) | a.comparison(m.group(3)) | X;
            return Instruction.pack(
                    opcode, register(m.group(2)), register(m.group(5)), a.distance(m.group(6), false), 0);
        });
        form("if " + REG + " (s?[<>]=?|==|!=|&) ?" + NUMBER + " goto " + TARGET + NAME_HINT, (a, m) -> {
            int opcode = jmp(m.group(1)) | a.comparison(m.group(3));
            return Instruction.pack(opcode, register(m.group(2)), 0, a.distance(m.group(5), false), a.imm(m.group(4)));
        });
        form(
                "call (0x[0-9a-fA-F]+|[0-9]+)" + NAME_HINT,
                (a, m) -> Instruction.pack(JMP | CALL, 0, 0, 0, a.imm(m.group(1))));
        form("call kfunc " + NUMBER + "(?: fd " + NUMBER + ")?", (a, m) -> {
            int offset = m.group(2) == null ? 0 : a.imm(m.group(2));
            return Instruction.pack(JMP | CALL, 0, PSEUDO_KFUNC_CALL, offset, a.imm(m.group(1)));
        });
        form(
                "call " + TARGET + NAME_HINT,
                (a, m) -> Instruction.pack(JMP | CALL, 0, PSEUDO_CALL, 0, a.distance(m.group(1), true)));
    }

    private static void addWide() {
        formWide(
                "r(10|[0-9]) = func " + TARGET + NAME_HINT + " ll" + NAME_HINT,
                (a, m) -> wide(register(m.group(1)), PSEUDO_FUNC, a.distance(m.group(2), true), 0));
        formWide(
                "r(10|[0-9]) = (map_fd|map_idx) " + NUMBER + " ll" + NAME_HINT,
                (a, m) -> wide(
                        register(m.group(1)),
                        m.group(2).equals("map_fd") ? PSEUDO_MAP_FD : PSEUDO_MAP_IDX,
                        a.imm(m.group(3)),
                        0));
        formWide(
                "r(10|[0-9]) = (map_value|map_idx_value|btf_id) " + NUMBER + " \\+ " + NUMBER + " ll" + NAME_HINT,
                (a, m) -> wide(
                        register(m.group(1)),
                        switch (m.group(2)) {
                            case "map_value" -> PSEUDO_MAP_VALUE;
                            case "btf_id" -> PSEUDO_BTF_ID;
                            default -> PSEUDO_MAP_IDX_VALUE;
                        },
                        a.imm(m.group(3)),
                        a.imm(m.group(4))));
        formWide("r(10|[0-9]) = " + NUMBER + " ll", (a, m) -> {
            long value = a.number(m.group(2));
            return wide(register(m.group(1)), 0, (int) value, (int) (value >>> 32));
        });
    }

    private static long[] wide(int dst, int source, int low, int high) {
        return new long[] {Instruction.pack(LD | IMM | DW, dst, source, 0, low), Instruction.pack(0, 0, 0, 0, high)};
    }

    private static long atomic(String bits, String base, int offset, String source, int operation) {
        return Instruction.pack(STX | ATOMIC | size(bits), register(base), register(source), offset, operation);
    }

    private static String width(String suffix) {
        return suffix.equals("_64") ? "64" : "32";
    }

    private static int alu(String width) {
        return width.equals("r") ? ALU64 : ALU;
    }

    private static int jmp(String width) {
        return width.equals("r") ? JMP : JMP32;
    }

    private static int size(String bits) {
        return switch (bits) {
            case "8" -> B;
            case "16" -> H;
            case "32" -> W;
            default -> DW;
        };
    }

    private int operation(String operator) {
        int index = ARITHMETIC.indexOf(division(operator) == 1 ? operator.substring(1) : operator);
        if (index < 0) {
            throw error("there is no operator " + operator);
        }
        return index << 4;
    }

    private static int division(String operator) {
        return operator.equals("s/=") || operator.equals("s%=") ? 1 : 0;
    }

    private int comparison(String operator) {
        int index = COMPARISON.indexOf(operator);
        if (index < 0) {
            throw error("there is no comparison " + operator);
        }
        return index << 4;
    }

    private static int register(String number) {
        return Integer.parseInt(number);
    }

    private void same(String left, String right) {
        if (!left.equals(right)) {
            throw error("both registers must be the same, not " + left + " and " + right);
        }
    }

    private void sameWidth(String left, String right) {
        if (!left.equals(right)) {
            throw error("the registers must be both r or both w");
        }
    }

    private long number(String text) {
        boolean negative = text.startsWith("-");
        String digits = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
        try {
            long value = digits.startsWith("0x")
                    ? Long.parseUnsignedLong(digits.substring(2), 16)
                    : Long.parseUnsignedLong(digits);
            return negative ? -value : value;
        } catch (NumberFormatException e) {
            throw error("the number " + text + " does not fit 64 bits");
        }
    }

    private int imm(String text) {
        long value = number(text);
        if (value < Integer.MIN_VALUE || value > 0xffff_ffffL) {
            throw error("the immediate " + text + " does not fit 32 bits");
        }
        return (int) value;
    }

    private int offset(MatchResult m, int signGroup) {
        if (m.group(signGroup) == null) {
            return 0;
        }
        long value = number(m.group(signGroup + 1)) * (m.group(signGroup).equals("-") ? -1 : 1);
        if (value != (short) value) {
            throw error("the offset " + value + " does not fit 16 bits");
        }
        return (int) value;
    }

    private int distance(String target, boolean inImm) {
        char first = target.charAt(0);
        if (first != '+' && first != '-') {
            fixups.add(new Fixup(words.size(), target, inImm, line));
            return 0;
        }
        long value = number(target);
        if (inImm ? value != (int) value : value != (short) value) {
            throw error("the distance " + target + " is too far");
        }
        return (int) value;
    }

    private void resolve(Fixup fixup) {
        Integer target = labels.get(fixup.label());
        if (target == null) {
            throw new AssemblyException(fixup.line(), "there is no label " + fixup.label());
        }
        int distance = target - fixup.insnOffset() - 1;
        long word = words.get(fixup.insnOffset());
        if (!fixup.inImm() && distance != (short) distance) {
            throw new AssemblyException(fixup.line(), "label " + fixup.label() + " is too far");
        }
        words.set(
                fixup.insnOffset(),
                fixup.inImm()
                        ? word & 0xffff_ffffL | (long) distance << 32
                        : word & ~0xffff_0000L | (distance & 0xffffL) << 16);
    }
}
