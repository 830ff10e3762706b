package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfTypeException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where the arguments of a USDT probe lie, as its note says, and the record of it that programs read. Immutable. */
/*
 * The record is the struct __bpf_usdt_spec of the program's own types: libbpf's header has changed it between versions. What 6.12 with
 * libbpf 1.4 answered for notes that cannot be understood: EINVAL, ENOENT for registers that are not known, E2BIG for too many arguments.
 */
public final class UsdtArguments {
    private static final int MOST_ARGUMENTS = 12;
    private static final Pattern SIZE = Pattern.compile("\\s*(-?\\d+)@");
    private static final Pattern X86 = Pattern.compile(
            "\\$(?<constant>-?\\d+)|%(?<register>\\w+)|(?<offset>-?\\d+)?\\(%(?<base>\\w+)(?:,%(?<index>\\w+)(?:,(?<scale>[1248]))?)?\\)");
    private static final Pattern ARM64 = Pattern.compile(
            "(?<constant>-?\\d+)(?!\\w)|(?<register>\\w+)|\\[\\s*(?<base>\\w+)\\s*(?:,\\s*(?<offset>-?\\d+)\\s*)?\\]");
    private static final int NO_REGISTER = -1;
    private static final int CONSTANT = 0;
    private static final int REGISTER = 1;
    private static final int MEMORY = 2;
    private static final int SCALED_MEMORY = 3;

    private final List<Argument> arguments;

    private record Argument(int size, boolean signed, int kind, long offset, int register, int index, int scaleShift) {}

