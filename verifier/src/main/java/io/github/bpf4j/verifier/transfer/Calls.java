package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Capability;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HelperPrototype.Trait;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.ReturnKind;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Calls of helpers and kernel functions (verifier spec B 1 and 6). */
final class Calls {
    private static final int MAX_ERRNO = 4095;
    private static final HelperArgument NO_ARGUMENT = new HelperArgument(ArgumentKind.ANYTHING, 0, "", false);

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final Arguments arguments;
    private final Callbacks callbacks;
    private final Iterators iterators;
    private final KernelObjects objects;
    private final KernelCalls kernelCalls;
    private final HostCalls hostCalls;
    private final Regions regions;
    private final Findings findings;
    private final Dynptrs dynptrs;
    private final Graphs graphs;
    private final Kptrs kptrs;
    private final EarlyReturns earlyReturns;
    private final Map<Integer, MapInfo> tailCalled = new HashMap<>();

    Calls(
            Subject subject,
            Current current,
            Exploration exploration,
            Arguments arguments,
            Callbacks callbacks,
            Iterators iterators,
            Dynptrs dynptrs,
            KernelObjects objects,
            Graphs graphs,
            Kptrs kptrs,
            Findings findings) {
        this.dynptrs = dynptrs;
        this.graphs = graphs;
        this.kptrs = kptrs;
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.arguments = arguments;
        this.callbacks = callbacks;
        this.iterators = iterators;
        this.objects = objects;
        this.kernelCalls = new KernelCalls(subject, current, exploration, arguments, iterators, objects);
        this.hostCalls = new HostCalls(subject, current, exploration);
        this.findings = findings;
        this.regions = new Regions(current);
        this.earlyReturns = new EarlyReturns(subject, current, exploration);
    }

    // ---- helpers

    void helper(int id) {
        Optional<HostPrototype> host = subject.hostFunctions().helper(id);
        if (host.isPresent()) {
            call(host.get());
            return;
        }
        regions.requireNoLock(id);
        graphs.requireNoComparison(id);
        HelperPrototype helper = available(id);
        Call call = new Call(id, helper.kernelName(), false, helper.has(Trait.PACKET_MEMORY));
        check(call, helper.arguments(subject.type()));
        checkMap(call);
        checkSpecial(call);
        release(call);
        if (helper.has(Trait.INVALIDATES_PACKET_POINTERS) || dynptrs.movesPacket(call)) {
            current.state().forgetPackets(current.at());
        }
        dynptrs.make(call);
        Register result = result(call, helper.returns());
        if (helper.returns() != ReturnKind.KPTR_OR_NULL
                && (helper.has(Trait.ACQUIRES_REFERENCE) || acquiresSocket(call))) {
            result = result.withId(exploration.newId());
            result = result.withRefId(result.id());
            current.state().acquire(result.refId(), current.at());
        }
        callBack(call);
        finish(result);
    }

    /** A call of a function of the host's. */
    private void call(HostPrototype function) {
        hostCalls.check(function, regions);
        Call call = new Call(function.id(), function.name(), function.isKfunc(), true);
        check(call, function.arguments());
        checkMap(call);
        release(call);
        finish(hostCalls.result(function));
    }

