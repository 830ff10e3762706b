package io.github.bpf4j.runtime.timers;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.SourceMap;
import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.ValueFields;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import io.github.bpf4j.time.VirtualClock;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Control blocks are used again: whoever knew one of an element that went must not meet it as another's. */
class TimerTableTest {
    private static final int TIMER_OFFSET = 8;
    private static final int TRIES = 50;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final long cell = memory.allocate(4096, Zone.HIGH);
    private final TurnLock lock = new TurnLock();
    private final ExpiryQueues queues = new ExpiryQueues(lock, 2, 1);
    private final List<Runnable> whenCancelled = new ArrayList<>();
    private final List<Integer> cancelled = new ArrayList<>();
    private final TimerTable timers;
    private final Image program = new Image(
            0,
            "p",
            Assembler.assemble("r0 = 0\nexit"),
            new int[0],
            new HelperFunction[0],
            new HelperFunction[0],
            SourceMap.NONE);

    TimerTableTest() {
        TimerOwners owners = new TimerOwners() {
            @Override
            public boolean allowsTimer(MapStorage map) {
                return true;
            }

            @Override
            public boolean hasUser(MapStorage map) {
                return true;
            }

            @Override
            public void armed(int cpu, long expiresNs) {}

            @Override
            public void waiting(ControlBlock timer) {}

            @Override
            public boolean hold(Image image) {
                return true;
            }

            @Override
            public void drop(Image image) {}
        };
        TimerListener listener = new TimerListener() {
            @Override
            public void armed(ControlBlock timer, long expiresNs) {}

            @Override
            public void fired(ControlBlock timer, long expiresNs) {}

            @Override
            public void cancelled(ControlBlock timer) {
                cancelled.add(timer.element());
                whenCancelled.forEach(Runnable::run);
            }

            @Override
            public void freed(ControlBlock timer) {}
        };
        timers = new TimerTable(
                new VirtualClock(),
                KernelProfile.V6_12,
                queues,
                new ControlBlocks(memory, queues, owners),
                listener,
                owners);
        lock.lock();
    }

    @AfterEach
    void close() {
        lock.unlock();
        memory.close();
    }

    private HashTable map() {
        ValueFields fields = new ValueFields(
                24, TIMER_OFFSET, -1, -1, List.of(new ValueFields.Field("bpf_timer", TIMER_OFFSET, 16)));
        HashTable map =
                HashTable.create(memory, new MapStorage.Shape("timers", 8, 24, 100, 1, fields), HashTable.Kind.HASH, 7);
        map.attach(lock, value -> timers.release(map, value));
        return map;
    }

    private long key(long number) {
        memory.setLong(cell, number);
        return cell;
    }

    /** Adds an element with a timer; the address of the timer. */
    private long arm(HashTable map, long number, long ns) {
        assertThat(map.update(0, key(number), cell + 64, 0)).isZero();
        long timer = map.lookup(0, key(number)) + TIMER_OFFSET;
        assertThat(timers.init(false, timer, map, 1)).isZero();
        assertThat(timers.setCallback(timer, program, 0)).isZero();
        assertThat(timers.start(0, timer, ns, 0)).isZero();
        return timer;
    }

    @Test
    void cancellingLeavesATimerAloneThatItsListenerMadeInThePlaceOfTheCancelledOne() {
        HashTable map = map();
        long first = arm(map, 1, 1000);
        ControlBlock block = timers.of(map, first - TIMER_OFFSET);
        List<Long> second = new ArrayList<>();
        whenCancelled.add(() -> {
            map.delete(key(1));
            second.add(arm(map, 2, 5000));
        });
        assertThat(timers.cancel(0, first)).isEqualTo(1);
        whenCancelled.clear();
        ControlBlock other = timers.of(map, second.getFirst() - TIMER_OFFSET);
        assertThat(other).as("used again, or this test shows nothing").isSameAs(block);
        assertThat(other.program()).isSameAs(program);
        assertThat(timers.isQueued(other)).isTrue();
        assertThat(timers.live()).isEqualTo(1);
        assertThat(timers.cancelled()).isEqualTo(1);
    }

