package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.ListenerThrew;
import io.github.bpf4j.runtime.helpers.HelperTable;
import io.github.bpf4j.runtime.helpers.KfuncTable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/** Tells a listener of every call of a timer helper. Nothing of it is there when nobody listens. */
final class TimerCalls {
    private static final List<Integer> TIMER_HELPERS = List.of(169, 170, 171, 172);

    private final Machine machine;
    private final Consumer<TimerCall> sink;

    private TimerCalls(Machine machine, Consumer<TimerCall> sink) {
        this.machine = machine;
        this.sink = sink;
    }

    static void listen(Machine machine, HelperTable helpers, KfuncTable kfuncs, Consumer<TimerCall> sink) {
        TimerCalls calls = new TimerCalls(machine, sink);
        wrapAll(helpers, kfuncs, calls::traced);
    }

    /** Makes every call of a timer helper stop before and after it acts. */
    static void stopAt(Machine machine, HelperTable helpers, KfuncTable kfuncs) {
        wrapAll(helpers, kfuncs, (name, helper) -> (cpu, timer, r2, r3, r4, r5) -> {
            machine.reach(TimerPoint.Kind.CALL, name, cpu.id(), ownerInTurn(machine, timer));
            long result = helper.call(cpu, timer, r2, r3, r4, r5);
            machine.reach(TimerPoint.Kind.RETURN, name, cpu.id(), ownerInTurn(machine, timer));
            return result;
        });
    }

    private static void wrapAll(
            HelperTable helpers, KfuncTable kfuncs, BiFunction<String, HelperFunction, HelperFunction> wrapper) {
        for (int id : TIMER_HELPERS) {
            String name = HelperPrototype.byId(id).orElseThrow().kernelName();
            helpers.wrap(id, helper -> wrapper.apply(name, helper));
        }
        Kfunc async = Kfunc.TIMER_CANCEL_ASYNC;
        kfuncs.wrap(async, helper -> wrapper.apply(async.kernelName(), helper));
    }

    private HelperFunction traced(String name, HelperFunction helper) {
        return (cpu, timer, r2, r3, r4, r5) -> {
            TimerOwner owner = ownerInTurn(machine, timer); // asked first: the call may end the element
            long result = helper.call(cpu, timer, r2, r3, r4, r5);
            try (var _ = machine.turn()) {
                tell(name, result, owner, cpu);
            }
            return result;
        };
    }

    private static TimerOwner ownerInTurn(Machine machine, long timer) {
        try (var _ = machine.turn()) {
            return ownerOf(machine, timer);
        }
    }

    private static TimerOwner ownerOf(Machine machine, long timer) {
        for (LiveMap map : machine.objects.maps()) {
            if (map.storage().fields().hasTimer()) {
                long value = timer - map.storage().fields().timerOffset();
                int element = map.storage().elementOf(value);
                if (element >= 0) {
                    return new TimerOwner(map.name(), map.readKey(element));
                }
            }
        }
        return TimerOwner.NOBODY;
    }

    private void tell(String name, long result, TimerOwner owner, Cpu cpu) {
        Image image = cpu.currentImage();
        LiveProgram program = machine.programOf(image);
        ListenerThrew.tell(
                sink,
                new TimerCall(
                        name,
                        result,
                        owner.map(),
                        owner.key(),
                        image.name(),
                        program == null ? Optional.empty() : LiveProgram.sourceAt(program.linked(), cpu.callSite()),
                        machine.clock.monotonicNs(),
                        cpu.id()));
    }
}
