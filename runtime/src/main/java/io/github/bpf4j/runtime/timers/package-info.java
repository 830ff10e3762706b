@NullMarked
package io.github.bpf4j.runtime.timers;

import org.jspecify.annotations.NullMarked;
