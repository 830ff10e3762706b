package io.github.bpf4j.abi;

/**
 * The flags of map element commands and of {@code bpf_map_update_elem}.
 *
 * <p>Constants only; safe for use by any thread. Source: runtime spec 5.
 */
public final class UpdateFlags {
    /** Create or replace. */
    public static final long ANY = 0;
    /** Create only. */
    public static final long NOEXIST = 1;
    /** Replace only. */
    public static final long EXIST = 2;
    /** Copy under the element's spin lock; combines with the others. */
    public static final long LOCK = 4;

    private UpdateFlags() {}
}
