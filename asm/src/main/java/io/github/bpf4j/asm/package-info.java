@NullMarked
package io.github.bpf4j.asm;

import org.jspecify.annotations.NullMarked;
