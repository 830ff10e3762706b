package io.github.bpf4j.conformance.guide;

import static io.github.bpf4j.conformance.guide.GuideRig.MS;
import static io.github.bpf4j.conformance.guide.GuideRig.ms;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.EngineKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The patterns of docs/timers.md on the virtual clock. */
class PatternsTest {
    private static final int ENOUGH_REPORTS = 1000;

    private record Report(long events, long firstMs, long reportedMs, int source) {}

    @ParameterizedTest
    @EnumSource
    void unusedSessionRemovesItselfAndUseGivesItTheWholeTimeAgain(EngineKind engine) {
        try (GuideRig rig = new GuideRig("idle_gc", engine)) {
            assertThat(rig.run("use_session", 1)).isZero();
            assertThat(rig.run("use_session", 2)).isZero();
            rig.pass(12_000);
            assertThat(rig.run("use_session", 2)).isZero();
            assertThat(rig.armed("sessions"))
                    .as("use does not touch the timer")
                    .containsExactly("30000 key 1", "30000 key 2");
            assertThat(rig.field("sessions", 2, 0)).isEqualTo(2);

            rig.pass(18_000);
            assertThat(rig.fired).containsExactly("30000 key 1", "30000 key 2");
            assertThat(rig.map("sessions").lookup(GuideRig.key(1))).isEmpty();
            assertThat(rig.armed("sessions")).containsExactly("42000 key 2");

            assertThat(rig.runtime.runUntilIdle(Duration.ofHours(1))).isEqualTo(1);
            assertThat(rig.fired).hasSize(3).endsWith("42000 key 2");
            assertThat(rig.map("sessions").size()).isZero();
            assertThat(rig.runtime.timers().live()).isZero();
        }
    }