    private HelperPrototype available(int id) {
        String name = HelperPrototype.nameOf(id)
                .map(known -> "bpf_" + known + "#" + id)
                .orElse("#" + id);
        Optional<HelperPrototype> known = HelperPrototype.byId(id);
        Optional<String> unrelocated = subject.program().failedRelocation(current.at());
        if (unrelocated.isPresent()) {
            throw current.invalid("an operand could not be relocated: " + unrelocated.get());
        }
        if (HelperPrototype.nameOf(id).isEmpty() || !subject.profile().hasHelper(id)) {
            throw current.invalid("there is no helper " + name + " in Linux "
                    + subject.profile().release());
        }
        if (known.isEmpty() || !subject.helpers().contains(id)) {
            throw current.invalid("helper " + name + " is not implemented");
        }
        HelperPrototype helper = known.get();
        if (!subject.privileged() && helper.capability() != Capability.NONE) {
            throw current.invalid("loaders without capabilities cannot use helper " + name);
        }
        if (!subject.profile().offers(helper, subject.type())) {
            throw current.invalid("program of type " + subject.type() + " cannot use helper " + name);
        }
        AttachType place = subject.program().spec().expectedAttachType();
        if (place != null && !helper.availableAt(place)) {
            throw current.invalid("programs for " + place + " cannot use helper " + name);
        }
        if (id == Ids.GET_FUNC_IP && !hasFunctionAddress()) {
            throw current.refused(Errno.ENOTSUPP, "there is no traced function here: " + name);
        }
        if ((id == Ids.SETSOCKOPT || id == Ids.GETSOCKOPT) && isOnGetsockopt()) {
            throw current.invalid("only programs on setsockopt can use helper " + name);
        }
        if (id == Ids.BIND && !isConnect()) {
            throw current.invalid("only programs on connect can use helper " + name);
        }
        if (id >= Ids.GET_FUNC_ARG && id <= Ids.GET_FUNC_ARG_CNT && !isTrampoline()) {
            throw current.invalid("programs attached like this cannot use helper " + name);
        }
        if (!OperationHelpers.allows(subject, helper)) {
            throw current.invalid("this operation cannot use helper " + name);
        }
        if (!kernelCalls.allows(id)) {
            throw current.invalid("programs attached like this cannot use helper " + name);
        }
        if (helper.has(Trait.GPL_ONLY) && !subject.program().isGplCompatible()) {
            throw current.invalid("helper " + name + " is reserved to GPL-compatible programs");
        }
        if (helper.has(Trait.MAY_SLEEP)) {
            regions.requireSleepable("helper " + name, Errno.EINVAL);
        }
        return helper;
    }

    private boolean hasFunctionAddress() {
        return subject.type() == ProgramType.KPROBE || isTrampoline() && subject.type() == ProgramType.TRACING;
    }

    private boolean isOnGetsockopt() {
        return subject.type() == ProgramType.CGROUP_SOCKOPT
                && subject.program().spec().expectedAttachType() != AttachType.CGROUP_SETSOCKOPT;
    }

    private boolean isConnect() {
        AttachType attach = subject.program().spec().expectedAttachType();
        return attach == AttachType.CGROUP_INET4_CONNECT || attach == AttachType.CGROUP_INET6_CONNECT;
    }

    /** Whether the program is called with the arguments of a function. */
    private boolean isTrampoline() {
        AttachType attach = subject.program().spec().expectedAttachType();
        return attach != AttachType.TRACE_RAW_TP && attach != AttachType.TRACE_ITER;
    }

    private void check(Call call, List<HelperArgument> list) {
        for (int i = 0; i < list.size(); i++) {
            arguments.check(call, i + 1, list.get(i), i == 0 ? NO_ARGUMENT : list.get(i - 1));
        }
    }

    private void checkMap(Call call) {
        MapInfo map = call.map;
        if (map == null) {
            return;
        }
        findings.calls(current.at(), map, call.mapUid);
        boolean mutates = switch (call.id) {
            case Ids.MAP_UPDATE_ELEM, Ids.MAP_DELETE_ELEM, Ids.MAP_PUSH_ELEM, Ids.MAP_POP_ELEM -> true;
            default -> false;
        };
        if (mutates && (map.shape().flags() & MapFlags.RDONLY_PROG) != 0) {
            throw current.noAccess("write into " + map + " is forbidden by its flags");
        }
        if (MapRules.isSocketMap(map.shape().type()) && mutates && !MapRules.mayChangeSocketMaps(subject, call.id)) {
            throw current.invalid("cannot update sockmap in this context");
        }
        if (!call.isKfunc && !MapRules.takes(call.id, map.shape().type())) {
            throw current.invalid(
                    "cannot pass %s of type %s to %s".formatted(map, map.shape().type(), call.name));
        }
    }

