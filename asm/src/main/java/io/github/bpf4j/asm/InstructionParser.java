package io.github.bpf4j.asm;

import static io.github.bpf4j.asm.Opcode.*;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads one instruction at a cursor, from its first token to the end of the line. */
final class InstructionParser {
    /** Takes note of a jump to a label and gives the distance to put in until it is known. */
    interface LabelReferences {
        int distance(String label, boolean inImm, int line, int column);
    }

    private record Register(boolean wide, int number) {}

    private record MemoryType(boolean signed, int bits) {
        int size() {
            return switch (bits) {
                case 8 -> B;
                case 16 -> H;
                case 32 -> W;
                default -> DW;
            };
        }
    }

    private record Address(int base, int offset) {}

    private static final long IMM_LEAST = Integer.MIN_VALUE;
    private static final long IMM_MOST = 0xffff_ffffL;
    private static final String REGISTER_NAMES = "a register r0 to r10 or w0 to w10";
    private static final List<String> ASSIGNMENTS = Stream.concat(
                    InstructionText.ARITHMETIC.stream(), Stream.of("s/=", "s%="))
            .toList();

    private final Cursor cursor;
    private final LabelReferences references;

    InstructionParser(Cursor cursor, LabelReferences references) {
        this.cursor = cursor;
        this.references = references;
    }

    /** The words of the instruction, one or two. */
    long[] parse() {
        long[] words = instruction();
        if (!cursor.atEnd()) {
            throw cursor.expected("the end of the instruction");
        }
        return words;
    }

    private long[] instruction() {
        if (cursor.accept("*")) {
            return one(store());
        }
        Optional<Register> dst = tryRegister();
        if (dst.isPresent()) {
            return assignment(dst.get());
        }
        String word = cursor.peekWord();
        if (!List.of("exit", "goto", "gotol", "may_goto", "if", "call", "lock", "store_release", "ld_pseudo")
                .contains(word)) {
            throw cursor.expected("an instruction such as \"r0 += 1\"");
        }
        cursor.expectWord(word);
        return switch (word) {
            case "exit" -> one(Instruction.pack(JMP | EXIT, 0, 0, 0, 0));
            case "goto" -> one(Instruction.pack(JMP | JA, 0, 0, target(false), 0));
            case "gotol" -> one(Instruction.pack(JMP32 | JA, 0, 0, 0, target(true)));
            case "may_goto" -> one(Instruction.pack(JMP | JCOND, 0, 0, target(false), 0));
            case "if" -> one(conditionalJump());
            case "call" -> one(call());
            case "lock" -> one(lock());
            case "store_release" -> one(storeRelease());
            default -> pseudoLoad();
        };
    }

    private static long[] one(long word) {
        return new long[] {word};
    }

    private static long[] wide(int dst, int kind, int low, int high) {
        return new long[] {Instruction.pack(LD | IMM | DW, dst, kind, 0, low), Instruction.pack(0, 0, 0, 0, high)};
    }

    private Optional<Register> tryRegister() {
        String word = cursor.peekWord();
        boolean named = word.length() == 2 && word.charAt(1) >= '0' && word.charAt(1) <= '9'
                || word.length() == 3 && word.endsWith("10");
        if (!named || !word.startsWith("r") && !word.startsWith("w")) {
            return Optional.empty();
        }
        cursor.expectWord(word);
        return Optional.of(new Register(word.startsWith("r"), Integer.parseInt(word.substring(1))));
    }

    private Register register() {
        return tryRegister().orElseThrow(() -> cursor.expected(REGISTER_NAMES));
    }

    private int wideRegister() {
        Register register = tryRegister().orElseThrow(() -> cursor.expected("a register r0 to r10"));
        if (!register.wide()) {
            throw cursor.wrong("expected a register r0 to r10, found w" + register.number());
        }
        return register.number();
    }

    private void requireWidth(Register dst, Register src) {
        if (src.wide() != dst.wide()) {
            throw cursor.wrong("both registers must be r or both w");
        }
    }

    /** A register of a memory access; r for a narrow access is what llvm prints for processors without 32-bit registers. */
    private int registerOfAccess(MemoryType type) {
        Register register = register();
        requireHolds(register, type);
        return register.number();
    }

    private void requireHolds(Register register, MemoryType type) {
        if (!register.wide() && (type.bits() == 64 || type.signed())) {
            throw cursor.wrong("a w register holds only unsigned values of up to 32 bits");
        }
    }

    private void requireSame(Register expected, Register found) {
        if (!expected.equals(found)) {
            throw cursor.wrong("expected the register in front of the =");
        }
    }

