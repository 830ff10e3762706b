package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Inode;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import io.github.bpf4j.time.SystemClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * A runtime whose programs run on three CPUs while user space gives commands, all at once on one map: for as long as {@code bpf4j.races.ms}
 * says, 2 s unless it does, and a few runs and commands at least. Meanwhile guest memory does not grow, nor does the heap in a race of a minute.
 */
final class RaceRig implements AutoCloseable {
    /** Logical CPUs; programs run on all but the last one. */
    static final int CPUS = 4;

    static final int PROGRAM_CPUS = CPUS - 1;

    /** The numbers of tasks begin with those whose values stay; then come those whose values are written under a lock, come and go. */
    static final int LOCKED_TASK = 5;

    static final int CHURNING_TASK = 9;
    static final int LAST_TASK = 12;

    /** The cookie of the first of four TCP sockets, two pairs; an even number. */
    static final long FIRST_CONNECTION = 20;

    private static final long RACE_MS = Long.getLong("bpf4j.races.ms", 2000);
    private static final long LONG_RACE_MS = 60_000;
    private static final long PATIENCE_MS = 120_000;

    /** How often at least everybody does something, however busy the machine is. */
    private static final int LEAST = 60;

    private static final long HEAP_NOISE_BYTES = 48L << 20;

    /** What one CPU does again and again. */
    @FunctionalInterface
    interface Work {
        void once(int cpu);
    }

    /** What user space does again and again. */
    @FunctionalInterface
    interface Commands {
        void once(SplittableRandom random);
    }

    final Runtime runtime;
    final Collection collection;
    final SplittableRandom random;
    private final long seed = Long.getLong("bpf4j.seed", System.nanoTime());
    private final LongAdder runs = new LongAdder();
    private final LongAdder commands = new LongAdder();

