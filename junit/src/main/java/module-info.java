/** JUnit tests of BPF programs and their timers, on virtual clocks. */
module io.github.bpf4j.junit {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.net;
    requires transitive org.junit.jupiter.api;

    exports io.github.bpf4j.junit;
}
