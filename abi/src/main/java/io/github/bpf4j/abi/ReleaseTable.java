package io.github.bpf4j.abi;

import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The release of Linux that brought each helper and each type of map, program and attachment, as {@link KernelProfile#release}
 * numbers them. These lists only ever grew at their end, so the first of each release says it all; what 5.15 had counts as being of
 * 5.15. Source: public documentation (for helpers the version data of docs.ebpf.io); Linux 6.1, 6.12 and 7.0 were asked for maps and
 * helpers.
 */
final class ReleaseTable {
    private static final int OLDEST = KernelProfile.release(5, 15);

    private static final NavigableMap<Integer, Integer> HELPERS = table(List.of(
            first(1, 5, 15),
            first(176, 5, 16),
            first(180, 5, 17),
            first(186, 5, 18),
            first(194, 5, 19),
            first(204, 6, 0),
            first(208, 6, 1),
            first(210, 6, 2)));

    private static final NavigableMap<Integer, Integer> MAPS = table(List.of(
            first(MapType.HASH.number(), 5, 15),
            first(MapType.BLOOM_FILTER.number(), 5, 16),
            first(MapType.USER_RINGBUF.number(), 6, 1),
            first(MapType.CGRP_STORAGE.number(), 6, 2),
            first(MapType.ARENA.number(), 6, 9),
            first(MapType.INSN_ARRAY.number(), 6, 19),
            first(MapType.RHASH.number(), 7, 1)));

    private static final NavigableMap<Integer, Integer> PROGRAMS = table(
            List.of(first(ProgramType.SOCKET_FILTER.number(), 5, 15), first(ProgramType.NETFILTER.number(), 6, 4)));

    private static final NavigableMap<Integer, Integer> ATTACHMENTS = table(List.of(
            first(AttachType.CGROUP_INET_INGRESS.number(), 5, 15),
            first(AttachType.TRACE_KPROBE_MULTI.number(), 5, 18),
            first(AttachType.LSM_CGROUP.number(), 6, 0),
            first(AttachType.STRUCT_OPS.number(), 6, 4),
            first(AttachType.TCX_INGRESS.number(), 6, 6),
            first(AttachType.CGROUP_UNIX_CONNECT.number(), 6, 7),
            first(AttachType.TRACE_KPROBE_SESSION.number(), 6, 10),
            first(AttachType.TRACE_UPROBE_SESSION.number(), 6, 13)));

    private ReleaseTable() {}

    static int ofHelper(int id) {
        return find(HELPERS, id);
    }

    static int of(MapType type) {
        return find(MAPS, type.number());
    }

    static int of(ProgramType type) {
        return find(PROGRAMS, type.number());
    }

    static int of(AttachType type) {
        return find(ATTACHMENTS, type.number());
    }

    private static int find(NavigableMap<Integer, Integer> table, int number) {
        Map.Entry<Integer, Integer> entry = table.floorEntry(number);
        return entry == null ? OLDEST : entry.getValue();
    }

    private static Map.Entry<Integer, Integer> first(int number, int major, int minor) {
        return Map.entry(number, KernelProfile.release(major, minor));
    }

    private static NavigableMap<Integer, Integer> table(List<Map.Entry<Integer, Integer>> rows) {
        NavigableMap<Integer, Integer> table = new TreeMap<>();
        rows.forEach(row -> table.put(row.getKey(), row.getValue()));
        return table;
    }
}