    /** Rules of single helpers (H14 and others). */
    private void checkSpecial(Call call) {
        switch (call.id) {
            case Ids.SPIN_LOCK -> regions.lock(Objects.requireNonNull(call.owner));
            case Ids.SPIN_UNLOCK -> regions.unlock(Objects.requireNonNull(call.owner));
            case Ids.LOOP -> {
                if (!current.read(1).isScalar()) {
                    throw current.noAccess("R1 of bpf_loop must be a number, not "
                            + current.read(1).words());
                }
            }
            case Ids.TAIL_CALL -> {
                regions.requireNothingHeld("bpf_tail_call");
                requireSameMap(call, subject.privileged());
                earlyReturns.afterTailCall();
            }
            case Ids.DYNPTR_FROM_MEM -> dynptrs.requireValue(current.read(1));
            case Ids.GET_LOCAL_STORAGE -> {
                if (!current.read(2).isZero()) {
                    throw current.invalid("R2 of bpf_get_local_storage, the flags, must be 0, but it is %s"
                            .formatted(current.read(2).words()));
                }
                exploration.needPrecisely(2);
            }
            case Ids.FOR_EACH_MAP_ELEM ->
                requireSameMap(call, subject.profile().has(KernelFeature.FOR_EACH_OF_ANY_MAP));
            case Ids.SNPRINTF -> Formats.check(current, call);
            default -> {
                // nothing beyond the arguments
            }
        }
    }

    /** Where a map is worked into the code of a call all paths must name the same one; without capabilities tail calls are such. */
    @SuppressWarnings("ReferenceEquality") // a map is the same exactly if it is the same object
    private void requireSameMap(Call call, boolean any) {
        MapInfo map = Objects.requireNonNull(call.map);
        MapInfo before = tailCalled.putIfAbsent(current.at(), map);
        if (!any && before != null && before != map) {
            throw current.invalid(
                    "%s with %s, on another path with %s: it must be one".formatted(call.name, map, before));
        }
    }

    private void callBack(Call call) {
        switch (call.id) {
            case Ids.FOR_EACH_MAP_ELEM -> callbacks.forEach(call);
            case Ids.LOOP -> callbacks.loop(call);
            case Ids.FIND_VMA -> callbacks.findVma(call, objects.object("vm_area_struct", 0));
            case Ids.USER_RINGBUF_DRAIN -> callbacks.drain(call, dynptrs.constant());
            case Ids.TIMER_SET_CALLBACK -> callbacks.setLater(call, SpecialField.Kind.TIMER);
            default -> {
                // calls nothing
            }
        }
    }

    private void release(Call call) {
        if (call.released == 0) {
            return;
        }
        int id = call.released;
        if (!current.state().release(id)) {
            throw current.invalid(call.name + " gives up a reference that is not held here");
        }
        dynptrs.released(id);
        Register gone = subject.privileged() ? Register.UNKNOWN : Register.NOT_INIT;
        current.state().updateAll(register -> register.refId() == id ? kptrs.released(call, register, gone) : register);
    }

    private static boolean acquiresSocket(Call call) {
        MapInfo map = call.map;
        return call.id == Ids.MAP_LOOKUP_ELEM
                && map != null
                && (map.shape().type() == MapType.SOCKMAP || map.shape().type() == MapType.SOCKHASH);
    }

