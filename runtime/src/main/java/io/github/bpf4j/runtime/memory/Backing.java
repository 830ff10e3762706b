package io.github.bpf4j.runtime.memory;

import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/** The mapping behind {@link GuestMemory}: a sparse file that is deleted before use. */
/*
 * Arena.allocate would commit and zero everything at once; a private mapping runs into overcommit limits. A shared mapping of a
 * sparse file costs a page only when it is touched. Shared memory is preferred since it never writes to a disk; where it is
 * small (containers often give 64 MiB) and the temporary folder offers more, that is used.
 */
record Backing(Arena arena, FileChannel channel, MemorySegment segment, long sizeBytes, long usableBytes)
        implements AutoCloseable {
    private static final Path SHARED_MEMORY = Path.of("/dev/shm");
    private static final Path MEMORY_INFO = Path.of("/proc/meminfo");
    private static final Path OWN_GROUPS = Path.of("/proc/self/cgroup");
    private static final Path CGROUP = Path.of("/sys/fs/cgroup");
    private static final Path CGROUP_V1 = CGROUP.resolve("memory");
    private static final long AMPLE_BYTES = 256L << 20;
    private static final long KEPT_FREE_BYTES = 4L << 20;
    private static final long SLACK_BYTES = 4096;
    private static final int MOST_NAMES = 100;
    private static final Set<PosixFilePermission> USER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    static Backing reserve(MemoryOptions options) {
        IOException last = new IOException("no folder for guest memory is usable");
        for (Path folder : folders(options)) {
            try {
                return reserveIn(folder, options);
            } catch (IOException e) {
                e.addSuppressed(last);
                last = e;
            }
        }
        throw new UncheckedIOException("cannot reserve guest memory", last);
    }

    private static List<Path> folders(MemoryOptions options) {
        if (options.folder().isPresent()) {
            return List.of(options.folder().get());
        }
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        long wanted = Math.min(options.limitBytes(), AMPLE_BYTES);
        List<Path> folders = new ArrayList<>(List.of(temporary));
        if (Files.isWritable(SHARED_MEMORY)) {
            boolean roomy = usable(SHARED_MEMORY) >= Math.min(wanted, usable(temporary));
            folders.add(roomy ? 0 : 1, SHARED_MEMORY);
        }
        return folders;
    }

    @SuppressWarnings("MustBeClosedChecker") // the backing closes its arena
    private static Backing reserveIn(Path folder, MemoryOptions options) throws IOException {
        Path file = create(folder);
        FileChannel channel;
        try {
            channel = FileChannel.open(
                    file,
                    EnumSet.of(
                            StandardOpenOption.READ,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.SPARSE,
                            StandardOpenOption.DELETE_ON_CLOSE));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        deleteNow(file);
        long bytes = Math.min(usable(folder), controlGroupBytes());
        if (folder.equals(SHARED_MEMORY)) {
            bytes = Math.min(bytes, physicalBytes() / 4 * 3);
        }
        long usableBytes = Math.max(0, bytes - KEPT_FREE_BYTES);
        for (long size = Long.highestOneBit(options.reserveBytes());
                size >= MemoryOptions.LEAST_RESERVE_BYTES;
                size /= 2) {
            Arena arena = Arena.ofShared();
            try {
                MemorySegment segment = channel.map(
                        FileChannel.MapMode.READ_WRITE, 0, size + 2L * GuestMemory.GUARD_BYTES + SLACK_BYTES, arena);
                return new Backing(arena, channel, segment, size, usableBytes);
            } catch (IOException | OutOfMemoryError e) {
                arena.close();
            }
        }
        channel.close();
        throw new IOException("no address space for guest memory in " + folder);
    }

    /**
     * A new empty file that only the user may open. As {@link Files#createTempFile} makes one, whose secret names cost a third of the time
     * in which small programs are loaded; here the file must be new, and soon has no name.
     */
    private static Path create(Path folder) throws IOException {
        boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = posix
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(USER_ONLY)}
                : new FileAttribute<?>[0];
        SplittableRandom names = new SplittableRandom();
        for (int i = 0; ; i++) {
            try {
                return Files.createFile(
                        folder.resolve("bpf4j-" + Long.toUnsignedString(names.nextLong()) + ".guest"), attributes);
            } catch (FileAlreadyExistsException e) {
                if (i == MOST_NAMES) {
                    throw e;
                }
            }
        }
    }

    /** POSIX systems let an open file lose its name; elsewhere it goes when the channel closes. */
    private static void deleteNow(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** Asked of the file system itself: a {@link java.nio.file.FileStore} would read the table of all that is mounted first. */
    private static long usable(Path folder) {
        return folder.toFile().getUsableSpace();
    }

    /**
     * The memory of the machine or container: shared memory is made of it, whatever size the file system claims. Where there is shared
     * memory there are Linux's own files, which are read sooner than the management beans are made.
     */
    private static long physicalBytes() {
        try (BufferedReader lines = Files.newBufferedReader(MEMORY_INFO)) {
            String total = isInRootGroup() ? String.valueOf(lines.readLine()) : "";
            if (total.startsWith("MemTotal:") && total.endsWith(" kB")) {
                return Long.parseLong(total.substring("MemTotal:".length(), total.length() - " kB".length())
                                .strip())
                        * 1024;
            }
        } catch (IOException | NumberFormatException e) {
            // Then the beans know.
        }
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    }

    /** Whether the process is in no control group below the one that it sees: the beans know the limits of those. */
    private static boolean isInRootGroup() throws IOException {
        if (!Files.exists(OWN_GROUPS)) {
            return true;
        }
        for (String group : Files.readAllLines(OWN_GROUPS)) {
            boolean limitsMemory = group.startsWith("0::") || group.contains(":memory:") || group.contains(",memory");
            if (limitsMemory && !group.endsWith(":/")) {
                return false;
            }
        }
        return true;
    }

    /** What the control group's memory limit leaves; everything if there is none or the system has no such thing. */
    private static long controlGroupBytes() {
        return Math.min(
                leftOf(CGROUP.resolve("memory.max"), CGROUP.resolve("memory.current")),
                leftOf(CGROUP_V1.resolve("memory.limit_in_bytes"), CGROUP_V1.resolve("memory.usage_in_bytes")));
    }

    private static long leftOf(Path limitFile, Path usedFile) {
        if (!Files.exists(limitFile)) {
            return Long.MAX_VALUE;
        }
        try {
            String limit = Files.readString(limitFile).strip();
            String used = Files.readString(usedFile).strip();
            return limit.equals("max") ? Long.MAX_VALUE : Math.max(0, Long.parseLong(limit) - Long.parseLong(used));
        } catch (IOException | NumberFormatException e) {
            return Long.MAX_VALUE;
        }
    }

    @Override
    public void close() {
        arena.close();
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("closing guest memory", e);
        }
    }
}
