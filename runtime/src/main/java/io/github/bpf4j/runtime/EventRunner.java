package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.RunEnvironment.Session;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs the programs of one event, as the place that it happens at calls them. The caller occupies the CPU. */
/*
 * What Linux 6.12 answered: probes of a function run before what is wrapped around it, return probes after it, see Probes. Programs around a function run latest first, and the first one of those that change what it returns that gives
 * something else than 0 ends their turn: the function is not called. Hooks of security modules are such functions. Programs of control
 * groups run from the inmost group to the root, in each in the order of attaching, all of them; one that says no is enough.
 */
final class EventRunner {
    private static final long LOW_BIT = 1;

    private final Machine machine;
    private final Event event;
    private final List<EventResult.Ran> runs = new ArrayList<>();
    private boolean called = true;

    EventRunner(Machine machine, Event event) {
        this.machine = machine;
        this.event = event;
    }

    /** The one name of a place that sections have several names for. */
    static String normalized(String target) {
        int slash = target.indexOf('/');
        if (slash < 0) {
            return target;
        }
        String kind = target.substring(0, slash).replaceFirst("\\.s$", "");
        String rest = target.substring(slash);
        return switch (kind) {
            case "tp" -> "tracepoint" + rest;
            case "raw_tp", "raw_tp.w", "raw_tracepoint.w" -> "raw_tracepoint" + rest;
            default -> AttachPoints.groupTarget(kind + rest);
        };
    }

    /** Whether the function was called, after its event was fired: no program took its place. */
    boolean wasCalled() {
        return called;
    }

    EventResult fire() {
        String target = normalized(event.target());
        long result = switch (target) {
            case String place
            when place.startsWith(AttachPoints.FUNCTION) ->
                machine.contexts.returned(rest(place), function(rest(place), event.context(), given(event.context())));
            case String place when place.startsWith(AttachPoints.SYSTEM_CALL) -> systemCall(rest(place));
            case String place
            when place.startsWith(AttachPoints.HOOK) || place.startsWith(AttachPoints.MODIFY) ->
                machine.contexts.returned(
                        place.startsWith(AttachPoints.HOOK) ? "bpf_lsm_" + rest(place) : rest(place),
                        modified(place, given(event.context())).orElse(given(event.context())));
            case String place when place.startsWith(AttachPoints.GROUP_HOOK) || isOfGroups(place) -> groups(place);
            case String place
            when place.startsWith(AttachPoints.ENTRY)
                    || place.startsWith(AttachPoints.EXIT)
                    || place.startsWith(AttachPoints.PROBE)
                    || place.startsWith(AttachPoints.CALL_PROBE) -> {
                all(latestFirst(at(place)), event.context());
                yield 0;
            }
            case String place
            when place.startsWith(AttachPoints.RAW_TRACEPOINT) || place.startsWith(AttachPoints.TYPED_TRACEPOINT) -> {
                all(
                        at(AttachPoints.RAW_TRACEPOINT + rest(place), AttachPoints.TYPED_TRACEPOINT + rest(place)),
                        event.context());
                yield 0;
            }
            case String place
            when AttachPoints.isOfUserCode(place) -> {
                all(Probes.ofUser(machine, place), event.context());
                yield 0;
            }
            case String place
            when place.startsWith(UsdtLink.PLACE) -> {
                all(latestFirst(at(place)), event.context());
                yield 0;
            }
            default -> {
                all(at(target), event.context());
                yield 0;
            }
        };
        return new EventResult(runs, result);
    }

    private static String rest(String target) {
        return target.substring(target.indexOf('/') + 1);
    }

    private List<LiveLink> at(String... targets) {
        try (var _ = machine.turn()) {
            return machine.hooks.at(List.of(targets));
        }
    }

    private static List<LiveLink> latestFirst(List<LiveLink> links) {
        return links.reversed();
    }

    /** What the host says that the place returns. */
    private static long given(EventContext context) {
        return context instanceof EventContext.Arguments arguments
                        && arguments.result().orElse(KernelValue.of(0)) instanceof KernelValue.Scalar number
                ? number.value()
                : 0;
    }

    private static EventContext returning(EventContext context, long value) {
        return context instanceof EventContext.Arguments arguments
                ? arguments.returning(KernelValue.of(value))
                : context;
    }

    private static EventContext entering(EventContext context) {
        return context instanceof EventContext.Arguments arguments
                ? new EventContext.Arguments(arguments.values(), arguments.named(), Optional.empty())
                : context;
    }

    /** What a return probe sees: the registers of the arguments are used for something else by then. */
    private static EventContext left(EventContext context, long value) {
        return context instanceof EventContext.Arguments
                ? EventContext.arguments(new long[0]).returning(KernelValue.of(value))
                : context;
    }

    /**
     * Everything at a function.
     *
     * @param result what the function itself returns
     */
    private long function(String name, EventContext context, long result) {
        long own = result;
        EventContext arguments = entering(context);
        List<Returning> returning = new ArrayList<>();
        for (LiveLink probe : Probes.of(machine, name)) {
            boolean isSession = probe.target().startsWith(AttachPoints.SESSIONS);
            if (isSession) {
                EventResult.Ran ran = run(probe, arguments, event.environment().withSession(Session.ENTRY));
                if (ran.run().returnValue() == 0) {
                    returning.addFirst(new Returning(probe, cookie(ran)));
                }
            } else if (isOfReturns(probe)) {
                returning.addFirst(new Returning(probe, 0));
            } else {
                OptionalLong overridden = overridden(run(probe, arguments, event.environment()));
                if (overridden.isPresent()) {
                    own = overridden.getAsLong();
                    called = false;
                }
            }
        }
        if (called) {
            own = around(name, arguments, own);
        }
        EventContext leaving = left(context, own);
        returning.forEach(
                each -> run(each.link(), leaving, event.environment().withSession(Session.returning(each.cookie()))));
        return own;
    }

