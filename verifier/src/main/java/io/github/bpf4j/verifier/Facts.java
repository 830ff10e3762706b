package io.github.bpf4j.verifier;

import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.structure.Subprograms;
import io.github.bpf4j.verifier.transfer.Findings;
import io.github.bpf4j.verifier.transfer.StackUse;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a program that was not refused. An engine may leave out a check only if a fact covers it.
 *
 * <p>Immutable and safe for use by any thread.
 */
public sealed interface Facts {
    /** Nothing is proved: an engine relies on its own confinement of memory, call depth and time. */
    record None() implements Facts {}

    /** What a load, store or atomic operation accesses. */
    enum Region {
        /** The frame of the function that the instruction is in. */
        OWN_FRAME,
        /** The frame of a function that called it. */
        CALLERS_FRAME,
        CONTEXT,
        MAP_VALUE,
        MAP_KEY,
        PACKET,
        PACKET_META,
        RINGBUF_RECORD,
        /** An object of the kernel: only the load is as large as its member, the address may be any. */
        KERNEL_OBJECT,
        /** Anything else that the program was given. */
        OTHER,
        /** Not the same each time. */
        MIXED
    }

    /** Which way a conditional jump goes. */
    enum Branch {
        /** No path comes to it. */
        UNREACHED,
        ALWAYS,
        NEVER,
        EITHER
    }

    /**
     * What an instruction accesses; it lies inside of that, and the pointer is never null, unless it is an object of the kernel.
     *
     * @param offset in bytes from the frame pointer, or from the start of the context, value, key, packet or record, if it is the same
     *     each time
     * @param map whose value or key it is, if it is a map that the program names and the same each time
     */
    record Access(Region region, OptionalInt offset, Optional<String> map) {}

    /**
     * What 64 bits of the context must lie in: whoever runs the program gives it nothing else.
     *
     * @param byteOffset where in the context
     */
    record ContextRange(int byteOffset, long least, long greatest) {}

    /**
     * The program is proved safe. Only the verifier makes these. Instructions are named by their first slot in the linked program;
     * what is said of them holds for every run.
     */
    final class Proved implements Facts {
        private final Subprograms subprograms;
        private final BitSet reached;
        private final Findings findings;
        private final StackUse stackUse;
        private final Optional<ContextRange> contextRange;

        Proved(
                Subprograms subprograms,
                BitSet reached,
                Findings findings,
                StackUse stackUse,
                Optional<ContextRange> contextRange) {
            this.subprograms = subprograms;
            this.reached = (BitSet) reached.clone();
            this.findings = findings;
            this.stackUse = stackUse;
            this.contextRange = contextRange;
        }

        /** What is taken for granted of the context: of the result so far of a hook of security modules. */
        public Optional<ContextRange> contextRange() {
            return contextRange;
        }

        /**
         * Whether some path comes to an instruction. What no path comes to was not looked at: whoever runs the program must see that it
         * cannot run.
         */
        public boolean isReached(int insnOffset) {
            return reached.get(insnOffset);
        }

        /**
         * Whether a load looks at an object of the kernel. Nothing says that its address is one that can be read: the load must then
         * give 0.
         *
         * @param insnOffset the slot of the load
         */
        public boolean isProbe(int insnOffset) {
            Findings.Access found = findings.access(insnOffset);
            return found != null && found.kind() == Kind.BTF_OBJECT;
        }

        /** What a load, store or atomic operation accesses; empty for other instructions and if no path comes to it. */
        public Optional<Access> access(int insnOffset) {
            Findings.Access found = findings.access(insnOffset);
            if (found == null) {
                return Optional.empty();
            }
            return Optional.of(new Access(
                    region(found.kind(), found.ownFrame()),
                    found.offset() == Findings.VARIABLE ? OptionalInt.empty() : OptionalInt.of(found.offset()),
                    Optional.ofNullable(found.map())));
        }

        /**
         * How many bytes of a key or of a value an iterator's program needs.
         *
         * @param readOnly of what it may only read: of keys
         */
        public int needed(boolean readOnly) {
            return findings.needed(readOnly);
        }

        /** The map that a call is about, if it is one that the program names and the same each time. */
        public Optional<String> map(int insnOffset) {
            return Optional.ofNullable(findings.map(insnOffset));
        }

        /** Which way a conditional jump goes; EITHER for other instructions that are reached. */
        public Branch branch(int insnOffset) {
            if (!reached.get(insnOffset)) {
                return Branch.UNREACHED;
            }
            return switch (findings.ways(insnOffset)) {
                case Findings.TAKEN -> Branch.ALWAYS;
                case Findings.NOT_TAKEN -> Branch.NEVER;
                default -> Branch.EITHER;
            };
        }

        /**
         * Whether a word of a function's frame is seen by anything but loads, stores and atomic operations of the function itself at
         * fixed offsets: by a call, by a function that got its address, at an offset that varies.
         *
         * @param startInsn where the function begins
         * @param word 0 for the bytes from -8 to -1 from the frame pointer, 1 for those below, up to 63
         */
        public boolean escapes(int startInsn, int word) {
            return (stackUse.escaped(subprograms.indexAt(startInsn)) >>> word & 1) != 0;
        }

        private static Region region(@Nullable Kind kind, boolean ownFrame) {
            if (kind == null) {
                return Region.MIXED;
            }
            return switch (kind) {
                case STACK -> ownFrame ? Region.OWN_FRAME : Region.CALLERS_FRAME;
                case CONTEXT -> Region.CONTEXT;
                case MAP_VALUE -> Region.MAP_VALUE;
                case MAP_KEY -> Region.MAP_KEY;
                case PACKET -> Region.PACKET;
                case PACKET_META -> Region.PACKET_META;
                case RINGBUF_MEM -> Region.RINGBUF_RECORD;
                case BTF_OBJECT -> Region.KERNEL_OBJECT;
                default -> Region.OTHER;
            };
        }
    }
}
