package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.abi.OperationWrites;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.ToLongFunction;

/**
 * Writes structs that a host described into guest memory, laid out by the kernel's types: each with all that it leads to, in one piece.
 *
 * <p>Safe for use by any thread.
 */
public final class KernelStructs {
    private static final int ALIGN = 16;
    static final int LARGEST_BYTES = 1 << 24;

    /** What XDP programs work on: two of its pointers say where a packet begins and ends. */
    private static final String FRAME = "xdp_buff";

    /** What members of the built-in types are called that stand for what is not known, also behind the last. */
    private static final String FILLER = "gap_";

    private final GuestMemory memory;
    private final Btf types;

    /** Writes into a memory by some types. */
    public KernelStructs(GuestMemory memory, Btf types) {
        this.memory = memory;
        this.types = types;
    }

    /** What they are written into. */
    GuestMemory memory() {
        return memory;
    }

    /** The kernel's types. */
    public Btf types() {
        return types;
    }

    /** The number of a struct or union; empty if the kernel's types have none of this name. */
    public OptionalInt find(String name) {
        OptionalInt struct = types.find(BtfKind.STRUCT, name);
        return struct.isPresent() ? struct : types.find(BtfKind.UNION, name);
    }

    /** Whether a struct of the kernel's types has a member. */
    public boolean hasMember(String struct, String path) {
        OptionalInt typeId = find(struct);
        try {
            return typeId.isPresent()
                    && BtfField.of(types, typeId.getAsInt(), path).bitOffset() >= 0;
        } catch (BtfTypeException _) {
            return false;
        }
    }

    /** Whether the kernel's types have the struct that a value is; other values need none. */
    boolean knows(KernelValue value) {
        return !(value instanceof KernelValue.Struct struct)
                || find(struct.struct().type()).isPresent();
    }

    /** A struct of a type, of which nothing is said yet. */
    Description describe(String type) {
        return new Description(this, type);
    }

    /** Where a member lies in a struct of the kernel's types, in bits; -1 if there is none. */
    public long bitOffset(String struct, String path) {
        return hasMember(struct, path)
                ? BtfField.of(types, find(struct).orElseThrow(), path).bitOffset()
                : -1;
    }

    /**
     * Writes a struct, and what it leads to.
     *
     * @param world the addresses of pointers to objects of a world's
     * @throws KernelTypesException if it does not fit the kernel's types
     * @throws GuestFault if guest memory has no room
     */
    public PlacedStruct place(KernelStruct struct, ToLongFunction<KernelValue> world) {
        Plan plan = new Plan(world);
        plan.addStruct(struct);
        PlacedStruct placed = new PlacedStruct(memory, "struct " + struct.type(), plan.size);
        placed.allowWrites(writable(struct.type()));
        plan.write(placed.address(), placed);
        return placed;
    }

    /** What programs that are operations of the kernel may change in a struct. */
    private List<PlacedStruct.Range> writable(String struct) {
        return OperationWrites.MEMBERS.stream()
                .filter(member -> member.struct().equals(struct) && hasMember(struct, member.path()))
                .map(member -> {
                    BtfField field = BtfField.of(types, find(struct).orElseThrow(), member.path());
                    return new PlacedStruct.Range(
                            field.byteOffset(), field.byteOffset() + types.sizeOf(field.typeId()));
                })
                .toList();
    }

    /**
     * Writes a struct over one that was placed, but for what programs may change in it.
     *
     * @throws KernelTypesException if it does not fit the kernel's types, or is larger
     */
    public void renew(PlacedStruct placed, KernelStruct struct, ToLongFunction<KernelValue> world) {
        List<byte[]> kept = new ArrayList<>();
        for (PlacedStruct.Range range : placed.writable()) {
            kept.add(memory.read(placed.address() + range.start(), (int) (range.end() - range.start())));
        }
        replace(placed, struct, world);
        for (int i = 0; i < kept.size(); i++) {
            byte[] bytes = kept.get(i);
            memory.write(bytes, 0, placed.address() + placed.writable().get(i).start(), bytes.length);
        }
    }

    /**
     * Whether a struct fits, if anything is said of it.
     *
     * @throws KernelTypesException if it does not fit the kernel's types
     */
    public void check(KernelStruct struct) {
        if (!struct.members().isEmpty()) {
            new Plan(pointer -> 0).addStruct(struct);
        }
    }

