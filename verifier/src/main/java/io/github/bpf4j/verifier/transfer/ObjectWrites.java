package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.OperationWrites;
import io.github.bpf4j.abi.OperationWrites.Member;
import io.github.bpf4j.object.LinkedProgram.Operation;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.state.Register;

/** Stores of programs of type STRUCT_OPS in the objects that they are called with (verifier spec B S6). */
final class ObjectWrites {
    private ObjectWrites() {}

    /** Whether a store is allowed: in what the kernel hands over, and nothing else that is found from there. */
    static boolean allows(Subject subject, KernelTypes types, Register object, long offset, int size) {
        boolean sure = object.has(Register.TRUSTED)
                && !object.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU)
                && !object.isMaybeNull()
                && object.hasFixedOffset();
        if (subject.hook() == null || !sure) {
            return false;
        }
        String operations = subject.program().operation().map(Operation::struct).orElse("");
        String struct = types.name(object.detail());
        long at = object.fixedOffset() + offset;
        return OperationWrites.MEMBERS.stream()
                .filter(member -> member.operations().equals(operations)
                        && member.struct().equals(struct)
                        && member.isIn(subject.profile()))
                .anyMatch(member -> isIn(types, member, at, size));
    }

    private static boolean isIn(KernelTypes types, Member member, long at, int size) {
        long start = types.offsetOf(member.struct(), member.path());
        long end = start + types.sizeOf(member.struct(), member.path());
        boolean begins = member.anywhere() ? at >= start : at == start;
        return start >= 0 && begins && at + size <= end;
    }
}
