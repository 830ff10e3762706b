@NullMarked
package io.github.bpf4j.runtime.memory;

import org.jspecify.annotations.NullMarked;
