package io.github.bpf4j.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The types of one object, numbered from 1; id 0 is void (runtime spec 2.6).
 *
 * <p>A parsed {@code Btf} is sound: every id in it exists, nothing contains itself, members lie inside their struct and
 * aliases end. Immutable and safe for use by several threads. Methods that take a type id throw
 * {@link BtfTypeException} for an id that does not exist.
 */
public final class Btf {
    /** Most types in one object. */
    public static final int MAX_TYPES = (1 << 20) - 1;

    /** Deepest nesting of structs, unions and arrays. */
    public static final int MAX_NESTING = 32;

    /** Bytes of a guest pointer. */
    public static final int POINTER_SIZE = 8;

    private final ByteOrder order;
    private final BtfStrings strings;
    private final BtfTypes types;

    private Btf(ByteOrder order, BtfStrings strings, BtfTypes types) {
        this.order = order;
        this.strings = strings;
        this.types = types;
    }

    /**
     * The types in the contents of a .BTF section; either byte order, told apart by the magic.
     *
     * @throws BtfFormatException if the bytes are no well-formed BTF
     */
    public static Btf parse(byte[] data) {
        BtfParser parser = new BtfParser(data);
        parser.readAll();
        BtfLayout layout = new BtfLayout(parser.types, parser.byteOffsets);
        return new Btf(parser.order, parser.strings, new ReadTypes(parser.types, layout.resolved, layout.sizes));
    }

    /**
     * The types in data that {@link #parse} has accepted before, as it gives them; each is read when it is first asked for, and none is
     * checked again. For data that somebody else can have changed there is {@link #parse}: here what is wrong in it goes unnoticed, and
     * methods may not return.
     */
    public static Btf parseSound(byte[] data) {
        BtfParser parser = new BtfParser(data);
        return new Btf(parser.order, parser.strings.restarted(), new LazyTypes(parser));
    }

    /** No types at all but void, in a byte order: what an object without .BTF has. */
    public static Btf empty(ByteOrder order) {
        return new Btf(
                order,
                new BtfStrings(new byte[1], 0),
                new ReadTypes(List.of(new BtfType.Void()), new int[1], new long[] {BtfLayout.NO_SIZE}));
    }

    /** The byte order of the object that the types belong to, hence of its values. */
    public ByteOrder byteOrder() {
        return order;
    }

    /** Number of types, void not counted; ids run from 1 to this. */
    public int typeCount() {
        return types.count() - 1;
    }

    /** The type with an id. */
    public BtfType type(int typeId) {
        return types.type(checked(typeId));
    }

    /** The name of a type; empty if it has none. */
    public String name(int typeId) {
        return types.name(checked(typeId));
    }

    /** The id that remains after typedefs, qualifiers and type tags are taken off. */
    public int resolve(int typeId) {
        return types.resolved(checked(typeId));
    }

    /** The type that remains after typedefs, qualifiers and type tags are taken off. */
    public BtfType resolved(int typeId) {
        return types.type(resolve(typeId));
    }

    /**
     * Size of a value of a type in bytes, below 2^32.
     *
     * @throws BtfTypeException if values of the type have no size: void, functions, forward declarations
     */
    public long sizeOf(int typeId) {
        long size = types.size(checked(typeId));
        if (size == BtfLayout.NO_SIZE) {
            throw new BtfTypeException(typeId, "a " + resolved(typeId).kind() + " has no size");
        }
        return size;
    }

    /** Whether values of a type have a size. */
    public boolean hasSize(int typeId) {
        return types.size(checked(typeId)) != BtfLayout.NO_SIZE;
    }

    /** Whether each CPU has its own copy of a variable: it lies in section {@code .data..percpu} of a kernel. */
    public boolean isPerCpu(int variableId) {
        OptionalInt section = find(BtfKind.DATASEC, ".data..percpu");
        return section.isPresent()
                && type(section.getAsInt()) instanceof BtfType.DataSec variables
                && variables.variables().stream().anyMatch(entry -> entry.varId() == variableId);
    }

    /** The first type of a kind with a name. */
    public OptionalInt find(BtfKind kind, String name) {
        return types.find(kind, name);
    }

