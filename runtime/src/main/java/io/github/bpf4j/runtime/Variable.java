package io.github.bpf4j.runtime;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfLiteral;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.object.VariableSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A global variable of a loaded object: the bytes that programs see, in place.
 *
 * <p>Safe for use by any thread; programs that run may read and write it meanwhile.
 */
public final class Variable {
    private final Machine machine;
    private final VariableSpec spec;
    private final Btf btf;
    private final BpfMap map;

    Variable(Machine machine, VariableSpec spec, Btf btf, BpfMap map) {
        this.machine = machine;
        this.spec = spec;
        this.btf = btf;
        this.map = map;
    }

    public String name() {
        return spec.name();
    }

    /** Its type in {@link #types()}. */
    public int typeId() {
        return spec.typeId();
    }

    /** The types of the object that it belongs to. */
    public Btf types() {
        return btf;
    }

    private long address() {
        return map.live().storage().valueAddress(0, 0) + spec.byteOffset();
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        try (var _ = machine.turn()) {
            return machine.memory.read(address(), spec.size());
        }
    }

    /**
     * Its value as a number: one to eight bytes, zero-extended.
     *
     * @throws IllegalStateException if it has more bytes
     */
    public long getLong() {
        byte[] bytes = bytes();
        if (bytes.length > Long.BYTES) {
            throw new IllegalStateException(name() + " has " + bytes.length + " bytes, which is no number");
        }
        long value = 0;
        for (int i = bytes.length - 1; i >= 0; i--) {
            value = value << 8 | bytes[i] & 0xff;
        }
        return value;
    }

    /** Its value by its type. */
    public BtfValue value() {
        return BtfValue.decode(btf, spec.typeId(), bytes());
    }

    /**
     * Stores bytes.
     *
     * @throws IllegalArgumentException if there are more or fewer than the variable has
     * @throws IllegalStateException if programs take the variable as constant: set it before loading
     */
    public void set(byte[] bytes) {
        if (bytes.length != spec.size()) {
            throw new IllegalArgumentException(name() + " has " + spec.size() + " bytes, not " + bytes.length);
        }
        if (spec.constant()) {
            throw new IllegalStateException(name() + " is constant once loaded: set it "
                    + (spec.linkage() == Linkage.EXTERN ? "in the runtime's Kconfig" : "in the CollectionSpec"));
        }
        try (var _ = machine.turn()) {
            machine.memory.write(bytes, 0, address(), bytes.length);
        }
    }

    /** Stores a number, cut to the variable's one to eight bytes. */
    public void setLong(long value) {
        byte[] bytes = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        set(java.util.Arrays.copyOf(bytes, Math.min(Long.BYTES, spec.size())));
    }

    /** Stores a value written as in C: a number, a string, an enumerator. */
    public void set(String literal) {
        set(BtfLiteral.encode(btf, spec.typeId(), literal));
    }
}
