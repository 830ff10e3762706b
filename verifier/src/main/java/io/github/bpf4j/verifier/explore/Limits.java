package io.github.bpf4j.verifier.explore;

/**
 * How much is walked at most (verifier spec 4.7).
 *
 * @param insns instructions over all paths
 * @param pending paths that wait to be walked
 */
public record Limits(int insns, int pending) {}
