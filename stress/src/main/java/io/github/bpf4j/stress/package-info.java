@NullMarked
package io.github.bpf4j.stress;

import org.jspecify.annotations.NullMarked;
