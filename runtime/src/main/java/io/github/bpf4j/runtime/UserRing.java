package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.maps.UserRingBuffer;
import java.util.Optional;

/**
 * User space's end of a USER_RINGBUF, as libbpf's {@code user_ring_buffer}: samples are reserved, filled, and submitted or discarded;
 * programs drain them in order of reservation. What another producer could write through its mapping, {@link #write} and
 * {@link #setProducerPosition} do: programs find samples of any length then, errors, but nothing outside of the ring.
 *
 * <p>Safe for use by any thread; each call is atomic. The map must be open meanwhile.
 */
public final class UserRing {
    private final BpfMap map;

    private UserRing(BpfMap map) {
        this.map = map;
    }

    /**
     * The producer of a map.
     *
     * @throws BpfErrnoException EINVAL if the map is no USER_RINGBUF, EPERM if it is frozen or opened for reading only
     */
    public static UserRing of(BpfMap map) {
        try (var _ = map.machine.turn()) {
            map.commands.userRing();
            return new UserRing(map);
        }
    }

    /** A sample that is reserved: programs see neither it nor those behind it until it is submitted or discarded, once. */
    public final class Sample {
        private final long position;
        private final int size;
        private boolean ended;

        private Sample(long position, int size) {
            this.position = position;
            this.size = size;
        }

        /** Bytes of it. */
        public int size() {
            return size;
        }

        /** Position of its header: bytes that were reserved before. */
        public long position() {
            return position;
        }

        /**
         * Fills it and gives it to programs.
         *
         * @throws IllegalArgumentException if it has another size
         */
        public void submit(byte[] bytes) {
            end(bytes, false);
        }

        /** Drops it: programs pass it. */
        public void discard() {
            end(new byte[size], true);
        }

        private void end(byte[] bytes, boolean discard) {
            if (bytes.length != size) {
                throw new IllegalArgumentException("the sample has " + size + " bytes, not " + bytes.length);
            }
            try (var _ = map.machine.turn()) {
                UserRingBuffer ring = map.commands.userRing();
                if (ended) {
                    throw new IllegalStateException("the sample was submitted or discarded before");
                }
                ended = true;
                ring.commit(position, bytes, discard);
            }
        }
    }

    /**
     * Reserves a sample; empty if there is no room now (ENOSPC).
     *
     * @throws BpfErrnoException E2BIG if there never is
     */
    public Optional<Sample> reserve(long size) {
        try (var _ = map.machine.turn()) {
            UserRingBuffer ring = map.commands.userRing();
            long position = ring.producerPosition();
            long refused = ring.reserve(size);
            if (refused == Errno.ENOSPC.result()) {
                return Optional.empty();
            }
            map.commands.check(refused, "reserving " + size + " bytes");
            return Optional.of(new Sample(position, (int) size));
        }
    }

    /** Reserves and submits a sample; false if there is no room now. */
    public boolean offer(byte[] bytes) {
        Optional<Sample> sample = reserve(bytes.length);
        sample.ifPresent(reserved -> reserved.submit(bytes));
        return sample.isPresent();
    }

    /** Bytes of the ring, headers of samples included. */
    public long ringBytes() {
        try (var _ = map.machine.turn()) {
            return map.commands.userRing().ringBytes();
        }
    }

    /** How far programs have drained it, in bytes with headers. */
    public long consumerPosition() {
        try (var _ = map.machine.turn()) {
            return map.commands.userRing().consumerPosition();
        }
    }

    /** How far samples were reserved, in bytes with headers. */
    public long producerPosition() {
        try (var _ = map.machine.turn()) {
            return map.commands.userRing().producerPosition();
        }
    }

    /** Says how far samples were reserved, whatever is there: what a producer of its own does. */
    public void setProducerPosition(long position) {
        try (var _ = map.machine.turn()) {
            map.commands.userRing().setProducer(position);
        }
    }

    /**
     * Writes bytes, headers too, at a position: as a producer of its own does.
     *
     * @throws IllegalArgumentException if they are more than the ring has
     */
    public void write(long position, byte[] bytes) {
        try (var _ = map.machine.turn()) {
            inRing(bytes.length).write(position, bytes);
        }
    }

    /**
     * Reads bytes, headers too, from a position on.
     *
     * @throws IllegalArgumentException if they are more than the ring has
     */
    public byte[] read(long position, int bytes) {
        try (var _ = map.machine.turn()) {
            return inRing(bytes).read(position, bytes);
        }
    }

    private UserRingBuffer inRing(int bytes) {
        UserRingBuffer ring = map.commands.userRing();
        if (bytes < 0 || bytes > ring.ringBytes()) {
            throw new IllegalArgumentException(bytes + " bytes of a ring of " + ring.ringBytes());
        }
        return ring;
    }
}
