package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.ObjectStorage;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.PerfCounter;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the host sees of programs that trace tasks: effects, memory of processes, stacks, values of objects. */
class TracedTasksTest {
    private static final int PID = 100;
    private static final long USER = 0x1000_0000L;
    private static final World WORLD = World.builder()
            .cgroup(7, "/a")
            .task(Task.of(1, "init"))
            .task(Task.of(PID, "worker").in("/a").childOf(1))
            .task(Task.of(PID + 1, "helper").inProcess(PID).childOf(1))
            .process(PID, AddressSpace.empty().with(USER, new byte[0x2000]))
            .currentTask(1)
            .build();

    private final List<Effect> effects = new ArrayList<>();

    private Runtime runtime(EngineKind engine) {
        return Runtime.builder()
                .engine(engine)
                .world(WORLD)
                .onEffect(effects::add)
                .build();
    }

    private static Collection load(Runtime runtime, String object) {
        return runtime.load(CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object));
    }

    private static Program.ContextResult run(Collection collection, String name, RunEnvironment environment) {
        Program.ContextResult result =
                collection.program(name).run(new byte[96], 0, ExecutionContext.PROCESS, environment);
        assertThat(result.run().fault()).isEmpty();
        return result;
    }

    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .isInstanceOfSatisfying(
                        BpfErrnoException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(errno));
    }

    private static byte[] pair(long a, long b) {
        return ByteBuffer.allocate(16)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(a)
                .putLong(b)
                .array();
    }

    private static long answer(Collection collection, int index) {
        return ByteBuffer.wrap(collection.variable("out").bytes())
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong(index * Long.BYTES);
    }

    @ParameterizedTest
    @EnumSource
    void signalsReachTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "tasks")) {
            List<Effect> came =
                    run(collection, "signals", RunEnvironment.ofTask(PID + 1)).effects();
            assertThat(came)
                    .containsExactly(
                            new Effect.Signal(PID + 1, 64, false),
                            new Effect.Signal(PID + 1, 10, false),
                            new Effect.Signal(PID + 1, 12, true));
            assertThat(effects).isEqualTo(came);
            assertThat(run(collection, "signals", RunEnvironment.NONE).effects())
                    .as("to the first of all tasks")
                    .isEmpty();
            assertThat(answer(collection, 4)).isEqualTo(Errno.EPERM.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void memoryOfProcessesIsSharedByTheirThreadsAndReadableByTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "task_memory")) {
            List<Effect> came = run(collection, "user_write", RunEnvironment.ofTask(PID + 1))
                    .effects();
            assertThat(came).hasSize(2).allMatch(Effect.UserMemoryWritten.class::isInstance);
            Effect.UserMemoryWritten first = (Effect.UserMemoryWritten) came.getFirst();
            assertThat(first.tgid()).isEqualTo(PID);
            assertThat(first.address()).isEqualTo(USER + 64);
            assertThat(first.bytes()).isEqualTo("01234567".getBytes(US_ASCII));
            assertThat(runtime.readUserMemory(PID, USER + 64, 8)).isEqualTo("01234567".getBytes(US_ASCII));
            assertThat(runtime.readUserMemory(PID, USER + 0xffe, 4)).isEqualTo("0123".getBytes(US_ASCII));
            refused(Errno.EFAULT, () -> runtime.readUserMemory(PID, USER + 0x1ffc, 8));
            refused(Errno.EFAULT, () -> runtime.readUserMemory(1, USER, 1));
            refused(Errno.EFAULT, () -> runtime.writeUserMemory(PID, USER - 1, new byte[2]));
            assertThat(run(collection, "user_write", RunEnvironment.NONE).effects())
                    .as("a process without memory")
                    .isEmpty();
            assertThat(answer(collection, 0)).isEqualTo(Errno.EFAULT.result());
        }
    }

    @ParameterizedTest
    @EnumSource
    void runsKnowTheirCookieAndTheGroupOfTheirTask(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "tasks")) {
            run(collection, "cookies", RunEnvironment.NONE.withAttachCookie(77));
            assertThat(answer(collection, 0)).isEqualTo(77);
            run(collection, "groups", RunEnvironment.ofTask(PID));
            assertThat(answer(collection, 1)).isEqualTo(1);
            assertThat(answer(collection, 2)).as("level 1").isEqualTo(7);
            run(collection, "groups", RunEnvironment.NONE);
            assertThat(answer(collection, 2)).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void stacksAreReadAndRemovedByTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "stacks")) {
            run(collection, "keeps", RunEnvironment.ofTask(PID).withUserStack(List.of(0x401000L, 0x402000L)));
            assertThat(collection.variable("kernel_id").getLong()).isEqualTo(Errno.EFAULT.result());
            int id = (int) collection.variable("user_id").getLong();
            assertThat(id).isBetween(0, 63);
            BpfMap stacks = collection.map("stacks");
            byte[] key = MapTargets.bytes(id);
            ByteBuffer stack = ByteBuffer.wrap(stacks.lookup(key).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
            assertThat(stack.getLong()).isEqualTo(0x401000);
            assertThat(stack.getLong()).isEqualTo(0x402000);
            assertThat(stack.getLong()).isZero();
            refused(Errno.EINVAL, () -> stacks.update(key, new byte[127 * 8], UpdateFlags.ANY));
            assertThat(stacks.nextKey(null)).hasValue(key);
            assertThat(stacks.nextKey(key)).isEmpty();
            assertThat(stacks.nextKey(MapTargets.bytes(1000))).hasValue(key);
            assertThat(stacks.lookup(MapTargets.bytes(64))).isEmpty();
            refused(Errno.E2BIG, () -> stacks.delete(MapTargets.bytes(64)));
            assertThat(stacks.delete(key)).isTrue();
            assertThat(stacks.delete(key)).isFalse();
            assertThat(stacks.size()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfObjectsAreSharedWithTheHost(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "task_storage")) {
            ObjectStorage tasks = ObjectStorage.of(collection.map("of_tasks"));
            KernelValue worker = KernelValue.task(PID);
            assertThat(tasks.get(worker)).isEmpty();
            refused(Errno.ENOENT, () -> tasks.set(worker, pair(1, 2), UpdateFlags.EXIST));
            collection.program("created").run(new byte[0], 0, ExecutionContext.PROCESS, RunEnvironment.ofTask(PID));
            assertThat(tasks.get(worker)).hasValue(pair(11, 12));
            assertThat(tasks.get(KernelValue.task(1))).isEmpty();
            assertThat(tasks.objects()).containsExactly(worker);
            refused(Errno.EEXIST, () -> tasks.set(worker, pair(1, 2), UpdateFlags.NOEXIST));
            refused(Errno.EINVAL, () -> tasks.set(worker, pair(1, 2), UpdateFlags.LOCK));
            tasks.set(worker, pair(3, 4), UpdateFlags.EXIST);
            assertThat(tasks.get(worker)).hasValue(pair(3, 4));
            assertThat(tasks.remove(worker)).isTrue();
            assertThat(tasks.remove(worker)).isFalse();
            refused(Errno.EBADF, () -> tasks.get(KernelValue.task(55)));
            refused(Errno.EBADF, () -> tasks.get(KernelValue.cgroup("/a")));
            BpfMap map = collection.map("of_tasks");
            refused(Errno.EBADF, () -> map.lookup(MapTargets.bytes(-1)));
            refused(Errno.EBADF, () -> map.update(MapTargets.bytes(-1), pair(1, 2), UpdateFlags.ANY));
            refused(Errno.EBADF, () -> map.delete(MapTargets.bytes(-1)));
            refused(Errno.ENOTSUPP, () -> map.nextKey(null));
            refused(Errno.EINVAL, () -> ObjectStorage.of(collection.map(".bss")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void valuesOfManyObjectsKeepApart(EngineKind engine) {
        World.Builder world = World.builder();
        for (int pid = 1; pid <= 500; pid++) {
            world.task(Task.of(pid, "task"));
        }
        try (Runtime runtime =
                        Runtime.builder().engine(engine).world(world.build()).build();
                Collection collection = load(runtime, "task_storage")) {
            ObjectStorage tasks = ObjectStorage.of(collection.map("of_tasks"));
            for (int pid = 1; pid <= 500; pid++) {
                tasks.set(KernelValue.task(pid), pair(pid, -pid));
            }
            for (int pid = 1; pid <= 500; pid += 2) {
                assertThat(tasks.remove(KernelValue.task(pid))).isTrue();
            }
            for (int pid = 1; pid <= 500; pid++) {
                assertThat(tasks.get(KernelValue.task(pid)).isPresent()).isEqualTo(pid % 2 == 0);
            }
            assertThat(tasks.get(KernelValue.task(40))).hasValue(pair(40, -40));
            assertThat(collection.map("of_tasks").size()).isEqualTo(250);
        }
    }

    private static List<Long> answers(Collection collection, String name, byte[] context, RunEnvironment environment) {
        Program.ContextResult result = collection.program(name).run(context, 0, ExecutionContext.PROCESS, environment);
        assertThat(result.run().fault()).isEmpty();
        List<Long> answers = new ArrayList<>();
        for (int i = 0; i < collection.variable("answered").getLong(); i++) {
            answers.add(answer(collection, i));
        }
        return answers;
    }

    private static byte[] words(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes.array();
    }

    /** What Linux 6.12 answered to these programs on its calls of these functions. */
    @ParameterizedTest
    @EnumSource
    void callsHaveTheirArgumentsAndResults(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "traced_calls")) {
            assertThat(answers(collection, "at_entry", words(2, 3), RunEnvironment.NONE))
                    .containsExactly(2L, 0L, 2L, 0L, 3L, -22L, 7L, -95L, 7L, 0L);
            assertThat(answers(collection, "at_exit", words(2, 3, 5), RunEnvironment.NONE))
                    .containsExactly(2L, 0L, 2L, 0L, 3L, -22L, 7L, 0L, 5L, 0L);
            assertThat(answers(collection, "at_change", words(1, 0, 0), RunEnvironment.NONE))
                    .containsExactly(2L, 0L, 1L, -22L, 7L, -22L, 7L, 0L, 0L, 0L);
            assertThat(run(collection, "overrides", RunEnvironment.NONE).effects())
                    .containsExactly(new Effect.ReturnOverridden(-12));
            assertThat(answers(collection, "sets_result", new byte[12], RunEnvironment.NONE.withReturnValue(-1)))
                    .containsExactly(-1L, 0L, -5L);
            assertThat(run(collection, "sets_result", RunEnvironment.NONE).effects())
                    .containsExactly(new Effect.ReturnValueSet(-5));
            RunEnvironment environment = RunEnvironment.NONE.withAttachCookie(5).withFunctionIp(0x1000);
            assertThat(answers(collection, "in_probe", new byte[168], environment))
                    .containsExactly(0x1000L, 5L);
            assertThat(answers(collection, "at_exit", words(2, 3, 5), environment))
                    .endsWith(5L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void eventsHaveTheirCountsAndBranches(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "traced_calls")) {
            byte[] sample = new byte[184];
            RunEnvironment environment = RunEnvironment.NONE
                    .withCounter(new PerfCounter(100, 20, 10))
                    .withBranches(List.of(
                            new RunEnvironment.Branch(1, 2, 3),
                            new RunEnvironment.Branch(4, 5, 6),
                            new RunEnvironment.Branch(8, 9, 10)));
            assertThat(answers(collection, "counters", sample, environment))
                    .containsExactly(0L, 100L, 20L, 10L, 7L, -22L, 0L, 0L, 7L, 7L, -22L, 0L, 0L, 0L, 0L);
            assertThat(answers(collection, "branches", sample, environment))
                    .containsExactly(48L, 1L, 5L, 24L, 1L, 7L, -22L, 7L, 7L, -22L, 7L, 7L, 72L, -22L);
            assertThat(answers(collection, "branches", sample, RunEnvironment.NONE))
                    .containsExactly(-2L, 7L, 7L, -2L, 7L, 7L, -2L, 7L, 7L, -22L, 7L, 7L, -2L, -2L);
            assertThat(answers(collection, "snapshots", new byte[96], environment))
                    .containsExactly(48L, 1L, 5L, 24L, 1L, 7L, -2L, 7L, 7L, -22L, 7L, 7L);
            assertThat(answers(collection, "snapshots", new byte[96], RunEnvironment.NONE))
                    .as("what Linux 6.12 answered on a CPU that records none")
                    .containsExactly(-2L, 7L, 7L, -2L, 7L, 7L, -2L, 7L, 7L, -22L, 7L, 7L);
        }
    }

    @ParameterizedTest
    @EnumSource
    void resultsThatProgramsSetEndWithTheRunsOnTypedContexts(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = load(runtime, "traced_calls")) {
            for (int run = 0; run < 2; run++) {
                List<Effect> effects = collection
                        .program("sets_result")
                        .run(ContextValue.of(ProgramType.CGROUP_DEVICE))
                        .effects();
                assertThat(answer(collection, 0)).as("run %d", run).isZero();
                assertThat(effects).as("run %d", run).containsExactly(new Effect.ReturnValueSet(-5));
            }
        }
    }
}
