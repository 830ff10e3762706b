package io.github.bpf4j.runtime;

import static io.github.bpf4j.abi.Errno.EBADF;
import static io.github.bpf4j.abi.Errno.EBUSY;
import static io.github.bpf4j.abi.Errno.EEXIST;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.ENODEV;
import static io.github.bpf4j.abi.Errno.ENOENT;
import static io.github.bpf4j.abi.Errno.ENOMEM;
import static io.github.bpf4j.abi.Errno.ENOTSUPP;
import static io.github.bpf4j.abi.Errno.EOVERFLOW;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.UpdateFlags;
import io.github.bpf4j.runtime.maps.TargetMap;
import io.github.bpf4j.runtime.sockets.LiveSocket;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Socket;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be stored in maps of targets, with the errnos of Linux 6.12 in its order (recorded in the corpus's redirect_maps-6.12.tsv
 * and reuseport-6.12.tsv). For
 * whoever has the machine's turn.
 */
final class TargetRules implements TargetMap.Rules<LiveTarget> {
    private static final int LONGEST_QUEUE = 16384;

    private final Machine machine;

    TargetRules(Machine machine) {
        this.machine = machine;
    }

    /** A descriptor in the bytes of a value: nobody's if it is positive, none otherwise; a descriptor of a socket or group must be one. */
    @Override
    public long update(TargetMap<LiveTarget> map, int key, int to, int descriptor, long flags) {
        return switch (map.kind()) {
            case DEVMAP, DEVMAP_HASH -> device(map, key, to, null, descriptor > 0, flags);
            case CPUMAP -> cpu(map, key, to, null, descriptor > 0, flags);
            case XSKMAP, CGROUP_ARRAY -> {
                long refused = map.refuseUpdate(key, flags);
                yield refused != 0 ? refused : EBADF.result();
            }
            case REUSEPORT_SOCKARRAY -> {
                long refused = map.refuseUpdate(key, flags);
                boolean wide = map.shape().valueSize() == Long.BYTES && (descriptor != 0 || to < 0);
                yield refused != 0 ? refused : wide ? EINVAL.result() : EBADF.result();
            }
        };
    }

    /** Stores a device or CPU with a program, which a program's command names by its descriptor; 0 or a negative errno. */
    long update(TargetMap<LiveTarget> map, int key, int to, LiveProgram program, long flags) {
        return map.kind() == TargetMap.Kind.CPUMAP
                ? cpu(map, key, to, program, false, flags)
                : device(map, key, to, program, false, flags);
    }

    @Override
    public void removed(LiveTarget target) {
        if (target.program() != null) {
            target.program().drop();
        }
        if (target.socket() != null) {
            target.socket().leaveArray();
        }
    }

    /** Stores a target that the host describes with objects; 0 or a negative errno. */
    long update(TargetMap<LiveTarget> map, int key, MapTarget target, long flags) {
        return switch (target) {
            case MapTarget.Device device
            when isOf(map, TargetMap.Kind.DEVMAP, TargetMap.Kind.DEVMAP_HASH) ->
                device(map, key, device.ifindex(), live(device.program().orElse(null)), false, flags);
            case MapTarget.Cpu cpu
            when isOf(map, TargetMap.Kind.CPUMAP) ->
                cpu(map, key, cpu.queueSize(), live(cpu.program().orElse(null)), false, flags);
            case MapTarget.Cgroup cgroup
            when isOf(map, TargetMap.Kind.CGROUP_ARRAY) -> {
                long refused = map.refuseUpdate(key, flags);
                yield refused != 0
                        ? refused
                        : put(
                                map,
                                key,
                                0,
                                0,
                                new LiveTarget(requireCgroup(cgroup.path()).id(), 0, null));
            }
            case MapTarget.Socket socket
            when isOf(map, TargetMap.Kind.REUSEPORT_SOCKARRAY) -> {
                long refused = map.refuseUpdate(key, flags);
                yield refused != 0 ? refused : socket(map, key, socket.cookie(), flags);
            }
            default -> EINVAL.result();
        };
    }

    private long socket(TargetMap<LiveTarget> map, int key, long cookie, long flags) {
        LiveSocket socket = machine.network
                .sockets
                .find(cookie)
                .orElseThrow(() -> new BpfErrnoException(EBADF, "there is no socket " + cookie));
        boolean exists = map.get(key) != null;
        if (exists && flags == UpdateFlags.NOEXIST) {
            return EEXIST.result();
        }
        if (!exists && flags == UpdateFlags.EXIST) {
            return ENOENT.result();
        }
        Socket described = socket.described();
        if (!described.isTcp() && !described.isUdp()) {
            return ENOTSUPP.result();
        }
        if (!socket.isInGroup()) {
            return EINVAL.result();
        }
        if (!socket.enterArray()) {
            return EBUSY.result();
        }
        boolean stored = false;
        try {
            LiveTarget target = new LiveTarget(cookie, 0, null, socket);
            long refused = put(map, key, (int) cookie, (int) (cookie >>> Integer.SIZE), target);
            stored = refused == 0;
            return refused;
        } finally {
            if (!stored) {
                socket.leaveArray();
            }
        }
    }

