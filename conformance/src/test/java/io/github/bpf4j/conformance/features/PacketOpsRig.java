package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.NetworkInterface;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes the test runs that a 6.12 kernel was asked to make, and writes down what they came to in the same way. The kernel had a loopback
 * device, two more interfaces, and was in the control group /a/b.
 */
final class PacketOpsRig implements AutoCloseable {
    static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes("features/packet_ops.bpf.o"), "packet_ops");

    private static final int OPS = 8;
    private static final int OP_WORDS = 5;
    private static final int BUFFER = 128;
    private static final int SHOWN = 160;
    private static final int HEAD = 96;
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, byte[]> packets = new TreeMap<>();
    private final Runtime runtime;
    private final Collection collection;

    PacketOpsRig(EngineKind engine) {
        new String(Corpus.bytes("features/packet_ops-6.12.tsv"), UTF_8)
                .lines()
                .filter(line -> line.startsWith("packet "))
                .map(line -> line.split(" "))
                .forEach(words -> packets.put(words[1], HEX.parseHex(words[2])));
        World world = World.builder()
                .networkInterface(new NetworkInterface(1, "lo", "", 65536))
                .networkInterface(new NetworkInterface(2, "dummy0", "02:00:00:00:00:02", 1500))
                .networkInterface(new NetworkInterface(3, "dummy1", "02:00:00:00:00:03", 1280))
                .cgroup(10, "/a")
                .cgroup(11, "/a/b")
                .current("/a/b")
                .build();
        runtime = Runtime.builder().engine(engine).cpus(2).world(world).build();
        collection = runtime.load(OBJECT);
    }

    @Override
    public void close() {
        collection.close();
        runtime.close();
    }

    /** A packet by its name or bytes, with so many bytes of a pattern behind. */
    private byte[] packet(String word) {
        String[] parts = word.split("\\+");
        byte[] named = packets.get(parts[0]);
        byte[] head = named == null ? HEX.parseHex(parts[0]) : named;
        int more = parts.length > 1 ? Integer.parseInt(parts[1]) : 0;
        byte[] all = Arrays.copyOf(head, head.length + more);
        for (int i = 0; i < more; i++) {
            all[head.length + i] = (byte) (i * 7 + 3);
        }
        return all;
    }

    private byte[] asked(Map<String, String> given) {
        return packet(given.getOrDefault("in", ""));
    }

    private static byte[] context(String word) {
        String[] parts = word.split("/");
        byte[] context = new byte[8192];
        for (String field : parts[0].split(",")) {
            String[] pair = field.split(":");
            ByteBuffer.wrap(context)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt(Integer.parseInt(pair[0]), Integer.parseUnsignedInt(pair[1], 16));
        }
        return Arrays.copyOf(context, Integer.parseInt(parts[1]));
    }

    private static long number(String text) {
        return text.startsWith("0x")
                ? Long.parseUnsignedLong(text.substring(2), 16)
                : text.startsWith("-") ? Long.parseLong(text) : Long.parseUnsignedLong(text);
    }

    /** Sets what the program does, and forgets what it did before; the numbers of what it does. */
    private List<Integer> prepare(String ops) {
        ByteBuffer words = ByteBuffer.allocate(OPS * OP_WORDS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        List<Integer> numbers = new ArrayList<>();
        for (String op : ops.isEmpty() ? new String[0] : ops.split(";")) {
            String[] parts = op.split("[:,]");
            for (int i = 0; i < parts.length; i++) {
                words.putLong((numbers.size() * OP_WORDS + i) * Long.BYTES, number(parts[i]));
            }
            numbers.add(Integer.parseInt(parts[0]));
        }
        collection.variable("ops").set(words.array());
        collection.variable("count").setLong(numbers.size());
        byte[] from = new byte[BUFFER];
        for (int i = 0; i < BUFFER; i++) {
            from[i] = (byte) (0xa0 + i);
        }
        collection.variable("from").set(from);
        for (String output : List.of("answers", "before", "after", "loaded", "mtu_length", "verdict")) {
            collection.variable(output).set(new byte[collection.variable(output).bytes().length]);
        }
        return numbers;
    }

    /** What a request came to. */
    String answer(String request) {
        String[] words = request.split(" ");
        Map<String, String> given = new TreeMap<>();
        for (int i = 1; i < words.length; i++) {
            given.put(words[i].split("=")[0], words[i].substring(words[i].indexOf('=') + 1));
        }
        List<Integer> ops = prepare(given.getOrDefault("ops", ""));
        collection.variable("verdict").setLong(Long.parseLong(given.getOrDefault("verdict", "0")));
        TestRun asked = new TestRun()
                .data(asked(given))
                .repeat(Integer.parseUnsignedInt(given.getOrDefault("repeat", "0")))
                .flags(Integer.parseUnsignedInt(given.getOrDefault("flags", "0")))
                .cpu(Integer.parseUnsignedInt(given.getOrDefault("cpu", "0")))
                .batchSize(Integer.parseUnsignedInt(given.getOrDefault("batch", "0")));
        boolean xdp = words[0].equals("ops_xdp");
        if (given.containsKey("ctx")) {
            asked.context(context(given.get("ctx")));
        }
        int contextLimit = xdp ? given.containsKey("ctx") ? 24 : 0 : 192;
        if (given.containsKey("ctxout")) {
            contextLimit = Integer.parseInt(given.get("ctxout"));
        }
        asked.contextLimit(contextLimit).dataLimit(Integer.parseInt(given.getOrDefault("size", "65536")));
        if (given.containsKey("flags")) {
            asked.dataLimit(0).contextLimit(0);
        }
        try {
            return written(collection.program(words[0]).testRun(asked), asked(given), ops);
        } catch (BpfErrnoException e) {
            return Long.toString(e.errno().result());
        }
    }

    private String written(TestRun.Result result, byte[] in, List<Integer> ops) {
        assertThat(result.run().fault()).isEmpty();
        StringBuilder text = new StringBuilder();
        text.append(result.errno().map(Errno::result).orElse(0L))
                .append(' ')
                .append(result.run().verdict());
        ByteBuffer answers = longs("answers");
        text.append(" a=");
        for (int i = 0; i < ops.size(); i++) {
            text.append(i == 0 ? "" : ",").append(answers.getLong(i * Long.BYTES));
        }
        long mtu = collection.variable("mtu_length").getLong();
        if (mtu != 0) {
            text.append(" mtu=").append(mtu);
        }
        if (ops.contains(26) || ops.contains(68) || ops.contains(189)) {
            String loaded = HEX.formatHex(collection.variable("loaded").bytes()).replaceAll("(00)+$", "");
            text.append(" l=").append(loaded);
        }
        String before = fields("before");
        String after = fields("after");
        text.append(" saw=").append(before);
        if (!after.equals(before)) {
            text.append(" then=").append(after);
        }
        text.append(" out=").append(result.dataBytes());
        if (result.errno().isEmpty() && result.data().length > 0) {
            text.append(':').append(Arrays.equals(in, result.data()) ? "same" : shown(result.data()));
        }
        if (result.errno().isEmpty() && result.contextBytes() > 0) {
            text.append(" ctx=").append(sparse(result.context()));
        }
        if (result.errno().isPresent()) {
            text.append(" ctx=").append(result.contextBytes()).append(':').append(sparse(result.context()));
        }
        return text.toString();
    }

    private ByteBuffer longs(String variable) {
        return ByteBuffer.wrap(collection.variable(variable).bytes()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private String fields(String variable) {
        ByteBuffer values = longs(variable);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < values.capacity() / Long.BYTES; i++) {
            long value = values.getLong(i * Long.BYTES);
            if (value != 0) {
                fields.add(i + ":" + Long.toHexString(value));
            }
        }
        return String.join(",", fields);
    }

    private static String sparse(byte[] bytes) {
        byte[] words = Arrays.copyOf(bytes, bytes.length + 3 & -4);
        List<String> fields = new ArrayList<>();
        for (int i = 0; i < words.length; i += Integer.BYTES) {
            int value = ByteBuffer.wrap(words).order(ByteOrder.LITTLE_ENDIAN).getInt(i);
            if (value != 0) {
                fields.add(i + ":" + Integer.toHexString(value));
            }
        }
        return String.join(",", fields);
    }

    /** All of a short packet; of a long one its head and a hash (FNV-1a). */
    private static String shown(byte[] packet) {
        if (packet.length <= SHOWN) {
            return HEX.formatHex(packet);
        }
        int hash = 0x811c9dc5;
        for (byte b : packet) {
            hash = (hash ^ b & 0xff) * 16777619;
        }
        return HEX.formatHex(packet, 0, HEAD) + "~" + Integer.toHexString(hash);
    }
}
