/**
 * {@code bench/compare}: runs bpf4j and every peer that is installed on the same programs, turn by turn.
 *
 * <p>{@link io.github.bpf4j.bench.compare.Compare} is the command. Each runtime and program has a process of its own, a driver, so that
 * no runtime trains the compiler of another; {@link io.github.bpf4j.bench.compare.Driver} is that of the runtimes on the JVM, those of
 * the others are in {@code bench/peers}. {@link io.github.bpf4j.bench.compare.Comparison} has them take samples in rounds.
 */
@NullMarked
package io.github.bpf4j.bench.compare;

import org.jspecify.annotations.NullMarked;
