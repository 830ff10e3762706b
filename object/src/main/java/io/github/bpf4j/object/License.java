package io.github.bpf4j.object;

import java.util.Set;

/** What a program's licence string allows (runtime spec 2.1). */
public final class License {
    private static final Set<String> GPL_COMPATIBLE =
            Set.of("GPL", "GPL v2", "GPL and additional rights", "Dual BSD/GPL", "Dual MIT/GPL", "Dual MPL/GPL");

    private License() {}

    /** Whether programs under the licence may call helpers that are reserved to the GPL. */
    public static boolean isGplCompatible(String license) {
        return GPL_COMPATIBLE.contains(license);
    }
}
