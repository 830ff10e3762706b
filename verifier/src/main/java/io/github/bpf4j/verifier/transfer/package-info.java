/**
 * What each instruction does to a state, and what it demands of it. Knows nothing of the order in which paths are walked.
 */
@NullMarked
package io.github.bpf4j.verifier.transfer;

import org.jspecify.annotations.NullMarked;
