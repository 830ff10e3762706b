package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.Subprogram;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.List;
import java.util.Set;

/**
 * What a program of type EXT has in common with the function that it takes the place of (verifier spec G9; asked of Linux 6.12). The
 * callers of the function were verified by its prototype and by whether it moves packets: so whatever takes its place may not demand more.
 */
public final class Extension {
    private static final String NON_NULL = "nonnull";
    private static final String TRUSTED = "trusted";
    private static final String NULLABLE = "nullable";

    private final LinkedProgram extension;
    private final LinkedProgram target;
    private final Subprogram function;

    private Extension(LinkedProgram extension, LinkedProgram target, Subprogram function) {
        this.extension = extension;
        this.target = target;
        this.function = function;
    }

    /**
     * Checks whether a program may take the place of a function.
     *
     * @throws Violation EINVAL if it may not
     */
    public static void check(LinkedProgram extension, LinkedProgram target, String name, KernelProfile profile) {
        Subprogram function = target.subprograms().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> refused("program " + target.name() + " has no function " + name));
        new Extension(extension, target, function).run(profile);
    }

    private static Violation refused(String reason) {
        return new Violation(Errno.EINVAL, Violation.NO_INSN, reason);
    }

    private void run(KernelProfile profile) {
        ProgramType type = target.spec().type();
        AttachType attach = target.spec().expectedAttachType();
        if (type == null || type == ProgramType.EXT) {
            throw refused("functions of programs of type " + type + " cannot be replaced");
        }
        if (attach == AttachType.TRACE_FENTRY || attach == AttachType.TRACE_FEXIT) {
            throw refused("functions of programs of fentry and fexit cannot be replaced");
        }
        if (target.exceptionCallbacks().stream().anyMatch(each -> each.startInsn() == function.startInsn())) {
            throw refused(function.name() + " runs on exceptions and cannot be replaced");
        }
        boolean whole = function.startInsn() == 0;
        boolean found = function.typeId() != 0;
        if (!found || (whole ? !takesContext(type) : function.linkage() != Linkage.GLOBAL)) {
            throw refused(function.name() + " is no global function, or not one that can be verified by its types");
        }
        checkPrototype(profile);
        FunctionEffects ours = new FunctionEffects(extension, new Instructions(extension.code()));
        FunctionEffects theirs = new FunctionEffects(target, new Instructions(target.code()));
        int replaced = function.startInsn();
        boolean moves = ours.movesPackets(0) && !theirs.movesPackets(replaced);
        boolean writes = ours.writesDynptrs(0)
                && theirs.anyMakesPacketDynptrs()
                && !theirs.movesPackets(replaced)
                && !theirs.writesDynptrs(replaced);
        if (moves || writes) {
            throw refused(extension.name() + " may move the packet, which " + function.name() + " does not");
        }
    }

    private static BtfType.FuncProto prototype(LinkedProgram program, Subprogram function) {
        if (program.btf().type(function.typeId()) instanceof BtfType.Func named
                && program.btf().type(named.prototypeId()) instanceof BtfType.FuncProto prototype) {
            return prototype;
        }
        throw refused("no type information describes " + function.name());
    }

    /** Whether a whole program is a function of its context, as its types have it. */
    private boolean takesContext(ProgramType type) {
        List<BtfType.Parameter> parameters = prototype(target, function).parameters();
        return parameters.size() == 1
                && target.btf().resolved(parameters.getFirst().typeId()) instanceof BtfType.Ptr pointer
                && type.context()
                        .map(ContextLayout::struct)
                        .filter(target.btf().resolved(pointer.typeId()).name()::equals)
                        .isPresent();
    }

    private void checkPrototype(KernelProfile profile) {
        Subprogram entry = extension.subprograms().getFirst();
        BtfType.FuncProto ours = prototype(extension, entry);
        BtfType.FuncProto theirs = prototype(target, function);
        BtfType result = target.btf().resolved(theirs.returnTypeId());
        if (extension.btf().resolved(ours.returnTypeId()).kind() != result.kind()) {
            throw refused("%s does not return a %s as %s does".formatted(entry.name(), result.kind(), function.name()));
        }
        int count = theirs.parameters().size();
        if (ours.parameters().size() != count) {
            throw refused("%s has %d arguments, %s has %d"
                    .formatted(entry.name(), ours.parameters().size(), function.name(), count));
        }
        for (int i = 0; i < count; i++) {
            if (!fits(
                    ours.parameters().get(i).typeId(),
                    theirs.parameters().get(i).typeId())) {
                throw refused("argument %d of %s has another type than that of %s, or one that cannot be compared"
                        .formatted(i + 1, entry.name(), function.name()));
            }
            Set<String> demanded = ArgumentTags.of(extension.btf(), entry.typeId(), i, profile);
            Set<String> promised = ArgumentTags.of(target.btf(), function.typeId(), i, profile);
            if (!covers(promised, demanded)) {
                throw refused("argument %d of %s has tags %s, which that of %s lacks"
                        .formatted(i + 1, entry.name(), demanded, function.name()));
            }
        }
    }

    private boolean fits(int ourTypeId, int theirTypeId) {
        Btf ours = extension.btf();
        Btf theirs = target.btf();
        BtfType our = ours.resolved(ourTypeId);
        BtfType their = theirs.resolved(theirTypeId);
        if (our.kind() != their.kind()) {
            return false;
        }
        if (our instanceof BtfType.Ptr pointer && their instanceof BtfType.Ptr theirPointer) {
            return fitsMemory(pointer.typeId(), theirPointer.typeId());
        }
        return (our instanceof BtfType.Int || our instanceof BtfType.Enumeration)
                && ours.sizeOf(ourTypeId) == theirs.sizeOf(theirTypeId);
    }

    /** Linux compares only the names of structs; but callers pass as much memory as their own struct takes. */
    private boolean fitsMemory(int ourTypeId, int theirTypeId) {
        BtfType our = extension.btf().resolved(ourTypeId);
        BtfType their = target.btf().resolved(theirTypeId);
        return our instanceof BtfType.Composite
                && our.kind() == their.kind()
                && our.name().equals(their.name())
                && extension.btf().sizeOf(ourTypeId) <= target.btf().sizeOf(theirTypeId);
    }

    /** What Linux does not compare: a pointer that is taken for granted must be one that callers must pass. */
    private static boolean covers(Set<String> promised, Set<String> demanded) {
        boolean trusted = demanded.contains(TRUSTED);
        boolean sure = demanded.contains(NON_NULL) || trusted && !demanded.contains(NULLABLE);
        boolean promisedSure =
                promised.contains(NON_NULL) || promised.contains(TRUSTED) && !promised.contains(NULLABLE);
        return (!sure || promisedSure) && trusted == promised.contains(TRUSTED);
    }
}
