package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.HelperGroup;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.LinkedProgram.Operation;

/** Which helpers operations of the kernel have that are programs; asked of Linux 6.12 operation by operation. */
final class OperationHelpers {
    private static final String RELEASE = "release";

    private OperationHelpers() {}

    /** Whether a helper that programs of the type may call is there for the one operation. */
    static boolean allows(Subject subject, HelperPrototype helper) {
        if (subject.type() != ProgramType.STRUCT_OPS) {
            return true;
        }
        Operation operation = subject.program().operation().orElseThrow();
        return switch (operation.struct()) {
            case KernelOperations.TCP_CONGESTION_OPS ->
                !operation.member().equals(RELEASE) || helper.id() != Ids.SETSOCKOPT && helper.id() != Ids.GETSOCKOPT;
            case KernelOperations.BPF_DUMMY_OPS -> false;
            default -> helper.groups().contains(HelperGroup.BASE);
        };
    }
}
