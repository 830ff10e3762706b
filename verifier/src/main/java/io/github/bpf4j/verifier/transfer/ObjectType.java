package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.abi.SpecialFields;

/**
 * A struct that programs allocate objects of. Immutable and safe for use by any thread.
 *
 * @param id its number among the program's types
 * @param fields what the runtime keeps for itself in it
 */
record ObjectType(int id, String name, int size, SpecialFields fields) {
    boolean has(SpecialField.Kind kind) {
        return fields.has(kind);
    }

    /** Whether objects can be in lists or trees. */
    boolean isNode() {
        return has(SpecialField.Kind.LIST_NODE) || has(SpecialField.Kind.RB_NODE);
    }
}
