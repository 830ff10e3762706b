package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.ProgramSpec;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What programs in a map have in common with each other, as one may run on the context of another.
 *
 * @param attach of the targets of tail calls: what they are attached to, null otherwise
 * @param hook of the targets of tail calls with the arguments of a function or tracepoint: its prototype, or its name if that is not known
 */
record SlotOwner(ProgramType type, boolean frags, @Nullable AttachType attach, String hook) {
    static SlotOwner of(MapType map, ProgramType type, ProgramSpec program, Btf kernelTypes) {
        if (map != MapType.PROG_ARRAY) {
            return new SlotOwner(type, program.frags(), null, "");
        }
        AttachType attach = program.expectedAttachType();
        boolean hooked = type == ProgramType.TRACING || type == ProgramType.LSM;
        return new SlotOwner(
                type, program.frags(), attach, hooked ? hook(attach, program.attachTarget(), kernelTypes) : "");
    }

    private static String hook(@Nullable AttachType attach, String target, Btf types) {
        OptionalInt id = attach == AttachType.TRACE_RAW_TP
                ? types.find(BtfKind.TYPEDEF, "btf_trace_" + target)
                : types.find(BtfKind.FUNC, prefix(attach) + target);
        if (id.isPresent() && types.type(id.getAsInt()) instanceof BtfType.Func function) {
            return "#" + function.prototypeId();
        }
        if (id.isPresent() && types.resolved(id.getAsInt()) instanceof BtfType.Ptr pointer) {
            return "#" + types.resolve(pointer.typeId());
        }
        return target;
    }

    private static String prefix(@Nullable AttachType attach) {
        if (attach == AttachType.LSM_MAC || attach == AttachType.LSM_CGROUP) {
            return "bpf_lsm_";
        }
        return attach == AttachType.TRACE_ITER ? "bpf_iter_" : "";
    }
}
