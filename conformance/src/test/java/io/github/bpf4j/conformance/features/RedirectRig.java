package io.github.bpf4j.conformance.features;

import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.MapTypes;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.MapTarget;
import io.github.bpf4j.runtime.MapTargets;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Redirect;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.world.World;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/**
 * Obeys the commands that a 6.12 kernel was given, and answers as it did. The kernel had two CPUs, the interfaces 1 to 9 - of which 4, 6 and
 * 8 lead to 3, 5 and 7, whose programs counted what came in - and the control groups /a, /a/b and /c.
 */
final class RedirectRig implements AutoCloseable {
    static final CollectionSpec OBJECT =
            CollectionSpec.read(Corpus.bytes("features/redirect_maps.bpf.o"), "redirect_maps");

    private static final List<String> OUTPUTS =
            List.of("runs", "ingress", "egress", "queue", "bytes", "on_cpu", "found", "found_to", "found_prog");
    private static final List<String> FOUND = List.of("found", "found_to", "found_prog");
    private static final Map<Integer, Integer> OTHER_ENDS = Map.of(4, 3, 6, 5, 8, 7);
    private static final int CPU = 1;

    private final EngineKind engine;
    private Runtime runtime;
    private Collection collection;

    RedirectRig(EngineKind engine) {
        this.engine = engine;
        runtime = runtime("/");
        collection = runtime.load(OBJECT);
    }

    private Runtime runtime(String cgroup) {
        World.Builder world = World.builder()
                .cgroup(10, "/a")
                .cgroup(11, "/a/b")
                .cgroup(12, "/c")
                .current(cgroup);
        for (int ifindex = 1; ifindex < 10; ifindex++) {
            world.networkInterface(ifindex, "if" + ifindex);
        }
        return Runtime.builder().engine(engine).cpus(2).world(world.build()).build();
    }

    @Override
    public void close() {
        collection.close();
        runtime.close();
    }

    /** What programs are given at the moment. */
    String inputs() {
        return List.of("key", "flags", "key2", "flags2").stream()
                .map(name -> name + " " + collection.variable(name).getLong())
                .toList()
                .toString();
    }

    /** What a command answers. */
    String answer(String command) {
        String[] words = command.split(" +");
        return switch (words[0]) {
            case "create" -> create(words);
            case "create_typed" -> createTyped(words);
            case "template" ->
                Long.toString(map(words)
                        .spec()
                        .shape(OBJECT.btf(), KernelProfile.V6_12)
                        .checkAsInnerTemplate());
            case "update" -> errno(() -> update(words));
            case "lookup" -> lookup(words);
            case "delete" -> errno(() -> map(words).delete(key(words[2])) ? 0 : -2);
            case "take" -> errno(() -> map(words).lookupAndDelete(key(words[2])).isPresent() ? 0 : -2);
            case "next" -> next(words);
            case "keys" -> keys(map(words));
            case "lookup_batch" -> errno(() -> map(words).lookupBatch(0, 2).position());
            case "take_batch" ->
                errno(() -> map(words).lookupAndDeleteBatch(0, 2).position());
            case "update_batch" ->
                errno(() -> map(words).updateBatch(List.of(), 0).done());
            case "delete_batch" -> errno(() -> map(words).deleteBatch(List.of()).done());
            case "freeze" ->
                errno(() -> {
                    map(words).freeze();
                    return 0;
                });
            case "set" -> {
                collection.variable(words[1]).setLong(Long.parseUnsignedLong(decimal(words[2])));
                yield "0";
            }
            case "mkcgroup" -> "0";
            case "join" -> {
                close();
                runtime = runtime(words[1]);
                collection = runtime.load(OBJECT);
                yield "0";
            }
            case "run" -> run(words);
            case "live" -> live(words);
            default -> throw new IllegalArgumentException(command);
        };
    }

    private static String decimal(String number) {
        return number.startsWith("0x")
                ? Long.toUnsignedString(Long.parseUnsignedLong(number.substring(2), 16))
                : number;
    }

    private static int word(String number) {
        return (int) Long.parseUnsignedLong(decimal(number));
    }

    private static byte[] key(String number) {
        return MapTargets.bytes(word(number));
    }

    private BpfMap map(String[] words) {
        return collection.map(words[1]);
    }

    private static String errno(LongSupplier command) {
        try {
            return Long.toString(command.getAsLong());
        } catch (BpfErrnoException e) {
            return Integer.toString(-e.errno().number());
        }
    }

    private static String create(String[] words) {
        MapShape shape = new MapShape(
                MapType.byNumber(word(words[2])).orElseThrow(),
                Long.parseLong(words[3]),
                Long.parseLong(words[4]),
                Long.parseLong(words[5]),
                word(words[6]),
                words.length > 7 ? word(words[7]) : 0,
                words.length > 8 ? word(words[8]) : 0);
        return Long.toString(shape.check(MapTypes.NONE, KernelProfile.V6_12, true));
    }

    private static String createTyped(String[] words) {
        Btf btf = OBJECT.btf();
        int number = 1;
        while (!(btf.resolved(number) instanceof BtfType.Int type && type.bits() == 32)) {
            number++;
        }
        MapShape shape = MapShape.of(MapType.byNumber(word(words[2])).orElseThrow(), 4, 4, 1, 0);
        return Long.toString(shape.check(new MapTypes(btf, number, number), KernelProfile.V6_12, true));
    }

