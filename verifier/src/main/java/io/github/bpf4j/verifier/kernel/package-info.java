/**
 * What the kernel's BTF says: which arguments hooks have, what lies where in the kernel's objects, and which pointers found there
 * can be relied on.
 */
@NullMarked
package io.github.bpf4j.verifier.kernel;

import org.jspecify.annotations.NullMarked;
