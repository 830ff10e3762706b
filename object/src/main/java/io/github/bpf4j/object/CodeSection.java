package io.github.bpf4j.object;

import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.LineInfo;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * An executable section: its instructions and everything that the object says about them. Never changed once built.
 *
 * @param words packed instruction words
 * @param functions functions by first instruction slot
 * @param references what instructions refer to, by instruction slot
 * @param functionTypes BTF FUNC ids by first instruction slot
 * @param lines source lines in ascending order
 * @param relocations CO-RE relocations in ascending order
 */
record CodeSection(
        String name,
        Words words,
        NavigableMap<Integer, Function> functions,
        Map<Integer, Reference> references,
        Map<Integer, Integer> functionTypes,
        List<LineInfo> lines,
        List<CoreRelocation> relocations) {
    static final String TEXT = ".text";
    static final int SLOT_BYTES = 8;

    /** A function of the section; {@code local} if nothing outside may call it. */
    record Function(String section, String name, int startInsn, int endInsn, boolean local) {
        // A record's own is put together when it is first used, which takes longer than most programs take to link.
        @Override
        public int hashCode() {
            return 31 * name.hashCode() + startInsn;
        }
    }

    /** What an instruction refers to by relocation. */
    sealed interface Reference {}

    /** The address of a map. */
    record MapTarget(String mapName) implements Reference {}

    /** The address of a byte in a data section's map. */
    record ValueTarget(String mapName, int byteOffset) implements Reference {}

    /** A function, called or taken the address of. */
    record FunctionTarget(String section, int insnOffset) implements Reference {}

    /** Something of the kernel, by name. */
    record ExternTarget(String name) implements Reference {}

    /** Something that cannot be linked, known only to matter once the instruction is used. */
    record UnlinkableTarget(LinkException.@Nullable Feature feature, String reason) implements Reference {}

    /** Instruction words behind a record's face: compared by content. */
    static final class Words {
        private final long[] words;

        Words(long[] words) {
            this.words = words;
        }

        int length() {
            return words.length;
        }

        long get(int insnOffset) {
            return words[insnOffset];
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Words that && Arrays.equals(words, that.words);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(words);
        }
    }

    List<LineInfo> lines(Function function) {
        return range(lines, LineInfo::byteOffset, function);
    }

    List<CoreRelocation> relocations(Function function) {
        return range(relocations, CoreRelocation::byteOffset, function);
    }

    private static <T> List<T> range(List<T> sorted, ToLongFunction<T> byteOffset, Function function) {
        return sorted.subList(
                firstAtOrAfter(sorted, byteOffset, (long) function.startInsn * SLOT_BYTES),
                firstAtOrAfter(sorted, byteOffset, (long) function.endInsn * SLOT_BYTES));
    }

    private static <T> int firstAtOrAfter(List<T> sorted, ToLongFunction<T> byteOffset, long wanted) {
        int low = 0;
        int high = sorted.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (byteOffset.applyAsLong(sorted.get(middle)) < wanted) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
