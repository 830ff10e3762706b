package io.github.bpf4j.fuzz;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.AssembledObject;
import io.github.bpf4j.object.CollectionSpec;
import java.util.Set;
import java.util.TreeSet;

/**
 * Mostly valid random programs of type tc, as text: the same seed makes the same one. They are about what XDP programs have not: loads with
 * LD_ABS and LD_IND, the fields and helpers of socket buffers, LRU and per-CPU hashes, queues, tail calls.
 */
/*
 * Main keeps the context in R6; functions do, too, and the callback a pointer to its caller's stack. R7 and R8 are numbers, R9 is an element
 * of the map `single`, which is where the program leaves R0, R7 and R8 in the end. The stack is used as ProgramGenerator does it.
 */
final class SkbPrograms {
    static final CollectionSpec TEMPLATE =
            CollectionSpec.read(Corpus.bytes("features/engine_maps.bpf.o"), "engine_maps");
    private static final String KEY = "*(u64 *)(r10 - 80)";

    private final ProgramText text;
    private final NumberStatements numbers;
    private final MemoryStatements memory;
    private final Set<String> used = new TreeSet<>();
    private boolean inside;
    private boolean loadsPacket;
    private int depth;

    private SkbPrograms(long seed) {
        text = new ProgramText(seed, TEMPLATE);
        numbers = new NumberStatements(text);
        memory = new MemoryStatements(text);
    }

    static String program(long seed) {
        return new SkbPrograms(seed).program();
    }

    static CollectionSpec object(String text) {
        return AssembledObject.of(TEMPLATE, "tc", ProgramType.SCHED_CLS, Assembler.assemble(text));
    }

    private String program() {
        loadsPacket = text.oneIn(2);
        text.emit("r6 = r1");
        element("single");
        text.emit("if r0 != 0 goto m_v", "r0 = 0", "exit", "m_v: r9 = r0");
        body("m", 3 + text.below(12), false);
        text.emit("*(u64 *)(r9 + 48) = r7", "*(u64 *)(r9 + 56) = r8", "r0 = " + text.any("r7", "r8", "0", "1"), "exit");
        if (used.contains("f")) {
            text.emit("f: r6 = r1", "r9 = r3");
            body("f", 1 + text.below(6), false);
            text.emit("r0 = " + text.variable(), "exit");
        }
        if (used.contains("c")) {
            text.emit("c: r6 = r2", "r9 = *(u64 *)(r6 - 8)");
            body("c", 1 + text.below(4), true);
            text.emit("r0 = " + text.below(2), "exit");
        }
        if (used.contains("t")) {
            timer();
        }
        return text.toString();
    }

    private void timer() {
        text.function("t");
        text.emit("t: r6 = r3", "r7 = *(u64 *)(r6 + 0)", "r8 = *(u32 *)(r2 + 0)");
        for (int i = 0; i < 1 + text.below(3); i++) {
            numbers.arithmetic();
        }
        text.emit("*(u64 *)(r6 + 0) = r7", "*(u64 *)(r6 + 24) = r8");
        if (text.oneIn(2)) {
            text.emit("r1 = r6", "r1 += 8", "r2 = " + (100 + text.below(900)), "r3 = 0", "call 171");
        }
        text.emit("r0 = 0", "exit");
    }

    private void body(String name, int statements, boolean isInside) {
        text.function(name);
        inside = isInside;
        memory.setInside(isInside);
        for (int slot = 1; slot <= 8; slot++) {
            text.emit("*(u64 *)(r10 - " + 8 * slot + ") = " + text.number());
        }
        text.emit("*(u64 *)(r10 - 72) = r9", "r7 = " + text.number(), "r8 = *(u64 *)(r9 + " + 8 * text.below(6) + ")");
        for (int i = 0; i < statements; i++) {
            statement();
        }
    }

    private void statement() {
        switch (text.below(28)) {
            case 0, 1, 2 -> numbers.arithmetic();
            case 3 -> numbers.move();
            case 4 -> memory.store();
            case 5 -> memory.load();
            case 6 -> memory.variableStack();
            case 7 -> memory.atomic();
            case 8 -> memory.masked();
            case 9, 10 -> branch();
            case 11 -> loop();
            case 12, 13 -> elements();
            case 14, 15, 16 -> inPacket(this::legacyLoad);
            case 17 -> inPacket(this::bytes);
            case 18 -> inPacket(this::direct);
            case 19 -> inPacket(this::field);
            case 20 -> inPacket(this::change);
            case 21, 22 -> call();
            case 23 -> inPacket(this::tailCall);
            case 24 -> armed();
            case 25 -> queue();
            case 26 -> record();
            default -> numbers.decided();
        }
    }

    private void inPacket(Runnable what) {
        if (inside) {
            numbers.arithmetic();
        } else {
            what.run();
        }
    }

    private void branch() {
        if (depth < 2) {
            depth++;
            String other = text.label();
            text.emit(numbers.condition() + other);
            statement();
            text.place(other);
            depth--;
        }
    }

    private void loop() {
        if (depth < 2) {
            depth++;
            String again = text.label();
            String counter = "*(u64 *)(r10 - " + (80 + 8 * depth) + ")";
            text.emit(counter + " = 0", again + ": r0 = 0");
            statement();
            text.emit("r1 = " + counter, "r1 += 1", counter + " = r1");
            text.emit("if r1 < " + (2 + text.below(6)) + " goto " + again);
            depth--;
        }
    }

