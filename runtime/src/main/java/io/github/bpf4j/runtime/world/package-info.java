/** What there is around programs: interfaces, control groups, tasks, and structs of the kernel's that a host describes. */
@NullMarked
package io.github.bpf4j.runtime.world;

import org.jspecify.annotations.NullMarked;
