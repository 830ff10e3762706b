@NullMarked
package io.github.bpf4j.time;

import org.jspecify.annotations.NullMarked;
