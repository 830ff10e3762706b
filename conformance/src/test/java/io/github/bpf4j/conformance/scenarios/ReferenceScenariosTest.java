package io.github.bpf4j.conformance.scenarios;

import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.EPERM;
import static io.github.bpf4j.conformance.scenarios.OpsRig.FAR;
import static io.github.bpf4j.conformance.scenarios.OpsRig.MS;
import static io.github.bpf4j.conformance.scenarios.OpsRig.isThere;
import static io.github.bpf4j.conformance.scenarios.OpsRig.key;
import static io.github.bpf4j.conformance.scenarios.OpsRig.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.conformance.scenarios.OpsRig.Op;
import io.github.bpf4j.conformance.scenarios.OpsRig.Request;
import io.github.bpf4j.conformance.scenarios.OpsRig.Where;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.FdAccess;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Section E of the catalogue, what keeps maps, timers and programs alive, with what a 6.12 kernel answered. */
class ReferenceScenariosTest {
    private static final String MAP_PIN = "/sys/fs/bpf/pinned_hash";
    private static final String PROGRAM_PIN = "/sys/fs/bpf/only_prog";

    @ParameterizedTest
    @EnumSource
    @Scenario(67)
    void timersStopAndEverythingGoesWithTheLoader(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.endless(Where.HASH, 1, 1);
            int program = rig.program.id();
            int map = rig.map(Where.HASH).id();
            assertThat(rig.program.timers()).isEqualTo(1);
            rig.collection.close();
            rig.program.close();
            assertThat(isThere(() -> rig.runtime.openProgram(program))).isFalse();
            assertThat(isThere(() -> rig.runtime.openMap(map))).isFalse();
            assertThat(rig.stillRuns(1)).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(68)
    void timersOfAPinnedMapGoOnUntilThePinIsRemoved(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.runtime.bpffs().pin(MAP_PIN, rig.map(Where.HASH));
            int program = rig.program.id();
            rig.endless(Where.HASH, 1, 1);
            rig.collection.close();
            rig.program.close();
            assertThat(rig.stillRuns(1)).isTrue();
            assertThat(isThere(() -> rig.runtime.openProgram(program))).isTrue();
            rig.runtime.bpffs().unlink(MAP_PIN);
            assertThat(rig.stillRuns(1)).isFalse();
            assertThat(isThere(() -> rig.runtime.openProgram(program))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario({69, 73})
    void aProgramAloneCannotMakeTimers(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.put(Where.ARR, 1, 1);
            rig.put(Where.HASH, 1, 2);
            rig.arm(Where.ARR, 2, 1, FAR);
            rig.runtime.bpffs().pin(PROGRAM_PIN, rig.program);
            int map = rig.map(Where.ARR).id();
            int id = rig.program.id();
            rig.collection.close();
            rig.program.close();
            try (Program program = rig.runtime.bpffs().openProgram(PROGRAM_PIN)) {
                assertThat(ask(program, Op.INIT, Where.ARR, 1, 1)).isEqualTo(EPERM.result());
                assertThat(ask(program, Op.INIT, Where.HASH, 1, 1)).isEqualTo(EPERM.result());
                assertThat(ask(program, Op.INIT, Where.ARR, 1, 16)).isEqualTo(EINVAL.result());
                assertThat(ask(program, Op.CANCEL, Where.ARR, 2, 0)).isEqualTo(EINVAL.result());
                assertThat(ask(program, Op.INIT, Where.ARR, 2, 1)).isEqualTo(EPERM.result());
                assertThat(ask(program, Op.SET, Where.ARR, 2, 0)).isEqualTo(EINVAL.result());
                try (BpfMap again = rig.runtime.openMap(map)) {
                    assertThat(again.timers()).isEmpty();
                    assertThat(ask(program, Op.INIT, Where.ARR, 1, 1)).isZero();
                    assertThat(ask(program, Op.SET, Where.ARR, 1, 0)).isZero();
                    assertThat(ask(program, Op.START, Where.ARR, 1, FAR)).isZero();
                }
                assertThat(ask(program, Op.CANCEL, Where.ARR, 1, 0)).isEqualTo(EINVAL.result());
                rig.runtime.bpffs().unlink(PROGRAM_PIN);
            }
            assertThat(isThere(() -> rig.runtime.openProgram(id))).isFalse();
            assertThat(isThere(() -> rig.runtime.openMap(map))).isFalse();
        }
    }

    private static long ask(Program program, Op op, Where map, int key, long argument) {
        return OpsRig.ask(program, Request.of(op, map, key, argument));
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(69)
    void anAttachedProgramLivesOnItsLink(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.put(Where.ARR, 1, 1);
            Link link = rig.program.attach("syscall");
            int id = rig.program.id();
            int linkId = link.id();
            rig.runtime.bpffs().pin("/sys/fs/bpf/link", link);
            link.close();
            rig.collection.close();
            rig.program.close();
            byte[] init = ByteBuffer.allocate(40)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(Op.INIT.ordinal())
                    .putInt(Where.ARR.ordinal())
                    .putInt(1)
                    .putInt(0)
                    .putLong(1)
                    .array();
            assertThat(rig.runtime.trigger("syscall", init, 0))
                    .extracting(RunResult::verdict)
                    .containsExactly((int) EPERM.result());
            assertThat(rig.runtime.trigger("elsewhere", init, 0)).isEmpty();
            try (Link again = rig.runtime.bpffs().openLink("/sys/fs/bpf/link")) {
                assertThat(again.id()).isEqualTo(linkId);
                assertThat(again.programId()).isEqualTo(id);
                assertThat(again.isAttached()).isTrue();
                again.detach();
                assertThat(again.isAttached()).isFalse();
                assertThat(rig.runtime.trigger("syscall", init, 0)).isEmpty();
                rig.runtime.bpffs().unlink("/sys/fs/bpf/link");
                assertThat(isThere(() -> rig.runtime.openProgram(id))).isTrue();
            }
            assertThat(isThere(() -> rig.runtime.openLink(linkId))).isFalse();
            assertThat(isThere(() -> rig.runtime.openProgram(id))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(70)
    void aTimerWithACallbackKeepsItsProgram(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.acts(1);
            rig.put(Where.HASH, 1, 1);
            rig.init(Where.HASH, 1);
            rig.set(Where.HASH, 1);
            int id = rig.program.id();
            try (Collection other = rig.another()) {
                assertThat(rig.start(Where.HASH, 1, 60 * MS)).isZero();
                rig.program.close();
                rig.pass(30 * MS);
                assertThat(isThere(() -> rig.runtime.openProgram(id))).isTrue();
                rig.pass(90 * MS);
                assertThat(rig.runs(1)).isEqualTo(1);
                assertThat(isThere(() -> rig.runtime.openProgram(id)))
                        .as("fired, not re-armed")
                        .isTrue();
                assertThat(ask(other.program("op"), Op.CANCEL, Where.HASH, 1, 0))
                        .isZero();
                assertThat(isThere(() -> rig.runtime.openProgram(id))).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(71)
    void onlyTheLastOfAllFilesStopsTimers(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            BpfMap first = rig.map(Where.HASH);
            BpfMap duplicate = first.duplicate();
            BpfMap byId = rig.runtime.openMap(first.id());
            assertThat(byId.userReferences()).as("duplicates share one").isEqualTo(2);
            rig.endless(Where.HASH, 1, 1);
            first.close();
            first.close();
            assertThat(rig.stillRuns(1)).isTrue();
            duplicate.close();
            assertThat(rig.stillRuns(1)).isTrue();
            byId.close();
            assertThat(rig.stillRuns(1)).isFalse();
            assertThat(rig.init(Where.HASH, 1)).isEqualTo(EPERM.result());
            assertThatThrownBy(() -> byId.lookup(key(1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(duplicate::duplicate).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(74)
    void theProgramThatSetTheCallbackLastIsTheOneThatIsKept(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.acts(1);
            rig.put(Where.HASH, 1, 1);
            rig.init(Where.HASH, 1);
            rig.set(Where.HASH, 1);
            rig.start(Where.HASH, 1, 60 * MS);
            int a = rig.program.id();
            Collection other = rig.another();
            int b = other.program("op").id();
            assertThat(ask(other.program("op"), Op.SET, Where.HASH, 1, 0)).isZero();
            rig.program.close();
            assertThat(isThere(() -> rig.runtime.openProgram(a))).isFalse();
            Collection third = rig.another();
            rig.pass(60 * MS);
            assertThat(rig.runs(1)).isEqualTo(1);
            other.program("op").close();
            assertThat(isThere(() -> rig.runtime.openProgram(b))).isTrue();
            assertThat(ask(third.program("op"), Op.CANCEL, Where.HASH, 1, 0)).isZero();
            assertThat(isThere(() -> rig.runtime.openProgram(b))).isFalse();
            other.close();
            third.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theReferenceComesOnceWithSetCallbackAndStartAndFiringLeaveIt(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine);
                Collection other = rig.another()) {
            Program starter = other.program("op");
            rig.acts(1, Request.of(Op.START, Where.SELF, 0, MS));
            rig.put(Where.HASH, 1, 1);
            rig.init(Where.HASH, 1);
            assertThat(rig.program.timers()).as("init takes none").isZero();
            rig.set(Where.HASH, 1);
            rig.set(Where.HASH, 1);
            assertThat(rig.program.timers()).isEqualTo(1);
            assertThat(ask(starter, Op.START, Where.HASH, 1, 9 * MS)).isZero();
            assertThat(ask(starter, Op.START, Where.HASH, 1, MS)).isZero();
            assertThat(starter.timers()).isZero();
            rig.pass(5 * MS);
            assertThat(rig.runs(1)).isEqualTo(5);
            assertThat(rig.program.timers())
                    .as("five callbacks, each of which started it again")
                    .isEqualTo(1);
            assertThat(ask(starter, Op.CANCEL, Where.HASH, 1, 0)).isEqualTo(1);
            assertThat(rig.program.timers()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(76)
    void anEndlessTimerEndsWithItsElement(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.endless(Where.HASH, 1, 1);
            assertThat(rig.map(Where.HASH).delete(key(1))).isTrue();
            assertThat(rig.stillRuns(1)).isFalse();
            rig.endless(Where.ARR, 1, 1);
            rig.map(Where.ARR).update(key(1), OpsRig.value(1));
            assertThat(rig.stillRuns(1)).isFalse();
        }
    }

    /** An object whose callback prints a line, so that the host can act while it runs. */
    private static final class Host implements AutoCloseable {
        final AtomicReference<Runnable> act = new AtomicReference<>(() -> {});
        final Runtime runtime;
        final Collection collection;
        final BpfMap answers;

        Host(EngineKind engine) {
            runtime = Runtime.builder()
                    .engine(engine)
                    .onPrintk(line -> act.get().run())
                    .build();
            collection = runtime.load(CollectionSpec.read(Corpus.bytes("features/life_cycle.bpf.o"), "life_cycle"));
            answers = runtime.openMap(collection.map("answers").id());
        }

        void fire(Runnable action) {
            act.set(action);
            byte[] delay = ByteBuffer.allocate(8)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(1000)
                    .array();
            assertThat(collection.program("arm").run(delay).run().returnValue()).isZero();
            runtime.advance(Duration.ofMillis(1));
        }

        long answer(int which) {
            return ByteBuffer.wrap(answers.lookup(key(which)).orElseThrow())
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong();
        }

        @Override
        public void close() {
            answers.close();
            collection.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
            assertThat(runtime.timers().live()).isZero();
            assertThat(runtime.timers().pending()).isZero();
            runtime.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(72)
    void theLastFileMayBeClosedWhileTheCallbackRuns(EngineKind engine) {
        try (Host host = new Host(engine)) {
            host.fire(() -> host.collection.map("mine").close());
            assertThat(host.answer(0)).as("runs").isEqualTo(1);
            assertThat(host.answer(1)).as("start").isEqualTo(EINVAL.result());
            assertThat(host.answer(2)).as("set_callback").isEqualTo(EINVAL.result());
            assertThat(host.answer(4)).as("set_callback in the other map").isZero();
            host.runtime.advance(Duration.ofSeconds(1));
            assertThat(host.runtime.timers().live()).as("the other's").isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    @Scenario(75)
    void everythingMayBeClosedWhileTheCallbackRuns(EngineKind engine) {
        try (Host host = new Host(engine);
                BpfMap other = host.runtime.openMap(host.collection.map("other").id())) {
            host.fire(host.collection::close);
            assertThat(host.answer(0)).as("runs").isEqualTo(1);
            assertThat(host.answer(1)).as("start").isEqualTo(EINVAL.result());
            assertThat(host.answer(3)).as("init in a map that is still open").isZero();
            assertThat(host.answer(4))
                    .as("set_callback of a program that nothing keeps")
                    .isEqualTo(ENOENT.result());
            assertThat(host.answer(5)).as("start").isEqualTo(EINVAL.result());
            assertThat(other.timers()).hasSize(1);
            assertThat(host.runtime.programIds()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgArrayIsEmptiedWithItsLastUser(EngineKind engine) {
        try (Host host = new Host(engine)) {
            BpfMap steps = host.collection.map("steps");
            Program first = host.collection.program("first_step");
            steps.setProgram(0, host.collection.program("second_step"));
            int second = host.collection.program("second_step").id();
            host.collection.program("second_step").close();
            assertThat(first.run(new byte[8]).run().returnValue()).isEqualTo(7);
            try (Program inSlot = steps.program(0).orElseThrow()) {
                assertThat(inSlot.id()).isEqualTo(second);
            }
            assertThat(steps.program(1)).isEmpty();
            assertThat(refusal(() -> steps.setProgram(1, host.collection.program("arm"))))
                    .as("a program of another type")
                    .isEqualTo(EINVAL.result());
            steps.close();
            assertThat(first.run(new byte[8]).run().returnValue()).isEqualTo(1);
            assertThat(isThere(() -> host.runtime.openProgram(second))).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aProgramInItsOwnProgArrayGoesWithTheUsers(EngineKind engine) {
        try (Host host = new Host(engine)) {
            host.collection.map("steps").setProgram(0, host.collection.program("first_step"));
            host.collection.map("steps").setProgram(0, host.collection.program("first_step"));
            assertThat(host.collection
                            .program("first_step")
                            .run(new byte[8])
                            .run()
                            .returnValue())
                    .as("tail calls end")
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void accessLimitsTheDescriptorNotTheMap(EngineKind engine) {
        try (OpsRig rig = new OpsRig(engine)) {
            rig.arm(Where.HASH, 1, 1, FAR);
            int id = rig.map(Where.HASH).id();
            try (BpfMap reader = rig.runtime.openMap(id, FdAccess.READ_ONLY);
                    BpfMap writer = rig.runtime.openMap(id, FdAccess.WRITE_ONLY)) {
                assertThat(refusal(() -> reader.update(key(1), OpsRig.value(1))))
                        .isEqualTo(EPERM.result());
                assertThat(refusal(() -> reader.delete(key(1)))).isEqualTo(EPERM.result());
                assertThat(reader.lookup(key(1))).isPresent();
                assertThat(rig.runtime.timers().pending()).isEqualTo(1);
                assertThat(refusal(() -> writer.lookup(key(1)))).isEqualTo(EPERM.result());
                assertThat(refusal(() -> writer.nextKey(null))).isEqualTo(EPERM.result());
                assertThat(writer.delete(key(1))).isTrue();
                assertThat(rig.runtime.timers().pending()).isZero();
            }
        }
    }
}
