/**
 * What can be known about a number: bits that are known and ranges it lies in, and how instructions and comparisons change that.
 * Knows nothing of registers, memory or programs.
 */
@NullMarked
package io.github.bpf4j.verifier.domain;

import org.jspecify.annotations.NullMarked;
