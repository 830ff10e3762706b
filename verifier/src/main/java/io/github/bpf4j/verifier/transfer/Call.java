package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.StackObject;
import org.jspecify.annotations.Nullable;

/** What the arguments of a call say together, gathered while they are checked one by one (verifier spec 1.4). */
final class Call {
    final int id;
    final String name;
    final boolean isKfunc;
    final boolean takesPackets;

    /** The map argument, its lookup, and the register that holds it. */
    @Nullable
    MapInfo map;

    int mapUid;

    /** The timer, work queue or lock. */
    @Nullable
    Register owner;

    int functionIndex = -1;

    /** The register whose reference the call gives up; 0 if none. */
    int released;

    /** The constant size of what the call returns. */
    int allocated;

    /** Most bytes that the last size argument allows. */
    long largestSize;

    /** Whether the last size argument is one number. */
    boolean constantSize;

    /** The constant text that was passed. */
    byte[] text = new byte[0];

    /** The iterator argument. */
    @Nullable
    Register iterator;

    /** The struct of the kernel that the field of a KPTR argument points to; empty if it is one of the program's. */
    String kernelType = "";

    /** The dynamic pointer that was passed. */
    @Nullable
    StackObject dynptr;

    /** Where a dynamic pointer is to be made. */
    @Nullable
    Register dynptrPlace;

    /** A socket or kernel object that was passed. */
    @Nullable
    Register object;

    /** The type of the object that the call makes or exchanges. */
    @Nullable
    ObjectType objectType;

    /** What is in the list or tree that the call works on. */
    ObjectTypes.@Nullable Elements elements;

    /** The field that is exchanged. */
    @Nullable
    SpecialField kptr;

    Call(int id, String name, boolean isKfunc, boolean takesPackets) {
        this.id = id;
        this.name = name;
        this.isKfunc = isKfunc;
        this.takesPackets = takesPackets;
    }
}
