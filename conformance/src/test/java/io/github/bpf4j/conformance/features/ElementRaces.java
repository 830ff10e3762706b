package io.github.bpf4j.conformance.features;

import static io.github.bpf4j.conformance.features.RaceRig.attempt;
import static io.github.bpf4j.conformance.features.RaceRig.key;
import static io.github.bpf4j.conformance.features.RaceRig.number;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.conformance.features.Whole.Element;
import io.github.bpf4j.runtime.BpfMap;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Arrays and hashes: what {@code races_elements.bpf.c} does to the elements of a map, user space does too. */
final class ElementRaces {
    private static final String OBJECT = "races_elements";
    private static final int LOCKED = 4;
    private static final int REPLACED = 8;
    private static final int KEYS = 12;
    private static final int CHURNING = 64;
    private static final int CHURN_ENTRIES = 48;
    private static final int TIMED = 8;
    private static final int TIMED_ENTRIES = 16;
    private static final int BATCH = 5;

    /** What a type has. */
    private enum Has {
        HASH,
        LOCKS,
        TIMERS,
        PER_CPU,
        EVICTS
    }

    private final RaceRig rig;
    private final String name;
    private final Set<Has> has;
    private final BpfMap map;
    private final int copies;
    private final List<RaceRig.Commands> commands = new ArrayList<>();
    private final long[] inserted = new long[CHURNING];
    private final long[] deleted = new long[CHURNING];

    private ElementRaces(RaceRig rig, String name, Set<Has> has) {
        this.rig = rig;
        this.name = name;
        this.has = has;
        map = rig.map(name);
        copies = has.contains(Has.PER_CPU) ? RaceRig.CPUS : 1;
    }

    static List<MapRace> all() {
        return List.of(
                race(MapType.ARRAY, "array", Has.LOCKS, Has.TIMERS),
                race(MapType.PERCPU_ARRAY, "percpu_array", Has.PER_CPU),
                race(MapType.HASH, "hash", Has.HASH, Has.LOCKS, Has.TIMERS),
                race(MapType.HASH, "sparse", Has.HASH, Has.LOCKS, Has.TIMERS),
                race(MapType.PERCPU_HASH, "percpu_hash", Has.HASH, Has.PER_CPU),
                race(MapType.LRU_HASH, "lru_hash", Has.HASH, Has.TIMERS, Has.EVICTS),
                race(MapType.LRU_PERCPU_HASH, "lru_percpu_hash", Has.HASH, Has.PER_CPU, Has.EVICTS));
    }

    private static MapRace race(MapType type, String name, Has... has) {
        return new MapRace(type, name, OBJECT, rig -> new ElementRaces(rig, name, Set.of(has)).run());
    }

    private void run() throws Exception {
        for (int key = 0; key < KEYS; key++) {
            map.update(key(key), Element.bytes(key, key, copies));
        }
        List<String> programs = new ArrayList<>(List.of(name + "_counts", name + "_replaces"));
        addSteady();
        if (has.contains(Has.LOCKS)) {
            programs.addAll(List.of(name + "_locks", name + "_holds"));
            addLocked();
        }
        if (has.contains(Has.HASH)) {
            programs.addAll(List.of(name + "_churns", name + "_walks"));
            addChurn(rig.map(name + "_churn"));
        }
        if (has.contains(Has.TIMERS)) {
            programs.add(name + "_times");
            addTimed(rig.map(name + "_timed"));
        }
        commands.forEach(command -> command.once(rig.random)); // which takes memory for what they pass
        rig.race(
                rig.programs(programs.toArray(String[]::new)),
                random -> commands.get(random.nextInt(commands.size())).once(random));
        nothingWasLost();
        if (has.contains(Has.HASH)) {
            whatCameAndWentAddsUp(rig.map(name + "_churn"));
        }
        if (has.contains(Has.TIMERS)) {
            timersEnd(rig.map(name + "_timed"));
        }
    }

