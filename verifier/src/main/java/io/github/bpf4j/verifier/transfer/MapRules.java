package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.state.MapInfo;
import java.util.Optional;
import java.util.Set;

/** Which helpers take which maps (verifier spec 1.5), and what maps hold. */
final class MapRules {
    private static final Set<MapType> PLAIN = Set.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.LRU_HASH,
            MapType.LRU_PERCPU_HASH,
            MapType.LPM_TRIE,
            MapType.RHASH);

    private static final Set<MapType> LOOKED_UP = Set.of(
            MapType.DEVMAP,
            MapType.DEVMAP_HASH,
            MapType.XSKMAP,
            MapType.ARRAY_OF_MAPS,
            MapType.HASH_OF_MAPS,
            MapType.SOCKMAP,
            MapType.SOCKHASH);

    private static final Set<MapType> ITERATED = Set.of(
            MapType.HASH,
            MapType.ARRAY,
            MapType.LRU_HASH,
            MapType.PERCPU_HASH,
            MapType.PERCPU_ARRAY,
            MapType.LRU_PERCPU_HASH);

    private MapRules() {}

    /** Whether values hold a timer or work queue, so that each inner map must be told apart (VR10). */
    static boolean ownsTimers(MapInfo map) {
        return map.shape().fields().has(SpecialField.Kind.TIMER)
                || map.shape().fields().has(SpecialField.Kind.WORKQUEUE);
    }

    static boolean hasLock(MapInfo map) {
        return map.shape().fields().has(SpecialField.Kind.SPIN_LOCK);
    }

    /** Whether callbacks can be run for each element (H22). */
    static boolean isIterated(MapType type) {
        return ITERATED.contains(type);
    }

    /** The special field that an access of a value may touch (VR25). */
    static Optional<SpecialField> touched(MapShape shape, long lowest, long highest, int size) {
        return shape.fields().list().stream()
                .filter(field -> lowest < field.endOffset() && field.byteOffset() < highest + size)
                .findFirst();
    }

    static boolean isSocketMap(MapType type) {
        return type == MapType.SOCKMAP || type == MapType.SOCKHASH;
    }

    /** Whether programs of a type may change maps of sockets (H21). */
    static boolean mayChangeSocketMaps(Subject subject, int helper) {
        return switch (subject.type()) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, XDP, SK_REUSEPORT, FLOW_DISSECTOR, SK_LOOKUP -> true;
            case TRACING -> subject.program().spec().expectedAttachType() == AttachType.TRACE_ITER;
            case SOCK_OPS -> helper == Ids.MAP_DELETE_ELEM;
            default -> false;
        };
    }

    /** Whether a helper may be given a map of a type (H20). */
    static boolean takes(int helper, MapType type) {
        return switch (helper) {
            case Ids.MAP_LOOKUP_ELEM -> PLAIN.contains(type) || LOOKED_UP.contains(type);
            case Ids.MAP_UPDATE_ELEM, Ids.MAP_DELETE_ELEM ->
                PLAIN.contains(type) || type == MapType.SOCKMAP || type == MapType.SOCKHASH;
            case Ids.MAP_LOOKUP_PERCPU_ELEM ->
                type == MapType.PERCPU_ARRAY || type == MapType.PERCPU_HASH || type == MapType.LRU_PERCPU_HASH;
            case Ids.TAIL_CALL -> type == MapType.PROG_ARRAY;
            case Ids.PERF_EVENT_OUTPUT, 22, 55, 111, 121 -> type == MapType.PERF_EVENT_ARRAY;
            case Ids.GET_STACKID -> type == MapType.STACK_TRACE;
            case 33, 37 -> type == MapType.CGROUP_ARRAY;
            case Ids.GET_LOCAL_STORAGE -> type == MapType.CGROUP_STORAGE || type == MapType.PERCPU_CGROUP_STORAGE;
            case Ids.REDIRECT_MAP ->
                type == MapType.DEVMAP
                        || type == MapType.DEVMAP_HASH
                        || type == MapType.CPUMAP
                        || type == MapType.XSKMAP;
            case 52, 53, 60 -> type == MapType.SOCKMAP;
            case 70, 71, 72 -> type == MapType.SOCKHASH;
            case 82 -> type == MapType.REUSEPORT_SOCKARRAY || type == MapType.SOCKMAP || type == MapType.SOCKHASH;
            case 87 -> type == MapType.QUEUE || type == MapType.STACK || type == MapType.BLOOM_FILTER;
            case 88 -> type == MapType.QUEUE || type == MapType.STACK;
            case 89 -> type == MapType.QUEUE || type == MapType.STACK || type == MapType.BLOOM_FILTER;
            case 107, 108 -> type == MapType.SK_STORAGE;
            case 145, 146 -> type == MapType.INODE_STORAGE;
            case 156, 157 -> type == MapType.TASK_STORAGE;
            case 210, 211 -> type == MapType.CGRP_STORAGE;
            case 130, Ids.RINGBUF_RESERVE, 134, 198 -> type == MapType.RINGBUF;
            case 209 -> type == MapType.USER_RINGBUF;
            default -> true;
        };
    }
}
