package io.github.bpf4j.btf;

import java.util.Locale;

/** The kinds of BTF type records with their numbers (runtime spec 2.6). */
public enum BtfKind {
    /** The absent type, id 0; it has no record. */
    VOID(0),
    INT(1),
    PTR(2),
    ARRAY(3),
    STRUCT(4),
    UNION(5),
    ENUM(6),
    FWD(7),
    TYPEDEF(8),
    VOLATILE(9),
    CONST(10),
    RESTRICT(11),
    FUNC(12),
    FUNC_PROTO(13),
    VAR(14),
    DATASEC(15),
    FLOAT(16),
    DECL_TAG(17),
    TYPE_TAG(18),
    ENUM64(19);

    private final int number;

    BtfKind(int number) {
        this.number = number;
    }

    /** The number in bits 24-28 of a type record's info word. */
    public int number() {
        return number;
    }

    /** The kind in lower case, for messages. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