    private void add(RaceRig.Commands command) {
        commands.add(command);
    }

    // ---- elements that stay

    private static int counted(SplittableRandom random) {
        return random.nextInt(LOCKED);
    }

    private static int replaced(SplittableRandom random) {
        return random.nextInt(REPLACED, KEYS);
    }

    private static void requireKeys(int key, byte[] value) {
        Element.of(value).forEach(copy -> copy.requireKey(key));
    }

    private static void requireWhole(int key, byte[] value) {
        Element.of(value).forEach(copy -> copy.requireKey(key).requireWhole());
    }

    private void addSteady() {
        long[] seen = new long[LOCKED * RaceRig.CPUS];
        add(random -> {
            int key = counted(random);
            List<Element> value = Element.of(map.lookup(key(key)).orElseThrow());
            for (int copy = 0; copy < value.size(); copy++) {
                long count = value.get(copy).requireKey(key).count();
                assertThat(count).as("a count later").isGreaterThanOrEqualTo(seen[key * RaceRig.CPUS + copy]);
                seen[key * RaceRig.CPUS + copy] = count;
            }
        });
        add(random -> {
            int key = replaced(random);
            requireWhole(key, map.lookup(key(key)).orElseThrow());
        });
        add(random -> {
            int key = replaced(random);
            byte[] value = Element.bytes(key, random.nextLong(), copies);
            map.update(key(key), value, random.nextBoolean() ? UpdateFlags.ANY : UpdateFlags.EXIST);
            assertThat(attempt(() -> map.update(key(key), value, UpdateFlags.NOEXIST)))
                    .contains(Errno.EEXIST);
        });
        add(random -> {
            int key = replaced(random);
            var entries = List.of(new BpfMap.Entry(key(key), Element.bytes(key, random.nextLong(), copies)));
            assertThat(map.updateBatch(entries, 0)).isEqualTo(new BpfMap.BatchResult(1, Optional.empty()));
        });
        add(_ -> {
            List<BpfMap.Entry> entries = map.entries();
            assertThat(entries.stream().map(entry -> number(entry.key())))
                    .containsExactlyInAnyOrderElementsOf(
                            IntStream.range(0, KEYS).boxed().toList());
            for (BpfMap.Entry entry : entries) {
                int key = number(entry.key());
                requireKeys(key, entry.value());
                if (key >= REPLACED) {
                    requireWhole(key, entry.value());
                }
            }
            assertThat(map.size()).isEqualTo(KEYS);
        });
        add(_ -> readInBatches(map).forEach(entry -> requireKeys(number(entry.key()), entry.value())));
        add(random -> map.nextKey(key(counted(random)))
                .ifPresent(next -> assertThat(number(next)).isBetween(0, KEYS - 1)));
        if (!has.contains(Has.HASH)) {
            add(random ->
                    assertThat(attempt(() -> map.delete(key(counted(random))))).contains(Errno.EINVAL));
        }
    }

    private static List<BpfMap.Entry> readInBatches(BpfMap map) {
        List<BpfMap.Entry> entries = new ArrayList<>();
        for (int position = 0; position >= 0; ) {
            BpfMap.Batch batch = map.lookupBatch(position, BATCH);
            assertThat(batch.position()).as("where the next batch begins").isNotEqualTo(position);
            assertThat(batch.entries()).hasSizeLessThanOrEqualTo(BATCH);
            entries.addAll(batch.entries());
            position = batch.position();
        }
        return entries;
    }

    private void nothingWasLost() {
        long count = 0;
        long locked = 0;
        for (int key = 0; key < LOCKED; key++) {
            for (Element copy : Element.of(map.lookup(key(key)).orElseThrow())) {
                count += copy.count();
                locked += copy.locked();
            }
        }
        assertThat(count).isEqualTo(rig.number("counted")).isPositive();
        assertThat(locked).as("counted without atomic instructions").isEqualTo(count);
    }

