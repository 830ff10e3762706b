package io.github.bpf4j.runtime;

import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.Facts;

/** How much of its context a program uses, by its proof. */
final class ContextUse {
    private static final int CLASS = 0x07;
    private static final int SIZE = 0x18;

    private ContextUse() {}

    /** The end of the bytes that it reads or writes at fixed places. */
    static int end(long[] code, Facts.Proved proof) {
        int end = 0;
        for (int at = 0; at < code.length; at++) {
            int opcode = (int) (code[at] & 0xff);
            int kind = opcode & CLASS;
            boolean accesses = kind == Opcode.LDX || kind == Opcode.ST || kind == Opcode.STX;
            Facts.Access access = accesses ? proof.access(at).orElse(null) : null;
            if (access != null && access.region() == Facts.Region.CONTEXT) {
                end = Math.max(end, access.offset().orElse(0) + size(opcode));
            }
        }
        return end;
    }

    private static int size(int opcode) {
        return switch (opcode & SIZE) {
            case Opcode.B -> 1;
            case Opcode.H -> 2;
            case Opcode.W -> 4;
            default -> 8;
        };
    }
}