    /**
     * Writes a struct over one that was placed with the same paths through pointers.
     *
     * @throws KernelTypesException if it does not fit the kernel's types, or is larger
     */
    public void replace(PlacedStruct placed, KernelStruct struct, ToLongFunction<KernelValue> world) {
        Plan plan = new Plan(world);
        plan.addStruct(struct);
        if (plan.size > placed.sizeBytes()) {
            throw new KernelTypesException("struct " + struct.type() + " has become larger");
        }
        plan.write(placed.address(), placed);
    }

    /** Whether a value becomes memory of its own where a pointer is expected. */
    public static boolean isMemory(KernelValue value) {
        return switch (value) {
            case KernelValue.Text _, KernelValue.Bytes _, KernelValue.Struct _, KernelValue.Elements _ -> true;
            case KernelValue.Scalar _,
                    KernelValue.TaskPointer _,
                    KernelValue.CgroupPointer _,
                    KernelValue.SocketPointer _,
                    KernelValue.InodePointer _ -> false;
        };
    }

    /**
     * Writes what a pointer leads to: text, bytes, a struct, elements.
     *
     * @param pointedTypeId what the kernel's types say of what it points to; 0 if nothing
     * @throws KernelTypesException if it does not fit the kernel's types
     * @throws GuestFault if guest memory has no room
     */
    public PlacedStruct place(KernelValue value, int pointedTypeId, ToLongFunction<KernelValue> world) {
        Plan plan = new Plan(world);
        plan.addPointed(value, pointedTypeId);
        PlacedStruct placed = new PlacedStruct(memory, "what an argument points to", plan.size);
        if (value instanceof KernelValue.Struct struct) {
            placed.allowWrites(writable(struct.struct().type()));
        }
        plan.write(placed.address(), placed);
        return placed;
    }

    /** One part of what is written: where it lies, which struct it is (0 if it is none), and what it says of other parts. */
    @SuppressWarnings("ArrayRecordComponent") // filled in place, compared by nobody
    private record Part(int offset, byte[] bytes, int typeId, List<Pointer> pointers) {}

    /** A pointer to another part. */
    private record Pointer(int at, int toOffset) {}

    /** Lays out everything first: there is one allocation for all of it. */
    private final class Plan {
        private final ToLongFunction<KernelValue> world;
        private final List<Part> parts = new ArrayList<>();
        private int size;

        Plan(ToLongFunction<KernelValue> world) {
            this.world = world;
        }

        private Part reserve(long bytes, int typeId) {
            if (bytes > LARGEST_BYTES || size > LARGEST_BYTES) {
                throw new KernelTypesException("what an object leads to has more than " + LARGEST_BYTES + " bytes");
            }
            Part part = new Part(size, new byte[(int) Math.max(1, bytes)], typeId, new ArrayList<>());
            parts.add(part);
            size += (part.bytes().length + ALIGN - 1) & -ALIGN;
            return part;
        }

        int addStruct(KernelStruct struct) {
            int typeId = find(struct.type())
                    .orElseThrow(() -> new KernelTypesException("the kernel's types have no struct " + struct.type()));
            Part part = reserve(types.sizeOf(typeId) + flexibleBytes(struct, typeId), typeId);
            fill(part, 0, typeId, struct);
            if (struct.type().equals(FRAME)) {
                endFrame(part, typeId, struct);
            }
            return part.offset();
        }

        /** A frame whose bytes were given ends behind them, unless it was said to end somewhere else. */
        private void endFrame(Part part, int typeId, KernelStruct frame) {
            if (frame.members().get("data") instanceof KernelValue.Bytes bytes
                    && !frame.members().containsKey("data_end")) {
                int data = (int) field(frame, typeId, "data").byteOffset();
                int end = (int) field(frame, typeId, "data_end").byteOffset();
                part.pointers().stream()
                        .filter(pointer -> pointer.at() == data)
                        .findFirst()
                        .ifPresent(pointer ->
                                part.pointers().add(new Pointer(end, pointer.toOffset() + bytes.bytes().length)));
            }
        }

