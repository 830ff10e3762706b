package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import org.jspecify.annotations.Nullable;

/**
 * What turned out about single instructions, joined over all paths: what they access and where, which maps they are about, which way
 * they jump. For those who run the program. Not safe for use by several threads.
 */
public final class Findings {
    /** An offset that is not the same each time. */
    public static final int VARIABLE = Integer.MIN_VALUE;

    /** A jump goes where it leads on some path. */
    public static final int TAKEN = 1;
    /** A jump goes on with the next instruction on some path. */
    public static final int NOT_TAKEN = 2;

    /**
     * What an instruction accesses.
     *
     * @param kind the kind of pointer; null if it is not the same each time
     * @param ownFrame whether it is in the frame of the function that the instruction is in
     * @param offset in bytes from what the pointer's kind points to, {@link #VARIABLE} if it is not the same each time
     * @param map whose value or key it is, if it is one that the program names and the same each time
     */
    public record Access(
            @Nullable Kind kind,
            boolean ownFrame,
            int offset,
            @Nullable String map) {}

    private final @Nullable Access[] accesses;
    private final @Nullable MapInfo[] maps;
    private final boolean[] severalMaps;
    private final byte[] ways;
    private final StackUse stack;
    private int readOnlyEnd;
    private int writableEnd;

    /** Of a program of some slots that is not walked yet. */
    public Findings(int slots, StackUse stack) {
        this.accesses = new @Nullable Access[slots];
        this.maps = new @Nullable MapInfo[slots];
        this.severalMaps = new boolean[slots];
        this.ways = new byte[slots];
        this.stack = stack;
    }

    /** What the instruction at a slot accesses; null if no path came to it or it accesses nothing. */
    public @Nullable Access access(int slot) {
        return accesses[slot];
    }

    /** The map that a call is about, if it is one that the program names and the same each time. */
    public @Nullable String map(int slot) {
        MapInfo map = maps[slot];
        return map == null || severalMaps[slot] ? null : map.name();
    }

    /** {@link #TAKEN} and {@link #NOT_TAKEN} of a conditional jump, as far as it was seen to go there. */
    public int ways(int slot) {
        return ways[slot];
    }

    /** How many bytes of the memory that an iterator hands over are accessed on some path. */
    public int needed(boolean readOnly) {
        return readOnly ? readOnlyEnd : writableEnd;
    }

    void needs(boolean readOnly, int end) {
        if (readOnly) {
            readOnlyEnd = Math.max(readOnlyEnd, end);
        } else {
            writableEnd = Math.max(writableEnd, end);
        }
    }

    void goes(int slot, int way) {
        ways[slot] |= (byte) way;
    }

    void calls(int slot, MapInfo map, int uid) {
        MapInfo before = maps[slot];
        if (before == null) {
            maps[slot] = map;
        }
        severalMaps[slot] |= uid != 0 || before != null && !before.equals(map);
    }

    /** A load, store or atomic operation that was found to be safe. */
    void accesses(Current current, Register pointer, long offset, int size) {
        boolean fixed = pointer.hasFixedOffset();
        int place = fixed ? (int) (pointer.fixedOffset() + offset) : VARIABLE;
        boolean own = pointer.kind() == Kind.STACK
                && pointer.detail() == current.state().depth() - 1;
        MapInfo map = pointer.map();
        String name = map == null || pointer.uid() != 0 ? null : map.name();
        Access before = accesses[current.at()];
        if (before == null) {
            accesses[current.at()] = new Access(pointer.kind(), own, place, name);
        } else if (before.kind() != pointer.kind() || before.ownFrame() != own) {
            accesses[current.at()] =
                    new Access(before.kind() == pointer.kind() ? before.kind() : null, false, VARIABLE, null);
            escape(current, before, size);
        } else if (before.offset() != place || !isSame(before.map(), name)) {
            accesses[current.at()] = new Access(
                    before.kind(),
                    own,
                    before.offset() == place ? place : VARIABLE,
                    isSame(before.map(), name) ? name : null);
            if (before.offset() != place) {
                escape(current, before, size);
            }
        }
        if (pointer.kind() == Kind.STACK) {
            Access now = accesses[current.at()];
            if (now != null && (!now.ownFrame() || now.offset() == VARIABLE)) {
                int function = current.state().frame(pointer.detail()).subprogram();
                long base = pointer.offset() + offset;
                stack.escape(
                        function,
                        base + pointer.scalar().smin(),
                        base + pointer.scalar().smax() + size);
            }
        }
    }

    /** What an instruction accessed as a fixed place of its frame is accessed by it in other ways as well. */
    private void escape(Current current, Access before, int size) {
        if (before.ownFrame() && before.offset() != VARIABLE) {
            stack.escape(current.frame().subprogram(), before.offset(), before.offset() + size);
        }
    }

    private static boolean isSame(@Nullable String one, @Nullable String other) {
        return one == null ? other == null : one.equals(other);
    }
}
