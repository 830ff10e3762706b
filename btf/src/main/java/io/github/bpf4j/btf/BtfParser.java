package io.github.bpf4j.btf;

import io.github.bpf4j.btf.BtfType.Enumerator;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.btf.BtfType.SecInfo;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** Reads the type records of .BTF data; what they refer to is checked afterwards by {@link BtfLayout}. */
final class BtfParser {
    private static final int HEADER_LENGTH = 24;
    private static final int RECORD_LENGTH = 12;
    private static final BtfKind[] KINDS = BtfKind.values();

    final ByteOrder order;
    final BtfStrings strings;
    final List<BtfType> types = new ArrayList<>();
    final List<Integer> byteOffsets = new ArrayList<>();

    private final BtfReader reader;
    private int recordOffset;

    /** Reads the header and where the strings are. */
    BtfParser(byte[] data) {
        BtfReader header = BtfReader.ofHeader(data, HEADER_LENGTH);
        order = header.order();
        reader = header.section("type section", 4);
        BtfReader stringSection = header.section("string section", 1);
        byte[] table = stringSection.toBytes();
        if (table.length == 0 || table[0] != 0 || table[table.length - 1] != 0) {
            throw new BtfFormatException(
                    stringSection.position(), "string table does not begin and end with a zero byte");
        }
        strings = new BtfStrings(table, stringSection.position());
    }

    /** Reads all types. */
    void readAll() {
        types.add(new BtfType.Void());
        byteOffsets.add(reader.position());
        while (reader.hasRemaining()) {
            recordOffset = reader.position();
            reader.need(RECORD_LENGTH, "type record");
            if (types.size() > Btf.MAX_TYPES) {
                throw new BtfFormatException(recordOffset, "more than " + Btf.MAX_TYPES + " types");
            }
            types.add(readType());
            byteOffsets.add(recordOffset);
        }
    }

    /** Where the records of sound data are, and what they begin with: nothing of them is checked. */
    Records records() {
        Records records = new Records(1 + reader.remaining() / RECORD_LENGTH);
        while (reader.hasRemaining()) {
            int byteOffset = reader.position();
            int nameOffset = reader.i32();
            int info = reader.i32();
            reader.skip(4 + bodyLength(KINDS[(info >>> 24) & 0x1f], info & 0xffff));
            records.add(byteOffset, nameOffset, (byte) ((info >>> 24) & 0x1f));
        }
        return records;
    }

    /** The type whose record begins at an offset of the data. */
    BtfType typeAt(int byteOffset) {
        reader.seek(byteOffset);
        recordOffset = byteOffset;
        return readType();
    }

    private static int bodyLength(BtfKind kind, int vlen) {
        return switch (kind) {
            case INT, VAR, DECL_TAG -> 4;
            case ARRAY -> 12;
            case STRUCT, UNION, DATASEC, ENUM64 -> 12 * vlen;
            case ENUM, FUNC_PROTO -> 8 * vlen;
            case VOID, PTR, FWD, TYPEDEF, VOLATILE, CONST, RESTRICT, FUNC, FLOAT, TYPE_TAG -> 0;
        };
    }

    /** What the records of types begin with, by type id. */
    static final class Records {
        private final int[] byteOffsets;
        private final int[] nameOffsets;
        private final byte[] kinds;
        private int count = 1;

        private Records(int most) {
            byteOffsets = new int[most];
            nameOffsets = new int[most];
            kinds = new byte[most];
        }

        private void add(int byteOffset, int nameOffset, byte kind) {
            byteOffsets[count] = byteOffset;
            nameOffsets[count] = nameOffset;
            kinds[count++] = kind;
        }

        /** Number of types, void included. */
        int count() {
            return count;
        }

        int byteOffset(int typeId) {
            return byteOffsets[typeId];
        }

        int nameOffset(int typeId) {
            return nameOffsets[typeId];
        }

        boolean isOf(BtfKind kind, int typeId) {
            return kinds[typeId] == kind.number();
        }
    }