    RaceRig(EngineKind engine, String object) {
        random = new SplittableRandom(seed);
        runtime = Runtime.builder()
                .engine(engine)
                .cpus(CPUS)
                .seed(seed)
                .clock(new SystemClock())
                .world(world())
                .build();
        collection = runtime.load(CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object));
    }

    /** The cookie of the first of some sockets that share an address. */
    static final long FIRST_OF_GROUP = 1_000_000;

    private static final int TARGETS = 4;

    private static World world() {
        World.Builder world = World.builder()
                .networkInterface(6, "with")
                .networkInterface(7, "without")
                .cgroup(10, "/a")
                .cgroup(11, "/a/b")
                .cgroup(12, "/c")
                .current("/a/b");
        for (int pid = 1; pid <= LAST_TASK; pid++) {
            world.cgroup(groupId(pid), groupOf(pid))
                    .task(Task.of(pid, "task").in(groupOf(pid)))
                    .socket(Socket.udp(pid, "0.0.0.0", 0))
                    .inode(Inode.of(pid));
        }
        for (int pair = 0; pair < 2; pair++) {
            int port = 4000 + 2 * pair;
            world.socket(Socket.tcp(FIRST_CONNECTION + 2 * pair, "127.0.0.1", port)
                            .connected("127.0.0.1", port + 1))
                    .socket(Socket.tcp(FIRST_CONNECTION + 2 * pair + 1, "127.0.0.1", port + 1)
                            .connected("127.0.0.1", port));
        }
        for (int i = 0; i < TARGETS; i++) {
            world.socket(Socket.udp(FIRST_OF_GROUP + i, "127.0.0.1", 9000).reuseport());
        }
        return world.build();
    }

    /** The control group of a task, which has it alone. */
    static String groupOf(int pid) {
        return "/of" + pid;
    }

    /** Its number. */
    static long groupId(int pid) {
        return 100L + pid;
    }

    /** Runs programs in turn; each returns how often something was wrong. */
    Work programs(String... names) {
        ThreadLocal<Packet> packet = ThreadLocal.withInitial(() -> new Packet(new byte[64]));
        int[] next = new int[CPUS * 16]; // each CPU's own, in cache lines of their own
        return cpu -> {
            String name = names[(cpu + next[cpu * 16]++) % names.length];
            RunResult result = collection.program(name).run(packet.get(), cpu);
            assertThat(result.fault()).as(name).isEmpty();
            if (result.returnValue() != 0) {
                throw new AssertionError(
                        name + ": " + (int) result.returnValue() + " wrong, the last in line " + number("why"));
            }
        };
    }

    /** As {@link #race(Work, Commands, long)}, where guest memory does not grow at all. */
    void race(Work onCpus, Commands user) throws Exception {
        race(onCpus, user, 0);
    }

    /**
     * Races, twice: what is there after the first, short time is as much as after the second.
     *
     * @param bytesOfRemoved by how much guest memory may grow nevertheless: elements that were removed and wait
     */
    void race(Work onCpus, Commands user, long bytesOfRemoved) throws Exception {
        raceFor(RACE_MS / 4, onCpus, user);
        runtime.quiesce();
        long committed = runtime.committedBytes();
        long heap = heapBytes();
        raceFor(RACE_MS - RACE_MS / 4, onCpus, user);
        runtime.quiesce();
        assertThat(runtime.committedBytes() - committed)
                .as("bytes of guest memory that came to stay")
                .isBetween(0L, bytesOfRemoved);
        assertThat(heapBytes() - heap).as("bytes of heap that came to stay").isLessThan(HEAP_NOISE_BYTES);
    }

    private static long heapBytes() {
        if (RACE_MS < LONG_RACE_MS) {
            return 0;
        }
        System.gc();
        java.lang.Runtime host = java.lang.Runtime.getRuntime();
        return host.totalMemory() - host.freeMemory();
    }

    private void raceFor(long millis, Work onCpus, Commands user) throws Exception {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        AtomicBoolean failed = new AtomicBoolean();
        List<Callable<Void>> tasks = new ArrayList<>();
        for (int each = 0; each < PROGRAM_CPUS; each++) {
            int cpu = each;
            tasks.add(() -> repeat(end, failed, runs, () -> onCpus.once(cpu)));
        }
        tasks.add(() -> repeat(end, failed, commands, () -> user.once(random)));
        ExecutorService threads = Executors.newFixedThreadPool(
                tasks.size(), work -> Thread.ofPlatform().daemon().unstarted(work));
        try {
            for (Future<Void> done : threads.invokeAll(tasks, millis + PATIENCE_MS, TimeUnit.MILLISECONDS)) {
                done.get();
            }
        } catch (java.util.concurrent.ExecutionException e) {
            throw new AssertionError("with -Dbpf4j.seed=" + seed, e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static Void repeat(long end, AtomicBoolean failed, LongAdder counter, Runnable step) {
        try {
            for (int done = 0; !failed.get() && (done < LEAST || System.nanoTime() - end < 0); done++) {
                step.run();
                counter.increment();
            }
            return null;
        } catch (Throwable e) {
            failed.set(true);
            throw e;
        }
    }

    /** What a command is refused with; empty if it is not. */
    static Optional<Errno> attempt(Runnable command) {
        try {
            command.run();
            return Optional.empty();
        } catch (BpfErrnoException e) {
            return Optional.of(e.errno());
        }
    }

    BpfMap map(String name) {
        return collection.map(name);
    }

    /** A global variable that is a number. */
    long number(String name) {
        return collection.variable(name).getLong();
    }

    /** A global variable that is an array of numbers. */
    long[] numbers(String name) {
        ByteBuffer bytes = ByteBuffer.wrap(collection.variable(name).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] numbers = new long[bytes.remaining() / Long.BYTES];
        bytes.asLongBuffer().get(numbers);
        return numbers;
    }

    /** How much was done. */
    String figures() {
        return "%,d runs of programs, %,d commands; seed %d".formatted(runs.sum(), commands.sum(), seed);
    }

    static byte[] key(int key) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(key)
                .array();
    }

    static int number(byte[] key) {
        return ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    /** Closes everything; nothing is left. */
    @Override
    public void close() {
        collection.close();
        runtime.quiesce();
        ObjectCounters left = runtime.objects();
        long timers = runtime.timers().live() + runtime.timers().pending();
        runtime.close();
        assertThat(left).isEqualTo(ObjectCounters.NONE);
        assertThat(timers).as("timers").isZero();
    }
}
