package io.github.bpf4j.abi;

import java.util.Objects;

/**
 * A field of a map value that the kernel keeps for itself or treats in its own way (timers spec 4). Immutable and safe for
 * use by any thread.
 *
 * @param kind what it is
 * @param byteOffset from the start of the value
 * @param target what it points to or contains, such as {@code struct task_struct} or {@code node_data:node}; empty for
 *     kinds without a target
 */
public record SpecialField(Kind kind, int byteOffset, String target) {

    /** The kinds of special field, with the name that their type has in C. */
    public enum Kind {
        SPIN_LOCK("bpf_spin_lock", 4, 4, true),
        TIMER("bpf_timer", 16, 8, true),
        WORKQUEUE("bpf_wq", 16, 8, true),
        REFCOUNT("bpf_refcount", 4, 4, true),
        LIST_HEAD("bpf_list_head", 16, 8, false),
        RB_ROOT("bpf_rb_root", 16, 8, false),
        /** What makes an object an element of lists; of values nothing special. */
        LIST_NODE("bpf_list_node", 24, 8, false),
        /** What makes an object an element of trees; of values nothing special. */
        RB_NODE("bpf_rb_node", 32, 8, false),
        /** A kernel pointer without a reference, type tag {@code kptr_untrusted}. */
        KPTR_UNREF("kptr_untrusted", 8, 8, false),
        /** A kernel pointer with a reference, type tag {@code kptr}. */
        KPTR_REF("kptr", 8, 8, false),
        /** A pointer to a per-CPU object, type tag {@code percpu_kptr}. */
        KPTR_PERCPU("percpu_kptr", 8, 8, false);

        private final String typeName;
        private final int size;
        private final int alignment;
        private final boolean unique;

        Kind(String typeName, int size, int alignment, boolean unique) {
            this.typeName = typeName;
            this.size = size;
            this.alignment = alignment;
            this.unique = unique;
        }

        /** The name of the struct, or the type tag of a pointer. */
        public String typeName() {
            return typeName;
        }

        /** Bytes that the field takes. */
        public int size() {
            return size;
        }

        /** Alignment in bytes that the field must have. */
        public int alignment() {
            return alignment;
        }

        /** Whether a value may have only one. */
        public boolean isUnique() {
            return unique;
        }

        /** Whether it is a pointer with a type tag. */
        public boolean isKptr() {
            return this == KPTR_UNREF || this == KPTR_REF || this == KPTR_PERCPU;
        }

        /** Whether it is the root of a list or tree. */
        public boolean isGraphRoot() {
            return this == LIST_HEAD || this == RB_ROOT;
        }

        /** Whether it is what makes an object an element of a list or tree. */
        public boolean isGraphNode() {
            return this == LIST_NODE || this == RB_NODE;
        }

        /** Whether maps of a type may have it; otherwise creation gives EOPNOTSUPP (timers spec 3.1). */
        public boolean allowedIn(MapType type) {
            return switch (this) {
                case TIMER, WORKQUEUE, LIST_HEAD, RB_ROOT ->
                    switch (type) {
                        case HASH, LRU_HASH, ARRAY -> true;
                        case RHASH -> !isGraphRoot();
                        default -> false;
                    };
                case SPIN_LOCK ->
                    switch (type) {
                        case HASH, ARRAY, CGROUP_STORAGE, SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE -> true;
                        default -> false;
                    };
                case LIST_NODE, RB_NODE -> false;
                case KPTR_UNREF, KPTR_REF, KPTR_PERCPU, REFCOUNT ->
                    switch (type) {
                        case HASH,
                                PERCPU_HASH,
                                LRU_HASH,
                                LRU_PERCPU_HASH,
                                ARRAY,
                                PERCPU_ARRAY,
                                SK_STORAGE,
                                INODE_STORAGE,
                                TASK_STORAGE,
                                CGRP_STORAGE -> true;
                        default -> false;
                    };
            };
        }
    }

    public SpecialField {
        Objects.requireNonNull(kind);
        Objects.requireNonNull(target);
    }

    /** Bytes that the field takes. */
    public int size() {
        return kind.size();
    }

    /** Offset of the first byte behind the field. */
    public int endOffset() {
        return byteOffset + kind.size();
    }
}
