package io.github.bpf4j.btf;

import java.util.List;
import java.util.OptionalInt;

/** The types of a {@link Btf} by their ids, which exist, and what follows from them. Safe for use by several threads. */
interface BtfTypes {
    /** Number of types, void included. */
    int count();

    BtfType type(int typeId);

    String name(int typeId);

    /** The id that remains after typedefs, qualifiers and type tags are taken off. */
    int resolved(int typeId);

    /** Size of a value in bytes, or {@link BtfLayout#NO_SIZE}. */
    long size(int typeId);

    /** The first type of a kind with a name. */
    OptionalInt find(BtfKind kind, String name);

    /** All of them, void first. */
    List<BtfType> all();
}
