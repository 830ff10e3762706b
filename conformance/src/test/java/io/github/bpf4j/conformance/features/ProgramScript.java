package io.github.bpf4j.conformance.features;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.LoadOptions;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.Variable;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Lines that say what is done with programs of several objects, one after the other, as Linux was asked them: objects are loaded under
 * names, functions replaced, slots of maps filled, programs run. What refers to something that could not be loaded was not asked.
 */
final class ProgramScript implements AutoCloseable {
    private static final int PACKET = 64;

    private final Runtime runtime;
    private final Map<String, Collection> objects = new HashMap<>();
    private final Map<String, Link> links = new HashMap<>();
    private final Map<String, CollectionSpec> specs = new HashMap<>();

    ProgramScript(Runtime runtime) {
        this.runtime = runtime;
    }

    /** Does what a line says; what came of it. */
    String answer(String line) {
        try {
            return obey(line.split(" "));
        } catch (BpfErrnoException refused) {
            return refused.errno().name();
        } catch (VerifierException refused) {
            return refused.errno().name();
        } catch (IllegalArgumentException missing) {
            return missing.getMessage();
        }
    }

    private String obey(String[] words) {
        switch (words[0]) {
            case "load" -> load(words);
            case "attach" ->
                links.put(
                        words[1],
                        words.length > 4
                                ? program(words[2], words[3]).replace(program(words[5], words[6]), words[7])
                                : program(words[2], words[3]).attach());
            case "detach" -> {
                link(words[1]).close();
                links.remove(words[1]);
            }
            case "force" -> link(words[1]).detach();
            case "update" -> link(words[1]).update(program(words[2], words[3]));
            case "slot" -> {
                BpfMap map = object(words[1]).map(words[2]);
                int slot = Integer.parseInt(words[3]);
                if (words.length > 5) {
                    map.setProgram(slot, program(words[4], words[5]));
                } else {
                    map.clearProgram(slot);
                }
            }
            case "close" -> {
                object(words[1]).close();
                objects.remove(words[1]);
            }
            case "set" -> {
                Variable variable = object(words[1]).variable(words[2]);
                if (words[3].equals("clear")) {
                    variable.set(new byte[variable.bytes().length]);
                } else {
                    variable.setLong(Long.parseLong(words[3]));
                }
            }
            case "get" -> {
                ByteBuffer bytes = ByteBuffer.wrap(
                                object(words[1]).variable(words[2]).bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
                String all = IntStream.range(0, bytes.capacity() / Long.BYTES)
                        .mapToObj(i -> Long.toString(bytes.getLong(i * Long.BYTES)))
                        .collect(Collectors.joining(" "));
                return words[2].equals("given") ? all.replaceFirst("( 0)+$", "") : all;
            }
            case "run" -> {
                return Integer.toString(run(program(words[1], words[2])));
            }
            default -> throw new IllegalArgumentException(words[0]);
        }
        return "ok";
    }

    private static int run(Program program) {
        ByteBuffer context = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        context.putLong(5).putLong(6);
        byte[] packet = new byte[PACKET];
        packet[12] = 8;
        packet[14] = 0x45;
        TestRun asked = new TestRun();
        switch (program.type()) {
            case TRACING -> {}
            case SYSCALL -> asked.context(context.array());
            default -> asked.data(packet);
        }
        var run = program.testRun(asked).run();
        if (run.fault().isPresent()) {
            throw new AssertionError(run.fault().get().toString());
        }
        return run.verdict();
    }

    /** {@code load NAME OBJECT PROGRAMS [MAP=NAME.MAP]... [for NAME PROGRAM FUNCTION]}. */
    private void load(String[] words) {
        CollectionSpec spec = specs.computeIfAbsent(
                words[2], name -> CollectionSpec.read(Corpus.bytes("features/" + name + ".bpf.o"), name));
        Set<String> wanted = Set.of(words[3].split(","));
        for (ProgramSpec program : spec.programs()) {
            spec = spec.withAutoload(program.name(), wanted.contains(program.name()));
        }
        LoadOptions options = LoadOptions.NONE;
        for (int i = 4; i < words.length; i++) {
            if (words[i].equals("for")) {
                for (String each : wanted) {
                    options = options.replacing(each, program(words[i + 1], words[i + 2]), words[i + 3]);
                }
                break;
            }
            List<String> shared = Arrays.asList(words[i].split("[=.]"));
            options = options.with(shared.get(0), object(shared.get(1)).map(shared.get(2)));
        }
        objects.put(words[1], runtime.load(spec, options));
    }

    private Collection object(String name) {
        Collection object = objects.get(name);
        if (object == null) {
            throw new IllegalArgumentException("no object " + name + " is loaded");
        }
        return object;
    }

    private Link link(String name) {
        Link link = links.get(name);
        if (link == null) {
            throw new IllegalArgumentException("no link " + name);
        }
        return link;
    }

    private Program program(String object, String name) {
        return object(object).program(name);
    }

    @Override
    public void close() {
        links.values().forEach(Link::close);
        objects.values().forEach(Collection::close);
    }
}
