/**
 * What can be judged without simulating a program: encoding, functions, jumps, reachability, call depth, calls and maps.
 *
 * <p>{@link io.github.bpf4j.verifier.structure.Structure} runs the passes in order; each pass is one class.
 */
@NullMarked
package io.github.bpf4j.verifier.structure;

import org.jspecify.annotations.NullMarked;
