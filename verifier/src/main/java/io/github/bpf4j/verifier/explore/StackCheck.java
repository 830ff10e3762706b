package io.github.bpf4j.verifier.explore;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Subprograms;
import io.github.bpf4j.verifier.structure.Violation;
import io.github.bpf4j.verifier.transfer.StackUse;
import io.github.bpf4j.verifier.transfer.Subject;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The stacks of all functions that can be active at once fit into 512 bytes (verifier spec A97 to A99, timers spec 5.9). Callbacks
 * of timers and work queues begin chains of their own.
 */
public final class StackCheck {
    private static final int MAX_STACK = 512;
    private static final int MAX_STACK_BEFORE_TAIL_CALL = 256;
    private static final int MAX_FRAMES = 8;
    private static final int TAIL_CALL = 12;

    private final Subject subject;
    private final StackUse depths;
    private final BitSet asyncCallbacks;
    private final BitSet withTailCall = new BitSet();
    private final int[] deepest;
    private final int rounding;
    private final int least;
    private final Deque<Integer> active = new ArrayDeque<>();

    private StackCheck(Subject subject, StackUse depths, BitSet asyncCallbacks) {
        this.subject = subject;
        this.depths = depths;
        this.asyncCallbacks = asyncCallbacks;
        this.deepest = new int[subject.subprograms().count() * (MAX_FRAMES + 1)];
        Arrays.fill(deepest, -1);
        boolean exact = subject.profile().has(KernelFeature.EXACT_STACK);
        this.rounding = exact ? 16 : 32;
        this.least = exact ? 0 : 1;
        for (int i = 0; i < subject.subprograms().count(); i++) {
            if (callsTail(i)) {
                withTailCall.set(i);
            }
        }
    }

    /**
     * Adds up what functions were seen to use.
     *
     * @return the most bytes that a chain uses
     * @throws Violation if a chain is too long or uses too much
     */
    public static int check(Subject subject, StackUse depths, BitSet asyncCallbacks) {
        StackCheck check = new StackCheck(subject, depths, asyncCallbacks);
        int most = check.walk(0, 0, 1);
        if (subject.exceptionCallback() >= 0) {
            most = Math.max(most, check.walk(subject.exceptionCallback(), 0, 1));
        }
        for (int root = asyncCallbacks.nextSetBit(0); root >= 0; root = asyncCallbacks.nextSetBit(root + 1)) {
            most = Math.max(most, check.walk(root, 0, 1));
        }
        return most;
    }

    private boolean callsTail(int index) {
        Instructions instructions = subject.instructions();
        for (int at = subject.subprograms().start(index);
                at < subject.subprograms().end(index);
                at = instructions.next(at)) {
            long word = instructions.word(at);
            if (instructions.isCall(at) && Instruction.src(word) == 0 && Instruction.imm(word) == TAIL_CALL) {
                return true;
            }
        }
        return false;
    }

    /** The bytes that a chain has used at most when it goes on with a function. */
    private int walk(int index, int before, int frames) {
        int start = subject.subprograms().start(index);
        int slot = index * (MAX_FRAMES + 1) + frames;
        if (deepest[slot] >= before) {
            return 0; // a longer chain came here and was fine
        }
        deepest[slot] = before;
        if (frames > 1 && withTailCall.get(index) && before >= MAX_STACK_BEFORE_TAIL_CALL) {
            throw new Violation(
                    Errno.EACCES,
                    start,
                    "function %s makes a tail call while its callers use %d bytes of stack: less than %d are allowed"
                            .formatted(subject.functionName(index), before, MAX_STACK_BEFORE_TAIL_CALL));
        }
        int used = before + rounded(depths.of(index));
        if (used > MAX_STACK) {
            throw new Violation(
                    Errno.EACCES,
                    start,
                    "combined stack size of %d calls is %d bytes, %d are allowed: %s"
                            .formatted(frames, used, MAX_STACK, chain(index)));
        }
        int most = used;
        Instructions instructions = subject.instructions();
        Subprograms subprograms = subject.subprograms();
        for (int at = start; at < subprograms.end(index); at = instructions.next(at)) {
            boolean address = instructions.isFunctionAddress(at);
            if (!address && !instructions.isFunctionCall(at)) {
                continue;
            }
            int callee = subprograms.indexAt((int) instructions.functionTarget(at));
            if (address && asyncCallbacks.get(callee)) {
                continue;
            }
            if (frames == MAX_FRAMES) {
                throw new Violation(Errno.E2BIG, at, "more than " + MAX_FRAMES + " nested calls");
            }
            active.addLast(index);
            most = Math.max(most, walk(callee, used, frames + 1));
            active.removeLast();
        }
        return most;
    }

    /** The functions that are active when one is called, with what each uses. */
    private String chain(int last) {
        return Stream.concat(active.stream(), Stream.of(last))
                .map(index -> "%s uses %d".formatted(subject.functionName(index), rounded(depths.of(index))))
                .collect(Collectors.joining(", "));
    }

    private int rounded(int bytes) {
        return (Math.max(bytes, least) + rounding - 1) / rounding * rounding;
    }
}
