package io.github.bpf4j.runtime;

import static io.github.bpf4j.abi.Errno.E2BIG;
import static io.github.bpf4j.abi.Errno.EBADF;
import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EMFILE;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.helpers.CommandAttributes;
import io.github.bpf4j.runtime.helpers.KernelCommands;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.OuterMap;
import io.github.bpf4j.runtime.maps.PerfEventArray;
import io.github.bpf4j.runtime.maps.ProgramArray;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.memory.GuestMemory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * The commands of user space that programs of type SYSCALL give. Those that would load programs and types or attach programs are refused
 * with EOPNOTSUPP. Source: what Linux 6.12 answers (system_commands-6.12.tsv in the corpus).
 */
/*
 * What programs make stays within bounds, as in a control group of a kernel's: how many maps there are at a time, those included that wait
 * for the end of runs that may know them; how many elements they have together, since the host keeps something for each; how much guest
 * memory they take, each of them since that of larger ones is not used again; how many were ever made, since handles are never used again.
 * Making a map costs the run instructions, more the larger it is.
 */
final class SystemCalls implements KernelCommands {
    private static final int MAP_CREATE = 0;
    private static final int MAP_UPDATE_ELEM = 2;
    private static final int MAP_DELETE_ELEM = 3;
    private static final int PROG_LOAD = 5;
    private static final int MAP_GET_FD_BY_ID = 14;
    private static final int RAW_TRACEPOINT_OPEN = 17;
    private static final int BTF_LOAD = 18;
    private static final int MAP_FREEZE = 22;
    private static final int LINK_CREATE = 28;

    // union bpf_attr: MAP_CREATE
    private static final int KEY_SIZE = 4;
    private static final int VALUE_SIZE = 8;
    private static final int MAX_ENTRIES = 12;
    private static final int MAP_FLAGS = 16;
    private static final int INNER_MAP_FD = 20;
    private static final int NUMA_NODE = 24;
    private static final int MAP_NAME = 28;
    private static final int NAME_BYTES = 16;
    private static final int MAP_IFINDEX = 44;
    private static final int BTF_FD = 48;
    private static final int BTF_KEY_TYPE = 52;
    private static final int BTF_VALUE_TYPE = 56;
    private static final int BTF_VMLINUX_VALUE_TYPE = 60;
    private static final int MAP_EXTRA = 64;
    private static final int MAP_TOKEN_FD = 76;
    private static final int CREATE_END = 80;

    // those on elements
    private static final int MAP_FD = 0;
    private static final int KEY = 8;
    private static final int VALUE = 16;
    private static final int FLAGS = 24;
    private static final int FREEZE_END = 4;
    private static final int DELETE_END = 16;
    private static final int UPDATE_END = 32;

    // MAP_GET_FD_BY_ID
    private static final int OPEN_FLAGS = 8;
    private static final int BY_ID_END = 12;

    private static final long UINT = 0xffff_ffffL;
    private static final int COMMAND_COST = 100;
    private static final int CREATE_COST = 10_000;
    private static final int BYTES_PER_INSTRUCTION = 64;

    /** Bytes of a ring buffer that count as an element. */
    private static final int RING_UNIT = 8;

    /** What the values of a CPU may take more, which lie in cache lines of their own. */
    private static final int PADDING = 128;

    /** Maps of programs at a time, and elements of all of them. */
    static final int MOST_MAPS = 4096;

    static final long MOST_ELEMENTS = 1L << 20;

    /** Bytes of guest memory that all of them take. */
    static final long MOST_MEMORY = 256L << 20;

    /** Maps that programs may make while a runtime lives. */
    static final int MOST_EVER = 1 << 20;

    /** Bytes of a key or value that a command copies. */
    private static final int MOST_BYTES = 16 << 20;

    final Descriptors descriptors;
    private final Machine machine;
    private int maps;
    private long elements;
    private long memory;
    private int ever;

