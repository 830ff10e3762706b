package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOSPC;

import io.github.bpf4j.runtime.memory.GuestMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** BPF_MAP_TYPE_LPM_TRIE: values by prefix, found by the longest that a key begins with. */
/*
 * Keys and values lie in guest memory, the tree of prefixes in host arrays, out of the guest's reach. As in a hash, an update puts
 * another element in place of the old one, so that whoever holds the old value's address keeps the old value. An element that was removed
 * is reused when the runs have ended that went on then, as Linux waits for a grace period; only a program that removes very many in one
 * run makes that happen earlier.
 *
 * Lookups take no lock. Whoever changes the tree makes `version` odd meanwhile; a lookup that finds it odd or changed afterwards looks
 * again, with the lock. LpmBenchmark measures them.
 */
public final class LpmTrie extends MapStorage {
    /** Bytes of a key before its data: the length of the prefix in bits. */
    public static final int HEADER_BYTES = 4;

    private static final VarHandle VERSION;

    static {
        try {
            VERSION = MethodHandles.lookup().findVarHandle(LpmTrie.class, "version", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /* How many elements that were removed can wait, beside those that are there. */
    private static final int MOST_WAITING = 1 << 16;
    private static final int LEAST_WAITING = 64;
    private static final int WAITING_BYTES = 16 << 20;

    private final PrefixTree tree;
    private final RemovedElements removed = new RemovedElements();
    private final ElementPool pool;
    private final int valueOffset;
    private int version;
    private int count;

    /**
     * An empty trie.
     *
     * @param readOnly whether programs may only read values
     */
    public LpmTrie(GuestMemory memory, Shape shape, boolean readOnly) {
        super(memory, shape);
        valueOffset = roundUp8(shape.keySize());
        tree = new PrefixTree(memory, shape.keySize() - HEADER_BYTES);
        int stride = valueOffset + roundUp8(shape.valueSize());
        int waiting = Math.clamp(WAITING_BYTES / stride, LEAST_WAITING, MOST_WAITING);
        pool = new ElementPool(memory, shape, shape.maxEntries() + 1 + waiting, valueOffset, stride, readOnly);
    }

    private boolean isTooLong(int bits) {
        return Integer.compareUnsigned(bits, tree.dataBits()) > 0;
    }

    @Override
    public long lookup(int cpu, long key) {
        int element = matchBesideOthers(key);
        return element < 0 ? 0 : valueAddress(element, cpu);
    }

    private int matchBesideOthers(long key) {
        int bits = memory.getInt(key);
        if (isTooLong(bits)) {
            return PrefixTree.NONE;
        }
        int seen = (int) VERSION.getAcquire(this);
        int element = (seen & 1) == 0 ? tree.longest(key + HEADER_BYTES, bits) : PrefixTree.NOT_SURE;
        VarHandle.loadLoadFence();
        if (element != PrefixTree.NOT_SURE && (int) VERSION.getOpaque(this) == seen) {
            return element;
        }
        lock().lock();
        try {
            return tree.longest(key + HEADER_BYTES, bits);
        } finally {
            lock().unlock();
        }
    }

    @Override
    public int match(long key) {
        int bits = memory.getInt(key);
        return isTooLong(bits) ? PrefixTree.NONE : tree.longest(key + HEADER_BYTES, bits);
    }

    @Override
    public int find(long key) {
        int bits = memory.getInt(key);
        return isTooLong(bits) ? PrefixTree.NONE : tree.at(key + HEADER_BYTES).find(bits);
    }

    @Override
    public long update(int cpu, long key, long value, long flags) {
        int bits = memory.getInt(key);
        if (flags < 0 || flags > EXIST || isTooLong(bits)) {
            return EINVAL.result();
        }
        int old = tree.at(key + HEADER_BYTES).find(bits);
        if (old >= 0 ? (flags & NOEXIST) != 0 : (flags & EXIST) != 0) {
            return old >= 0 ? EEXIST.result() : ENOENT.result();
        }
        if (old < 0 && count == shape.maxEntries()) {
            return ENOSPC.result();
        }
        int element = take();
        if (element < 0) {
            return ENOMEM.result();
        }
        if (!tree.prepare(element)) {
            pool.free(element);
            return ENOMEM.result();
        }
        memory.copy(key, pool.address(element), shape.keySize());
        memory.setInt(pool.address(element), bits);
        fields().copy(memory, value, valueAddress(element, 0));
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
        tree.put(bits, element);
        VERSION.setRelease(this, version + 1);
        if (old >= 0) {
            bury(old);
        } else {
            count++;
        }
        changed();
        return 0;
    }

    private int take() {
        int element = pool.take();
        if (element < 0 && hasRemoved()) {
            quiesce(); // earlier than promised, rather than -ENOMEM
            element = pool.take();
        }
        return element;
    }

    private void bury(int element) {
        removed.add(element);
        tellThatRemovedWaits();
    }

    @Override
    public boolean delaysRelease() {
        return true;
    }

    @Override
    public boolean hasRemoved() {
        return !removed.isEmpty();
    }

    @Override
    public void quiesce() {
        releaseSealed();
        seal();
        releaseSealed();
    }

    @Override
    public void seal() {
        removed.seal();
    }

    @Override
    public void releaseSealed() {
        removed.releaseSealed(pool::free);
    }

    @Override
    public long delete(long key) {
        int bits = memory.getInt(key);
        if (isTooLong(bits)) {
            return EINVAL.result();
        }
        int element = tree.at(key + HEADER_BYTES).find(bits);
        if (element < 0) {
            return ENOENT.result();
        }
        VERSION.setOpaque(this, version + 1);
        VarHandle.storeStoreFence();
        tree.remove(element);
        VERSION.setRelease(this, version + 1);
        bury(element);
        count--;
        changed();
        return 0;
    }

    /** The longer prefix first, then by its bits; what was removed is followed by the first of all. */
    @Override
    public int next(int element) {
        return tree.next(element);
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return pool.address(element) + valueOffset;
    }

    @Override
    public long keyAddress(int element, long scratch) {
        return pool.address(element);
    }

    @Override
    public int elementOf(long value) {
        int element = pool.elementOf(value);
        return tree.has(element) ? element : -1;
    }

    @Override
    public int count() {
        return count;
    }

    @Override
    public void close() {
        pool.close();
    }
}
