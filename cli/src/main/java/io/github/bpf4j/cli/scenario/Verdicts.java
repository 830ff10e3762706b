package io.github.bpf4j.cli.scenario;

import java.util.Map;
import java.util.Optional;

/** Names of what XDP and tc programs return (UAPI {@code linux/bpf.h}, {@code linux/pkt_cls.h}). */
final class Verdicts {
    private static final Map<String, Long> VALUES = Map.ofEntries(
            Map.entry("XDP_ABORTED", 0L),
            Map.entry("XDP_DROP", 1L),
            Map.entry("XDP_PASS", 2L),
            Map.entry("XDP_TX", 3L),
            Map.entry("XDP_REDIRECT", 4L),
            Map.entry("TC_ACT_UNSPEC", -1L),
            Map.entry("TC_ACT_OK", 0L),
            Map.entry("TC_ACT_RECLASSIFY", 1L),
            Map.entry("TC_ACT_SHOT", 2L),
            Map.entry("TC_ACT_PIPE", 3L),
            Map.entry("TC_ACT_STOLEN", 4L),
            Map.entry("TC_ACT_REDIRECT", 7L));

    private Verdicts() {}

    static Optional<Long> byName(String name) {
        return Optional.ofNullable(VALUES.get(name));
    }
}
