/** What of Linux is here: program types, map types, helpers and kernel functions, each with its state. */
@NullMarked
package io.github.bpf4j.cli.features;

import org.jspecify.annotations.NullMarked;
