package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.objects.ObjectHeap;
import io.github.bpf4j.runtime.routing.FibLookup;
import io.github.bpf4j.runtime.sockets.SocketTable;
import io.github.bpf4j.runtime.timers.TimerTable;
import io.github.bpf4j.time.Clock;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * What helpers of a runtime work on.
 *
 * @param lock what everything is under that CPUs share
 * @param seed what secrets follow from
 * @param random a source of random numbers for each CPU
 * @param printk takes the CPU and the text of each printed line
 * @param isCurrentUnder whether the control group of the task that a CPU runs is a target of a map, or below it
 * @param kernel the objects of the world
 * @param around what there is around packets
 * @param sockets the sockets of the world
 * @param routes what programs ask for routes
 * @param runValues what maps hold for runs
 * @param commands what programs of type SYSCALL ask for
 */
@SuppressWarnings("ArrayRecordComponent") // handed over once, compared by nobody
public record HelperServices(
        TurnLock lock,
        MapTable maps,
        TimerTable timers,
        KeyCells cells,
        KernelVariables variables,
        ObjectHeap heap,
        Clock clock,
        long seed,
        SplittableRandom[] random,
        BiConsumer<Integer, String> printk,
        BiPredicate<Integer, Object> isCurrentUnder,
        KernelObjects kernel,
        Surroundings around,
        SocketTable sockets,
        FibLookup routes,
        RunValues runValues,
        KernelCommands commands) {}
