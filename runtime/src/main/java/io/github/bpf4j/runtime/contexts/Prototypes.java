package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.object.ProgramSpec;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the functions are like that programs are attached to, or stand for, by the types that know them. */
final class Prototypes {
    /**
     * A function.
     *
     * @param types what the type ids are of
     * @param returnTypeId 0 if it returns nothing, or nothing is known of it
     * @param traced whether it is a tracepoint, whose arguments are widened without their sign
     * @param known whether the types know it; else any number of arguments can be given
     */
    record Prototype(Btf types, List<Parameter> parameters, int returnTypeId, boolean traced, boolean known) {
        boolean returns() {
            return returnTypeId != 0 && !(types.resolved(returnTypeId) instanceof BtfType.Void);
        }
    }

    private Prototypes() {}

    /**
     * What a program is called as.
     *
     * @param kernel the kernel's types
     * @param operation the prototype of the operation that a program of type STRUCT_OPS is; null if there is none
     */
    static Prototype of(Btf kernel, ProgramSpec program, ProgramType type, @Nullable Prototype operation) {
        String target = program.attachTarget();
        AttachType attach = program.expectedAttachType();
        Prototype found = switch (type) {
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> tracepoint(kernel, target);
            case LSM -> function(kernel, "bpf_lsm_" + target);
            case STRUCT_OPS -> operation;
            case TRACING ->
                attach == AttachType.TRACE_RAW_TP
                        ? tracepoint(kernel, target)
                        : function(kernel, attach == AttachType.TRACE_ITER ? "bpf_iter_" + target : target);
            default -> null;
        };
        return found == null ? new Prototype(kernel, List.of(), 0, false, false) : found;
    }

    /** A function of the kernel's; null if its types have none of this name. */
    static @Nullable Prototype function(Btf kernel, String name) {
        OptionalInt id = kernel.find(BtfKind.FUNC, name);
        return id.isPresent()
                        && kernel.type(id.getAsInt()) instanceof BtfType.Func function
                        && kernel.resolved(function.prototypeId()) instanceof BtfType.FuncProto prototype
                ? new Prototype(kernel, prototype.parameters(), prototype.returnTypeId(), false, true)
                : null;
    }

    private static @Nullable Prototype tracepoint(Btf kernel, String name) {
        OptionalInt id = kernel.find(BtfKind.TYPEDEF, "btf_trace_" + name);
        if (id.isEmpty()
                || !(kernel.resolved(id.getAsInt()) instanceof BtfType.Ptr pointer)
                || !(kernel.resolved(pointer.typeId()) instanceof BtfType.FuncProto prototype)) {
            return null;
        }
        List<Parameter> parameters = prototype.parameters(); // the first is the tracepoint's own
        return new Prototype(
                kernel, parameters.subList(Math.min(1, parameters.size()), parameters.size()), 0, true, true);
    }

    /** The operation that a member of a table is; null if it is no pointer to a function. */
    static @Nullable Prototype operation(Btf types, int tableTypeId, String member) {
        if (types.resolved(tableTypeId) instanceof BtfType.Struct table) {
            for (BtfType.Member each : table.members()) {
                if (each.name().equals(member)
                        && types.resolved(each.typeId()) instanceof BtfType.Ptr pointer
                        && types.resolved(pointer.typeId()) instanceof BtfType.FuncProto prototype) {
                    return new Prototype(types, prototype.parameters(), prototype.returnTypeId(), false, true);
                }
            }
        }
        return null;
    }
}
