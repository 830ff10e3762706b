module io.github.bpf4j.asm {
    requires static transitive org.jspecify;

    exports io.github.bpf4j.asm;
}
