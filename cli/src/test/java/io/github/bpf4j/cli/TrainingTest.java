package io.github.bpf4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What an AOT cache is made from. */
class TrainingTest {
    @Test
    void eachCommandDoesWhatItShould() throws IOException {
        StringWriter out = new StringWriter();
        assertThat(Training.run(new PrintWriter(out))).isEmpty();
        assertThat(out.toString()).contains("packets   1000", "flow_gc", "0x5");
    }
}
