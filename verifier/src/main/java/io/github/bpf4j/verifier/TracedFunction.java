package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.kernel.Slot;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A function of a loaded program that a program of fentry or fexit is around (verifier spec G10; asked of Linux 6.12). Immutable.
 *
 * @param program the program that it is part of; one that was accepted
 * @param name its name; that of the program itself for the whole of it
 */
public record TracedFunction(LinkedProgram program, String name) {
    /** Registers that arguments are passed in: what is known of functions whose types are not those of what callers pass. */
    private static final int REGISTERS = 5;

    /**
     * What programs around functions are given: of two functions with the same, they can run in each other's place.
     *
     * @param btf the types of the program that it is part of; null if these say nothing of what callers pass
     * @param prototypeId the function's type
     * @param type what kind of program it is part of, which says what contexts are
     */
    public record Given(
            @Nullable Btf btf, int prototypeId, @Nullable ProgramType type) {
        private static final Given REGISTERS_ALONE = new Given(null, 0, null);
    }

    private static final int PSEUDO_FUNCTION = 4;
    private static final int LOAD_IMMEDIATE = 0x18;

    /** Whether a program is one of fentry or fexit whose section names a function of another program. */
    public static boolean isTraced(LinkedProgram program, ProgramSpec tracer) {
        AttachType attach = tracer.expectedAttachType();
        return (attach == AttachType.TRACE_FENTRY || attach == AttachType.TRACE_FEXIT)
                && program.subprograms().stream().anyMatch(each -> each.name().equals(tracer.attachTarget()));
    }