    private int imm() {
        if (!cursor.isNumberNext()) {
            throw cursor.expected("a number");
        }
        return (int) cursor.number(IMM_LEAST, IMM_MOST, "an immediate of 32 bits");
    }

    private int target(boolean inImm) {
        int distance;
        String label = cursor.peekWord();
        if (cursor.isSignNext()) {
            distance = (int) cursor.number(
                    inImm ? Integer.MIN_VALUE : Short.MIN_VALUE,
                    inImm ? Integer.MAX_VALUE : Short.MAX_VALUE,
                    "the distance");
        } else if (label.isEmpty()) {
            throw cursor.expected("a label, or a distance with a sign");
        } else {
            distance = references.distance(label, inImm, cursor.line(), cursor.column());
            cursor.expectWord(label);
        }
        cursor.skipName();
        return distance;
    }

    private MemoryType loadedType() {
        return memoryType(List.of("u8", "u16", "u32", "u64", "s8", "s16", "s32"));
    }

    private MemoryType unsignedType() {
        return memoryType(List.of("u8", "u16", "u32", "u64"));
    }

    private MemoryType memoryType(List<String> names) {
        cursor.expect("(");
        String word = oneOf(names);
        cursor.expect("*");
        cursor.expect(")");
        return new MemoryType(word.startsWith("s"), Integer.parseInt(word.substring(1)));
    }

    private String oneOf(List<String> words) {
        String word = cursor.peekWord();
        if (!words.contains(word)) {
            int last = words.size() - 1;
            throw cursor.expected(String.join(", ", words.subList(0, last)) + " or " + words.get(last));
        }
        cursor.expectWord(word);
        return word;
    }

    private Address bareAddress() {
        int base = wideRegister();
        if (!cursor.isSignNext()) {
            return new Address(base, 0);
        }
        boolean negative = cursor.isNext("-");
        cursor.expect(negative ? "-" : "+");
        long distance = cursor.number(-0x8000, 0x8000, "an offset");
        long offset = negative ? -distance : distance;
        if (offset != (short) offset) {
            throw cursor.wrong("an offset goes from -32768 to 32767");
        }
        return new Address(base, (int) offset);
    }

    private Address address() {
        cursor.expect("(");
        Address address = bareAddress();
        cursor.expect(")");
        return address;
    }

    private long[] assignment(Register dst) {
        String operator =
                cursor.operator(ASSIGNMENTS).orElseThrow(() -> cursor.expected("an operator such as = or +="));
        if (operator.equals("=")) {
            return value(dst);
        }
        boolean signedDivision = operator.equals("s/=") || operator.equals("s%=");
        int operation = InstructionText.ARITHMETIC.indexOf(signedDivision ? operator.substring(1) : operator) << 4;
        return one(operand(dst, (dst.wide() ? ALU64 : ALU) | operation, signedDivision ? 1 : 0));
    }

    /** An instruction whose operand, a number or a register, is next. */
    private long operand(Register dst, int opcode, int offset) {
        if (cursor.isNumberNext()) {
            return Instruction.pack(opcode | K, dst.number(), 0, offset, imm());
        }
        Register src = tryRegister().orElseThrow(() -> cursor.expected("a register or a number"));
        requireWidth(dst, src);
        return Instruction.pack(opcode | X, dst.number(), src.number(), offset, 0);
    }

    private long[] value(Register dst) {
        int move = (dst.wide() ? ALU64 : ALU) | MOV;
        if (cursor.accept("*")) {
            return one(load(dst));
        }
        if (cursor.accept("(")) {
            return one(signExtension(dst, move));
        }
        if (cursor.isNumberNext()) {
            return number(dst, move);
        }
        if (cursor.accept("-")) {
            requireSame(dst, register());
            return one(Instruction.pack((dst.wide() ? ALU64 : ALU) | NEG, dst.number(), 0, 0, 0));
        }
        String word = cursor.peekWord();
        return switch (word) {
            case "be16", "be32", "be64", "le16", "le32", "le64", "bswap16", "bswap32", "bswap64" ->
                one(byteSwap(dst, word));
            case "addr_space_cast" -> one(addressSpaceCast(dst));
            case "atomic_fetch_add" -> one(fetch(dst, word, ADD));
            case "atomic_fetch_or" -> one(fetch(dst, word, OR));
            case "atomic_fetch_and" -> one(fetch(dst, word, AND));
            case "atomic_fetch_xor" -> one(fetch(dst, word, XOR));
            case "xchg_64", "xchg32_32", "cmpxchg_64", "cmpxchg32_32" -> one(exchange(dst, word));
            case "load_acquire" -> one(loadAcquire(dst));
            case "map_fd", "map_value", "btf_id", "func", "map_idx", "map_idx_value" -> pseudoValue(dst, word);
            default -> {
                Register src = tryRegister()
                        .orElseThrow(() -> cursor.expected("a value: a register, a number, a load or an operation"));
                requireWidth(dst, src);
                yield one(Instruction.pack(move | X, dst.number(), src.number(), 0, 0));
            }
        };
    }

