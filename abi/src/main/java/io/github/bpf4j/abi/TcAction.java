package io.github.bpf4j.abi;

import java.util.List;
import java.util.Optional;

/**
 * The verdicts of traffic control programs ({@code TC_ACT_...}).
 *
 * <p>Immutable and safe for use by any thread. Source: runtime spec 3.
 */
public enum TcAction {
    UNSPEC(-1),
    OK(0),
    RECLASSIFY(1),
    SHOT(2),
    PIPE(3),
    STOLEN(4),
    QUEUED(5),
    REPEAT(6),
    REDIRECT(7),
    TRAP(8);

    private static final List<TcAction> ALL = List.of(values());

    private final int number;

    TcAction(int number) {
        this.number = number;
    }

    /** The number that a program returns. */
    public int number() {
        return number;
    }

    /** The verdict of a program's result, of which only the low 32 bits count; empty if the number has no name. */
    public static Optional<TcAction> ofResult(long result) {
        int number = (int) result;
        return ALL.stream().filter(action -> action.number == number).findFirst();
    }
}
