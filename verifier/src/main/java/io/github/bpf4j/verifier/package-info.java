/**
 * Judges programs before they run.
 *
 * <p>{@link io.github.bpf4j.verifier.Verifier} walks every path through a linked program and accepts it only if all are safe:
 * {@code structure} looks at the code as a graph, {@code domain} says what can be known of a number, {@code state} what of registers
 * and stack, {@code transfer} what each instruction does to that and demands of it, {@code explore} in which order paths are walked
 * and when one need not be walked further.
 */
@NullMarked
package io.github.bpf4j.verifier;

import org.jspecify.annotations.NullMarked;