    private long[] number(Register dst, int move) {
        int start = cursor.mark();
        long value = cursor.number();
        if (cursor.acceptWord("ll")) {
            requireWide(dst);
            cursor.skipName();
            return wide(dst.number(), 0, (int) value, (int) (value >>> 32));
        }
        cursor.rewind(start);
        return one(operand(dst, move, 0));
    }

    private void requireWide(Register dst) {
        if (!dst.wide()) {
            throw cursor.wrong("this goes into an r register, not into w" + dst.number());
        }
    }

    private long signExtension(Register dst, int move) {
        String word = oneOf(List.of("s8", "s16", "s32"));
        cursor.expect(")");
        Register src = register();
        requireWidth(dst, src);
        return Instruction.pack(move | X, dst.number(), src.number(), Integer.parseInt(word.substring(1)), 0);
    }

    private long byteSwap(Register dst, String word) {
        cursor.expectWord(word);
        requireWide(dst);
        requireSame(dst, register());
        int opcode = END | (word.startsWith("bswap") ? ALU64 : word.startsWith("be") ? ALU | X : ALU);
        String bits = word.substring(word.length() - 2);
        return Instruction.pack(opcode, dst.number(), 0, 0, Integer.parseInt(bits));
    }

    private long addressSpaceCast(Register dst) {
        cursor.expectWord("addr_space_cast");
        requireWide(dst);
        cursor.expect("(");
        int src = wideRegister();
        cursor.expect(",");
        long to = cursor.number(0, 0xffff, "an address space");
        cursor.expect(",");
        long from = cursor.number(0, 0xffff, "an address space");
        cursor.expect(")");
        return Instruction.pack(ALU64 | MOV | X, dst.number(), src, 1, (int) (to << 16 | from));
    }

    private long load(Register dst) {
        MemoryType type = loadedType();
        if (cursor.acceptWord("skb")) {
            return packetLoad(dst, type);
        }
        requireHolds(dst, type);
        Address address = address();
        int mode = type.signed() ? MEMSX : MEM;
        return Instruction.pack(LDX | mode | type.size(), dst.number(), address.base(), address.offset(), 0);
    }

    private long packetLoad(Register dst, MemoryType type) {
        if (!dst.equals(new Register(true, 0)) || type.signed() || type.bits() == 64) {
            throw cursor.wrong("a packet load puts u8, u16 or u32 into r0");
        }
        cursor.expect("[");
        Optional<Register> index = tryRegister();
        int src = 0;
        int imm = 0;
        if (index.isPresent()) {
            src = index.get().number();
            requireWide(index.get());
            if (cursor.isSignNext()) {
                imm = displacement();
            }
        } else {
            imm = imm();
        }
        cursor.expect("]");
        int mode = index.isPresent() ? IND : ABS;
        return Instruction.pack(LD | mode | type.size(), 0, src, 0, imm);
    }

    private int displacement() {
        boolean negative = cursor.isNext("-");
        cursor.expect(negative ? "-" : "+");
        long distance = cursor.number(IMM_LEAST, negative ? -IMM_LEAST : IMM_MOST, "an immediate of 32 bits");
        return (int) (negative ? -distance : distance);
    }

    private long store() {
        MemoryType type = unsignedType();
        Address address = address();
        cursor.expect("=");
        if (cursor.isNumberNext()) {
            return Instruction.pack(ST | MEM | type.size(), address.base(), 0, address.offset(), imm());
        }
        return Instruction.pack(STX | MEM | type.size(), address.base(), registerOfAccess(type), address.offset(), 0);
    }

    private static long atomic(MemoryType type, Address address, int src, int operation) {
        return Instruction.pack(STX | ATOMIC | type.size(), address.base(), src, address.offset(), operation);
    }

    private long lock() {
        cursor.expect("*");
        MemoryType type = unsignedType();
        Address address = address();
        List<String> operators = List.of("+=", "|=", "&=", "^=");
        String operator = cursor.operator(operators).orElseThrow(() -> cursor.expected("+=, |=, &= or ^="));
        int operation = InstructionText.ARITHMETIC.indexOf(operator) << 4;
        return atomic(type, address, registerOfAccess(type), operation);
    }

    private long fetch(Register dst, String word, int operation) {
        cursor.expectWord(word);
        cursor.expect("(");
        MemoryType type = unsignedType();
        Address address = address();
        cursor.expect(",");
        int src = sameRegisterOfAccess(dst, type);
        cursor.expect(")");
        return atomic(type, address, src, operation | FETCH);
    }

