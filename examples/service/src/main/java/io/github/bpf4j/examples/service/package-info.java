/** An example: a Java service whose policy is a BPF program that it replaces while it runs. */
@NullMarked
package io.github.bpf4j.examples.service;

import org.jspecify.annotations.NullMarked;
