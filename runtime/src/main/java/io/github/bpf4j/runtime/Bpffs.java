package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A runtime's file system of pins: names that keep maps, programs and links alive when nothing else does (timers spec 7.1). A pin
 * of a map is a reference of a user's, so its timers go on.
 *
 * <p>Paths are absolute; folders are made as needed and are not listed. Safe for use by any thread.
 */
public final class Bpffs {
    /** Where maps that ask to be shared by name are pinned, as libbpf does. */
    public static final String DEFAULT_FOLDER = "/sys/fs/bpf/";

    private static final int LONGEST_PATH = 4095;

    private final Machine machine;
    private final NavigableMap<String, KernelObject> pins = new TreeMap<>();

    Bpffs(Machine machine) {
        this.machine = machine;
    }

    /**
     * Pins a map.
     *
     * @throws BpfErrnoException EEXIST if the path is taken, EINVAL if it is no absolute path, EPERM if a name in it has a dot,
     *     ENOTDIR if a pin lies on the way
     */
    public void pin(String path, BpfMap map) {
        try (var _ = machine.turn()) {
            pin(path, map.liveIn(machine));
        }
    }

    /** Pins a program; errors as for {@link #pin(String, BpfMap)}. */
    public void pin(String path, Program program) {
        try (var _ = machine.turn()) {
            pin(path, program.liveIn(machine));
        }
    }

    /** Pins a link; errors as for {@link #pin(String, BpfMap)}. */
    public void pin(String path, Link link) {
        try (var _ = machine.turn()) {
            pin(path, link.live());
        }
    }

    private void pin(String path, KernelObject object) {
        check(path);
        if (pins.containsKey(path) || isFolder(path)) {
            throw new BpfErrnoException(Errno.EEXIST, "pinning " + object + " at " + path);
        }
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            if (pins.containsKey(path.substring(0, slash))) {
                throw new BpfErrnoException(Errno.ENOTDIR, "pinning " + object + " at " + path);
            }
        }
        object.opened();
        pins.put(path, object);
    }

    private boolean isFolder(String path) {
        String next = pins.higherKey(path + "/");
        return next != null && next.startsWith(path + "/");
    }

    private static void check(String path) {
        boolean absolute =
                path.startsWith("/") && !path.endsWith("/") && !path.contains("//") && path.indexOf('\0') < 0;
        if (!absolute || path.length() > LONGEST_PATH) {
            throw new BpfErrnoException(Errno.EINVAL, "\"" + path + "\" is no absolute path to pin at");
        }
        if (path.indexOf('.') >= 0) {
            throw new BpfErrnoException(Errno.EPERM, "names with a dot are reserved: " + path);
        }
    }

    /**
     * Removes a pin; what it named goes if nothing else holds it.
     *
     * @throws BpfErrnoException ENOENT if there is none
     */
    public void unlink(String path) {
        try (var _ = machine.turn()) {
            KernelObject object = pins.remove(path);
            if (object == null) {
                throw new BpfErrnoException(Errno.ENOENT, "unlinking " + path);
            }
            object.closed();
        }
    }

    /**
     * Opens what a map's pin names: an open file description of its own.
     *
     * @throws BpfErrnoException ENOENT if there is no pin, EINVAL if it names no map
     */
    public BpfMap openMap(String path, FdAccess access) {
        try (var _ = machine.turn()) {
            return new BpfMap(machine, get(path, LiveMap.class), access);
        }
    }

    /** As {@link #openMap(String, FdAccess)}, for reading and writing. */
    public BpfMap openMap(String path) {
        return openMap(path, FdAccess.READ_WRITE);
    }

    /**
     * Opens what a program's pin names.
     *
     * @throws BpfErrnoException ENOENT if there is no pin, EINVAL if it names no program
     */
    public Program openProgram(String path) {
        try (var _ = machine.turn()) {
            return new Program(machine, get(path, LiveProgram.class));
        }
    }

    /**
     * Opens what a link's pin names.
     *
     * @throws BpfErrnoException ENOENT if there is no pin, EINVAL if it names no link
     */
    public Link openLink(String path) {
        try (var _ = machine.turn()) {
            return new Link(machine, get(path, LiveLink.class));
        }
    }

    /** What a pin can name. */
    public enum Kind {
        MAP,
        PROGRAM,
        LINK
    }

    /**
     * What a pin names.
     *
     * @throws BpfErrnoException ENOENT if there is none
     */
    public Kind kind(String path) {
        try (var _ = machine.turn()) {
            return switch (get(path, KernelObject.class)) {
                case LiveMap _ -> Kind.MAP;
                case LiveProgram _ -> Kind.PROGRAM;
                case LiveLink _ -> Kind.LINK;
            };
        }
    }

    private <T extends KernelObject> T get(String path, Class<T> kind) {
        KernelObject object = pins.get(path);
        if (object == null) {
            throw new BpfErrnoException(Errno.ENOENT, "opening " + path);
        }
        if (!kind.isInstance(object)) {
            throw new BpfErrnoException(Errno.EINVAL, "opening " + path + ", which names " + object);
        }
        return kind.cast(object);
    }

    /** Whether there is a pin at this path. */
    public boolean exists(String path) {
        try (var _ = machine.turn()) {
            return pins.containsKey(path);
        }
    }

    /** The paths of all pins, sorted. */
    public List<String> list() {
        try (var _ = machine.turn()) {
            return new ArrayList<>(pins.keySet());
        }
    }

    /** Removes all pins. */
    void unmount() {
        list().forEach(this::unlink);
    }
}
