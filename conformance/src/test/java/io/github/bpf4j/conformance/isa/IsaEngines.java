package io.github.bpf4j.conformance.isa;

import java.util.List;

/** The engines that every case runs on. */
final class IsaEngines {
    private IsaEngines() {}

    static List<IsaEngine> all() {
        return List.of();
    }
}
