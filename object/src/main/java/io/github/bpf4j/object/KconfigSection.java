package io.github.bpf4j.object;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Linkage;
import io.github.bpf4j.btf.BtfType.SecInfo;
import io.github.bpf4j.object.MapSpec.Pinning;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The externs of section {@code .kconfig} (runtime spec 2.5): one map that programs only read, laid out when the object is read and
 * filled for a kernel.
 *
 * @param btf the object's types with the section laid out
 * @param map the map, which holds nothing yet
 * @param variables the externs, where they lie in it
 */
record KconfigSection(Btf btf, MapSpec map, List<VariableSpec> variables) {
    static final String NAME = ".kconfig";

    private static final int MAX_BYTES = 16 << 20;
    private static final String SETTING = "CONFIG_";
    private static final String OF_LINUX = "LINUX_";

    /** {@code bpf_get_attach_cookie}. */
    private static final int GET_ATTACH_COOKIE = 174;

    private record Slot(SecInfo entry, String name, long size, long alignment) {}

    /** The section of an object; empty if it has none. */
    static Optional<KconfigSection> read(Btf btf, String objectName) {
        OptionalInt id = btf.find(BtfKind.DATASEC, NAME);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        List<Slot> slots = new ArrayList<>();
        for (SecInfo entry : ((BtfType.DataSec) btf.type(id.getAsInt())).variables()) {
            if (!(btf.type(entry.varId()) instanceof BtfType.Var variable)) {
                throw new ObjectFormatException(
                        ".BTF", 0, btf.type(entry.varId()).name() + " of " + NAME + " is no variable");
            }
            int typeId = variable.typeId();
            long size = btf.hasSize(typeId) ? btf.sizeOf(typeId) : 0;
            slots.add(new Slot(entry, variable.name(), size, alignment(btf, typeId, size)));
        }
        slots.sort(Comparator.comparingLong(Slot::alignment)
                .reversed()
                .thenComparingLong(Slot::size)
                .thenComparing(Slot::name));
        return Optional.of(layOut(btf, id.getAsInt(), slots, DataReader.mapName(NAME, objectName)));
    }

    /** Of the types that settings have; others are refused when they are filled. */
    private static long alignment(Btf btf, int typeId, long size) {
        return switch (btf.resolved(typeId)) {
            case BtfType.Int _, BtfType.Enumeration _ -> size == 2 || size == 4 || size == 8 ? size : 1;
            default -> 1;
        };
    }

    /* By alignment from the largest, then by size and name, as libbpf does: seen in the offsets of a program that Linux 6.12 loaded. */
    private static KconfigSection layOut(Btf btf, int typeId, List<Slot> slots, String mapName) {
        List<SecInfo> entries = new ArrayList<>();
        List<VariableSpec> variables = new ArrayList<>();
        long end = 0;
        for (Slot slot : slots) {
            long start = Math.ceilDiv(end, slot.alignment()) * slot.alignment();
            end = start + slot.size();
            if (slot.size() > MAX_BYTES || end > MAX_BYTES) {
                throw new ObjectFormatException(
                        ".BTF", 0, "externs of " + NAME + " of more than " + MAX_BYTES + " bytes");
            }
            entries.add(new SecInfo(slot.entry().varId(), start, slot.size()));
            variables.add(new VariableSpec(
                    slot.name(),
                    mapName,
                    (int) start,
                    (int) slot.size(),
                    ((BtfType.Var) btf.type(slot.entry().varId())).typeId(),
                    Linkage.EXTERN,
                    true));
        }
        int size = (int) end;
        Btf laidOut = btf.withDataSections(Map.of(typeId, new BtfType.DataSec(NAME, size, entries)));
        MapSpec map = new MapSpec(
                mapName,
                NAME,
                MapType.ARRAY,
                Integer.BYTES,
                size,
                1,
                MapFlags.RDONLY_PROG | MapFlags.MMAPABLE,
                0,
                Pinning.NONE,
                0,
                0,
                typeId,
                null,
                List.of(),
                null);
        return new KconfigSection(laidOut, map, variables);
    }

    /**
     * The value of a collection's map in a kernel.
     *
     * @throws ExternException if the kernel does not say what a strong extern is, or a value and its type do not agree
     */
    static DataImage fill(CollectionSpec collection, MapSpec map, LinkEnvironment kernel) {
        byte[] image = new byte[map.valueSize()];
        Map<String, VariableSpec> settings = collection.kernelSettings();
        List<String> missing = new ArrayList<>();
        for (ExternSpec extern : collection.externs()) {
            if (!extern.section().equals(NAME)) {
                continue;
            }
            VariableSpec variable = Objects.requireNonNull(settings.get(extern.name()));
            Optional<byte[]> value = value(collection.btf(), extern, variable, kernel);
            if (value.isPresent()) {
                System.arraycopy(value.get(), 0, image, variable.byteOffset(), value.get().length);
            } else if (!extern.weak()) {
                missing.add(extern.name());
            }
        }
        if (!missing.isEmpty()) {
            throw new ExternException(missing.getFirst(), Errno.ESRCH, missing(missing));
        }
        return DataImage.of(image, image.length);
    }

    private static String missing(List<String> names) {
        String others = names.size() == 1 ? "" : ", nor " + String.join(", ", names.subList(1, names.size()));
        return "the kernel's configuration does not set it" + others
                + ": give one that does, or declare what the program can do without as weak, then it is 0";
    }

    /** The bytes that an extern begins with; empty if the kernel does not say. */
    private static Optional<byte[]> value(Btf btf, ExternSpec extern, VariableSpec variable, LinkEnvironment kernel) {
        String name = extern.name();
        KconfigValue type = new KconfigValue(name, btf, variable.typeId(), variable.size());
        if (name.startsWith(SETTING)) {
            return kernel.kconfig().value(name).map(type::of);
        }
        return switch (name) {
            case "LINUX_KERNEL_VERSION" -> Optional.of(type.of(version(kernel.profile())));
            case "LINUX_HAS_BPF_COOKIE" -> Optional.of(type.of(kernel.hasHelper(GET_ATTACH_COOKIE) ? 1 : 0));
            case "LINUX_HAS_SYSCALL_WRAPPER" -> Optional.of(type.of(1));
            default -> {
                if (!name.startsWith(OF_LINUX) || !extern.weak()) {
                    throw new ExternException(
                            name,
                            Errno.EINVAL,
                            "nothing of this name can be in " + NAME + ": settings are called " + SETTING
                                    + "..., and of the kernel there are LINUX_KERNEL_VERSION, LINUX_HAS_BPF_COOKIE"
                                    + " and LINUX_HAS_SYSCALL_WRAPPER");
                }
                yield Optional.empty();
            }
        };
    }

    /** {@code KERNEL_VERSION}: of the first release with the profile's number. */
    private static long version(KernelProfile profile) {
        String release = profile.release();
        int dot = release.indexOf('.');
        return Long.parseLong(release.substring(0, dot)) << 16 | Long.parseLong(release.substring(dot + 1)) << 8;
    }
}
