package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.cli.features.Feature;
import io.github.bpf4j.cli.features.Feature.Kind;
import io.github.bpf4j.cli.features.Feature.State;
import io.github.bpf4j.cli.features.FeaturePages;
import io.github.bpf4j.cli.features.Features;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.BpfMap;
import io.github.bpf4j.runtime.Runtime;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What docs/parity.md and docs/features.md say is there. */
class ParityTest {
    private static final String HOW = "write the pages again: bin/bpf4j features --write-docs docs";
    private static final List<Feature> ALL = Features.all();

    private static String page(String name) throws IOException {
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("LICENSE"))) {
            root = root.getParent();
        }
        return Files.readString(root.resolve("docs").resolve(name));
    }

    @Test
    void tablesOfThePageAreThoseOfTheFeatures() throws IOException {
        String parity = page("parity.md");
        assertThat(new FeaturePages(ALL).refresh(parity)).as(HOW).isEqualTo(parity);
    }

    @Test
    void listIsThatOfTheFeatures() throws IOException {
        assertThat(page("features.md")).as(HOW).isEqualTo(new FeaturePages(ALL).list());
    }

    @Test
    void pageWithoutMarksIsRefused() {
        assertThatThrownBy(() -> new FeaturePages(ALL).refresh("# Parity\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("<!-- features programs -->");
    }

    @Test
    void rowsOfHelpersAreTheHelpersThatProgramsMayCall() {
        try (Runtime runtime = Runtime.create()) {
            assertThat(ALL.stream()
                            .filter(feature -> feature.kind() == Kind.HELPERS && feature.state() == State.RUNS)
                            .map(Feature::number))
                    .containsExactlyElementsOf(runtime.helpers());
        }
        assertThat(ALL.stream().filter(feature -> feature.kind() == Kind.HELPERS))
                .hasSize(211);
    }

    /** Plain maps of 8-byte keys and values; for queues, ring buffers and the like other sizes are right. */
    @Test
    void mapTypesAreThereExactlyIfMapsCanBeCreated() {
        Set<MapType> made = EnumSet.noneOf(MapType.class);
        Set<MapType> refused = EnumSet.noneOf(MapType.class);
        try (Runtime runtime = Runtime.create()) {
            for (MapType type : MapType.values()) {
                for (int[] sizes : new int[][] {{4, 4}, {8, 8}, {0, 4}, {0, 0}}) {
                    for (int flags : new int[] {0, MapFlags.NO_PREALLOC, MapFlags.MMAPABLE}) {
                        MapSpec spec =
                                MapSpec.of("m", type, sizes[0], sizes[1], 4096).withFlags(flags);
                        try (BpfMap _ = runtime.createMap(spec, Btf.empty(ByteOrder.LITTLE_ENDIAN))) {
                            made.add(type);
                        } catch (BpfErrnoException e) {
                            if (e.errno() == Errno.EOPNOTSUPP) {
                                refused.add(type);
                            }
                        }
                    }
                }
            }
            assertThat(runtime.mapTypes()).containsAll(made).doesNotContainAnyElementsOf(refused);
            assertThat(made)
                    .contains(
                            MapType.HASH,
                            MapType.RINGBUF,
                            MapType.USER_RINGBUF,
                            MapType.LPM_TRIE,
                            MapType.BLOOM_FILTER);
            assertThat(refused).isNotEmpty();
            assertThat(runtime.objects().maps()).isZero();
        }
    }
}
