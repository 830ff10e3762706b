/** Walks the paths of a program: in which order, which states are kept, and when a path need not be walked further. */
@NullMarked
package io.github.bpf4j.verifier.explore;

import org.jspecify.annotations.NullMarked;
