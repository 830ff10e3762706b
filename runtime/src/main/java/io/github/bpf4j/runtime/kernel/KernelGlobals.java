package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.ToLongFunction;

/**
 * Variables of the kernel whose values a world says, as programs see them. Each comes into being when a program that names it is loaded, and
 * then lives as long as the runtime. A variable that each CPU has is known by the address of CPU 0's copy.
 *
 * <p>Safe for use by any thread. Source: runtime spec 2.5.
 */
public final class KernelGlobals {
    private final KernelStructs structs;
    private final World world;
    private final int cpus;
    private final ToLongFunction<KernelValue> objects;
    private final Map<String, Long> addresses = new HashMap<>();
    private final Map<Long, long[]> copies = new HashMap<>();

    KernelGlobals(KernelStructs structs, World world, int cpus, ToLongFunction<KernelValue> objects) {
        this.structs = structs;
        this.world = world;
        this.cpus = cpus;
        this.objects = objects;
    }

    /**
     * The address of a variable; empty if the world does not say what it holds.
     *
     * @throws KernelTypesException if the values do not fit the kernel's types
     * @throws GuestFault if guest memory has no room
     */
    public synchronized OptionalLong addressOf(String name) {
        List<KernelValue> values = world.variables().get(name);
        if (values == null) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(addresses.computeIfAbsent(name, _ -> place(name, values)));
    }

    /** The copy of a CPU's, given the address of a variable that each CPU has: 0 if there is no such CPU; empty if there is no such variable. */
    public synchronized OptionalLong perCpu(long address, long cpu) {
        long[] own = copies.get(address);
        return own == null ? OptionalLong.empty() : OptionalLong.of(cpu < 0 || cpu >= own.length ? 0 : own[(int) cpu]);
    }

    private long place(String name, List<KernelValue> values) {
        Btf types = structs.types();
        OptionalInt id = types.find(BtfKind.VAR, name);
        if (id.isEmpty() || !(types.type(id.getAsInt()) instanceof BtfType.Var variable)) {
            throw new KernelTypesException("the kernel's types have no variable " + name);
        }
        boolean isPerCpu = types.isPerCpu(id.getAsInt());
        if (values.size() > (isPerCpu ? cpus : 1)) {
            throw new KernelTypesException("variable " + name + " has " + values.size() + " values");
        }
        if (types.sizeOf(variable.typeId()) > KernelStructs.LARGEST_BYTES) {
            throw new KernelTypesException("variable " + name + " is too large");
        }
        long[] own = new long[isPerCpu ? cpus : 1];
        for (int cpu = 0; cpu < own.length; cpu++) {
            KernelValue value = cpu < values.size()
                    ? KernelValue.of(List.of(values.get(cpu)))
                    : KernelValue.of(new byte[(int) types.sizeOf(variable.typeId())]);
            own[cpu] = structs.place(value, variable.typeId(), objects).address();
        }
        if (isPerCpu) {
            copies.put(own[0], own);
        }
        return own[0];
    }
}
