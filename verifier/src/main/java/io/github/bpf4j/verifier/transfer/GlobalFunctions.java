package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Functions that are verified by their types alone, and their callers by the same (verifier spec B 7: G2 to G4). */
final class GlobalFunctions {
    private static final String FLAVOUR = "___";
    private static final String STAYS = "memory that stays: the function may move the packet";
    private static final Set<String> TAGS = Set.of("ctx", "nonnull", "trusted", "nullable");

    private sealed interface Parameter {
        /** A number. */
        record Plain() implements Parameter {}

        /** The program's context. */
        record Context() implements Parameter {}

        /** An object of the kernel. */
        record KernelObject(String struct, boolean nullable) implements Parameter {}

        /** A dynamic pointer. */
        record DynamicPointer() implements Parameter {}

        /** Memory of a size. */
        record Memory(int size, boolean nonNull) implements Parameter {}
    }

    private final Subject subject;
    private final Current current;
    private final MemoryAccess memory;
    private final StackAccess stack;
    private final KernelObjects objects;
    private final Dynptrs dynptrs;
    private final Map<Integer, List<Parameter>> known = new HashMap<>();
    private final FunctionEffects effects;

    GlobalFunctions(
            Subject subject,
            Current current,
            MemoryAccess memory,
            StackAccess stack,
            KernelObjects objects,
            Dynptrs dynptrs) {
        this.dynptrs = dynptrs;
        this.subject = subject;
        this.effects = new FunctionEffects(subject.program(), subject.instructions());
        this.current = current;
        this.memory = memory;
        this.stack = stack;
        this.objects = objects;
    }

    private BtfType.FuncProto prototype(int index) {
        Btf btf = subject.program().btf();
        Subprogram subprogram =
                subject.program().subprogramAt(subject.subprograms().start(index));
        if (btf.type(subprogram.typeId()) instanceof BtfType.Func function
                && btf.type(function.prototypeId()) instanceof BtfType.FuncProto prototype) {
            return prototype;
        }
        throw refused(index, Errno.EINVAL, "no type information describes it");
    }

    private Violation refused(int index, Errno errno, String reason) {
        int at = subject.subprograms().start(index);
        return new Violation(errno, at, "global function " + subject.functionName(index) + ": " + reason);
    }