    /** Another CPU may note a use between the moment the callback reads the time and the moment it reads the use. */
    @ParameterizedTest
    @EnumSource
    void useThatIsLaterThanTheCallbacksNowKeepsTheSession(EngineKind engine) {
        try (GuideRig rig = new GuideRig("idle_gc", engine)) {
            BpfMap sessions = rig.map("sessions");
            byte[] session = ByteBuffer.allocate(sessions.valueSize())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1)
                    .putLong(rig.runtime.nowNs() + 5 * MS)
                    .array();
            sessions.update(GuideRig.key(1), session);
            sessions.startTimer(
                    GuideRig.key(1), rig.collection.program("use_session"), "session_idle", Duration.ofMillis(1));
            rig.pass(1);
            assertThat(rig.fired).containsExactly("1 key 1");
            assertThat(rig.armed("sessions")).containsExactly("30005 key 1");
        }
    }

    @ParameterizedTest
    @EnumSource
    void sessionsThatDoNotFitAreRefusedWithoutATimer(EngineKind engine) {
        try (GuideRig rig = new GuideRig("idle_gc", engine)) {
            IntStream.range(0, 1024)
                    .forEach(id -> assertThat(rig.run("use_session", id)).isZero());
            assertThat(rig.run("use_session", 5000)).isEqualTo((int) Errno.E2BIG.result());
            assertThat(rig.runtime.timers().live()).isEqualTo(1024);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ticksComeOnTheGridHoweverLateSingleOnesAre(EngineKind engine) {
        try (GuideRig rig = new GuideRig("periodic", engine)) {
            rig.pass(300);
            assertThat(rig.run("start_ticking", 0)).isZero();
            rig.pass(2000);
            assertThat(rig.fired).containsExactly("1300 key 0", "2300 key 0");
            // Time passes while nobody runs timers: the next tick is 1.5 s late.
            rig.clock.advanceTo(rig.runtime.nowNs() + 2500 * MS);
            rig.pass(0);
            assertThat(rig.fired)
                    .as("the late tick and the one after it come at once")
                    .endsWith("4800 key 0", "4800 key 0")
                    .hasSize(4);
            rig.pass(1500);
            assertThat(rig.fired)
                    .as("back on the grid")
                    .endsWith("5300 key 0", "6300 key 0")
                    .hasSize(6);
            assertThat(rig.field("tickers", 0, 0)).isEqualTo(6);
            assertThat(ms(rig.field("tickers", 0, 8))).isEqualTo(7300);
        }
    }

    @ParameterizedTest
    @EnumSource
    void tickerStopsAndStartsAgain(EngineKind engine) {
        try (GuideRig rig = new GuideRig("periodic", engine)) {
            assertThat(rig.run("stop_ticking", 0)).as("never started").isEqualTo((int) Errno.EINVAL.result());
            assertThat(rig.run("start_ticking", 0)).isZero();
            rig.pass(1500);
            assertThat(rig.run("stop_ticking", 0)).isEqualTo(1);
            assertThat(rig.run("stop_ticking", 0)).isZero();
            rig.pass(10_000);
            assertThat(rig.fired).containsExactly("1000 key 0");
            assertThat(rig.run("start_ticking", 0)).isZero();
            rig.pass(1000);
            assertThat(rig.fired).containsExactly("1000 key 0", "12500 key 0");
        }
    }

    private static List<Report> reports(GuideRig rig) {
        List<Report> reports = new ArrayList<>();
        rig.map("reports").consume(bytes -> {
            ByteBuffer report = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            reports.add(
                    new Report(report.getLong(0), ms(report.getLong(8)), ms(report.getLong(16)), report.getInt(24)));
        });
        return reports;
    }

    @ParameterizedTest
    @EnumSource
    void burstOfEventsIsOneReportOnceItIsQuiet(EngineKind engine) {
        try (GuideRig rig = new GuideRig("debounce", engine)) {
            for (int i = 0; i < 10; i++) {
                assertThat(rig.run("on_event", 3)).isZero();
                rig.pass(49);
            }
            assertThat(rig.fired).isEmpty();
            assertThat(rig.run("on_event", 5)).isZero();
            assertThat(rig.armed("sources")).containsExactly("491 key 3", "540 key 5");
            rig.pass(1000);
            assertThat(rig.fired).containsExactly("491 key 3", "540 key 5");
            assertThat(reports(rig)).containsExactly(new Report(10, 0, 491, 3), new Report(1, 490, 540, 5));

            assertThat(rig.run("on_event", 3)).isZero();
            rig.pass(1000);
            assertThat(reports(rig)).containsExactly(new Report(1, 1490, 1540, 3));
            assertThat(rig.run("on_event", 16)).isEqualTo((int) Errno.ENOENT.result());
            assertThat(rig.collection.variable("reports_lost").getLong()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    void reportsThatDoNotFitAreCounted(EngineKind engine) {
        try (GuideRig rig = new GuideRig("debounce", engine)) {
            long lost = 0;
            for (int i = 0; i < ENOUGH_REPORTS && lost == 0; i++) {
                assertThat(rig.run("on_event", 0)).isZero();
                rig.pass(50);
                lost = rig.collection.variable("reports_lost").getLong();
            }
            assertThat(lost).isEqualTo(1);
            assertThat(reports(rig)).as("4096 bytes, 8 + 32 each").hasSize(102);
        }
    }

    @ParameterizedTest
    @EnumSource
    void alarmComesOncePerSilenceAndNotAfterDismissal(EngineKind engine) {
        try (GuideRig rig = new GuideRig("watchdog", engine)) {
            for (int i = 0; i < 5; i++) {
                assertThat(rig.run("beat", 2)).isZero();
                rig.pass(199);
            }
            assertThat(rig.fired).isEmpty();
            rig.pass(1);
            assertThat(rig.fired).containsExactly("996 key 2");
            rig.pass(10_000);
            assertThat(rig.field("workers", 2, 8)).as("alarms").isEqualTo(1);
            assertThat(ms(rig.field("workers", 2, 16))).isEqualTo(996);

            assertThat(rig.run("beat", 2)).isZero();
            assertThat(rig.run("dismiss", 2)).isEqualTo(1);
            assertThat(rig.run("dismiss", 2)).isZero();
            rig.pass(10_000);
            assertThat(rig.fired).hasSize(1);

            assertThat(rig.run("beat", 2)).as("beats set the callback again").isZero();
            assertThat(rig.armed("workers")).containsExactly("21196 key 2");
            rig.pass(200);
            assertThat(rig.fired).endsWith("21196 key 2").hasSize(2);
            assertThat(rig.field("workers", 2, 0)).as("beats").isEqualTo(7);
        }
    }
}
