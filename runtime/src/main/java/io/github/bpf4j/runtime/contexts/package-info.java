@NullMarked
package io.github.bpf4j.runtime.contexts;

import org.jspecify.annotations.NullMarked;