    @Test
    void whoWaitsForACallbackThatRemovesItsElementTellsNothingOfTheTimerThatComesThen() {
        HashTable map = map();
        long first = arm(map, 1, 0);
        ControlBlock block = timers.of(map, first - TIMER_OFFSET);
        QueueEntry begun = queues.beginDue(0, 0, Long.MAX_VALUE - 1);
        assertThat(begun).isSameAs(block);
        timers.begun(block);
        assertThat(timers.start(0, first, 1000, 0)).as("armed again by itself").isZero();
        Thread callback = new Thread(() -> {
            lock.lock();
            try {
                map.delete(key(1));
                timers.ended(block);
                arm(map, 2, 5000);
            } finally {
                lock.unlock();
            }
        });
        callback.start();
        timers.cancel(-1, first); // gives the lock up until the callback has ended
        ControlBlock other = timers.of(map, map.lookup(0, key(2)));
        assertThat(other).as("used again, or this test shows nothing").isSameAs(block);
        assertThat(timers.isQueued(other)).isTrue();
        assertThat(other.program()).isSameAs(program);
        assertThat(cancelled).as("it was removed, not cancelled").isEmpty();
    }

    @Test
    void aBlockThatIsUsedAgainIsAsNew() {
        HashTable map = map();
        long first = arm(map, 1, 1000);
        ControlBlock block = timers.of(map, first - TIMER_OFFSET);
        assertThat(block.countRun(7)).isEqualTo(1);
        assertThat(block.countRun(7)).isEqualTo(2);
        map.delete(key(1));
        HashTable others = map();
        assertThat(others.update(0, key(1), cell + 64, 0)).isZero();
        long timer = others.lookup(0, key(1)) + TIMER_OFFSET;
        assertThat(timers.init(false, timer, others, 1)).isZero();
        ControlBlock again = timers.of(others, timer - TIMER_OFFSET);
        assertThat(again).isSameAs(block);
        assertThat(again.map()).isSameAs(others);
        assertThat(again.value()).isEqualTo(timer - TIMER_OFFSET);
        assertThat(again.isAttached()).isTrue();
        assertThat(again.program()).isNull();
        assertThat(timers.isQueued(again)).isFalse();
        assertThat(again.countRun(7)).isEqualTo(1);
        assertThat(timers.start(0, timer, 1000, 0)).as("has no callback").isNegative();
    }

    @Test
    void blocksThatWaitToBeUsedAgainKeepNoMapThatIsGone() {
        HashTable stays = map();
        arm(stays, 1, 1000);
        WeakReference<HashTable> gone = comeAndGo();
        for (int i = 0; i < TRIES && !gone.refersTo(null); i++) {
            System.gc();
        }
        assertThat(gone.refersTo(null)).isTrue();
        assertThat(timers.live()).isEqualTo(1);
        arm(stays, 2, 1000);
    }

    private WeakReference<HashTable> comeAndGo() {
        HashTable map = map();
        arm(map, 1, 1000);
        arm(map, 2, 1000);
        map.delete(key(1));
        map.delete(key(2));
        map.forget();
        timers.forget(map);
        map.close();
        return new WeakReference<>(map);
    }

    @Test
    void aTimerThatNobodyArmedIsOnNoCpuThatAnotherOneWasOn() {
        HashTable map = map();
        long first = arm(map, 1, 1000);
        assertThat(timers.start(1, first, 1000, 0)).isZero();
        ControlBlock block = timers.of(map, first - TIMER_OFFSET);
        assertThat(block.cpu()).isOne();
        map.delete(key(1));
        assertThat(map.update(0, key(2), cell + 64, 0)).isZero();
        long second = map.lookup(0, key(2));
        assertThat(timers.init(false, second + TIMER_OFFSET, map, 1)).isZero();
        ControlBlock again = timers.of(map, second);
        assertThat(again).as("used again, or this test shows nothing").isSameAs(block);
        assertThat(again.cpu()).isZero();
    }
}
