package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.contexts.ContextWriter;
import io.github.bpf4j.runtime.contexts.IteratorContext;
import io.github.bpf4j.runtime.contexts.SequenceText;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.kernel.RunState;
import io.github.bpf4j.runtime.maps.MapStorage;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Socket;
import io.github.bpf4j.runtime.world.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Predicate;

/** Runs an iterator program over what there is, as reading from a BPF iterator does. The caller occupies the CPU. */
/*
 * The kernel gives the text away in pieces. What does not fit behind other text in a piece is asked for once more for the next; what
 * fits into no piece is E2BIG. A program that says 1 is asked again later, too; at the beginning of a piece that is EAGAIN.
 */
final class Iterations {
    private static final int LONGEST_NAME = 15;

    /** Where sockets of UDP are looked for, by their ports: so many places a small Linux has. */
    private static final int UDP_BUCKETS = 256;

    private static final String SYMBOLS = "ksym";

    private final Machine machine;
    private final KernelLists lists;
    private final LiveProgram program;
    private final int cpu;

    Iterations(Machine machine, LiveProgram program, int cpu) {
        this.machine = machine;
        lists = new KernelLists(machine);
        this.program = program;
        this.cpu = cpu;
    }

    private String target() {
        if (program.type() != ProgramType.TRACING
                || program.linked().spec().expectedAttachType() != AttachType.TRACE_ITER) {
            throw new BpfErrnoException(Errno.EINVAL, program + " is no iterator");
        }
        return program.linked().spec().attachTarget();
    }

