package io.github.bpf4j.runtime.maps;

import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOSPC;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.runtime.locks.TurnLock;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LpmTrieTest {
    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final long key = memory.allocate(4096, Zone.HIGH);
    private final long value = memory.allocate(4096, Zone.HIGH);

    @AfterEach
    void close() {
        memory.close();
    }

    private LpmTrie trie(int dataBytes, int entries) {
        return new LpmTrie(memory, MapFixture.shape(4 + dataBytes, 8, entries), false);
    }

    private long key(int bits, byte... data) {
        memory.setInt(key, bits);
        memory.write(data, 0, key + 4, data.length);
        return key;
    }

    private long value(long number) {
        memory.setLong(value, number);
        return value;
    }

    private long get(LpmTrie trie, int bits, byte... data) {
        long address = trie.lookup(0, key(bits, data));
        return address == 0 ? -1 : memory.getLong(address);
    }

    @Test
    void whatWasRemovedStaysWholeUntilNoRunKnowsIt() {
        LpmTrie trie = trie(1, 10);
        trie.update(0, key(8, (byte) 1), value(1), 0);
        long first = trie.lookup(0, key(8, (byte) 1));
        trie.update(0, key(8, (byte) 1), value(2), 0);
        long second = trie.lookup(0, key(8, (byte) 1));
        trie.delete(key(8, (byte) 1));
        trie.update(0, key(8, (byte) 2), value(3), 0);
        assertThat(memory.getLong(first)).isEqualTo(1);
        assertThat(memory.getLong(second)).isEqualTo(2);
        assertThat(trie.hasRemoved()).isTrue();
        trie.quiesce();
        assertThat(trie.hasRemoved()).isFalse();
        trie.update(0, key(8, (byte) 4), value(4), 0);
        assertThat(trie.lookup(0, key(8, (byte) 4))).isIn(first, second);
    }

    @Test
    void whatWaitsNeverMakesATrieFull() {
        LpmTrie trie = trie(1, 1);
        for (int i = 0; i < 200_000; i++) {
            assertThat(trie.update(0, key(8, (byte) 1), value(i), 0)).isZero();
        }
        assertThat(get(trie, 8, (byte) 1)).isEqualTo(199_999);
        assertThat(memory.committedBytes()).isLessThan(2 << 20);
    }

    /** The first bits of some bytes as zeros and ones. */
    private static String bits(int count, byte[] data) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            bits.append(data[i >> 3] >> 7 - (i & 7) & 1);
        }
        return bits.toString();
    }

    /** What a trie must answer, with prefixes as text. Postorder: what goes on with 0, what goes on with 1, the prefix itself. */
    private static final class Model {
        private final TreeMap<String, Long> prefixes = new TreeMap<>(Model::postorder);

        private static int postorder(String a, String b) {
            if (a.equals(b)) {
                return 0;
            }
            return b.startsWith(a) ? 1 : a.startsWith(b) ? -1 : a.compareTo(b);
        }

        long longest(String bits) {
            for (int length = bits.length(); length >= 0; length--) {
                Long found = prefixes.get(bits.substring(0, length));
                if (found != null) {
                    return found;
                }
            }
            return -1;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 8, 16, 31, 256})
    void behavesAsAListOfPrefixesUnderRandomOperations(int dataBytes) {
        long seed = 1000 + dataBytes;
        System.out.println("LpmTrieTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        int capacity = 300;
        LpmTrie trie = trie(dataBytes, capacity);
        Model model = new Model();
        for (int i = 0; i < 200_000; i++) {
            // few different bytes, so that prefixes begin each other; now all are removed, now it fills up
            byte[] data = new byte[dataBytes];
            for (int b = 0; b < Math.min(dataBytes, 4); b++) {
                data[b] = (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : 0x55);
            }
            int bits = random.nextInt(dataBytes * 8 + 1);
            bits = random.nextBoolean() ? bits : Math.min(bits, 1 + random.nextInt(24));
            String prefix = bits(bits, data);
            boolean filling = i / 2000 % 2 == 0;
            switch (random.nextInt(filling ? 4 : 8)) {
                case 0, 1 -> {
                    long flags = random.nextInt(3);
                    long expected = model.prefixes.containsKey(prefix)
                            ? flags == 1 ? EEXIST.result() : 0
                            : flags == 2 ? ENOENT.result() : model.prefixes.size() == capacity ? ENOSPC.result() : 0;
                    assertThat(trie.update(0, key(bits, data), value(i), flags)).isEqualTo(expected);
                    if (expected == 0) {
                        model.prefixes.put(prefix, (long) i);
                    }
                }
                case 2, 3 -> assertThat(get(trie, bits, data)).as("step %d", i).isEqualTo(model.longest(prefix));
                case 4 ->
                    assertThat(trie.delete(key(bits, data)))
                            .isEqualTo(model.prefixes.remove(prefix) == null ? ENOENT.result() : 0);
                default -> {
                    if (!model.prefixes.isEmpty()) {
                        String any = model.prefixes.ceilingKey(prefix);
                        String gone = any == null ? model.prefixes.firstKey() : any;
                        assertThat(trie.delete(key(gone.length(), bytes(gone, dataBytes))))
                                .isZero();
                        model.prefixes.remove(gone);
                    }
                }
            }
            assertThat(trie.count()).isEqualTo(model.prefixes.size());
            if (i % 500 == 0) {
                assertThat(walk(trie)).containsExactlyElementsOf(model.prefixes.keySet());
            }
        }
    }

    private static byte[] bytes(String bits, int dataBytes) {
        byte[] data = new byte[dataBytes];
        for (int i = 0; i < bits.length(); i++) {
            data[i >> 3] |= (byte) ((bits.charAt(i) - '0') << 7 - (i & 7));
        }
        return data;
    }

    private List<String> walk(LpmTrie trie) {
        List<String> keys = new ArrayList<>();
        for (int element = trie.next(-1); element >= 0; element = trie.next(element)) {
            long at = trie.keyAddress(element, 0);
            byte[] data = memory.read(at + 4, trie.shape().keySize() - 4);
            keys.add(bits(memory.getInt(at), data));
            assertThat(trie.elementOf(trie.valueAddress(element, 0))).isEqualTo(element);
        }
        return keys;
    }

    /** Many enough for the table of first steps to grow, in IPv4's size. */
    @Test
    void largeTriesFindWhatSmallOnesFind() {
        SplittableRandom random = new SplittableRandom(9);
        LpmTrie trie = trie(4, 200_000);
        Model model = new Model();
        for (int i = 0; i < 150_000; i++) {
            byte[] data = new byte[4];
            random.nextBytes(data);
            int bits = random.nextInt(20) == 0 ? random.nextInt(17) : 16 + random.nextInt(17);
            assertThat(trie.update(0, key(bits, data), value(i), 0)).isZero();
            model.prefixes.put(bits(bits, data), (long) i);
            if (i % 3 == 0) {
                random.nextBytes(data);
                String other = model.prefixes.ceilingKey(bits(32, data));
                if (other != null) {
                    assertThat(trie.delete(key(other.length(), bytes(other, 4))))
                            .isZero();
                    model.prefixes.remove(other);
                }
            }
            random.nextBytes(data);
            int asked = random.nextInt(10) == 0 ? random.nextInt(33) : 32;
            assertThat(get(trie, asked, data)).isEqualTo(model.longest(bits(asked, data)));
        }
        assertThat(walk(trie)).containsExactlyElementsOf(model.prefixes.keySet());
        for (Map.Entry<String, Long> entry : List.copyOf(model.prefixes.entrySet())) {
            String prefix = entry.getKey();
            byte[] data = bytes(prefix, 4);
            assertThat(get(trie, prefix.length(), data)).isEqualTo(entry.getValue());
            assertThat(trie.delete(key(prefix.length(), data))).isZero();
        }
        assertThat(trie.count()).isZero();
        assertThat(trie.next(-1)).isEqualTo(-1);
        assertThat(get(trie, 32, (byte) 1, (byte) 2, (byte) 3, (byte) 4)).isEqualTo(-1);
    }

    @Test
    void prefixesThatAreTooLongAreRefused() {
        LpmTrie trie = trie(4, 4);
        for (int bits : new int[] {33, Integer.MAX_VALUE, -1}) {
            assertThat(trie.update(0, key(bits), value(1), 0)).isEqualTo(EINVAL.result());
            assertThat(trie.delete(key(bits))).isEqualTo(EINVAL.result());
            assertThat(trie.lookup(0, key(bits))).isZero();
            assertThat(trie.match(key(bits))).isNegative();
            assertThat(trie.find(key(bits))).isNegative();
        }
    }

    @Test
    void fullMemoryRefusesNewElements() {
        try (GuestMemory little = GuestMemory.open(new MemoryOptions(1L << 32, 16 * 4096, Optional.empty()))) {
            LpmTrie trie = new LpmTrie(little, MapFixture.shape(8, 1024, 1000), false);
            long at = little.allocate(4096, Zone.HIGH);
            long result = 0;
            int taken = 0;
            while (result == 0 && taken < 1000) {
                little.setInt(at, 32);
                little.setInt(at + 4, taken++);
                result = trie.update(0, at, at + 8, 0);
            }
            assertThat(result).isEqualTo(ENOMEM.result());
            assertThat(trie.count()).isEqualTo(taken - 1);
        }
    }

    @Test
    void comingAndGoingTakesNoMoreMemory() {
        LpmTrie trie = trie(16, 1000);
        SplittableRandom random = new SplittableRandom(8);
        long committed = 0;
        for (int round = 0; round < 200; round++) {
            for (int i = 0; i < 500; i++) {
                byte[] data = new byte[16];
                random.nextBytes(data);
                assertThat(trie.update(0, key(random.nextInt(129), data), value(i), 0))
                        .isZero();
            }
            while (trie.count() > 0) {
                assertThat(trie.delete(trie.keyAddress(trie.next(-1), 0))).isZero();
            }
            trie.quiesce(); // as the runtime does when no program runs
            committed = round == 10 ? memory.committedBytes() : committed;
        }
        assertThat(memory.committedBytes()).isEqualTo(committed);
        trie.close();
    }

    /** Lookups beside changes find a value of a prefix that begins the key, or the one that nobody changes. */
    @Test
    void lookupsBesideChangesFindWhatBelongsToTheKey() throws InterruptedException {
        LpmTrie trie = trie(4, 3000);
        TurnLock lock = new TurnLock();
        trie.attach(lock, released -> {});
        // 10/8 and what is below has values from 1 on; 11/8 to 50/8 have negative ones, and stay
        lock.lock();
        trie.update(0, key(8, (byte) 10), value(1), 0);
        for (int first = 11; first <= 50; first++) {
            trie.update(0, key(8, (byte) first), value(-first), 0);
        }
        lock.unlock();
        AtomicBoolean done = new AtomicBoolean();
        AtomicLong wrong = new AtomicLong();
        AtomicLong found = new AtomicLong();
        Thread reader = Thread.ofPlatform().daemon().start(() -> {
            SplittableRandom random = new SplittableRandom(3);
            long own = memory.allocate(64, Zone.HIGH);
            while (!done.get()) {
                int first = 10 + random.nextInt(random.nextBoolean() ? 1 : 41);
                memory.setInt(own, 32);
                memory.setInt(own + 4, random.nextInt() & 0xffff_ff00 | first);
                long address = trie.lookup(0, own);
                long got = address == 0 ? 0 : memory.getLong(address);
                if (first == 10 ? got <= 0 : got != -first) {
                    wrong.incrementAndGet();
                }
                found.incrementAndGet();
            }
        });
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 300_000 || found.get() < 1000; i++) {
            byte[] data = new byte[4];
            random.nextBytes(data);
            data[0] = 10;
            lock.lock();
            try {
                if (random.nextInt(5) < 3) {
                    trie.update(0, key(9 + random.nextInt(16), data), value(i + 2), 0);
                } else {
                    int element = trie.match(key(32, data));
                    if (memory.getInt(trie.keyAddress(element, 0)) > 8) {
                        trie.delete(trie.keyAddress(element, 0));
                    }
                }
            } finally {
                lock.unlock();
            }
        }
        done.set(true);
        reader.join();
        assertThat(wrong).hasValue(0);
    }
}
