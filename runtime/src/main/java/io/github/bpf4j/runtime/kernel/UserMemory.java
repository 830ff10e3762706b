package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.AddressSpace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The memory of a process while a runtime lives: what the host described, and what programs wrote to it since.
 *
 * <p>Safe for use by any thread.
 */
public final class UserMemory {
    /** Nothing is anywhere. */
    static final UserMemory NONE = new UserMemory(AddressSpace.empty(), new AtomicInteger());

    /** More pages are not filled by programs, wherever processes have room: they are memory of the host's. */
    private static final int MOST_PAGES = 1 << 16;

    private static final int PAGE = AddressSpace.PAGE_BYTES;

    /** Which part of the host's memory programs may fill so. */
    private static final int HOST_SHARE = 8;

    private final NavigableMap<Long, AddressSpace.Area> areas = new TreeMap<>();
    private final List<AddressSpace.Area> areaList;
    private final Map<Long, byte[]> pages = new HashMap<>();
    private final AtomicInteger pagesLeft;

    /**
     * What a process has.
     *
     * @param pagesLeft how many more pages programs may fill, in all processes
     */
    UserMemory(AddressSpace described, AtomicInteger pagesLeft) {
        this.pagesLeft = pagesLeft;
        described.areas().forEach(area -> areas.put(area.start(), area));
        areaList = List.copyOf(areas.values());
        for (AddressSpace.Content content : described.contents()) {
            byte[] bytes = content.bytes();
            for (int i = 0; i < bytes.length; i++) {
                put(content.address() + i, bytes[i]);
            }
        }
    }

    /** How many pages programs may fill, in all processes of a runtime. */
    static AtomicInteger pages() {
        return new AtomicInteger((int) Math.min(MOST_PAGES, Runtime.getRuntime().maxMemory() / HOST_SHARE / PAGE));
    }

    private void put(long address, byte value) {
        pages.computeIfAbsent(address & -PAGE, _ -> new byte[PAGE])[(int) (address % PAGE)] = value;
    }

    /** The area that an address is in. */
    public Optional<AddressSpace.Area> areaAt(long address) {
        Map.Entry<Long, AddressSpace.Area> below = address < 0 ? null : areas.floorEntry(address);
        return below == null || !below.getValue().holds(address) ? Optional.empty() : Optional.of(below.getValue());
    }

    /** All areas, by their addresses. */
    public List<AddressSpace.Area> areas() {
        return areaList;
    }

    /** How many bytes from an address on are there for some access, up to a size. */
    private long accessible(long address, long sizeBytes, boolean write) {
        long at = address;
        while (at - address < sizeBytes) {
            AddressSpace.Area area = areaAt(at).orElse(null);
            if (area == null || (write ? !area.writable() : !area.readable())) {
                break;
            }
            at = area.end();
        }
        return Math.min(at - address, sizeBytes);
    }

    /** A byte; -1 if none can be read there. */
    public synchronized int read(long address) {
        if (accessible(address, 1, false) < 1) {
            return -1;
        }
        byte[] page = pages.get(address & -PAGE);
        return page == null ? 0 : page[(int) (address % PAGE)] & 0xff;
    }

    /** Whether all bytes of a range can be read. */
    public boolean canRead(long address, long sizeBytes) {
        return accessible(address, sizeBytes, false) == sizeBytes;
    }

    /** Copies bytes to guest memory; returns how many could be read. */
    public synchronized long copyOut(long address, GuestMemory memory, long to, long sizeBytes) {
        long there = accessible(address, sizeBytes, false);
        long done = 0;
        while (done < there) {
            long at = address + done;
            int offset = (int) (at % PAGE);
            int bytes = (int) Math.min(PAGE - offset, there - done);
            byte[] page = pages.get(at - offset);
            if (page == null) {
                memory.zero(to + done, bytes);
            } else {
                memory.write(page, offset, to + done, bytes);
            }
            done += bytes;
        }
        return there;
    }

    /** Copies bytes out; returns how many could be read. */
    public synchronized int copyOut(long address, byte[] to) {
        int there = (int) accessible(address, to.length, false);
        for (int i = 0; i < there; i++) {
            to[i] = (byte) read(address + i);
        }
        return there;
    }

    /** Writes bytes for the host, whether or not the process could; false if not all of them are in an area: then none is written. */
    public synchronized boolean writeFromHost(long address, byte[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            if (areaAt(address + i).isEmpty()) {
                return false;
            }
        }
        for (int i = 0; i < bytes.length; i++) {
            put(address + i, bytes[i]);
        }
        return true;
    }

    private boolean takePage() {
        return pagesLeft.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    /** How many bytes from an address on the process could write, up to a size. */
    public long writable(long address, long sizeBytes) {
        return accessible(address, sizeBytes, true);
    }

    /** Writes bytes; returns how many could be written: those are. */
    public synchronized int write(long address, byte[] bytes) {
        int there = (int) accessible(address, bytes.length, true);
        for (int i = 0; i < there; i++) {
            if ((i == 0 || (address + i) % PAGE == 0) && !pages.containsKey(address + i & -PAGE) && !takePage()) {
                return i;
            }
            put(address + i, bytes[i]);
        }
        return there;
    }
}
