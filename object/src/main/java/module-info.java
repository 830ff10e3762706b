module io.github.bpf4j.object {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.asm;
    requires transitive io.github.bpf4j.btf;
    requires transitive io.github.bpf4j.abi;

    exports io.github.bpf4j.object;
}
