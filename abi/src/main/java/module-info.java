module io.github.bpf4j.abi {
    requires static transitive org.jspecify;
    requires transitive io.github.bpf4j.asm;
    requires transitive io.github.bpf4j.btf;

    exports io.github.bpf4j.abi;
}
