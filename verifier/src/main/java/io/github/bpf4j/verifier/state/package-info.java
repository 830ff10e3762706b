/**
 * What is known at one point of a path through a program: registers, stack, references, locks; and when one such state covers
 * another. Knows nothing of instructions.
 */
@NullMarked
package io.github.bpf4j.verifier.state;

import org.jspecify.annotations.NullMarked;
