/** Locks of the host's. */
@org.jspecify.annotations.NullMarked
package io.github.bpf4j.runtime.locks;
