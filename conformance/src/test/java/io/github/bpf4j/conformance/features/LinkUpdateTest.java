package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Link;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** Links whose program is replaced: what Linux 6.12 answered, and that no event is lost. */
class LinkUpdateTest {
    /** A flag that no method here has: what it says is said by which method is called. */
    private static final String ONLY_IN_C = "expected without flag";

    private static CollectionSpec object(String name) {
        return CollectionSpec.read(Corpus.bytes("features/" + name + ".bpf.o"), name);
    }

    private static String answer(Runnable update) {
        try {
            update.run();
            return "ok";
        } catch (BpfErrnoException refused) {
            return refused.errno().name();
        }
    }

    private static CollectionSpec withTracing(CollectionSpec contexts) {
        CollectionSpec all = contexts;
        for (ProgramSpec program : contexts.programs()) {
            all = all.withAutoload(
                    program.name(),
                    !program.name().equals("scribble")
                            && program.section().matches("\\??(raw_tp|tp|tp_btf|fentry|kprobe)/.*"));
        }
        return all;
    }

    @Test
    void answersAreThoseOfLinux() {
        String answers = new String(Corpus.bytes("features/link_update-6.12.tsv"), StandardCharsets.UTF_8);
        CollectionSpec tracing = withTracing(object("contexts"));
        try (Runtime runtime = Runtime.create();
                Collection programs = runtime.load(object("programs"));
                Collection entries = runtime.load(object("redirect_maps"));
                Collection traced = runtime.load(tracing)) {
            Map<String, Link> links = new HashMap<>();
            List<String> wrong = new ArrayList<>();
            int asked = 0;
            for (String line :
                    answers.lines().filter(each -> !each.startsWith("#")).toList()) {
                String[] columns = line.split("\t", -1);
                String kind = columns[0];
                if (columns[1].equals(ONLY_IN_C)) {
                    continue;
                }
                asked++;
                Link link = links.computeIfAbsent(kind, section -> attach(programs, traced, section));
                String ours = answer(() -> ask(link, kind, columns[1], programs, entries, traced));
                if (!ours.equals(columns[2])) {
                    wrong.add(line + ": " + ours);
                }
            }
            assertThat(wrong).isEmpty();
            assertThat(asked).isEqualTo(21);
            links.values().forEach(Link::close);
        }
    }

    private static Link attach(Collection programs, Collection traced, String section) {
        return switch (section) {
            case "xdp" -> programs.program("xdp_first").attach("lo");
            case "tcx" -> programs.program("tcx_ingress").attach("lo");
            default -> traced.program(tracedBy(traced, section)).attach(section);
        };
    }

    /** A program that is attached in the same way, whatever it traces. */
    private static String tracedBy(Collection traced, String section) {
        String kind = section.substring(0, section.indexOf('/') + 1);
        return traced.spec().programs().stream()
                .filter(program ->
                        program.autoload() && program.section().replace("?", "").startsWith(kind))
                .findFirst()
                .orElseThrow()
                .name();
    }

    private static void ask(
            Link link, String kind, String what, Collection programs, Collection entries, Collection traced) {
        boolean xdp = kind.equals("xdp");
        if (what.startsWith("detached")) {
            link.detach();
        }
        switch (what) {
            case "plain" -> link.update(xdp ? programs.program("xdp_second") : traced.program(tracedBy(traced, kind)));
            case "same program", "detached" -> link.update(programs.program(xdp ? "xdp_second" : "tcx_ingress"));
            case "expected is attached" -> {
                if (xdp) {
                    link.replace(programs.program("xdp_second"), programs.program("xdp_first"));
                } else {
                    link.replace(programs.program("tc_first"), programs.program("tcx_ingress"));
                }
            }
            case "expected is not attached" ->
                link.replace(programs.program("xdp_second"), programs.program("xdp_first"));
            case "other type", "detached, other type" -> link.update(programs.program(xdp ? "tc_first" : "xdp_first"));
            case "other type, expected is not attached" ->
                link.replace(programs.program("xdp_second"), programs.program("tc_first"));
            case "other attachment" -> link.update(xdp ? entries.program("entry_pass") : programs.program("tc_first"));
            case "with frags" -> link.update(programs.program("xdp_with_frags"));
            case "not with frags" -> link.update(programs.program("xdp_first"));
            case "detached, expected is not attached" ->
                link.replace(programs.program("xdp_third"), programs.program("xdp_second"));
            default -> throw new IllegalArgumentException(what);
        }
    }

    @Test
    void eventsRunTheNewProgramAndTheOldOneGoes() {
        try (Runtime runtime = Runtime.create()) {
            Collection collection = runtime.load(object("programs"));
            Link link = collection.program("xdp_first").attach("eth0");
            Packet packet = new Packet(new byte[64]);
            assertThat(runtime.trigger("eth0", packet, 0).getFirst().returnValue())
                    .isEqualTo(101);
            link.update(collection.program("xdp_third"));
            assertThat(link.programId())
                    .isEqualTo(collection.program("xdp_third").id());
            assertThat(runtime.trigger("eth0", packet, 0))
                    .singleElement()
                    .satisfies(result -> assertThat(result.returnValue()).isEqualTo(103));
            collection.close();
            assertThat(runtime.objects().programs()).as("what the link holds").isEqualTo(1);
            link.close();
            assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
        }
    }

    /** One thread's events while another replaces: each runs one of the programs, and none is lost. */
    @Test
    void eachEventRunsExactlyOneProgram() throws InterruptedException {
        try (Runtime runtime = Runtime.builder().cpus(2).build();
                Collection collection = runtime.load(object("programs"));
                Link link = collection.program("xdp_first").attach("eth0")) {
            AtomicBoolean done = new AtomicBoolean();
            List<Long> strange = new ArrayList<>();
            Thread events = Thread.ofPlatform().start(() -> {
                Packet packet = new Packet(new byte[64]);
                while (!done.get()) {
                    List<Long> results = runtime.trigger("eth0", packet, 1).stream()
                            .map(result -> result.returnValue())
                            .toList();
                    if (results.size() != 1 || results.getFirst() != 101 && results.getFirst() != 103) {
                        strange.addAll(results);
                    }
                }
            });
            for (int i = 0; i < 2_000; i++) {
                link.replace(collection.program("xdp_first"), collection.program("xdp_third"));
                link.replace(collection.program("xdp_third"), collection.program("xdp_first"));
            }
            done.set(true);
            events.join();
            assertThat(strange).isEmpty();
        }
    }
}
