package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.HookResults;
import io.github.bpf4j.verifier.TracedFunction;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What programs in a map have in common with each other and with those that name it.
 *
 * @param attach what they are loaded to be attached as; null where it does not matter
 * @param hook what of the kernel's hands over their arguments, empty if that is said by the type
 * @param around which function of a program hands them over; null if none does
 */
record SlotOwner(
        ProgramType type,
        @Nullable AttachType attach,
        boolean frags,
        String hook,
        TracedFunction.@Nullable Given around) {
    /**
     * Of maps for tail calls: the context stays, so whatever makes it must be the same.
     *
     * @param around what programs of fentry and fexit are given by the function of a program that they are around
     */
    static SlotOwner ofJumps(
            ProgramType type, ProgramSpec program, Btf kernelTypes, TracedFunction.@Nullable Given around) {
        if (around != null) {
            return new SlotOwner(type, program.expectedAttachType(), program.frags(), "", around);
        }
        boolean hooked = type == ProgramType.TRACING || type == ProgramType.LSM || type == ProgramType.STRUCT_OPS;
        return new SlotOwner(
                type,
                program.expectedAttachType(),
                program.frags(),
                hooked ? hook(program.expectedAttachType(), program.attachTarget(), kernelTypes) : "",
                null);
    }

    /** Of maps whose entries have programs for packets. */
    static SlotOwner ofPackets(ProgramType type, ProgramSpec program) {
        return new SlotOwner(type, null, program.frags(), "", null);
    }

    /**
     * Functions and tracepoints of one prototype are one hook; those of security modules only with the same results, which Linux does not ask
     * for: what a program there takes for granted of the result so far would not be so.
     */
    private static String hook(@Nullable AttachType attach, String target, Btf types) {
        OptionalInt id = attach == AttachType.TRACE_RAW_TP
                ? types.find(BtfKind.TYPEDEF, "btf_trace_" + target)
                : types.find(BtfKind.FUNC, prefix(attach) + target);
        if (id.isPresent() && types.type(id.getAsInt()) instanceof BtfType.Func function) {
            boolean isBool = attach == AttachType.LSM_MAC && HookResults.isBool(target);
            return "prototype " + function.prototypeId() + (isBool ? " of yes or no" : "");
        }
        if (id.isPresent() && types.resolved(id.getAsInt()) instanceof BtfType.Ptr pointer) {
            return "prototype " + types.resolve(pointer.typeId());
        }
        return target;
    }

    /** What the kernel calls the function behind a hook or an iterator, in front of its name. */
    static String prefix(@Nullable AttachType attach) {
        if (attach == AttachType.LSM_MAC || attach == AttachType.LSM_CGROUP) {
            return "bpf_lsm_";
        }
        return attach == AttachType.TRACE_ITER ? "bpf_iter_" : "";
    }

    @Override
    public String toString() {
        return type + (attach == null ? "" : " " + attach) + (frags ? " with frags" : "") + " "
                + (around == null ? hook : "around functions of programs");
    }
}
