package io.github.bpf4j.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    @Test
    void objectsInputsAndDataAreFoundByName() {
        assertThat(Corpus.bytes("examples/flow_gc.bpf.o")).startsWith(0x7f, 'E', 'L', 'F');
        assertThat(Corpus.bytes("bench/inputs/d_packet.mem")).hasSize(1514);
        assertThat(new String(Corpus.bytes("scenarios/answers-6.12.jsonl"), UTF_8))
                .startsWith("{");
    }

    @Test
    void eachCallGivesItsOwnArray() {
        byte[] first = Corpus.bytes("bench/b_primes.raw.v3.bin");
        first[0] ^= 1;
        assertThat(Corpus.bytes("bench/b_primes.raw.v3.bin")).isNotEqualTo(first);
    }

    @Test
    void filesOfAFolderAreListedByTheNamesThatOpenThem() {
        assertThat(Corpus.list("examples"))
                .containsExactly(
                        "examples/flow_gc.bpf.o",
                        "examples/health_check.bpf.o",
                        "examples/nested_gc.bpf.o",
                        "examples/periodic_sampler.bpf.o",
                        "examples/rate_limit.bpf.o",
                        "examples/syscall_control.bpf.o",
                        "examples/trace_and_arm.bpf.o");
        assertThat(Corpus.list("guide")).hasSize(5);
        assertThat(Corpus.list("bench"))
                .contains("bench/d_packet.raw.v3.bin", "bench/maps_timers.kern.o", "bench/peers-results.tsv")
                .noneMatch(name -> name.startsWith("bench/inputs"));
        assertThat(Corpus.list("bench/inputs"))
                .hasSize(9)
                .allSatisfy(name -> assertThat(Corpus.bytes(name)).isNotEmpty());
    }

    @Test
    void folderInAJarIsListedLikeOneOnDisk(@TempDir Path folder) throws Exception {
        Path jar = folder.resolve("corpus.jar");
        Path classes = Path.of(
                Corpus.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (FileSystem files = FileSystems.newFileSystem(jar, Map.of("create", "true"));
                Stream<Path> walk = Files.walk(classes)) {
            for (Path source : walk.toList()) {
                Path target =
                        files.getPath("/").resolve(classes.relativize(source).toString());
                if (Files.isDirectory(source)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(source, target);
                }
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader())) {
            Class<?> inJar = loader.loadClass(Corpus.class.getName());
            assertThat(inJar).isNotSameAs(Corpus.class);
            for (int time = 0; time < 2; time++) {
                assertThat(inJar.getMethod("list", String.class).invoke(null, "isa"))
                        .isEqualTo(Corpus.list("isa"));
            }
        }
    }

    @Test
    void unknownFolderAndFileInPlaceOfAFolderAreRefused() {
        assertThatThrownBy(() -> Corpus.list("none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("none");
        assertThatThrownBy(() -> Corpus.list("isa/expected.tsv"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("isa/expected.tsv");
    }

    @Test
    void unknownNameIsRefusedWithTheName() {
        assertThatThrownBy(() -> Corpus.bytes("examples/none.bpf.o"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("examples/none.bpf.o");
    }
}
