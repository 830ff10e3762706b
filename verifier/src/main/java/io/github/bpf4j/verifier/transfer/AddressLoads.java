package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import java.util.Objects;
import java.util.Optional;

/** Loads of 64-bit constants, and of the addresses of maps, values, functions and kernel variables. */
final class AddressLoads {
    private final Subject subject;
    private final Current current;

    AddressLoads(Subject subject, Current current) {
        this.subject = subject;
        this.current = current;
    }

    void step(long word) {
        int at = current.at();
        int dst = Instruction.dst(word);
        switch (Instruction.src(word)) {
            case 0 -> {
                long second = subject.instructions().word(at + 1);
                current.write(dst, Register.number(Scalar.constant(Instruction.wideImm(word, second))));
            }
            case Opcode.PSEUDO_MAP_FD, Opcode.PSEUDO_MAP_VALUE -> {
                Subject.MapTarget target = Objects.requireNonNull(subject.maps().get(at));
                Register address = target.isValue()
                        ? Register.ofMap(Kind.MAP_VALUE, target.map(), 0).withOffset(target.valueOffset())
                        : Register.ofMap(Kind.MAP, target.map(), 0);
                current.write(dst, address);
            }
            case Opcode.PSEUDO_BTF_ID -> current.write(dst, kernelAddress(at));
            case Opcode.PSEUDO_FUNC -> current.write(dst, function(at));
            default -> throw current.invalid("there is no fd_array to take a map from");
        }
    }

    private Register kernelAddress(int at) {
        if (subject.kfuncNames().containsKey(at)) {
            return Register.pointer(Kind.MEM, 0).withFlags(Register.READ_ONLY);
        }
        String name = subject.variableNames().getOrDefault(at, "");
        Optional<KernelVariable> known = KernelVariable.byName(name);
        if (known.isPresent()) {
            return Register.pointer(Kind.PERCPU_BTF, known.get().sizeBytes());
        }
        return subject.types()
                .variable(name)
                .map(AddressLoads::address)
                .orElseThrow(() -> current.invalid("the load names no kernel variable"));
    }

    /** Structs are objects of the kernel, whatever else there is can be read as memory (verifier spec B5). */
    private static Register address(KernelTypes.Variable variable) {
        if (variable.isStruct()) {
            return Register.pointer(Kind.BTF_OBJECT, variable.typeId())
                    .withFlags(variable.isPerCpu() ? Register.PER_CPU : 0);
        }
        return variable.isPerCpu()
                ? Register.pointer(Kind.PERCPU_BTF, variable.size())
                : Register.pointer(Kind.MEM, variable.size()).withFlags(Register.READ_ONLY);
    }

    /** The address of a function that may be a callback (VR11). */
    private Register function(int at) {
        int target = (int) subject.instructions().functionTarget(at);
        int index = subject.subprograms().indexAt(target);
        Subprogram function = subject.program().subprogramAt(target);
        if (function.startInsn() != target || function.typeId() == 0) {
            throw current.invalid("no func_info describes the callback at instruction " + target);
        }
        if (function.linkage() != Linkage.STATIC) {
            throw current.invalid("callback " + function.name() + " must be static");
        }
        if (index == 0) {
            throw current.invalid("the main program cannot be a callback");
        }
        return Register.pointer(Kind.FUNCTION, index);
    }
}
