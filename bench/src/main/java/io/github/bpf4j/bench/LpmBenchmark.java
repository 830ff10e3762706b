package io.github.bpf4j.bench;

import io.github.bpf4j.runtime.maps.HashTable;
import io.github.bpf4j.runtime.maps.LpmTrie;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.ValueFields;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Lookups of the longest prefix beside lookups in a HASH of as many keys of the same size: addresses that prefixes of the trie begin, all
 * over the table. Prefixes are spread as routing tables spread theirs; their lengths and blocks are made up.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class LpmBenchmark {
    private static final int ASKED = 1 << 16;
    private static final int HEADER = LpmTrie.HEADER_BYTES;

    /** What is in the table. */
    public enum Table {
        IPV4(4, 1_000_000, 24, new int[] {8, 16, 20, 22, 23, 24, 24, 24, 24, 24, 24, 32}),
        IPV6(16, 100_000, 48, new int[] {29, 32, 32, 36, 40, 44, 48, 48, 48, 48, 48, 64});

        private final int addressBytes;
        private final int entries;
        private final int usual;
        private final int[] lengths;

        Table(int addressBytes, int entries, int usual, int[] lengths) {
            this.addressBytes = addressBytes;
            this.entries = entries;
            this.usual = usual;
            this.lengths = lengths;
        }

        /** The first byte or two say who gave the block out. */
        private byte[] address(SplittableRandom random) {
            byte[] address = new byte[addressBytes];
            random.nextBytes(address);
            if (this == IPV6) {
                byte[] blocks = {0x20, 0x24, 0x26, 0x28, 0x2a, 0x2c};
                address[0] = blocks[random.nextInt(blocks.length)];
                address[1] &= 0x0f;
            }
            return address;
        }

        private int length(SplittableRandom random) {
            int length = lengths[random.nextInt(lengths.length)];
            return length < 16 && random.nextInt(100) != 0 ? usual : length; // short prefixes are soon used up
        }
    }

    @Param
    public Table table;

    private GuestMemory memory;
    private LpmTrie trie;
    private HashTable hash;
    private long asked;
    private long known;
    private int stride;
    private int next;

    @Setup(Level.Trial)
    public void fill() {
        SplittableRandom random = new SplittableRandom(6);
        int keySize = HEADER + table.addressBytes;
        MapStorage.Shape shape =
                new MapStorage.Shape("lpm", keySize, Long.BYTES, table.entries, 1, ValueFields.plain(Long.BYTES));
        memory = GuestMemory.open(MemoryOptions.DEFAULT);
        trie = new LpmTrie(memory, shape, false);
        hash = HashTable.create(memory, shape, HashTable.Kind.HASH, 6);
        stride = keySize + 7 & -8;
        asked = memory.allocate((long) ASKED * stride, GuestMemory.Zone.HIGH);
        known = memory.allocate((long) ASKED * stride, GuestMemory.Zone.HIGH);
        long key = memory.allocate(stride, GuestMemory.Zone.HIGH);
        long value = memory.allocate(Long.BYTES, GuestMemory.Zone.HIGH);
        for (int i = 0; trie.count() < table.entries; i++) {
            byte[] address = table.address(random);
            memory.setInt(key, table.length(random));
            memory.write(address, 0, key + HEADER, address.length);
            memory.setLong(value, i);
            trie.update(0, key, value, 0);
            // an address behind the prefix, as packets have them; which of all that came is left to chance, where it
            // stands too
            int place = random.nextInt(i < ASKED ? ASKED : i + 1);
            memory.setInt(key, table.addressBytes * Byte.SIZE);
            if (place < ASKED) {
                memory.copy(key, asked + (long) place * stride, keySize);
            }
            if (hash.count() < table.entries) {
                hash.update(0, key, value, 0);
                if (place < ASKED) {
                    memory.copy(key, known + (long) place * stride, keySize);
                }
            }
        }
        if (found(trie, asked) < ASKED * 3 / 4 || found(hash, known) < ASKED * 3 / 4) {
            throw new IllegalStateException("most of what is asked for should be there");
        }
    }

    private int found(MapStorage map, long keys) {
        int found = 0;
        for (int i = 0; i < ASKED; i++) {
            if (map.lookup(0, keys + (long) i * stride) != 0) {
                found++;
            }
        }
        return found;
    }

    @TearDown(Level.Trial)
    public void close() {
        memory.close();
    }

    private long at(long keys) {
        next = next + 1 & ASKED - 1;
        return keys + (long) next * stride;
    }

    @Benchmark
    public long longestPrefix() {
        return trie.lookup(0, at(asked));
    }

    @Benchmark
    public long hash() {
        return hash.lookup(0, at(known));
    }
}