    private Register result(Call call, ReturnKind kind) {
        return switch (kind) {
            case INTEGER -> Register.UNKNOWN;
            case INT -> Register.UNKNOWN;
            case CPU_NUMBER ->
                subject.profile().has(KernelFeature.CPU_RANGE)
                        ? Register.number(Scalar.signedRange(0, subject.cpus() - 1L))
                        : Register.UNKNOWN;
            case BOUNDED_SIZE -> Register.number(Scalar.signedRange(-MAX_ERRNO, call.largestSize));
            case VOID -> Register.NOT_INIT;
            case MAP_VALUE -> Register.ofMap(Kind.MAP_VALUE, Objects.requireNonNull(call.map), call.mapUid);
            case MAP_VALUE_OR_NULL -> value(call);
            case SOCKET_OR_NULL -> maybe(cast(call, Kind.SOCKET));
            case TCP_SOCK_OR_NULL -> maybe(cast(call, Kind.TCP_SOCK));
            case SOCK_OBJECT_OR_NULL -> maybe(socketObject(call));
            case SOCK_COMMON_OR_NULL -> maybe(Register.pointer(Kind.SOCK_COMMON, 0));
            case RINGBUF_MEM_OR_NULL -> maybe(Register.pointer(Kind.RINGBUF_MEM, call.allocated));
            case DYNPTR_MEM_OR_NULL -> maybe(dynptrs.slice(call));
            case MEM_OR_BTF_OR_NULL -> maybe(perCpu(call));
            case MEM_OR_BTF -> perCpu(call);
            case TRUSTED_TASK -> objects.object("task_struct", Register.TRUSTED);
            case KPTR_OR_NULL -> kptrs.exchanged(call);
            case KERNEL_OBJECT -> objects.object("pt_regs", 0);
            case KERNEL_OBJECT_OR_NULL, WORD ->
                throw new IllegalStateException("objects of the kernel are given where they are known");
            case OBJECT_OR_NULL -> throw new IllegalStateException("objects are made where they are known");
            case ITERATOR_ELEMENT_OR_NULL -> throw new IllegalStateException("iterators make their own results");
        };
    }

    /** Another view of a socket carries the socket's reference (H26). */
    private static Register cast(Call call, Kind kind) {
        Register socket = call.object;
        boolean casts = call.id == Ids.SK_FULLSOCK || call.id == Ids.TCP_SOCK;
        return Register.pointer(kind, 0).withRefId(casts && socket != null ? socket.refId() : 0);
    }

    /** The kernel's object of a socket; what was acquired of the socket goes with it. */
    private Register socketObject(Call call) {
        Register socket = call.object;
        boolean casts = call.id != Ids.SOCK_FROM_FILE && call.id != Ids.SKC_TO_UNIX_SOCK;
        return objects.object(SocketObjects.struct(call.id), 0).withRefId(casts && socket != null ? socket.refId() : 0);
    }

    private Register maybe(Register pointer) {
        return pointer.withFlags(pointer.flags() | Register.MAYBE_NULL).withId(exploration.newId());
    }

    private static Register perCpu(Call call) {
        Register variable = Objects.requireNonNull(call.object);
        if (variable.kind() == Kind.OBJECT) {
            return Register.pointer(Kind.OBJECT, variable.detail()).withFlags(Register.RCU);
        }
        if (variable.kind() == Kind.BTF_OBJECT) {
            return Register.pointer(Kind.BTF_OBJECT, variable.detail());
        }
        return Register.pointer(Kind.MEM, variable.detail()).withFlags(Register.READ_ONLY);
    }

    private Register value(Call call) {
        MapInfo map = Objects.requireNonNull(call.map);
        return maybe(
                switch (map.shape().type()) {
                    case SOCKMAP, SOCKHASH -> Register.pointer(Kind.SOCKET, 0);
                    case XSKMAP -> Register.pointer(Kind.XDP_SOCK, 0);
                    default -> Register.ofMap(Kind.MAP_VALUE, map, call.mapUid);
                });
    }

    /** The argument registers are gone, R0 holds the result (A68). */
    private void finish(Register result) {
        for (int r = 1; r <= 5; r++) {
            current.frame().set(r, Register.NOT_INIT);
        }
        current.write(0, result);
    }

    // ---- kernel functions

