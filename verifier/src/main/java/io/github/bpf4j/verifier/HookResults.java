package io.github.bpf4j.verifier;

import io.github.bpf4j.verifier.kernel.HookFacts;

/** What hooks of security modules return, and so what programs there take for granted of the result so far. */
public final class HookResults {
    private HookResults() {}

    /** Whether a hook returns yes or no; others return nothing, or 0 or a negative errno. */
    public static boolean isBool(String lsmHook) {
        return HookFacts.results(lsmHook).least() == 0;
    }
}
