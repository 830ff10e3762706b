package io.github.bpf4j.junit;

import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerView;
import java.time.Duration;
import java.util.HexFormat;
import org.opentest4j.AssertionFailedError;

/** Assertions on the timer of an element (timers spec 2.2). Immutable; each looks at the timer anew. */
public final class TimerAssert {
    private final Runtime runtime;
    private final BpfMap map;
    private final byte[] key;

    TimerAssert(Runtime runtime, BpfMap map, byte[] key) {
        this.runtime = runtime;
        this.map = map;
        this.key = key.clone();
    }

    private String name() {
        return "the timer of map " + map.name() + "[" + HexFormat.of().formatHex(key) + "]";
    }

    private TimerView timer() {
        return map.timer(key).orElseThrow(() -> new AssertionFailedError(name() + " is not initialised"));
    }

    /** There is no element, or its timer is not initialised. */
    public void isNotInitialised() {
        map.timer(key).ifPresent(timer -> {
            throw new AssertionFailedError(name() + " is initialised: " + timer);
        });
    }

    /** It waits to expire. */
    public TimerAssert isArmed() {
        if (!timer().pending()) {
            throw new AssertionFailedError(name() + " is not armed");
        }
        return this;
    }

    /** It is initialised and does not wait to expire. */
    public TimerAssert isIdle() {
        TimerView timer = timer();
        if (timer.pending()) {
            throw new AssertionFailedError(name() + " is armed, for " + timer.expiresNs() + " ns");
        }
        return this;
    }

    /** It is armed, and expires so long from now. */
    public TimerAssert expiresIn(Duration expected) {
        isArmed();
        Duration left = Duration.ofNanos(timer().expiresNs() - runtime.nowNs());
        if (!left.equals(expected)) {
            throw new AssertionFailedError(name() + " expires in", expected, left);
        }
        return this;
    }

    /** Its callback is this function. */
    public TimerAssert calls(String function) {
        if (!timer().callback().equals(function)) {
            throw new AssertionFailedError(name() + " calls", function, timer().callback());
        }
        return this;
    }
}
