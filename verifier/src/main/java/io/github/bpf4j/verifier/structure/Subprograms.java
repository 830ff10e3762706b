package io.github.bpf4j.verifier.structure;

import io.github.bpf4j.abi.Errno;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** Where the functions of a program begin: slot 0, and whatever is called or has its address taken, or runs on exceptions (A69, VR11, G7). */
public final class Subprograms {
    private final int[] starts;
    private final int length;

    private Subprograms(int[] starts, int length) {
        this.starts = starts;
        this.length = length;
    }

    public static Subprograms discover(
            Instructions instructions, List<Integer> exceptionCallbacks, int maxSubprograms) {
        TreeSet<Integer> starts = new TreeSet<>();
        starts.add(0);
        starts.addAll(exceptionCallbacks);
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (!instructions.isFunctionCall(at) && !instructions.isFunctionAddress(at)) {
                continue;
            }
            long target = instructions.functionTarget(at);
            if (target < 0 || target >= instructions.length()) {
                throw new Violation(
                        Errno.EINVAL, at, "call destination %d is outside of the program".formatted(target));
            }
            if (instructions.isSecondSlot((int) target)) {
                throw new Violation(
                        Errno.EINVAL, at, "call destination %d is the second half of a wide load".formatted(target));
            }
            starts.add((int) target);
            if (starts.size() > maxSubprograms) {
                throw new Violation(Errno.E2BIG, at, "more than " + maxSubprograms + " functions");
            }
        }
        return new Subprograms(starts.stream().mapToInt(Integer::intValue).toArray(), instructions.length());
    }

    public int count() {
        return starts.length;
    }

    public int start(int index) {
        return starts[index];
    }

    /** The slot behind the last one of a function. */
    public int end(int index) {
        return index + 1 < starts.length ? starts[index + 1] : length;
    }

    /** The index of the function that a slot belongs to. */
    public int indexAt(int insnOffset) {
        int found = Arrays.binarySearch(starts, insnOffset);
        return found >= 0 ? found : -found - 2;
    }
}
