module io.github.bpf4j.net {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.runtime;

    exports io.github.bpf4j.net;
}
