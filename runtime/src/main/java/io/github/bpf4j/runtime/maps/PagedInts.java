package io.github.bpf4j.runtime.maps;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/** An array of ints, all zero at first, whose pages exist only once something was stored in them. */
final class PagedInts {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final VarHandle INTS = MethodHandles.arrayElementVarHandle(int[].class);

    private final int[] @Nullable [] pages;

    PagedInts(int length) {
        pages = new int[(length + PAGE - 1) >>> PAGE_BITS][];
    }

    int get(int index) {
        int[] page = pages[index >>> PAGE_BITS];
        return page == null ? 0 : page[index & PAGE - 1];
    }

    void set(int index, int value) {
        int[] page = pages[index >>> PAGE_BITS];
        if (page == null) {
            page = new int[PAGE];
            pages[index >>> PAGE_BITS] = page;
        }
        page[index & PAGE - 1] = value;
    }

    /** As get, and what was done before the number was stored is seen. */
    int getAcquire(int index) {
        int[] page = pages[index >>> PAGE_BITS];
        return page == null ? 0 : (int) INTS.getAcquire(page, index & PAGE - 1);
    }

    /** Replaces a number that was stored before, if it is still that; whether it was. */
    boolean compareAndSet(int index, int before, int after) {
        int[] page = pages[index >>> PAGE_BITS];
        return page != null && INTS.compareAndSet(page, index & PAGE - 1, before, after);
    }
}
