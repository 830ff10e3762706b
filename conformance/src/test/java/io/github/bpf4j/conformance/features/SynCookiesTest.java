package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What is made of SYNs and checked of ACKs is what Linux 6.12 made of them (features/syn_cookies-6.12.tsv: the setting, the seconds that passed
 * before, name, program, question, verdict, answer). The cookies are other ones, which the program keeps to itself.
 */
class SynCookiesTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/syn_cookies.bpf.o"), "syn_cookies");
    private static final String CHECKS_ONLY = "old_now_raw";

    private static World world(int tcpSyncookies) {
        return World.builder()
                .networkInterface(1, "lo")
                .tcpSyncookies(tcpSyncookies)
                .socket(Socket.tcp(1, "0.0.0.0", 8000))
                .socket(Socket.tcp(2, "::", 8002))
                .socket(Socket.tcp(3, "::", 8003).onlyV6())
                .socket(Socket.tcp(4, "127.0.0.1", 8001))
                .socket(Socket.tcp(5, "127.0.0.1", 8001).connected("127.0.0.1", 9001))
                .socket(Socket.udp(6, "0.0.0.0", 7000))
                .socket(Socket.tcp(7, "0.0.0.0", 8009))
                .socket(Socket.tcp(8, "0.0.0.0", 8010))
                .socket(Socket.tcp(9, "10.0.0.1", 8020).synQueueFull())
                .socket(Socket.tcp(10, "10.0.0.1", 8021))
                .build();
    }

    private static Runtime runtime(EngineKind engine, int tcpSyncookies, long seed) {
        return Runtime.builder()
                .engine(engine)
                .seed(seed)
                .world(world(tcpSyncookies))
                .build();
    }

    @ParameterizedTest
    @EnumSource
    void cookiesAnswerAsLinux(EngineKind engine) {
        SoftAssertions softly = new SoftAssertions();
        List<String[]> lines = RecordedQuestions.lines("syn_cookies");
        assertThat(lines).hasSizeGreaterThan(700);
        for (int setting = World.SYNCOOKIES_NEVER; setting <= World.SYNCOOKIES_ALWAYS; setting++) {
            try (Runtime runtime = runtime(engine, setting, 0);
                    Collection collection = runtime.load(SPEC)) {
                for (String[] cells : lines) {
                    if (Integer.parseInt(cells[0]) != setting) {
                        continue;
                    }
                    runtime.advance(Duration.ofSeconds(Long.parseLong(cells[1])));
                    int[] verdict = new int[1];
                    String answer = RecordedQuestions.ask(
                            collection, cells[3], RecordedQuestions.packet(64).ifindex(1), cells[4], verdict);
                    softly.assertThat(verdict[0] + " " + answer)
                            .as("%s %s, tcp_syncookies %d", cells[2], cells[3], setting)
                            .isEqualTo(cells[5] + " " + cells[6]);
                }
                RecordedQuestions.assertNothingHeld(runtime);
            }
        }
        softly.assertAll();
    }

    /** The cookies of a few runtimes for one SYN. */
    private static int cookie(long seed, Duration after) {
        String question = RecordedQuestions.lines("syn_cookies").stream()
                .filter(cells -> cells[2].equals("v4_raw"))
                .map(cells -> cells[4])
                .findFirst()
                .orElseThrow();
        try (Runtime runtime = runtime(EngineKind.INTERPRETER, World.SYNCOOKIES_ALWAYS, seed);
                Collection collection = runtime.load(SPEC)) {
            runtime.advance(after);
            RecordedQuestions.ask(collection, "cookies_tc", RecordedQuestions.packet(64), question, new int[1]);
            return (int) collection.variable("cookie").getLong();
        }
    }

    @Test
    void secretsFollowFromTheSeed() {
        assertThat(cookie(1, Duration.ZERO)).isEqualTo(cookie(1, Duration.ZERO));
        Set<Integer> cookies = new HashSet<>();
        for (int seed = 0; seed < 16; seed++) {
            cookies.add(cookie(seed, Duration.ZERO));
        }
        assertThat(cookies).hasSize(16);
    }

    @Test
    void cookiesAreOthersAMinuteLater() {
        int now = cookie(1, Duration.ZERO);
        assertThat(cookie(1, Duration.ofMinutes(1))).isNotEqualTo(now);
        assertThat(cookie(1, Duration.ofMillis(1))).isEqualTo(now);
    }

    @ParameterizedTest
    @EnumSource
    void cookiesAreGoodUntilTheMinuteAfterTheirOwnEnds(EngineKind engine) {
        List<String[]> lines = RecordedQuestions.lines("syn_cookies");
        String[] make = find(lines, "v4_raw");
        String[] check = find(lines, CHECKS_ONLY);
        try (Runtime runtime = runtime(engine, World.SYNCOOKIES_ALWAYS, 0);
                Collection collection = runtime.load(SPEC)) {
            RecordedQuestions.ask(collection, "cookies_tc", RecordedQuestions.packet(64), make[4], new int[1]);
            String good = check[6];
            String old = find(lines, "old_later_raw")[6];
            assertThat(old).isNotEqualTo(good);
            for (String expected : Stream.of(good, good, old).toList()) {
                assertThat(RecordedQuestions.ask(
                                collection, "cookies_tc", RecordedQuestions.packet(64), check[4], new int[1]))
                        .isEqualTo(expected);
                runtime.advance(Duration.ofMinutes(1));
            }
        }
    }

    /** As the setting is documented: cookies where a queue is full. */
    @ParameterizedTest
    @EnumSource
    void listenersWhoseQueueIsFullAnswerWithCookies(EngineKind engine) {
        String[] asked = find(RecordedQuestions.lines("syn_cookies"), "v4");
        String full = asked[4].replace("7f0000017f00000104d21f40", "0a0000010a00000104d21f54");
        String notFull = asked[4].replace("7f0000017f00000104d21f40", "0a0000010a00000104d21f55");
        try (Runtime runtime = runtime(engine, World.SYNCOOKIES_WHEN_FULL, 0);
                Collection collection = runtime.load(SPEC)) {
            assertThat(made(collection, full)).isEqualTo("1802000000000000");
            assertThat(made(collection, notFull)).isEqualTo("feffffffffffffff");
        }
    }

    private static String made(Collection collection, String question) {
        return RecordedQuestions.ask(collection, "cookies_tc", RecordedQuestions.packet(64), question, new int[1])
                .substring(416, 432);
    }

    private static String[] find(List<String[]> lines, String name) {
        return lines.stream()
                .filter(cells -> cells[2].equals(name) && cells[3].equals("cookies_tc"))
                .findFirst()
                .orElseThrow();
    }
}
