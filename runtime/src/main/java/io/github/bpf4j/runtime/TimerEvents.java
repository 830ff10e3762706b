package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.TimerListener;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes public events of what the timer table tells, if anybody listens. What a listener throws comes out when what it was told of is
 * done: nothing of it stays half done.
 */
final class TimerEvents implements TimerListener {
    private final Machine machine;
    private final Consumer<TimerEvent> sink;

    private TimerEvents(Machine machine, Consumer<TimerEvent> sink) {
        this.machine = machine;
        this.sink = sink;
    }

    static TimerListener listener(Machine machine, @Nullable Consumer<TimerEvent> sink) {
        return sink == null ? NONE : new TimerEvents(machine, sink);
    }

    private void tell(TimerEvent.Kind kind, ControlBlock timer, long expiresNs) {
        TimerEvent event = new TimerEvent(
                kind,
                machine.clock.monotonicNs(),
                timer.cpu(),
                timer.map().shape().name(),
                machine.keyOf(timer),
                machine.callbackName(timer),
                expiresNs);
        try {
            sink.accept(event);
        } catch (RuntimeException | Error e) {
            machine.failures.keep(e);
        }
    }

    @Override
    public void armed(ControlBlock timer, long expiresNs) {
        tell(TimerEvent.Kind.ARMED, timer, expiresNs);
    }

    @Override
    public void fired(ControlBlock timer, long expiresNs) {
        tell(TimerEvent.Kind.FIRED, timer, expiresNs);
    }

    @Override
    public void cancelled(ControlBlock timer) {
        tell(TimerEvent.Kind.CANCELLED, timer, Long.MAX_VALUE);
    }

    @Override
    public void freed(ControlBlock timer) {
        tell(TimerEvent.Kind.FREED, timer, Long.MAX_VALUE);
    }
}