    private BtfType readType() {
        int nameOffset = reader.i32();
        int info = reader.i32();
        int sizeOrType = reader.i32();
        int number = (info >>> 24) & 0x1f;
        if (number == 0 || number >= KINDS.length) {
            throw error("unknown kind " + number);
        }
        if ((info & 0x60ff0000) != 0) {
            throw error("reserved info bits are set: 0x" + Integer.toHexString(info));
        }
        BtfKind kind = KINDS[number];
        int vlen = info & 0xffff;
        boolean flag = info < 0;
        String name = strings.name(nameOffset, recordOffset);
        checkHead(kind, name, vlen, flag);
        long size = Integer.toUnsignedLong(sizeOrType);
        return switch (kind) {
            case VOID -> throw error("unknown kind 0");
            case INT -> readInt(name, size);
            case PTR -> new BtfType.Ptr(sizeOrType);
            case ARRAY -> readArray();
            case STRUCT -> new BtfType.Struct(name, size, readMembers(vlen, flag));
            case UNION -> new BtfType.Union(name, size, readMembers(vlen, flag));
            case ENUM -> new BtfType.Enum(name, enumSize(size), flag, readEnumerators(vlen, flag));
            case FWD -> new BtfType.Fwd(name, flag);
            case TYPEDEF -> new BtfType.Typedef(name, sizeOrType);
            case VOLATILE -> new BtfType.Volatile(sizeOrType);
            case CONST -> new BtfType.Const(sizeOrType);
            case RESTRICT -> new BtfType.Restrict(sizeOrType);
            case FUNC -> new BtfType.Func(name, sizeOrType, linkage(vlen));
            case FUNC_PROTO -> readPrototype(sizeOrType, vlen);
            case VAR -> new BtfType.Var(name, sizeOrType, linkage(reader.u32()));
            case DATASEC -> readDataSec(name, size, vlen);
            case FLOAT -> new BtfType.Float(name, floatSize(size));
            case DECL_TAG -> readDeclTag(name, sizeOrType);
            case TYPE_TAG -> new BtfType.TypeTag(name, sizeOrType);
            case ENUM64 -> new BtfType.Enum64(name, enumSize(size), flag, readEnumerators64(vlen));
        };
    }

    private void checkHead(BtfKind kind, String name, int vlen, boolean flag) {
        boolean mayHaveName = switch (kind) {
            case PTR, ARRAY, VOLATILE, CONST, RESTRICT, FUNC_PROTO -> false;
            default -> true;
        };
        if (!mayHaveName && !name.isEmpty()) {
            throw error(kind + " has a name");
        }
        boolean needsName = switch (kind) {
            case INT, FWD, TYPEDEF, FUNC, VAR, DATASEC, FLOAT, DECL_TAG -> true;
            default -> false;
        };
        if (needsName && name.isEmpty()) {
            throw error(kind + " has no name");
        }
        boolean mayHaveFlag = switch (kind) {
            case STRUCT, UNION, ENUM, FWD, ENUM64, DECL_TAG, TYPE_TAG -> true;
            default -> false;
        };
        if (flag && !mayHaveFlag) {
            throw error(kind + " has kind_flag set");
        }
        boolean mayHaveVlen = switch (kind) {
            case STRUCT, UNION, ENUM, FUNC, FUNC_PROTO, DATASEC, ENUM64 -> true;
            default -> false;
        };
        if (vlen != 0 && !mayHaveVlen) {
            throw error(kind + " has vlen " + vlen + ", expected 0");
        }
    }

    private BtfType readInt(String name, long size) {
        int data = reader.i32();
        int encoding = (data >>> 24) & 0xf;
        int bitOffset = (data >>> 16) & 0xff;
        int bits = data & 0xff;
        boolean sizeKnown = size == 1 || size == 2 || size == 4 || size == 8 || size == 16;
        if (!sizeKnown || bits == 0 || bits + bitOffset > size * 8) {
            throw error("int of " + bits + " bits at bit " + bitOffset + " in " + size + " bytes");
        }
        if ((data & 0xf000ff00) != 0 || Integer.bitCount(encoding) > 1 || encoding > 4) {
            throw error("int encoding 0x" + Integer.toHexString(data));
        }
        return new BtfType.Int(name, (int) size, bitOffset, bits, encoding == 1, encoding == 2, encoding == 4);
    }

