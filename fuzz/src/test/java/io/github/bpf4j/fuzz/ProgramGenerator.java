package io.github.bpf4j.fuzz;

import io.github.bpf4j.object.CollectionSpec;

/**
 * Mostly valid random programs of type XDP, as text: the same seed makes the same one. Constants are near what is allowed, pointers and
 * numbers are used again after branches meet, so that about half of the programs are accepted and what is accepted does much.
 */
/*
 * Main keeps the context in R6; functions and callbacks a pointer to their caller's 64 bytes there, through which both write. R7 and
 * R8 are numbers, R9 is an element of the map `single`. In the frame, -64 to -1 are played with, -72 keeps R9, -80 is for keys,
 * -88 to -112 for counters, -120 for a pointer that must not be lost, below -128 are dynamic pointers and iterators.
 */
final class ProgramGenerator {
    private static final int DEPTH = 3;

    private final ProgramText text;
    private final NumberStatements numbers;
    private final MemoryStatements memory;
    private final CallStatements calls;
    private final DynptrStatements dynptrs;
    private final IteratorStatements iterators;
    private int depth;
    private int budget;
    private boolean inside;

    private ProgramGenerator(long seed, CollectionSpec template) {
        text = new ProgramText(seed, template);
        numbers = new NumberStatements(text);
        memory = new MemoryStatements(text);
        calls = new CallStatements(text, memory);
        dynptrs = new DynptrStatements(text);
        iterators = new IteratorStatements(text, memory);
    }

    /** A program for an object with the maps of a template. */
    static String program(long seed, CollectionSpec template) {
        return new ProgramGenerator(seed, template).program();
    }

    private String program() {
        text.emit("r6 = r1", "*(u64 *)(r10 - 80) = 0", "r2 = r10", "r2 += -80", text.map("r1", "single"), "call 1");
        text.emit("if r0 != 0 goto m_v", "r0 = 0", "exit", "m_v: r9 = r0", "*(u64 *)(r10 - 72) = r9");
        text.emit("r7 = *(u64 *)(r9 + 0)", text.oneIn(2) ? "r8 = *(u8 *)(r9 + 8)" : "r8 = *(u32 *)(r9 + 12)");
        frame();
        body("m", 2 + text.below(8), false);
        text.emit("*(u64 *)(r9 + 48) = r7", "*(u64 *)(r9 + 56) = r8", "r0 = " + text.below(4), "exit");
        if (calls.used().contains("f")) {
            text.emit("f: r6 = r1", "r9 = r3", "r7 = r2", "*(u64 *)(r10 - 72) = r9");
            frame();
            text.emit("r8 = *(u64 *)(r6 + " + 8 * text.below(8) + ")");
            body("f", 1 + text.below(4), true);
            text.emit("r0 = " + text.variable(), "exit");
        }
        if (calls.used().contains("c")) {
            text.emit("c: r6 = r2", "r9 = *(u64 *)(r6 - 8)", "r7 = r1", "*(u64 *)(r10 - 72) = r9");
            frame();
            text.emit("r8 = *(u64 *)(r6 + " + 8 * text.below(8) + ")");
            body("c", 1 + text.below(3), true);
            text.emit("r0 = " + text.below(2), "exit");
        }
        if (calls.used().contains("e")) {
            text.emit("e: r6 = r4", "r9 = r3", "*(u64 *)(r10 - 72) = r9", "r7 = *(u64 *)(r9 + 0)");
            frame();
            text.emit("r8 = *(u64 *)(r6 + " + 8 * text.below(8) + ")");
            body("e", 1 + text.below(3), true);
            text.emit("r0 = " + text.below(2), "exit");
        }
        if (calls.used().contains("t")) {
            timer();
        }
        return text.toString();
    }

    private void timer() {
        text.function("t");
        text.emit("t: r6 = r3", "r7 = *(u64 *)(r3 + 0)", "r8 = *(u32 *)(r2 + 0)", "*(u64 *)(r10 - 72) = r6");
        for (int i = 0; i < 1 + text.below(3); i++) {
            switch (text.below(3)) {
                case 0 -> numbers.arithmetic();
                case 1 -> numbers.decided();
                default -> {
                    text.emit("r1 = " + text.variable(), "r1 &= " + text.any("7", "15"), "r2 = r6", "r2 += r1");
                    text.emit("*(u8 *)(r2 + 24) = 1");
                }
            }
        }
        text.emit("*(u64 *)(r6 + 0) = r7");
        if (text.oneIn(2)) {
            text.emit("r1 = r6", "r1 += 8", "r2 = 100", "r3 = 0", "call 171");
        }
        text.emit("r0 = " + (text.oneIn(40) ? 1 : 0), "exit");
    }

