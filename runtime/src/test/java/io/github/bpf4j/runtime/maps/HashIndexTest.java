package io.github.bpf4j.runtime.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class HashIndexTest {
    private static final int ELEMENTS = 32;

    private final PagedInts hashes = new PagedInts(1024);
    private final HashIndex index = new HashIndex(1024, 1024, hashes);

    private long elements(int[] slots) {
        return Arrays.stream(slots).filter(word -> word != 0).distinct().count();
    }

    /** Lookups go on in what is there while more slots are filled, which takes long where a million elements are. */
    @Test
    void whatIsThereStaysAsItIsWhileMoreSlotsAreFilled() {
        for (int element = 0; element < ELEMENTS; element++) {
            hashes.set(element, element * 0x9e37_79b9);
            index.add(element);
        }
        assertThat(index.isFull()).isTrue();
        int[] before = index.slots();
        int[] copy = before.clone();
        int[] more = index.inMoreSlots();
        assertThat(more.length).isGreaterThan(before.length);
        assertThat(index.slots()).isSameAs(before).isEqualTo(copy);
        assertThat(elements(more)).isEqualTo(ELEMENTS);
        index.use(more);
        assertThat(index.slots()).isSameAs(more);
        assertThat(index.isFull()).isFalse();
        for (int element = 0; element < ELEMENTS; element++) {
            index.remove(element);
        }
        assertThat(elements(more)).isZero();
    }
}
