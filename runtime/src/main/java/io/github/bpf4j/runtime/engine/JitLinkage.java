package io.github.bpf4j.runtime.engine;

import java.util.Arrays;

/** The parts that an image's code was generated in, so that each finds the functions and pieces of functions of the others. */
final class JitLinkage implements CompiledCode {
    /** What a piece of a function returns when the function is done. */
    static final int DONE = -1;

    private static final int ENTRY_BITS = 12;

    private final CompiledCode[] units;
    private final int[] unitOfFunction;
    private final int[] unitOfChunk;

    /**
     * @param unitOfFunction by the functions' first instructions, -1 where none begins
     * @param unitOfChunk by the numbers of the pieces
     */
    JitLinkage(int units, int[] unitOfFunction, int[] unitOfChunk) {
        this.units = new CompiledCode[units];
        this.unitOfFunction = unitOfFunction;
        this.unitOfChunk = unitOfChunk;
    }

    /** The number of a place at which pieces can be entered. */
    static int place(int chunk, int entryNumber) {
        if (entryNumber < 0 || entryNumber >= 1 << ENTRY_BITS || chunk >= 1 << Integer.SIZE - 1 - ENTRY_BITS) {
            throw new IllegalArgumentException("entry " + entryNumber + " of piece " + chunk);
        }
        return chunk << ENTRY_BITS | entryNumber;
    }

    /** How far to shift a place for the number of the piece. */
    static int shift() {
        return ENTRY_BITS;
    }

    void set(int unit, CompiledCode code) {
        units[unit] = code;
    }

    @Override
    public long run(int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        int unit = entry >= 0 && entry < unitOfFunction.length ? unitOfFunction[entry] : -1;
        if (unit < 0) {
            throw JitSupport.outOfProgram(cpu, entry);
        }
        return units[unit].run(entry, cpu, r1, r2, r3, r4, r5);
    }

    @Override
    public int chunk(int place, Cpu cpu, long[] registers) {
        int next = place;
        while (next != DONE) {
            next = units[unitOfChunk[next >>> ENTRY_BITS]].chunk(next, cpu, registers);
        }
        return next;
    }

    /** Runs a long function from its first piece. */
    long runChunks(int place, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        long[] registers = cpu.frameRegisters();
        Arrays.fill(registers, 0);
        registers[1] = r1;
        registers[2] = r2;
        registers[3] = r3;
        registers[4] = r4;
        registers[5] = r5;
        registers[10] = cpu.framePointer();
        chunk(place, cpu, registers);
        return registers[0];
    }
}
