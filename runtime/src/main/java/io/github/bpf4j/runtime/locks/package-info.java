@NullMarked
package io.github.bpf4j.runtime.locks;

import org.jspecify.annotations.NullMarked;
