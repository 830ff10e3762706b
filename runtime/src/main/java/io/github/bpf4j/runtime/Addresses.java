package io.github.bpf4j.runtime;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.verifier.Facts;
import java.util.TreeSet;

/** Turns the addresses that instructions load into what they are in a runtime. */
final class Addresses {
    /** Bytes that each size of access has, as it is coded. */
    private Addresses() {}

    /** Makes the ld_imm64 at a slot load a number. */
    static void patch(long[] code, int at, long value) {
        int dst = Instruction.dst(code[at]);
        code[at] = Instruction.pack(Opcode.LD | Opcode.IMM | Opcode.DW, dst, 0, 0, (int) value);
        code[at + 1] = Instruction.pack(0, 0, 0, 0, (int) (value >>> 32));
    }

    /**
     * Makes every instruction that no verified path comes to one that ends the run: it was not looked at, so nothing that the verifier
     * might be wrong about may lead there.
     */
    static void trapUnreached(long[] code, Facts.Proved proof) {
        for (int at = 0; at < code.length; at++) {
            boolean wide = Instruction.isWide(code[at]);
            if (!proof.isReached(at)) {
                code[at] = Image.UNREACHED;
                if (wide) {
                    code[at + 1] = Image.UNREACHED;
                }
            }
            at += wide ? 1 : 0;
        }
    }

    /** Makes loads from objects of the kernel give 0 where there is no memory. */
    static void markProbes(long[] code, Facts.Proved proof) {
        for (int at = 0; at < code.length; at++) {
            if (proof.isProbe(at) && Instruction.instructionClass(code[at]) == Opcode.LDX) {
                int opcode = Instruction.opcode(code[at]);
                int mode = Instruction.mode(code[at]) == Opcode.MEMSX ? Image.PROBE_MEMSX : Image.PROBE_MEM;
                code[at] = code[at] & ~0xffL | opcode - Instruction.mode(code[at]) | mode;
            }
        }
    }

    /** Makes every load of a function's address load its handle; returns the functions' first instructions, ascending. */
    static int[] patchFunctions(long[] code, int imageId) {
        TreeSet<Integer> targets = new TreeSet<>();
        for (int at = 0; at + 1 < code.length; at++) {
            if (Instruction.isWide(code[at])) {
                if (Instruction.src(code[at]) == Opcode.PSEUDO_FUNC) {
                    int target = at + 1 + Instruction.imm(code[at]);
                    targets.add(target);
                    patch(code, at, Handle.function(imageId, target));
                }
                at++;
            }
        }
        return targets.stream().mapToInt(Integer::intValue).toArray();
    }
}
