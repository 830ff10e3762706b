package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Bpffs;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.ObjectCounters;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pins, maps shared by name, maps in place of others, and opening by id (features/pinned.bpf.c). */
class BpffsTest {
    private final Runtime runtime = Runtime.create();

    @AfterEach
    void close() {
        runtime.close();
    }

    private static CollectionSpec spec() {
        return CollectionSpec.read(Corpus.bytes("features/pinned.bpf.o"), "pinned");
    }

    private static long count(Collection collection) {
        return collection.program("count").run(new Packet(new byte[64])).returnValue();
    }

    private static void refused(Errno errno, ThrowingCallable command) {
        assertThatThrownBy(command)
                .asInstanceOf(type(BpfErrnoException.class))
                .extracting(BpfErrnoException::errno)
                .isEqualTo(errno);
    }

    @Test
    void mapsPinnedByNameAreSharedAndOutliveWhoMadeThem() {
        try (Collection first = runtime.load(spec());
                Collection second = runtime.load(spec())) {
            assertThat(count(first)).isEqualTo(1);
            assertThat(count(second)).isEqualTo(2);
            assertThat(first.map("tally").id()).isEqualTo(second.map("tally").id());
        }
        assertThat(runtime.bpffs().list()).containsExactly("/sys/fs/bpf/tallies", "/sys/fs/bpf/tally");
        assertThat(runtime.objects().maps()).isEqualTo(2);
        try (Collection third = runtime.load(spec())) {
            assertThat(count(third)).isEqualTo(3);
        }
        runtime.bpffs().unlink("/sys/fs/bpf/tally");
        try (Collection fourth = runtime.load(spec())) {
            assertThat(count(fourth)).isEqualTo(1);
        }
        runtime.bpffs().list().forEach(runtime.bpffs()::unlink);
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
    }

    @Test
    void aPinnedMapOfAnotherShapeIsRefusedAndNothingIsLeft() {
        try (Collection first = runtime.load(spec())) {
            ObjectCounters before = runtime.objects();
            refused(Errno.EINVAL, () -> runtime.load(spec().withMaxEntries("tally", 2)));
            assertThat(runtime.objects()).isEqualTo(before);
            assertThat(count(first)).isEqualTo(1);
        }
        runtime.bpffs().list().forEach(runtime.bpffs()::unlink);
        refused(Errno.EINVAL, () -> runtime.load(spec().withMap("tallies", map -> map.withFlags(1 << 30))));
        assertThat(runtime.bpffs().list())
                .as("pins of the failed load are removed")
                .isEmpty();
        assertThat(runtime.objects()).isEqualTo(ObjectCounters.NONE);
    }

    @Test
    void mapsOfTheHostStandInForThoseOfTheObject() {
        Collection first = runtime.load(spec());
        runtime.bpffs().list().forEach(runtime.bpffs()::unlink);
        try (BpfMap tally = first.map("tally").duplicate()) {
            first.close();
            try (Collection second = runtime.load(spec(), Map.of("tally", tally))) {
                assertThat(count(second)).isEqualTo(1);
                assertThat(second.map("tally").id()).isEqualTo(tally.id());
                assertThat(runtime.bpffs().list()).containsExactly("/sys/fs/bpf/tallies");
            }
            assertThat(tally.userReferences())
                    .as("descriptors of one open file")
                    .isEqualTo(1);
            refused(Errno.EINVAL, () -> runtime.load(spec().withMaxEntries("tally", 2), Map.of("tally", tally)));
            assertThatThrownBy(() -> runtime.load(spec(), Map.of("no_such_map", tally)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("no_such_map");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "relative, EINVAL",
        "'', EINVAL",
        "/sys/fs/bpf/, EINVAL",
        "/sys//fs, EINVAL",
        "/sys/fs/bpf/a.b, EPERM",
        "/sys/fs/bpf/taken, EEXIST",
        "/sys/fs/bpf, EEXIST",
        "/sys/fs/bpf/taken/below, ENOTDIR",
    })
    void pathsThatCannotBePinnedAtAreRefused(String path, Errno errno) {
        try (Collection collection = runtime.load(spec())) {
            Bpffs bpffs = runtime.bpffs();
            bpffs.pin("/sys/fs/bpf/taken", collection.program("count"));
            List<String> before = bpffs.list();
            refused(errno, () -> bpffs.pin(path, collection.map("tally")));
            assertThat(bpffs.list()).isEqualTo(before);
        }
    }

    @Test
    void pinsNameWhatWasPinned() {
        try (Collection collection = runtime.load(spec())) {
            Bpffs bpffs = runtime.bpffs();
            bpffs.pin("/run/count", collection.program("count"));
            int id = collection.program("count").id();
            try (Program pinned = bpffs.openProgram("/run/count")) {
                assertThat(pinned.id()).isEqualTo(id);
            }
            refused(Errno.EINVAL, () -> bpffs.openMap("/run/count"));
            refused(Errno.EINVAL, () -> bpffs.openLink("/run/count"));
            refused(Errno.ENOENT, () -> bpffs.openMap("/run/nothing"));
            refused(Errno.ENOENT, () -> bpffs.unlink("/run"));
            assertThat(bpffs.exists("/run/count")).isTrue();
            bpffs.unlink("/run/count");
            assertThat(bpffs.exists("/run/count")).isFalse();
        }
    }

    @Test
    void onlyWhatLivesCanBeOpenedById() {
        Collection collection = runtime.load(spec());
        int map = collection.map("tally").id();
        int program = collection.program("count").id();
        assertThat(runtime.mapIds()).contains(map).isSorted();
        assertThat(runtime.programIds()).containsExactly(program);
        runtime.bpffs().list().forEach(runtime.bpffs()::unlink);
        collection.close();
        refused(Errno.ENOENT, () -> runtime.openMap(map));
        refused(Errno.ENOENT, () -> runtime.openProgram(program));
        refused(Errno.ENOENT, () -> runtime.openLink(1));
        refused(Errno.ENOENT, () -> runtime.openMap(-1));
        try (Collection again = runtime.load(spec())) {
            assertThat(again.map("tally").id()).as("ids are not used again").isGreaterThan(map);
        }
    }

    @Test
    void aTargetTakesOneXdpProgram() {
        try (Collection collection = runtime.load(spec());
                var link = collection.program("count").attach("eth0")) {
            refused(Errno.EBUSY, () -> collection.program("count").attach("eth0"));
            collection.program("count").attach("eth1").close();
            link.detach();
            collection.program("count").attach("eth0").close();
        }
    }

    @Test
    void closingTheRuntimeClosesWhatIsLeftOpen() {
        Collection collection = runtime.load(spec());
        runtime.bpffs().pin("/run/link", collection.program("count").attach("eth0"));
        BpfMap again = runtime.openMap(collection.map("tally").id());
        runtime.close();
        runtime.close();
        assertThatThrownBy(() -> again.lookup(new byte[4])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> count(collection)).isInstanceOf(IllegalStateException.class);
    }
}
