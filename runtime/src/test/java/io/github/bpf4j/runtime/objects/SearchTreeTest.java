package io.github.bpf4j.runtime.objects;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SearchTreeTest {
    private static final long SEED = 20261126;

    private record Item(int key, int number) {}

    private final SearchTree<Item> tree = new SearchTree<>();
    private int deepest;

    private void add(Item item) {
        SearchTree.Place<Item> at = tree.root();
        SearchTree.Place<Item> parent = null;
        boolean before = false;
        int depth = 0;
        while (at != null) {
            parent = at;
            before = item.key() < at.element().key();
            at = at.child(before);
            depth++;
        }
        deepest = Math.max(deepest, depth);
        tree.add(item, parent, before);
    }

    private List<Item> drain() {
        List<Item> all = new ArrayList<>();
        for (Item first = tree.first(); first != null; first = tree.first()) {
            all.add(first);
            assertThat(tree.remove(first)).isTrue();
        }
        return all;
    }

    @Test
    void elementsComeInOrderWhateverIsAddedAndRemoved() {
        Random random = new Random(SEED);
        List<Item> model = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            if (random.nextInt(3) == 0 && !model.isEmpty()) {
                Item removed = model.remove(random.nextInt(model.size()));
                assertThat(tree.contains(removed)).isTrue();
                assertThat(tree.remove(removed)).isTrue();
                assertThat(tree.remove(removed)).isFalse();
            } else {
                Item item = new Item(random.nextInt(1000), i);
                model.add(item);
                add(item);
            }
        }
        model.sort(Comparator.comparingInt(Item::key).thenComparingInt(Item::number));
        assertThat(drain()).as("seed " + SEED).isEqualTo(model);
    }

    @Test
    void treeIsShallowWhenElementsComeInOrder() {
        for (int i = 0; i < 100_000; i++) {
            add(new Item(i, i));
        }
        assertThat(deepest).isLessThan(60);
    }

    @Test
    void clearTakesEverythingOut() {
        add(new Item(2, 0));
        add(new Item(1, 1));
        long before = tree.changes();
        assertThat(tree.clear()).containsExactlyInAnyOrder(new Item(2, 0), new Item(1, 1));
        assertThat(tree.first()).isNull();
        assertThat(tree.root()).isNull();
        assertThat(tree.changes()).isGreaterThan(before);
    }
}