    /** The types of a function's parameters, if it can be verified by them. */
    private List<Parameter> parameters(int index) {
        List<Parameter> before = known.get(index);
        if (before != null) {
            return before;
        }
        Btf btf = subject.program().btf();
        BtfType.FuncProto prototype = prototype(index);
        BtfType result = btf.resolved(prototype.returnTypeId());
        if (!(result instanceof BtfType.Int || result instanceof BtfType.Enumeration)) {
            throw refused(index, Errno.EINVAL, "it does not return a number");
        }
        if (prototype.parameters().size() > 5) {
            throw refused(index, Errno.EINVAL, "it has more than 5 arguments");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (int i = 0; i < prototype.parameters().size(); i++) {
            parameters.add(parameter(index, i, prototype.parameters().get(i)));
        }
        known.put(index, parameters);
        return parameters;
    }

    private Parameter parameter(int index, int position, BtfType.Parameter declared) {
        Btf btf = subject.program().btf();
        Set<String> tags = tags(index, position);
        BtfType type = btf.resolved(declared.typeId());
        if (!(type instanceof BtfType.Ptr pointer)) {
            if (!tags.isEmpty()) {
                throw refused(index, Errno.EINVAL, "argument " + (position + 1) + " has a tag but is no pointer");
            }
            if (type instanceof BtfType.Int || type instanceof BtfType.Enumeration) {
                return new Parameter.Plain();
            }
            throw refused(index, Errno.EINVAL, "argument " + (position + 1) + " is neither a number nor a pointer");
        }
        for (String tag : tags) {
            if (!TAGS.contains(tag)) {
                throw refused(
                        index,
                        Errno.EOPNOTSUPP,
                        "argument " + (position + 1) + " has the tag " + tag + ", which is not supported");
            }
        }
        if (tags.contains("ctx") && tags.size() > 1) {
            throw refused(index, Errno.EINVAL, "argument " + (position + 1) + " is the context and has another tag");
        }
        if (tags.contains("nullable") && !tags.contains("trusted") || tags.containsAll(Set.of("trusted", "nonnull"))) {
            throw refused(index, Errno.EINVAL, "argument " + (position + 1) + " has tags that contradict each other");
        }
        BtfType target = btf.resolved(pointer.typeId());
        if (tags.contains("trusted")) {
            return kernelObject(index, position, target, tags.contains("nullable"));
        }
        boolean isContext = subject.context()
                .map(ContextLayout::struct)
                .filter(name ->
                        target instanceof BtfType.Struct struct && struct.name().equals(name))
                .isPresent();
        if (isContext || tags.contains("ctx")) {
            return new Parameter.Context();
        }
        if (target instanceof BtfType.Struct struct && struct.name().equals("bpf_dynptr")) {
            if (!tags.isEmpty()) {
                throw refused(
                        index, Errno.EINVAL, "argument " + (position + 1) + " is a dynamic pointer and has a tag");
            }
            return new Parameter.DynamicPointer();
        }
        if (!btf.hasSize(pointer.typeId())) {
            throw refused(index, Errno.EINVAL, "argument " + (position + 1) + " points to something without a size");
        }
        long size = btf.sizeOf(pointer.typeId());
        return new Parameter.Memory((int) Math.min(size, Integer.MAX_VALUE), tags.contains("nonnull"));
    }

    private Parameter kernelObject(int index, int position, BtfType target, boolean nullable) {
        String name = target.name();
        int flavour = name.indexOf(FLAVOUR);
        String struct = flavour > 0 ? name.substring(0, flavour) : name;
        if (!(target instanceof BtfType.Struct || target instanceof BtfType.Fwd) || !objects.isKnown(struct)) {
            throw refused(
                    index,
                    Errno.ENOENT,
                    "argument " + (position + 1) + " points to no struct of the kernel that is known");
        }
        return new Parameter.KernelObject(struct, nullable);
    }

    private Set<String> tags(int index, int position) {
        int function = subject.program()
                .subprogramAt(subject.subprograms().start(index))
                .typeId();
        return ArgumentTags.of(subject.program().btf(), function, position, subject.profile());
    }

    /** What the function is verified with on its own (G3). */
    State entry(int index, boolean sleepable, Exploration exploration) {
        if (index == subject.exceptionCallback() && !parameters(index).equals(List.of(new Parameter.Plain()))) {
            throw refused(index, Errno.EINVAL, "what runs on exceptions takes one number, the cookie");
        }
        Frame frame = new Frame(index, -1, Entry.ROOT, 0);
        int number = 1;
        for (Parameter parameter : parameters(index)) {
            frame.set(
                    number,
                    switch (parameter) {
                        case Parameter.Plain _ -> Register.UNKNOWN;
                        case Parameter.Context _ -> Register.pointer(Kind.CONTEXT, 0);
                        case Parameter.DynamicPointer _ -> dynptrs.constant();
                        case Parameter.KernelObject object -> {
                            Register given = objects.object(object.struct(), Register.TRUSTED);
                            yield object.nullable() ? objects.maybe(given) : given;
                        }
                        case Parameter.Memory region ->
                            region.nonNull()
                                    ? Register.pointer(Kind.MEM, region.size())
                                    : Register.pointer(Kind.MEM, region.size())
                                            .withFlags(Register.MAYBE_NULL)
                                            .withId(exploration.newId());
                    });
            number++;
        }
        return new State(frame, sleepable, 0);
    }

    /**
     * What callers must pass (G4).
     *
     * @return whether the packet may have moved when the function returns
     */
    boolean checkArguments(int index) {
        int number = 1;
        boolean writesPacket = false;
        for (Parameter parameter : parameters(index)) {
            Register register = current.frame().register(number);
            switch (parameter) {
                case Parameter.Plain _ -> {
                    if (!register.isScalar()) {
                        throw wrong(index, number, register, "a number");
                    }
                }
                case Parameter.Context _ -> {
                    if (register.kind() != Kind.CONTEXT) {
                        throw wrong(index, number, register, "the context");
                    }
                    if (!register.isUnmodified()) {
                        throw current.noAccess("R%d of global function %s must be the unmodified context, but it is %s"
                                .formatted(number, subject.functionName(index), register.words()));
                    }
                }
                case Parameter.KernelObject object -> {
                    boolean isNull = object.nullable() && register.isZero();
                    boolean fits = (object.nullable() || !register.isMaybeNull())
                            && !register.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU)
                            && objects.isA(register, object.struct(), false);
                    if (!isNull && !fits) {
                        throw current.noAccess("R%d of global function %s must be a struct %s, but it is %s"
                                .formatted(
                                        number, subject.functionName(index), object.struct(), objects.words(register)));
                    }
                }
                case Parameter.DynamicPointer _ -> writesPacket |= isDynptrOfWrittenPacket(index, number, register);
                case Parameter.Memory region -> checkMemory(index, number, register, region);
            }
            number++;
        }
        for (int r = 1; writesPacket && r < number; r++) {
            if (isInPacket(current.frame().register(r))) {
                throw wrong(index, r, current.frame().register(r), STAYS);
            }
        }
        return writesPacket || mayMovePackets(index);
    }

