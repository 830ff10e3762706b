package io.github.bpf4j.conformance.features;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.util.HexFormat;
import java.util.List;

/** Questions that programs take out of element 0 of their map {@code io}, and write the answer there. */
final class RecordedQuestions {
    private static final byte[] FIRST = new byte[4];

    private RecordedQuestions() {}

    /** The lines of what Linux 6.12 answered, cut into their cells. */
    static List<String[]> lines(String name) {
        return new String(Corpus.bytes("features/" + name + "-6.12.tsv"), UTF_8)
                .lines()
                .map(line -> line.split("\t", -1))
                .toList();
    }

    /** The packet that programs ran on: of IPv4, all zero. */
    static Packet packet(int bytes) {
        byte[] frame = new byte[bytes];
        frame[12] = 8;
        frame[14] = 0x45;
        return new Packet(frame);
    }

    /** Asks; returns the answer, or the fault. */
    static String ask(Collection collection, String program, Packet packet, String question, int[] verdict) {
        collection.map("io").update(FIRST, HexFormat.of().parseHex(question));
        RunResult result = collection.program(program).run(packet);
        if (result.fault().isPresent()) {
            return result.fault().get().toString();
        }
        verdict[0] = result.verdict();
        return HexFormat.of().formatHex(collection.map("io").lookup(FIRST).orElseThrow());
    }

    /** A runtime's references on sockets are gone when runs have ended. */
    static void assertNothingHeld(Runtime runtime) {
        assertThat(runtime.objects().socketReferences()).isZero();
    }
}
