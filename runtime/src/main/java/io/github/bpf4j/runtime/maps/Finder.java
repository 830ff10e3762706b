package io.github.bpf4j.runtime.maps;

/** How a map finds values for programs; what it needs of the map is constant, so that compiled programs can have it inline. */
@FunctionalInterface
public interface Finder {
    /** As {@link MapStorage#lookup}. */
    long lookup(int cpu, long key);
}
