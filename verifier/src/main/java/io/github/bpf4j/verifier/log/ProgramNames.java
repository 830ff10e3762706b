package io.github.bpf4j.verifier.log;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.Subprogram;

/** The names of what a program's instructions refer to. */
public record ProgramNames(LinkedProgram program) implements Disassembler.Symbols {
    @Override
    public String map(int insnOffset) {
        return program.mapReferences().stream()
                .filter(reference -> reference.insnOffset() == insnOffset)
                .map(MapReference::mapName)
                .findFirst()
                .orElse("");
    }

    @Override
    public String kfunc(int insnOffset) {
        return program.kfuncReferences().stream()
                .filter(reference -> reference.insnOffset() == insnOffset)
                .map(KfuncReference::kfuncName)
                .findFirst()
                .orElse("");
    }

    @Override
    public String function(int insnOffset) {
        return program.subprograms().stream()
                .filter(subprogram -> subprogram.startInsn() == insnOffset)
                .map(Subprogram::name)
                .findFirst()
                .orElse("");
    }

    @Override
    public String helper(int helperId) {
        return HelperPrototype.nameOf(helperId).map(name -> "bpf_" + name).orElse("");
    }
}
