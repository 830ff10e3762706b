package io.github.bpf4j.conformance.verifier;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.cli.features.Feature;
import io.github.bpf4j.cli.features.Feature.Kind;
import io.github.bpf4j.cli.features.Feature.State;
import io.github.bpf4j.cli.features.Features;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ProgramSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

/**
 * What the corpus's programs use: everything that runs here is used by a program with a verdict of Linux's, and by one whose results a
 * test expects. A program's results are expected if its object is none of those made for their verdicts alone, and its name, or that of
 * a table of operations that it is in, stands in a test or in a file of recorded answers.
 */
class CensusTest {
    private static final List<String> RUN_FOLDERS = List.of("examples", "features", "guide", "scenarios");
    private static final Path TESTS = Path.of("src/test");
    private static final Path RECORDED = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/features");
    private static final Pattern WORD = Pattern.compile("\\w+");
    private static final int CALL = 0x85;

    private static final LinkEnvironment KERNEL = LinkEnvironment.of(
                    KernelProfile.V7_0, Stream.of(Kfunc.values()).collect(Collectors.toUnmodifiableSet()))
            .withKconfig(Judge.SETTINGS)
            .withSymbols(Judge.SYMBOLS);

    /** How many programs use a thing. */
    private static final class Uses {
        private int accepted;
        private int refused;
        private int results;
    }

    private static final Map<Kind, Map<String, Uses>> USES = new EnumMap<>(Kind.class);

    @BeforeAll
    static void count() throws IOException {
        for (Kind kind : Kind.values()) {
            USES.put(kind, new TreeMap<>());
        }
        Map<String, CollectionSpec> objects = new HashMap<>();
        for (JsonNode asked : Judge.asked()) {
            if (!asked.has("unpriv")) {
                String object = asked.get("obj").asString();
                boolean accepted = asked.get("errno").asString().equals("ok");
                CollectionSpec spec = objects.computeIfAbsent(object, CensusTest::read);
                for (Uses uses : usesOf(spec, spec.program(asked.get("prog").asString()))) {
                    if (accepted) {
                        uses.accepted++;
                    } else {
                        uses.refused++;
                    }
                }
            }
        }
        Set<String> words = words();
        for (String folder : RUN_FOLDERS) {
            for (String object : Corpus.list(folder)) {
                if (object.endsWith(".bpf.o")) {
                    CollectionSpec spec = objects.computeIfAbsent(object, CensusTest::read);
                    for (ProgramSpec program : spec.programs()) {
                        if (words.contains(program.name()) || isOfTable(spec, program, words)) {
                            usesOf(spec, program).forEach(uses -> uses.results++);
                        }
                    }
                }
            }
        }
    }

    /** Whether a program is an operation of a table that is named. */
    private static boolean isOfTable(CollectionSpec spec, ProgramSpec program, Set<String> words) {
        return spec.structOps().stream()
                .anyMatch(table ->
                        words.contains(table.name()) && table.programs().containsValue(program.name()));
    }

    private static CollectionSpec read(String object) {
        return CollectionSpec.read(Corpus.bytes(object), object).forKernel(KERNEL);
    }

    /** The words of the tests and of what was recorded. */
    private static Set<String> words() throws IOException {
        Set<String> words = new HashSet<>();
        for (Path root : List.of(TESTS, RECORDED)) {
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    String name = file.getFileName().toString();
                    if (name.matches(".*\\.(java|yaml|tsv|csv)") && !name.endsWith("differences.tsv")) {
                        WORD.matcher(Files.readString(file, UTF_8)).results().forEach(word -> words.add(word.group()));
                    }
                }
            }
        }
        return words;
    }

    /** The counts of all that a program uses. */
    private static Set<Uses> usesOf(CollectionSpec spec, ProgramSpec program) {
        Set<Uses> all = new HashSet<>();
        program.programType().map(ProgramType::name).ifPresent(type -> all.add(uses(Kind.PROGRAMS, type)));
        LinkedProgram linked;
        try {
            linked = Linker.link(spec, program.name(), KERNEL);
        } catch (LinkException e) {
            return all;
        }
        linked.operation().ifPresent(_ -> all.add(uses(Kind.MAPS, MapType.STRUCT_OPS.name())));
        for (String map : linked.mapNames()) {
            all.add(uses(Kind.MAPS, spec.map(map).type().name()));
        }
        linked.kfuncReferences().forEach(kfunc -> all.add(uses(Kind.KFUNCS, kfunc.kfuncName())));
        long[] code = linked.code();
        for (int at = 0; at < code.length; at++) {
            if ((code[at] & 0xFFF0FF) == (CALL & 0xFF) && (code[at] >>> 12 & 0xF) == 0) {
                int id = (int) (code[at] >>> 32);
                HelperPrototype.byId(id).ifPresent(helper -> all.add(uses(Kind.HELPERS, helper.name())));
            }
        }
        return all;
    }

    private static Uses uses(Kind kind, String name) {
        return USES.get(kind).computeIfAbsent(name, _ -> new Uses());
    }

    /**
     * What no program uses, with the reason.
     *
     * @param name what runs here
     * @param why the reason
     */
    private record Excuse(String name, String why) {}

    /** The Linux that was asked cannot verify programs with these. */
    private static final List<Excuse> UNJUDGED = List.of(
            new Excuse("LIRC_MODE2", "built without infrared receivers"),
            new Excuse("rc_repeat", "built without infrared receivers"),
            new Excuse("rc_keydown", "built without infrared receivers"),
            new Excuse("rc_pointer_rel", "built without infrared receivers"),
            new Excuse("override_return", "built without the injection of errors"),
            new Excuse("EXT", "judged with the programs whose functions they replace: ReplacementsTest"),
            new Excuse("bpf_wq_set_callback", "from 7.0 on, which accepts it"),
            new Excuse("bpf_cpumask_populate", "from 7.0 on, which accepts it"));

    @ParameterizedTest
    @EnumSource
    void whatRunsIsUsedByProgramsWithVerdictsAndWithResults(Kind kind) {
        Map<String, Uses> counts = USES.get(kind);
        List<String> running = Features.all().stream()
                .filter(feature -> feature.kind() == kind && feature.state() == State.RUNS)
                .map(Feature::name)
                .toList();
        System.out.printf("%s that run: %s%n", kind.word(), running.size());
        print("programs that Linux accepts", running, counts, uses -> uses.accepted);
        print("programs that Linux refuses", running, counts, uses -> uses.refused);
        print("programs with expected results", running, counts, uses -> uses.results);
        Set<String> excused = UNJUDGED.stream().map(Excuse::name).collect(Collectors.toSet());
        assertThat(running.stream()
                        .filter(name -> counts.getOrDefault(name, new Uses()).accepted == 0 && !excused.contains(name)))
                .as("in no program that Linux accepts")
                .isEmpty();
        assertThat(running.stream().filter(name -> counts.getOrDefault(name, new Uses()).results == 0))
                .as("in no program whose results are expected")
                .isEmpty();
    }

    private static void print(String what, List<String> names, Map<String, Uses> counts, ToIntFunction<Uses> count) {
        List<Integer> sorted = names.stream()
                .map(name -> count.applyAsInt(counts.getOrDefault(name, new Uses())))
                .sorted()
                .toList();
        System.out.printf(
                "  %s: least %d, median %d, most %d of each%n",
                what, sorted.getFirst(), sorted.get(sorted.size() / 2), sorted.getLast());
    }
}
