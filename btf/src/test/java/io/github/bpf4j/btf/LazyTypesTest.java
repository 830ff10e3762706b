package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Types that are read when they are asked for are those that are read at once. */
class LazyTypesTest {
    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void typesAreTheSameInWhicheverOrderTheyAreAskedFor(String target) {
        byte[] data = BtfBuilder.resource("types." + target + ".btf");
        Btf read = Btf.parse(data);
        Btf lazy = Btf.parseSound(data);
        List<Integer> ids = new ArrayList<>();
        for (int id = 0; id <= read.typeCount(); id++) {
            ids.add(id);
        }
        Collections.shuffle(ids, new Random(20_261_128));

        assertThat(lazy.byteOrder()).isEqualTo(read.byteOrder());
        assertThat(lazy.typeCount()).isEqualTo(read.typeCount());
        for (int id : ids) {
            assertThat(lazy.hasSize(id)).isEqualTo(read.hasSize(id));
            if (read.hasSize(id)) {
                assertThat(lazy.sizeOf(id)).isEqualTo(read.sizeOf(id));
            }
            assertThat(lazy.resolve(id)).isEqualTo(read.resolve(id));
            assertThat(lazy.name(id)).isEqualTo(read.name(id));
            assertThat(lazy.type(id)).isEqualTo(read.type(id));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void namesAreFoundAsInTypesThatAreReadAtOnce(String target) {
        byte[] data = BtfBuilder.resource("types." + target + ".btf");
        Btf read = Btf.parse(data);
        Btf lazy = Btf.parseSound(data);
        for (int id = 0; id <= read.typeCount(); id++) {
            String name = read.name(id);
            List<String> wanted = List.of(name, name + "x", name.substring(name.isEmpty() ? 0 : 1));
            for (BtfKind kind : BtfKind.values()) {
                for (String each : wanted) {
                    assertThat(lazy.find(kind, each)).as("%s %s", kind, each).isEqualTo(read.find(kind, each));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void idsThatDoNotExistAreRefused(String target) {
        Btf lazy = Btf.parseSound(BtfBuilder.resource("types." + target + ".btf"));
        int none = lazy.typeCount() + 1;
        assertThatThrownBy(() -> lazy.type(none)).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> lazy.name(-1)).isInstanceOf(BtfTypeException.class);
    }

    /** A guest may ask for any name, again and again, of types that stay as long as the JVM does. */
    @Test
    void namesThatNothingHasAreNotKept() {
        Btf lazy = Btf.parseSound(BtfBuilder.resource("types.bpfel.btf"));
        List<WeakReference<String>> asked = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String name = "nobody".repeat(1000) + i;
            asked.add(new WeakReference<>(name));
            assertThat(lazy.find(BtfKind.STRUCT, name)).isEmpty();
        }
        for (int i = 0; i < 20 && asked.stream().anyMatch(each -> each.get() != null); i++) {
            System.gc();
        }
        assertThat(asked).allMatch(each -> each.get() == null);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void namesAreFoundAfterManySearchesAsBefore(String target) {
        byte[] data = BtfBuilder.resource("types." + target + ".btf");
        Btf read = Btf.parse(data);
        Btf lazy = Btf.parseSound(data);
        for (BtfKind kind : BtfKind.values()) {
            for (int i = 0; i < 100; i++) {
                assertThat(lazy.find(kind, "nobody" + i)).isEmpty();
                assertThat(lazy.find(kind, "")).isEmpty();
            }
            for (int id = 1; id <= read.typeCount(); id++) {
                String name = read.name(id);
                assertThat(lazy.find(kind, name)).as("%s %s", kind, name).isEqualTo(read.find(kind, name));
                String two = name + "\0" + read.name(Math.min(id + 1, read.typeCount()));
                assertThat(lazy.find(kind, two)).isEqualTo(read.find(kind, two));
            }
        }
    }

    /** Two names in a row of the table are not one with a NUL in it. */
    @Test
    void aNameWithANulIsNobodys() {
        byte[] data = BtfBuilder.resource("types.bpfel.btf");
        Btf lazy = Btf.parseSound(data);
        Btf read = Btf.parse(data);
        String text = new String(data, StandardCharsets.ISO_8859_1);
        for (int id = 1; id <= Math.min(60, read.typeCount()); id++) {
            String name = read.name(id);
            int at = name.isEmpty() ? -1 : text.indexOf("\0" + name + "\0");
            int end = at < 0 ? -1 : text.indexOf('\0', at + name.length() + 2);
            if (end > 0) {
                String two = text.substring(at + 1, end);
                assertThat(lazy.find(read.type(id).kind(), two)).as(two).isEmpty();
            }
        }
    }
}
