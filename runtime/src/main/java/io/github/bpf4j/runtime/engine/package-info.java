@NullMarked
package io.github.bpf4j.runtime.engine;

import org.jspecify.annotations.NullMarked;