    SystemCalls(Machine machine) {
        this.machine = machine;
        descriptors = new Descriptors(machine);
    }

    @Override
    public boolean has(int command) {
        return switch (command) {
            case MAP_CREATE,
                    MAP_UPDATE_ELEM,
                    MAP_DELETE_ELEM,
                    PROG_LOAD,
                    MAP_GET_FD_BY_ID,
                    RAW_TRACEPOINT_OPEN,
                    BTF_LOAD,
                    MAP_FREEZE,
                    LINK_CREATE -> true;
            default -> false;
        };
    }

    @Override
    public long run(Cpu cpu, int command, CommandAttributes attributes) {
        cpu.spend(COMMAND_COST);
        try {
            return switch (command) {
                case MAP_CREATE -> create(cpu, attributes);
                case MAP_UPDATE_ELEM -> update(cpu, attributes);
                case MAP_DELETE_ELEM -> delete(cpu, attributes);
                case MAP_GET_FD_BY_ID -> open(attributes);
                case MAP_FREEZE -> freeze(attributes);
                default -> EOPNOTSUPP.result();
            };
        } catch (BpfErrnoException refused) {
            return refused.errno().result();
        }
    }

    @Override
    public long close(int descriptor) {
        try {
            descriptors.closeAt(descriptor);
            return 0;
        } catch (BpfErrnoException refused) {
            return refused.errno().result();
        }
    }

    /** Refuses a command; who gave it sees nothing but the errno. */
    private static BpfErrnoException refused(Errno errno) {
        return new BpfErrnoException(errno, "a program's command");
    }

    // ---- maps

    private long create(Cpu cpu, CommandAttributes attributes) {
        int kernelType = attributes.u32(BTF_VMLINUX_VALUE_TYPE);
        int keyType = attributes.u32(BTF_KEY_TYPE);
        int valueType = attributes.u32(BTF_VALUE_TYPE);
        MapType type = MapType.byNumber(attributes.u32(0)).orElseThrow(() -> refused(EINVAL));
        boolean strangeTypes = kernelType != 0
                ? type != MapType.STRUCT_OPS || keyType != 0 || valueType != 0
                : type == MapType.STRUCT_OPS || keyType != 0 && valueType == 0;
        if (!attributes.endAt(CREATE_END) || strangeTypes) {
            return EINVAL.result();
        }
        MapSpec spec = spec(type, attributes);
        MapFactory plain = new MapFactory(machine, Btf.empty(ByteOrder.LITTLE_ENDIAN));
        plain.checked(spec);
        if (attributes.u32(MAP_IFINDEX) != 0 || type == MapType.STRUCT_OPS) {
            return EOPNOTSUPP.result();
        }
        if (valueType != 0) {
            return descriptorOfNothingHere(attributes.u32(BTF_FD));
        }
        MapFactory factory = plain;
        if (type.isMapInMap()) {
            LiveMap inner = descriptors.mapAt(attributes.u32(INNER_MAP_FD)).open();
            factory = new MapFactory(machine, inner.btf());
            spec = spec.withInner(inner.spec());
        }
        if (!descriptors.hasRoom()) {
            return EMFILE.result();
        }
        if (!fits(spec) || machine.isClosed()) {
            return ENOMEM.result();
        }
        cpu.spend(CREATE_COST + bytes(spec) / BYTES_PER_INSTRUCTION);
        LiveMap map = factory.createExactly(spec);
        maps++;
        ever++;
        elements += elements(spec);
        memory += bytes(spec);
        map.countAsOfPrograms();
        return add(map, FdAccess.of(spec.flags()));
    }

    private boolean fits(MapSpec spec) {
        return maps < MOST_MAPS
                && ever < MOST_EVER
                && elements + elements(spec) <= MOST_ELEMENTS
                && bytes(spec) <= GuestMemory.LARGE_BYTES
                && memory + bytes(spec) <= MOST_MEMORY;
    }

