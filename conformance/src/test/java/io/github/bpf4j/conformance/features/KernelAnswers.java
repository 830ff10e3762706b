package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.ExecutionContext;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.RuntimeBuilder;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Programs that ask a kernel about its objects, in a world as Linux 6.12 was asked in: two CPUs, a task in a group below a group, which
 * opens a file. What it answered is in {@code features/NAME-6.12.tsv}.
 */
final class KernelAnswers {
    static final int PID = 100;
    static final long GROUP = 10;
    static final long BELOW = 11;
    static final long OTHER = 12;
    static final World WORLD = World.builder()
            .cgroup(GROUP, "/group")
            .cgroup(BELOW, "/group/below")
            .cgroup(OTHER, "/other")
            .task(Task.of(1, "init"))
            .task(Task.of(PID, "asks").childOf(1).in("/group/below").executing("/job/ask"))
            .task(Task.of(2, "kthreadd"))
            .build();

    private static final RunEnvironment ENVIRONMENT = RunEnvironment.ofTask(PID);

    private KernelAnswers() {}

    static RuntimeBuilder runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).cpus(2).world(WORLD);
    }

    static CollectionSpec read(String object) {
        return CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
    }

    /** What Linux answered, by the programs in the order in which they were run. */
    static Map<String, String> of(String object) {
        return of(object, "6.12");
    }

    /** What a release of Linux answered. */
    static Map<String, String> of(String object, String release) {
        Map<String, String> answers = new LinkedHashMap<>();
        new String(Corpus.bytes("features/" + object + "-" + release + ".tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .forEach(cells -> answers.put(cells[0], cells[1]));
        return answers;
    }

    /** Loads an object and tells its programs of the world. */
    static Collection load(Runtime runtime, CollectionSpec spec) {
        Collection collection = runtime.load(spec);
        Map.of("pid", (long) PID, "group", GROUP, "below", BELOW, "other", OTHER)
                .forEach((name, value) -> {
                    if (spec.variables().stream()
                            .anyMatch(variable -> variable.name().equals(name))) {
                        collection.variable(name).setLong(value);
                    }
                });
        return collection;
    }

    /** What a program is answered, as the kernel's answers are written. */
    static String ask(Collection collection, String name) {
        Program program = collection.program(name);
        Optional<Fault> fault = switch (program.type()) {
            case XDP, SCHED_CLS, CGROUP_SKB ->
                program.testRun(new TestRun().data(packet())).run().fault();
            case LSM ->
                event(program, KernelStruct.file("/etc/dir/file1"), ENVIRONMENT).fault();
            case KPROBE -> {
                EventContext registers =
                        new EventContext.Registers(Map.of()).with("di", 5).with("ip", 9);
                yield program.run(registers, 0, ExecutionContext.PROCESS, ENVIRONMENT)
                        .run()
                        .fault();
            }
            case TRACING -> trace(program);
            default -> call(program).fault();
        };
        return fault.map(Fault::toString).orElseGet(() -> answers(collection));
    }

    private static Optional<Fault> trace(Program program) {
        if (program.linked().spec().attachTarget().equals("bpf_map")) {
            program.iterate();
            return Optional.empty();
        }
        EventContext context = new EventContext.Arguments(List.of(KernelValue.of(1)), Map.of(), Optional.empty());
        return program.run(context, 0, ExecutionContext.PROCESS, ENVIRONMENT)
                .run()
                .fault();
    }

    /** Runs a program on a file that is opened. */
    static RunResult event(Program program, KernelStruct file, RunEnvironment environment) {
        EventContext context =
                new EventContext.Arguments(List.of(KernelValue.of(file)), Map.of(), Optional.of(KernelValue.of(0)));
        return program.run(context, 0, ExecutionContext.PROCESS, environment).run();
    }

    /** Runs a system call program in the task. */
    static RunResult call(Program program) {
        return call(program, 0);
    }

    static RunResult call(Program program, int cpu) {
        return program.run(new byte[0], cpu, ExecutionContext.PROCESS, ENVIRONMENT)
                .run();
    }

    private static byte[] packet() {
        byte[] packet = new byte[64];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        packet[12] = 8;
        packet[13] = 0;
        packet[14] = 0x45;
        return packet;
    }

    /** What the program wrote down. */
    static String answers(Collection collection) {
        ByteBuffer out = ByteBuffer.wrap(collection.variable("out").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        int count = (int) collection.variable("answered").getLong();
        assertThat(count).isPositive();
        return IntStream.range(0, count)
                .mapToObj(i -> Long.toString(out.getLong(i * Long.BYTES)))
                .collect(Collectors.joining(" "));
    }
}
