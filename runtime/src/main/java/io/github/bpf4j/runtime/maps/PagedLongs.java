package io.github.bpf4j.runtime.maps;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * An array of longs, all zero at first, whose pages exist only once something was stored in them. Each is read and written whole. A
 * record, since the JVM takes components of records for constants.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record PagedLongs(long[] @Nullable [] pages) {
    private static final int PAGE_BITS = 11;
    private static final int PAGE = 1 << PAGE_BITS;
    private static final VarHandle LONGS = MethodHandles.arrayElementVarHandle(long[].class);

    static PagedLongs ofLength(int length) {
        return new PagedLongs(new long[(length + PAGE - 1) >>> PAGE_BITS][]);
    }

    long get(int index) {
        long[] page = pages[index >>> PAGE_BITS];
        return page == null ? 0 : (long) LONGS.getOpaque(page, index & PAGE - 1);
    }

    /** As get, and what was done before the number was stored with {@link #setRelease} is seen. */
    long getAcquire(int index) {
        long[] page = pages[index >>> PAGE_BITS];
        return page == null ? 0 : (long) LONGS.getAcquire(page, index & PAGE - 1);
    }

    /** For one thread at a time. */
    void set(int index, long value) {
        long[] page = pages[index >>> PAGE_BITS];
        if (page == null) {
            page = new long[PAGE];
            pages[index >>> PAGE_BITS] = page;
        }
        LONGS.setOpaque(page, index & PAGE - 1, value);
    }

    /** Replaces a number that was stored before. */
    void setRelease(int index, long value) {
        long[] page = pages[index >>> PAGE_BITS];
        if (page != null) {
            LONGS.setRelease(page, index & PAGE - 1, value);
        }
    }
}