    // ---- elements that are written under their lock

    private void addLocked() {
        add(random -> {
            int key = random.nextInt(LOCKED, REPLACED);
            requireWhole(key, map.lookup(key(key), UpdateFlags.LOCK).orElseThrow());
        });
        add(_ -> {
            for (BpfMap.Entry entry : map.lookupBatch(0, KEYS, UpdateFlags.LOCK).entries()) {
                requireWhole(number(entry.key()), entry.value());
            }
        });
        add(random -> {
            int key = random.nextInt(LOCKED, REPLACED);
            long flags = random.nextBoolean() ? UpdateFlags.EXIST : UpdateFlags.ANY;
            map.update(key(key), Element.bytes(key, random.nextLong(), 1), flags | UpdateFlags.LOCK);
        });
        add(random -> {
            List<BpfMap.Entry> entries = new ArrayList<>();
            for (int key = LOCKED; key < REPLACED; key++) {
                entries.add(new BpfMap.Entry(key(key), Element.bytes(key, random.nextLong(), 1)));
            }
            assertThat(map.updateBatch(entries, UpdateFlags.LOCK).done()).isEqualTo(entries.size());
        });
    }

    // ---- elements that come and go

    private void addChurn(BpfMap churn) {
        for (int key = 0; key < CHURN_ENTRIES; key++) {
            churn.update(key(key), Element.bytes(key, key, copies));
            inserted[key]++;
        }
        Optional<Errno> full = Optional.of(Errno.E2BIG);
        add(random -> {
            int key = random.nextInt(CHURNING);
            Optional<Errno> refused = attempt(
                    () -> churn.update(key(key), Element.bytes(key, random.nextLong(), copies), UpdateFlags.NOEXIST));
            if (refused.isEmpty()) {
                inserted[key]++;
            } else if (has.contains(Has.EVICTS) || !refused.equals(full)) {
                assertThat(refused).contains(Errno.EEXIST);
            }
        });
        add(random -> {
            int key = random.nextInt(CHURNING);
            deleted[key] += churn.delete(key(key)) ? 1 : 0;
        });
        add(random -> {
            int key = random.nextInt(CHURNING);
            churn.lookupAndDelete(key(key)).ifPresent(value -> {
                requireChurned(key, value);
                deleted[key]++;
            });
        });
        add(random -> churn.lookupAndDeleteBatch(random.nextInt(CHURN_ENTRIES), BATCH)
                .entries()
                .forEach(entry -> {
                    requireChurned(number(entry.key()), entry.value());
                    deleted[number(entry.key())]++;
                }));
        add(random -> {
            int[] keys = random.ints(BATCH, 0, CHURNING).distinct().toArray();
            int done = churn.deleteBatch(
                            IntStream.of(keys).mapToObj(RaceRig::key).toList())
                    .done();
            for (int i = 0; i < done; i++) {
                deleted[keys[i]]++;
            }
        });
        add(random -> {
            int key = random.nextInt(CHURNING);
            churn.lookup(key(key)).ifPresent(value -> requireChurned(key, value));
        });
        add(_ -> {
            Set<Integer> keys = new HashSet<>();
            churn.forEach(entry -> {
                requireChurned(number(entry.key()), entry.value());
                assertThat(keys.add(number(entry.key())))
                        .as("a key that is there once")
                        .isTrue();
            });
            assertThat(keys).hasSizeLessThanOrEqualTo(CHURN_ENTRIES);
            assertThat(churn.size()).isBetween(0, CHURN_ENTRIES);
        });
        add(_ -> readInBatches(churn).forEach(entry -> requireChurned(number(entry.key()), entry.value())));
        add(_ -> {
            Optional<byte[]> key = churn.nextKey(null);
            for (int i = 0; key.isPresent() && i < CHURNING; i++) {
                assertThat(number(key.get())).isBetween(0, CHURNING - 1);
                key = churn.nextKey(key.get());
            }
        });
    }

