/**
 * Judges programs before they run.
 *
 * <p>{@link io.github.bpf4j.verifier.Verifier} checks the structure of a linked program: encoding, functions, jumps,
 * reachability, call depth, calls and maps. It does not simulate the program and proves nothing about registers or memory;
 * its answer, {@link io.github.bpf4j.verifier.Facts.None}, says so.
 */
@NullMarked
package io.github.bpf4j.verifier;

import org.jspecify.annotations.NullMarked;
