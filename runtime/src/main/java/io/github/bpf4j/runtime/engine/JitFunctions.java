package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the functions of a program: those that it names and those that they call. */
/*
 * Each instruction is walked over once, whoever leads to it: functions that come to instructions of others are joined with them. So the
 * time that this takes, and the code that is made, grow with the program, also where nobody verified it.
 */
final class JitFunctions {
    private final long[] code;

    /** For each instruction the number of the function that came to it first, or -1. */
    private final int[] owner;

    /** For each instruction the number of the function that begins there, or -1. */
    private final int[] numbers;

    private final List<Integer> entries = new ArrayList<>();

    /** For each function one that it is joined with, itself if there is none or if others were joined with it. */
    private int[] joined = new int[16];

    private final BitSet targets = new BitSet();

    private JitFunctions(long[] code) {
        this.code = code;
        owner = new int[code.length];
        numbers = new int[code.length + 1];
        Arrays.fill(owner, -1);
        Arrays.fill(numbers, -1);
    }

    /** The functions, in the order of their first instructions. */
    static List<JitFlow> of(long[] code, int[] named) {
        JitFunctions functions = new JitFunctions(code);
        functions.begin(0);
        Arrays.stream(named).filter(entry -> entry >= 0 && entry < code.length).forEach(functions::begin);
        for (int number = 0; number < functions.entries.size(); number++) {
            functions.walk(number);
        }
        functions.bindInside();
        return functions.flows();
    }

    private void begin(int entry) {
        if (numbers[entry] < 0) {
            int number = entries.size();
            numbers[entry] = number;
            entries.add(entry);
            if (number == joined.length) {
                joined = Arrays.copyOf(joined, 2 * number);
            }
            joined[number] = number;
        }
    }

    private void walk(int number) {
        ArrayDeque<Integer> open = new ArrayDeque<>();
        open.add(entries.get(number));
        while (!open.isEmpty()) {
            int at = open.pop();
            while (at < code.length) {
                if (owner[at] >= 0) {
                    join(owner[at], number);
                    break;
                }
                owner[at] = number;
                long insn = code[at];
                if (JitFlow.isJump(insn)) {
                    int target = JitFlow.target(code, at);
                    targets.set(target);
                    open.push(target);
                } else if (JitFlow.isCall(insn)) {
                    begin(JitFlow.target(code, at + 1, Instruction.imm(insn)));
                }
                if (JitFlow.isEnd(insn)) {
                    break;
                }
                at = JitFlow.next(code, at);
            }
        }
    }

    private int root(int number) {
        int root = number;
        while (joined[root] != root) {
            joined[root] = joined[joined[root]];
            root = joined[root];
        }
        return root;
    }

    private void join(int one, int other) {
        joined[root(one)] = root(other);
    }

    /** Instructions of two words into which a jump leads are not followed by the next in order: that needs a jump then. */
    private void bindInside() {
        for (int at = 0; at + 2 < code.length; at++) {
            if (owner[at] >= 0 && Instruction.isWide(code[at]) && owner[at + 1] >= 0) {
                targets.set(at + 2);
            }
        }
    }

    private List<JitFlow> flows() {
        int[][] instructions = byRoot(owner);
        int[][] firsts = byRoot(numbers);
        SortedMap<Integer, JitFlow> flows = new TreeMap<>();
        for (int root = 0; root < firsts.length; root++) {
            if (firsts[root].length > 0) {
                flows.put(firsts[root][0], new JitFlow(firsts[root], instructions[root], targets));
            }
        }
        return List.copyOf(flows.values());
    }

    /** For each function that none is joined with or others are, where its number or theirs stand, ascending. */
    private int[][] byRoot(int[] numbersAt) {
        int[] sizes = new int[entries.size()];
        for (int number : numbersAt) {
            if (number >= 0) {
                sizes[root(number)]++;
            }
        }
        int[][] places = new int[sizes.length][];
        Arrays.setAll(places, root -> new int[sizes[root]]);
        for (int at = numbersAt.length - 1; at >= 0; at--) {
            if (numbersAt[at] >= 0) {
                int root = root(numbersAt[at]);
                places[root][--sizes[root]] = at;
            }
        }
        return places;
    }
}