    private int sameRegisterOfAccess(Register dst, MemoryType type) {
        Register src = register();
        requireSame(dst, src);
        requireHolds(src, type);
        return src.number();
    }

    private long exchange(Register dst, String word) {
        cursor.expectWord(word);
        MemoryType type = new MemoryType(false, word.endsWith("_64") ? 64 : 32);
        boolean compares = word.startsWith("cmp");
        if (compares && dst.number() != 0) {
            throw cursor.wrong("a compare and exchange puts the old value into r0 or w0");
        }
        cursor.expect("(");
        Address address = bareAddress();
        cursor.expect(",");
        if (compares) {
            sameRegisterOfAccess(dst, type);
            cursor.expect(",");
        }
        int src = compares ? registerOfAccess(type) : sameRegisterOfAccess(dst, type);
        cursor.expect(")");
        return atomic(type, address, src, compares ? CMPXCHG : XCHG);
    }

    private long loadAcquire(Register dst) {
        cursor.expectWord("load_acquire");
        cursor.expect("(");
        MemoryType type = unsignedType();
        requireHolds(dst, type);
        Address address = address();
        cursor.expect(")");
        return Instruction.pack(
                STX | ATOMIC | type.size(), dst.number(), address.base(), address.offset(), LOAD_ACQUIRE);
    }

    private long storeRelease() {
        cursor.expect("(");
        MemoryType type = unsignedType();
        Address address = address();
        cursor.expect(",");
        int src = registerOfAccess(type);
        cursor.expect(")");
        return atomic(type, address, src, STORE_RELEASE);
    }

    private long conditionalJump() {
        Register dst = register();
        String operator = cursor.operator(InstructionText.COMPARISON)
                .orElseThrow(() -> cursor.expected("a comparison such as == or s>"));
        int opcode = (dst.wide() ? JMP : JMP32) | InstructionText.COMPARISON.indexOf(operator) << 4;
        long comparison = operand(dst, opcode, 0);
        cursor.expectWord("goto");
        return comparison | (target(false) & 0xffffL) << 16;
    }

    private long call() {
        if (cursor.isNumberNext() && !cursor.isSignNext()) {
            long helper = cursor.number(0, IMM_MOST, "the number of a helper");
            cursor.skipName();
            return Instruction.pack(JMP | CALL, 0, 0, 0, (int) helper);
        }
        int start = cursor.mark();
        if (cursor.acceptWord("kfunc")) {
            if (cursor.isNumberNext()) {
                return kernelFunctionCall();
            }
            cursor.rewind(start);
        }
        return Instruction.pack(JMP | CALL, 0, PSEUDO_CALL, 0, target(true));
    }

    private long kernelFunctionCall() {
        int btfId = imm();
        long fd = cursor.acceptWord("fd")
                ? cursor.number(Short.MIN_VALUE, Short.MAX_VALUE, "the index of a module's descriptor")
                : 0;
        cursor.skipName();
        return Instruction.pack(JMP | CALL, 0, PSEUDO_KFUNC_CALL, (int) fd, btfId);
    }

    private long[] pseudoLoad() {
        int dst = wideRegister();
        cursor.expect(",");
        int kind = (int) cursor.number(0, PSEUDO_MAP_IDX_VALUE, "the kind of an ld_imm64");
        cursor.expect(",");
        long value = cursor.number();
        long[] words = wide(dst, kind, (int) value, (int) (value >>> 32));
        String refusal = EncodingRules.secondSlotRefusal(words[0], words[1]);
        if (!refusal.isEmpty()) {
            throw cursor.wrong(refusal);
        }
        return words;
    }

    private long[] pseudoValue(Register dst, String word) {
        cursor.expectWord(word);
        requireWide(dst);
        int kind = switch (word) {
            case "map_fd" -> PSEUDO_MAP_FD;
            case "map_value" -> PSEUDO_MAP_VALUE;
            case "btf_id" -> PSEUDO_BTF_ID;
            case "func" -> PSEUDO_FUNC;
            case "map_idx" -> PSEUDO_MAP_IDX;
            default -> PSEUDO_MAP_IDX_VALUE;
        };
        int low = kind == PSEUDO_FUNC ? target(true) : imm();
        boolean pair = kind == PSEUDO_MAP_VALUE || kind == PSEUDO_BTF_ID || kind == PSEUDO_MAP_IDX_VALUE;
        int high = pair && cursor.isSignNext() ? displacement() : 0;
        cursor.expectWord("ll");
        cursor.skipName();
        return wide(dst.number(), kind, low, high);
    }
}
