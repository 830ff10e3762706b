@NullMarked
package io.github.bpf4j.bench;

import org.jspecify.annotations.NullMarked;