    /** Words of a value: numbers, {@code #} and a program, {@code $} and a control group. */
    private long update(String[] words) {
        BpfMap map = map(words);
        int key = word(words[2]);
        long flags = Long.parseUnsignedLong(decimal(words[3]));
        String last = words[words.length - 1];
        if (last.startsWith("#")) {
            Optional<Program> program = Optional.of(collection.program(last.substring(1)));
            int to = word(words[4]);
            MapTarget target =
                    map.type() == MapType.CPUMAP ? new MapTarget.Cpu(to, program) : new MapTarget.Device(to, program);
            MapTargets.of(map).set(key, target, flags);
        } else if (last.startsWith("$")) {
            MapTargets.of(map).set(key, new MapTarget.Cgroup(last.substring(1)), flags);
        } else {
            ByteBuffer value = ByteBuffer.allocate(map.valueSize()).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 4; i < words.length && value.hasRemaining(); i++) {
                value.putInt(word(words[i]));
            }
            map.update(MapTargets.bytes(key), value.array(), flags);
        }
        return 0;
    }

    private String lookup(String[] words) {
        long flags = words.length > 3 ? Long.parseLong(words[3]) : 0;
        StringBuilder answer = new StringBuilder();
        String errno = errno(() -> {
            Optional<byte[]> value = map(words).lookup(key(words[2]), flags);
            value.ifPresent(bytes -> {
                ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
                answer.append(' ').append(Integer.toUnsignedString(buffer.getInt()));
                if (buffer.hasRemaining()) {
                    answer.append(' ').append(programName(buffer.getInt()));
                }
            });
            return value.isPresent() ? 0 : -2;
        });
        return errno + answer;
    }

    private String programName(long id) {
        return id == 0
                ? "0"
                : collection.programs().values().stream()
                        .filter(program -> program.id() == id)
                        .map(program -> "#" + program.name())
                        .findFirst()
                        .orElse(Long.toString(id));
    }

    private String next(String[] words) {
        Optional<byte[]> next = map(words).nextKey(words[2].equals("-") ? null : key(words[2]));
        return next.map(key -> "0 " + unsigned(key)).orElse("-2");
    }

    private static String unsigned(byte[] key) {
        return Integer.toUnsignedString(
                ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getInt());
    }

    private static String keys(BpfMap map) {
        List<Long> keys = new ArrayList<>();
        for (Optional<byte[]> key = map.nextKey(null); key.isPresent(); key = map.nextKey(key.get())) {
            keys.add(Long.parseLong(unsigned(key.get())));
        }
        StringBuilder answer = new StringBuilder(keys.size() + ":");
        keys.stream().sorted().forEach(key -> answer.append(' ').append(key));
        return answer.toString();
    }

    private static byte[] frame(int length) {
        byte[] frame = new byte[length];
        frame[12] = (byte) 0x88;
        frame[13] = (byte) 0xb5;
        return frame;
    }

    private void clearOutputs() {
        OUTPUTS.forEach(name -> collection.variable(name).setLong(0));
    }

    private String outputs(List<String> names) {
        StringBuilder answer = new StringBuilder();
        for (String name : names) {
            long value = collection.variable(name).getLong();
            if (value != 0) {
                String text = name.equals("found_prog") ? programName(value) : Long.toUnsignedString(value);
                answer.append(' ').append(name).append('=').append(text);
            }
        }
        return answer.toString();
    }

    /** A kernel's test run redirects nothing: what programs of entries saw does not count. */
    private String run(String[] words) {
        clearOutputs();
        Program program = collection.program(words[1]);
        RunResult result = program.type() == ProgramType.RAW_TRACEPOINT
                ? program.runWithArguments(CPU, 0, 0)
                : program.run(new Packet(frame(64)), CPU);
        String verdict = result.fault().map(Object::toString).orElse(Integer.toString(result.verdict()));
        return "0 " + verdict + outputs(FOUND);
    }

    private String live(String[] words) {
        clearOutputs();
        Packet packet = new Packet(frame(word(words[3]))).ifindex(word(words[2]));
        RunResult result = collection.program(words[1]).run(packet, CPU);
        Map<Integer, List<byte[]>> arrived = new TreeMap<>();
        packet.redirect().stream()
                .flatMap(Redirect::ends)
                .filter(end -> end.fate() == Redirect.Fate.SENT && end.destination() == Redirect.Destination.INTERFACE)
                .filter(end -> OTHER_ENDS.containsKey(end.number()))
                .forEach(end -> arrived.computeIfAbsent(OTHER_ENDS.get(end.number()), number -> new ArrayList<>())
                        .add(end.frame()));
        if (result.verdict() == XdpAction.TX.number()) {
            arrived.put(OTHER_ENDS.get(packet.ifindex()), List.of(packet.data()));
        }
        StringBuilder answer =
                new StringBuilder(result.fault().map(Object::toString).orElse("0"));
        arrived.forEach((number, frames) -> answer.append(
                " at%d:%d*%d,%d".formatted(number, frames.size(), frames.getLast().length, frames.getLast()[5])));
        return answer + outputs(OUTPUTS);
    }
}
