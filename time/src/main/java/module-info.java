module io.github.bpf4j.time {
    requires static transitive org.jspecify;

    exports io.github.bpf4j.time;
}
