package io.github.bpf4j.runtime.objects;

import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestObject;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Guest memory for objects, by size: objects of about the same size share pages, each of which checked mode knows.
 *
 * <p>For whoever has the heap; what lies in a page may be asked by any thread.
 */
final class ObjectPages {
    private static final int LEAST_BYTES = 16;
    private static final long PAGE_BYTES = 64 << 10;

    /** Guest memory that is divided into places of one size. */
    private static final class Page implements GuestObject {
        private final long start;
        private final long stride;
        private final long sizeBytes;
        private final AtomicReferenceArray<@Nullable ProgramObject> objects;

        Page(long start, long stride, long sizeBytes) {
            this.start = start;
            this.stride = stride;
            this.sizeBytes = sizeBytes;
            this.objects = new AtomicReferenceArray<>((int) (sizeBytes / stride));
        }

        private int placeOf(long offset) {
            return (int) Math.min(offset / stride, objects.length() - 1);
        }

        @Override
        public String name() {
            return "objects of programs";
        }

        @Override
        public long start() {
            return start;
        }

        @Override
        public long sizeBytes() {
            return sizeBytes;
        }

        @Override
        public String refusal(long offset, long size, Access access) {
            ProgramObject object = objects.get(placeOf(offset));
            if (object == null) {
                return "no object is there: it was dropped";
            }
            long within = offset % stride;
            if (within + size > object.sizeBytes) {
                return "it leaves the struct " + object.layout.name() + " (" + object.sizeBytes + " bytes)";
            }
            if (object.layout.ofKernel() && access == Access.WRITE) {
                return "a struct " + object.layout.name() + " is the kernel's, which its functions change";
            }
            return object.layout
                    .fields()
                    .overlapping(within, size)
                    .map(field ->
                            "direct access to the " + field.kind().typeName() + " in a struct " + object.layout.name())
                    .orElse("");
        }

        @Override
        public String fieldAt(long offset) {
            ProgramObject object = objects.get(placeOf(offset));
            return object == null
                    ? ""
                    : object.layout.fields().list().stream()
                            .filter(field -> field.byteOffset() == offset % stride)
                            .map(field -> field.kind().typeName())
                            .findFirst()
                            .orElse("");
        }
    }

    private final GuestMemory memory;
    private final List<Page> pages = new ArrayList<>();
    private final Map<Long, Deque<Long>> free = new HashMap<>();

    ObjectPages(GuestMemory memory) {
        this.memory = memory;
    }

    private static long strideOf(long sizeBytes) {
        long rounded = Math.max(LEAST_BYTES, sizeBytes);
        return Long.highestOneBit(rounded - 1) << 1;
    }

    /** A new object, all zero; null if there is no room. */
    @Nullable
    ProgramObject allocate(ObjectLayout layout, int copies) {
        long sizeBytes = copies == 0 ? layout.sizeBytes() : copySize(layout) * copies;
        long stride = strideOf(sizeBytes);
        Deque<Long> places = free.computeIfAbsent(stride, _ -> new ArrayDeque<>());
        if (places.isEmpty() && !addPage(stride, places)) {
            return null;
        }
        long address = places.pop();
        memory.zero(address, stride);
        ProgramObject object = new ProgramObject(layout, address, sizeBytes, copies);
        Page page = pageAt(address);
        page.objects.set(page.placeOf((address & memory.mask()) - page.start), object);
        return object;
    }

    /** Bytes of the copy of one CPU. */
    static long copySize(ObjectLayout layout) {
        return layout.sizeBytes() + 7L & -8L;
    }

    private boolean addPage(long stride, Deque<Long> places) {
        long sizeBytes = Math.max(PAGE_BYTES, stride);
        long address = memory.allocate(sizeBytes, GuestMemory.Zone.HIGH);
        if (address == 0) {
            return false;
        }
        Page page = new Page(address & memory.mask(), stride, sizeBytes);
        pages.add(page);
        memory.objects().add(page);
        for (long offset = sizeBytes - stride; offset >= 0; offset -= stride) {
            places.push(address + offset);
        }
        return true;
    }

    private Page pageAt(long address) {
        if (memory.objects().at(address & memory.mask()) instanceof Page page) {
            return page;
        }
        throw new IllegalStateException("no page at 0x" + Long.toHexString(address));
    }

    /** The object that an address lies in; null if there is none. */
    @Nullable
    ProgramObject objectAt(long address) {
        if (!(memory.objects().at(address & memory.mask()) instanceof Page page)) {
            return null;
        }
        ProgramObject object = page.objects.get(page.placeOf((address & memory.mask()) - page.start));
        return object != null && address - object.address >= 0 && address - object.address <= object.sizeBytes
                ? object
                : null;
    }

    /** Gives the memory of an object back. */
    void release(ProgramObject object) {
        Page page = pageAt(object.address);
        page.objects.set(page.placeOf((object.address & memory.mask()) - page.start), null);
        Deque<Long> places = free.get(strideOf(object.sizeBytes));
        if (places != null) {
            places.push(object.address);
        }
    }
}
