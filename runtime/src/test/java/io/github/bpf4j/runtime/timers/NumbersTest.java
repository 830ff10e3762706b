package io.github.bpf4j.runtime.timers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NumbersTest {
    @Test
    void nobodyHasANumberThatSomebodyElseHas() {
        long seed = 11;
        System.out.println("NumbersTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        Numbers numbers = new Numbers();
        TreeSet<Integer> taken = new TreeSet<>();
        int most = 0;
        for (int i = 0; i < 200_000; i++) {
            boolean grows = (i / 20_000 & 1) == 0;
            if (taken.isEmpty() || random.nextInt(3) < (grows ? 2 : 1)) {
                int number = numbers.take();
                assertThat(taken.add(number)).isTrue();
                assertThat(number).isLessThan(numbers.limit());
                most = Math.max(most, taken.size());
            } else {
                Integer any = taken.ceiling(random.nextInt(numbers.limit()));
                int number = any == null ? taken.first() : any;
                taken.remove(number);
                numbers.giveBack(number);
            }
            assertThat(numbers.freeCount()).isEqualTo(numbers.limit() - taken.size());
            assertThat(numbers.areAllFree()).isEqualTo(taken.isEmpty());
        }
        assertThat(numbers.limit()).as("some room beyond what was needed").isBetween(most, most + most / 8);
        int free = 0;
        for (int number = numbers.nextFree(0); number >= 0; number = numbers.nextFree(number + 1)) {
            assertThat(taken).doesNotContain(number);
            free++;
        }
        assertThat(free).isEqualTo(numbers.freeCount());
    }

    /** In whatever order they are given back. */
    @Test
    void numbersComeInOrderAgain() {
        Numbers numbers = new Numbers();
        for (int i = 0; i < 1000; i++) {
            assertThat(numbers.take()).isEqualTo(i);
        }
        for (int number = 499; number >= 100; number--) {
            numbers.giveBack(number);
        }
        for (int number = 100; number < 500; number++) {
            assertThat(numbers.take()).isEqualTo(number);
        }
        assertThat(numbers.take()).isEqualTo(1000);
    }

    @Test
    void aSingleNumberIsUsedOverAndOver() {
        Numbers numbers = new Numbers();
        for (int i = 0; i < 100; i++) {
            int number = numbers.take();
            assertThat(number).isZero();
            numbers.giveBack(number);
        }
        assertThat(numbers.limit()).isOne();
        numbers.reset();
        assertThat(numbers.areAllFree()).isTrue();
        assertThat(numbers.take()).isZero();
    }
}
