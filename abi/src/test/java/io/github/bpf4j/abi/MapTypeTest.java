package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.MapType.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class MapTypeTest {
    @Test
    void perCpuTypesAreFour() {
        assertThat(Arrays.stream(values()).filter(MapType::isPerCpu))
                .containsExactlyInAnyOrder(PERCPU_HASH, PERCPU_ARRAY, LRU_PERCPU_HASH, PERCPU_CGROUP_STORAGE);
    }

    @Test
    void btfIsNotPassedForTypesOfKernelObjects() {
        assertThat(Arrays.stream(values()).filter(type -> !type.takesBtf()))
                .containsExactlyInAnyOrder(
                        PERF_EVENT_ARRAY,
                        CGROUP_ARRAY,
                        STACK_TRACE,
                        ARRAY_OF_MAPS,
                        HASH_OF_MAPS,
                        DEVMAP,
                        DEVMAP_HASH,
                        CPUMAP,
                        XSKMAP,
                        SOCKMAP,
                        SOCKHASH,
                        QUEUE,
                        STACK,
                        ARENA);
    }

    @Test
    void mapsInMapsAndLocalStoragesAreKnown() {
        assertThat(Arrays.stream(values()).filter(MapType::isMapInMap)).containsExactly(ARRAY_OF_MAPS, HASH_OF_MAPS);
        assertThat(Arrays.stream(values()).filter(MapType::isLocalStorage))
                .containsExactly(SK_STORAGE, INODE_STORAGE, TASK_STORAGE, CGRP_STORAGE);
        assertThat(Arrays.stream(values()).filter(MapType::allowsMissingKeyType))
                .containsExactly(ARRAY, BLOOM_FILTER);
    }
}