    private void frame() {
        for (int i = 1; i <= 8; i++) {
            switch (text.below(4)) {
                case 0 -> text.emit("*(u64 *)(r10 - " + 8 * i + ") = " + text.number());
                case 1 -> text.emit("*(u64 *)(r10 - " + 8 * i + ") = r7");
                case 2 -> text.emit("*(u64 *)(r10 - " + 8 * i + ") = 0");
                default -> text.emit("*(u32 *)(r10 - " + 8 * i + ") = w7", "*(u32 *)(r10 - " + (8 * i - 4) + ") = 0");
            }
        }
    }

    private void body(String name, int statements, boolean isInside) {
        text.function(name);
        inside = isInside;
        memory.setInside(isInside);
        budget = 14;
        block(statements);
    }

    private void block(int statements) {
        for (int i = 0; i < statements && budget > 0; i++) {
            budget--;
            statement();
        }
    }

    private void one() {
        if (depth < DEPTH) {
            depth++;
            block(1);
            depth--;
        }
    }

    private void statement() {
        switch (text.below(41)) {
            case 0, 1 -> numbers.arithmetic();
            case 2 -> numbers.move();
            case 3, 4 -> memory.store();
            case 5, 6 -> memory.load();
            case 7 -> memory.variableStack();
            case 8, 9, 10 -> branch();
            case 11, 12, 13 -> memory.bounded(this::one);
            case 14 -> loop();
            case 15, 16 -> calls.functions(inside);
            case 17 -> calls.sized();
            case 18, 19, 20 -> memory.packet();
            case 21 -> memory.atomic();
            case 22, 23 -> memory.pointer(numbers.condition(), this::one);
            case 24, 25 -> numbers.decided();
            case 26 -> numbers.choose(text.oneIn(2) ? text.variable() : memory.slot("u64"));
            case 27, 28 -> calls.element(this::one);
            case 29 -> calls.inner();
            case 30 -> calls.tableChange();
            case 31 -> {
                if (text.oneIn(2)) {
                    calls.locked();
                } else {
                    calls.record();
                }
            }
            case 32 -> {
                if (text.oneIn(2) && !inside) {
                    calls.timer();
                } else {
                    memory.adjust();
                }
            }
            case 33 -> calls.elements();
            case 34, 35 -> dynptrs.use(this::one);
            case 36, 37, 38 -> iteration();
            case 39 -> iterators.packet(this::one);
            default -> memory.masked();
        }
    }

    private void branch() {
        if (depth >= DEPTH) {
            return;
        }
        depth++;
        String other = text.label();
        text.emit(numbers.condition() + other);
        block(1 + text.below(3));
        if (text.oneIn(2)) {
            String end = text.label();
            text.emit("goto " + end, other + ": r0 = 0");
            block(1 + text.below(3));
            text.place(end);
        } else {
            text.place(other);
        }
        depth--;
    }

    private void iteration() {
        if (depth < DEPTH) {
            depth++;
            iterators.loop(() -> block(1));
            depth--;
        }
    }

    private void loop() {
        if (depth >= 2) {
            return;
        }
        depth++;
        String again = text.label();
        String place = "*(u64 *)(r10 - " + (80 + 8 * depth) + ")";
        if (text.oneIn(3)) {
            String end = text.label();
            text.emit(place + " = 0", again + ": may_goto " + end);
            block(1 + text.below(2));
            String counter = text.oneIn(2) ? "r1 = " + place : "r1 = 0";
            text.emit(counter, "r1 += 1", place + " = r1", "if r1 > 9 goto " + end, "goto " + again);
            text.place(end);
        } else {
            int rounds = 1 + text.below(6);
            text.emit(place + " = 0", again + ": r0 = 0");
            block(1 + text.below(3));
            text.emit("r1 = " + place, "r1 += 1", place + " = r1");
            text.emit("if r1 " + text.any("<", "s<", "!=") + " " + rounds + " goto " + again);
        }
        depth--;
    }
}