    /* Where values are per CPU, a program's new element is empty for the other CPUs. */
    private void requireChurned(int key, byte[] value) {
        for (Element copy : Element.of(value)) {
            if (!has.contains(Has.PER_CPU) || !copy.isEmpty()) {
                copy.requireKey(key).requireWhole();
            }
        }
    }

    private void whatCameAndWentAddsUp(BpfMap churn) {
        long[] ins = rig.numbers("inserted");
        long[] del = rig.numbers("deleted");
        int present = 0;
        for (int key = 0; key < CHURNING; key++) {
            long left = ins[key] + inserted[key] - del[key] - deleted[key];
            boolean isThere = churn.lookup(key(key)).isPresent();
            present += isThere ? 1 : 0;
            if (has.contains(Has.EVICTS)) {
                assertThat(left).as("insertions of key %d less deletions", key).isGreaterThanOrEqualTo(isThere ? 1 : 0);
            } else {
                assertThat(left).as("insertions of key %d less deletions", key).isEqualTo(isThere ? 1 : 0);
            }
        }
        assertThat(churn.size()).isEqualTo(present).isLessThanOrEqualTo(CHURN_ENTRIES);
        assertThat(churn.entries()).hasSize(present);
        int more = CHURNING;
        while (present < CHURN_ENTRIES) {
            churn.update(key(more), Element.bytes(more++, 0, copies), UpdateFlags.NOEXIST);
            present++;
        }
        Optional<Errno> refused = attempt(() -> churn.update(key(-1), Element.bytes(-1, 0, copies)));
        assertThat(refused).isEqualTo(has.contains(Has.EVICTS) ? Optional.empty() : Optional.of(Errno.E2BIG));
        assertThat(churn.size()).isEqualTo(CHURN_ENTRIES);
    }

    // ---- timers

    private static byte[] timed(int key) {
        byte[] value = new byte[32];
        value[0] = (byte) key;
        return value;
    }

    private void addTimed(BpfMap timed) {
        Set<Errno> ofTimers = Set.of(Errno.EINVAL, Errno.ENOENT);
        add(random -> attempt(() -> timed.cancelTimer(key(random.nextInt(TIMED))))
                .ifPresent(refused -> assertThat(refused).isIn(ofTimers)));
        add(random -> attempt(() -> timed.startTimer(
                        key(random.nextInt(TIMED)),
                        rig.collection.program(name + "_times"),
                        name + "_fires",
                        Duration.ofNanos(random.nextInt(10_000))))
                .ifPresent(refused -> assertThat(refused).isIn(ofTimers)));
        add(_ -> {
            assertThat(timed.timers()).hasSizeLessThanOrEqualTo(TIMED);
            assertThat(rig.runtime.timers().live()).isLessThanOrEqualTo(TIMED_ENTRIES + 2 * RaceRig.CPUS);
        });
        add(random -> {
            int key = random.nextInt(TIMED);
            timed.update(key(key), timed(key));
            timed.timer(key(key));
        });
        if (has.contains(Has.HASH)) {
            add(random -> timed.delete(key(random.nextInt(TIMED))));
        }
    }

    private void timersEnd(BpfMap timed) {
        for (int key = 0; key < TIMED; key++) {
            if (has.contains(Has.HASH)) {
                timed.delete(key(key));
            } else {
                timed.update(key(key), timed(key));
            }
        }
        rig.runtime.quiesce();
        assertThat(rig.runtime.timers().pending()).as("pending timers").isZero();
        assertThat(rig.runtime.timers().live()).as("control blocks of timers").isZero();
        assertThat(rig.runtime.objects().programReferencesOfTimers()).isZero();
        assertThat(rig.number("fired"))
                .isEqualTo(rig.runtime.timers().fired())
                .isLessThanOrEqualTo(rig.runtime.timers().armed())
                .isPositive();
        assertThat(rig.number("armed")).isPositive();
    }
}
