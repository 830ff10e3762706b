package io.github.bpf4j.btf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
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
    private final List<BtfType> types;
    private final int[] resolved;
    private final long[] sizes;
    private final Map<BtfKind, Map<String, Integer>> ids;

    private Btf(ByteOrder order, BtfStrings strings, List<BtfType> types, int[] resolved, long[] sizes) {
        this.order = order;
        this.strings = strings;
        this.types = List.copyOf(types);
        this.resolved = resolved;
        this.sizes = sizes;
        this.ids = new EnumMap<>(BtfKind.class);
        for (int id = 1; id < types.size(); id++) {
            BtfType type = types.get(id);
            if (!type.name().isEmpty()) {
                ids.computeIfAbsent(type.kind(), _ -> new HashMap<>()).putIfAbsent(type.name(), id);
            }
        }
    }

    /**
     * The types in the contents of a .BTF section; either byte order, told apart by the magic.
     *
     * @throws BtfFormatException if the bytes are no well-formed BTF
     */
    public static Btf parse(byte[] data) {
        BtfParser parser = new BtfParser(data);
        BtfLayout layout = new BtfLayout(parser.types, parser.byteOffsets);
        return new Btf(parser.order, parser.strings, parser.types, layout.resolved, layout.sizes);
    }

    /** No types at all but void, in a byte order: what an object without .BTF has. */
    public static Btf empty(ByteOrder order) {
        return new Btf(order, new BtfStrings(new byte[1], 0), List.of(new BtfType.Void()), new int[1], new long[] {
            BtfLayout.NO_SIZE
        });
    }

    /** The byte order of the object that the types belong to, hence of its values. */
    public ByteOrder byteOrder() {
        return order;
    }

    /** Number of types, void not counted; ids run from 1 to this. */
    public int typeCount() {
        return types.size() - 1;
    }

    /** The type with an id. */
    public BtfType type(int typeId) {
        return types.get(checked(typeId));
    }

    /** The id that remains after typedefs, qualifiers and type tags are taken off. */
    public int resolve(int typeId) {
        return resolved[checked(typeId)];
    }

    /** The type that remains after typedefs, qualifiers and type tags are taken off. */
    public BtfType resolved(int typeId) {
        return types.get(resolve(typeId));
    }

    /**
     * Size of a value of a type in bytes, below 2^32.
     *
     * @throws BtfTypeException if values of the type have no size: void, functions, forward declarations
     */
    public long sizeOf(int typeId) {
        long size = sizes[checked(typeId)];
        if (size == BtfLayout.NO_SIZE) {
            throw new BtfTypeException(typeId, "a " + resolved(typeId).kind() + " has no size");
        }
        return size;
    }

    /** Whether values of a type have a size. */
    public boolean hasSize(int typeId) {
        return sizes[checked(typeId)] != BtfLayout.NO_SIZE;
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
        Integer id = ids.getOrDefault(kind, Map.of()).get(name);
        return id == null ? OptionalInt.empty() : OptionalInt.of(id);
    }

    /**
     * The same types with some data sections replaced, for a loader that knows their real sizes and offsets.
     *
     * @param sections type id of a data section to the section that takes its place, with the same variables
     * @throws BtfTypeException if an id is no data section, or the variables are others
     */
    public Btf withDataSections(Map<Integer, BtfType.DataSec> sections) {
        List<BtfType> changed = new ArrayList<>(types);
        long[] changedSizes = sizes.clone();
        sections.forEach((id, section) -> {
            if (!(type(id) instanceof BtfType.DataSec old) || !sameVariables(old, section)) {
                throw new BtfTypeException(id, "no data section with these variables");
            }
            changed.set(id, section);
            changedSizes[id] = section.size();
        });
        return new Btf(order, strings, changed, resolved, changedSizes);
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
        List<BtfType> changed = new ArrayList<>(types);
        int arrayId = changed.size();
        changed.add(new BtfType.Array(array.elementTypeId(), array.indexTypeId(), bytes / elementSize));
        changed.set(last.varId(), new BtfType.Var(variable.name(), arrayId, variable.linkage()));
        List<BtfType.SecInfo> variables = new ArrayList<>(section.variables());
        variables.set(variables.size() - 1, new BtfType.SecInfo(last.varId(), last.byteOffset(), bytes));
        changed.set(sectionTypeId, new BtfType.DataSec(section.name(), sizeBytes, variables));
        int[] changedResolved = Arrays.copyOf(resolved, changed.size());
        changedResolved[arrayId] = arrayId;
        long[] changedSizes = Arrays.copyOf(sizes, changed.size());
        changedSizes[arrayId] = bytes;
        changedSizes[last.varId()] = bytes;
        changedSizes[sectionTypeId] = sizeBytes;
        return new Btf(order, strings, changed, changedResolved, changedSizes);
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
        if (typeId < 0 || typeId >= types.size()) {
            throw new BtfTypeException(typeId, "no such type");
        }
        return typeId;
    }
}
