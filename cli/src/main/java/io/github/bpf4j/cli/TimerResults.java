package io.github.bpf4j.cli;

import io.github.bpf4j.abi.Errno;
import java.util.List;

/** What each timer helper answers and why, in the order in which it looks (timers spec 1.3, profile 6.12). */
final class TimerResults {
    private static final int TIMER_INIT = 169;
    private static final int TIMER_SET_CALLBACK = 170;
    private static final int TIMER_START = 171;
    private static final int TIMER_CANCEL = 172;

    private static final Result IN_NMI = error(Errno.EOPNOTSUPP, "called in a non-maskable interrupt");

    private TimerResults() {}

    /** A result, as a number or as the name of a negative errno, and when it is given. */
    record Result(String result, String when) {}

    /** The results of a timer helper; none for another helper. */
    static List<Result> of(int helperId) {
        return switch (helperId) {
            case TIMER_INIT ->
                List.of(
                        error(
                                Errno.EINVAL,
                                "flags are not the number of a clock that timers have: 0 REALTIME, 1 MONOTONIC, 7 BOOTTIME"),
                        IN_NMI,
                        error(Errno.EINVAL, "the element was removed from its map"),
                        error(Errno.EBUSY, "the timer is initialised already; it stays as it is"),
                        error(Errno.ENOMEM, "the map has as many timers as the runtime allows"),
                        error(Errno.EPERM, "nobody has the map open and no pin names it"),
                        new Result("0", "the timer is initialised: no callback, not armed"));
            case TIMER_SET_CALLBACK ->
                List.of(
                        IN_NMI,
                        error(Errno.EINVAL, "the timer is not initialised, or its element was removed"),
                        error(Errno.EPERM, "the map lost its last user meanwhile; in bpf4j that is EINVAL"),
                        error(Errno.ENOENT, "the calling program is about to go"),
                        new Result("0", "the callback is set; an arming and its instant stay as they are"));
            case TIMER_START ->
                List.of(
                        IN_NMI,
                        error(Errno.EINVAL, "flags other than BPF_F_TIMER_ABS (1) and BPF_F_TIMER_CPU_PIN (2) are set"),
                        error(
                                Errno.EINVAL,
                                "the timer is not initialised, has no callback (none yet, or it was cancelled),"
                                        + " or its element was removed"),
                        new Result("0", "the timer is armed; an earlier arming is forgotten"));
            case TIMER_CANCEL ->
                List.of(
                        IN_NMI,
                        error(Errno.EINVAL, "the timer is not initialised, or its element was removed"),
                        error(Errno.EDEADLK, "called by the timer's own callback; nothing changes"),
                        error(
                                Errno.EDEADLK,
                                "called by a callback that another callback is cancelling; nothing changes"),
                        new Result("1", "the timer was armed and is not any more; its callback is gone"),
                        new Result("0", "the timer was not armed; its callback is gone"));
            default -> List.of();
        };
    }

    private static Result error(Errno errno, String when) {
        return new Result("-" + errno.name(), when);
    }
}
