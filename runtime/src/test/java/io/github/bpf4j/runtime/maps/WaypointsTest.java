package io.github.bpf4j.runtime.maps;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WaypointsTest {
    @Test
    void behavesAsAMapUnderRandomOperations() {
        long seed = 12;
        System.out.println("WaypointsTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Map<Long, Integer> model = new HashMap<>();
        long[] prefixes = new long[200_001]; // of nodes
        Waypoints.Prefixes known = node -> prefixes[node];
        Waypoints ways = new Waypoints(48, 10);
        for (int node = 1; node <= 200_000; node++) {
            long prefix = random.nextInt(3000);
            if (random.nextInt(5) < 3) {
                prefixes[node] = prefix;
                ways.put(prefix, node, known);
                model.put(prefix, node);
            } else {
                ways.remove(prefix, known);
                model.remove(prefix);
            }
            if (ways.isFull()) {
                ways = ways.larger(known);
            }
            long asked = random.nextInt(3000);
            assertThat(ways.find(asked)).isEqualTo(model.getOrDefault(asked, 0));
        }
        assertThat(ways.bits()).isEqualTo(48);
        assertThat(model).hasSizeGreaterThan(1000);
    }
}
