/**
 * BPF object files: from the bytes that clang writes to programs and maps that are ready to be verified and loaded.
 *
 * <p>{@link io.github.bpf4j.object.CollectionSpec#read(java.nio.file.Path)} gives an immutable description of
 * everything in an object; its {@code with...} methods set globals and sizes; {@link io.github.bpf4j.object.Linker}
 * makes the code of one program whole. Both steps are pure functions of their input. Objects are untrusted: any byte
 * string gives a description or an {@link io.github.bpf4j.object.ObjectFormatException}, in time and memory
 * proportional to its length.
 */
@NullMarked
package io.github.bpf4j.object;

import org.jspecify.annotations.NullMarked;
