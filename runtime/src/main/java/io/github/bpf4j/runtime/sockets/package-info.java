/** The sockets of a world while programs run: where they lie in guest memory, who holds them, what was done to them. */
@NullMarked
package io.github.bpf4j.runtime.sockets;

import org.jspecify.annotations.NullMarked;
