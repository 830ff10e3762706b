package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.btf.BtfFormatException;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.StructOpsSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.StructOps;
import io.github.bpf4j.runtime.StructOpsLink;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.world.AddressSpace;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tables of operations: registering, replacing and taking them back answers as Linux 6.12 (features/operations-6.12.tsv), and operations
 * do to sockets what they did there (features/congestion-6.12.tsv).
 */
class OperationsTest {
    private static final byte[] KEY = new byte[4];
    private static final int CASE_BYTES = 48;
    private static final long STATE = 0x10000;

    private static CollectionSpec spec(String object, String... tables) {
        CollectionSpec spec = CollectionSpec.read(Corpus.bytes("features/" + object + ".bpf.o"), object);
        List<String> wanted = List.of(tables);
        for (var table : spec.structOps()) {
            spec = spec.withAutocreate(table.name(), wanted.isEmpty() || wanted.contains(table.name()));
        }
        return spec;
    }

    private static Runtime runtime(EngineKind engine) {
        World world = World.builder()
                .socket(Socket.tcp(1, "10.0.0.1", 80)
                        .connected("10.0.0.2", 4000)
                        .tcpNumber("snd_cwnd", 10)
                        .tcpNumber("snd_ssthresh", Integer.MAX_VALUE)
                        .tcpNumber("rcv_nxt", 0xfffffff0L))
                .build();
        return Runtime.builder().engine(engine).world(world).build();
    }

    /** What Linux answered, by command and case. */
    private static Map<String, String> recorded() {
        Map<String, String> answers = new HashMap<>();
        for (String[] cells : RecordedQuestions.lines("operations")) {
            answers.putIfAbsent(cells[0] + " " + cells[1], cells[2] + (cells.length > 3 ? " " + cells[3] : ""));
        }
        return answers;
    }

    /** Commands on tables, written down as they were when Linux was asked. */
    private static final class Ledger {
        private final Map<String, String> linux = recorded();
        private final SoftAssertions softly = new SoftAssertions();
        private int asked;

        void ask(String command, Runnable action) {
            tell(command, answer(action));
        }

        void tell(String command, String answer) {
            asked++;
            softly.assertThat(answer).as(command).isEqualTo(linux.get(command));
        }

        static String answer(Runnable action) {
            try {
                action.run();
                return "0";
            } catch (BpfErrnoException e) {
                return "-" + e.errno().number();
            }
        }

        void look(String label, BpfMap map) {
            ByteBuffer value = ByteBuffer.wrap(map.lookup(KEY).orElseThrow()).order(ByteOrder.LITTLE_ENDIAN);
            boolean set = IntStream.range(8, value.capacity()).anyMatch(i -> value.get(i) != 0);
            tell(
                    "lookup " + label,
                    "0 state=" + value.getInt(4) + " refcnt=" + value.getInt(0) + " data=" + (set ? "set" : "zero"));
        }

        void end(int commands) {
            softly.assertAll();
            assertThat(asked).isEqualTo(commands);
        }
    }

    private static byte[] with(byte[] value, int at, int... bytes) {
        byte[] changed = value.clone();
        for (int i = 0; i < bytes.length; i++) {
            changed[at + i] = (byte) bytes[i];
        }
        return changed;
    }

    private static byte[] key(int number) {
        return with(KEY, 0, number);
    }

    private static final int INIT = 64 + 136;
    private static final int RELEASE = 64 + 144;
    private static final int NAME = 64 + 88;

