package io.github.bpf4j.runtime.helpers;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.CheckedInterpreter;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestObject.Access;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What checked mode asks of the arguments of helpers and kernel functions: memory that is live, of the size that the prototype
 * says.
 */
public final class ArgumentChecks {
    /** It takes no argument where it asks for the class of a task. */
    private static final int GET_CGROUP_CLASSID = 17;

    private static final int GET_SOCKET_COOKIE = 46;
    private static final int SETSOCKOPT = 49;
    private static final int GETSOCKOPT = 57;

    private static final long SIZE_MASK = 0xffff_ffffL;

    private final MapTable maps;
    private final HostFunctions hostFunctions;

    public ArgumentChecks(MapTable maps, HostFunctions hostFunctions) {
        this.maps = maps;
        this.hostFunctions = hostFunctions;
    }

    /**
     * Checks R1 to R5 before a call.
     *
     * @throws GuestFault if an argument is not what the prototype asks for
     */
    public void check(long call, Cpu cpu, long[] r) {
        int id = Instruction.imm(call);
        Optional<HostPrototype> host =
                Instruction.src(call) == Opcode.PSEUDO_KFUNC_CALL ? hostFunctions.kfunc(id) : hostFunctions.helper(id);
        if (host.isPresent()) {
            check(host.get().arguments(), host.get().name(), cpu, r);
            return;
        }
        if (Instruction.src(call) == Opcode.PSEUDO_KFUNC_CALL) {
            Optional<Kfunc> kfunc = Kfunc.byId(id);
            if (kfunc.isPresent()) {
                check(kfunc.get().arguments(), kfunc.get().kernelName(), cpu, r);
            }
            return;
        }
        Optional<HelperPrototype> prototype = HelperPrototype.byId(id);
        // Without a packet they take nothing, and a socket of a traced function's, which the helper looks at itself.
        boolean takesOther = id == GET_CGROUP_CLASSID || id == GET_SOCKET_COOKIE;
        boolean ofTask = takesOther && !(cpu.context() instanceof PacketContext);
        // Operations name the socket itself, which the helper looks at.
        boolean ofOperation = id == SETSOCKOPT || id == GETSOCKOPT;
        if (prototype.isPresent() && !ofTask) {
            List<HelperArgument> arguments =
                    ofOperation && (cpu.context() == null || cpu.context().address() != r[1])
                            ? prototype.get().arguments(ProgramType.STRUCT_OPS)
                            : prototype.get().arguments();
            check(arguments, prototype.get().kernelName(), cpu, r);
        }
    }

    private void check(List<HelperArgument> arguments, String kernelName, Cpu cpu, long[] r) {
        MapStorage map = null;
        for (int i = 0; i < arguments.size(); i++) {
            HelperArgument argument = arguments.get(i);
            long value = r[i + 1];
            if (argument.kind() == ArgumentKind.MAP) {
                map = maps.get(value);
            }
            long size = argument.kind().isSizedMemory() ? r[i + 2] & SIZE_MASK : 0;
            try {
                check(argument, cpu, value, size, map);
            } catch (GuestFault fault) {
                throw new GuestFault(
                        fault.kind(), value, "argument " + (i + 1) + " of " + kernelName + ": " + fault.getMessage());
            }
        }
    }

    private static void check(HelperArgument argument, Cpu cpu, long value, long size, @Nullable MapStorage map) {
        int keySize = map == null ? 0 : map.shape().keySize();
        int valueSize = map == null ? 0 : map.shape().valueSize();
        switch (argument.kind()) {
            case MAP_KEY -> touch(cpu, value, keySize, Access.READ);
            case MAP_VALUE -> touch(cpu, value, valueSize, Access.READ);
            case MAP_VALUE_OUT -> touch(cpu, value, valueSize, Access.WRITE);
            case MAP_VALUE_OR_NULL -> touchUnlessNull(cpu, value, valueSize, Access.READ);
            case MEM -> touch(cpu, value, size, Access.READ);
            case MEM_OR_NULL -> touchUnlessNull(cpu, value, size, Access.READ);
            case MEM_OUT, MEM_INOUT -> touch(cpu, value, size, Access.WRITE);
            case MEM_OUT_OR_NULL -> touchUnlessNull(cpu, value, size, Access.WRITE);
            case HOST_STRUCT -> touch(cpu, value, argument.size(), Access.READ);
            case HOST_STRUCT_OUT -> touch(cpu, value, argument.size(), Access.WRITE);
            case FIXED_MEM_OUT, ITERATOR, ITERATOR_OUT -> touch(cpu, value, argument.size(), Access.WRITE);
            case DYNPTR_OR_NULL -> {
                if (value != 0) {
                    DynamicPointers.check(cpu.memory(), value);
                }
            }
            case DYNPTR -> DynamicPointers.check(cpu.memory(), value);
            case DYNPTR_OUT -> touch(cpu, value, DynamicPointers.BYTES, Access.WRITE);
            case FUNCTION -> Handle.functionEntry(cpu.currentImage(), value);
            case CONTEXT, CONTEXT_OR_NULL -> {
                if (argument.kind() == ArgumentKind.CONTEXT_OR_NULL && value == 0) {
                    return;
                }
                if (cpu.context() == null || cpu.context().address() != value) {
                    throw new GuestFault(
                            FaultKind.BAD_ARGUMENT, value, "0x" + Long.toHexString(value) + " is not the context");
                }
            }
            case ANYTHING,
                    MAP,
                    SIZE,
                    SIZE_OR_ZERO,
                    ALLOC_SIZE,
                    CONSTANT_SIZE,
                    CONST_STRING,
                    SKB,
                    SOCK_COMMON,
                    SOCK_OBJECT,
                    SOCK_OBJECT_OR_NULL,
                    SOCKET_OR_NULL,
                    BTF_OBJECT,
                    BTF_OBJECT_OR_NULL,
                    PERCPU_BTF,
                    SPIN_LOCK,
                    TIMER,
                    KPTR,
                    KPTR_VALUE,
                    RINGBUF_RECORD,
                    STACK_OR_NULL,
                    WORKQUEUE,
                    IGNORED,
                    OBJECT_TYPE,
                    OBJECT,
                    PERCPU_OBJECT,
                    COUNTED_OBJECT,
                    LIST_HEAD,
                    LIST_NODE,
                    RB_ROOT,
                    RB_NODE,
                    RB_NODE_IN_TREE,
                    HOST_NUMBER,
                    HOST_OBJECT -> {}
        }
    }

    private static void touch(Cpu cpu, long address, long size, Access access) {
        if (size > 0) {
            CheckedInterpreter.check(cpu.memory(), address, size, access);
        }
    }

    private static void touchUnlessNull(Cpu cpu, long address, long size, Access access) {
        if (address != 0) {
            touch(cpu, address, size, access);
        }
    }
}
