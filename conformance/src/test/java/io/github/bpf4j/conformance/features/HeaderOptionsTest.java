package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Programs on sockets find, reserve and write options of TCP headers as on Linux 6.12, where a client and a server in a control group
 * connected over the loopback device (features/header_options-6.12.tsv). Each set of questions was asked at each call of the program; a record
 * says what the program saw at a call, and what it was answered.
 */
class HeaderOptionsTest {
    private static final CollectionSpec SPEC =
            CollectionSpec.read(Corpus.bytes("features/header_options.bpf.o"), "header_options");
    private static final int QUESTIONS = 256;
    private static final int QUESTION_BYTES = 48;
    private static final int HEADER = 32;
    private static final int AFTER = HEADER + 64;
    private static final int ANSWERS = AFTER + 64;
    private static final int ANSWER_BYTES = 52;

    private static final int TCP_LISTEN_CB = 11;
    private static final int PARSE_HDR_OPT_CB = 13;
    private static final int HDR_OPT_LEN_CB = 14;
    private static final int WRITE_HDR_OPT_CB = 15;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int MOST_OPTIONS = 40;
    private static final byte SAVE_SYN = 5;

    private record Record(String set, ByteBuffer bytes) {
        static Record of(String[] cells) {
            return new Record(
                    cells[1], ByteBuffer.wrap(HexFormat.of().parseHex(cells[2])).order(ByteOrder.LITTLE_ENDIAN));
        }

        int word(int index) {
            return bytes.getInt(index * Integer.BYTES);
        }

        int op() {
            return word(0);
        }

        int tcpFlags() {
            return word(3);
        }

        int port() {
            return word(5);
        }

        byte[] header() {
            return Arrays.copyOfRange(bytes.array(), HEADER, HEADER + word(6));
        }

        /** How long the header is with all options. */
        int whole() {
            return (bytes.get(HEADER + 12) >> 4 & 0xf) * Integer.BYTES;
        }

        /** The header as it was sent: what was reserved and not written is filled up. */
        byte[] sent() {
            byte[] sent = Arrays.copyOfRange(bytes.array(), AFTER, AFTER + whole());
            int written = word(6);
            for (int i = 0; i < word(7); i++) {
                written = bytes.getInt(ANSWERS + i * ANSWER_BYTES + 8);
            }
            Arrays.fill(sent, written, sent.length, (byte) 1);
            return sent;
        }
    }

    private static List<Record> records() {
        return RecordedQuestions.lines("header_options").stream()
                .filter(cells -> cells[0].equals("record"))
                .map(Record::of)
                .toList();
    }

