package io.github.bpf4j.object.core;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.CoreRelocationKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.core.Access.Field;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Works out relocations of one object against the kernel's types. Not safe for use by several threads. */
public final class Relocator {
    /** What an instruction is to hold, or that the kernel has nothing to hold. */
    public sealed interface Answer {
        /**
         * A number.
         *
         * @param local what the code has in its place; empty if compilers do not agree on it
         * @param localSize bytes of the member in the object's types, 0 if it is no member's offset
         * @param size bytes of the member in the kernel's types
         * @param resizable whether loads of one size may become loads of the other
         * @param access the member as in C, empty if they may
         */
        record Value(OptionalLong local, long number, int localSize, int size, boolean resizable, String access)
                implements Answer {}

        /**
         * The kernel has nothing like it: the instruction must not be reached.
         *
         * @param reason what it does not have, in words
         */
        record Missing(String reason) implements Answer {}
    }

    private record Question(int typeId, String access, CoreRelocationKind kind) {}

    private record Shape(long byteOffset, int byteSize, int bits, long bitOffset) {}

    private final Btf local;
    private final KernelIndex kernel;
    private final Btf target;
    private final Work work = new Work();
    private final Map<Question, Answer> known = new HashMap<>();

    public Relocator(Btf local, KernelIndex kernel) {
        this.local = local;
        this.kernel = kernel;
        this.target = kernel.types();
    }

    /**
     * What the instruction of a relocation is to hold.
     *
     * @throws RelocationException if the relocation makes no sense or the kernel's types of that name disagree
     */
    public Answer answer(CoreRelocation relocation) throws RelocationException {
        Question question = new Question(relocation.typeId(), relocation.access(), relocation.kind());
        Answer before = known.get(question);
        if (before != null) {
            return before;
        }
        Answer answer = work(question);
        known.put(question, answer);
        return answer;
    }

    private Answer work(Question question) throws RelocationException {
        return switch (question.kind()) {
            case FIELD_BYTE_OFFSET, FIELD_BYTE_SIZE, FIELD_EXISTS, FIELD_SIGNED, FIELD_LSHIFT_U64, FIELD_RSHIFT_U64 ->
                field(question);
            case TYPE_ID_LOCAL -> number(question.typeId());
            case TYPE_ID_TARGET, TYPE_EXISTS, TYPE_SIZE, TYPE_MATCHES -> type(question);
            case ENUMVAL_EXISTS, ENUMVAL_VALUE -> enumerator(question);
        };
    }

    /** Whether types have the same shape, as far as that can be told; what structs and enumerations hold does not matter. */
    public static boolean isAlike(Btf local, int localId, Btf target, int targetId) {
        try {
            return new Compatibility(local, target, new Work()).ofTypes(localId, targetId);
        } catch (RelocationException _) {
            return false;
        }
    }

    private static Answer number(long number) {
        return new Answer.Value(OptionalLong.empty(), number, 0, 0, true, "");
    }

    private static Answer number(long local, long number) {
        return new Answer.Value(OptionalLong.of(local), number, 0, 0, true, "");
    }

    // ---- members

    /** What all types of that name that have the member say; it must be at one place in them, whatever is asked. */
    private Answer field(Question question) throws RelocationException {
        Access access = Access.of(local, question.typeId(), question.access());
        List<Answer> answers = new ArrayList<>();
        Set<Long> places = new HashSet<>();
        List<Integer> candidates = kernel.candidates(local.type(question.typeId()), work);
        for (int candidate : candidates) {
            Optional<Field> found = access.in(local, target, candidate, work);
            if (found.isPresent()) {
                answers.add(value(question.kind(), access, found.get()));
                places.add(found.get().bitOffset());
            }
        }
        if (places.size() > 1) {
            throw disagreement(access.inC(local));
        }
        if (!answers.isEmpty()) {
            return agreed(answers, access.inC(local));
        }
        if (question.kind() == CoreRelocationKind.FIELD_EXISTS) {
            return number(0);
        }
        return new Answer.Missing(access.inC(local) + " is not in the kernel's types: "
                + (candidates.isEmpty()
                        ? "there is no " + Flavours.essentialName(Access.name(local, question.typeId()))
                        : "its " + Flavours.essentialName(Access.name(local, question.typeId()))
                                + " has no such member; test with bpf_core_field_exists first"));
    }

    private static Answer agreed(List<Answer> answers, String what) throws RelocationException {
        if (answers.stream().distinct().count() > 1) {
            throw disagreement(what);
        }
        return answers.getFirst();
    }

    private static RelocationException disagreement(String what) {
        return new RelocationException("the kernel has several types of that name, and they disagree about " + what);
    }

