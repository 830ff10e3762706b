/** Runs programs: guest memory, engines, maps, helpers, timers. */
module io.github.bpf4j.runtime {
    requires static transitive org.jspecify;
    requires jdk.management;
    requires transitive io.github.bpf4j.verifier;
    requires transitive io.github.bpf4j.time;

    exports io.github.bpf4j.runtime;
    exports io.github.bpf4j.runtime.event;
    exports io.github.bpf4j.runtime.world;
}
