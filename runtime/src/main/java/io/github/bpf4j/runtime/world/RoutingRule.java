package io.github.bpf4j.runtime.world;

/**
 * Packets with some mark are routed by a table, if that has an answer. Rules are asked in the order of their priorities; behind those of a
 * world come the ones that every kernel begins with but the first: the local table at 0, the main table at 32766, the default table at 32767.
 *
 * @param priority from 1 on, the lower the earlier
 * @param mark what the bits of the mask must be
 * @param mask the bits of the mark that count
 * @param table the table
 */
public record RoutingRule(int priority, int mark, int mask, int table) {
    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if the priority or the table is not positive
     */
    public RoutingRule {
        if (priority <= 0 || table <= 0) {
            throw new IllegalArgumentException("a rule of priority " + priority + " for table " + table);
        }
    }

    /** Whether it is for packets with this mark. */
    public boolean isFor(int packetMark) {
        return (packetMark & mask) == (mark & mask);
    }
}
