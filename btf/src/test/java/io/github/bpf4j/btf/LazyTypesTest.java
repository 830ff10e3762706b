package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
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
}
