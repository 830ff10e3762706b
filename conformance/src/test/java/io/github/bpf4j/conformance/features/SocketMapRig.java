package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ContextValue;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.SocketSlots;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.World;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the commands of sockmap-6.12.tsv, which a kernel carried out with real sockets: each {@code load} begins a runtime whose world
 * has the sockets that the commands after it make.
 */
final class SocketMapRig implements AutoCloseable {
    static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes("features/sockmap.bpf.o"), "sockmap");

    private static final int FIRST_PORT = 20000;
    private static final int STEPS = 4;
    private static final int MOST_SHOWN = 200;

    /** Where the letters that are not written as themselves begin and end. */
    private static final int FIRST_LETTER = 33;

    private static final int LAST_LETTER = 126;

    private final EngineKind engine;
    private final Map<String, Long> cookies = new HashMap<>();
    private @Nullable Runtime runtime;
    private @Nullable Collection collection;
    private @Nullable String atConnect;
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, BpfMap> maps = new HashMap<>();
    private long next = 1;
    private long made = 1;

    SocketMapRig(EngineKind engine) {
        this.engine = engine;
    }

    // ---- the world

    /** Begins anew with the sockets that commands make. */
    String load(List<String> commands) {
        close();
        cookies.clear();
        World.Builder world = World.builder();
        int port = FIRST_PORT;
        for (String command : commands) {
            String[] words = command.split(" ");
            if (words[0].equals("pair")) {
                pair(world, words[1], cookie(words[2]), cookie(words[3]), port);
                port += 2;
            } else if (words[0].equals("one")) {
                world.socket(one(words[1], cookie(words[2]), port++));
            }
        }
        runtime = Runtime.builder().engine(engine).world(world.build()).build();
        collection = runtime.load(needed(commands));
        cookies.clear();
        made = next;
        next = 1;
        return "0";
    }

    /** The object with those programs only that commands name: verifying takes longer than all else here. */
    private static CollectionSpec needed(List<String> commands) {
        List<String> words = commands.stream()
                .flatMap(command -> Arrays.stream(command.split(" ")))
                .toList();
        CollectionSpec needed = OBJECT;
        for (var program : OBJECT.programs()) {
            needed = needed.withAutoload(program.name(), words.contains(program.name()));
        }
        return needed;
    }

    /** Names may be used again: the last socket of a name counts. */
    private long cookie(String name) {
        cookies.put(name, next);
        return next++;
    }

    private static void pair(World.Builder world, String kind, long first, long second, int port) {
        String here = kind.endsWith("6") ? "::1" : "127.0.0.1";
        if (kind.startsWith("tcp")) {
            world.socket(Socket.tcp(first, here, port).connected(here, port + 1))
                    .socket(Socket.tcp(second, here, port + 1).connected(here, port));
        } else if (kind.startsWith("udp")) {
            world.socket(Socket.udp(first, here, port).connected(here, port + 1))
                    .socket(Socket.udp(second, here, port + 1).connected(here, port));
        } else {
            int type = kind.equals("unix") ? Socket.STREAM : kind.equals("dgram") ? Socket.DGRAM : 5;
            Socket.State there = Socket.State.ESTABLISHED;
            world.socket(Socket.of(first, Socket.Family.UNIX, type, 0).in(there).peer(second))
                    .socket(Socket.of(second, Socket.Family.UNIX, type, 0)
                            .in(there)
                            .peer(first));
        }
    }

    private static Socket one(String kind, long cookie, int port) {
        String here = "127.0.0.1";
        return switch (kind) {
            case "listen" -> Socket.tcp(cookie, here, port);
            case "tcp" -> Socket.of(cookie, Socket.Family.INET, Socket.STREAM, Socket.TCP);
            case "bound" -> Socket.tcp(cookie, here, port).in(Socket.State.CLOSE);
            case "udp" -> Socket.udp(cookie, here, 0);
            case "boundudp" -> Socket.udp(cookie, here, port);
            case "unix" -> Socket.of(cookie, Socket.Family.UNIX, Socket.STREAM, 0);
            case "dgram" -> Socket.of(cookie, Socket.Family.UNIX, Socket.DGRAM, 0);
            case "raw" -> Socket.of(cookie, Socket.Family.INET, 3, 1);
            default -> throw new IllegalArgumentException(kind);
        };
    }

    // ---- commands

    /** What is answered to a command. */
    String answer(String command) {
        String[] words = command.split(" ");
        try {
            return carryOut(words);
        } catch (BpfErrnoException refused) {
            return "-" + refused.errno().number();
        }
    }

    private String carryOut(String[] words) {
        return switch (words[0]) {
            case "create" -> create(words);
            case "pair" -> {
                connect(cookie(words[2]), 4);
                connect(cookie(words[3]), 5);
                yield "0";
            }
            case "one" -> {
                long cookie = cookie(words[2]);
                yield cookie > 0 ? "0" : "";
            }
            case "update" -> {
                SocketSlots.of(map(words[1])).set(key(words[1], words[2]), named(words[3]), Long.parseLong(words[4]));
                yield "0";
            }
            case "lookup" -> lookup(words);
            case "delete" -> map(words[1]).delete(key(words[1], words[2])) ? "0" : "-2";
            case "take" -> {
                map(words[1]).lookupAndDelete(key(words[1], words[2]), 0);
                yield "0";
            }
            case "keys" -> keys(words[1]);
            case "batch" -> batch(map(words[1]), words[2]);
            case "freeze" -> {
                map(words[1]).freeze();
                yield "0";
            }
            case "attach" -> attach(words);
            case "detach" -> {
                SocketSlots.of(map(words[2])).detach(loaded().program(words[1]), place(words[3]));
                yield "0";
            }
            case "link", "relink", "unlink", "drop", "info" -> links(words);
            case "map" -> {
                boolean array = words[2].equals("15");
                MapType type = array ? MapType.SOCKMAP : words[2].equals("18") ? MapType.SOCKHASH : MapType.ARRAY;
                made(words[1], MapSpec.of(words[1], type, type == MapType.SOCKHASH ? 8 : 4, 8, 4));
                yield "0";
            }
            case "closemap" -> {
                Optional.ofNullable(maps.remove(words[1])).orElseThrow().close();
                yield "0";
            }
            case "set" -> {
                loaded().variable(words[1]).setLong(Long.parseLong(words[2]));
                yield "0";
            }
            case "steps" -> steps(words);
            case "log" -> log();
            case "send" -> send(words[1], words[2].getBytes(UTF_8));
            case "fill" -> send(words[1], letters(Integer.parseInt(words[2])));
            case "recv" -> receive(words[1]);
            case "close" -> {
                live().socketData(named(words[1])).close();
                yield "0";
            }
            case "run" -> run(words);
            case "cgroup" -> {
                atConnect = words[1];
                yield "0";
            }
            case "uncgroup" -> {
                atConnect = null;
                yield "0";
            }
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private Collection loaded() {
        return Optional.ofNullable(collection).orElseThrow();
    }

    private Runtime live() {
        return Optional.ofNullable(runtime).orElseThrow();
    }

    private BpfMap map(String name) {
        BpfMap own = maps.get(name);
        return own == null ? loaded().map(name) : own;
    }

    private void made(String name, MapSpec spec) {
        maps.put(name, live().createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN)));
    }

    /** Commands on links of programs with maps, which have names of their own. */
    private String links(String[] words) {
        if (words[0].equals("link")) {
            Link made = SocketSlots.of(map(words[3])).link(loaded().program(words[2]), place(words[4]));
            links.put(words[1], made);
            return "0";
        }
        Link link = Optional.ofNullable(links.get(words[1])).orElseThrow();
        switch (words[0]) {
            case "relink" -> {
                if (words.length > 3) {
                    link.replace(loaded().program(words[3]), loaded().program(words[2]));
                } else {
                    link.update(loaded().program(words[2]));
                }
            }
            case "unlink" -> link.detach();
            case "drop" -> {
                links.remove(words[1]);
                link.close();
            }
            default -> {
                String[] place = link.target().split("/");
                return "type 14 %s %s %d"
                        .formatted(
                                program(link.programId()),
                                link.isAttached() ? place[1] : "-",
                                AttachType.valueOf(place[0].toUpperCase(Locale.ROOT))
                                        .number());
            }
        }
        return "0";
    }

    private String program(int id) {
        return loaded().spec().programs().stream()
                .filter(ProgramSpec::autoload)
                .map(ProgramSpec::name)
                .filter(name -> loaded().program(name).id() == id)
                .findFirst()
                .orElse("?");
    }

    private long named(String name) {
        return cookies.getOrDefault(name, 0L);
    }

    private static byte[] key(String map, String number) {
        boolean hash = map.equals("h");
        ByteBuffer key = ByteBuffer.allocate(hash ? 8 : 4).order(ByteOrder.LITTLE_ENDIAN);
        return (hash ? key.putLong(Long.parseLong(number)) : key.putInt(Integer.parseInt(number))).array();
    }

    private static AttachType place(String name) {
        return switch (name) {
            case "parser" -> AttachType.SK_SKB_STREAM_PARSER;
            case "stream_verdict" -> AttachType.SK_SKB_STREAM_VERDICT;
            case "verdict" -> AttachType.SK_SKB_VERDICT;
            case "msg" -> AttachType.SK_MSG_VERDICT;
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String create(String[] words) {
        MapType type = words[1].equals("15") ? MapType.SOCKMAP : MapType.SOCKHASH;
        MapSpec spec = MapSpec.of(
                        "x", type, Integer.parseInt(words[2]), Integer.parseInt(words[3]), Integer.parseInt(words[4]))
                .withFlags(Integer.parseInt(words[5]));
        try (Runtime fresh = Runtime.create();
                BpfMap made = fresh.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN))) {
            return made.size() == 0 ? "0" : "";
        }
    }

    private String lookup(String[] words) {
        long flags = words.length > 3 ? Long.parseLong(words[3]) : 0;
        Optional<byte[]> value = map(words[1]).lookup(key(words[1], words[2]), flags);
        if (value.isEmpty()) {
            return "-2";
        }
        long cookie =
                ByteBuffer.wrap(value.get()).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return cookies.entrySet().stream()
                .filter(each -> each.getValue() == cookie)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("?");
    }

    private String keys(String name) {
        List<String> keys = new ArrayList<>();
        byte[] key = null;
        for (Optional<byte[]> next = map(name).nextKey(null);
                next.isPresent();
                next = map(name).nextKey(key)) {
            key = next.get();
            ByteBuffer number = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
            keys.add(String.valueOf(key.length == 8 ? number.getLong() : number.getInt()));
        }
        keys.add("-2");
        return String.join(" ", keys);
    }

    private static String batch(BpfMap map, String command) {
        switch (command) {
            case "lookup" -> map.lookupBatch(0, 2);
            case "update" -> map.updateBatch(List.of(new BpfMap.Entry(new byte[4], new byte[8])), 0);
            case "delete" -> map.deleteBatch(List.of(new byte[4]));
            default -> map.lookupAndDeleteBatch(0, 2);
        }
        return "0";
    }

    private String attach(String[] words) {
        SocketSlots.of(map(words[2])).attach(loaded().program(words[1]), place(words[3]));
        return "0";
    }

    private String steps(String[] words) {
        String[] names = {"op", "arg_a", "arg_b", "arg_c"};
        for (int name = 0; name < names.length; name++) {
            ByteBuffer numbers = ByteBuffer.allocate(STEPS * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            for (int step = 1; step < words.length; step++) {
                numbers.putLong(
                        (step - 1) * Long.BYTES, Long.parseLong(words[step].split(",")[name]));
            }
            loaded().variable(names[name]).set(numbers.array());
        }
        return "0";
    }

    private String log() {
        int count = (int) loaded().variable("seen_count").getLong();
        ByteBuffer seen = ByteBuffer.wrap(loaded().variable("seen").bytes()).order(ByteOrder.LITTLE_ENDIAN);
        List<String> numbers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            numbers.add(String.valueOf(seen.getLong(i * Long.BYTES)));
        }
        loaded().variable("seen_count").setLong(0);
        return String.join(" ", numbers);
    }

    private void connect(long cookie, int event) {
        if (atConnect == null) {
            return;
        }
        for (int each : event == 4 ? new int[] {1, 3, 4} : new int[] {1, 5}) {
            loaded().program(atConnect)
                    .run(ContextValue.of(ProgramType.SOCK_OPS).socket(cookie).with("op", each));
        }
    }

    private static byte[] letters(int count) {
        byte[] letters = new byte[count];
        for (int i = 0; i < count; i++) {
            letters[i] = (byte) ('a' + i % 26);
        }
        return letters;
    }

    private String send(String name, byte[] bytes) {
        return String.valueOf(live().socketData(named(name)).send(bytes));
    }

    private String receive(String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] got = live().socketData(named(name)).receive();
        if (got.length == 0) {
            return "-11";
        }
        for (; got.length > 0; got = live().socketData(named(name)).receive()) {
            all.writeBytes(got);
        }
        return text(all.toByteArray());
    }

    private static String text(byte[] bytes) {
        if (bytes.length > MOST_SHOWN) {
            int hash = 7;
            for (byte each : bytes) {
                hash = hash * 31 + (each & 0xff);
            }
            return bytes.length + " bytes " + Integer.toUnsignedString(hash);
        }
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            boolean plain = each >= FIRST_LETTER && each <= LAST_LETTER && each != '%';
            text.append(plain ? String.valueOf((char) each) : "%%%02x".formatted(each & 0xff));
        }
        return text.toString();
    }

    private String run(String[] words) {
        byte[] packet = new byte[64];
        for (int i = 0; i < packet.length; i++) {
            packet[i] = (byte) i;
        }
        int length = words.length > 2 ? Integer.parseInt(words[2]) : packet.length;
        TestRun.Result result = loaded().program(words[1]).testRun(new TestRun().data(Arrays.copyOf(packet, length)));
        return Integer.toUnsignedString((int) result.run().returnValue());
    }

    /** Closes the runtime; nothing is left in it. */
    @Override
    public void close() {
        if (runtime != null && collection != null) {
            for (long cookie = 1; cookie < made; cookie++) {
                runtime.socketData(cookie).close();
            }
            links.values().forEach(Link::close);
            maps.values().forEach(BpfMap::close);
            collection.close();
            runtime.quiesce();
            ObjectCounters left = runtime.objects();
            runtime.close();
            if (!left.equals(ObjectCounters.NONE)) {
                throw new AssertionError("left: " + left);
            }
        }
        links.clear();
        maps.clear();
        runtime = null;
        collection = null;
        atConnect = null;
        next = 1;
    }
}
