package io.github.bpf4j.abi;

import io.github.bpf4j.abi.SpecialField.Kind;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One search through a value type (timers spec 4). Not thread-safe; used once.
 *
 * <p>Types form a graph in which the same struct may occur an exponential number of times. A struct that yielded nothing
 * yields nothing again at an offset with the same remainder by 8, so it is not entered twice; one that yields something
 * soon exceeds the limits.
 */
final class SpecialFieldSearch {
    private static final int MAX_DEPTH = 32;
    private static final EnumSet<Kind> NODES = EnumSet.of(Kind.LIST_NODE, Kind.RB_NODE);
    private static final EnumSet<Kind> OF_OBJECTS = EnumSet.complementOf(EnumSet.of(Kind.TIMER, Kind.WORKQUEUE));
    private static final long MAX_ELEMENTS = 0xffff_ffffL;

    /** Ends the search: the value counts as having no special field. */
    private static final class ParseFailure extends Exception {
        private static final long serialVersionUID = 1;

        private final Errno errno;

        ParseFailure(Errno errno) {
            super(errno.name(), null, false, false);
            this.errno = errno;
        }
    }

    private record FoundField(Kind kind, long byteOffset, String target) {}

    private final Btf btf;
    private final KernelProfile profile;
    private final Set<Kind> wanted;
    private final KptrTarget kptrs;
    private final GraphRootTarget roots;
    private final List<FoundField> found = new ArrayList<>();
    private final Set<Kind> seen = EnumSet.noneOf(Kind.class);
    private final Set<Long> barren = new HashSet<>();

    private SpecialFieldSearch(Btf btf, KernelProfile profile, Set<Kind> wanted) {
        this.btf = btf;
        this.profile = profile;
        this.wanted = wanted;
        this.kptrs = new KptrTarget(btf);
        this.roots = new GraphRootTarget(btf);
    }

    static SpecialFields parse(Btf btf, int valueTypeId, KernelProfile profile) {
        if (valueTypeId == 0) {
            return SpecialFields.NONE;
        }
        if (profile.hasObjectFields()) {
            return new SpecialFieldSearch(btf, profile, EnumSet.complementOf(NODES)).parse(valueTypeId);
        }
        SpecialFields timers = new SpecialFieldSearch(btf, profile, EnumSet.of(Kind.TIMER)).parse(valueTypeId);
        SpecialFields locks = new SpecialFieldSearch(btf, profile, EnumSet.of(Kind.SPIN_LOCK)).parse(valueTypeId);
        return timers.joined(locks);
    }

    static SpecialFields parseObject(Btf btf, int typeId, KernelProfile profile) {
        SpecialFields fields = new SpecialFieldSearch(btf, profile, OF_OBJECTS).parse(typeId);
        boolean ambiguous = fields.has(Kind.LIST_NODE) && fields.has(Kind.RB_NODE) && !fields.has(Kind.REFCOUNT);
        return ambiguous ? new SpecialFields(List.of(), Errno.EINVAL) : fields;
    }

    private SpecialFields parse(int valueTypeId) {
        int resolved = btf.resolve(valueTypeId);
        try {
            switch (btf.type(resolved)) {
                case BtfType.Struct struct -> struct(resolved, struct, 0, 0);
                case BtfType.DataSec section -> section(section);
                default -> throw new ParseFailure(Errno.EINVAL);
            }
            return new SpecialFields(record(btf.sizeOf(resolved)), null);
        } catch (ParseFailure failure) {
            return new SpecialFields(List.of(), failure.errno);
        }
    }

    private void section(BtfType.DataSec section) throws ParseFailure {
        for (BtfType.SecInfo info : section.variables()) {
            if (btf.type(info.varId()) instanceof BtfType.Var variable) {
                field(variable.typeId(), info.byteOffset() * Byte.SIZE, info.size(), info.varId(), -1, 0);
            }
        }
    }

    private void struct(int typeId, BtfType.Struct struct, long baseOffset, int depth) throws ParseFailure {
        List<Member> members = struct.members();
        for (int index = 0; index < members.size(); index++) {
            Member member = members.get(index);
            long bitOffset = baseOffset * Byte.SIZE + member.bitOffset();
            field(member.typeId(), bitOffset, 0, typeId, index, depth);
        }
    }

    /** Judges one member or variable; {@code expectedSize} is 0 for members, whose size nobody states twice. */
    private void field(int typeId, long bitOffset, long expectedSize, int ownerId, int component, int depth)
            throws ParseFailure {
        long elements = 1;
        int elementId = typeId;
        if (profile.searchesNestedFields()) {
            while (btf.type(elementId) instanceof BtfType.Array array) {
                if (array.count() == 0) {
                    return;
                }
                if (elements > MAX_ELEMENTS / array.count()) {
                    throw new ParseFailure(Errno.E2BIG);
                }
                elements *= array.count();
                elementId = array.elementTypeId();
            }
        }
        BtfType type = btf.type(elementId);
        Kind kind = kindByName(type.name());
        if (kind != null) {
            named(kind, type, bitOffset, expectedSize, elements, ownerId, component);
        } else if (type instanceof BtfType.Struct struct) {
            nested(elementId, struct, bitOffset, expectedSize, elements, depth);
        } else if (profile.hasObjectFields()) {
            pointer(type, bitOffset, expectedSize, elements);
        }
    }

