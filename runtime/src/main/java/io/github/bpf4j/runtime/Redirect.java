package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.world.World;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a redirected packet went, and what became of it there. Immutable and safe for use by any thread.
 *
 * @param map name of the map that it went through, or empty if an interface was named: by {@code bpf_redirect}, by the route that
 *     {@code bpf_lwt_seg6_action} found or, as in Linux, by what is left of a call that failed
 * @param key the key in the map, an unsigned number; or the number of the interface
 * @param deliveries one for each target, in the order of their keys: one, or for BPF_F_BROADCAST any number
 */
public record Redirect(String map, int key, List<Delivery> deliveries) {
    public Redirect {
        deliveries = List.copyOf(deliveries);
    }

    /** What a target is. */
    public enum Destination {
        /** An interface that the packet leaves through. */
        INTERFACE,
        /** An interface that the packet comes in at, as BPF_F_INGRESS says in tc programs. */
        INGRESS,
        /** The other end of a pair of interfaces, one of which is named: the packet comes in there. */
        PEER,
        /** A logical CPU on which the packet goes on to the network stack. */
        CPU
    }

    /** What became of a packet at its target. */
    public enum Fate {
        /** The interface, or the network stack on the CPU, has it. */
        SENT,
        /** The program of the map's entry did not let it pass, or failed. */
        DROPPED,
        /** The program of a CPU's entry sent it on: see {@link Delivery#next}. */
        REDIRECTED,
        /** There is no such interface in the runtime's {@link World}. */
        NO_INTERFACE,
        /** Nobody on the interface's link is known to take it: Linux would ask there, and hold it back. */
        NO_NEIGHBOUR,
        /** It is longer than the interface's MTU, the Ethernet header and a VLAN's tag; the entry's program did not see it. */
        TOO_LONG,
        /** The CPU cannot take it: a thread that occupies one already, or has a listener's turn, cannot wait for another; or all is closed. */
        QUEUE_FULL,
        /** It went from CPU to CPU more often than 64 times, which Linux would let it do for ever. */
        TOO_MANY_HOPS
    }

    /**
     * A packet at a target.
     *
     * @param number of the interface or CPU
     * @param frame its bytes from the Ethernet header on, as the program of the map's entry left them; do not change them
     * @param program what the program of the map's entry came to; empty if there is none, or it did not run
     * @param next where a CPU's program sent it on
     */
    @SuppressWarnings("ArrayRecordComponent") // a copy of guest memory, compared by nobody
    public record Delivery(
            Destination destination,
            int number,
            byte[] frame,
            Fate fate,
            Optional<RunResult> program,
            Optional<Redirect> next) {}

    /** The deliveries that are the last on their way, those of the programs of CPUs included. */
    public Stream<Delivery> ends() {
        return deliveries.stream()
                .flatMap(delivery -> delivery.next().map(Redirect::ends).orElse(Stream.of(delivery)));
    }
}
