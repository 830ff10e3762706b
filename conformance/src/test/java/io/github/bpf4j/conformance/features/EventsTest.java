package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.AttachOptions;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.EventResult;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Which programs an event runs, in which order, what they are given and what comes of it is what a 6.12 kernel answered
 * (features/events-6.12.tsv): the attached programs, what they return, the event; the answer, the order, what was given.
 */
class EventsTest {
    private static final CollectionSpec SPEC = CollectionSpec.read(Corpus.bytes("features/events.bpf.o"), "events");
    private static final World WORLD = World.builder()
            .cgroup(11, "/a")
            .cgroup(12, "/a/b")
            .cgroup(13, "/c")
            .task(Task.of(7, "asks").in("/a/b"))
            .currentTask(7)
            .build();

    private record Answer(
            List<String> attached, String verdicts, String event, String result, String order, String given) {
        static Answer of(String line) {
            String[] cells = line.split("\t");
            List<String> attached = cells[0].equals("-") ? List.of() : List.of(cells[0].split(" "));
            return new Answer(attached, cells[1], cells[2], cells[3], cells[4], cells[5]);
        }

        /** Linux asked another CPU, where another process was the current one. */
        boolean elsewhere() {
            return event.contains("cpu=1");
        }
    }

    private static List<Answer> answers() {
        return new String(Corpus.bytes("features/events-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(Answer::of)
                .toList();
    }

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).cpus(2).world(WORLD).build();
    }

    private static Link attach(Collection collection, String name) {
        String[] parts = name.split("@");
        AttachOptions options = parts.length == 1 ? AttachOptions.BY_SECTION : AttachOptions.BY_SECTION.in(parts[1]);
        return collection.program(parts[0]).attach(options);
    }

    private static String happen(Runtime runtime, Collection collection, Answer answer) {
        List<Link> links = new ArrayList<>();
        try {
            for (String name : answer.attached()) {
                try {
                    links.add(attach(collection, name));
                } catch (BpfErrnoException refused) {
                    return "attach -" + refused.errno().number();
                }
            }
            return event(runtime, collection, answer.event());
        } catch (BpfErrnoException refused) {
            return "-" + refused.errno().number();
        } finally {
            links.forEach(Link::close);
        }
    }

    private static String event(Runtime runtime, Collection collection, String event) {
        return switch (event) {
            case "attach" -> "0";
            case "rename" -> {
                EventContext arguments = EventContext.arguments(0, 0);
                List<EventResult> results = new ArrayList<>();
                // which of the two kinds was there first decides in Linux
                List<String> kinds = new ArrayList<>(List.of("raw_tp/task_rename", "tp/task/task_rename"));
                if (firstAttached(runtime).startsWith("tracepoint/")) {
                    kinds = kinds.reversed();
                }
                for (String kind : kinds) {
                    EventContext context = kind.startsWith("tp/") ? EventContext.traceRecord() : arguments;
                    results.add(runtime.trigger(Event.at(kind, context)));
                }
                yield Long.toString(
                        results.getFirst().result() + results.getLast().result());
            }
            case "setnice" -> {
                EventContext context = EventContext.arguments(0, 3);
                yield Long.toString(
                        runtime.trigger(Event.at("lsm/task_setnice", context)).result());
            }
            case "socket" ->
                Long.toString(runtime.trigger(Event.at("cgroup/sock_create", EventContext.fields()))
                        .result());
            default -> testRun(collection, event.split(" "));
        };
    }

    private static String firstAttached(Runtime runtime) {
        return runtime.linkIds().stream()
                .map(id -> {
                    try (Link link = runtime.openLink(id)) {
                        return link.target();
                    }
                })
                .findFirst()
                .orElse("");
    }