    /** What a descriptor answers that must be of types or rights, which no descriptor is. */
    private long descriptorOfNothingHere(int number) {
        return descriptors.isOpen(number) ? EINVAL.result() : EBADF.result();
    }

    private MapSpec spec(MapType type, CommandAttributes attributes) {
        int flags = attributes.u32(MAP_FLAGS);
        if ((flags & MapFlags.TOKEN_FD) != 0) {
            throw refused(descriptors.isOpen(attributes.u32(MAP_TOKEN_FD)) ? EINVAL : EBADF);
        }
        return new MapSpec(
                name(attributes.bytes(MAP_NAME, NAME_BYTES)),
                "",
                type,
                attributes.u32(KEY_SIZE),
                attributes.u32(VALUE_SIZE),
                attributes.u32(MAX_ENTRIES) & UINT,
                flags,
                attributes.u32(NUMA_NODE),
                MapSpec.Pinning.NONE,
                attributes.u64(MAP_EXTRA),
                0,
                0,
                null,
                List.of(),
                null);
    }

    private static String name(byte[] bytes) {
        String field = new String(bytes, ISO_8859_1);
        int end = field.indexOf('\0');
        if (end < 0 || !MapShape.isValidName(field.substring(0, end))) {
            throw refused(EINVAL);
        }
        return field.substring(0, end);
    }

    /** How many elements the host may have to keep something for. */
    private static long elements(MapSpec spec) {
        return Math.max(1, isRing(spec) ? spec.maxEntries() / RING_UNIT : spec.maxEntries());
    }

    private static boolean isRing(MapSpec spec) {
        return spec.type() == MapType.RINGBUF || spec.type() == MapType.USER_RINGBUF;
    }

    /** Bytes of guest memory that the map may take, and be emptied of when it goes. */
    private long bytes(MapSpec spec) {
        if (isRing(spec)) {
            return spec.maxEntries() * 2;
        }
        long value = roundUp8(spec.valueSize() & UINT) * (spec.type().isPerCpu() ? machine.cpus.length : 1);
        long padding = spec.type() == MapType.PERCPU_ARRAY ? (long) PADDING * machine.cpus.length : 0;
        return (roundUp8(spec.keySize() & UINT) + value) * spec.maxEntries() + padding;
    }

    private static long roundUp8(long bytes) {
        return bytes + 7 & -8;
    }

    private long add(LiveMap map, FdAccess access) {
        return descriptors.add(new Descriptor<>(new OpenFile<>(machine.objects, map, access)));
    }

    /** A map that a program made is gone. */
    void freed(MapSpec spec) {
        maps--;
        elements -= elements(spec);
        memory -= bytes(spec);
    }

    private long open(CommandAttributes attributes) {
        int flags = attributes.u32(OPEN_FLAGS);
        boolean known = (flags & ~(MapFlags.RDONLY | MapFlags.WRONLY)) == 0;
        if (!attributes.endAt(BY_ID_END) || !known || !MapFlags.accessIsConsistent(flags)) {
            return EINVAL.result();
        }
        LiveMap map = machine.objects.map(attributes.u32(0));
        if (map == null) {
            return ENOENT.result();
        }
        return descriptors.hasRoom() ? add(map, FdAccess.of(flags)) : EMFILE.result();
    }

    private long freeze(CommandAttributes attributes) {
        if (!attributes.endAt(FREEZE_END)) {
            return EINVAL.result();
        }
        new MapCommands(descriptors.mapAt(attributes.u32(MAP_FD))).freeze();
        return 0;
    }

    // ---- elements

