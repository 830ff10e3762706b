package io.github.bpf4j.object;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The error for a program whose code cannot be made whole: which program, which instruction, why. */
public final class LinkException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A part of the object format that is known but not supported yet. */
    public enum Feature {
        EXTERN("addresses of kernel symbols that nobody gives"),
        KFUNC("most kernel functions"),
        LEGACY_MAPS("settings of legacy map definitions beyond flags"),
        STRUCT_OPS("struct_ops"),
        ARENA("arena variables");

        private final String words;

        Feature(String words) {
            this.words = words;
        }

        /** What the feature is called in messages. */
        @Override
        public String toString() {
            return words;
        }
    }

    private final String program;
    private final String section;
    private final long byteOffset;
    private final @Nullable Feature feature;

    LinkException(String program, String section, long byteOffset, @Nullable Feature feature, String reason) {
        super("program " + program + ", section " + section + ", offset " + byteOffset + ": " + reason
                + (feature == null ? "" : " (" + feature + " are not supported yet)"));
        this.program = program;
        this.section = section;
        this.byteOffset = byteOffset;
        this.feature = feature;
    }

    /** Name of the program that was to be linked. */
    public String program() {
        return program;
    }

    /** Name of the section that holds the offending instruction. */
    public String section() {
        return section;
    }

    /** Offset of the offending instruction from the start of its section in bytes. */
    public long byteOffset() {
        return byteOffset;
    }

    /** The missing feature, empty if the object itself is at fault. */
    public Optional<Feature> feature() {
        return Optional.ofNullable(feature);
    }
}
