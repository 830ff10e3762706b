package io.github.bpf4j.conformance.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TimerEvent;
import io.github.bpf4j.runtime.TimerPoint;
import io.github.bpf4j.runtime.TimerView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The Java of docs/timers.md, run, and its C, found in the programs that the other tests here run. */
class TimersGuideTest {
    private static final Path ROOT = root();
    private static final String SELF =
            "conformance/src/test/java/io/github/bpf4j/conformance/guide/TimersGuideTest.java";
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\n(.*?)^```$");
    private static final Pattern REGION = Pattern.compile("(?ms)^ +// begin\n(.*?)^ +// end$");

    private final byte[] worker = GuideRig.key(2);
    private final byte[] none = new byte[0];

    private static Path root() {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        return root;
    }

    @Test
    void timeMovesWhenTold() {
        byte[] object = Corpus.bytes("guide/watchdog.bpf.o");
        // begin
        CollectionSpec spec = CollectionSpec.read(object, "watchdog").withVariable("patience_ns", "50000000");
        try (Runtime runtime = Runtime.create();
                Collection watchdog = runtime.load(spec)) {
            watchdog.program("beat").run(worker);
            assertThat(runtime.advance(Duration.ofMillis(49))).isZero();
            assertThat(runtime.advance(Duration.ofMillis(1))).isEqualTo(1);
            assertThat(runtime.nowNs()).isEqualTo(1000_050_000_000L);
        }
        // end
    }

    @Test
    void timersCanBeLookedAt() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("guide/watchdog.bpf.o"), "watchdog");
        try (Runtime runtime = Runtime.create();
                Collection watchdog = runtime.load(spec)) {
            // begin
            watchdog.program("beat").run(worker);
            TimerView timer = watchdog.map("workers").timers().getFirst();
            assertThat(timer.key()).isEqualTo(worker);
            assertThat(timer.callback()).isEqualTo("worker_silent");
            assertThat(timer.pending()).isTrue();
            assertThat(timer.expiresNs()).isEqualTo(runtime.nowNs() + 200_000_000);

            watchdog.program("dismiss").run(worker);
            timer = watchdog.map("workers").timers().getFirst();
            assertThat(timer.pending()).isFalse();
            assertThat(timer.callback()).isEmpty();
            // end
        }
    }

    @Test
    void runUntilIdleGoesFromExpiryToExpiry() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("guide/periodic.bpf.o"), "periodic");
        try (Runtime runtime = Runtime.create();
                Collection periodic = runtime.load(spec)) {
            // begin
            periodic.program("start_ticking").run(none);
            assertThat(runtime.runUntilIdle(Duration.ofMinutes(1))).isEqualTo(60);
            assertThat(runtime.step()).isTrue();
            assertThat(runtime.timers().fired()).isEqualTo(61);

            periodic.program("stop_ticking").run(none);
            assertThat(runtime.runUntilIdle(Duration.ofDays(365))).isZero();
            assertThat(runtime.step()).isFalse();
            // end
        }
    }

    @Test
    void eventsTellWhatHappens() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("guide/debounce.bpf.o"), "debounce");
        // begin
        List<String> events = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .onTimerEvent(event -> events.add(event.kind() + " " + event.callback()))
                        .build();
                Collection debounce = runtime.load(spec)) {
            debounce.program("on_event").run(worker);
            debounce.program("on_event").run(worker);
            runtime.runUntilIdle(Duration.ofSeconds(1));
        }
        assertThat(events)
                .containsExactly(
                        "ARMED source_quiet", "ARMED source_quiet", "FIRED source_quiet", "FREED source_quiet");
        // end
        assertThat(TimerEvent.Kind.values()).hasSize(4);
    }

    @Test
    void lastUserTakesTheTimersAlong() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("guide/periodic.bpf.o"), "periodic");
        try (Runtime runtime = Runtime.create();
                Collection periodic = runtime.load(spec)) {
            periodic.program("start_ticking").run(none);
            // begin
            BpfMap tickers = periodic.map("tickers");
            BpfMap mine = runtime.openMap(tickers.id());
            assertThat(mine.userReferences()).isEqualTo(2);
            tickers.close();
            assertThat(runtime.advance(Duration.ofSeconds(3))).isEqualTo(3);
            mine.close();
            assertThat(runtime.timers().live()).isZero();
            // end
        }
    }

    @Test
    void racesHappenInTheOrderThatATestWants() {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("guide/periodic.bpf.o"), "periodic");
        // begin
        AtomicReference<Collection> loaded = new AtomicReference<>();
        List<Long> cancelled = new ArrayList<>();
        try (Runtime runtime = Runtime.builder()
                        .cpus(2)
                        .onTimerPoint(point -> {
                            if (point.kind() == TimerPoint.Kind.EXPIRED && cancelled.isEmpty()) {
                                Program stop = loaded.get().program("stop_ticking");
                                cancelled.add(stop.run(none, 1).run().returnValue());
                            }
                        })
                        .build();
                Collection periodic = runtime.load(spec)) {
            loaded.set(periodic);
            periodic.program("start_ticking").run(none, 0);
            assertThat(runtime.advance(Duration.ofSeconds(1))).isZero(); // due, but CPU 1 was quicker
            assertThat(cancelled).containsExactly(1L); // and found it queued
        }
        // end
    }

    private static List<String> blocks(String language) throws IOException {
        return BLOCK.matcher(Files.readString(ROOT.resolve("docs/timers.md")))
                .results()
                .filter(match -> match.group(1).equals(language))
                .map(match -> match.group(2))
                .toList();
    }

    @Test
    void javaOfTheGuideIsThatOfTheTestsHere() throws IOException {
        List<String> compiled = REGION.matcher(Files.readString(ROOT.resolve(SELF)))
                .results()
                .map(TimersGuideTest::dedent)
                .toList();
        assertThat(compiled).hasSize(6);
        assertThat(blocks("java")).containsExactlyElementsOf(compiled);
    }

    private static String dedent(MatchResult match) {
        return match.group(1).stripTrailing().stripIndent() + "\n";
    }

    @Test
    void cOfTheGuideIsThatOfTheCorpus() throws IOException {
        List<String> sources = new ArrayList<>();
        try (Stream<Path> files = Files.list(ROOT.resolve("corpus/src/main/bpf/guide"))) {
            for (Path file : files.toList()) {
                sources.add(Files.readString(file));
            }
        }
        assertThat(sources).hasSize(5);
        List<String> blocks = blocks("c");
        assertThat(blocks).hasSizeGreaterThan(10);
        for (String block : blocks) {
            assertThat(sources).as(block).anyMatch(source -> source.contains(block));
        }
        assertThat(blocks(""))
                .as("blocks without a language, which nothing checks")
                .isEmpty();
    }
}
