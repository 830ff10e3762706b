module io.github.bpf4j.cli {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.net;

    exports io.github.bpf4j.cli;
}
