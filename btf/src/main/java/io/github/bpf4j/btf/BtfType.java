package io.github.bpf4j.btf;

import java.util.List;

/**
 * One BTF type record (runtime spec 2.6). Other types are named by id, to be looked up in the {@link Btf} that the
 * record came from; sizes are in bytes unless the name says bits. All records are immutable.
 */
@SuppressWarnings("AvoidCommonTypeNames") // the names of the kinds; always written BtfType.Enum and the like
public sealed interface BtfType {
    /** The kind of the record. */
    BtfKind kind();

    /** The name, empty if the type is anonymous or its kind has no name. */
    default String name() {
        return "";
    }

    /** A type that stands for another one: pointer, typedef, qualifier or tag. */
    sealed interface Reference extends BtfType {
        /** The type referred to; 0 is void. */
        int typeId();
    }

    /** A type with the values and the size of another: typedef, const, volatile, restrict, type tag. */
    sealed interface Alias extends Reference {}

    /** A struct or a union. */
    sealed interface Composite extends BtfType {
        /** Size in bytes. */
        long size();

        /** Members in declaration order. */
        List<Member> members();
    }

    /** An enumeration of 32- or 64-bit values. */
    sealed interface Enumeration extends BtfType {
        /** Size in bytes. */
        int size();

        /** Whether values are signed. */
        boolean signed();

        /** Enumerators in declaration order. */
        List<Enumerator> enumerators();
    }

    /** Where a function or variable is visible. */
    enum Linkage {
        STATIC,
        GLOBAL,
        EXTERN
    }

    /** The absent type, id 0. */
    record Void() implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VOID;
        }
    }

    /**
     * An integer.
     *
     * @param bitOffset offset of the value inside its {@code size} bytes, 0 except in old bit-fields
     * @param bits width of the value
     */
    record Int(String name, int size, int bitOffset, int bits, boolean signed, boolean character, boolean bool)
            implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.INT;
        }

        /** Whether an array of this type is text: a char encoding, or C's {@code char} as clang encodes it. */
        public boolean isCharacter() {
            return character || (size == 1 && name.equals("char"));
        }
    }

    /** A pointer, 8 bytes wide. */
    record Ptr(int typeId) implements Reference {
        @Override
        public BtfKind kind() {
            return BtfKind.PTR;
        }
    }

    /** An array; {@code count} is an unsigned 32-bit number, 0 for a flexible array. */
    record Array(int elementTypeId, int indexTypeId, long count) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.ARRAY;
        }
    }

    /**
     * A member of a struct or union.
     *
     * @param bitOffset offset from the start of the composite in bits
     * @param bitfieldSize width in bits, 0 if the member is no bit-field
     */
    record Member(String name, int typeId, long bitOffset, int bitfieldSize) {
        /** Offset from the start of the composite in bytes, rounded down. */
        public long byteOffset() {
            return bitOffset / 8;
        }
    }

    /** A struct. */
    record Struct(String name, long size, List<Member> members) implements Composite {
        /** Copies the members. */
        public Struct {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.STRUCT;
        }
    }

    /** A union. */
    record Union(String name, long size, List<Member> members) implements Composite {
        /** Copies the members. */
        public Union {
            members = List.copyOf(members);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.UNION;
        }
    }

    /** A named constant; {@code value} is extended to 64 bits as the enumeration's signedness says. */
    record Enumerator(String name, long value) {}

    /** An enumeration of values of up to 32 bits. */
    record Enum(String name, int size, boolean signed, List<Enumerator> enumerators) implements Enumeration {
        /** Copies the enumerators. */
        public Enum {
            enumerators = List.copyOf(enumerators);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM;
        }
    }

    /** An enumeration of 64-bit values. */
    record Enum64(String name, int size, boolean signed, List<Enumerator> enumerators) implements Enumeration {
        /** Copies the enumerators. */
        public Enum64 {
            enumerators = List.copyOf(enumerators);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.ENUM64;
        }
    }

    /** A forward declaration of a struct or union. */
    record Fwd(String name, boolean union) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FWD;
        }
    }

    /** A typedef. */
    record Typedef(String name, int typeId) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPEDEF;
        }
    }

    /** The volatile qualifier. */
    record Volatile(int typeId) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.VOLATILE;
        }
    }

    /** The const qualifier. */
    record Const(int typeId) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.CONST;
        }
    }

    /** The restrict qualifier. */
    record Restrict(int typeId) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.RESTRICT;
        }
    }

    /** A tag on a type, {@code __attribute__((btf_type_tag("name")))}. */
    record TypeTag(String name, int typeId) implements Alias {
        @Override
        public BtfKind kind() {
            return BtfKind.TYPE_TAG;
        }
    }

    /** A function with its prototype. */
    record Func(String name, int prototypeId, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FUNC;
        }
    }

    /** A parameter of a function prototype; the name may be empty. */
    record Parameter(String name, int typeId) {}

    /** A function prototype. */
    record FuncProto(int returnTypeId, List<Parameter> parameters, boolean variadic) implements BtfType {
        /** Copies the parameters. */
        public FuncProto {
            parameters = List.copyOf(parameters);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.FUNC_PROTO;
        }
    }

    /** A variable. */
    record Var(String name, int typeId, Linkage linkage) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.VAR;
        }
    }

    /** The place of a variable in a section; numbers are unsigned 32-bit. */
    record SecInfo(int varId, long byteOffset, long size) {}

    /** A data section with its variables; clang leaves sizes and offsets for the loader to fill in. */
    record DataSec(String name, long size, List<SecInfo> variables) implements BtfType {
        /** Copies the variables. */
        public DataSec {
            variables = List.copyOf(variables);
        }

        @Override
        public BtfKind kind() {
            return BtfKind.DATASEC;
        }
    }

    /** A floating-point number. */
    record Float(String name, int size) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.FLOAT;
        }
    }

    /** A tag on a declaration; {@code componentIndex} is a member or parameter index, or -1 for the whole type. */
    record DeclTag(String name, int typeId, int componentIndex) implements BtfType {
        @Override
        public BtfKind kind() {
            return BtfKind.DECL_TAG;
        }
    }
}
