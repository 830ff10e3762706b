package io.github.bpf4j.runtime.memory;

import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The live objects of a guest memory by address: the shadow that checked mode consults at every access.
 *
 * <p>Safe for use by any thread: an access is judged by the objects that lived when it began.
 */
public final class GuestObjects {
    /** Never changed once it is published, but for the hint where the last object was found. */
    private static final class Snapshot {
        final long[] starts;
        final GuestObject[] objects;
        int last;

        Snapshot(long[] starts, GuestObject[] objects) {
            this.starts = starts;
            this.objects = objects;
        }

        int floor(long address) {
            int index = Arrays.binarySearch(starts, address);
            return index >= 0 ? index : -2 - index;
        }

        boolean holds(int index, long address) {
            return index >= 0
                    && index < starts.length
                    && starts[index] <= address
                    && address - starts[index] < objects[index].sizeBytes();
        }

        @Nullable
        GuestObject at(long address) {
            int index = last;
            if (!holds(index, address)) {
                index = floor(address);
                if (!holds(index, address)) {
                    return null;
                }
                last = index;
            }
            return objects[index];
        }

        String nearest(long address) {
            if (Long.compareUnsigned(address, 4096) < 0) {
                return "a null pointer";
            }
            int below = floor(address);
            long under = below < 0 ? Long.MAX_VALUE : address - starts[below] - objects[below].sizeBytes();
            long over = below + 1 >= starts.length ? Long.MAX_VALUE : starts[below + 1] - address;
            if (below < 0 && over == Long.MAX_VALUE) {
                return "nothing is there";
            }
            return under <= over
                    ? (under + 1) + " bytes past the end of " + objects[below].name()
                    : over + " bytes before " + objects[below + 1].name();
        }
    }

    private volatile Snapshot live = new Snapshot(new long[0], new GuestObject[0]);

    /** Makes an object known. Objects do not overlap. */
    public synchronized void add(GuestObject object) {
        Snapshot before = live;
        int index = -1 - Arrays.binarySearch(before.starts, object.start());
        if (index < 0) {
            throw new IllegalStateException("two objects at 0x" + Long.toHexString(object.start()));
        }
        int count = before.starts.length;
        long[] starts = Arrays.copyOf(before.starts, count + 1);
        GuestObject[] objects = Arrays.copyOf(before.objects, count + 1);
        System.arraycopy(before.starts, index, starts, index + 1, count - index);
        System.arraycopy(before.objects, index, objects, index + 1, count - index);
        starts[index] = object.start();
        objects[index] = object;
        live = new Snapshot(starts, objects);
    }

    /** Forgets an object. */
    public synchronized void remove(GuestObject object) {
        Snapshot before = live;
        int index = Arrays.binarySearch(before.starts, object.start());
        if (index >= 0) {
            int count = before.starts.length - 1;
            long[] starts = Arrays.copyOf(before.starts, count);
            GuestObject[] objects = Arrays.copyOf(before.objects, count);
            System.arraycopy(before.starts, index + 1, starts, index, count - index);
            System.arraycopy(before.objects, index + 1, objects, index, count - index);
            live = new Snapshot(starts, objects);
        }
    }

    /**
     * Checks an access.
     *
     * @param address masked, without tag
     * @throws GuestFault saying what is wrong and which object is nearest
     */
    public void check(long address, long sizeBytes, Access access) {
        Snapshot now = live;
        GuestObject object = now.at(address);
        if (object == null) {
            throw fault(address, sizeBytes, access, now.nearest(address));
        }
        String refusal = object.refusal(address - object.start(), sizeBytes, access);
        if (!refusal.isEmpty()) {
            throw fault(address, sizeBytes, access, refusal);
        }
    }

    /** Whether an access is right. */
    public boolean allows(long address, long sizeBytes, Access access) {
        GuestObject object = live.at(address);
        return object != null
                && object.refusal(address - object.start(), sizeBytes, access).isEmpty();
    }

    /** Whether any of these addresses is an object's. */
    public boolean isAnyIn(long start, long end) {
        Snapshot now = live;
        int last = now.floor(end - 1);
        return last >= 0 && now.starts[last] + now.objects[last].sizeBytes() > start;
    }

    /** The object whose range holds the address, or null. */
    public @Nullable GuestObject at(long address) {
        return live.at(address);
    }

    private static GuestFault fault(long address, long sizeBytes, Access access, String why) {
        return new GuestFault(
                FaultKind.BAD_ACCESS,
                address,
                (access == Access.READ ? "read of " : "write of ") + sizeBytes + " bytes at 0x"
                        + Long.toHexString(address) + ": " + why);
    }
}
