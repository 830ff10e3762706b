/**
 * BPF programs in C with the objects that clang makes of them: examples to learn from, the patterns of the guide to
 * timers, one small object per feature, the programs of the timer scenarios, programs that only a verifier sees with a
 * kernel's verdicts on them, and benchmark programs.
 *
 * <p>{@link io.github.bpf4j.corpus.Corpus} reads the objects. The sources lie in {@code src/main/bpf} under the same
 * relative names, and the script {@code build} compiles them.
 */
@NullMarked
package io.github.bpf4j.corpus;

import org.jspecify.annotations.NullMarked;