    private @Nullable Kind kindByName(String name) {
        for (Kind kind : Kind.values()) {
            if (!kind.isKptr() && kind.typeName().equals(name) && wanted.contains(kind)) {
                return kind;
            }
        }
        return null;
    }

    private void named(
            Kind kind, BtfType type, long bitOffset, long expectedSize, long elements, int ownerId, int component)
            throws ParseFailure {
        if (kind.isUnique() && !seen.add(kind)) {
            throw new ParseFailure(Errno.E2BIG);
        }
        if (expectedSize != 0 && expectedSize != kind.size() * elements) {
            return;
        }
        if (!isPlaced(kind, bitOffset)) {
            return;
        }
        if (!(type instanceof BtfType.Struct struct) || struct.size() != kind.size()) {
            return;
        }
        String target = "";
        if (kind.isGraphRoot()) {
            target = checked(roots.find(kind, ownerId, component));
        }
        if (elements > 1 && !kind.isGraphRoot()) {
            throw new ParseFailure(Errno.EINVAL);
        }
        add(new FoundField(kind, bitOffset / Byte.SIZE, target), kind.size(), elements);
    }

    private void pointer(BtfType type, long bitOffset, long expectedSize, long elements) throws ParseFailure {
        int size = Kind.KPTR_REF.size();
        if (expectedSize != 0 && expectedSize != size * elements) {
            return;
        }
        KptrTarget.Answer answer = kptrs.find(type);
        switch (answer) {
            case KptrTarget.Answer.None() -> {}
            case KptrTarget.Answer.Refused(Errno errno) -> {
                if (isPlaced(Kind.KPTR_REF, bitOffset)) {
                    throw new ParseFailure(errno);
                }
            }
            case KptrTarget.Answer.Found(Kind kind, String target) -> {
                if (isPlaced(kind, bitOffset)) {
                    add(new FoundField(kind, bitOffset / Byte.SIZE, target), size, elements);
                }
            }
        }
    }

    /** Whether a candidate lies where it counts. That it begins with a byte is a property of valid BTF. */
    private boolean isPlaced(Kind kind, long bitOffset) throws ParseFailure {
        if (bitOffset / Byte.SIZE % kind.alignment() == 0) {
            return true;
        }
        if (profile.ignoresMisalignedFields()) {
            return false;
        }
        throw new ParseFailure(Errno.EINVAL);
    }

    private void nested(int typeId, BtfType.Struct struct, long bitOffset, long expectedSize, long elements, int depth)
            throws ParseFailure {
        if (!profile.searchesNestedFields() || expectedSize != 0 && expectedSize != struct.size() * elements) {
            return;
        }
        Long key = (long) typeId * Long.SIZE + bitOffset % Long.SIZE;
        if (barren.contains(key)) {
            return;
        }
        if (depth + 1 >= MAX_DEPTH) {
            throw new ParseFailure(Errno.E2BIG);
        }
        int before = found.size();
        int seenBefore = seen.size();
        struct(typeId, struct, bitOffset / Byte.SIZE, depth + 1);
        if (found.size() == before) {
            if (seen.size() == seenBefore) {
                barren.add(key);
            }
            return;
        }
        if (elements > 1) {
            repeat(List.copyOf(found.subList(before, found.size())), struct.size(), elements);
        }
    }

    private void repeat(List<FoundField> fields, long stride, long elements) throws ParseFailure {
        if (fields.stream()
                .anyMatch(field -> !field.kind().isKptr() && !field.kind().isGraphRoot())) {
            throw new ParseFailure(Errno.EINVAL);
        }
        for (long element = 1; element < elements; element++) {
            for (FoundField field : fields) {
                add(new FoundField(field.kind(), field.byteOffset() + element * stride, field.target()), 0, 1);
            }
        }
    }

    private void add(FoundField field, long stride, long elements) throws ParseFailure {
        for (long element = 0; element < elements; element++) {
            if (found.size() == SpecialFields.MAX_FIELDS) {
                throw new ParseFailure(Errno.E2BIG);
            }
            found.add(new FoundField(field.kind(), field.byteOffset() + element * stride, field.target()));
        }
    }

    private List<SpecialField> record(long valueSize) throws ParseFailure {
        found.sort((one, other) -> Long.compare(one.byteOffset(), other.byteOffset()));
        List<SpecialField> fields = new ArrayList<>();
        long end = 0;
        for (FoundField field : found) {
            if (field.byteOffset() + field.kind().size() > Math.min(valueSize, Integer.MAX_VALUE)) {
                throw new ParseFailure(Errno.EFAULT);
            }
            if (field.byteOffset() < end) {
                throw new ParseFailure(Errno.EEXIST);
            }
            end = field.byteOffset() + field.kind().size();
            fields.add(new SpecialField(field.kind(), (int) field.byteOffset(), field.target()));
        }
        boolean rooted = fields.stream().anyMatch(field -> field.kind().isGraphRoot());
        if (rooted && fields.stream().noneMatch(field -> field.kind() == Kind.SPIN_LOCK)) {
            throw new ParseFailure(Errno.EINVAL);
        }
        return fields;
    }

    private static String checked(GraphRootTarget.Answer answer) throws ParseFailure {
        return switch (answer) {
            case GraphRootTarget.Answer.Found(String target) -> target;
            case GraphRootTarget.Answer.Refused(Errno errno) -> throw new ParseFailure(errno);
        };
    }
}
