/**
 * CO-RE: operands of instructions that depend on the kernel's types are worked out from the object's types and the kernel's (runtime spec
 * 2.7).
 */
@NullMarked
package io.github.bpf4j.object.core;

import org.jspecify.annotations.NullMarked;
