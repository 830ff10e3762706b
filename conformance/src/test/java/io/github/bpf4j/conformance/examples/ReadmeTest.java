package io.github.bpf4j.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The README's example, compiled and run. */
class ReadmeTest {
    private final byte[] object = Corpus.bytes("examples/flow_gc.bpf.o");
    private final byte[] frame =
            PacketBuilder.payload(10).udp(1000, 53).ipv4(0x0a000001, 0x0a000002).ethernet(1, 2);

    @Test
    void exampleDoesWhatItAsserts() {
        // begin
        CollectionSpec spec = CollectionSpec.read(object, "flow_gc").withVariable("idle_timeout_ns", "2000000000");
        try (Runtime runtime = Runtime.create();
                Collection flowGc = runtime.load(spec)) {
            RunResult result = flowGc.program("flow_gc").run(new Packet(frame));
            assertThat(result.verdict()).isEqualTo(XdpAction.PASS.number());
            runtime.advance(Duration.ofMillis(1999));
            assertThat(flowGc.map("flows").timers()).hasSize(1);
            runtime.advance(Duration.ofMillis(1));
            assertThat(flowGc.variable("flows_expired").getLong()).isEqualTo(1);
        }
        // end
    }

    @Test
    void readmeHasTheSameLines() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        List<String> source = Files.readAllLines(
                root.resolve("conformance/src/test/java/io/github/bpf4j/conformance/examples/ReadmeTest.java"));
        List<String> compiled =
                source.subList(source.indexOf("        // begin") + 1, source.indexOf("        // end")).stream()
                        .map(line -> line.substring(8))
                        .toList();
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(readme).contains("```java\n" + String.join("\n", compiled) + "\n```");
    }
}
