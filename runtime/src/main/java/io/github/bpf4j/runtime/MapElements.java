package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.maps.LocalStorage;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.maps.SocketsByKey;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.KernelValue;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The elements of a map as an iterator comes to them: those that are there when it begins, unless they go meanwhile; of an array of sockets
 * all indices.
 */
/*
 * What Linux 6.12 answered: programs get the value itself and may change it; of maps with a value for each CPU they get a copy of all values.
 * How much of keys and values a program needs is checked when it is attached.
 */
final class MapElements implements AutoCloseable {
    static final String OF_MAP = "bpf_map_elem";
    static final String OF_SOCKETS = "bpf_sk_storage_map";

    /** The sockets that lie in a map, of arrays with the slots that are empty. */
    static final String OF_SLOTS = "sockmap";

    private final Machine machine;
    private final LiveMap map;
    private final KernelValue described;
    private final int[] elements;
    private final long[] owners;
    private final byte[][] keys;
    /** How many indices there are, if they come whether something lies there or not. */
    private final int indices;
    /** The values of all CPUs, which are the program's to write: nobody looks at them afterwards. */
    private @Nullable PlacedStruct copy;

    /** Whether iterators over something get keys and values of a map, in memory that only a map has. */
    static boolean isTarget(String target) {
        return target.equals(OF_MAP) || target.equals(OF_SOCKETS) || target.equals(OF_SLOTS);
    }

    private MapElements(Machine machine, LiveMap map) {
        this.machine = machine;
        this.map = map;
        described = KernelValue.of(Iterations.describe(map));
        MapStorage storage = map.storage();
        indices = map.spec().type() == MapType.SOCKMAP ? storage.shape().maxEntries() : 0;
        if (indices > 0) {
            owners = new long[0];
            elements = new int[0];
            keys = new byte[0][];
            return;
        }
        if (storage instanceof LocalStorage ofSockets) {
            owners = ofSockets.owners().stream()
                    .mapToLong(Long::longValue)
                    .filter(owner -> owner > 0) // others are of runs
                    .toArray();
            elements = new int[0];
            keys = new byte[0][];
            return;
        }
        owners = new long[0];
        int count = 0;
        int[] found = new int[16];
        for (int element = storage.next(-1); element >= 0; element = storage.next(element)) {
            found = count < found.length ? found : Arrays.copyOf(found, 2 * count);
            found[count++] = element;
        }
        elements = Arrays.copyOf(found, count);
        keys = new byte[count][];
        for (int i = 0; i < count; i++) {
            keys[i] = map.readKey(elements[i]);
        }
    }

    /**
     * The elements of a map.
     *
     * @throws BpfErrnoException EINVAL if the iterator is not over such maps, EACCES if it needs more of a key or a value than there is
     */
    static MapElements of(Machine machine, LiveProgram program, String target, LiveMap map) {
        boolean fits = switch (map.spec().type()) {
            case HASH, LRU_HASH, ARRAY, PERCPU_HASH, LRU_PERCPU_HASH, PERCPU_ARRAY -> target.equals(OF_MAP);
            case SK_STORAGE -> target.equals(OF_SOCKETS);
            case SOCKMAP, SOCKHASH -> target.equals(OF_SLOTS);
            default -> false;
        };
        if (!fits) {
            throw new BpfErrnoException(Errno.EINVAL, program + " does not iterate over " + map);
        }
        try (var _ = machine.turn()) {
            int keyBytes = map.spec().type() == MapType.SK_STORAGE ? 0 : map.keySize();
            if (!program.iteratesOver(keyBytes, map.valueSize())) {
                throw new BpfErrnoException(
                        Errno.EACCES, program + " needs more of a key or a value than " + map + " has");
            }
            return new MapElements(machine, map);
        }
    }

    int count() {
        return elements.length + owners.length + indices;
    }

    /** What a program is given: the map, the key or the socket, the value; nothing if the element is gone. */
    List<KernelValue> get(int at) {
        try (var _ = machine.turn()) {
            return switch (map.storage()) {
                case LocalStorage storage -> ofSocket(storage, owners[at]);
                case SocketsByKey slots -> slot(slots, indices > 0 ? index(at) : keys[at]);
                default -> element(at);
            };
        }
    }

    private List<KernelValue> ofSocket(LocalStorage storage, long socket) {
        int element = storage.elementOfOwner(socket);
        return element < 0
                ? List.of()
                : List.of(described, KernelValue.socket(socket), KernelValue.of(storage.valueAddress(element, 0)));
    }

    private static byte[] index(int at) {
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(at)
                .array();
    }

    /** What lies at an index, which may be nothing, or at a key, which may be gone. */
    private List<KernelValue> slot(SocketsByKey slots, byte[] key) {
        long cookie = slots.cookieAt(map.stage(key, null));
        if (cookie == 0 && map.spec().type() == MapType.SOCKHASH) {
            return List.of();
        }
        return List.of(described, KernelValue.of(key), cookie == 0 ? KernelValue.of(0) : KernelValue.socket(cookie));
    }

    private List<KernelValue> element(int at) {
        MapStorage storage = map.storage();
        int element = storage.find(map.stage(keys[at], null));
        if (element < 0) {
            return List.of();
        }
        KernelValue value = map.spec().type().isPerCpu()
                ? KernelValue.of(copied(map.readValue(element, 0)))
                : KernelValue.of(storage.valueAddress(element, 0));
        return List.of(described, KernelValue.of(keys[at]), value);
    }

    private long copied(byte[] values) {
        PlacedStruct own = copy;
        if (own == null) {
            try {
                own = PlacedStruct.writable(machine.memory, "the values of " + map, values.length);
            } catch (GuestFault noRoom) {
                throw new BpfErrnoException(Errno.ENOMEM, "copying the values of " + map);
            }
            copy = own;
        }
        machine.memory.write(values, 0, own.address(), values.length);
        return own.address();
    }

    /** Gives the copy back: for when the last run has ended. */
    @Override
    public void close() {
        if (copy != null) {
            copy.close();
            copy = null;
        }
    }

    /** What a program is given at the end: the map alone. */
    List<KernelValue> none() {
        return List.of(described);
    }
}
