package io.github.bpf4j.verifier.state;

import java.util.Objects;

/**
 * An iterator or dynamic pointer that lies in slots of the stack. Immutable and safe for use by any thread.
 *
 * @param type which sort of iterator or dynamic pointer
 * @param id names the object itself, so that what is derived from it can be told
 * @param refId the reference that it is, 0 if none
 * @param drained whether an iterator has come to its end
 * @param depth how often an iterator was asked for an element on this path
 * @param part which of its slots, from the one with the lowest address
 */
public record StackObject(String type, int id, int refId, boolean drained, int depth, int part) {
    public StackObject {
        Objects.requireNonNull(type);
    }

    /** The same object as the iterator is after a step. */
    public StackObject stepped(boolean nowDrained, int newDepth) {
        return new StackObject(type, id, refId, nowDrained, newDepth, part);
    }
}
