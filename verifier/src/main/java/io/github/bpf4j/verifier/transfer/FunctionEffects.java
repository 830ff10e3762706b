package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.structure.Instructions;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What functions of a program, those that they call and those that they hand to helpers, may do to their callers. Not safe for use by
 * several threads.
 */
final class FunctionEffects {
    private enum Effect {
        /** Calls a helper that may move packet data. */
        MOVES,
        /** Writes through dynamic pointers, which moves the packet if they are to one. */
        WRITES,
        /** Makes dynamic pointers to packets that a write may move. */
        MAKES
    }

    private final LinkedProgram program;
    private final Instructions instructions;
    private final Map<Integer, Set<Effect>> known = new HashMap<>();

    FunctionEffects(LinkedProgram program, Instructions instructions) {
        this.program = program;
        this.instructions = instructions;
    }

    /** Whether a function may move packet data by itself, whatever it is given. */
    boolean movesPackets(int startInsn) {
        Set<Effect> effects = of(startInsn);
        return effects.contains(Effect.MOVES) || effects.containsAll(EnumSet.of(Effect.WRITES, Effect.MAKES));
    }

    /** Whether a function writes through dynamic pointers. */
    boolean writesDynptrs(int startInsn) {
        return of(startInsn).contains(Effect.WRITES);
    }

    /** Whether anything in the program makes dynamic pointers to packets that a write may move. */
    boolean anyMakesPacketDynptrs() {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            if (isKfunc(at, Kfunc.DYNPTR_FROM_SKB)) {
                return true;
            }
        }
        return false;
    }

    private Set<Effect> of(int startInsn) {
        Set<Effect> before = known.get(startInsn);
        if (before != null) {
            return before;
        }
        Set<Effect> effects = EnumSet.noneOf(Effect.class);
        add(effects, program.subprogramAt(startInsn), new HashSet<>());
        known.put(startInsn, effects);
        return effects;
    }

    private void add(Set<Effect> effects, Subprogram function, Set<Integer> visited) {
        if (!visited.add(function.startInsn())) {
            return;
        }
        for (int at = function.startInsn(); at < function.endInsn(); at = instructions.next(at)) {
            if (instructions.isFunctionCall(at) || instructions.isFunctionAddress(at)) {
                add(effects, program.subprogramAt((int) instructions.functionTarget(at)), visited);
            } else if (isKfunc(at, Kfunc.DYNPTR_FROM_SKB)) {
                effects.add(Effect.MAKES);
            } else if (instructions.isCall(at) && Instruction.src(instructions.word(at)) == 0) {
                int id = Instruction.imm(instructions.word(at));
                if (id == Ids.DYNPTR_WRITE) {
                    effects.add(Effect.WRITES);
                }
                if (HelperPrototype.byId(id)
                        .filter(helper -> helper.has(Trait.INVALIDATES_PACKET_POINTERS))
                        .isPresent()) {
                    effects.add(Effect.MOVES);
                }
            }
        }
    }

    private boolean isKfunc(int at, Kfunc kfunc) {
        return instructions.isKfuncCall(at) && Instruction.imm(instructions.word(at)) == kfunc.id();
    }
}
