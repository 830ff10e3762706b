package io.github.bpf4j.conformance.examples;

import static io.github.bpf4j.junit.BpfAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.XdpAction;
import io.github.bpf4j.junit.BpfExtension;
import io.github.bpf4j.net.PacketBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The README's example, compiled and run. */
class ReadmeTest {
    private final Path object = Path.of("../corpus/src/main/resources/io/github/bpf4j/corpus/examples/flow_gc.bpf.o");
    private final byte[] frame =
            PacketBuilder.payload(10).udp(1000, 53).ipv4(0x0a000001, 0x0a000002).ethernet(1, 2);

    // begin
    @RegisterExtension
    final BpfExtension bpf =
            BpfExtension.object(object).with(spec -> spec.withVariable("idle_timeout_ns", "2000000000"));

    @Test
    void aSilentFlowIsRemovedByItsTimer() {
        assertThat(bpf.run("flow_gc", frame)).returned(XdpAction.PASS);
        bpf.advance(Duration.ofMillis(1999));
        assertThat(bpf.map("flows")).hasSize(1).hasTimers(1);
        bpf.advance(Duration.ofMillis(1));
        assertThat(bpf.map("flows")).hasSize(0);
    }
    // end

    @Test
    void readmeHasTheSameLines() throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        List<String> source = Files.readAllLines(
                root.resolve("conformance/src/test/java/io/github/bpf4j/conformance/examples/ReadmeTest.java"));
        List<String> compiled =
                source.subList(source.indexOf("    // begin") + 1, source.indexOf("    // end")).stream()
                        .map(line -> line.isEmpty() ? line : line.substring(4))
                        .toList();
        String readme = Files.readString(root.resolve("README.md"));
        assertThat(readme).contains("```java\n" + String.join("\n", compiled) + "\n```");
    }
}
