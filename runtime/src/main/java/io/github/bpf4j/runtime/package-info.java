@NullMarked
package io.github.bpf4j.runtime;

import org.jspecify.annotations.NullMarked;