    private boolean isDynptrOfWrittenPacket(int index, int number, Register register) {
        Call call = new Call(-1, "global function " + subject.functionName(index), true, false);
        dynptrs.checkMade(call, number, register, false);
        if (dynptrs.isOfPacket(call) && mayMovePackets(index)) {
            throw wrong(index, number, register, "of memory that stays: the function may move the packet");
        }
        return dynptrs.mayMove(call)
                && effects.writesDynptrs(subject.subprograms().start(index));
    }

    private void checkMemory(int index, int number, Register register, Parameter.Memory region) {
        boolean isNull = register.isZero();
        if (register.kind() == Kind.NOT_INIT
                || (isNull || register.isMaybeNull()) && region.nonNull()
                || register.isScalar() && !isNull) {
            throw wrong(index, number, register, "memory of " + region.size() + " bytes");
        }
        if (isNull) {
            return;
        }
        Register pointer = register.isMaybeNull() ? register.notNull(0) : register;
        if (pointer.kind() == Kind.OBJECT && !pointer.hasFixedOffset()) {
            throw current.noAccess("R%d of global function %s: variable offset into %s"
                    .formatted(number, subject.functionName(index), register.words()));
        }
        if (isInPacket(pointer) && mayMovePackets(index)) {
            throw wrong(index, number, register, STAYS);
        }
        try {
            if (pointer.kind() == Kind.STACK) {
                stack.readRange(pointer, region.size());
                stack.writeRange(pointer, region.size(), false);
            } else {
                memory.checkGiven(pointer, region.size());
            }
        } catch (Violation violation) {
            Violation refusal =
                    wrong(index, number, register, "memory of " + region.size() + " bytes: " + violation.reason());
            refusal.initCause(violation);
            throw refusal;
        }
    }

    private static boolean isInPacket(Register register) {
        return register.kind().isPacket() || register.kind() == Kind.MEM && register.has(Register.IN_PACKET);
    }

    private Violation wrong(int index, int number, Register register, String wanted) {
        return current.invalid("R%d of global function %s must be %s, but it is %s"
                .formatted(number, subject.functionName(index), wanted, register.words()));
    }

    /** Whether a function, or one that it calls or hands to a helper, may move packet data whatever it is given. */
    private boolean mayMovePackets(int index) {
        return effects.movesPackets(subject.subprograms().start(index));
    }
}
