package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.btf.BtfTypeException;
import io.github.bpf4j.object.UsdtProbe;
import io.github.bpf4j.runtime.contexts.UsdtArguments;
import io.github.bpf4j.runtime.contexts.UsdtNoteException;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A program at the places of a USDT probe: has a record of each way in which the arguments lie there, as libbpf keeps them. */
final class UsdtLink extends LiveLink {
    static final String PLACE = "usdt/";
    private static final String RECORDS = "__bpf_usdt_specs";

    private final Map<Long, Integer> recordsByAddress;
    private final @Nullable BitSet numbers;

    private UsdtLink(
            Machine machine,
            LiveProgram program,
            String target,
            long order,
            Map<Long, Integer> recordsByAddress,
            @Nullable BitSet numbers) {
        super(machine, program, target, 0, order, null);
        this.recordsByAddress = recordsByAddress;
        this.numbers = numbers;
    }

    /**
     * Attaches a program and writes the records that it reads, if it reads any.
     *
     * @param target {@code usdt/PATH:PROVIDER:NAME}
     * @param used the numbers of records that are taken, by the maps that they are in
     * @throws BpfErrnoException EINVAL if the target or what a note says cannot be understood, ENOENT if the world says nothing of the
     *     probe or a register is not known, E2BIG if there are more arguments or records than there can be
     */
    static UsdtLink attach(
            Machine machine, LiveProgram program, String target, long cookie, long order, Map<LiveMap, BitSet> used) {
        List<UsdtProbe> places = places(machine, target);
        Map<UsdtArguments, Integer> kinds = new LinkedHashMap<>();
        Map<Long, Integer> kindOf = new LinkedHashMap<>();
        for (UsdtProbe place : places) {
            UsdtArguments arguments = arguments(machine, place);
            kindOf.put(place.address(), kinds.computeIfAbsent(arguments, _ -> kinds.size()));
        }
        LiveMap records = program.maps().stream()
                .filter(map -> map.name().equals(RECORDS) && map.spec().type() == MapType.ARRAY)
                .findFirst()
                .orElse(null);
        if (records == null) {
            kindOf.replaceAll((_, _) -> 0);
            return new UsdtLink(machine, program, target, order, kindOf, null);
        }
        BitSet taken = used.computeIfAbsent(records, _ -> new BitSet());
        List<Integer> numbers = new ArrayList<>();
        boolean written = false;
        try {
            for (UsdtArguments kind : kinds.keySet()) {
                numbers.add(write(records, taken, record(records, kind, cookie)));
            }
            written = true;
        } finally {
            if (!written) {
                numbers.forEach(taken::clear);
            }
        }
        kindOf.replaceAll((_, kind) -> numbers.get(kind));
        return new UsdtLink(machine, program, target, order, kindOf, taken);
    }

    private static List<UsdtProbe> places(Machine machine, String target) {
        String place = target.substring(PLACE.length());
        int name = place.lastIndexOf(':');
        int provider = name < 0 ? -1 : place.lastIndexOf(':', name - 1);
        if (provider < 0) {
            throw new BpfErrnoException(Errno.EINVAL, "\"" + target + "\" is no usdt/PATH:PROVIDER:NAME");
        }
        String path = place.substring(0, provider);
        List<UsdtProbe> known = machine.world.usdtProbes(path).stream()
                .filter(probe -> probe.provider().equals(place.substring(provider + 1, name))
                        && probe.name().equals(place.substring(name + 1)))
                .toList();
        if (known.isEmpty()) {
            throw new BpfErrnoException(
                    Errno.ENOENT, "attaching to " + target + ": the world has no such probe in " + path);
        }
        return known;
    }

    private static UsdtArguments arguments(Machine machine, UsdtProbe place) {
        try {
            return machine.contexts.usdt(place.arguments());
        } catch (UsdtNoteException e) {
            throw new BpfErrnoException(e.errno(), String.valueOf(e.getMessage()));
        }
    }

    private static byte[] record(LiveMap records, UsdtArguments arguments, long cookie) {
        try {
            return arguments.record(records.btf(), records.spec().valueTypeId(), cookie);
        } catch (UsdtNoteException e) {
            throw new BpfErrnoException(e.errno(), String.valueOf(e.getMessage()));
        } catch (BtfTypeException e) {
            throw new BpfErrnoException(
                    Errno.EINVAL, records + " has no records of USDT probes as libbpf's header: " + e.getMessage());
        }
    }

    private static int write(LiveMap records, BitSet taken, byte[] record) {
        int number = taken.nextClearBit(0);
        if (number >= records.shape().maxEntries()) {
            throw new BpfErrnoException(Errno.E2BIG, "there is no room for another record in " + records);
        }
        if (records.isFrozen()) {
            throw new BpfErrnoException(Errno.EPERM, "writing a record into " + records + ", which is frozen");
        }
        byte[] key = ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(number)
                .array();
        long staged = records.stage(key, record);
        long refused = records.storage().updateFromHost(staged, records.valueStage(staged), 0);
        if (refused < 0) {
            throw BpfErrnoException.of(refused, "writing a record into " + records);
        }
        taken.set(number);
        return number;
    }

    /** The number of the record for where an event happens: where its instruction pointer says, at the first place if it says nothing. */
    long recordAt(Machine machine, EventContext context) {
        OptionalLong address = machine.contexts.instructionPointer(context);
        if (address.isEmpty()) {
            return recordsByAddress.values().iterator().next();
        }
        Integer number = recordsByAddress.get(address.getAsLong());
        if (number == null) {
            throw new EventContextException("%s is not at 0x%x: it is at %s"
                    .formatted(
                            target(),
                            address.getAsLong(),
                            recordsByAddress.keySet().stream()
                                    .map("0x%x"::formatted)
                                    .toList()));
        }
        return number;
    }

    @Override
    void detach() {
        if (isAttached() && numbers != null) {
            recordsByAddress.values().forEach(numbers::clear);
        }
        super.detach();
    }
}
