package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.timers.ControlBlock;
import io.github.bpf4j.runtime.timers.TimerOwners;

/** What timers may ask of a machine: a program of raw code is held by nobody and never goes. */
final class Owners implements TimerOwners {
    private final Machine machine;

    Owners(Machine machine) {
        this.machine = machine;
    }

    @Override
    public boolean allowsTimer(MapStorage map) {
        return map.timers() < machine.liveMap(map).timerLimit();
    }

    @Override
    public boolean hasUser(MapStorage map) {
        return machine.liveMap(map).hasUser();
    }

    @Override
    public void armed(int cpu, long expiresNs) {
        machine.wake(cpu, expiresNs);
    }

    @Override
    public void waiting(ControlBlock timer) {
        machine.reachInTurn(TimerPoint.Kind.WAIT, "bpf_timer_cancel", timer.cpu(), timer);
    }

    @Override
    public boolean hold(Image image) {
        LiveProgram program = machine.programOf(image);
        return program == null || program.holdForTimer();
    }

    @Override
    public void drop(Image image) {
        LiveProgram program = machine.programOf(image);
        if (program != null) {
            program.dropForTimer();
        }
    }
}