    /**
     * A call of a kernel function.
     *
     * @return whether the program goes on behind it
     */
    boolean kfunc(long word) {
        int id = Instruction.imm(word);
        String wanted = subject.kfuncNames().get(current.at());
        if (id == Kfunc.MISSING && wanted != null) {
            throw current.invalid(
                    "kernel function " + wanted + " is not in this kernel: test its address before the call");
        }
        Optional<HostPrototype> host = subject.hostFunctions().kfunc(id);
        if (Instruction.offset(word) == 0 && host.isPresent()) {
            call(host.get());
            return true;
        }
        Kfunc kfunc = (Instruction.offset(word) == 0 ? Kfunc.byId(id) : Optional.<Kfunc>empty())
                .orElseThrow(() -> current.invalid("there is no kernel function #" + id));
        String name = kfunc.kernelName();
        if (!subject.program().isGplCompatible()) {
            throw current.invalid("kernel function " + name + " is reserved to GPL-compatible programs");
        }
        if (!subject.kfuncs().contains(kfunc)) {
            throw current.noAccess("calling kernel function " + name + " is not allowed: it is not implemented");
        }
        if (!kfunc.availableTo(subject.type())) {
            throw current.noAccess(
                    "calling kernel function %s is not allowed in programs of type %s".formatted(name, subject.type()));
        }
        if (!kfunc.worksUnderLock()) {
            regions.requireNoLock(-1);
        }
        if (kfunc.traits().contains(Trait.MAY_SLEEP)) {
            regions.requireSleepable("kernel function " + name, Errno.EACCES);
        }
        boolean takesPackets = kfunc == Kfunc.DYNPTR_SLICE || kfunc == Kfunc.DYNPTR_SLICE_RDWR;
        Call call = new Call(id, name, true, takesPackets);
        if (kfunc.isOfKernelObjects()) {
            return kernelCall(kfunc, call);
        }
        check(call, kfunc.arguments());
        switch (kfunc) {
            case ITER_NUM_NEW ->
                iterators.create(iterator(call), kfunc.arguments().getFirst());
            case ITER_NUM_DESTROY ->
                iterators.end(iterator(call), kfunc.arguments().getFirst());
            case ITER_NUM_NEXT -> {
                iterators.next(
                        iterator(call),
                        kfunc.arguments().getFirst(),
                        refId -> Register.pointer(Kind.MEM, Integer.BYTES)
                                .withFlags(Register.READ_ONLY)
                                .withRefId(refId));
                return true;
            }
            case RCU_READ_LOCK -> regions.rcuLock();
            case RCU_READ_UNLOCK -> {
                regions.rcuUnlock();
                iterators.endRcu();
            }
            case PREEMPT_DISABLE -> regions.disablePreemption();
            case PREEMPT_ENABLE -> regions.enablePreemption();
            case THROW -> {
                return false;
            }
            case DYNPTR_SLICE_RDWR -> {
                if (!subject.mayWritePackets()) {
                    throw current.invalid("%s needs a program that may write to packets, which those of type %s may not"
                            .formatted(name, subject.type()));
                }
            }
            case WQ_SET_CALLBACK, WQ_SET_CALLBACK_IMPL -> callbacks.setLater(call, SpecialField.Kind.WORKQUEUE);
            default -> {
                // no effect but its result
            }
        }
        dynptrs.make(call, kfunc);
        Register object = graphs.call(kfunc, call);
        release(call);
        finish(object == null ? result(call, kfunc.returns()) : object);
        return true;
    }

    private boolean kernelCall(Kfunc kfunc, Call call) {
        kernelCalls.check(kfunc, call);
        Register result = kernelCalls.call(kfunc, call);
        if (result != null) {
            release(call);
            finish(result);
        }
        return true;
    }

    private static Register iterator(Call call) {
        return Objects.requireNonNull(call.iterator);
    }

    Regions regions() {
        return regions;
    }
}
