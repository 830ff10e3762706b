package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.structure.Instructions;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which functions of a program call helpers that may move packet data. Not safe for use by several threads. */
final class PacketMoves {
    private final LinkedProgram program;
    private final Instructions instructions;
    private final Map<Integer, Boolean> known = new HashMap<>();

    PacketMoves(LinkedProgram program, Instructions instructions) {
        this.program = program;
        this.instructions = instructions;
    }

    /** Whether a function, or one that it calls or hands to a helper, calls a helper that may move packet data. */
    boolean in(int startInsn) {
        return known.computeIfAbsent(startInsn, start -> in(program.subprogramAt(start), new HashSet<>()));
    }

    private boolean in(Subprogram function, Set<Integer> visited) {
        if (!visited.add(function.startInsn())) {
            return false;
        }
        for (int at = function.startInsn(); at < function.endInsn(); at = instructions.next(at)) {
            if (instructions.isFunctionCall(at) || instructions.isFunctionAddress(at)) {
                if (in(program.subprogramAt((int) instructions.functionTarget(at)), visited)) {
                    return true;
                }
            } else if (instructions.isCall(at)
                    && Instruction.src(instructions.word(at)) == 0
                    && HelperPrototype.byId(Instruction.imm(instructions.word(at)))
                            .filter(helper -> helper.has(Trait.INVALIDATES_PACKET_POINTERS))
                            .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
