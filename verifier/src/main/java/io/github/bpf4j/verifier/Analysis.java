package io.github.bpf4j.verifier;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.object.DataImage;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.LinkedProgram.KfuncReference;
import io.github.bpf4j.object.LinkedProgram.MapReference;
import io.github.bpf4j.object.LinkedProgram.VariableReference;
import io.github.bpf4j.verifier.explore.Explorer;
import io.github.bpf4j.verifier.explore.Limits;
import io.github.bpf4j.verifier.explore.StackCheck;
import io.github.bpf4j.verifier.explore.ThrowCheck;
import io.github.bpf4j.verifier.explore.WalkListener;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.kernel.Hooks;
import io.github.bpf4j.verifier.kernel.KernelTypes;
import io.github.bpf4j.verifier.kernel.Slot;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.structure.CallTraits;
import io.github.bpf4j.verifier.structure.Instructions;
import io.github.bpf4j.verifier.structure.Structure;
import io.github.bpf4j.verifier.structure.StructureRules;
import io.github.bpf4j.verifier.structure.Subprograms;
import io.github.bpf4j.verifier.structure.Violation;
import io.github.bpf4j.verifier.transfer.Extension;
import io.github.bpf4j.verifier.transfer.Subject;
import io.github.bpf4j.verifier.transfer.Subject.MapTarget;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The verification of one program, from its code to its verdict. Not safe for use by several threads. */
final class Analysis {
    private final LinkedProgram loaded;
    private final LinkedProgram program;
    private final VerifierEnvironment environment;
    private final @Nullable WalkListener listener;
    private final IntConsumer progress;
    private final long[] code;
    private final @Nullable VerifierLog log;
    private @Nullable Explorer explorer;
    private int stackBytes;

    Analysis(
            LinkedProgram loaded,
            VerifierEnvironment environment,
            @Nullable VerifierLog log,
            @Nullable WalkListener listener,
            IntConsumer progress) {
        this.progress = progress;
        this.loaded = loaded;
        this.program = environment
                .replaced()
                .filter(_ -> loaded.spec().type() == ProgramType.EXT)
                .map(replaced -> loaded.inPlaceOf(replaced.program().spec()))
                .orElse(loaded);
        this.environment = environment;
        this.listener = listener;
        this.code = loaded.code();
        this.log = log;
    }

    Verdict run() {
        long start = System.nanoTime();
        VerifierException refusal = null;
        Facts.Proved proof = null;
        try {
            proof = verify();
        } catch (Violation violation) {
            refusal = RefusalLog.refusal(program, code, violation);
        }
        int insns = explorer == null ? 0 : explorer.processed();
        int states = explorer == null ? 0 : explorer.stored();
        Verdict verdict = new Verdict(refusal, proof, insns, states, stackBytes, System.nanoTime() - start);
        if (log != null) {
            log.end(verdict, environment.limits());
        }
        return verdict;
    }

    private Facts.Proved verify() {
        ProgramType type = program.spec().type();
        if (type == null) {
            throw new Violation(Errno.EINVAL, Violation.NO_INSN, "the program's type is unknown, set one");
        }
        KernelProfile profile = environment.profile();
        checkReplaced(profile);
        if (environment.privileged() && !profile.has(type)) {
            throw new Violation(
                    Errno.EINVAL, Violation.NO_INSN, "Linux " + profile.release() + " has no programs of type " + type);
        }
        AttachType attach = program.spec().expectedAttachType();
        if (environment.privileged() && attach != null && isCheckedByLoad(type) && !profile.has(attach)) {
            throw new Violation(
                    Errno.EINVAL,
                    Violation.NO_INSN,
                    "Linux %s has nothing to attach programs to as %s".formatted(profile.release(), attach));
        }
        if ((type == ProgramType.LSM || type == ProgramType.STRUCT_OPS) && !program.isGplCompatible()) {
            throw new Violation(Errno.EINVAL, Violation.NO_INSN, type + " programs need a GPL-compatible licence");
        }
        StructureRules rules = Verifier.rules(environment);
        Subprograms subprograms = Structure.checkGraph(code, Verifier.describe(program, loaded != program), rules);
        Instructions instructions = new Instructions(code);
        KernelTypes types = new KernelTypes(environment.kernelTypes());
        Subject subject = new Subject(
                program,
                type,
                instructions,
                subprograms,
                environment.profile(),
                environment.helperIds(),
                environment.kfuncs(),
                maps(),
                kfuncNames(),
                variableNames(),
                environment.cpus(),
                types,
                hook(types, type, profile),
                environment.privileged(),
                environment.hostFunctions(),
                loaded != program);
        VerifierLimits limits = environment.limits();
        explorer = new Explorer(
                subject,
                new Calls(instructions, environment.hostFunctions()),
                new Limits(limits.maxProcessedInsns(), limits.maxPendingPaths()),
                log == null ? null : log.of(program, code),
                listener,
                progress);
        explorer.run();
        ThrowCheck.check(subject, explorer.reached());
        stackBytes = StackCheck.check(subject, explorer.stackUse(), explorer.asyncCallbacks());
        return new Facts.Proved(
                subprograms,
                explorer.reached(),
                explorer.findings(),
                explorer.stackUse(),
                contextRange(subject.hook()));
    }

    private static Optional<Facts.ContextRange> contextRange(@Nullable Hook hook) {
        if (hook != null) {
            for (int i = 0; i < hook.slots().size(); i++) {
                if (hook.slots().get(i) instanceof Slot.Ranged(long least, long greatest)) {
                    return Optional.of(new Facts.ContextRange(i * Long.BYTES, least, greatest));
                }
            }
        }
        return Optional.empty();
    }

