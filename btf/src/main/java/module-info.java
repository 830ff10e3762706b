module io.github.bpf4j.btf {
    requires static transitive org.jspecify;

    exports io.github.bpf4j.btf;
}
