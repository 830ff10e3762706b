package io.github.bpf4j.stress;

import io.github.bpf4j.time.ConcurrentTimerQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

/** What two threads may see of a {@link ConcurrentTimerQueue}. */
public final class TimerQueueRaces {
    private TimerQueueRaces() {}

    /** A timer that is taken out by two threads comes out once. */
    @JCStressTest
    @Outcome(id = "0, -1", expect = Expect.ACCEPTABLE, desc = "the first took it")
    @Outcome(id = "-1, 0", expect = Expect.ACCEPTABLE, desc = "the second took it")
    @State
    public static class PollAgainstPoll {
        private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

        public PollAgainstPoll() {
            queue.schedule(0, 10);
        }

        @Actor
        public void first(II_Result result) {
            result.r1 = queue.poll(10);
        }

        @Actor
        public void second(II_Result result) {
            result.r2 = queue.poll(10);
        }
    }

    /** A timer either fires or is cancelled. */
    @JCStressTest
    @Outcome(id = "0, 0, 0", expect = Expect.ACCEPTABLE, desc = "it fired, and cancel found nothing")
    @Outcome(id = "-1, 1, 0", expect = Expect.ACCEPTABLE, desc = "it was cancelled in time")
    @State
    public static class PollAgainstCancel {
        private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

        public PollAgainstCancel() {
            queue.schedule(0, 10);
        }

        @Actor
        public void poll(III_Result result) {
            result.r1 = queue.poll(10);
        }

        @Actor
        public void cancel(III_Result result) {
            result.r2 = queue.cancel(0) ? 1 : 0;
        }

        @Arbiter
        public void left(III_Result result) {
            result.r3 = queue.size();
        }
    }

    /** A timer that is moved later while it is due fires now or later, never twice for one arming. */
    @JCStressTest
    @Outcome(id = "0, 0, 1", expect = Expect.ACCEPTABLE, desc = "it fired and was armed again")
    @Outcome(id = "-1, 0, 1", expect = Expect.ACCEPTABLE, desc = "it was moved in time")
    @State
    public static class PollAgainstRearm {
        private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

        public PollAgainstRearm() {
            queue.schedule(0, 10);
        }

        @Actor
        public void poll(III_Result result) {
            result.r1 = queue.poll(10);
        }

        @Actor
        public void rearm() {
            queue.schedule(0, 1000);
        }

        @Arbiter
        public void left(III_Result result) {
            result.r2 = queue.poll(1000);
            result.r3 = queue.size() == 0 ? 1 : 0;
        }
    }

    /** Whoever sleeps until the next expiry has seen an earlier arming, or the one who armed is told to wake it. */
    @JCStressTest
    @Outcome(id = "5, 0", expect = Expect.ACCEPTABLE, desc = "armed before it slept")
    @Outcome(id = "10, 1", expect = Expect.ACCEPTABLE, desc = "armed after it slept: it is woken")
    @State
    public static class SleepAgainstArm {
        private final ConcurrentTimerQueue queue = new ConcurrentTimerQueue();

        public SleepAgainstArm() {
            queue.schedule(0, 10);
        }

        @Actor
        public void sleep(II_Result result) {
            result.r1 = (int) queue.sleepUntil();
        }

        @Actor
        public void arm(II_Result result) {
            result.r2 = queue.schedule(1, 5) ? 1 : 0;
        }
    }
}
