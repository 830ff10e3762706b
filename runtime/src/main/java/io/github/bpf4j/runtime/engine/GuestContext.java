package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;

/** The host's side of the context that a run was started with. */
public interface GuestContext {
    /** The guest address that R1 holds. */
    long address();

    /** How many bytes the structure has that R1 points to. */
    default int sizeBytes() {
        return 0;
    }

    /**
     * The packet bytes that the legacy LD_ABS and LD_IND instructions read, in host order (RFC 9669 section 5.5).
     *
     * @return the value, or -1 if the packet has no such bytes or the context no packet
     */
    default long loadPacket(long byteOffset, int sizeBytes) {
        return -1;
    }

    /** Carries out an LD_ABS or LD_IND; negative if the packet is too short. */
    static long load(Cpu cpu, long insn, long index) {
        GuestContext context = cpu.context();
        if (context == null) {
            throw new GuestFault(FaultKind.BAD_INSTRUCTION, "there is no packet that LD_ABS and LD_IND could read");
        }
        int opcode = Instruction.opcode(insn);
        int sizeBytes = (opcode & 0x18) == Opcode.W ? 4 : (opcode & 0x18) == Opcode.H ? 2 : 1;
        long offset = Instruction.imm(insn) + ((opcode & 0xe0) == Opcode.IND ? (long) (int) index : 0L);
        return context.loadPacket(offset, sizeBytes);
    }
}