        /** How many bytes elements of a flexible array at a struct's end take behind it. */
        private long flexibleBytes(KernelStruct struct, int typeId) {
            long end = types.sizeOf(typeId);
            for (Map.Entry<String, KernelValue> member : struct.members().entrySet()) {
                BtfField field = field(struct, typeId, member.getKey());
                long bytes = types.hasSize(field.typeId()) ? types.sizeOf(field.typeId()) : 0;
                if (member.getValue() instanceof KernelValue.Elements elements
                        && types.resolved(field.typeId()) instanceof BtfType.Array array
                        && array.count() == 0) {
                    bytes = types.sizeOf(array.elementTypeId())
                            * elements.elements().size();
                }
                end = Math.max(end, field.byteOffset() + bytes);
            }
            return end - types.sizeOf(typeId);
        }

        private BtfField field(KernelStruct struct, int typeId, String path) {
            try {
                return BtfField.of(types, typeId, path);
            } catch (BtfTypeException e) {
                throw new KernelTypesException("struct " + struct.type() + ", \"" + path + "\": " + e.getMessage());
            }
        }

        private void fill(Part part, int base, int typeId, KernelStruct struct) {
            struct.members().forEach((path, value) -> {
                BtfField field = field(struct, typeId, path);
                if (field.bitfieldSize() != 0) {
                    setBits(part, base, field, value);
                } else {
                    set(part, base + (int) field.byteOffset(), field.typeId(), value);
                }
            });
        }

        private void setBits(Part part, int base, BtfField field, KernelValue value) {
            if (!(value instanceof KernelValue.Scalar number)) {
                throw new KernelTypesException("a bit-field holds a number, not " + value);
            }
            for (int bit = 0; bit < field.bitfieldSize(); bit++) {
                long at = base * 8L + field.bitOffset() + bit;
                int mask = 1 << (at % 8);
                int before = part.bytes()[(int) (at / 8)] & ~mask;
                part.bytes()[(int) (at / 8)] = (byte) (before | ((number.value() >>> bit & 1) != 0 ? mask : 0));
            }
        }

        private void set(Part part, int at, int typeId, KernelValue value) {
            switch (types.resolved(typeId)) {
                case BtfType.Ptr pointer
                when isMemory(value) -> part.pointers().add(new Pointer(at, addPointed(value, pointer.typeId())));
                case BtfType.Ptr _ -> putLong(part, at, address(value));
                case BtfType.Composite composite
                when value instanceof KernelValue.Struct struct ->
                    fill(part, at, types.resolve(typeId), checked(composite, struct.struct()));
                case BtfType.Array array
                when value instanceof KernelValue.Elements elements ->
                    setElements(part, at, array, elements.elements());
                case BtfType.Array _, BtfType.Composite _ -> setBytes(part, at, types.sizeOf(typeId), value);
                case BtfType.Int _, BtfType.Enumeration _, BtfType.Float _ -> setNumber(part, at, typeId, value);
                default -> throw new KernelTypesException("such a member takes no value");
            }
        }

        private KernelStruct checked(BtfType.Composite composite, KernelStruct struct) {
            if (!composite.name().isEmpty() && !composite.name().equals(struct.type())) {
                throw new KernelTypesException("a struct " + struct.type() + " where " + composite.name() + " lies");
            }
            return struct;
        }

        private long address(KernelValue value) {
            return value instanceof KernelValue.Scalar number ? number.value() : world.applyAsLong(value);
        }

        private void setElements(Part part, int at, BtfType.Array array, List<KernelValue> elements) {
            if (array.count() != 0 && elements.size() > array.count()) {
                throw new KernelTypesException(elements.size() + " elements in an array of " + array.count());
            }
            int step = (int) types.sizeOf(array.elementTypeId());
            if (array.count() == 0 && !elements.isEmpty()) {
                boolean last = part.typeId() != 0 && endsAt(part.typeId(), 0, at);
                if (!last || at + (long) elements.size() * step > part.bytes().length) {
                    throw new KernelTypesException("there is no room for the elements of an array without a length");
                }
            }
            for (int i = 0; i < elements.size(); i++) {
                set(part, at + i * step, array.elementTypeId(), elements.get(i));
            }
        }

