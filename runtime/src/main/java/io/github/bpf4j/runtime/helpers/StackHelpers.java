package io.github.bpf4j.runtime.helpers;

import static io.github.bpf4j.abi.Errno.EFAULT;
import static io.github.bpf4j.abi.Errno.EINVAL;
import static io.github.bpf4j.abi.Errno.EOPNOTSUPP;

import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.maps.StackTraces;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;

/** Helpers on stacks: the frames are those that the host said of a run. */
final class StackHelpers {
    private static final long UINT = 0xffff_ffffL;
    private static final long SKIP_MASK = 0xff;
    private static final long USER_STACK = 1 << 8;
    private static final long USER_BUILD_ID = 1 << 11;

    /** The most frames of a stack. */
    private static final int DEEPEST = 127;

    /** Bytes of {@code struct bpf_stack_build_id}, and what it says of an address of which no build is known. */
    private static final int BUILD_ID_BYTES = 32;

    private static final int BUILD_ID_IP = 2;

    private final MapTable maps;
    private final KernelObjects kernel;

    StackHelpers(MapTable maps, KernelObjects kernel) {
        this.maps = maps;
        this.kernel = kernel;
    }

    void register(HelperTable table) {
        table.putExclusive(27, (cpu, context, map, flags, r4, r5) -> stackId(cpu, map, flags))
                .put(67, (cpu, context, to, size, flags, r5) -> stack(cpu, to, size & UINT, flags))
                .put(141, (cpu, task, to, size, flags, r5) -> taskStack(cpu, task, to, size & UINT, flags));
    }

    private List<Long> frames(Cpu cpu, long flags) {
        RunEnvironment environment = kernel.run(cpu.id()).environment();
        List<Long> frames = (flags & USER_STACK) != 0 ? environment.userStack() : environment.kernelStack();
        return frames.subList(0, Math.min(DEEPEST, frames.size()));
    }

    private long stackId(Cpu cpu, long handle, long flags) {
        StackTraces map = maps.get(handle, StackTraces.class, "map of stacks");
        if ((flags & ~(SKIP_MASK | USER_STACK | StackTraces.FAST_STACK_CMP | StackTraces.REUSE_STACKID)) != 0) {
            return EINVAL.result();
        }
        List<Long> frames = frames(cpu, flags);
        int skip = (int) (flags & SKIP_MASK);
        if (frames.size() <= skip) {
            return EFAULT.result();
        }
        int room = map.shape().valueSize() / (map.hasBuildIds() ? BUILD_ID_BYTES : Long.BYTES);
        return map.put(bytes(frames, skip, room, map.hasBuildIds()), flags);
    }

    private static byte[] bytes(List<Long> frames, int skip, int room, boolean buildIds) {
        int count = Math.min(frames.size() - skip, room);
        ByteBuffer bytes = ByteBuffer.allocate(count * (buildIds ? BUILD_ID_BYTES : Long.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        for (long frame : frames.subList(skip, skip + count)) {
            if (buildIds) {
                bytes.putInt(BUILD_ID_IP).position(bytes.position() + BUILD_ID_BYTES - Integer.BYTES - Long.BYTES);
            }
            bytes.putLong(frame);
        }
        return bytes.array();
    }

    private long stack(Cpu cpu, long to, long size, long flags) {
        return store(cpu, to, size, flags, frames(cpu, flags));
    }

    private static long store(Cpu cpu, long to, long size, long flags, List<Long> frames) {
        FilledMemory.zero(cpu, to, size);
        boolean buildIds = (flags & USER_BUILD_ID) != 0;
        int step = buildIds ? BUILD_ID_BYTES : Long.BYTES;
        if ((flags & ~(SKIP_MASK | USER_STACK | USER_BUILD_ID)) != 0
                || buildIds && (flags & USER_STACK) == 0
                || size % step != 0) {
            return EINVAL.result();
        }
        int skip = (int) (flags & SKIP_MASK);
        if (frames.isEmpty() || frames.size() < skip) {
            return EFAULT.result();
        }
        byte[] bytes = bytes(frames, skip, (int) Math.min(DEEPEST, size / step), buildIds);
        cpu.memory().write(bytes, 0, to, bytes.length);
        return bytes.length;
    }

    private long taskStack(Cpu cpu, long address, long to, long size, long flags) {
        Optional<Task> task = kernel.taskAt(address);
        boolean current = task.isPresent() && task.equals(kernel.current(cpu.id()));
        long known = SKIP_MASK | USER_STACK | USER_BUILD_ID;
        if (!current && (flags & USER_STACK) != 0 && (flags & ~known) == 0) {
            FilledMemory.zero(cpu, to, size);
            return EOPNOTSUPP.result();
        }
        return store(cpu, to, size, flags, current ? frames(cpu, flags) : List.of());
    }
}