    private Answer value(CoreRelocationKind kind, Access access, Field found) throws RelocationException {
        if (kind == CoreRelocationKind.FIELD_EXISTS) {
            return number(1);
        }
        Shape mine = shape(local, access.field());
        Shape shape = shape(target, found);
        boolean whole = access.field().bitfieldSize() == 0;
        return switch (kind) {
            case FIELD_BYTE_OFFSET -> {
                if (!whole || found.bitfieldSize() != 0) {
                    yield number(shape.byteOffset());
                }
                boolean resizable = mine.byteSize() == shape.byteSize() || isResizable(access.field(), found);
                yield new Answer.Value(
                        OptionalLong.of(mine.byteOffset()),
                        shape.byteOffset(),
                        mine.byteSize(),
                        shape.byteSize(),
                        resizable,
                        resizable ? "" : access.inC(local));
            }
            case FIELD_BYTE_SIZE -> whole ? number(mine.byteSize(), shape.byteSize()) : number(shape.byteSize());
            case FIELD_SIGNED -> number(isSigned(found) ? 1 : 0);
            case FIELD_LSHIFT_U64 -> {
                boolean little = local.byteOrder() == ByteOrder.LITTLE_ENDIAN;
                long within = shape.bitOffset() - shape.byteOffset() * Byte.SIZE;
                yield number(
                        little
                                ? Long.SIZE - (within + shape.bits())
                                : (Long.BYTES - shape.byteSize()) * (long) Byte.SIZE + within);
            }
            default -> number(Long.SIZE - mine.bits(), Long.SIZE - shape.bits());
        };
    }

    /** Where a member lies, for a load that reads it whole; a bit-field with the units around it. */
    private static Shape shape(Btf types, Field field) throws RelocationException {
        if (!types.hasSize(field.typeId())) {
            throw new RelocationException("a member without a size is accessed");
        }
        long size = types.sizeOf(field.typeId());
        if (field.bitfieldSize() == 0) {
            if (size > Integer.MAX_VALUE / Byte.SIZE) {
                throw new RelocationException("a member is too large");
            }
            return new Shape(field.bitOffset() / Byte.SIZE, (int) size, (int) size * Byte.SIZE, field.bitOffset());
        }
        int unit = (int) Math.max(1, Math.min(size, Long.BYTES));
        long at = field.bitOffset() / Byte.SIZE / unit * unit;
        while (field.bitOffset() + field.bitfieldSize() - at * Byte.SIZE > (long) unit * Byte.SIZE) {
            if (unit >= Long.BYTES) {
                throw new RelocationException("a bit-field does not fit in 8 bytes");
            }
            unit *= 2;
            at = field.bitOffset() / Byte.SIZE / unit * unit;
        }
        return new Shape(at, unit, field.bitfieldSize(), field.bitOffset());
    }

    private boolean isResizable(Field mine, Field theirs) {
        BtfType one = local.resolved(mine.typeId());
        BtfType other = target.resolved(theirs.typeId());
        return one instanceof BtfType.Ptr && other instanceof BtfType.Ptr
                || one instanceof BtfType.Int integer
                        && other instanceof BtfType.Int another
                        && !integer.signed()
                        && !another.signed();
    }

    private boolean isSigned(Field field) {
        return switch (target.resolved(field.typeId())) {
            case BtfType.Int integer -> integer.signed();
            case BtfType.Enumeration enumeration -> enumeration.signed();
            default -> false;
        };
    }

    // ---- types

    private Answer type(Question question) throws RelocationException {
        requireWhole(question);
        BtfType type = local.type(question.typeId());
        List<Answer> answers = new ArrayList<>();
        for (int candidate : kernel.candidates(type, work)) {
            Compatibility compatibility = new Compatibility(local, target, work);
            boolean fits = question.kind() == CoreRelocationKind.TYPE_MATCHES
                    ? compatibility.matches(question.typeId(), candidate)
                    : compatibility.ofTypes(question.typeId(), candidate);
            if (fits) {
                answers.add(
                        switch (question.kind()) {
                            case TYPE_ID_TARGET -> number(candidate);
                            case TYPE_SIZE -> number(target.hasSize(candidate) ? target.sizeOf(candidate) : 0);
                            default -> number(1);
                        });
            }
        }
        return answers.isEmpty() ? number(0) : agreed(answers, Access.name(local, question.typeId()));
    }

    private static void requireWhole(Question question) throws RelocationException {
        int[] indices = Access.indices(question.access());
        if (indices.length != 1 || indices[0] != 0) {
            throw new RelocationException("it asks for a type, but its access is \"" + question.access() + "\"");
        }
    }

    // ---- enumerators

    private Answer enumerator(Question question) throws RelocationException {
        int[] indices = Access.indices(question.access());
        if (!(local.resolved(question.typeId()) instanceof BtfType.Enumeration enumeration)
                || indices.length != 1
                || indices[0] >= enumeration.enumerators().size()) {
            throw new RelocationException("its access \"" + question.access() + "\" leads to no enumerator of "
                    + Access.name(local, question.typeId()));
        }
        String name =
                Flavours.essentialName(enumeration.enumerators().get(indices[0]).name());
        boolean exists = question.kind() == CoreRelocationKind.ENUMVAL_EXISTS;
        List<Answer> answers = new ArrayList<>();
        for (int candidate : kernel.candidates(local.type(question.typeId()), work)) {
            if (target.resolved(candidate) instanceof BtfType.Enumeration theirs) {
                work.spend(theirs.enumerators().size());
                theirs.enumerators().stream()
                        .filter(each -> Flavours.essentialName(each.name()).equals(name))
                        .findFirst()
                        .ifPresent(each -> answers.add(number(exists ? 1 : each.value())));
            }
        }
        if (!answers.isEmpty()) {
            return agreed(answers, Access.shortened(name));
        }
        return exists
                ? number(0)
                : new Answer.Missing("enumerator " + Access.shortened(name) + " is not in the kernel's types; test with"
                        + " bpf_core_enum_value_exists first");
    }
}
