package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HostPrototype.ResultKind;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.GuestContext;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One call of a function of the host's: its arguments, by their number from 0, memory and its size being one; and what makes results.
 *
 * <p>Good until the function returns; its methods then throw {@link IllegalStateException}. For the thread that the function was called
 * in. Asking for an argument as something else than it was declared as throws {@link IllegalArgumentException}.
 */
public final class HostCall {
    private static final long UINT = 0xffff_ffffL;
    private static final int LONGEST_TEXT = 1 << 16;

    private final Machine machine;
    private final HostFunction function;
    private final int place;
    private final Cpu cpu;
    private final long[] registers;
    private final List<BpfMap> opened = new ArrayList<>(0);
    private boolean over;
    private long made;

    /**
     * A call.
     *
     * @param place the function's among those of the runtime
     * @param registers R1 to R5
     */
    HostCall(Machine machine, HostFunction function, int place, Cpu cpu, long... registers) {
        this.machine = machine;
        this.function = function;
        this.place = place;
        this.cpu = cpu;
        this.registers = registers;
    }

    /** The logical CPU that the program runs on. */
    public int cpu() {
        requireGoingOn();
        return cpu.id();
    }

    // ---- arguments

    void requireGoingOn() {
        if (over) {
            throw new IllegalStateException("the call of " + function.name() + " is over");
        }
    }

    private HelperArgument argument(int index) {
        requireGoingOn();
        if (index < 0 || index >= function.argumentCount()) {
            throw new IllegalArgumentException(function.name() + " has no argument " + index);
        }
        return function.argument(index);
    }

    private long register(int index) {
        return registers[function.register(index)];
    }

    private IllegalArgumentException mismatch(int index, String wanted) {
        return new IllegalArgumentException("argument " + index + " of " + function.name() + " is no " + wanted);
    }

    /** A number; of a C {@code int} the lower half counts. */
    public long number(int index) {
        return switch (argument(index).kind()) {
            case HOST_NUMBER -> register(index);
            case ALLOC_SIZE -> register(index) & UINT;
            default -> throw mismatch(index, "number");
        };
    }

    /** Whether memory that may be NULL is. */
    public boolean isNull(int index) {
        return switch (argument(index).kind()) {
            case MEM_OR_NULL -> register(index) == 0;
            default -> false;
        };
    }

    /** Memory; of no bytes if it {@link #isNull}. */
    public GuestBuffer buffer(int index) {
        HelperArgument argument = argument(index);
        long address = register(index);
        return switch (argument.kind()) {
            case MEM, MEM_OR_NULL -> buffer(address, sizeBehind(index), false);
            case MEM_OUT -> buffer(address, sizeBehind(index), true);
            case HOST_STRUCT -> buffer(address, argument.size(), false);
            case HOST_STRUCT_OUT -> buffer(address, argument.size(), true);
            case MAP_KEY -> buffer(address, mapBefore(index).shape().keySize(), false);
            case MAP_VALUE -> buffer(address, mapBefore(index).shape().valueSize(), false);
            default -> throw mismatch(index, "memory");
        };
    }

    private long sizeBehind(int index) {
        return register(index) == 0 && argument(index).kind() == ArgumentKind.MEM_OR_NULL
                ? 0
                : registers[function.register(index) + 1] & UINT;
    }

    private GuestBuffer buffer(long address, long size, boolean writable) {
        if (size > Integer.MAX_VALUE) {
            throw new GuestFault(
                    FaultKind.BAD_ARGUMENT, address, size + " bytes of memory are passed to " + function.name());
        }
        return new GuestBuffer(this, cpu.memory(), address, (int) size, writable);
    }

    private MapStorage mapBefore(int index) {
        for (int i = index - 1; i >= 0; i--) {
            if (function.argument(i).kind() == ArgumentKind.MAP) {
                return machine.maps.get(register(i));
            }
        }
        throw mismatch(index, "key or value of a map");
    }

    /** A map, opened for reading and writing until the call is over; commands on it are those of user space. */
    public BpfMap map(int index) {
        if (argument(index).kind() != ArgumentKind.MAP) {
            throw mismatch(index, "map");
        }
        MapStorage storage = machine.maps.get(register(index));
        try (var _ = machine.turn()) {
            BpfMap map = new BpfMap(machine, machine.liveMap(storage), FdAccess.READ_WRITE);
            opened.add(map);
            return map;
        }
    }

    /** The structure that the program's context is, as it lies in guest memory, to read. */
    public GuestBuffer context() {
        GuestContext context = requireContext();
        return buffer(context.address(), context.sizeBytes(), false);
    }

