/** The instruction set's conformance cases: data files under {@code resources/isa}, run once per engine. */
@NullMarked
package io.github.bpf4j.conformance.isa;

import org.jspecify.annotations.NullMarked;
