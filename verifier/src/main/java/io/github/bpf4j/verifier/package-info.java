@NullMarked
package io.github.bpf4j.verifier;

import org.jspecify.annotations.NullMarked;