    /**
     * The packet of the program's run, to read.
     *
     * @throws IllegalArgumentException if it was not run on one
     */
    public GuestBuffer packet() {
        if (requireContext() instanceof PacketContext packet) {
            return buffer(packet.dataAddress(), packet.length(), false);
        }
        throw new IllegalArgumentException("the program was not run on a packet");
    }

    private GuestContext requireContext() {
        requireGoingOn();
        for (int i = 0; i < function.argumentCount(); i++) {
            if (function.argument(i).kind() == ArgumentKind.CONTEXT) {
                GuestContext context = cpu.context();
                if (context == null || context.address() != register(i)) {
                    throw new GuestFault(FaultKind.BAD_ARGUMENT, register(i), "what is passed is not the context");
                }
                return context;
            }
        }
        throw new IllegalArgumentException(function.name() + " does not take the context");
    }

    /** A constant text, as UTF-8. */
    public String text(int index) {
        if (argument(index).kind() != ArgumentKind.CONST_STRING) {
            throw mismatch(index, "text");
        }
        long from = register(index);
        int length = 0;
        while (cpu.memory().getU8(from + length) != 0) {
            length++;
            if (length > LONGEST_TEXT) {
                throw new GuestFault(FaultKind.BAD_ARGUMENT, from, "the text does not end");
            }
        }
        return new String(cpu.memory().read(from, length), StandardCharsets.UTF_8);
    }

    /** An object that the program holds a reference to. */
    public <T> T object(int index, HostType<T> type) {
        HelperArgument argument = argument(index);
        if (argument.kind() != ArgumentKind.HOST_OBJECT || !argument.btfType().equals(type.name())) {
            throw mismatch(index, type.name());
        }
        return type.cast(machine.host.objects().get(cpu.run(), register(index), type));
    }

    // ---- results

    /**
     * Memory for the program, to be returned: a copy of these bytes, and zeros behind them. It is the function's own in this run: the
     * next call of the function in the same run changes it.
     *
     * @return what to return; 0, NULL, if guest memory is full
     * @throws IllegalArgumentException if there are more bytes than was declared, or the function gives no memory
     */
    public long memory(byte... contents) {
        requireGoingOn();
        ResultKind kind = function.result().kind();
        int size = function.result().size();
        if (kind != ResultKind.MEMORY && kind != ResultKind.WRITABLE_MEMORY || contents.length > size) {
            throw new IllegalArgumentException(function.name() + " gives no memory of " + contents.length + " bytes");
        }
        long address = machine.host.cell(place, cpu.run());
        if (address != 0) {
            cpu.memory().write(Arrays.copyOf(contents, size), 0, address, size);
        }
        made = address;
        return address;
    }

    /**
     * A reference to an object for the program, to be returned.
     *
     * @throws IllegalArgumentException if the function gives no such object
     * @throws IllegalStateException if the call has made a reference already
     */
    public <T> long give(HostType<T> type, T object) {
        requireGoingOn();
        if (function.result().kind() != ResultKind.OBJECT
                || !function.result().type().equals(type.name())) {
            throw new IllegalArgumentException(function.name() + " gives no " + type.name());
        }
        if (made != 0) {
            throw new IllegalStateException(function.name() + " gives two objects");
        }
        made = machine.host.objects().add(cpu.run(), type, type.cast(object));
        return made;
    }

    // ---- for the runtime

    /** What the program gets, and what it gives up. */
    long finish(long returned) {
        long result = switch (function.result().kind()) {
            case VOID -> 0;
            case INT -> returned & UINT;
            case LONG -> returned;
            case MEMORY, WRITABLE_MEMORY, OBJECT -> requireMade(returned);
        };
        for (int i = 0; i < function.argumentCount(); i++) {
            if (function.argument(i).released()) {
                machine.host.objects().remove(cpu.run(), register(i), released(i));
            }
        }
        return result;
    }

    private HostType<?> released(int index) {
        return function.type(function.argument(index).btfType());
    }

    private long requireMade(long returned) {
        if (returned != made) {
            throw new IllegalStateException(
                    function.name() + " returned something else than the memory or object that it made");
        }
        return returned;
    }

    /** Nothing of the call can be used any more. */
    void end() {
        over = true;
        if (!opened.isEmpty()) {
            opened.forEach(BpfMap::close);
        }
    }

    @Override
    public String toString() {
        return "call of " + function.name();
    }

    /** What ends the run when the function threw something. */
    GuestFault failure(Exception thrown) {
        return new GuestFault(FaultKind.HOST_FAILURE, "the host's function " + function.name() + " failed: " + thrown)
                .causedBy(thrown);
    }
}