    private static byte[][] questions(String set) {
        String[] line = RecordedQuestions.lines("header_options").stream()
                .filter(cells -> cells[0].equals("questions") && cells[1].equals(set))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line[2].split(",", -1))
                .map(HexFormat.of()::parseHex)
                .toArray(byte[][]::new);
    }

    private static byte[] key(int index) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(index)
                .array();
    }

    private static Runtime runtime(EngineKind engine) {
        World world = World.builder().socket(Socket.tcp(1, "127.0.0.1", 9100)).build();
        return Runtime.builder().engine(engine).world(world).build();
    }

    private static void ask(Collection collection, byte[][] questions) {
        for (int i = 0; i < QUESTIONS; i++) {
            collection.map("questions").update(key(i), i < questions.length ? questions[i] : new byte[QUESTION_BYTES]);
        }
    }

    private static Program.TypedResult run(Collection collection, ContextValue context) {
        collection.variable("calls").setLong(0);
        return collection.program("options").run(context);
    }

    /** What the kernel's own options leave for others: they are more in packets that begin a connection. */
    private static int room(Record record) {
        return switch (record.op()) {
            case HDR_OPT_LEN_CB -> MOST_OPTIONS - ((record.tcpFlags() & SYN) != 0 ? 20 : 12);
            case WRITE_HDR_OPT_CB -> record.whole() - record.word(6);
            default -> 0;
        };
    }

    private static ContextValue context(Record record, List<Record> all) {
        ContextValue context = ContextValue.of(ProgramType.SOCK_OPS)
                .socket(1)
                .with("op", record.op())
                .with("reply", record.word(1))
                .with("skb_len", record.word(2))
                .with("skb_tcp_flags", record.tcpFlags())
                .with("is_fullsock", record.word(4))
                .with("local_port", record.port())
                .data(record.header())
                .headerRoom(room(record));
        List<Record> set =
                all.stream().filter(each -> each.set().equals(record.set())).toList();
        boolean ofServer = record.port() == set.getFirst().port();
        boolean saved = Arrays.stream(questions(record.set())).anyMatch(each -> each[1] == SAVE_SYN)
                && record.op() != TCP_LISTEN_CB;
        if (!ofServer || record.tcpFlags() != SYN_ACK && !saved) {
            return context;
        }
        return set.stream()
                .filter(each -> each.op() == WRITE_HDR_OPT_CB && each.tcpFlags() == SYN)
                .findFirst()
                .map(syn -> context.syn(syn.sent()))
                .orElse(context);
    }

    @ParameterizedTest
    @EnumSource
    void optionsAnswerAsLinux(EngineKind engine) {
        List<Record> records = records();
        assertThat(records).hasSizeGreaterThan(300);
        SoftAssertions softly = new SoftAssertions();
        String set = "";
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            for (int i = 0; i < records.size(); i++) {
                Record record = records.get(i);
                if (!record.set().equals(set)) {
                    set = record.set();
                    ask(collection, questions(set));
                }
                Program.TypedResult result = run(collection, context(record, records));
                assertThat(result.run().fault()).isEmpty();
                byte[] seen = collection.map("records").lookup(key(0)).orElseThrow();
                byte[] expected = Arrays.copyOf(record.bytes().array(), seen.length);
                softly.assertThat(text(seen)).as("%d of set %s", i, set).isEqualTo(text(expected));
                collection.map("records").update(key(0), new byte[seen.length]);
            }
        }
        softly.assertAll();
    }

    private static String text(byte[] record) {
        return HexFormat.of().formatHex(record).replaceAll("(00)*$", "");
    }

    @ParameterizedTest
    @EnumSource
    void hostsSeeWhatIsReservedAndWritten(EngineKind engine) {
        byte[] option = {(byte) 254, 6, (byte) 0xeb, (byte) 0x9f, 1, 2};
        byte[][] questions = {question(HDR_OPT_LEN_CB, 3, 8, option), question(WRITE_HDR_OPT_CB, 2, 6, option)};
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            ask(collection, questions);
            ContextValue value = ContextValue.of(ProgramType.SOCK_OPS).socket(1);
            ContextValue asked = run(
                            collection, value.with("op", HDR_OPT_LEN_CB).headerRoom(28))
                    .context();
            assertThat(asked.headerRoom()).isEqualTo(20);
            byte[] header = new byte[20];
            header[12] = 7 << 4;
            ContextValue written = run(
                            collection,
                            value.with("op", WRITE_HDR_OPT_CB).data(header).headerRoom(8))
                    .context();
            assertThat(written.headerRoom()).isEqualTo(2);
            byte[] longer = Arrays.copyOf(header, 26);
            System.arraycopy(option, 0, longer, 20, option.length);
            assertThat(written.data()).isEqualTo(longer);
        }
    }

    private static byte[] question(int op, int call, int size, byte[] option) {
        ByteBuffer question = ByteBuffer.allocate(QUESTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return question.put((byte) op)
                .put((byte) call)
                .put((byte) 0xff)
                .put((byte) size)
                .putInt(0)
                .put(option)
                .array();
    }

    /** Programs of the verifier's corpus and those that nobody verified meet headers that are none. */
    @ParameterizedTest
    @EnumSource
    void headersThatAreTooShortHaveNoOptions(EngineKind engine) {
        byte[] option = {2, 4, 5, 6};
        byte[][] questions = {
            question(WRITE_HDR_OPT_CB, 2, 4, option),
            question(WRITE_HDR_OPT_CB, 1, 4, new byte[] {2}),
            question(PARSE_HDR_OPT_CB, 1, 4, new byte[] {2})
        };
        try (Runtime runtime = runtime(engine);
                Collection collection = runtime.load(SPEC)) {
            ask(collection, questions);
            for (int bytes = 0; bytes < 20; bytes++) {
                for (int op : new int[] {WRITE_HDR_OPT_CB, PARSE_HDR_OPT_CB}) {
                    run(
                            collection,
                            ContextValue.of(ProgramType.SOCK_OPS)
                                    .socket(1)
                                    .with("op", op)
                                    .data(new byte[bytes])
                                    .headerRoom(8));
                    byte[] seen = collection.map("records").lookup(key(0)).orElseThrow();
                    assertThat(ByteBuffer.wrap(seen)
                                    .order(ByteOrder.LITTLE_ENDIAN)
                                    .getInt(ANSWERS + 4))
                            .isEqualTo(-1);
                }
            }
        }
    }

    @Test
    void headersHaveNoMoreThanFortyBytesOfOptions() {
        ContextValue value = ContextValue.of(ProgramType.SOCK_OPS);
        assertThatThrownBy(() -> value.headerRoom(41)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> value.headerRoom(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