    private BtfType readArray() {
        reader.need(12, "array");
        return new BtfType.Array(reader.i32(), reader.i32(), reader.u32());
    }

    private List<Member> readMembers(int vlen, boolean bitfields) {
        reader.need(12L * vlen, "members");
        List<Member> members = new ArrayList<>(vlen);
        for (int i = 0; i < vlen; i++) {
            String name = strings.name(reader.i32(), reader.position());
            int typeId = reader.i32();
            long offset = reader.u32();
            members.add(
                    bitfields
                            ? new Member(name, typeId, offset & 0xffffff, (int) (offset >>> 24))
                            : new Member(name, typeId, offset, 0));
        }
        return members;
    }

    private int enumSize(long size) {
        if (size != 1 && size != 2 && size != 4 && size != 8) {
            throw error("enum of " + size + " bytes");
        }
        return (int) size;
    }

    private List<Enumerator> readEnumerators(int vlen, boolean signed) {
        reader.need(8L * vlen, "enumerators");
        List<Enumerator> enumerators = new ArrayList<>(vlen);
        for (int i = 0; i < vlen; i++) {
            String name = strings.name(reader.i32(), reader.position());
            int value = reader.i32();
            enumerators.add(new Enumerator(name, signed ? value : Integer.toUnsignedLong(value)));
        }
        return enumerators;
    }

    private List<Enumerator> readEnumerators64(int vlen) {
        reader.need(12L * vlen, "enumerators");
        List<Enumerator> enumerators = new ArrayList<>(vlen);
        for (int i = 0; i < vlen; i++) {
            String name = strings.name(reader.i32(), reader.position());
            long low = reader.u32();
            enumerators.add(new Enumerator(name, low | reader.u32() << 32));
        }
        return enumerators;
    }

    private BtfType readPrototype(int returnTypeId, int vlen) {
        reader.need(8L * vlen, "parameters");
        List<Parameter> parameters = new ArrayList<>(vlen);
        boolean variadic = false;
        for (int i = 0; i < vlen; i++) {
            String name = strings.name(reader.i32(), reader.position());
            int typeId = reader.i32();
            variadic = typeId == 0 && name.isEmpty() && i == vlen - 1;
            if (typeId == 0 && !variadic) {
                throw error("parameter " + i + " has type void");
            }
            if (!variadic) {
                parameters.add(new Parameter(name, typeId));
            }
        }
        return new BtfType.FuncProto(returnTypeId, parameters, variadic);
    }

    private BtfType readDataSec(String name, long size, int vlen) {
        reader.need(12L * vlen, "section variables");
        List<SecInfo> variables = new ArrayList<>(vlen);
        for (int i = 0; i < vlen; i++) {
            variables.add(new SecInfo(reader.i32(), reader.u32(), reader.u32()));
        }
        return new BtfType.DataSec(name, size, variables);
    }

    private int floatSize(long size) {
        if (size != 2 && size != 4 && size != 8 && size != 12 && size != 16) {
            throw error("float of " + size + " bytes");
        }
        return (int) size;
    }

    private BtfType readDeclTag(String name, int typeId) {
        int component = reader.i32();
        if (component < -1) {
            throw error("component index " + component);
        }
        return new BtfType.DeclTag(name, typeId, component);
    }

    private Linkage linkage(long number) {
        return switch ((int) Math.min(number, 3)) {
            case 0 -> Linkage.STATIC;
            case 1 -> Linkage.GLOBAL;
            case 2 -> Linkage.EXTERN;
            default -> throw error("unknown linkage " + number);
        };
    }

    private BtfFormatException error(String reason) {
        return new BtfFormatException(recordOffset, "type " + types.size() + ": " + reason);
    }
}