    private UsdtArguments(List<Argument> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /**
     * Reads what a note says.
     *
     * @throws UsdtNoteException EINVAL if it cannot be understood, ENOENT for a register that is not known, E2BIG for too many
     */
    static UsdtArguments parse(String text, RegisterLayout registers) {
        boolean arm = registers.offset("regs[0]") != null;
        List<Argument> found = new ArrayList<>();
        int at = 0;
        while (at < text.stripTrailing().length()) {
            Matcher size = SIZE.matcher(text).region(at, text.length());
            Matcher place = (arm ? ARM64 : X86).matcher(text);
            if (!size.lookingAt() || !place.region(size.end(), text.length()).lookingAt()) {
                throw refused(Errno.EINVAL, "argument " + (found.size() + 1), text);
            }
            if (found.size() == MOST_ARGUMENTS) {
                throw refused(Errno.E2BIG, "more than " + MOST_ARGUMENTS + " arguments", text);
            }
            try {
                found.add(argument(Integer.parseInt(String.valueOf(size.group(1))), place, registers, arm, text));
            } catch (NumberFormatException _) {
                throw refused(Errno.EINVAL, "a number of argument " + (found.size() + 1), text);
            }
            at = place.end();
            if (at < text.length() && !Character.isWhitespace(text.charAt(at))) {
                throw refused(Errno.EINVAL, "argument " + found.size(), text);
            }
        }
        return new UsdtArguments(found);
    }

    private static Argument argument(
            int signedSize, Matcher place, RegisterLayout registers, boolean arm, String text) {
        int size = Math.abs(signedSize);
        if (size < 1 || Integer.bitCount(size) != 1 || size > Long.BYTES) {
            throw refused(Errno.EINVAL, "an argument of " + size + " bytes", text);
        }
        boolean signed = signedSize < 0;
        @Nullable String constant = place.group("constant");
        if (constant != null) {
            return new Argument(size, signed, CONSTANT, Long.parseLong(constant), 0, NO_REGISTER, 0);
        }
        @Nullable String register = place.group("register");
        if (register != null) {
            int at = register(register, registers, arm, text);
            return new Argument(size, signed, REGISTER, 0, at, NO_REGISTER, 0);
        }
        @Nullable String added = place.group("offset");
        long offset = added == null ? 0 : Long.parseLong(added);
        int base = register(String.valueOf(place.group("base")), registers, arm, text);
        @Nullable String index = arm ? null : place.group("index");
        if (index == null) {
            return new Argument(size, signed, MEMORY, offset, base, NO_REGISTER, 0);
        }
        @Nullable String scale = place.group("scale");
        int shift = scale == null ? 0 : Integer.numberOfTrailingZeros(Integer.parseInt(scale));
        return new Argument(size, signed, SCALED_MEMORY, offset, base, register(index, registers, false, text), shift);
    }

    private static int register(String name, RegisterLayout registers, boolean arm, String text) {
        @Nullable Integer offset = registers.offset(arm ? armRegister(name) : whole(name));
        if (offset == null) {
            throw refused(Errno.ENOENT, "register " + name, text);
        }
        return offset;
    }

    private static String armRegister(String name) {
        return name.matches("x\\d{1,2}") ? "regs[" + name.substring(1) + "]" : name.equals("sp") ? name : "no register";
    }

    /** The register that a name is a part of, as {@code struct pt_regs} calls it. */
    private static String whole(String name) {
        if (name.matches("r\\d+[dwb]?")) {
            return name.replaceFirst("[dwb]$", "");
        }
        StringBuilder parts = new StringBuilder("rip eip,rsp esp sp spl,rbp ebp bp bpl,rsi esi si sil,rdi edi di dil");
        for (String letter : "a b c d".split(" ", -1)) {
            parts.append(",r%1$sx e%1$sx %1$sx %1$sl".formatted(letter));
        }
        for (String names : parts.toString().split(",", -1)) {
            List<String> same = List.of(names.split(" ", -1));
            if (same.contains(name)) {
                return same.getFirst().substring(1);
            }
        }
        return "no register";
    }

    private static UsdtNoteException refused(Errno errno, String what, String text) {
        return new UsdtNoteException(errno, what + " of a USDT probe in \"" + text + "\"");
    }

    /**
     * The record as programs read it.
     *
     * @param typeId of the struct among the program's types
     * @throws UsdtNoteException ENOENT if an argument lies where the program's types have no words for
     * @throws BtfTypeException if the struct has other members
     */
    public byte[] record(Btf types, int typeId, long cookie) {
        ByteBuffer record = ByteBuffer.allocate((int) types.sizeOf(typeId)).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < arguments.size(); i++) {
            Argument argument = arguments.get(i);
            String at = "args[" + i + "].";
            set(record, types, typeId, at + "val_off", argument.offset());
            set(record, types, typeId, at + "arg_type", argument.kind());
            set(record, types, typeId, at + "reg_off", argument.register());
            set(record, types, typeId, at + "arg_signed", argument.signed() ? 1 : 0);
            set(record, types, typeId, at + "arg_bitshift", Long.SIZE - argument.size() * Byte.SIZE);
            if (argument.kind() == SCALED_MEMORY) {
                scaled(record, types, typeId, at, argument);
            }
        }
        set(record, types, typeId, "usdt_cookie", cookie);
        set(record, types, typeId, "arg_cnt", arguments.size());
        return record.array();
    }

    private static void scaled(ByteBuffer record, Btf types, int typeId, String at, Argument argument) {
        try {
            set(record, types, typeId, at + "idx_reg_off", argument.index());
            set(record, types, typeId, at + "scale_bitshift", argument.scaleShift());
        } catch (BtfTypeException _) {
            throw new UsdtNoteException(
                    Errno.ENOENT,
                    "an argument of a USDT probe lies at an index, which the object's header does not know");
        }
    }

    private static void set(ByteBuffer record, Btf types, int typeId, String path, long value) {
        BtfField field = BtfField.of(types, typeId, path);
        int bits = field.bitfieldSize() != 0 ? field.bitfieldSize() : (int) types.sizeOf(field.typeId()) * Byte.SIZE;
        for (int i = 0; i < bits; i++) {
            long bit = field.bitOffset() + i;
            if ((value >>> i & 1) != 0) {
                int at = (int) (bit / Byte.SIZE);
                record.put(at, (byte) (record.get(at) | 1 << bit % Byte.SIZE));
            }
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof UsdtArguments same && arguments.equals(same.arguments);
    }

    @Override
    public int hashCode() {
        return arguments.hashCode();
    }
}