    /** A target as the host sees it; its program is opened. */
    MapTarget describe(LiveMap map, LiveTarget target) {
        Optional<Program> program = Optional.ofNullable(target.program()).map(live -> new Program(machine, live));
        return switch (map.targets().kind()) {
            case DEVMAP, DEVMAP_HASH, XSKMAP -> new MapTarget.Device((int) target.to(), program);
            case CPUMAP -> new MapTarget.Cpu(target.queueSize(), program);
            case CGROUP_ARRAY ->
                new MapTarget.Cgroup(
                        machine.world.cgroup(target.to()).orElseThrow().path());
            case REUSEPORT_SOCKARRAY -> new MapTarget.Socket(target.to());
        };
    }

    private Cgroup requireCgroup(String path) {
        return machine.world
                .cgroup(path)
                .orElseThrow(() -> new BpfErrnoException(EBADF, "there is no control group " + path));
    }

    private static boolean isOf(TargetMap<LiveTarget> map, TargetMap.Kind... kinds) {
        return Arrays.asList(kinds).contains(map.kind());
    }

    private @Nullable LiveProgram live(@Nullable Program program) {
        return program == null ? null : program.liveIn(machine);
    }

    private long device(
            TargetMap<LiveTarget> map,
            int key,
            int ifindex,
            @Nullable LiveProgram program,
            boolean badProgram,
            long flags) {
        boolean hash = map.kind() == TargetMap.Kind.DEVMAP_HASH;
        long refused = hash && ifindex == 0 ? EINVAL.result() : map.refuseUpdate(key, flags);
        if (refused != 0) {
            return refused;
        }
        if (badProgram || program != null && hasNoRoomForPrograms(map)) {
            return EINVAL.result();
        }
        if (ifindex == 0) {
            if (program != null) {
                return EINVAL.result();
            }
            map.empty(key);
            return 0;
        }
        if (!machine.world.hasInterface(ifindex) || !fits(map, program, AttachType.XDP_DEVMAP)) {
            return EINVAL.result();
        }
        return put(map, key, ifindex, program == null ? 0 : program.id(), new LiveTarget(ifindex, 0, program));
    }

    private long cpu(
            TargetMap<LiveTarget> map,
            int key,
            int queueSize,
            @Nullable LiveProgram program,
            boolean badProgram,
            long flags) {
        long refused = map.refuseUpdate(key, flags);
        if (refused != 0) {
            return refused;
        }
        if (Integer.compareUnsigned(queueSize, LONGEST_QUEUE) > 0) {
            return EOVERFLOW.result();
        }
        if (Integer.compareUnsigned(key, machine.cpus.length) >= 0) {
            return ENODEV.result();
        }
        if (queueSize == 0) {
            map.empty(key);
            return 0;
        }
        boolean refusesProgram = program != null && hasNoRoomForPrograms(map);
        if (badProgram || refusesProgram || !fits(map, program, AttachType.XDP_CPUMAP)) {
            return ENOMEM.result();
        }
        return put(map, key, queueSize, program == null ? 0 : program.id(), new LiveTarget(key, queueSize, program));
    }

    private static boolean hasNoRoomForPrograms(TargetMap<LiveTarget> map) {
        return map.shape().valueSize() == Integer.BYTES;
    }

    private boolean fits(TargetMap<LiveTarget> map, @Nullable LiveProgram program, AttachType place) {
        return program == null
                || program.type() == ProgramType.XDP
                        && program.linked().spec().expectedAttachType() == place
                        && machine.liveMap(map).takesInSlot(program);
    }

    private long put(TargetMap<LiveTarget> map, int key, int first, int second, LiveTarget target) {
        LiveMap live = machine.liveMap(map);
        byte[] value = new byte[map.shape().valueSize()];
        ByteBuffer words = ByteBuffer.wrap(value).order(ByteOrder.LITTLE_ENDIAN);
        words.putInt(first);
        if (words.hasRemaining()) {
            words.putInt(second);
        }
        long staged = live.stage(MapTargets.bytes(key), value);
        if (target.program() != null && !target.program().hold()) {
            return EINVAL.result();
        }
        long refused = map.put(staged, live.valueStage(staged), target);
        if (refused != 0) {
            removed(target);
        }
        return refused;
    }
}
