package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A map of programs that several loads share through its pin answers as that of Linux 6.12 (features/pinned_jumps-6.12.tsv). */
class PinnedJumpsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/pinned_jumps.bpf.o"), "pinned_jumps");

    private static final class Rig implements AutoCloseable {
        private final Runtime runtime;
        private final Map<String, Collection> loads = new HashMap<>();

        Rig(EngineKind engine) {
            runtime = Runtime.builder().engine(engine).build();
        }

        long answer(String command) {
            try {
                return follow(command.split(" "));
            } catch (BpfErrnoException e) {
                return e.errno().result();
            }
        }

        private BpfMap jumps(String who) {
            return loads.get(who).map("jumps");
        }

        private long follow(String[] words) {
            switch (words[0]) {
                case "load" -> {
                    Collection load = runtime.load(SPEC);
                    load.variable("answer").setLong(Long.parseLong(words[2]));
                    loads.put(words[1], load);
                }
                case "run" -> {
                    RunResult result =
                            loads.get(words[1]).program("jump_pinned").run(new Packet(new byte[64]));
                    assertThat(result.fault()).isEmpty();
                    return result.returnValue();
                }
                case "set" -> jumps(words[1]).setProgram(0, loads.get(words[2]).program("leaf_pinned"));
                case "clear" -> jumps(words[1]).clearProgram(0);
                case "close_map" -> jumps(words[1]).close();
                case "close_all" -> loads.get(words[1]).close();
                case "unlink" -> runtime.bpffs().unlink("/sys/fs/bpf/jumps");
                case "pins" -> {
                    return runtime.bpffs().list().size();
                }
                case "other" -> other(words[1], words[2]);
                default -> throw new IllegalArgumentException(words[0]);
            }
            return 0;
        }

        private void other(String who, String program) {
            CollectionSpec only = SPEC;
            for (ProgramSpec each : SPEC.programs()) {
                only = only.withAutoload(each.name(), each.name().equals(program));
            }
            try (Collection load = runtime.load(only)) {
                jumps(who).setProgram(1, load.program(program));
            }
        }

        @Override
        public void close() {
            loads.values().forEach(Collection::close);
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersAreThoseOfLinux(EngineKind engine) {
        List<String> lines = new String(Corpus.bytes("features/pinned_jumps-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(lines).hasSizeGreaterThan(50);
        SoftAssertions softly = new SoftAssertions();
        try (Rig rig = new Rig(engine)) {
            for (int i = 0; i < lines.size(); i++) {
                String[] cells = lines.get(i).split("\t");
                softly.assertThat(rig.answer(cells[0]))
                        .as("%d: %s", i, cells[0])
                        .isEqualTo(Long.parseLong(cells[1]));
            }
        }
        softly.assertAll();
    }
}
