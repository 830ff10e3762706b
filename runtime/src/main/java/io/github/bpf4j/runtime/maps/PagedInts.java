package io.github.bpf4j.runtime.maps;

import org.jspecify.annotations.Nullable;

/** An array of ints, all zero at first, whose pages exist only once something was stored in them. */
final class PagedInts {
    private static final int PAGE_BITS = 12;
    private static final int PAGE = 1 << PAGE_BITS;

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
}
