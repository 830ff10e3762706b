/** JUnit tests of BPF programs and their timers, on virtual clocks. */
@NullMarked
package io.github.bpf4j.junit;

import org.jspecify.annotations.NullMarked;
