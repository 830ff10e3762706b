module io.github.bpf4j.verifier {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.object;

    exports io.github.bpf4j.verifier;
}
