package io.github.bpf4j.time;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;

/**
 * How much later than asked Linux may wake a thread that sleeps, to do several wake-ups at once: 50 us unless lowered.
 *
 * <p>Stateless and safe for use by any thread. Source: prctl(2), PR_SET_TIMERSLACK.
 */
public final class TimerSlack {
    private static final int PR_SET_TIMERSLACK = 29;
    private static final long LEAST_NS = 1;

    private TimerSlack() {}

    /**
     * Lowers the slack of the calling thread as far as possible. Does nothing where that takes native access that the program was not
     * started with ({@code --enable-native-access}), or where there is no Linux.
     *
     * @return whether it was lowered
     */
    @SuppressWarnings("restricted") // asked for before
    public static boolean lower() {
        if (!TimerSlack.class.getModule().isNativeAccessEnabled()) {
            return false;
        }
        Linker linker = Linker.nativeLinker();
        return linker.defaultLookup()
                .find("prctl")
                .map(prctl -> {
                    MethodHandle call = linker.downcallHandle(
                            prctl,
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_LONG),
                            Linker.Option.firstVariadicArg(1));
                    try {
                        return (int) call.invokeExact(PR_SET_TIMERSLACK, LEAST_NS, 0L, 0L, 0L) == 0;
                    } catch (Throwable e) {
                        throw new IllegalStateException(e);
                    }
                })
                .orElse(false);
    }
}
