package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.runtime.engine.GuestContext;

/**
 * The context of an iterator: pointers to what it is about, and the text that it writes.
 *
 * @param blob the pointers
 */
public record IteratorContext(BlobContext blob, SequenceText text) implements GuestContext {
    @Override
    public long address() {
        return blob.address();
    }
}