    /** What the runtime knows the elements of. */
    List<List<KernelValue>> elements() {
        try {
            return elements(target());
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "iterating with " + program);
        }
    }

    private List<List<KernelValue>> elements(String target) {
        switch (target) {
            case "task_vma" -> {
                return areas();
            }
            case "tcp" -> {
                return sockets(Socket::isTcp);
            }
            case "udp" -> {
                return sockets(Socket::isUdp);
            }
            case "unix" -> {
                return lists.unixSockets();
            }
            case "task_file" -> {
                return lists.files();
            }
            default -> {
                // one value each
            }
        }
        List<KernelValue> elements = switch (target) {
            case "task" ->
                machine.world.tasks().stream()
                        .map(task -> KernelValue.task(task.pid()))
                        .toList();
            case "cgroup" ->
                machine.world.cgroups().stream()
                        .sorted(Comparator.comparing(Iterations::parts, Arrays::compare))
                        .map(group -> KernelValue.cgroup(group.path()))
                        .toList();
            case "bpf_map" -> maps();
            case "bpf_prog" -> lists.programs();
            case "bpf_link" -> lists.links();
            case SYMBOLS -> lists.symbols();
            case "netlink" -> lists.netlinkSockets();
            case "ipv6_route" -> lists.routes();
            case MapElements.OF_MAP, MapElements.OF_SOCKETS, MapElements.OF_SLOTS -> throw noMap();
            default ->
                throw new BpfErrnoException(
                        Errno.EOPNOTSUPP, "iterating over " + target + ", of which only the host knows the elements");
        };
        return elements.stream().map(List::of).toList();
    }

    private static BpfErrnoException noMap() {
        return new BpfErrnoException(Errno.EBADF, "iterating over the elements of no map: say which");
    }

    /** Sockets that packets find, with their users; those of UDP with the place that others may look for them at, too. */
    private List<List<KernelValue>> sockets(Predicate<Socket> which) {
        return machine.network.sockets.all(which).stream()
                .filter(socket -> socket.localPort() != 0
                        && !socket.isClosed()
                        && (socket.described().isUdp() || socket.state() != Socket.State.CLOSE))
                .map(this::arguments)
                .toList();
    }

    private List<KernelValue> arguments(LiveSocket socket) {
        Socket described = socket.described();
        // Of what is no whole socket, programs see the part that all sockets have in common.
        String struct = described.isUdp() ? "udp_sock" : described.isFull() ? "tcp_sock" : "sock";
        KernelValue address = KernelValue.of(machine.network.sockets.object(socket, struct));
        KernelValue uid = KernelValue.of(described.uid());
        return described.isUdp()
                ? List.of(address, uid, KernelValue.of(socket.localPort() % UDP_BUCKETS))
                : List.of(address, uid);
    }

    private static String[] parts(Cgroup group) {
        return group.path().equals("/")
                ? new String[0]
                : group.path().substring(1).split("/", -1);
    }

    /** Every area of every process's memory, with the process. */
    private List<List<KernelValue>> areas() {
        List<List<KernelValue>> all = new ArrayList<>();
        machine.world.tasks().stream().filter(Task::isLeader).forEach(task -> {
            KernelValue process = KernelValue.task(task.pid());
            machine.kernelObjects
                    .userMemory(task.tgid())
                    .areas()
                    .forEach(area -> all.add(List.of(
                            process,
                            KernelValue.of(machine.kernelObjects.areas().address(task.tgid(), area)))));
        });
        return all;
    }

    private List<KernelValue> maps() {
        try (var _ = machine.turn()) {
            return machine.objects.maps().stream()
                    .map(map -> KernelValue.of(describe(map)))
                    .toList();
        }
    }

    static KernelStruct describe(LiveMap map) {
        MapStorage.Shape shape = map.storage().shape();
        String name = shape.name();
        return KernelStruct.of("bpf_map")
                .with("map_type", map.spec().type().number())
                .with("key_size", shape.keySize())
                .with("value_size", shape.valueSize())
                .with("max_entries", shape.maxEntries())
                .with("id", map.id())
                .with("name", name.substring(0, Math.min(name.length(), LONGEST_NAME)));
    }

    /** Runs the program for each element, then once for none. */
    byte[] run(List<List<KernelValue>> elements, RunEnvironment environment) {
        String target = target();
        if (MapElements.isTarget(target)) {
            throw noMap();
        }
        List<KernelValue> none = target.equals(SYMBOLS) ? KernelLists.afterSymbols(elements) : List.of();
        return run(elements.size(), elements::get, none, environment);
    }

    /**
     * Runs the program for each element of a map, then once for none.
     *
     * @throws BpfErrnoException EINVAL if it does not iterate over the elements of such maps, EACCES if it needs more of a key or a value
     *     than there is
     */
    byte[] run(LiveMap map, RunEnvironment environment) {
        try (MapElements elements = MapElements.of(machine, program, target(), map)) {
            return run(elements.count(), elements::get, elements.none(), environment);
        }
    }

    /**
     * @param element what the program is given for one; nothing if it is gone
     * @param none what it is given at the end
     */
    private byte[] run(
            int elements, IntFunction<List<KernelValue>> element, List<KernelValue> none, RunEnvironment environment) {
        KernelStruct file = KernelStruct.of("seq_file");
        try (PlacedStruct seq = machine.kernelObjects.structs().place(file, machine.kernelObjects::address)) {
            SequenceText text = new SequenceText(seq.address());
            long session = nextSession();
            int at = 0;
            int shown = 0;
            while (at < elements) {
                int before = text.length();
                List<KernelValue> given = element.apply(at);
                if (given.isEmpty()) {
                    at++;
                } else if (call(given, shown, text, session, environment) == 0 && !text.isOverflowed()) {
                    at++;
                    shown++;
                } else if (before > 0) {
                    text.cut(before);
                    text.flush();
                } else {
                    throw new BpfErrnoException(
                            text.isOverflowed() ? Errno.E2BIG : Errno.EAGAIN, "reading what " + program + " writes");
                }
            }
            last(none, shown, text, session, environment);
            text.flush();
            return text.bytes();
        } catch (GuestFault noRoom) {
            throw new BpfErrnoException(Errno.ENOMEM, "iterating with " + program);
        }
    }

    private long nextSession() {
        try (var _ = machine.turn()) {
            return machine.objects.nextSession();
        }
    }

    /** Once more for none; the number stays that of the last element. */
    private void last(List<KernelValue> none, int shown, SequenceText text, long session, RunEnvironment environment) {
        int before = text.length();
        int number = Math.max(0, shown - 1);
        call(none, number, text, session, environment);
        if (text.isOverflowed()) {
            text.cut(before);
            text.flush();
            call(none, number, text, session, environment);
            if (text.isOverflowed()) {
                throw new BpfErrnoException(Errno.E2BIG, "reading what " + program + " writes");
            }
        }
    }

    private long call(
            List<KernelValue> element, long seqNumber, SequenceText text, long session, RunEnvironment environment) {
        KernelStruct meta = KernelStruct.of("bpf_iter_meta")
                .with("seq", text.address())
                .with("session_id", session)
                .with("seq_num", seqNumber);
        List<KernelValue> arguments = new ArrayList<>(List.of(KernelValue.of(meta)));
        arguments.addAll(element);
        EventContext context = new EventContext.Arguments(arguments, Map.of(), Optional.empty());
        try (ContextWriter.Written written = machine.contexts.write(program.subject(), context);
                BlobContext blob = new BlobContext(
                        machine.memory,
                        "the iterator's context",
                        written.bytes(),
                        program.type().context())) {
            RunState before = machine.kernelObjects.begin(cpu, environment);
            try {
                RunResult result = machine.runs.run(
                        program.image(), new IteratorContext(blob, text), cpu, 0, ExecutionContext.PROCESS);
                result.fault().ifPresent(fault -> {
                    throw new BpfErrnoException(Errno.EFAULT, program + " ended with a fault: " + fault.message());
                });
                return result.returnValue();
            } finally {
                machine.kernelObjects.end(cpu, before);
            }
        }
    }
}
