package io.github.bpf4j.runtime.maps;

/**
 * A map whose keys, and what is read as values, lie in an array or hash of their own: what is stored is found on the host, by the
 * element's number, and only elements that have something there count.
 */
abstract class BackedMap extends MapStorage {
    /** The array or hash. */
    final MapStorage backing;

    BackedMap(MapStorage backing) {
        super(backing.memory, backing.shape());
        this.backing = backing;
    }

    /** Whether something is stored in an element. */
    abstract boolean holds(int element);

    @Override
    public int find(long key) {
        int element = backing.find(key);
        return holds(element) ? element : -1;
    }

    @Override
    public int next(int element) {
        int next = backing.next(element);
        while (next >= 0 && !holds(next)) {
            next = backing.next(next);
        }
        return next;
    }

    /** All indices of an array are keys, whether something is there or not. */
    @Override
    public int position(long key) {
        return backing.find(key);
    }

    @Override
    public int nextPosition(int element) {
        return backing.next(element);
    }

    @Override
    public long valueAddress(int element, int cpu) {
        return backing.valueAddress(element, cpu);
    }

    @Override
    public long keyAddress(int element, long scratch) {
        return backing.keyAddress(element, scratch);
    }

    /** Values are nothing that programs have pointers to. */
    @Override
    public int elementOf(long value) {
        return -1;
    }

    @Override
    public void close() {
        backing.close();
    }
}
