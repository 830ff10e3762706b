@NullMarked
package io.github.bpf4j.cli;

import org.jspecify.annotations.NullMarked;
