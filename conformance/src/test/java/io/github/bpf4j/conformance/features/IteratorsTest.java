package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What iterators write, and how much of it a kernel gives away, is what Linux 6.12 answered (features/iterators-6.12.tsv). */
class IteratorsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/iterators.bpf.o"), "iterators");
    private static final World WORLD = World.builder()
            .cgroup(2, "/c")
            .cgroup(3, "/a-b")
            .cgroup(4, "/a")
            .cgroup(5, "/a/b")
            .task(Task.of(7, "other"))
            .task(Task.of(1, "init"))
            .build();

    private static Runtime runtime(EngineKind engine) {
        return Runtime.builder().engine(engine).world(WORLD).build();
    }

    private static String text(Collection collection, String program) {
        return new String(collection.program(program).iterate(), UTF_8);
    }

    private static String results(Collection collection) {
        ByteBuffer results =
                ByteBuffer.wrap(collection.variable("results").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, 8)
                .mapToObj(i -> Long.toString(results.getLong(8 * i)))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @EnumSource
    void howMuchIsReadIsAsOnLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        List<String> answers = new String(Corpus.bytes("features/iterators-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(answers).hasSizeGreaterThan(8);
        for (String answer : answers) {
            String[] cells = answer.split("\t");
            try (Runtime runtime = runtime(engine);
                    Collection collection = runtime.load(SPEC.withVariable("large", cells[1]))) {
                String ended = "0";
                int bytes = 0;
                try {
                    bytes = collection.program(cells[0]).iterate().length;
                } catch (BpfErrnoException refused) {
                    ended = "-" + refused.errno().number();
                }
                softly.assertThat(String.join(
                                "\t",
                                cells[0],
                                cells[1],
                                ended,
                                Integer.toString(bytes),
                                Long.toString(collection.variable("ends").getLong()),
                                results(collection)))
                        .isEqualTo(answer);
            }
        }
        softly.assertAll();
    }

    @ParameterizedTest
    @EnumSource
    void textsAreThoseOfLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            assertThat(text(collection, "shows_maps"))
                    .isEqualTo("shown_first key 4 value 8 entries 11\n"
                            + "shown_second key 4 value 16 entries 3\nend 5\n");
            assertThat(text(collection, "refuses")).isEqualTo("plain\nplain\n1 2\nplain\nplain\n1 2\n");
            assertThat(text(collection, "shows_tasks")).isEqualTo("1 1 0\n");
            assertThat(collection.variable("last_number").getLong())
                    .as("the end has the number of the last")
                    .isEqualTo(1);
            assertThat(text(collection, "shows_groups"))
                    .isEqualTo("level 0 number 0\nlevel 1 number 1\nlevel 2 number 2\nlevel 1 number 3\n"
                            + "level 1 number 4\nend\n");
            assertThat(collection.variable("last_number").getLong()).isEqualTo(4);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theHostNamesElements(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            KernelStruct map =
                    KernelStruct.of("bpf_map").with("name", "shown_other").with("max_entries", 5);
            byte[] text = collection
                    .program("shows_maps")
                    .iterate(List.of(List.of(KernelValue.of(map))), RunEnvironment.NONE);
            assertThat(new String(text, UTF_8)).isEqualTo("shown_other key 0 value 0 entries 5\nend 5\n");
            assertThat(collection.program("shows_maps").iterate(List.of(), RunEnvironment.NONE))
                    .asString()
                    .isEqualTo("end 5\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void onlyIteratorsIterate(EngineKind engine) {
        CollectionSpec others = CollectionSpec.read(Corpus.bytes("features/events.bpf.o"), "events");
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(others)) {
            assertThatThrownBy(() -> collection.program("enter_first").iterate())
                    .isInstanceOfSatisfying(
                            BpfErrnoException.class,
                            refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL));
            assertThat(collection.program("walk").iterate()).isEmpty();
        }
    }
}