        /** Whether a struct ends with an array without a length at an offset: nothing that it has can be behind it. */
        private boolean endsAt(int typeId, long base, long at) {
            return switch (types.resolved(typeId)) {
                case BtfType.Array array -> array.count() == 0 && base == at;
                case BtfType.Union union ->
                    union.members().stream()
                            .anyMatch(member -> endsAt(member.typeId(), base + member.bitOffset() / Byte.SIZE, at));
                case BtfType.Composite composite ->
                    composite.members().reversed().stream()
                            .filter(member -> !member.name().startsWith(FILLER))
                            .limit(1)
                            .anyMatch(member -> endsAt(member.typeId(), base + member.bitOffset() / Byte.SIZE, at));
                default -> false;
            };
        }

        private void setBytes(Part part, int at, long room, KernelValue value) {
            byte[] bytes = switch (value) {
                case KernelValue.Text text when room > 0 && text.bytes().length > room -> cut(text.bytes(), (int) room);
                case KernelValue.Text text -> text.bytes();
                case KernelValue.Bytes raw -> raw.bytes();
                default -> throw new KernelTypesException("an array or struct is no " + value);
            };
            if (bytes.length > room) {
                throw new KernelTypesException(bytes.length + " bytes where there is room for " + room);
            }
            System.arraycopy(bytes, 0, part.bytes(), at, bytes.length);
        }

        private byte[] cut(byte[] text, int room) {
            byte[] cut = Arrays.copyOf(text, room);
            cut[room - 1] = 0;
            return cut;
        }

        private void setNumber(Part part, int at, int typeId, KernelValue value) {
            long number = switch (value) {
                case KernelValue.Scalar given -> given.value();
                case KernelValue.Text name
                when types.resolved(typeId) instanceof BtfType.Enumeration enumeration ->
                    enumeration.enumerators().stream()
                            .filter(each -> each.name().equals(name.text()))
                            .findFirst()
                            .orElseThrow(() -> new KernelTypesException("no enumerator " + name.text()))
                            .value();
                default -> throw new KernelTypesException("a number is no " + value);
            };
            for (int i = 0; i < types.sizeOf(typeId); i++) {
                part.bytes()[at + i] = i < Long.BYTES ? (byte) (number >>> i * 8) : 0;
            }
        }

        private void putLong(Part part, int at, long value) {
            ByteBuffer.wrap(part.bytes()).order(ByteOrder.LITTLE_ENDIAN).putLong(at, value);
        }

        int addPointed(KernelValue value, int typeId) {
            return switch (value) {
                case KernelValue.Struct struct -> addStruct(struct.struct());
                case KernelValue.Text text -> addBytes(text.bytes());
                case KernelValue.Bytes bytes -> addBytes(bytes.bytes());
                case KernelValue.Elements elements -> {
                    if (!types.hasSize(typeId)) {
                        throw new KernelTypesException("elements of a type that nothing is known of");
                    }
                    int step = (int) types.sizeOf(typeId);
                    Part part = reserve((long) step * elements.elements().size(), 0);
                    for (int i = 0; i < elements.elements().size(); i++) {
                        set(part, i * step, typeId, elements.elements().get(i));
                    }
                    yield part.offset();
                }
                case KernelValue.Scalar _,
                        KernelValue.TaskPointer _,
                        KernelValue.CgroupPointer _,
                        KernelValue.SocketPointer _,
                        KernelValue.InodePointer _ -> {
                    Part part = reserve(Long.BYTES, 0);
                    if (types.hasSize(typeId)) {
                        set(part, 0, typeId, value);
                    } else {
                        putLong(part, 0, address(value));
                    }
                    yield part.offset();
                }
            };
        }

        private int addBytes(byte[] bytes) {
            Part part = reserve(bytes.length, 0);
            System.arraycopy(bytes, 0, part.bytes(), 0, bytes.length);
            return part.offset();
        }

        void write(long address, PlacedStruct placed) {
            byte[] image = new byte[(int) placed.sizeBytes()];
            ByteBuffer words = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
            Map<Integer, Integer> structs = new HashMap<>();
            for (Part part : parts) {
                if (part.typeId() != 0) {
                    structs.put(part.offset(), part.typeId());
                }
                System.arraycopy(part.bytes(), 0, image, part.offset(), part.bytes().length);
                part.pointers()
                        .forEach(pointer -> words.putLong(part.offset() + pointer.at(), address + pointer.toOffset()));
            }
            memory.write(image, 0, address, image.length);
            placed.setStructs(structs);
        }
    }
}
