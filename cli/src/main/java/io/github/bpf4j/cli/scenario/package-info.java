/** Scenario files: tests of BPF programs and their timers, written as YAML. */
@NullMarked
package io.github.bpf4j.cli.scenario;

import org.jspecify.annotations.NullMarked;
