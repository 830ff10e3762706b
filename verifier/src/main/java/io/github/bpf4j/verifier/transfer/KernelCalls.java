package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.ReturnKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.verifier.kernel.HookFacts;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.structure.Violation;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Kernel functions that take, give or walk over objects of the kernel (verifier spec B 6). */
final class KernelCalls {
    private static final HelperArgument NO_ARGUMENT = new HelperArgument(ArgumentKind.ANYTHING, 0, "", false);
    private static final int WORD = 8;

    /** Structs of numbers alone: Linux takes what is no kernel object there for memory of the program's, and says EACCES. */
    private static final Set<String> NUMBERS = Set.of("cpumask", "bpf_cpumask");

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final Arguments arguments;
    private final Iterators iterators;
    private final KernelObjects objects;

    KernelCalls(
            Subject subject,
            Current current,
            Exploration exploration,
            Arguments arguments,
            Iterators iterators,
            KernelObjects objects) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.arguments = arguments;
        this.iterators = iterators;
        this.objects = objects;
    }

    /** Whether a helper is there for programs with this hook. */
    boolean allows(int helper) {
        boolean isIterator = subject.program().spec().expectedAttachType() == AttachType.TRACE_ITER;
        String target = subject.program().spec().attachTarget();
        return switch (helper) {
            case Ids.SEQ_PRINTF, Ids.SEQ_WRITE, Ids.SEQ_PRINTF_BTF -> isIterator;
            case Ids.SETSOCKOPT, Ids.GETSOCKOPT -> hasSocketOptions(isIterator, target);
            case Ids.IMA_INODE_HASH, Ids.IMA_FILE_HASH ->
                subject.program().spec().sleepable();
            case Ids.D_PATH ->
                isIterator
                        || (subject.type() == ProgramType.LSM ? HookFacts.maySleep(target) : HookFacts.hasPath(target));
            default -> true;
        };
    }

    /** Whether programs can touch options of the sockets that they come to: they must not be locked by others there. */
    private boolean hasSocketOptions(boolean isIterator, String target) {
        return switch (subject.type()) {
            case TRACING -> isIterator && HookFacts.iteratesOverLockedSockets(target);
            case LSM ->
                subject.program().spec().expectedAttachType() == AttachType.LSM_CGROUP
                        && HookFacts.hasSocketOptions(target);
            default -> true;
        };
    }

    /** Judges a call and its arguments. */
    void check(Kfunc kfunc, Call call) {
        checkHook(kfunc, call);
        List<HelperArgument> list = kfunc.arguments();
        for (int i = 0; i < list.size(); i++) {
            HelperArgument argument = list.get(i);
            Register register = current.frame().register(i + 1);
            if (argument.kind() != ArgumentKind.IGNORED && register.kind() == Kind.NOT_INIT) {
                throw current.invalid("R%d of %s was never set".formatted(i + 1, call.name));
            }
            switch (argument.kind()) {
                case BTF_OBJECT, BTF_OBJECT_OR_NULL -> checkObject(kfunc, call, i + 1, argument);
                case CONST_STRING, DYNPTR, DYNPTR_OR_NULL -> {
                    if (argument.kind() == ArgumentKind.DYNPTR_OR_NULL && register.isZero()) {
                        exploration.needPrecisely(i + 1);
                        continue;
                    }
                    if (register.isZero() || register.isMaybeNull()) {
                        throw current.noAccess("R%d of %s is null or may be".formatted(i + 1, call.name));
                    }
                    arguments.check(call, i + 1, argument, NO_ARGUMENT);
                }
                default -> arguments.check(call, i + 1, argument, i == 0 ? NO_ARGUMENT : list.get(i - 1));
            }
        }
    }

    /** Some are there for a part of the programs of a type only. */
    private void checkHook(Kfunc kfunc, Call call) {
        AttachType attach = subject.program().spec().expectedAttachType();
        boolean there = switch (kfunc) {
            case SOCK_DESTROY -> attach == AttachType.TRACE_ITER;
            case SESSION_COOKIE, SESSION_IS_RETURN ->
                attach == AttachType.TRACE_KPROBE_SESSION || attach == AttachType.TRACE_UPROBE_SESSION;
            default -> true;
        };
        if (!there) {
            throw current.noAccess(
                    "calling kernel function " + call.name + " is not allowed in programs attached like this");
        }
        if (kfunc == Kfunc.ITER_CSS_TASK_NEW
                && subject.type() != ProgramType.LSM
                && attach != AttachType.TRACE_ITER
                && !current.state().isSleepable()) {
            throw current.invalid(call.name + " is for LSM programs, iterators and programs that may sleep");
        }
    }

    private Violation mismatch(Call call, int number, Register register, String wanted) {
        return current.invalid(
                "R%d of %s must be %s, but it is %s".formatted(number, call.name, wanted, objects.words(register)));
    }

    /** A pointer to an object of the kernel (F2, B9). */
    private void checkObject(Kfunc kfunc, Call call, int number, HelperArgument argument) {
        Register register = current.read(number);
        String wanted = "a struct " + argument.btfType();
        boolean nullable = argument.kind() == ArgumentKind.BTF_OBJECT_OR_NULL;
        if (nullable && register.isZero()) {
            exploration.needPrecisely(number);
            return;
        }
        boolean guarded = kfunc.traits().contains(Trait.TRUSTED_ARGUMENTS)
                || kfunc.traits().contains(Trait.RCU_ARGUMENTS);
        if (guarded && !nullable && (register.isZero() || register.isMaybeNull())) {
            throw current.noAccess(
                    "R%d of %s is null or may be; %s".formatted(number, call.name, current.nullCheck(register)));
        }
        String other = otherType(register);
        if (register.kind() != Kind.BTF_OBJECT && other.isEmpty()) {
            throw NUMBERS.contains(argument.btfType())
                    ? current.noAccess("R%d of %s must be %s, but it is %s"
                            .formatted(number, call.name, wanted, objects.words(register)))
                    : mismatch(call, number, register, wanted);
        }
        if (argument.released() && !register.isUnmodified()) {
            throw current.invalid(
                    "R%d of %s must have a zero offset, but it is %s".formatted(number, call.name, register.words()));
        }
        boolean trusted = !other.isEmpty() || KernelObjects.isTrusted(register);
        if (guarded && !trusted) {
            boolean rcuIsEnough = kfunc.traits().contains(Trait.RCU_ARGUMENTS);
            if (!rcuIsEnough) {
                throw mismatch(call, number, register, "referenced or trusted");
            }
            if (!register.has(Register.RCU)) {
                throw mismatch(call, number, register, "protected by RCU, referenced or trusted");
            }
        }
        boolean fits = other.isEmpty()
                ? objects.isA(register, argument.btfType(), argument.released())
                : register.isUnmodified() && objects.begins(other, argument.btfType());
        if (!fits || register.has(Register.USER | Register.PER_CPU)) {
            throw mismatch(call, number, register, wanted);
        }
        if (argument.released()) {
            if (register.refId() == 0) {
                throw current.invalid("R%d of %s must be referenced, but it is %s which nothing acquired"
                        .formatted(number, call.name, objects.words(register)));
            }
            call.released = register.refId();
        }
    }

    /** The kernel's struct behind a pointer of another kind; empty if there is none. */
    private static String otherType(Register register) {
        return switch (register.kind()) {
            case MAP -> "bpf_map";
            case SOCK_COMMON -> "sock_common";
            case SOCKET -> "sock";
            case TCP_SOCK -> "tcp_sock";
            case XDP_SOCK -> "xdp_sock";
            default -> "";
        };
    }

    /**
     * What a call gives.
     *
     * @return null if the call has already gone on with what it gives
     */
    @Nullable
    Register call(Kfunc kfunc, Call call) {
        List<HelperArgument> list = kfunc.arguments();
        if (kfunc.isIteratorNext()) {
            iterators.next(iterator(call), list.getFirst(), refId -> element(kfunc, refId));
            return null;
        }
        if (!list.isEmpty() && list.getFirst().kind() == ArgumentKind.ITERATOR_OUT) {
            boolean isProtected = kfunc.traits().contains(Trait.RCU_PROTECTED);
            iterators.create(
                    iterator(call),
                    list.getFirst(),
                    isProtected,
                    current.state().keepsRcuObjects());
        } else if (!list.isEmpty() && list.getFirst().kind() == ArgumentKind.ITERATOR) {
            iterators.end(iterator(call), list.getFirst());
        }
        return result(kfunc, call);
    }

    private static Register iterator(Call call) {
        return Objects.requireNonNull(call.iterator);
    }

    private Register element(Kfunc kfunc, int refId) {
        return switch (kfunc) {
            case ITER_BITS_NEXT ->
                Register.pointer(Kind.MEM, Integer.BYTES)
                        .withFlags(Register.READ_ONLY)
                        .withRefId(refId);
            case ITER_TASK_NEXT, ITER_CSS_NEXT -> objects.object(kfunc.resultType(), Register.RCU);
            default -> objects.object(kfunc.resultType(), Register.TRUSTED);
        };
    }

    private Register result(Kfunc kfunc, Call call) {
        Register result = switch (kfunc.returns()) {
            case VOID -> Register.NOT_INIT;
            case WORD -> Register.pointer(Kind.MEM, WORD);
            case KERNEL_OBJECT, KERNEL_OBJECT_OR_NULL ->
                switch (kfunc) {
                    case CAST_TO_KERN_CTX -> kernelContext(call);
                    case RDONLY_CAST -> cast();
                    default -> objects.object(kfunc.resultType(), 0);
                };
            default -> Register.UNKNOWN;
        };
        boolean nullable = kfunc.returns() == ReturnKind.KERNEL_OBJECT_OR_NULL;
        if (kfunc.traits().contains(Trait.ACQUIRES_REFERENCE)) {
            int id = exploration.newId();
            current.state().acquire(id, current.at());
            result = result.withId(id).withRefId(id);
        }
        return nullable ? result.withFlags(result.flags() | Register.MAYBE_NULL) : result;
    }

    /** The kernel's own view of the context. */
    private Register kernelContext(Call call) {
        String struct = switch (subject.type()) {
            case SOCKET_FILTER, SCHED_CLS, SCHED_ACT, CGROUP_SKB, LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL, SK_SKB ->
                "sk_buff";
            case XDP -> "xdp_buff";
            case CGROUP_SOCK -> "sock";
            case CGROUP_SOCK_ADDR -> "bpf_sock_addr_kern";
            case SOCK_OPS -> "bpf_sock_ops_kern";
            case SK_MSG -> "sk_msg";
            case FLOW_DISSECTOR -> "bpf_flow_dissector";
            case CGROUP_SYSCTL -> "bpf_sysctl_kern";
            case CGROUP_SOCKOPT -> "bpf_sockopt_kern";
            case CGROUP_DEVICE -> "bpf_cgroup_dev_ctx";
            case SK_REUSEPORT -> "sk_reuseport_kern";
            case SK_LOOKUP -> "bpf_sk_lookup_kern";
            case NETFILTER -> "bpf_nf_ctx";
            case PERF_EVENT -> "bpf_perf_event_data_kern";
            case KPROBE -> "pt_regs";
            default -> throw current.invalid(call.name + ": programs of this type have no context of the kernel's");
        };
        return objects.object(struct, Register.TRUSTED);
    }

    /** Anything as a struct of the kernel, to look at. */
    private Register cast() {
        Register type = current.read(2);
        if (!type.isScalar() || !type.scalar().isConstant()) {
            throw current.invalid("R2 of bpf_rdonly_cast is not a known constant: it is " + type.words());
        }
        exploration.needPrecisely(2);
        long id = type.scalar().value();
        boolean isStruct = id > 0
                && id <= subject.types().btf().typeCount()
                && subject.types().btf().type((int) id) instanceof BtfType.Struct;
        if (!isStruct) {
            throw current.invalid("R2 of bpf_rdonly_cast is not the number of a struct of the kernel: " + id);
        }
        return Register.pointer(Kind.BTF_OBJECT, (int) id).withFlags(Register.UNTRUSTED);
    }
}