    /** What runs when a function returns, and what its run at the entry left for then. */
    private record Returning(LiveLink link, long cookie) {}

    private static boolean isOfReturns(LiveLink probe) {
        return probe.target().startsWith(AttachPoints.RETURN_PROBE)
                || probe.target().startsWith(AttachPoints.RETURN_PROBES);
    }

    private static long cookie(EventResult.Ran ran) {
        return ran.effects().stream()
                .filter(Effect.SessionCookie.class::isInstance)
                .mapToLong(effect -> ((Effect.SessionCookie) effect).value())
                .findFirst()
                .orElse(0);
    }

    /** What is wrapped around a function, and the function if nobody takes its place. */
    private long around(String name, EventContext arguments, long result) {
        all(latestFirst(at(AttachPoints.ENTRY + name)), arguments);
        OptionalLong instead = modified(AttachPoints.MODIFY + name, 0);
        called = instead.isEmpty();
        long own = instead.orElse(result);
        all(latestFirst(at(AttachPoints.EXIT + name)), returning(arguments, own));
        return own;
    }

    /** What programs return instead of a function; empty if none does. */
    private OptionalLong modified(String place, long before) {
        for (LiveLink link : latestFirst(at(place))) {
            RunResult run = run(
                            link,
                            returning(entering(event.context()), before),
                            event.environment().withReturnValue((int) before))
                    .run();
            if (run.returnValue() != 0) {
                return OptionalLong.of(run.returnValue());
            }
        }
        return OptionalLong.empty();
    }

    private long systemCall(String name) {
        EventContext context = event.context();
        if (!(context instanceof EventContext.Arguments)) {
            throw new EventContextException("a system call has arguments");
        }
        EventContext entering = entering(context);
        long result = given(context);
        all(at(AttachPoints.TRACEPOINT + "syscalls/sys_enter_" + name), entering);
        for (LiveLink probe : latestFirst(at(AttachPoints.CALL_PROBE + name))) {
            OptionalLong overridden = overridden(run(probe, entering, event.environment()));
            result = overridden.orElse(result);
        }
        all(at(AttachPoints.CALL_RETURN_PROBE + name), left(context, result));
        all(at(AttachPoints.TRACEPOINT + "syscalls/sys_exit_" + name), left(context, result));
        return result;
    }

    private static OptionalLong overridden(EventResult.Ran ran) {
        return ran.effects().stream()
                .filter(Effect.ReturnOverridden.class::isInstance)
                .mapToLong(effect -> ((Effect.ReturnOverridden) effect).value())
                .reduce((_, later) -> later);
    }

    private boolean isOfGroups(String target) {
        return target.startsWith("cgroup/") || target.startsWith("cgroup_skb/") || target.equals("sockops");
    }

    /** Whether all programs of the groups let it happen: 0, or the errno that they set. */
    private long groups(String place) {
        long result = event.environment().returnValue();
        EventContext context = event.context();
        for (@Nullable Cgroup group = group(); group != null; group = parent(group)) {
            for (LiveLink link : at(place + LiveLink.IN_GROUP + group.path())) {
                EventResult.Ran ran = run(link, context, event.environment().withReturnValue((int) result));
                for (Effect effect : ran.effects()) {
                    if (effect instanceof Effect.ReturnValueSet set) {
                        result = set.value();
                    }
                }
                if ((ran.run().returnValue() & LOW_BIT) == 0 && result >= 0) {
                    result = -Errno.EPERM.number();
                }
                if (!place.startsWith(AttachPoints.GROUP_HOOK)) {
                    context = EventContext.bytes(ran.context());
                }
            }
        }
        return result;
    }

    private Cgroup group() {
        String path = event.cgroup();
        if (!path.isEmpty()) {
            return machine.world
                    .cgroup(path)
                    .orElseThrow(() -> new IllegalArgumentException("there is no control group " + path));
        }
        return machine.world
                .task(event.environment().pid())
                .map(Task::cgroup)
                .flatMap(machine.world::cgroup)
                .orElseGet(() -> machine.kernelObjects.currentCgroup(event.cpu()));
    }

    private @Nullable Cgroup parent(Cgroup group) {
        return group.path().equals("/")
                ? null
                : machine.world.cgroup(group.parent()).orElse(null);
    }

    private void all(List<LiveLink> links, EventContext context) {
        links.forEach(link -> run(link, context, event.environment()));
    }

    private EventResult.Ran run(LiveLink link, EventContext context, RunEnvironment environment) {
        long cookie = link instanceof UsdtLink usdt ? usdt.recordAt(machine, context) : link.cookie();
        RunEnvironment around = cookie == 0 ? environment : environment.withAttachCookie(cookie);
        Program.ContextResult result =
                link.program().run(context, event.cpu(), event.where(), around, link.attachment());
        EventResult.Ran ran = new EventResult.Ran(
                link.program().name(), link.target(), result.run(), result.context(), result.effects());
        runs.add(ran);
        return ran;
    }
}
