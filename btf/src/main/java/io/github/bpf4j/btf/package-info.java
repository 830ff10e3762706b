/**
 * BTF, the type information of BPF objects: parsing, type queries, printing as C, and typed views of raw values.
 *
 * <p>Start at {@link io.github.bpf4j.btf.Btf#parse}. Everything here is immutable and safe for use by several threads.
 * Input is untrusted: any byte string gives a model or a {@link io.github.bpf4j.btf.BtfFormatException}, in time and
 * memory proportional to its length.
 */
@NullMarked
package io.github.bpf4j.btf;

import org.jspecify.annotations.NullMarked;
