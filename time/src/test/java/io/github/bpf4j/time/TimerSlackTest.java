package io.github.bpf4j.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Runs with native access for the module: see the module's build. */
class TimerSlackTest {
    @Test
    void linuxSaysThatTheThreadsSlackIsLowered() throws IOException {
        Path self = Path.of("/proc/thread-self");
        assumeTrue(Files.isSymbolicLink(self), "a Linux with threads in /proc");
        Path slack = Path.of("/proc/" + Files.readSymbolicLink(self).getFileName() + "/timerslack_ns");
        assumeTrue(Files.isReadable(slack), "permission to read " + slack);
        assertThat(TimerSlack.lower()).isTrue();
        assertThat(Files.readString(slack).strip()).isEqualTo("1");
    }
}
