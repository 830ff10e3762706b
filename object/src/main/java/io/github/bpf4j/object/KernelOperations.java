package io.github.bpf4j.object;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.object.LinkedProgram.Operation;
import io.github.bpf4j.object.core.Flavours;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * A table of operations as one kernel takes it: laid out by the kernel's types, whatever the object's own look like. Immutable.
 *
 * <p>A kernel takes tables of a struct if its types have a wrapper of it, {@code struct bpf_struct_ops_NAME}: that is the value of the
 * table's map. Members are found by their names. What the kernel's struct lacks must be zero.
 */
public final class KernelOperations {
    /** The struct of congestion controls of TCP. */
    public static final String TCP_CONGESTION_OPS = "tcp_congestion_ops";

    /** The struct that test runs are for. */
    public static final String BPF_DUMMY_OPS = "bpf_dummy_ops";

    private static final String WRAPPER = "bpf_struct_ops_";

    /**
     * A member that is a pointer to a function.
     *
     * @param index its place among all members
     * @param byteOffset where the pointer is in the struct
     * @param prototypeId the function's type in the kernel's types
     */
    public record Function(String name, int index, int byteOffset, int prototypeId) {}

    private final StructOpsSpec table;
    private final BtfType.Struct struct;
    private final int typeId;
    private final int valueTypeId;
    private final int valueSize;
    private final int dataOffset;
    private final DataImage value;
    private final List<Function> functions;
    private final Map<String, String> programs;

    private KernelOperations(CollectionSpec collection, StructOpsSpec table, Btf kernel) {
        this.table = table;
        String name = structName(collection.btf(), table.typeId());
        typeId = find(kernel, name);
        valueTypeId = find(kernel, WRAPPER + name);
        struct = (BtfType.Struct) kernel.type(typeId);
        BtfType.Struct wrapper = (BtfType.Struct) kernel.type(valueTypeId);
        Member data = wrapper.members().stream()
                .filter(member -> kernel.resolve(member.typeId()) == typeId)
                .findFirst()
                .orElseThrow(() ->
                        refused(Errno.EINVAL, "the kernel's struct " + wrapper.name() + " holds no struct " + name));
        valueSize = Math.toIntExact(wrapper.size());
        dataOffset = Math.toIntExact(data.byteOffset());
        functions = functions(kernel, struct);
        Map<String, String> served = new LinkedHashMap<>();
        value = fill(collection.btf(), kernel, served);
        programs = Collections.unmodifiableMap(served);
    }

    /**
     * A table of an object for a kernel.
     *
     * @param kernel the kernel's types
     * @throws StructOpsException ESRCH if the kernel takes no such tables, EOPNOTSUPP if a member does not fit
     */
    public static KernelOperations of(CollectionSpec collection, StructOpsSpec table, Btf kernel) {
        return new KernelOperations(collection, table, kernel);
    }

    /** The operation that a program of a collection implements, by the object's own types. */
    static Optional<Operation> operation(CollectionSpec collection, String program) {
        for (StructOpsSpec table : collection.structOps()) {
            for (Map.Entry<String, String> entry : table.programs().entrySet()) {
                if (entry.getValue().equals(program)) {
                    return Optional.of(new Operation(structName(collection.btf(), table.typeId()), entry.getKey()));
                }
            }
        }
        return Optional.empty();
    }

    /** What a kernel calls the struct of a table: its name without a flavour. */
    public static String structName(Btf own, int typeId) {
        return Flavours.essentialName(own.type(typeId).name());
    }

    /**
     * Whether a kernel takes tables of a struct.
     *
     * @param kernel the kernel's types
     */
    public static boolean isTaken(Btf kernel, String struct) {
        return kernel.find(BtfKind.STRUCT, WRAPPER + struct).isPresent()
                && kernel.find(BtfKind.STRUCT, struct).isPresent();
    }

    /** The members of a struct that are pointers to functions, in their order. */
    public static List<Function> functions(Btf kernel, BtfType.Struct struct) {
        List<Function> found = new ArrayList<>();
        for (int i = 0; i < struct.members().size(); i++) {
            Member member = struct.members().get(i);
            int prototype = prototype(kernel, member.typeId());
            if (prototype != 0 && member.bitfieldSize() == 0) {
                found.add(new Function(member.name(), i, Math.toIntExact(member.byteOffset()), prototype));
            }
        }
        return List.copyOf(found);
    }

