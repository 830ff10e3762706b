package io.github.bpf4j.fuzz;

import io.github.bpf4j.object.AssembledObject;
import io.github.bpf4j.object.CollectionSpec;
import java.util.SplittableRandom;

/** The text of a program that is made up, and the dice for it. */
final class ProgramText {
    private static final int[] NUMBERS = {
        0,
        1,
        2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        48,
        55,
        56,
        57,
        63,
        64,
        65,
        100,
        127,
        128,
        255,
        256,
        -1,
        -2,
        -8,
        -64,
        4096,
        0x7fff,
        0xffff,
        0x7fffffff,
        0x80000000,
        0x80000001
    };

    private final SplittableRandom random;
    private final CollectionSpec template;
    private final StringBuilder text = new StringBuilder();
    private String prefix = "m";
    private int labels;

    ProgramText(long seed, CollectionSpec template) {
        random = new SplittableRandom(seed);
        this.template = template;
    }

    void emit(String... lines) {
        for (String line : lines) {
            text.append(line.replace("+ -", "- ")).append('\n');
        }
    }

    /** Labels of one function begin with its name. */
    void function(String name) {
        prefix = name;
    }

    /** Whether lines are of this function. */
    boolean isIn(String function) {
        return prefix.equals(function);
    }

    String label() {
        return prefix + "_" + labels++;
    }

    void place(String label) {
        emit(label + ": r0 = 0");
    }

    int below(int bound) {
        return random.nextInt(bound);
    }

    boolean oneIn(int chances) {
        return random.nextInt(chances) == 0;
    }

    String any(String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    int number() {
        return oneIn(5) ? NUMBERS[random.nextInt(NUMBERS.length)] + random.nextInt(3) - 1 : NUMBERS[random.nextInt(24)];
    }

    /** One of the two registers whose numbers a program plays with. */
    String variable() {
        return "r" + (7 + random.nextInt(2));
    }

    /** The number of a register of 32 or 64 bits. */
    String half(String register) {
        return register.replace('r', 'w');
    }

    /** What loads the address of a map. */
    String map(String register, String name) {
        int index = template.maps().indexOf(template.map(name));
        return register + " = " + (AssembledObject.MAP + index) + " ll";
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
