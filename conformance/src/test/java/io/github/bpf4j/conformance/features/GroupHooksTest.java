package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Event;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketState;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.IpAddress;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What programs of control groups see, are answered, change and decide on devices, sockets, settings, options, addresses and TCP
 * connections is what they did in Linux 6.12, which they were attached to while a process made system calls
 * (features/group_hooks-6.12.tsv): the call, what user space asked of the program, the program, the fields of its context, the socket
 * (family, type, protocol, state, port), its data, what it saw, what the call returned, and what it left behind.
 */
class GroupHooksTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/group_hooks.bpf.o"), "group_hooks");
    private static final Set<String> REWRITE = Set.of("binds4", "connects4");
    private static final int EPERM = 1;

    private record Answer(
            long cookie,
            String call,
            List<String> asked,
            String program,
            List<String> fields,
            String socket,
            String data,
            String seen,
            String result,
            String left) {
        static Answer of(int index, String[] cells) {
            return new Answer(
                    index + 1,
                    cells[0],
                    words(cells[1]),
                    cells[2],
                    words(cells[3]),
                    cells[4],
                    cells[5],
                    cells[6],
                    cells[7],
                    cells[8]);
        }

        private static List<String> words(String cell) {
            return cell.equals("-") ? List.of() : List.of(cell.split(" "));
        }

        boolean hasSocket() {
            return !socket.equals("-");
        }

        boolean asks(String prefix) {
            return asked.stream().anyMatch(each -> each.startsWith(prefix));
        }

        Socket described() {
            int[] numbers =
                    Stream.of(socket.split(" ")).mapToInt(Integer::parseInt).toArray();
            Socket.Family family = numbers[0] == 2 ? Socket.Family.INET : Socket.Family.INET6;
            Socket.State state = Stream.of(Socket.State.values())
                    .filter(each -> each.number() == numbers[3])
                    .findFirst()
                    .orElseThrow();
            Socket socket = Socket.of(cookie, family, numbers[1], numbers[2]).in(state);
            return numbers[4] == 0
                    ? socket
                    : socket.local(IpAddress.parse(numbers[0] == 2 ? "0.0.0.0" : "::"), numbers[4]);
        }
    }

    private static List<Answer> answers() {
        List<String[]> lines = RecordedQuestions.lines("group_hooks").stream()
                .filter(cells -> !cells[0].startsWith("#"))
                .toList();
        return IntStream.range(0, lines.size())
                .mapToObj(i -> Answer.of(i, lines.get(i)))
                .toList();
    }

    private static Runtime runtime(EngineKind engine, List<Answer> answers) {
        World.Builder world = World.builder();
        answers.stream().filter(Answer::hasSocket).map(Answer::described).forEach(world::socket);
        return Runtime.builder().engine(engine).world(world.build()).build();
    }

    /** What user space asks of the programs. */
    private static void ask(Collection collection, Answer answer) {
        for (String zero : List.of("change", "value_a", "value_b", "value_c", "error", "used")) {
            collection.variable(zero).setLong(0);
        }
        collection.variable("verdict").setLong(1);
        collection.variable("flags_wanted").setLong(-1);
        collection.variable("replies").set(new byte[128]);
        collection.variable("text").set(new byte[16]);
        for (String each : answer.asked()) {
            String value = each.substring(each.indexOf('=') + 1);
            switch (each.substring(0, each.indexOf('='))) {
                case "replies" -> {
                    ByteBuffer replies = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
                    Stream.of(value.split(",")).map(Long::valueOf).forEach(replies::putLong);
                    collection.variable("replies").set(replies.array());
                }
                case "text" -> {
                    byte[] text = new byte[16];
                    System.arraycopy(value.getBytes(StandardCharsets.UTF_8), 0, text, 0, value.length());
                    collection.variable("text").set(text);
                }
                default ->
                    collection.variable(each.substring(0, each.indexOf('='))).setLong(Long.parseLong(value));
            }
        }
    }

    private static String lines(String cell) {
        return cell.replace('|', '\n').replace('~', '\t');
    }

    private static ContextValue context(Program program, Answer answer) {
        ContextValue context = ContextValue.of(program.type());
        if (answer.hasSocket()) {
            context = context.socket(answer.cookie());
        }
        context = switch (program.type()) {
            case CGROUP_SYSCTL -> {
                String[] parts = answer.data().split(":", -1);
                yield context.sysctl(parts[0], lines(parts[1]), parts.length < 3 ? null : lines(parts[2]));
            }
            case CGROUP_SOCKOPT -> {
                String[] parts = answer.data().split(" ");
                ByteBuffer value = ByteBuffer.allocate(Math.max(4, Integer.parseInt(parts[0])))
                        .order(ByteOrder.LITTLE_ENDIAN);
                value.putInt(Integer.parseUnsignedInt(parts[1]));
                yield context.data(java.util.Arrays.copyOf(value.array(), Integer.parseInt(parts[0])));
            }
            case SOCK_OPS -> context.data(new byte[Integer.parseInt(answer.data())]);
            default -> context;
        };
        for (String field : answer.fields()) {
            int equals = field.indexOf('=');
            context = context.with(field.substring(0, equals), Long.parseLong(field.substring(equals + 1)));
        }
        return context;
    }

    private static String seen(Collection collection) {
        ByteBuffer seen = ByteBuffer.wrap(collection.variable("seen").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        return IntStream.range(0, (int) collection.variable("used").getLong())
                .mapToObj(i -> Long.toString(seen.getLong(i * Long.BYTES)))
                .collect(Collectors.joining(" "));
    }

    /** What the call comes to if the program alone decides. */
    private static int decided(Program.TypedResult result) {
        OptionalInt set = result.effects().stream()
                .filter(Effect.ReturnValueSet.class::isInstance)
                .mapToInt(effect -> ((Effect.ReturnValueSet) effect).value())
                .reduce((_, later) -> later);
        int before = result.context().type() == ProgramType.CGROUP_SOCKOPT
                ? (int) result.context().get("retval")
                : 0;
        return set.orElse(before == 0 && (result.run().verdict() & 1) == 0 ? -EPERM : before);
    }

    private static String address(ContextValue context) {
        long ip = context.get("user_ip4");
        long port = Short.toUnsignedInt(Short.reverseBytes((short) context.get("user_port")));
        return (ip & 0xff) + "." + (ip >> 8 & 0xff) + "." + (ip >> 16 & 0xff) + "." + (ip >>> 24) + " " + port;
    }

    private static String left(SocketState socket) {
        return "bound_dev_if=%d mark=%d priority=%d".formatted(socket.boundIfindex(), socket.mark(), socket.priority());
    }

    @ParameterizedTest
    @EnumSource
    void whatProgramsSeeAndDecideIsAsInLinux(EngineKind engine) {
        List<Answer> answers = answers();
        assertThat(answers).hasSizeGreaterThan(500);
        SoftAssertions softly = new SoftAssertions();
        try (Runtime runtime = runtime(engine, answers)) {
            try (Collection collection = runtime.load(SPEC)) {
                for (Answer answer : answers) {
                    ask(collection, answer);
                    Program program = collection.program(answer.program());
                    Program.TypedResult result = program.run(context(program, answer));
                    softly.assertThat(result.run().fault())
                            .as(answer.toString())
                            .isEmpty();
                    softly.assertThat(seen(collection)).as(answer.toString()).isEqualTo(answer.seen());
                    boolean decides = answer.asks("verdict=") || answer.asks("error=");
                    if (decides
                            && !answer.program().equals("operation")
                            && !answer.result().equals("-")) {
                        int expected = Math.min(0, Integer.parseInt(answer.result()));
                        softly.assertThat(decided(result)).as(answer.toString()).isEqualTo(expected);
                    }
                    if (answer.program().equals("create") && answer.left().startsWith("bound")) {
                        SocketState socket = runtime.socket(answer.cookie()).orElseThrow();
                        softly.assertThat(left(socket)).as(answer.toString()).isEqualTo(answer.left());
                    }
                    if (REWRITE.contains(answer.program())
                            && answer.asks("change=1")
                            && answer.result().equals("0")
                            && !answer.left().startsWith("-")) {
                        softly.assertThat(address(result.context()))
                                .as(answer.toString())
                                .isEqualTo(answer.left());
                    }
                }
            }
            softly.assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
        softly.assertAll();
    }

    /** A device as an event in the group: the number that the call comes to. */
    @ParameterizedTest
    @EnumSource
    void devicesAreRefusedAsInLinux(EngineKind engine) {
        List<Answer> answers = answers().stream()
                .filter(each -> each.program().equals("device") && !each.asked().isEmpty())
                .toList();
        assertThat(answers).hasSizeGreaterThan(9);
        try (Runtime runtime = runtime(engine, List.of());
                Collection collection = runtime.load(SPEC);
                Link _ = collection.program("device").attach()) {
            for (Answer answer : answers) {
                ask(collection, answer);
                EventContext.Fields context = EventContext.fields();
                for (String field : answer.fields()) {
                    String[] parts = field.split("=");
                    context = context.with(parts[0], Long.parseLong(parts[1]));
                }
                assertThat(runtime.trigger(Event.at("cgroup/dev", context)).result())
                        .as(answer.toString())
                        .isEqualTo(Long.parseLong(answer.result()));
                assertThat(seen(collection)).isEqualTo(answer.seen());
            }
        }
    }
}
