package io.github.bpf4j.verifier.kernel;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.btf.BtfTypeException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The kernel's types, as the verifier asks for them. Not safe for use by several threads. */
public final class KernelTypes {

    private final Btf btf;
    private final Map<String, Integer> absent = new HashMap<>();

    public KernelTypes(Btf btf) {
        this.btf = btf;
    }

    /** Whether nothing is known of the kernel's types. */
    public boolean isEmpty() {
        return btf.typeCount() == 0;
    }

    /** The types themselves. */
    public Btf btf() {
        return btf;
    }

    /** The id of a struct; one of its own that is no type's if nothing is known of it. */
    public int struct(String name) {
        OptionalInt known = btf.find(BtfKind.STRUCT, name);
        return known.isPresent() ? known.getAsInt() : absent.computeIfAbsent(name, _ -> -1 - absent.size());
    }

    /** Whether the kernel has a struct with a name. */
    public boolean isKnown(String name) {
        return btf.find(BtfKind.STRUCT, name).isPresent();
    }

    /**
     * A variable of the kernel.
     *
     * @param typeId its type without qualifiers
     * @param isStruct whether that is a struct or a union
     * @param isPerCpu whether each CPU has one of its own
     */
    public record Variable(int typeId, int size, boolean isStruct, boolean isPerCpu) {}

    /** What is known of a variable. */
    public Optional<Variable> variable(String name) {
        OptionalInt id = btf.find(BtfKind.VAR, name);
        if (id.isEmpty()
                || !(btf.type(id.getAsInt()) instanceof BtfType.Var variable)
                || !btf.hasSize(variable.typeId())
                || btf.sizeOf(variable.typeId()) > Integer.MAX_VALUE) {
            return Optional.empty();
        }
        return Optional.of(new Variable(
                btf.resolve(variable.typeId()),
                (int) btf.sizeOf(variable.typeId()),
                btf.resolved(variable.typeId()) instanceof BtfType.Composite,
                btf.isPerCpu(id.getAsInt())));
    }

    /**
     * Where a member of a struct begins, in bytes; -1 if there is no such member, or it is a bit-field.
     *
     * @param path names with dots between them
     */
    public long offsetOf(String struct, String path) {
        BtfField field = member(struct, path);
        return field == null ? -1 : field.byteOffset();
    }

    /** The bytes of a member of a struct; 0 if there is no such member. */
    public long sizeOf(String struct, String path) {
        BtfField field = member(struct, path);
        return field == null ? 0 : btf.sizeOf(field.typeId());
    }

    private @Nullable BtfField member(String struct, String path) {
        OptionalInt id = btf.find(BtfKind.STRUCT, struct);
        if (id.isEmpty()) {
            return null;
        }
        try {
            BtfField field = BtfField.of(btf, id.getAsInt(), path);
            return field.bitfieldSize() == 0 ? field : null;
        } catch (BtfTypeException _) {
            return null; // other kernels have other members
        }
    }

    /** The name of a struct with an id that was given out here. */
    public String name(int typeId) {
        if (typeId > 0) {
            return btf.type(typeId).name();
        }
        return absent.entrySet().stream()
                .filter(entry -> entry.getValue() == typeId)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("kernel object");
    }

    /** What a load from an object of a type finds. */
    public Walk walk(int typeId, long offset, int size) {
        if (typeId <= 0) {
            return new Walk.Refused(Errno.EACCES, "what is in a struct " + name(typeId) + " is not known");
        }
        if (offset < 0) {
            return new Walk.Refused(
                    Errno.EACCES, "offset %d is in front of the struct %s".formatted(offset, name(typeId)));
        }
        return new Walker(btf, typeId, offset, size).find();
    }

    /**
     * Whether a pointer into an object can stand for one of another type: the same type, or a struct that begins at that place.
     *
     * @param exact whether nothing but the type itself will do
     */
    public boolean matches(int typeId, long offset, int wanted, boolean exact) {
        if (offset == 0 && typeId == wanted) {
            return true;
        }
        if (exact || typeId <= 0 || offset < 0) {
            return false;
        }
        return begins(typeId, offset, wanted);
    }

    private boolean begins(int typeId, long offset, int wanted) {
        if (!(btf.resolved(typeId) instanceof BtfType.Composite type)) {
            return false;
        }
        for (Member member : type.members()) {
            if (member.bitfieldSize() > 0 || !btf.hasSize(member.typeId())) {
                continue;
            }
            long at = member.byteOffset();
            if (offset < at || offset >= at + btf.sizeOf(member.typeId())) {
                continue;
            }
            int inner = member.typeId();
            while (btf.resolved(inner) instanceof BtfType.Array array) {
                inner = array.elementTypeId();
            }
            long size = btf.sizeOf(inner);
            long within = size == 0 ? 0 : (offset - at) % size;
            int innerId = btf.resolve(inner);
            return within == 0 && innerId == wanted || begins(innerId, within, wanted);
        }
        return false;
    }
}