    /**
     * The same types with some data sections replaced, for a loader that knows their real sizes and offsets.
     *
     * @param sections type id of a data section to the section that takes its place, with the same variables
     * @throws BtfTypeException if an id is no data section, or the variables are others
     */
    public Btf withDataSections(Map<Integer, BtfType.DataSec> sections) {
        List<BtfType> changed = new ArrayList<>(types.all());
        long[] changedSizes = sizes(changed.size());
        sections.forEach((id, section) -> {
            if (!(type(id) instanceof BtfType.DataSec old) || !sameVariables(old, section)) {
                throw new BtfTypeException(id, "no data section with these variables");
            }
            changed.set(id, section);
            changedSizes[id] = section.size();
        });
        return new Btf(order, strings, new ReadTypes(changed, resolutions(changed.size()), changedSizes));
    }

    /**
     * The same types with a data section of another size, which its last variable, an array, has more or fewer elements to fill. The
     * variable gets a new type, the last one.
     *
     * @param sizeBytes below 2^32
     * @throws BtfTypeException if the id is no data section, its last variable is no array, or elements do not end where the section does
     */
    public Btf withSectionSize(int sectionTypeId, long sizeBytes) {
        if (!(type(sectionTypeId) instanceof BtfType.DataSec section)
                || section.variables().isEmpty()
                || !(type(section.variables().getLast().varId()) instanceof BtfType.Var variable)
                || !(resolved(variable.typeId()) instanceof BtfType.Array array)) {
            throw new BtfTypeException(sectionTypeId, "no data section whose last variable is an array");
        }
        BtfType.SecInfo last = section.variables().getLast();
        long elementSize = sizeOf(array.elementTypeId());
        long bytes = sizeBytes - last.byteOffset();
        if (bytes <= 0 || elementSize == 0 || bytes % elementSize != 0) {
            throw new BtfTypeException(
                    sectionTypeId, "elements of " + elementSize + " bytes do not end at " + sizeBytes);
        }
        List<BtfType> changed = new ArrayList<>(types.all());
        int arrayId = changed.size();
        changed.add(new BtfType.Array(array.elementTypeId(), array.indexTypeId(), bytes / elementSize));
        changed.set(last.varId(), new BtfType.Var(variable.name(), arrayId, variable.linkage()));
        List<BtfType.SecInfo> variables = new ArrayList<>(section.variables());
        variables.set(variables.size() - 1, new BtfType.SecInfo(last.varId(), last.byteOffset(), bytes));
        changed.set(sectionTypeId, new BtfType.DataSec(section.name(), sizeBytes, variables));
        int[] changedResolved = resolutions(changed.size());
        changedResolved[arrayId] = arrayId;
        long[] changedSizes = sizes(changed.size());
        changedSizes[arrayId] = bytes;
        changedSizes[last.varId()] = bytes;
        changedSizes[sectionTypeId] = sizeBytes;
        return new Btf(order, strings, new ReadTypes(changed, changedResolved, changedSizes));
    }

    /** What the types resolve to, in an array with room for so many. */
    private int[] resolutions(int length) {
        int[] resolved = new int[length];
        for (int id = 0; id < types.count(); id++) {
            resolved[id] = types.resolved(id);
        }
        return resolved;
    }

    private long[] sizes(int length) {
        long[] sizes = new long[length];
        for (int id = 0; id < types.count(); id++) {
            sizes[id] = types.size(id);
        }
        return sizes;
    }

    private static boolean sameVariables(BtfType.DataSec one, BtfType.DataSec other) {
        return one.variables().stream()
                .map(BtfType.SecInfo::varId)
                .sorted()
                .toList()
                .equals(other.variables().stream()
                        .map(BtfType.SecInfo::varId)
                        .sorted()
                        .toList());
    }

    /** A fresh decoder of the string table, which .BTF.ext refers to as well. */
    BtfStrings strings() {
        return strings.restarted();
    }

    private int checked(int typeId) {
        if (typeId < 0 || typeId >= types.count()) {
            throw new BtfTypeException(typeId, "no such type");
        }
        return typeId;
    }
}
