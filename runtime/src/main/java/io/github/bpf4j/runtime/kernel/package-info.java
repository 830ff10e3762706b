/** The objects of a kernel's that programs look at, in guest memory: what a world holds, what an event hands over. */
@NullMarked
package io.github.bpf4j.runtime.kernel;

import org.jspecify.annotations.NullMarked;
