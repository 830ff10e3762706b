/** What a verification does, as text. */
@NullMarked
package io.github.bpf4j.verifier.log;

import org.jspecify.annotations.NullMarked;