    @Test
    void commandsOnTheMapOfATableAnswerAsLinux() {
        Ledger ledger = new Ledger();
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(spec("congestion", "two_thirds"));
                Collection second = runtime.load(spec("congestion", "two_thirds"))) {
            StructOps table = collection.structOps("two_thirds");
            BpfMap map = table.map();
            byte[] value = table.value();
            ledger.tell(
                    "info two_thirds",
                    "0 key=%d value=%d max=%d flags=%d name=%s"
                            .formatted(
                                    map.keySize(),
                                    map.valueSize(),
                                    map.spec().maxEntries(),
                                    map.spec().flags(),
                                    map.name()));
            ledger.look("new", map);
            ledger.ask("next_key null", () -> assertThat(map.nextKey(null)).contains(KEY));
            assertThat(map.nextKey(KEY)).isEmpty();
            assertThat(map.nextKey(key(1))).contains(KEY);
            assertThat(map.lookup(key(1))).isEmpty();
            assertThat(map.delete(KEY)).isFalse();
            assertThat(map.delete(key(1))).isFalse();
            ledger.ask("update key 1", () -> map.update(key(1), value));
            ledger.ask("update NOEXIST", () -> map.update(KEY, value, 1));
            ledger.ask("update EXIST", () -> map.update(KEY, value, 2));
            ledger.ask("update state", () -> map.update(KEY, with(value, 4, 1)));
            ledger.ask("update refcnt", () -> map.update(KEY, with(value, 0, 1)));
            ledger.ask("update padding", () -> map.update(KEY, with(value, 8, 1)));
            ledger.ask("update list", () -> map.update(KEY, with(value, 64 + 112, 1)));
            ledger.ask("update key", () -> map.update(KEY, with(value, 64 + 128, 1)));
            ledger.ask("update no program", () -> map.update(KEY, with(value, INIT, 0xe7, 3)));
            byte[] other = with(value, INIT, value[RELEASE], value[RELEASE + 1]);
            ledger.ask("update program of another member", () -> map.update(KEY, other));
            ledger.ask("update flags 16", () -> map.update(KEY, with(value, 64 + 132, 16)));
            ledger.ask("update no name", () -> map.update(KEY, with(value, NAME, new int[16])));
            int[] endless = new int[16];
            java.util.Arrays.fill(endless, 'x');
            ledger.ask("update name without end", () -> map.update(KEY, with(value, NAME, endless)));
            ledger.look("after refusals", map);
            ledger.ask("update fine", table::register);
            ledger.look("registered", map);
            byte[] shown = map.lookup(KEY).orElseThrow();
            int id = ByteBuffer.wrap(shown).order(ByteOrder.LITTLE_ENDIAN).getInt(INIT);
            ledger.tell("value init", "0 " + (id == collection.program("begin").id() ? "id" : "other"));
            ledger.tell("value cong_control", "0 " + shown[64 + 56]);
            ledger.ask("update again", table::register);
            ledger.ask("freeze registered", map::freeze);
            ledger.ask("update frozen", table::register);
            ledger.ask("lookup_and_delete registered", () -> map.lookupAndDelete(KEY));
            ledger.ask("lookup_batch registered", () -> map.lookupBatch(0, 1));
            ledger.ask("delete_batch registered", () -> map.deleteBatch(List.of(KEY)));
            StructOps same = second.structOps("two_thirds");
            ledger.ask("update name is taken", same::register);
            ledger.look("name is taken", same.map());
            ledger.ask("delete fresh", table::unregister);
            ledger.look("deleted", map);
            ledger.ask("delete deleted", table::unregister);
            ledger.ask("update deleted", table::register);
            ledger.ask("link_create not for links", table::attach);
            same.register();
        }
        ledger.end(34);
    }

    @Test
    void linksOfTablesAnswerAsLinux() {
        Ledger ledger = new Ledger();
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(spec("congestion", "linked", "renewed", "other_name"))) {
            StructOps table = collection.structOps("linked");
            StructOps renewed = collection.structOps("renewed");
            StructOps other = collection.structOps("other_name");
            ledger.tell(
                    "info linked",
                    "0 flags=0x" + Integer.toHexString(table.map().spec().flags()));
            ledger.look("linked new", table.map());
            ledger.ask("update linked", table::register);
            ledger.look("ready", table.map());
            ledger.ask("update linked again", table::register);
            ledger.ask("delete ready", table::unregister);
            StructOpsLink link = table.attach();
            ledger.look("linked", table.map());
            ledger.ask("link_create twice", table::attach);
            ledger.ask("link_update not ready", () -> link.update(renewed));
            renewed.register();
            ledger.ask("link_create same name", renewed::attach);
            other.register();
            ledger.ask("link_update other name", () -> link.update(other));
            ledger.ask("link_update REPLACE other map", () -> link.replace(other, renewed));
            ledger.ask("link_update REPLACE its map", () -> link.replace(table, renewed));
            assertThat(link.mapId()).isEqualTo(renewed.map().id());
            ledger.ask("link_update back", () -> link.update(table));
            link.update(table); // Linux 6.12 does not survive that
            ledger.ask("link_detach ", link::detach);
            assertThat(link.isAttached()).isFalse();
            ledger.ask("link_detach again", link::detach);
            ledger.ask("link_update detached", () -> link.update(renewed));
            ledger.ask("link_create detached map", () -> table.attach().close());
            link.close();
            ledger.ask("link_create after closing", () -> table.attach().close());
            ledger.ask("delete linked map", table::unregister);
        }
        ledger.end(20);
    }

    @Test
    void whatTheKernelDemandsOfATable() {
        Ledger ledger = new Ledger();
        for (String name : List.of(
                "nameless",
                "never_grows",
                "never_undoes",
                "never_falls",
                "named_reno",
                "odd_flags",
                "ecn_flag",
                "keyed")) {
            try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                    Collection collection = runtime.load(spec("congestion", name))) {
                ledger.ask("register " + name, collection.structOps(name)::register);
                ledger.look(name, collection.structOps(name).map());
            }
        }
        ledger.end(16);
    }

    @Test
    void aRegisteredTableOutlivesItsDescriptors() {
        try (Runtime runtime = runtime(EngineKind.INTERPRETER)) {
            Collection collection = runtime.load(spec("congestion", "two_thirds"));
            collection.structOps("two_thirds").register();
            int id = collection.structOps("two_thirds").map().id();
            collection.close();
            try (BpfMap map = runtime.openMap(id)) {
                assertThat(map.lookup(KEY).orElseThrow()[4]).isEqualTo((byte) 1);
                assertThat(map.delete(KEY)).isTrue();
            }
            runtime.quiesce();
            assertThatThrownBy(() -> runtime.openMap(id)).isInstanceOf(BpfErrnoException.class);
            Collection second = runtime.load(spec("congestion", "linked"));
            StructOpsLink link = second.structOps("linked").attach();
            second.close();
            runtime.openMap(link.mapId()).close();
            int linked = link.mapId();
            link.close();
            runtime.quiesce();
            assertThatThrownBy(() -> runtime.openMap(linked)).isInstanceOf(BpfErrnoException.class);
        }
    }

    private static long number(BtfValue struct, String member) {
        return Long.parseLong(((BtfValue.Composite) struct).field(member).toString());
    }

    /** Linux counted 4260 acknowledged segments in slow start, and had a window of 4270 then. */
    @ParameterizedTest
    @EnumSource
    void aSocketGrowsAsInTraffic(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(spec("congestion", "two_thirds"))) {
            StructOps table = collection.structOps("two_thirds");
            assertThatThrownBy(() -> table.call("init", KernelValue.socket(1))).hasMessageContaining("not registered");
            table.register();
            KernelValue socket = KernelValue.socket(1);
            assertThat(table.call("init", socket).run().fault()).isEmpty();
            long acked = 0;
            StructOps.Call last = null;
            for (int i = 1; acked + i <= 4260; i = i % 40 + 1) {
                last = table.call("cong_avoid", socket, KernelValue.of(i), KernelValue.of(i));
                acked += i;
            }
            long left = 4260 - acked;
            last = table.call("cong_avoid", socket, KernelValue.of(1), KernelValue.of(left));
            assertThat("0 cwnd=" + number(last.argument(0), "snd_cwnd") + " acked="
                            + collection.variable("seen").value().toString().split("[\\[, ]+")[2] + " same=1")
                    .isEqualTo(recorded().get("traffic grown"));
            // beyond the threshold: two segments for each acknowledged one, by the window
            StructOps.Call fell = table.call("ssthresh", socket);
            assertThat(fell.result()).isEqualTo(4270 * 2 / 3);
            table.call("release", socket);
            assertThat(collection
                            .variable("seen")
                            .value()
                            .toString()
                            .split("[\\[, ]+")[8]
                            .replace("]", ""))
                    .isEqualTo("10");
        }
    }

    private static KernelValue tcp(long cwnd, long ssthresh, long count) {
        return KernelValue.of(KernelStruct.of("tcp_sock")
                .with("snd_cwnd", cwnd)
                .with("snd_ssthresh", ssthresh)
                .with("snd_cwnd_cnt", count)
                .with("snd_cwnd_clamp", 0xffff_ffffL)
                .with("prior_cwnd", 40)
                .with("max_packets_out", 2));
    }

    @ParameterizedTest
    @EnumSource
    void argumentsAreStructsThatComeBack(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(spec("congestion", "two_thirds"))) {
            StructOps table = collection.structOps("two_thirds");
            table.register();
            StructOps.Call grown = table.call("cong_avoid", tcp(10, 5, 3), KernelValue.of(0), KernelValue.of(9));
            assertThat(number(grown.argument(0), "snd_cwnd")).isEqualTo(12);
            assertThat(number(grown.argument(0), "snd_cwnd_cnt")).isEqualTo(1);
            assertThat(table.call("ssthresh", tcp(30, 5, 0)).result()).isEqualTo(20);
            assertThat(table.call("ssthresh", tcp(1, 5, 0)).result()).isEqualTo(2);
            assertThat(table.call("undo_cwnd", tcp(30, 5, 0)).result()).isEqualTo(40);
            KernelValue sample = KernelValue.of(KernelStruct.of("ack_sample").with("pkts_acked", 7));
            assertThat(table.call("pkts_acked", tcp(1, 1, 0), sample).run().fault())
                    .isEmpty();
            assertThat(table.has("cong_control")).isFalse();
            assertThat(table.members()).contains("cong_control", "get_info");
            assertThatThrownBy(() -> table.call("cong_control")).hasMessageContaining("does not implement");
            assertThatThrownBy(() -> table.call("nothing")).isInstanceOf(IllegalArgumentException.class);
            for (KernelValue wrong : List.of(
                    KernelValue.of(0),
                    KernelValue.of(0x1234),
                    KernelValue.of(new byte[8]),
                    KernelValue.of(KernelStruct.of("sock")),
                    KernelValue.socket(99))) {
                assertThatThrownBy(() -> table.call("ssthresh", wrong))
                        .isInstanceOf(EventContextException.class)
                        .hasMessageContaining("tcp_sock");
            }
            assertThatThrownBy(() -> table.call("ssthresh")).isInstanceOf(EventContextException.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfTheKernelAnswerAsLinux(EngineKind engine) {
        List<String[]> cases = RecordedQuestions.lines("congestion");
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(spec("congestion_reno"))) {
            StructOps table = collection.structOps("reno_cases");
            table.register();
            ByteBuffer asked = ByteBuffer.allocate(64 * CASE_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < cases.size(); i++) {
                for (int word = 0; word < 6; word++) {
                    asked.putInt(i * CASE_BYTES + 4 * word, Integer.parseUnsignedInt(cases.get(i)[2 + word]));
                }
            }
            collection.variable("cases").set(asked.array());
            collection.variable("count").setLong(cases.size());
            KernelStruct socket = KernelStruct.of("tcp_sock")
                    .with("snd_cwnd", 20)
                    .with("snd_ssthresh", 10)
                    .with("snd_cwnd_clamp", 0xffff_ffffL)
                    .with("max_packets_out", 2);
            StructOps.Call call =
                    table.call("cong_avoid", KernelValue.of(socket), KernelValue.of(0), KernelValue.of(1));
            assertThat(call.run().fault()).isEmpty();
            ByteBuffer left =
                    ByteBuffer.wrap(collection.variable("cases").bytes()).order(ByteOrder.LITTLE_ENDIAN);
            SoftAssertions softly = new SoftAssertions();
            for (int i = 0; i < cases.size(); i++) {
                int at = i * CASE_BYTES;
                String words = IntStream.range(0, 12)
                        .mapToObj(word -> Integer.toUnsignedString(left.getInt(at + 4 * word)))
                        .collect(Collectors.joining(" "));
                String expected = String.join(" ", List.of(cases.get(i)).subList(2, 14));
                softly.assertThat(words).as("case %d", i).isEqualTo(expected);
            }
            softly.assertAll();
            assertThat(cases).hasSize(32);
        }
    }

    @ParameterizedTest
    @EnumSource
    void helpersOnTheSocketAnswerAsLinux(EngineKind engine) {
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(spec("congestion_helpers"))) {
            StructOps table = collection.structOps("helped");
            table.register();
            KernelValue socket = KernelValue.socket(1);
            List<StructOps.Call> calls = new ArrayList<>();
            calls.add(table.call("init", socket));
            calls.add(table.call("cong_avoid", socket, KernelValue.of(0), KernelValue.of(1)));
            assertThat(calls).allSatisfy(call -> assertThat(call.run().fault()).isEmpty());
            assertThat(calls.getLast().effects()).containsExactly(new Effect.AcknowledgementSent(1, 0xfffffff0L));
            calls.add(table.call("release", socket));
            assertThat(calls).allMatch(call -> call.run().fault().isEmpty());
            for (String variable : List.of("begun", "grew", "ended")) {
                ByteBuffer words =
                        ByteBuffer.wrap(collection.variable(variable).bytes()).order(ByteOrder.LITTLE_ENDIAN);
                String seen = IntStream.range(0, 8)
                        .mapToObj(i -> Long.toString(words.getLong(8 * i)))
                        .collect(Collectors.joining(" "));
                assertThat("0 " + seen).as(variable).isEqualTo(recorded().get("helpers " + variable));
            }
        }
    }

    private static String testRun(Collection collection, String program, long... arguments) {
        ByteBuffer words = ByteBuffer.allocate(8 * arguments.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long argument : arguments) {
            words.putLong(argument);
        }
        try {
            return "0 retval="
                    + collection
                            .program(program)
                            .testRun(new TestRun().context(words.array()))
                            .run()
                            .verdict();
        } catch (BpfErrnoException e) {
            return "-" + e.errno().number() + " retval=0";
        }
    }

    @ParameterizedTest
    @EnumSource
    void testRunsAnswerAsLinux(EngineKind engine) {
        byte[] state = {41, 0, 0, 0};
        World world = World.builder()
                .task(Task.of(7, "asks"))
                .process(7, AddressSpace.empty().with(STATE, state))
                .currentTask(7)
                .build();
        Map<String, String> linux = recorded();
        try (Runtime runtime = Runtime.builder().engine(engine).world(world).build();
                Collection collection = runtime.load(spec("dummy_operations"));
                Collection congestion = runtime.load(spec("congestion", "two_thirds"))) {
            StructOps table = collection.structOps("dummy");
            assertThat(Ledger.answer(table::register)).isEqualTo(linux.get("attach dummy"));
            Map<String, String> answers = new java.util.LinkedHashMap<>();
            answers.put("test_1 null", testRun(collection, "adds_one", 0));
            answers.put("test_1 state", testRun(collection, "adds_one", STATE));
            answers.put("test_1 no arguments", testRun(collection, "adds_one"));
            answers.put("test_1 two arguments", testRun(collection, "adds_one", STATE, 0));
            answers.put("test_1 pointer 8", testRun(collection, "adds_one", 8));
            answers.put("test_2", testRun(collection, "writes_down", STATE, -100, 0x18bad, 0x1ff, 0x123456789abcdefL));
            answers.put("test_2 four", testRun(collection, "writes_down", STATE, -100, 0x18bad, 0x1ff));
            answers.put("test_2 null", testRun(collection, "writes_down", 0, 1, 2, 3, 4));
            answers.put("test_sleepable", testRun(collection, "may_sleep", STATE));
            answers.put("test_sleepable null", testRun(collection, "may_sleep", 0));
            answers.put("congestion control", testRun(congestion, "begin", 0));
            SoftAssertions softly = new SoftAssertions();
            answers.forEach((name, answer) ->
                    softly.assertThat(linux.get("testrun " + name)).as(name).startsWith(answer + " "));
            String seen = collection.variable("seen").bytes().length == 40
                    ? IntStream.range(0, 5)
                            .mapToObj(i -> "%#x"
                                    .formatted(ByteBuffer.wrap(
                                                    collection.variable("seen").bytes())
                                            .order(ByteOrder.LITTLE_ENDIAN)
                                            .getLong(8 * i)))
                            .collect(Collectors.joining(" "))
                    : "";
            // the state was 42 here, and 10 there
            softly.assertThat("0 " + seen.replaceFirst("0x2a", "0xa")).isEqualTo(linux.get("seen test_2"));
            softly.assertAll();
        }
    }

    @Test
    void argumentsHaveNoNamesAndTablesOneRuntime() {
        try (Runtime runtime = runtime(EngineKind.INTERPRETER);
                Runtime other = runtime(EngineKind.INTERPRETER);
                Collection collection = runtime.load(spec("congestion", "linked", "renewed"));
                Collection others = other.load(spec("congestion", "linked", "renewed"))) {
            StructOps linked = collection.structOps("linked");
            try (StructOpsLink link = linked.attach()) {
                EventContext.Arguments named =
                        new EventContext.Arguments(List.of(), Map.of("sk", KernelValue.socket(1)), Optional.empty());
                assertThatThrownBy(() -> linked.call(linked.members().getFirst(), named, RunEnvironment.NONE))
                        .isInstanceOf(EventContextException.class)
                        .hasMessageContaining("by position");
                others.structOps("renewed").register();
                assertThatThrownBy(() -> link.update(others.structOps("renewed")))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("of another runtime");
            }
        }
    }

    /** Structs of the user's types: results are cut to what the prototype says. */
    @ParameterizedTest
    @EnumSource
    void resultsAreOfTheirTypes(EngineKind engine) {
        CollectionSpec own = CollectionSpec.read(Corpus.bytes("features/own_operations.bpf.o"), "own_operations");
        try (Runtime runtime =
                        Runtime.builder().engine(engine).kernelTypes(own.btf()).build();
                Collection collection = runtime.load(own)) {
            StructOps table = collection.structOps("own");
            table.register();
            assertThat(table.call("small", KernelValue.of(1)).result()).isEqualTo(0xff);
            assertThat(table.call("negative", KernelValue.of(1)).result()).isEqualTo(-1);
            assertThat(table.call("large", KernelValue.of(1)).result()).isEqualTo(0x1ff);
        }
    }

    /** An object whose variable is said to be smaller than its struct. */
    @Test
    void damagedTablesAreRefused() {
        byte[] bytes = Corpus.bytes("features/dummy_operations.bpf.o");
        CollectionSpec whole = CollectionSpec.read(bytes, "whole");
        StructOpsSpec table = whole.structOps().getFirst();
        int size = (int) whole.btf().sizeOf(table.typeId());
        ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int refused = 0;
        for (int at = 0; at + 12 <= bytes.length; at++) {
            boolean isEntry = words.getInt(at + 8) == size && words.getInt(at + 4) == 0 && words.getInt(at) > 0;
            if (isEntry && words.getInt(at) <= whole.btf().typeCount()) {
                byte[] damaged = bytes.clone();
                ByteBuffer.wrap(damaged).order(ByteOrder.LITTLE_ENDIAN).putInt(at + 8, 8);
                try {
                    CollectionSpec.read(damaged, "damaged");
                } catch (ObjectFormatException e) {
                    refused += e.getMessage().contains("8 bytes of a struct of " + size) ? 1 : 0;
                } catch (BtfFormatException e) {
                    // it was something else of this size
                }
            }
        }
        assertThat(refused).isEqualTo(1);
    }
}
