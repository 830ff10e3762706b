package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * BPF_MAP_TYPE_HASH, PERCPU_HASH, LRU_HASH and LRU_PERCPU_HASH: values by key, with stable addresses.
 */
/*
 * Keys and values lie in guest memory, element by element; everything that ties them together - the index, hashes, which elements are
 * live - lies in host arrays, out of the guest's reach. An element's memory is committed when it is first used.
 *
 * Updating an existing key fills another element and puts it in place of the old one, so that whoever still holds the old
 * value's address keeps the old value; hence one spare element per CPU. A freed element is the next one to be reused, as in
 * Linux. Links are element numbers plus one, so that zero, the content of an untouched page, means none.
 *
 * Lookups take no lock. Whoever changes the index makes `version` odd meanwhile; a lookup that finds it odd or changed afterwards looks
 * again, with the lock. Whether an element was used is noted without care: a note that is lost only makes it go sooner.
 *
 * Eviction is a clock over the elements: a hand passes over those used since it last came by and takes the first that was not.
 */
public final class HashTable extends MapStorage {
    /**
     * What sets the map types apart.
     *
     * @param perCpu whether each CPU has its own value
     * @param evicts whether a full table evicts instead of refusing
     * @param delaysRelease whether removed elements stay whole until {@link #quiesce}
     * @param readOnly whether programs may only read values
     */
    public record Kind(boolean perCpu, boolean evicts, boolean delaysRelease, boolean readOnly) {
        public static final Kind HASH = new Kind(false, false, false, false);
        public static final Kind HASH_THAT_DELAYS = new Kind(false, false, true, false);
        public static final Kind PERCPU_HASH = new Kind(true, false, false, false);
        public static final Kind LRU_HASH = new Kind(false, true, false, false);
        public static final Kind LRU_PERCPU_HASH = new Kind(true, true, false, false);
        public static final Kind DEVMAP_HASH = new Kind(false, false, false, true);
    }

    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(HashTable.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final boolean perCpu;
    private final boolean evicts;
    private final boolean delaysRelease;
    private final int capacity;
    private final int valueOffset;
    private final int stride;
    private final long base;
    private final MapObject object;
    private final HashIndex index;
    private final HashFinder finder;
    private final PagedInts links;
    private final PagedInts hashes;
    private final long[] live;
    private final long[] used;
    private final long[] delayed;
    private int version;
    private int freeHead;
    private int fresh;
    private int count;
    private int hand;
    private int delayedHead;
    private int sealedHead;

    private HashTable(GuestMemory memory, Shape shape, Kind kind, long seed, int stride, long base) {
        super(memory, shape);
        perCpu = kind.perCpu();
        evicts = kind.evicts();
        delaysRelease = kind.delaysRelease();
        this.stride = stride;
        this.base = base;
        capacity = capacity(shape);
        valueOffset = roundUp8(shape.keySize());
        object = new MapObject(
                shape, base & memory.mask(), (long) capacity * stride, stride, 0, valueOffset, perCpu, kind.readOnly());
        memory.objects().add(object);
        links = new PagedInts(capacity);
        hashes = new PagedInts(capacity);
        index = new HashIndex(shape.maxEntries(), capacity, hashes);
        finder = new HashFinder(
                this,
                index,
                memory.segment(),
                memory.mask(),
                memory.index(base, 0),
                base,
                shape.keySize(),
                valueOffset,
                stride,
                perCpu ? roundUp8(shape.valueSize()) : 0,
                index.elementMask(),
                mix(seed ^ shape.keySize()),
                evicts);
        live = new long[(capacity >>> 6) + 1];
        used = evicts ? new long[live.length] : new long[0];
        delayed = delaysRelease ? new long[live.length] : new long[0];
    }

    /**
     * An empty table, or null if guest memory has no address space for it.
     *
     * @param seed of the hash function
     */
    public static @Nullable HashTable create(GuestMemory memory, Shape shape, Kind kind, long seed) {
        long valueBytes = (long) roundUp8(shape.valueSize()) * (kind.perCpu() ? shape.cpus() : 1);
        long stride = roundUp8(shape.keySize()) + valueBytes;
        if (stride > Integer.MAX_VALUE || shape.maxEntries() > 1 << 28) {
            return null;
        }
        long base = memory.reserve(stride * capacity(shape), GuestMemory.Zone.HIGH);
        return base == 0 ? null : new HashTable(memory, shape, kind, seed, (int) stride, base);
    }

    private static int capacity(Shape shape) {
        return shape.maxEntries() + shape.cpus();
    }

    @Override
    public boolean isPerCpu() {
        return perCpu;
    }

    @Override
    public long lookup(int cpu, long key) {
        return finder.lookup(cpu, key);
    }

    @Override
    public Finder finder() {
        return finder;
    }

    @Override
    public int find(long key) {
        return finder.find(key, finder.hashOf(key));
    }

    int findInTurn(long key) {
        lock().lock();
        try {
            return find(key);
        } finally {
            lock().unlock();
        }
    }

    /** Odd while somebody changes the index. */
    int version() {
        return (int) VERSION.getAcquire(this);
    }

    /** Notes that an element was used. */
    void use(int element) {
        long bits = used[element >>> 6];
        if ((bits & 1L << element) == 0) { // a line that is only read can be in several caches
            used[element >>> 6] = bits | 1L << element;
        }
    }

    private void beginChange() {
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
    }

    private void endChange() {
        VERSION.setRelease(this, version + 1);
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        return store(key, flags, cpu, value);
    }

    @Override
    public long updateFromHost(long key, long value, long flags) {
        return store(key, flags, perCpu ? -1 : 0, value);
    }

    private long store(long key, long flags, int cpu, long value) {
        long refused = evicts && (flags & LOCK) != 0 ? EINVAL.result() : refuseFlags(flags);
        if (refused != 0) {
            return refused;
        }
        int hash = finder.hashOf(key);
        int old = finder.find(key, hash);
        if (old >= 0 ? (flags & NOEXIST) != 0 : (flags & EXIST) != 0) {
            return old >= 0 ? EEXIST.result() : ENOENT.result();
        }
        if (old >= 0 && (perCpu || (flags & LOCK) != 0)) {
            if (perCpu) {
                copyValue(old, cpu, value, false);
                for (int each = Math.max(0, cpu); each < (cpu < 0 ? shape.cpus() : cpu + 1); each++) {
                    emptyPointers(valueAddress(old, each));
                }
            } else {
                copyInto(value, valueAddress(old, 0), flags);
            }
            changed();
            return 0;
        }
        int gone = old;
        if (old < 0 && count == shape.maxEntries()) {
            if (!evicts) {
                return E2BIG.result();
            }
            gone = victim();
        }
        if (freeHead == 0 && fresh == capacity && hasRemoved()) {
            quiesce(); // earlier than promised, rather than -ENOMEM; who is told of it may change this map
            return store(key, flags, cpu, value);
        }
        memory.range(key, shape.keySize()); // a fault comes before an element is taken for good
        memory.range(value, cpu < 0 ? hostValueSize() : shape.valueSize());
        int element = take();
        if (element < 0) {
            return ENOMEM.result();
        }
        long seen = updates();
        releaseOwned(elementAddress(element), stride); // what was put there after the element had been removed
        if (updates() != seen) { // whose it was changed this map
            free(element);
            return store(key, flags, cpu, value);
        }
        memory.copy(key, elementAddress(element), shape.keySize());
        fields().clear(memory, valueAddress(element, 0));
        copyValue(element, cpu, value, true);
        hashes.set(element, hash);
        putInIndex(element, old, gone);
        live[element >>> 6] |= 1L << element;
        count++;
        changed();
        if (gone >= 0) {
            bury(gone);
        }
        return 0;
    }

    /* What takes memory of the host's comes first: it may throw. Readers go on meanwhile. */
    private void putInIndex(int element, int old, int gone) {
        if (gone < 0 && index.isFull()) {
            int[] more = index.inMoreSlots();
            beginChange();
            index.use(more);
            endChange();
        }
        beginChange();
        if (old >= 0) {
            index.replace(old, element);
        } else {
            if (gone >= 0) {
                index.remove(gone);
            }
            index.add(element);
        }
        endChange();
    }

    /** A program's new per-CPU element is zero for the other CPUs; the host gives all CPUs' values (cpu -1). */
    private void copyValue(int element, int cpu, long value, boolean isNew) {
        if (cpu >= 0) {
            if (isNew && perCpu) {
                memory.zero(valueAddress(element, 0), (long) stride - valueOffset);
            }
            fields().copy(memory, value, valueAddress(element, cpu));
            return;
        }
        int step = roundUp8(shape.valueSize());
        for (int each = 0; each < shape.cpus(); each++) {
            fields().copy(memory, value + (long) each * step, valueAddress(element, each));
        }
    }

    @Override
    public long delete(long key) {
        int element = find(key);
        if (element < 0) {
            return ENOENT.result();
        }
        remove(element);
        changed();
        return 0;
    }

    private int victim() {
        while (true) {
            hand = hand + 1 >= fresh ? 0 : hand + 1;
            if (isLive(hand)) {
                if ((used[hand >>> 6] & 1L << hand) == 0) {
                    return hand;
                }
                used[hand >>> 6] &= ~(1L << hand);
            }
        }
    }

    private int take() {
        if (freeHead != 0) {
            int element = freeHead - 1;
            freeHead = links.get(element);
            return element;
        }
        if (fresh == capacity || !memory.commit(elementAddress(fresh), stride)) {
            return -1;
        }
        return fresh++;
    }

    /* Unlinks first, then empties the special fields: whoever is told of it finds the element dead. */
    private void remove(int element) {
        beginChange();
        index.remove(element);
        endChange();
        bury(element);
    }

    private void bury(int element) {
        live[element >>> 6] &= ~(1L << element);
        if (evicts) {
            used[element >>> 6] &= ~(1L << element);
        }
        count--;
        if (delaysRelease) {
            links.set(element, delayedHead);
            delayedHead = element + 1;
            delayed[element >>> 6] |= 1L << element;
            tellThatRemovedWaits();
        } else {
            giveUp(element);
        }
    }

    private void giveUp(int element) {
        try {
            releaseFields(valueAddress(element, 0));
            releaseOwned(elementAddress(element), stride);
        } finally {
            free(element);
        }
    }

    private void free(int element) {
        links.set(element, freeHead);
        freeHead = element + 1;
    }

    @Override
    public boolean delaysRelease() {
        return delaysRelease;
    }

    @Override
    public boolean hasRemoved() {
        return delayedHead != 0 || sealedHead != 0;
    }

    @Override
    public void quiesce() {
        releaseSealed();
        seal();
        releaseSealed();
    }

    @Override
    public void seal() {
        if (sealedHead == 0) {
            sealedHead = delayedHead;
            delayedHead = 0;
        }
    }

    @Override
    public void releaseSealed() {
        while (sealedHead != 0) {
            int element = sealedHead - 1;
            sealedHead = links.get(element);
            delayed[element >>> 6] &= ~(1L << element);
            giveUp(element);
        }
    }

    private boolean isDelayed(int element) {
        return delaysRelease && (delayed[element >>> 6] & 1L << element) != 0;
    }

    private boolean isLive(int element) {
        return (live[element >>> 6] & 1L << element) != 0;
    }

    @Override
    public int next(int element) {
        int from = element + 1;
        int word = from >>> 6;
        long bits = from < fresh ? live[word] & -1L << from : 0;
        int words = (fresh + 63) >>> 6;
        while (bits == 0) {
            if (++word >= words) {
                return -1;
            }
            bits = live[word];
        }
        return (word << 6) + Long.numberOfTrailingZeros(bits);
    }

    private long elementAddress(int element) {
        return base + (long) element * stride;
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return elementAddress(element) + valueOffset + (perCpu ? (long) cpu * roundUp8(shape.valueSize()) : 0);
    }

    @Override
    public long keyAddress(int element, long scratch) {
        return elementAddress(element);
    }

    @Override
    public int elementOf(long value) {
        long offset = value - base - valueOffset;
        if (offset < 0 || offset % stride != 0 || offset / stride >= fresh) {
            return -1;
        }
        int element = (int) (offset / stride);
        return isPresent(element) ? element : -1;
    }

    @Override
    public long look(int element) {
        long start = elementAddress(element);
        return memory.getLong(start)
                + memory.getLong(start + stride / 2)
                + memory.getLong(start + stride - Long.BYTES)
                + index.look(element);
    }

    @Override
    public boolean isPresent(int element) {
        return isLive(element) || isDelayed(element);
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        memory.objects().remove(object);
        releaseOwned(base, (long) capacity * stride);
        memory.release(base, (long) capacity * stride, (long) fresh * stride);
        Arrays.fill(live, 0);
    }

    /* Multiply and mix, eight bytes at a time; the multiplier is the golden ratio's, the mixing that of a 128-bit product. */
    static long mixture(GuestMemory memory, long bytes, int size, long seed) {
        long mixed = seed ^ size;
        int done = 0;
        for (; done + Long.BYTES <= size; done += Long.BYTES) {
            mixed = mix(mixed ^ memory.getLong(bytes + done));
        }
        long rest = 0;
        for (int shift = 0; done < size; done++, shift += Byte.SIZE) {
            rest |= (long) memory.getU8(bytes + done) << shift;
        }
        return mix(mixed ^ rest);
    }

    static long mix(long value) {
        long product = value * 0x9e37_79b9_7f4a_7c15L;
        return product ^ Math.unsignedMultiplyHigh(value, 0x9e37_79b9_7f4a_7c15L);
    }
}