    /** What the program is attached to: a function of another program, or something of the kernel's. */
    private @Nullable Hook hook(KernelTypes types, ProgramType type, KernelProfile profile) {
        return type == ProgramType.TRACING && environment.traced().isPresent()
                ? environment.traced().get().hook(types, program.spec())
                : Hooks.of(types, program, type, profile);
    }

    /** A program of type EXT is one of the type of the program whose function it takes the place of. */
    private void checkReplaced(KernelProfile profile) {
        if (loaded.spec().type() != ProgramType.EXT) {
            return;
        }
        ReplacedFunction replaced = environment
                .replaced()
                .orElseThrow(() -> new Violation(
                        Errno.EINVAL,
                        Violation.NO_INSN,
                        "the program takes the place of a function of another one: say of which when you load it"));
        if (!environment.privileged()) {
            throw new Violation(Errno.EPERM, Violation.NO_INSN, "programs of type EXT need capabilities");
        }
        Extension.check(loaded, replaced.program(), replaced.function(), profile);
    }

    /** Whether loading a program of this type looks at what it is to be attached to. */
    private static boolean isCheckedByLoad(ProgramType type) {
        return switch (type) {
            case CGROUP_SKB,
                    CGROUP_SOCK,
                    CGROUP_SOCK_ADDR,
                    CGROUP_SOCKOPT,
                    SK_LOOKUP,
                    SK_REUSEPORT,
                    NETFILTER,
                    TRACING,
                    LSM -> true;
            default -> false;
        };
    }

    private Map<Integer, MapTarget> maps() {
        Map<String, MapInfo> infos = new HashMap<>();
        Map<Integer, MapTarget> targets = new HashMap<>();
        for (MapReference reference : program.mapReferences()) {
            MapInfo info = infos.computeIfAbsent(reference.mapName(), this::info);
            targets.put(
                    reference.insnOffset(),
                    new MapTarget(info, reference.kind() == MapReference.Kind.VALUE, reference.valueOffset()));
        }
        return targets;
    }

    private MapInfo info(String name) {
        MapDescription description = Objects.requireNonNull(environment.maps().get(name));
        MapShape inner = description.inner();
        DataImage constants = description.constants();
        return new MapInfo(
                name,
                asPrograms(description.shape()),
                inner == null ? null : new MapInfo("in " + name, inner, null, null),
                constants == null ? null : (offset, size) -> read(constants, offset, size));
    }

    /** Values of device maps are the kernel's: programs may only read them. */
    private static MapShape asPrograms(MapShape shape) {
        return switch (shape.type()) {
            case DEVMAP, DEVMAP_HASH -> shape.withFlags(shape.flags() | MapFlags.RDONLY_PROG);
            default -> shape;
        };
    }

    private static long read(DataImage image, int offset, int size) {
        byte[] bytes = new byte[Long.BYTES];
        System.arraycopy(image.slice(offset, size), 0, bytes, 0, size);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    private Map<Integer, String> kfuncNames() {
        Map<Integer, String> names = new HashMap<>();
        for (KfuncReference reference : program.kfuncReferences()) {
            names.put(reference.insnOffset(), reference.kfuncName());
        }
        return names;
    }

    private Map<Integer, String> variableNames() {
        Map<Integer, String> names = new HashMap<>();
        for (VariableReference reference : program.variableReferences()) {
            names.put(reference.insnOffset(), reference.variableName());
        }
        return names;
    }

    /** What the tables say of calls. */
    private record Calls(Instructions instructions, HostFunctions hostFunctions) implements CallTraits {
        private List<HelperArgument> list(int at) {
            int id = Instruction.imm(instructions.word(at));
            boolean kfunc = Instruction.src(instructions.word(at)) == Opcode.PSEUDO_KFUNC_CALL;
            Optional<HostPrototype> host = kfunc ? hostFunctions.kfunc(id) : hostFunctions.helper(id);
            if (host.isPresent()) {
                return host.get().arguments();
            }
            Optional<List<HelperArgument>> known = kfunc
                    ? Kfunc.byId(id).map(Kfunc::arguments)
                    : HelperPrototype.byId(id).map(HelperPrototype::arguments);
            return known.orElse(List.of());
        }

        private Optional<Kfunc> kfunc(int at) {
            return Instruction.src(instructions.word(at)) == Opcode.PSEUDO_KFUNC_CALL
                    ? Kfunc.byId(Instruction.imm(instructions.word(at)))
                    : Optional.empty();
        }

        @Override
        public int arguments(int at) {
            return list(at).size();
        }

        private boolean takesFunction(int at) {
            return list(at).stream().anyMatch(argument -> argument.kind() == ArgumentKind.FUNCTION);
        }

        private boolean hasOwner(int at) {
            return list(at).stream()
                    .anyMatch(argument ->
                            argument.kind() == ArgumentKind.TIMER || argument.kind() == ArgumentKind.WORKQUEUE);
        }

        @Override
        public boolean callsBack(int at) {
            return takesFunction(at) && !hasOwner(at);
        }

        @Override
        public boolean callsBackLater(int at) {
            return takesFunction(at) && hasOwner(at);
        }

        @Override
        public boolean isIteratorNext(int at) {
            return kfunc(at).filter(Kfunc::isIteratorNext).isPresent();
        }
    }
}
