@NullMarked
package io.github.bpf4j.runtime.helpers;

import org.jspecify.annotations.NullMarked;
