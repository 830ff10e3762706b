@NullMarked
package io.github.bpf4j.runtime.maps;

import org.jspecify.annotations.NullMarked;
