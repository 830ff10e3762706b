package io.github.bpf4j.verifier.kernel;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.LinkedProgram.Operation;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What programs of type STRUCT_OPS are called with, as the kernel's BTF and its stubs have it (verifier spec B S6; asked of Linux 6.12). */
public final class Operations {
    private static final Set<String> NOT_BY_PROGRAMS = Set.of(KernelOperations.TCP_CONGESTION_OPS + ".get_info");
    private static final String SLEEPABLE_DUMMY = "test_sleepable";
    private static final String NULLABLE = "__nullable";
    private static final String REFERENCED = "__ref";

    private final Btf btf;
    private final ProgramSpec program;
    private final KernelProfile profile;

    Operations(Btf btf, ProgramSpec program, KernelProfile profile) {
        this.btf = btf;
        this.program = program;
        this.profile = profile;
    }

    private static Violation refused(Errno errno, String reason) {
        return new Violation(errno, Violation.NO_INSN, reason);
    }

    Hook hook(Optional<Operation> implemented) {
        Operation operation = implemented.orElseThrow(() -> refused(
                Errno.EINVAL,
                "no table of the object, a variable in section .struct_ops, names the program as an operation"));
        String name = operation.struct() + "." + operation.member();
        if (!KernelOperations.isTaken(btf, operation.struct())) {
            throw refused(Errno.ENOTSUPP, "the kernel takes no tables of struct " + operation.struct());
        }
        BtfType.Struct struct = (BtfType.Struct)
                btf.type(btf.find(BtfKind.STRUCT, operation.struct()).orElseThrow());
        KernelOperations.Function function = KernelOperations.function(btf, struct, operation.member())
                .orElseThrow(() -> refused(Errno.EINVAL, name + " is no function in the kernel"));
        if (NOT_BY_PROGRAMS.contains(name)) {
            throw refused(Errno.ENOTSUPP, name + " cannot be a program");
        }
        checkSleep(operation, name);
        BtfType.FuncProto prototype = (BtfType.FuncProto) btf.type(function.prototypeId());
        List<Parameter> stub = stub(operation);
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < prototype.parameters().size(); i++) {
            String declared = i < stub.size() ? stub.get(i).name() : "";
            slots.addAll(argument(operation, prototype.parameters().get(i).typeId(), declared));
        }
        return new Hook(name, slots, Hooks.result(btf, prototype));
    }

    private void checkSleep(Operation operation, String name) {
        if (!program.sleepable()) {
            return;
        }
        if (!profile.has(KernelFeature.SLEEPABLE_OPERATIONS)) {
            throw refused(Errno.EINVAL, "in Linux " + profile.release() + " programs of type STRUCT_OPS cannot sleep");
        }
        if (operation.struct().equals(KernelOperations.BPF_DUMMY_OPS)
                && !operation.member().equals(SLEEPABLE_DUMMY)) {
            throw refused(Errno.EINVAL, name + " cannot sleep");
        }
    }

    /** The function that stands for the operation where there is no program: its arguments say by their names what they are beside. */
    private List<Parameter> stub(Operation operation) {
        return btf.find(BtfKind.FUNC, operation.struct() + "__" + operation.member()).stream()
                .mapToObj(btf::type)
                .map(type -> type instanceof BtfType.Func function ? btf.resolved(function.prototypeId()) : type)
                .flatMap(type -> type instanceof BtfType.FuncProto prototype
                        ? prototype.parameters().stream()
                        : List.<Parameter>of().stream())
                .toList();
    }

    private List<Slot> argument(Operation operation, int typeId, String declared) {
        if (declared.endsWith(REFERENCED)) {
            return List.of(new Slot.Closed("the argument is a reference that the program would have to give up"));
        }
        boolean nullable = declared.endsWith(NULLABLE) && profile.has(KernelFeature.NULLABLE_OPERATIONS);
        List<Slot> slots = Hooks.ofOperation(btf, program, typeId, nullable);
        if (slots.getFirst() instanceof Slot.Pointer pointer
                && operation.struct().equals(KernelOperations.TCP_CONGESTION_OPS)
                && btf.type(pointer.typeId()).name().equals("sock")) {
            int socket = btf.find(BtfKind.STRUCT, "tcp_sock").orElse(pointer.typeId());
            return List.of(new Slot.Pointer(socket, true, nullable, pointer.tag()));
        }
        return slots;
    }
}