    private static String testRun(Collection collection, String[] words) {
        Program program = collection.program(words[1]);
        TestRun asked = new TestRun();
        boolean back = false;
        for (String option : List.of(words).subList(2, words.length)) {
            int value = Integer.parseInt(option.substring(option.indexOf('=') + 1));
            switch (option.substring(0, option.indexOf('='))) {
                case "flags" -> asked.flags(value);
                case "cpu" -> asked.cpu(value);
                case "batch" -> asked.batchSize(value);
                case "repeat" -> asked.repeat(value);
                case "data" -> asked.data(new byte[value]);
                default -> {
                    asked.context(context(value));
                    back = program.type() == io.github.bpf4j.abi.ProgramType.SYSCALL;
                }
            }
        }
        TestRun.Result result = program.testRun(asked);
        String values = "0 " + Integer.toUnsignedString(result.run().verdict());
        if (!back) {
            return values;
        }
        ByteBuffer context = ByteBuffer.wrap(
                        java.util.Arrays.copyOf(result.context(), Math.max(16, result.context().length)))
                .order(ByteOrder.LITTLE_ENDIAN);
        return values + " ctx " + context.getLong() + " " + (result.context().length < 16 ? 4 : context.getLong());
    }

    private static byte[] context(int bytes) {
        ByteBuffer words = ByteBuffer.allocate(Math.max(16, bytes)).order(ByteOrder.LITTLE_ENDIAN);
        words.putLong(3).putLong(4);
        return java.util.Arrays.copyOf(words.array(), bytes);
    }

    private static long[] words(Collection collection, String variable) {
        ByteBuffer bytes =
                ByteBuffer.wrap(collection.variable(variable).bytes()).order(ByteOrder.LITTLE_ENDIAN);
        long[] words = new long[bytes.capacity() / 8];
        bytes.asLongBuffer().get(words);
        return words;
    }

    private static void set(Collection collection, String verdicts) {
        ByteBuffer values = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 4; i < 8; i++) {
            values.putInt(4 * i, 1);
        }
        if (!verdicts.equals("-")) {
            for (String each : verdicts.split(" ")) {
                values.putInt(4 * Integer.parseInt(each.substring(0, 1)), Integer.parseInt(each.substring(2)));
            }
        }
        collection.variable("verdicts").set(values.array());
        collection.variable("runs").setLong(0);
        collection.variable("order").set(new byte[8 * 32]);
        collection.variable("given").set(new byte[8 * 64]);
    }

    @ParameterizedTest
    @EnumSource
    void eventsAreAsOnLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        assertThat(answers()).hasSize(210);
        try (Runtime runtime = runtime(engine)) {
            try (Collection collection = runtime.load(SPEC)) {
                for (Answer answer : answers()) {
                    set(collection, answer.verdicts());
                    String result = happen(runtime, collection, answer);
                    long[] order = words(collection, "order");
                    int runs = (int) collection.variable("runs").getLong();
                    String ran = runs == 0
                            ? "-"
                            : IntStream.range(0, runs)
                                    .mapToObj(i -> Long.toString(order[i]))
                                    .collect(joining(" "));
                    long[] given = words(collection, "given");
                    String was = IntStream.range(0, given.length)
                            .filter(i -> given[i] != 0)
                            .mapToObj(i -> i + "=" + given[i])
                            .collect(joining(" "));
                    softly.assertThat(result).as(answer.toString()).isEqualTo(answer.result());
                    if (!answer.elsewhere()) {
                        softly.assertThat(ran).as(answer.toString()).isEqualTo(answer.order());
                        softly.assertThat(was.isEmpty() ? "-" : was)
                                .as(answer.toString())
                                .isEqualTo(answer.given());
                    }
                }
            }
            softly.assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void whatProgramsReturnInsteadOfAFunctionIsANumberOfItsType(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC);
                Link modifies = collection.program("modify_first").attach();
                Link leaves = collection.program("exit_modify").attach()) {
            set(collection, "0=-5");
            Event event = Event.at(
                    "function/bpf_modify_return_test",
                    EventContext.arguments(1, 0).returning(KernelValue.of(4)));
            EventResult result = runtime.trigger(event);
            assertThat(result.result()).isEqualTo(-5);
            assertThat(result.runs())
                    .extracting(EventResult.Ran::target)
                    .containsExactly(modifies.target(), leaves.target());
            set(collection, "-");
            assertThat(runtime.trigger(event).result()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aControlGroupThatIsNotThereIsNoPlace(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThatThrownBy(() -> attach(collection, "group_first@/nowhere"))
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.ENOENT));
            Event elsewhere =
                    Event.at("cgroup/sock_create", EventContext.fields()).inCgroup("/nowhere");
            assertThatThrownBy(() -> runtime.trigger(elsewhere))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("/nowhere");
        }
    }
}
