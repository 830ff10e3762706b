package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds the {@linkplain JitCountedLoop counted loops} of a method of generated code. */
final class JitCountedLoops {
    /** The longest loop that is looked at, in instructions. */
    private static final int MOST_INSTRUCTIONS = 48;

    /** About what it takes in bytes of bytecode to count a loop's iterations, and with each of its tests. */
    private static final int LOOP_BYTES = 40;

    private static final int TEST_BYTES = 60;

    private final long[] code;
    private final JitChunks.Chunk chunk;
    private final int[] instructions;
    private final int[][] before;

    private JitCountedLoops(long[] code, JitChunks.Chunk chunk) {
        this.code = code;
        this.chunk = chunk;
        instructions = chunk.instructions();
        before = predecessors();
    }

    /**
     * The loops of a method by their heads, the innermost only.
     *
     * @param bytes what their copies may come to, by the estimate of {@link JitChunks}
     */
    static Map<Integer, JitCountedLoop> of(long[] code, JitChunks.Chunk chunk, int bytes) {
        if (Arrays.stream(chunk.instructions())
                .noneMatch(at -> JitFlow.isJump(code[at]) && JitFlow.target(code, at) <= at)) {
            return new HashMap<>();
        }
        JitCountedLoops found = new JitCountedLoops(code, chunk);
        Map<Integer, JitCountedLoop> loops = new HashMap<>();
        int left = bytes;
        for (Map.Entry<Integer, List<Integer>> back : found.backEdges().entrySet()) {
            JitCountedLoop loop = found.loop(back.getKey(), back.getValue());
            if (loop != null) {
                int size = bytes(code, loop);
                if (size <= left) {
                    left -= size;
                    loops.put(loop.head(), loop);
                }
            }
        }
        return loops;
    }

    /** About how many bytes of bytecode the copy of a loop comes to. */
    static int bytes(long[] code, JitCountedLoop loop) {
        return LOOP_BYTES
                + TEST_BYTES * loop.tests().size()
                + Arrays.stream(loop.order())
                        .map(at -> JitChunks.bytes(code, at))
                        .sum();
    }

    private int indexOf(int at) {
        return Arrays.binarySearch(instructions, at);
    }

    /** What may run after an instruction: the one behind it, the one that it jumps to; -1 for none. */
    private int[] successors(int at) {
        return new int[] {
            JitFlow.isEnd(code[at]) ? -1 : JitFlow.next(code, at),
            JitFlow.isJump(code[at]) ? JitFlow.target(code, at) : -1
        };
    }

    private int[][] predecessors() {
        int[] counts = new int[instructions.length];
        int[][] found = new int[instructions.length][];
        for (int pass = 0; pass < 2; pass++) {
            for (int at : instructions) {
                for (int next : successors(at)) {
                    int index = indexOf(next);
                    if (index >= 0 && pass == 0) {
                        counts[index]++;
                    } else if (index >= 0) {
                        found[index][--counts[index]] = at;
                    }
                }
            }
            for (int i = 0; i < counts.length && pass == 0; i++) {
                found[i] = new int[counts[i]];
            }
        }
        return found;
    }

    /** Jumps to what is on the way from an entry to them, by where they lead, in a walk from the entries. */
    private Map<Integer, List<Integer>> backEdges() {
        Map<Integer, List<Integer>> edges = new TreeMap<>();
        byte[] state = new byte[instructions.length]; // 1: on the way, 2: done
        int[] way = new int[instructions.length];
        byte[] taken = new byte[instructions.length];
        for (int entry : chunk.entries()) {
            int depth = 0;
            if (state[indexOf(entry)] == 0) {
                way[depth++] = indexOf(entry);
                state[way[0]] = 1;
            }
            while (depth > 0) {
                int from = way[depth - 1];
                if (taken[from] == 2) {
                    state[from] = 2;
                    depth--;
                    continue;
                }
                int to = indexOf(successors(instructions[from])[taken[from]++]);
                if (to >= 0 && state[to] == 0) {
                    state[to] = 1;
                    way[depth++] = to;
                } else if (to >= 0 && state[to] == 1) {
                    edges.computeIfAbsent(instructions[to], _ -> new ArrayList<>())
                            .add(instructions[from]);
                }
            }
        }
        return edges;
    }

    private @Nullable JitCountedLoop loop(int head, List<Integer> last) {
        BitSet body = body(head, last);
        if (body == null) {
            return null;
        }
        int[] order = order(head, body);
        if (order.length < body.cardinality()) {
            return null; // there is another loop in it
        }
        Map<Integer, JitCountedLoop.Test> tests = new JitInduction(code, head, order, body).tests();
        return tests.isEmpty() ? null : new JitCountedLoop(head, order, body, tests, cost(head, order, body));
    }

    /** What leads to the last instructions without coming through the head; null if that is not a loop with one head, or not a plain one. */
    private @Nullable BitSet body(int head, List<Integer> last) {
        BitSet body = new BitSet();
        body.set(head);
        List<Integer> open = new ArrayList<>(last);
        int size = 1;
        while (!open.isEmpty()) {
            int at = open.removeLast();
            if (body.get(at)) {
                continue;
            }
            if (++size > MOST_INSTRUCTIONS || chunk.entryNumber(at) >= 0) {
                return null;
            }
            body.set(at);
            for (int from : before[indexOf(at)]) {
                open.add(from);
            }
        }
        return body.stream().allMatch(at -> mayBeCopied(code[at])) ? body : null;
    }

    /** Whether the runtime has no part in it. */
    private static boolean mayBeCopied(long insn) {
        return JitFlow.isPlain(insn) || JitFlow.isJump(insn) && Instruction.operation(insn) != Opcode.JCOND;
    }

    /** The instructions of a loop, each behind those that lead to it, otherwise as they stand; fewer if there is a loop in it. */
    private int[] order(int head, BitSet body) {
        Map<Integer, Integer> waiting = new HashMap<>();
        body.stream().forEach(at -> waiting.put(at, at == head ? 0 : before[indexOf(at)].length));
        PriorityQueue<Integer> ready = new PriorityQueue<>(List.of(head));
        int[] order = new int[waiting.size()];
        int count = 0;
        while (!ready.isEmpty()) {
            int at = ready.poll();
            order[count++] = at;
            for (int next : successors(at)) {
                if (next >= 0 && next != head && body.get(next) && waiting.merge(next, -1, Integer::sum) == 0) {
                    ready.add(next);
                }
            }
        }
        return Arrays.copyOf(order, count);
    }

    /** The most fuel that an iteration takes: jumps back cost their distance. */
    private int cost(int head, int[] order, BitSet body) {
        Map<Integer, Integer> costs = new HashMap<>();
        int most = 0;
        for (int at : order) {
            int cost = costs.getOrDefault(at, 0);
            int[] next = successors(at);
            for (int i = 0; i < next.length; i++) {
                if (next[i] < 0 || !body.get(next[i])) {
                    continue;
                }
                int then = cost + (i == 1 ? Math.max(0, -JitFlow.distance(code[at])) : 0);
                if (next[i] == head) {
                    most = Math.max(most, then);
                } else {
                    costs.merge(next[i], then, Math::max);
                }
            }
        }
        return most;
    }
}
