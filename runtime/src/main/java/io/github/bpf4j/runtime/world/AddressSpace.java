package io.github.bpf4j.runtime.world;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a process: areas of whole pages, and what is in them. What is not said is zero; where no area is, nothing is.
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class AddressSpace {
    /** Bytes of a page. */
    public static final int PAGE_BYTES = 4096;

    /** The address behind the last that a process can have. */
    public static final long END = 0x7fff_ffff_f000L;

    private static final AddressSpace EMPTY = new AddressSpace(List.of(), List.of());

    private final List<Area> areas;
    private final List<Content> contents;

    /**
     * A range of pages.
     *
     * @param start address of the first byte, that of a page
     * @param end address behind the last byte, that of a page
     * @param file the path of what is mapped there; empty if it is memory of the process's own
     * @param fileOffset where in the file it begins
     */
    public record Area(
            long start,
            long end,
            boolean readable,
            boolean writable,
            boolean executable,
            String file,
            long fileOffset) {
        /**
         * Checks the range.
         *
         * @throws IllegalArgumentException if it is no range of whole pages that a process can have
         */
        public Area {
            if (start < 0 || start >= end || end > END || (start | end) % PAGE_BYTES != 0) {
                throw new IllegalArgumentException("0x%x to 0x%x are no pages of a process".formatted(start, end));
            }
        }

        /** Memory of the process's own, to be read and written. */
        public static Area anonymous(long start, long end) {
            return new Area(start, end, true, true, false, "", 0);
        }

        /** Whether an address is in it. */
        public boolean holds(long address) {
            return start <= address && address < end;
        }
    }

    /**
     * Bytes at an address.
     *
     * @param bytes copied when the content is made
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out to be changed: see bytes()
    public record Content(long address, byte[] bytes) {
        /** Copies the bytes. */
        public Content {
            bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    private AddressSpace(List<Area> areas, List<Content> contents) {
        this.areas = areas;
        this.contents = contents;
    }

    /** No memory at all. */
    public static AddressSpace empty() {
        return EMPTY;
    }

    /**
     * The same with an area in addition.
     *
     * @throws IllegalArgumentException if it overlaps another
     */
    public AddressSpace map(Area area) {
        for (Area other : areas) {
            if (other.start() < area.end() && area.start() < other.end()) {
                throw new IllegalArgumentException("0x%x to 0x%x is mapped twice".formatted(area.start(), area.end()));
            }
        }
        List<Area> more = new ArrayList<>(areas);
        more.add(area);
        more.sort(Comparator.comparingLong(Area::start));
        return new AddressSpace(List.copyOf(more), contents);
    }

    /**
     * The same with bytes at an address; pages of theirs that are in no area become memory of the process's own.
     *
     * @throws IllegalArgumentException if no process can have memory there
     */
    public AddressSpace with(long address, byte[] bytes) {
        if (address < 0 || address > END - bytes.length) {
            throw new IllegalArgumentException("no process has memory at 0x%x".formatted(address));
        }
        AddressSpace mapped = this;
        for (long page = address & -PAGE_BYTES; page < address + bytes.length; page += PAGE_BYTES) {
            if (mapped.find(page) == null) {
                mapped = mapped.extend(page);
            }
        }
        List<Content> more = new ArrayList<>(contents);
        more.add(new Content(address, bytes));
        return new AddressSpace(mapped.areas, List.copyOf(more));
    }

    private @Nullable Area find(long address) {
        return areas.stream().filter(area -> area.holds(address)).findFirst().orElse(null);
    }

    /** Adds a page, to the anonymous area that ends there if one does. */
    private AddressSpace extend(long page) {
        List<Area> more = new ArrayList<>(areas);
        Area before = page == 0 ? null : find(page - 1);
        boolean grows = before != null && before.equals(Area.anonymous(before.start(), before.end()));
        if (grows && before != null) {
            more.remove(before);
            more.add(Area.anonymous(before.start(), page + PAGE_BYTES));
        } else {
            more.add(Area.anonymous(page, page + PAGE_BYTES));
        }
        more.sort(Comparator.comparingLong(Area::start));
        return new AddressSpace(List.copyOf(more), contents);
    }

    /** The areas, by their addresses. */
    public List<Area> areas() {
        return areas;
    }

    /** What was put where, the earliest first. */
    public List<Content> contents() {
        return contents;
    }

    @Override
    public String toString() {
        return "memory in " + areas;
    }
}
