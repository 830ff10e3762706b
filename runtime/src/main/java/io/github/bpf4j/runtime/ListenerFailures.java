package io.github.bpf4j.runtime;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What listeners threw that were told of something half done: kept until the thread that told them has finished it, and thrown then.
 *
 * <p>For whoever has the machine's turn, {@link #isAny} apart.
 */
final class ListenerFailures {
    private final Map<Thread, Throwable> byThread = new HashMap<>();
    private volatile boolean any;

    /** Keeps a failure of the calling thread's. */
    void keep(Throwable failure) {
        byThread.merge(Thread.currentThread(), failure, (first, next) -> {
            if (!first.equals(next)) {
                first.addSuppressed(next);
            }
            return first;
        });
        any = true;
    }

    /** Whether some thread may have one. */
    boolean isAny() {
        return any;
    }

    /** Takes the calling thread's, or null. */
    @Nullable
    Throwable take() {
        Throwable failure = byThread.remove(Thread.currentThread());
        any = !byThread.isEmpty();
        return failure;
    }

    static void rethrow(@Nullable Throwable failure) {
        switch (failure) {
            case null -> {}
            case RuntimeException exception -> throw exception;
            case Error error -> throw error;
            default -> throw new IllegalStateException(failure);
        }
    }
}