    /** The member of a struct that is a pointer to a function and has a name; empty if there is none. */
    public static Optional<Function> function(Btf kernel, BtfType.Struct struct, String name) {
        return named(functions(kernel, struct), name);
    }

    private static Optional<Function> named(List<Function> functions, String name) {
        return functions.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    private static int prototype(Btf btf, int typeId) {
        return btf.resolved(typeId) instanceof BtfType.Ptr pointer
                        && btf.resolved(pointer.typeId()) instanceof BtfType.FuncProto
                ? btf.resolve(pointer.typeId())
                : 0;
    }

    private StructOpsException refused(Errno errno, String reason) {
        return new StructOpsException(table.name(), errno, reason);
    }

    private int find(Btf kernel, String name) {
        OptionalInt id = kernel.find(BtfKind.STRUCT, name);
        return id.orElseThrow(() -> refused(Errno.ESRCH, "the kernel's types have no struct " + name));
    }

    private DataImage fill(Btf own, Btf kernel, Map<String, String> served) {
        DataImage filled = DataImage.of(new byte[valueSize], valueSize);
        for (Member member : ((BtfType.Struct) own.type(table.typeId())).members()) {
            Member there = struct.members().stream()
                    .filter(each -> each.name().equals(member.name()))
                    .findFirst()
                    .orElse(null);
            int size = Math.toIntExact(own.sizeOf(member.typeId()));
            int at = Math.toIntExact(member.byteOffset());
            DataImage given = DataImage.of(table.contents().slice(at, size), size);
            if (there == null) {
                if (!given.isZero() || table.programs().containsKey(member.name())) {
                    throw refused(
                            Errno.EOPNOTSUPP,
                            "member " + member.name() + " is set, which the kernel's struct " + struct.name()
                                    + " does not have");
                }
                continue;
            }
            if (member.bitfieldSize() != 0 || there.bitfieldSize() != 0) {
                throw refused(Errno.EOPNOTSUPP, "member " + member.name() + " is a bit-field");
            }
            BtfKind kind = own.resolved(member.typeId()).kind();
            if (kind != kernel.resolved(there.typeId()).kind()) {
                throw refused(
                        Errno.EOPNOTSUPP,
                        "member " + member.name() + " is a " + kind + ", in the kernel a "
                                + kernel.resolved(there.typeId()).kind());
            }
            if (kind == BtfKind.PTR) {
                String program = table.programs().get(member.name());
                if (program != null && prototype(kernel, there.typeId()) == 0) {
                    throw refused(Errno.EOPNOTSUPP, "member " + member.name() + " is no function in the kernel");
                }
                if (program != null) {
                    served.put(member.name(), program);
                }
                continue;
            }
            if (size != kernel.sizeOf(there.typeId())) {
                throw refused(
                        Errno.EOPNOTSUPP,
                        "member " + member.name() + " has " + size + " bytes, in the kernel "
                                + kernel.sizeOf(there.typeId()));
            }
            filled = filled.with(dataOffset + Math.toIntExact(there.byteOffset()), given.toBytes());
        }
        return filled;
    }

    /** What the object says of the table. */
    public StructOpsSpec table() {
        return table;
    }

    /** The name of the struct in the kernel. */
    public String struct() {
        return struct.name();
    }

    /** The struct in the kernel's types. */
    public int typeId() {
        return typeId;
    }

    /** The type of the map's value in the kernel's types. */
    public int valueTypeId() {
        return valueTypeId;
    }

    /** Bytes of the map's value. */
    public int valueSize() {
        return valueSize;
    }

    /** Where in the map's value the struct is. */
    public int dataOffset() {
        return dataOffset;
    }

    /** The map's value as a loader passes it, zero where functions are. */
    public DataImage value() {
        return value;
    }

    /** All members that are functions, in their order. */
    public List<Function> functions() {
        return functions;
    }

    /** The member that is a function and has a name; empty if there is none. */
    public Optional<Function> function(String name) {
        return named(functions, name);
    }

    /** The programs by the members that they implement. */
    public Map<String, String> programs() {
        return programs;
    }

    @Override
    public String toString() {
        return "operations " + table.name() + " of struct " + struct.name() + " ("
                + functions.stream().map(Function::name).collect(Collectors.joining(", ")) + ")";
    }
}