    private Optional<Subprogram> function() {
        return program.subprograms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    private BtfType.@Nullable FuncProto prototype() {
        Btf btf = program.btf();
        int id = function().map(Subprogram::typeId).orElse(0);
        return id != 0
                        && btf.type(id) instanceof BtfType.Func named
                        && btf.type(named.prototypeId()) instanceof BtfType.FuncProto prototype
                ? prototype
                : null;
    }

    /** What programs around it are given. */
    public Given given() {
        BtfType.FuncProto prototype = prototype();
        if (prototype == null || !isReliable(prototype)) {
            return Given.REGISTERS_ALONE;
        }
        Btf btf = program.btf();
        int id = function().map(Subprogram::typeId).orElse(0);
        int prototypeId = btf.type(id) instanceof BtfType.Func named ? named.prototypeId() : 0;
        return new Given(btf, prototypeId, program.spec().type());
    }

    /** How many arguments it has, as programs around it see them. */
    public int arguments() {
        BtfType.FuncProto prototype = prototype();
        return prototype == null || !isReliable(prototype)
                ? REGISTERS
                : prototype.parameters().size();
    }

    /** Whether it returns something, as programs around it see it. */
    public boolean returns() {
        BtfType.FuncProto prototype = prototype();
        return prototype == null
                || !isReliable(prototype)
                || !(program.btf().resolved(prototype.returnTypeId()) instanceof BtfType.Void);
    }

    /** Whether an argument is the context of the program, which programs around it know as the kernel does. */
    public boolean isContext(int position) {
        BtfType.FuncProto prototype = prototype();
        return prototype != null && isReliable(prototype) && isContext(prototype, position);
    }

    private boolean isContext(BtfType.FuncProto prototype, int position) {
        ProgramType type = program.spec().type();
        Btf btf = program.btf();
        return type != null
                && position < prototype.parameters().size()
                && btf.resolved(prototype.parameters().get(position).typeId()) instanceof BtfType.Ptr pointer
                && btf.resolved(pointer.typeId()) instanceof BtfType.Struct struct
                && type.context()
                        .map(ContextLayout::struct)
                        .filter(struct.name()::equals)
                        .isPresent();
    }

    /**
     * Whether callers pass what the types say. A whole program is passed its context and nothing else, unless it takes the place of a function
     * by its types; to a function that a helper calls
     * back Linux compares what the helper itself is given, of which the second is the function.
     */
    private boolean isReliable(BtfType.FuncProto prototype) {
        List<BtfType.Parameter> parameters = prototype.parameters();
        boolean whole = function().filter(each -> each.startInsn() == 0).isPresent();
        if (whole && program.spec().type() != ProgramType.EXT) {
            return parameters.size() == 1 && isContext(prototype, 0);
        }
        boolean isNumberAtMost = parameters.isEmpty()
                || parameters.size() == 1
                        && program.btf().resolved(parameters.getFirst().typeId()) instanceof BtfType.Int;
        return isNumberAtMost || !isCallback();
    }

    private boolean isCallback() {
        int entry = function().map(Subprogram::startInsn).orElse(0);
        long[] code = program.code();
        return IntStream.range(0, code.length)
                .anyMatch(at -> (code[at] & 0xff) == LOAD_IMMEDIATE
                        && (code[at] >>> 12 & 0xf) == PSEUDO_FUNCTION
                        && at + 1 + (int) (code[at] >> Integer.SIZE) == entry);
    }

    private static Violation refused(String reason) {
        return new Violation(Errno.EINVAL, Violation.NO_INSN, reason);
    }

    /**
     * The function as a place that programs are attached to.
     *
     * @throws Violation EINVAL if this one cannot be attached to it
     */
    Hook hook(KernelTypes types, ProgramSpec tracer) {
        AttachType attach = tracer.expectedAttachType();
        if (attach != AttachType.TRACE_FENTRY && attach != AttachType.TRACE_FEXIT) {
            throw refused("only programs of fentry and fexit can be attached to other programs");
        }
        Subprogram function =
                function().orElseThrow(() -> refused("program " + program.name() + " has no function " + name));
        BtfType.FuncProto prototype = prototype();
        if (prototype == null) {
            throw refused("no type information describes " + name);
        }
        if (program.exceptionCallbacks().stream().anyMatch(each -> each.startInsn() == function.startInsn())) {
            throw refused(name + " runs on exceptions and cannot be traced");
        }
        if (tracer.sleepable()) {
            throw refused("programs attached to " + name + " cannot sleep");
        }
        List<Slot> slots = new ArrayList<>();
        boolean typed = isReliable(prototype);
        for (int i = 0; i < arguments(); i++) {
            slots.add(typed ? slot(types, prototype, i) : new Slot.Plain());
        }
        if (attach == AttachType.TRACE_FEXIT && returns()) {
            slots.add(new Slot.Plain());
        }
        return new Hook(name, slots, returns() ? Hook.Result.NUMBER : Hook.Result.NOTHING);
    }

    private Slot slot(KernelTypes types, BtfType.FuncProto prototype, int position) {
        if (isContext(prototype, position)) {
            return context(types);
        }
        Btf btf = program.btf();
        BtfType type = btf.resolved(prototype.parameters().get(position).typeId());
        boolean isNumber = type instanceof BtfType.Int
                || type instanceof BtfType.Enumeration
                || type instanceof BtfType.Ptr pointer
                        && (btf.resolved(pointer.typeId()) instanceof BtfType.Int
                                || btf.resolved(pointer.typeId()) instanceof BtfType.Void);
        return isNumber
                ? new Slot.Plain()
                : new Slot.Closed("the types of " + program.name() + " are not those of the kernel");
    }

    /** The kernel's own struct behind a context, where the runtime has it. */
    private Slot context(KernelTypes types) {
        String struct = switch (program.spec().type()) {
            case XDP -> "xdp_buff";
            case SCHED_CLS, SCHED_ACT, SOCKET_FILTER, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> "sk_buff";
            case null, default -> "";
        };
        OptionalInt id = struct.isEmpty() ? OptionalInt.empty() : types.btf().find(BtfKind.STRUCT, struct);
        return id.isPresent()
                ? new Slot.Pointer(id.getAsInt(), false, false, "")
                : new Slot.Closed("nothing is known of the kernel's view of such a context");
    }
}
