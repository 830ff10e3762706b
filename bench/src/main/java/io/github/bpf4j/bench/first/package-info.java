/** What it takes until a program runs, and until it runs as fast as it will. */
@NullMarked
package io.github.bpf4j.bench.first;

import org.jspecify.annotations.NullMarked;
