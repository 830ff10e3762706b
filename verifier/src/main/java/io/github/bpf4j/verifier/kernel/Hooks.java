package io.github.bpf4j.verifier.kernel;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Parameter;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds what a program is attached to in the kernel's BTF (verifier spec B 5.2, 8.2). */
public final class Hooks {
    private static final int MAX_SLOTS = 12;
    private static final int MAX_ARGUMENT_SIZE = 16;
    private static final String ITERATOR_META = "bpf_iter_meta";
    /** Iterators whose second argument is there whenever it is not null. */
    private static final Set<String> TRUSTED_ELEMENTS = Set.of("bpf_map", "task", "cgroup", "tcp", "udp");
    /** Iterators over the elements of a map, which is their second argument. */
    private static final Set<String> OF_MAPS = Set.of("bpf_map_elem", "sockmap", "bpf_sk_storage_map");

    private final Btf btf;
    private final ProgramSpec program;

    private Hooks(Btf btf, ProgramSpec program) {
        this.btf = btf;
        this.program = program;
    }

    /**
     * The hook of a program; null if programs of its type have none, or it is not among the types that are known.
     *
     * @throws Violation if the program cannot be attached to it
     */
    public static @Nullable Hook of(KernelTypes types, LinkedProgram linked, ProgramType type, KernelProfile profile) {
        ProgramSpec program = linked.spec();
        if (type == ProgramType.STRUCT_OPS) {
            return new Operations(types.btf(), program, profile).hook(linked.operation());
        }
        return of(types, program, type, profile);
    }

    /** The hook of a program that is no operation. */
    static @Nullable Hook of(KernelTypes types, ProgramSpec program, ProgramType type, KernelProfile profile) {
        AttachType attach = program.expectedAttachType();
        boolean described = type == ProgramType.TRACING || type == ProgramType.LSM;
        if (types.isEmpty()
                || !described
                || attach == null
                || program.attachTarget().isEmpty()) {
            return null;
        }
        Hooks hooks = new Hooks(types.btf(), program);
        return switch (attach) {
            case TRACE_RAW_TP -> hooks.tracepoint(program.attachTarget());
            case TRACE_FENTRY, TRACE_FEXIT, MODIFY_RETURN -> hooks.function(program.attachTarget(), attach);
            case TRACE_ITER -> hooks.iterator(program.attachTarget());
            case LSM_MAC -> hooks.lsm(program.attachTarget(), profile.has(KernelFeature.LSM_RANGE));
            case LSM_CGROUP -> hooks.lsm(program.attachTarget(), false);
            default -> null;
        };
    }

    /** What an argument of an operation takes. */
    static List<Slot> ofOperation(Btf btf, ProgramSpec program, int typeId, boolean nullable) {
        return new Hooks(btf, program).slots(typeId, true, nullable);
    }

    private static Violation refused(Errno errno, String reason) {
        return new Violation(errno, Violation.NO_INSN, reason);
    }

    private @Nullable Hook tracepoint(String name) {
        OptionalInt typedef = btf.find(BtfKind.TYPEDEF, "btf_trace_" + name);
        if (typedef.isEmpty()
                || !(btf.resolved(typedef.getAsInt()) instanceof BtfType.Ptr pointer)
                || !(btf.resolved(pointer.typeId()) instanceof BtfType.FuncProto prototype)) {
            return null;
        }
        List<Slot> slots = new ArrayList<>();
        // the first parameter is the tracepoint's own
        List<Parameter> parameters = prototype.parameters();
        for (Parameter parameter : parameters.subList(Math.min(1, parameters.size()), parameters.size())) {
            int position = slots.size();
            boolean nullable = HookFacts.isNullable(name, position);
            slots.addAll(
                    HookFacts.isNumber(name, position)
                            ? List.of(new Slot.Plain())
                            : slots(parameter.typeId(), true, nullable));
        }
        return new Hook(name, slots, Hook.Result.NOTHING);
    }

    private BtfType.@Nullable FuncProto prototype(String function) {
        OptionalInt id = btf.find(BtfKind.FUNC, function);
        if (id.isPresent()
                && btf.type(id.getAsInt()) instanceof BtfType.Func found
                && btf.resolved(found.prototypeId()) instanceof BtfType.FuncProto prototype) {
            return prototype;
        }
        return null;
    }

    private @Nullable Hook function(String name, AttachType attach) {
        if (program.sleepable() && !HookFacts.isSleepable(name)) {
            throw refused(Errno.EINVAL, "programs attached to " + name + " cannot sleep");
        }
        if (attach == AttachType.MODIFY_RETURN && !HookFacts.isModifiable(name)) {
            throw refused(Errno.EINVAL, "the result of " + name + " cannot be changed by programs");
        }
        if (attach != AttachType.TRACE_FENTRY && !HookFacts.returns(name)) {
            throw refused(Errno.EINVAL, "no program runs when " + name + " returns: it never does");
        }
        if (!HookFacts.isTraceable(name)) {
            throw refused(Errno.EINVAL, name + " cannot be traced");
        }
        BtfType.FuncProto prototype = prototype(name);
        if (prototype == null) {
            return null;
        }
        if (prototype.variadic()) {
            throw refused(Errno.EINVAL, name + " has variable arguments");
        }
        List<Slot> slots = arguments(name, prototype, false);
        Hook.Result result = result(prototype);
        if (attach == AttachType.TRACE_FEXIT && result != Hook.Result.NOTHING) {
            slots.addAll(slots(prototype.returnTypeId(), false, false));
        }
        if (attach == AttachType.MODIFY_RETURN && (result == Hook.Result.NUMBER || result == Hook.Result.BOOL)) {
            slots.add(new Slot.Plain());
        }
        return new Hook(name, slots, result);
    }