    private void legacyLoad() {
        if (!loadsPacket) {
            return;
        }
        String type = text.any("u8", "u16", "u32");
        if (text.oneIn(2)) {
            text.emit("r0 = *(" + type + " *)skb[" + (text.oneIn(8) ? text.below(200) : text.below(12)) + "]");
        } else {
            text.emit("r1 = " + text.variable(), "r1 &= " + text.any("3", "7", "63"));
            text.emit("r0 = *(" + type + " *)skb[r1 + " + text.below(8) + "]");
        }
        text.emit(text.variable() + " = r0");
    }

    private void bytes() {
        boolean loads = text.oneIn(2);
        text.emit("r1 = r6", "r2 = " + text.below(24), "r3 = r10", "r3 += -64", "r4 = " + (1 + text.below(16)));
        if (loads) {
            text.emit("call 26");
        } else {
            text.emit("r5 = " + text.any("0", "1"), "call 9");
        }
        text.emit(text.variable() + " = r0");
    }

    private void direct() {
        String end = text.label();
        int bytes = 1 + text.below(20);
        text.emit("r1 = *(u32 *)(r6 + 76)", "r2 = *(u32 *)(r6 + 80)", "r3 = r1", "r3 += " + bytes);
        text.emit("if r3 > r2 goto " + end);
        String place = "*(u8 *)(r1 + " + text.below(bytes) + ")";
        text.emit(text.oneIn(2) ? text.variable() + " = " + place : place + " = " + text.half(text.variable()));
        text.place(end);
    }

    private void field() {
        String place = "*(u32 *)(r6 + " + text.any("8", "32", "48", "52", "56", "60", "64") + ")";
        text.emit(text.oneIn(2) ? text.variable() + " = " + place : place + " = " + text.half(text.variable()));
    }

    private void change() {
        switch (text.below(3)) {
            case 0 -> text.emit("r1 = r6", "r2 = " + (14 + text.below(60)), "r3 = 0", "call 38");
            case 1 -> text.emit("r1 = r6", "r2 = " + text.below(40), "call 39");
            default -> text.emit("r1 = r6", "r2 = 0x81", "r3 = " + text.below(100), "call 18");
        }
        text.emit(text.variable() + " = r0");
    }

    private void element(String map) {
        text.emit(KEY + " = " + (map.equals("single") ? 0 : text.below(7)), "r2 = r10", "r2 += -80");
        text.emit(text.map("r1", map), "call 1");
    }

    private void elements() {
        String map = text.any("recent", "percpu", "table", "single");
        String end = text.label();
        switch (text.below(3)) {
            case 0 -> {
                text.emit(KEY + " = " + text.below(7), "r2 = r10", "r2 += -80", "r3 = r9", "r4 = " + text.below(3));
                text.emit(text.map("r1", map), "call 2", text.variable() + " = r0");
            }
            case 1 -> {
                text.emit(KEY + " = " + text.below(7), "r2 = r10", "r2 += -80", text.map("r1", map), "call 3");
                text.emit(text.variable() + " = r0");
            }
            default -> {
                element(map);
                int at = 8 * text.below(8);
                text.emit("if r0 == 0 goto " + end);
                text.emit(text.any(
                        "lock *(u64 *)(r0 + " + at + ") += " + text.variable(),
                        "*(u32 *)(r0 + " + at + ") = " + text.half(text.variable()),
                        text.variable() + " = *(s16 *)(r0 + " + at + ")"));
                text.place(end);
            }
        }
    }

    private void call() {
        if (inside || text.oneIn(2)) {
            if (!inside && depth == 0) {
                used.add("c");
                text.emit("r1 = " + text.below(6), "r2 = func c ll", "r3 = r10", "r3 += -64", "r4 = 0", "call 181");
                text.emit(text.variable() + " = r0");
            }
        } else if (depth < 2 && !text.isIn("f")) {
            used.add("f");
            text.emit("r1 = r6", "r2 = " + text.variable(), "r3 = r9", "call f", text.variable() + " = r0");
        }
    }

    private void tailCall() {
        text.emit("r1 = r6", text.map("r2", "jumps"), "r3 = " + text.below(6), "call 12");
    }

    private void armed() {
        String end = text.label();
        element("timed");
        text.emit("if r0 == 0 goto " + end, "*(u64 *)(r10 - 120) = r0");
        if (!text.oneIn(3)) {
            used.add("t");
            text.emit("r1 = r0", "r1 += 8", text.map("r2", "timed"), "r3 = 1", "call 169");
            text.emit("r1 = *(u64 *)(r10 - 120)", "r1 += 8", "r2 = func t ll", "call 170");
        }
        text.emit("r1 = *(u64 *)(r10 - 120)", "r1 += 8");
        if (text.oneIn(4)) {
            text.emit("call 172");
        } else {
            text.emit("r2 = " + text.variable(), "r2 &= 2047", "r3 = 0", "call 171");
        }
        text.emit(text.variable() + " = r0");
        text.place(end);
    }

    private void queue() {
        text.emit("r2 = r10", "r2 += -64", text.map("r1", "queue"));
        switch (text.below(3)) {
            case 0 -> text.emit("r3 = " + text.any("0", "2"), "call 87");
            case 1 -> text.emit("call 88");
            default -> text.emit("call 89");
        }
        text.emit(text.variable() + " = r0");
    }

    private void record() {
        text.emit(text.map("r1", "ring"), "r2 = r10", "r2 += -64", "r3 = " + 8 * (1 + text.below(8)), "r4 = 0");
        text.emit("call 130", text.variable() + " = r0");
    }
}
