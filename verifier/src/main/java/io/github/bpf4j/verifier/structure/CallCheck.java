package io.github.bpf4j.verifier.structure;

import static io.github.bpf4j.asm.Opcode.ABS;
import static io.github.bpf4j.asm.Opcode.IND;
import static io.github.bpf4j.asm.Opcode.LD;
import static io.github.bpf4j.asm.Opcode.PSEUDO_KFUNC_CALL;

import io.github.bpf4j.abi.Capability;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.object.LinkedProgram;
import java.util.Optional;

/**
 * Calls name helpers and kernel functions that exist and that this program may use, in the order of verifier spec H1 and F1 (also
 * VR1, VR2, A72). The call of a kernel function that its own program can do without is let through, and so is what stands in place of an instruction
 * that could not be relocated: whether a test guards it is a question of values.
 */
final class CallCheck {
    private static final int MODE_MASK = 0xe0;

    private final ProgramDescription program;
    private final StructureRules rules;
    private final Instructions instructions;
    private final ProgramType type;

    private CallCheck(ProgramDescription program, StructureRules rules, Instructions instructions, ProgramType type) {
        this.program = program;
        this.rules = rules;
        this.instructions = instructions;
        this.type = type;
    }

    static void check(ProgramDescription program, StructureRules rules, Instructions instructions) {
        ProgramType type = program.type();
        if (type == null) {
            throw new Violation(Errno.EINVAL, Violation.NO_INSN, "the program's type is unknown, set one");
        }
        new CallCheck(program, rules, instructions, type).run();
    }

    private void run() {
        for (int at = 0; at < instructions.length(); at = instructions.next(at)) {
            long word = instructions.word(at);
            if (isPacketLoad(at) && !mayLoadFromPacket()) {
                throw new Violation(Errno.EINVAL, at, "legacy packet loads do not exist for programs of type " + type);
            }
            if (!instructions.isCall(at) || instructions.isFunctionCall(at)) {
                continue;
            }
            if (Instruction.src(word) == PSEUDO_KFUNC_CALL) {
                checkKfunc(at, word);
            } else {
                checkHelper(at, Instruction.imm(word));
            }
        }
    }

    private void checkKfunc(int at, long call) {
        int id = Instruction.imm(call);
        if (id == Kfunc.MISSING && program.kfuncs().containsKey(at)) {
            return;
        }
        Optional<HostPrototype> host = rules.hostFunctions().kfunc(id);
        if (Instruction.offset(call) == 0 && host.isPresent()) {
            checkHost(at, host.get());
            return;
        }
        Optional<Kfunc> known = Instruction.offset(call) == 0 ? Kfunc.byId(id) : Optional.empty();
        if (known.isEmpty()) {
            throw refused(at, "there is no kernel function #" + id);
        }
        Kfunc kfunc = known.get();
        String name = kfunc.kernelName();
        if (!program.gplCompatible()) {
            throw refused(at, "kernel function " + name + " is reserved to GPL-compatible programs");
        }
        if (!rules.kfuncs().contains(kfunc)) {
            throw new Violation(
                    Errno.EACCES, at, "calling kernel function " + name + " is not allowed: it is not implemented");
        }
        if (!kfunc.availableTo(type)) {
            throw new Violation(
                    Errno.EACCES,
                    at,
                    "calling kernel function " + name + " is not allowed in programs of type " + type);
        }
        if (kfunc.traits().contains(Trait.MAY_SLEEP) && !program.sleepable()) {
            throw new Violation(Errno.EACCES, at, "kernel function " + name + " might sleep in a program that may not");
        }
    }

    /** As for the kernel's own: kernel functions first look at the licence, helpers at the program's type. */
    private void checkHost(int at, HostPrototype function) {
        String name = (function.isKfunc() ? "kernel function " : "helper ") + function.name();
        Errno refusal = function.isKfunc() ? Errno.EACCES : Errno.EINVAL;
        if (!rules.privileged()) {
            throw refused(at, "loaders without capabilities cannot use " + name);
        }
        boolean licensed = !function.gplOnly() || program.gplCompatible();
        if (function.isKfunc() && !licensed) {
            throw refused(at, name + " is reserved to GPL-compatible programs");
        }
        if (!function.types().contains(type)) {
            throw new Violation(refusal, at, "program of type " + type + " cannot use " + name);
        }
        if (!licensed) {
            throw refused(at, name + " is reserved to GPL-compatible programs");
        }
        if (function.maySleep() && !program.sleepable()) {
            throw new Violation(refusal, at, name + " might sleep in a program that may not");
        }
    }

    private void checkHelper(int at, int id) {
        if (id == LinkedProgram.POISON) {
            return;
        }
        Optional<HostPrototype> host = rules.hostFunctions().helper(id);
        if (host.isPresent()) {
            checkHost(at, host.get());
            return;
        }
        String name = HelperPrototype.nameOf(id)
                .map(known -> "bpf_" + known + "#" + id)
                .orElse("#" + id);
        Optional<HelperPrototype> prototype = HelperPrototype.byId(id);
        if (HelperPrototype.nameOf(id).isEmpty() || !rules.profile().hasHelper(id)) {
            throw refused(
                    at,
                    "there is no helper " + name + " in Linux "
                            + rules.profile().release());
        }
        if (prototype.isEmpty() || !rules.helpers().contains(id)) {
            throw refused(at, "helper " + name + " is not implemented");
        }
        HelperPrototype helper = prototype.get();
        if (!rules.profile().offers(helper, type) || !rules.privileged() && helper.capability() != Capability.NONE) {
            throw refused(at, "program of type " + type + " cannot use helper " + name);
        }
        if (helper.has(Trait.GPL_ONLY) && !program.gplCompatible()) {
            throw refused(at, "helper " + name + " is reserved to GPL-compatible programs");
        }
        if (helper.has(Trait.MAY_SLEEP) && !program.sleepable()) {
            throw refused(at, "helper " + name + " might sleep in a program that may not");
        }
    }

    private static Violation refused(int at, String reason) {
        return new Violation(Errno.EINVAL, at, reason);
    }

    private boolean isPacketLoad(int at) {
        int mode = Instruction.opcode(instructions.word(at)) & MODE_MASK;
        return instructions.instructionClass(at) == LD && (mode == ABS || mode == IND);
    }

    private boolean mayLoadFromPacket() {
        return switch (type) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT -> true;
            default -> false;
        };
    }
}