    /**
     * A hook of security modules.
     *
     * @param ranged whether the result so far is known to be one that the hook can return
     */
    private @Nullable Hook lsm(String name, boolean ranged) {
        if (HookFacts.isClosed(name)) {
            throw refused(Errno.EINVAL, "no program can be attached to the hook " + name);
        }
        if (program.sleepable() && !HookFacts.maySleep(name)) {
            throw refused(Errno.EINVAL, "programs attached to the hook " + name + " cannot sleep");
        }
        BtfType.FuncProto prototype = prototype("bpf_lsm_" + name);
        if (prototype == null) {
            return null;
        }
        List<Slot> slots = arguments(name, prototype, HookFacts.isTrusted(name));
        Hook.Result result = result(prototype);
        if (result != Hook.Result.NOTHING) {
            boolean isNumber = result == Hook.Result.NUMBER || result == Hook.Result.BOOL;
            slots.addAll(
                    ranged && isNumber
                            ? List.of(HookFacts.results(name))
                            : slots(prototype.returnTypeId(), true, false));
        }
        return new Hook(name, slots, HookFacts.isBool(name) ? Hook.Result.BOOL : result);
    }

    private @Nullable Hook iterator(String name) {
        BtfType.FuncProto prototype = prototype("bpf_iter_" + name);
        if (prototype == null) {
            return null;
        }
        List<Parameter> parameters = prototype.parameters();
        boolean isTarget = !parameters.isEmpty()
                && !name.equals("get_info")
                && btf.resolved(parameters.getFirst().typeId()) instanceof BtfType.Ptr meta
                && btf.resolved(meta.typeId()).name().equals(ITERATOR_META);
        if (!isTarget) {
            throw refused(Errno.EINVAL, "there is no iterator " + name);
        }
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            boolean sure = i == 0 || i == 1 && OF_MAPS.contains(name);
            boolean trusted = sure || i == 1 && TRUSTED_ELEMENTS.contains(name);
            int typeId = parameters.get(i).typeId();
            boolean isBuffer =
                    btf.resolved(typeId) instanceof BtfType.Ptr pointer && btf.resolve(pointer.typeId()) == 0;
            slots.addAll(isBuffer ? List.of(buffer(name, i)) : slots(typeId, trusted, !sure));
        }
        return new Hook(name, slots, Hook.Result.NOTHING);
    }

    /** Keys can only be read; what else iterators hand over as memory is not known. */
    private static Slot buffer(String iterator, int argument) {
        return OF_MAPS.contains(iterator)
                ? new Slot.Buffer(!iterator.equals("bpf_sk_storage_map") && argument == 2)
                : new Slot.Closed("keys and values of iterators over " + iterator + " are not given to programs here");
    }

    private List<Slot> arguments(String name, BtfType.FuncProto prototype, boolean trusted) {
        List<Slot> slots = new ArrayList<>();
        for (Parameter parameter : prototype.parameters()) {
            slots.addAll(slots(parameter.typeId(), trusted, false));
        }
        if (slots.size() > MAX_SLOTS) {
            throw refused(Errno.ENOTSUPP, name + " has more than " + MAX_SLOTS + " arguments");
        }
        return slots;
    }

    private Hook.Result result(BtfType.FuncProto prototype) {
        return result(btf, prototype);
    }

    static Hook.Result result(Btf btf, BtfType.FuncProto prototype) {
        BtfType type = btf.resolved(prototype.returnTypeId());
        return switch (type) {
            case BtfType.Void _ -> Hook.Result.NOTHING;
            case BtfType.Int number when number.bool() -> Hook.Result.BOOL;
            case BtfType.Int _ -> Hook.Result.NUMBER;
            case BtfType.Enumeration _ -> Hook.Result.NUMBER;
            default -> Hook.Result.OTHER;
        };
    }

    /** What an argument of a type takes: structs are passed in as many slots as they fill. */
    private List<Slot> slots(int typeId, boolean trusted, boolean nullable) {
        BtfType type = btf.resolved(typeId);
        return switch (type) {
            case BtfType.Int _ -> List.of(new Slot.Plain());
            case BtfType.Enumeration _ -> List.of(new Slot.Plain());
            case BtfType.Composite struct when struct.size() <= Long.BYTES -> List.of(new Slot.Plain());
            case BtfType.Composite struct
            when struct.size() <= MAX_ARGUMENT_SIZE -> List.of(new Slot.Plain(), new Slot.Plain());
            case BtfType.Ptr pointer -> List.of(pointer(pointer, trusted, nullable));
            default -> throw refused(Errno.EINVAL, "an argument is a " + type.kind() + ", which cannot be handed over");
        };
    }

    private Slot pointer(BtfType.Ptr pointer, boolean trusted, boolean nullable) {
        BtfType target = btf.resolved(pointer.typeId());
        String tag = btf.type(pointer.typeId()) instanceof BtfType.TypeTag tagged ? tagged.name() : "";
        return switch (target) {
            case BtfType.Void _ -> new Slot.Plain();
            case BtfType.Int _ -> new Slot.Plain();
            case BtfType.Composite _ -> new Slot.Pointer(btf.resolve(pointer.typeId()), trusted, nullable, tag);
            default -> new Slot.Closed("the argument is a pointer to a " + target.kind() + ", not to a struct");
        };
    }
}
