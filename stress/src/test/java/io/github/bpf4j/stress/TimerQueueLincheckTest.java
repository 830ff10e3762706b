package io.github.bpf4j.stress;

import io.github.bpf4j.time.ConcurrentTimerQueue;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.StressOptions;
import org.junit.jupiter.api.Test;

/** The operations of {@link ConcurrentTimerQueue} are linearizable: every run of several threads is a run of one. */
@Param(name = "timer", gen = IntGen.class, conf = "0:2")
@Param(name = "ns", gen = IntGen.class, conf = "1:4")
public class TimerQueueLincheckTest {
    private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

    @Operation
    public boolean schedule(@Param(name = "timer") int timer, @Param(name = "ns") int ns) {
        return queue.schedule(timer, 64L * ns);
    }

    @Operation
    public boolean cancel(@Param(name = "timer") int timer) {
        return queue.cancel(timer);
    }

    @Operation
    public int poll(@Param(name = "ns") int ns) {
        return queue.poll(64L * ns);
    }

    @Operation
    public long sleepUntil() {
        return queue.sleepUntil();
    }

    @Operation
    public int size() {
        return queue.size();
    }

    @Test
    public void operationsAreLinearizableUnderStress() {
        new StressOptions()
                .iterations(30)
                .invocationsPerIteration(2000)
                .threads(2)
                .actorsPerThread(4)
                .check(TimerQueueLincheckTest.class);
    }

    @Test
    public void operationsAreLinearizableInEverySchedule() {
        new ModelCheckingOptions()
                .iterations(20)
                .invocationsPerIteration(500)
                .threads(2)
                .actorsPerThread(3)
                .check(TimerQueueLincheckTest.class);
    }
}