    private long update(Cpu cpu, CommandAttributes attributes) {
        if (!attributes.endAt(UPDATE_END)) {
            return EINVAL.result();
        }
        Descriptor<LiveMap> descriptor = descriptors.mapAt(attributes.u32(MAP_FD));
        LiveMap map = descriptor.open();
        MapCommands commands = new MapCommands(descriptor);
        MapStorage storage = commands.requireWritable("update");
        long flags = attributes.u64(FLAGS);
        if ((flags & UpdateFlags.LOCK) != 0 && !storage.fields().hasLock()) {
            return EINVAL.result();
        }
        byte[] key = key(cpu, map, attributes);
        byte[] value = memory(cpu, attributes, VALUE, map.valueSize());
        if (storage instanceof ProgramArray<?> || storage instanceof PerfEventArray) {
            return updateSlot(map, word(key), word(value), flags);
        }
        if (storage instanceof OuterMap<?>) {
            return updateInner(map, key, word(value), flags);
        }
        int number = storage instanceof TargetMap<?> targets && takesPrograms(targets) ? second(value) : 0;
        if (number > 0 && descriptors.isProgram(number)) {
            LiveProgram program = descriptors.programAt(number);
            return machine.targets.update(map.targets(), word(key), word(value), program, flags);
        }
        return commands.update(key, value, flags);
    }

    /** Whether values have a program's descriptor as their second word. */
    private static boolean takesPrograms(TargetMap<?> targets) {
        return targets.kind() != TargetMap.Kind.REUSEPORT_SOCKARRAY
                && targets.shape().valueSize() == 2 * Integer.BYTES;
    }

    /** Slots of programs and events hold what descriptors are of. */
    private long updateSlot(LiveMap map, int index, int number, long flags) {
        if (flags != UpdateFlags.ANY) {
            return EINVAL.result();
        }
        if ((index & UINT) >= map.spec().maxEntries()) {
            return E2BIG.result();
        }
        if (map.storage() instanceof PerfEventArray) {
            return descriptorOfNothingHere(number);
        }
        map.setProgram(index, descriptors.programAt(number));
        return 0;
    }

    private long updateInner(LiveMap map, byte[] key, int number, long flags) {
        boolean array = map.spec().type() == MapType.ARRAY_OF_MAPS;
        if (array && flags != UpdateFlags.ANY) {
            return EINVAL.result();
        }
        if (array && (word(key) & UINT) >= map.spec().maxEntries()) {
            return E2BIG.result();
        }
        return map.setInner(key, descriptors.mapAt(number).open(), flags);
    }

    private long delete(Cpu cpu, CommandAttributes attributes) {
        if (!attributes.endAt(DELETE_END)) {
            return EINVAL.result();
        }
        Descriptor<LiveMap> descriptor = descriptors.mapAt(attributes.u32(MAP_FD));
        LiveMap map = descriptor.open();
        MapCommands commands = new MapCommands(descriptor);
        MapStorage storage = commands.requireWritable("delete");
        byte[] key = key(cpu, map, attributes);
        if (storage instanceof ProgramArray<?>) {
            map.setProgram(word(key), null);
            return 0;
        }
        if (storage instanceof PerfEventArray events) {
            int index = word(key);
            return (index & UINT) >= map.spec().maxEntries()
                    ? E2BIG.result()
                    : events.remove(index) ? 0 : ENOENT.result();
        }
        return commands.delete(key);
    }

    private byte[] key(Cpu cpu, LiveMap map, CommandAttributes attributes) {
        if (map.keySize() == 0 && attributes.u64(KEY) != 0) {
            throw refused(EINVAL);
        }
        return map.keySize() == 0 ? new byte[0] : memory(cpu, attributes, KEY, map.keySize());
    }

    /** What a pointer among the attributes leads to, which is the kernel's memory: a program's. */
    private static byte[] memory(Cpu cpu, CommandAttributes attributes, int pointer, int sizeBytes) {
        if (sizeBytes > MOST_BYTES) {
            throw refused(ENOMEM);
        }
        cpu.spend(sizeBytes / BYTES_PER_INSTRUCTION);
        return attributes.read(attributes.u64(pointer), sizeBytes).orElseThrow(() -> refused(EFAULT));
    }

    private static int word(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
    }

    private static int second(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(Integer.BYTES);
    }
}
