package io.github.bpf4j.abi;

import java.util.List;

/**
 * The verdicts of XDP programs ({@code enum xdp_action}).
 *
 * <p>Immutable and safe for use by any thread. Source: runtime spec 3.
 */
public enum XdpAction {
    ABORTED(0),
    DROP(1),
    PASS(2),
    TX(3),
    REDIRECT(4);

    private static final List<XdpAction> ALL = List.of(values());

    private final int number;

    XdpAction(int number) {
        this.number = number;
    }

    /** The number that a program returns. */
    public int number() {
        return number;
    }

    /** The verdict of a program's result: only the low 32 bits count, and every unknown number is ABORTED. */
    public static XdpAction ofResult(long result) {
        int number = (int) result;
        return number >= 0 && number < ALL.size() ? ALL.get(number) : ABORTED;
    }
}
