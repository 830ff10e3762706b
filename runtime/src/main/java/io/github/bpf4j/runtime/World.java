package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is around the programs of a runtime, as far as the host says: network interfaces and control groups. What a world does not
 * hold does not exist: naming it gives the errno that Linux gives.
 *
 * <p>A runtime without a world of its own has {@link #open()}. More kinds of things will come. Immutable and safe for use by any thread.
 */
public final class World {
    private static final Cgroup ROOT = new Cgroup(1, "/");
    private static final World OPEN = new World(null, List.of(ROOT), ROOT);

    private final @Nullable Map<Integer, NetworkInterface> interfaces;
    private final Map<String, Cgroup> cgroups = new HashMap<>();
    private final List<Cgroup> cgroupList;
    private final Cgroup current;

    /**
     * A network interface.
     *
     * @param ifindex its number, positive
     * @param name at most 15 characters
     * @param mac its hardware address, such as {@code "02:00:00:00:00:01"}, or empty
     * @param mtu the most bytes of a packet behind the Ethernet header, at least 68
     */
    public record NetworkInterface(int ifindex, String name, String mac, int mtu) {
        private static final int LEAST_MTU = 68;
        private static final int LONGEST_NAME = 15;
        private static final int LINK_HEADER_BYTES = 14 + 4;

        /**
         * Checks the parts.
         *
         * @throws IllegalArgumentException if one is not as said above
         */
        public NetworkInterface {
            if (ifindex <= 0) {
                throw new IllegalArgumentException("an interface cannot have the number " + ifindex);
            }
            if (name.isEmpty() || name.length() > LONGEST_NAME) {
                throw new IllegalArgumentException("an interface cannot have the name \"" + name + "\"");
            }
            if (!mac.isEmpty() && !mac.matches("([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}")) {
                throw new IllegalArgumentException("\"" + mac + "\" is no hardware address");
            }
            if (mtu < LEAST_MTU) {
                throw new IllegalArgumentException("interface " + name + " with an MTU of " + mtu);
            }
        }

        /** Whether XDP can send a frame of this length there: with the Ethernet header and the tag of a VLAN beside the MTU. */
        boolean takes(int frameBytes) {
            return frameBytes <= (long) mtu + LINK_HEADER_BYTES;
        }
    }

    /**
     * A control group (cgroup2).
     *
     * @param id its number, which programs see
     * @param path from the root on, such as {@code "/system/web"}; the root's is {@code "/"}
     */
    public record Cgroup(long id, String path) {
        /**
         * Checks the path.
         *
         * @throws IllegalArgumentException if it is no absolute path without empty parts
         */
        public Cgroup {
            if (!path.equals("/") && !path.matches("(/[^/]+)+")) {
                throw new IllegalArgumentException("\"" + path + "\" is no path of a control group");
            }
        }

        /** Whether this group is the other, or somewhere below it. */
        public boolean isUnder(Cgroup ancestor) {
            return ancestor.path.equals("/") || path.equals(ancestor.path) || path.startsWith(ancestor.path + "/");
        }

        /** The path of the group that this one is in; the root's is the root's. */
        public String parent() {
            return path.substring(0, Math.max(1, path.lastIndexOf('/')));
        }
    }

    private World(@Nullable Map<Integer, NetworkInterface> interfaces, List<Cgroup> cgroups, Cgroup current) {
        this.interfaces = interfaces;
        this.current = current;
        cgroupList = List.copyOf(cgroups);
        cgroups.forEach(cgroup -> this.cgroups.put(cgroup.path(), cgroup));
    }

    /**
     * The world of which nothing is said: every positive number is that of an interface, which takes frames of any length; the root is the
     * only control group.
     */
    public static World open() {
        return OPEN;
    }

    /** Parts of a world; without interfaces, and with the root as the only control group, at first. */
    public static Builder builder() {
        return new Builder();
    }

    /** Collects the parts of a world. For one thread at a time. */
    public static final class Builder {
        private final TreeMap<Integer, NetworkInterface> interfaces = new TreeMap<>();
        private final Map<String, Cgroup> cgroups = new TreeMap<>(Map.of("/", ROOT));
        private String current = "/";

        private Builder() {}

        /**
         * Adds an interface.
         *
         * @throws IllegalArgumentException if there is one with this number or name
         */
        public Builder networkInterface(NetworkInterface added) {
            boolean taken = interfaces.values().stream()
                    .anyMatch(other ->
                            other.ifindex() == added.ifindex() || other.name().equals(added.name()));
            if (taken) {
                throw new IllegalArgumentException("a second interface " + added.ifindex() + " or " + added.name());
            }
            interfaces.put(added.ifindex(), added);
            return this;
        }

        /** Adds an interface of this number and name, with the MTU of Ethernet and no hardware address. */
        public Builder networkInterface(int ifindex, String name) {
            return networkInterface(new NetworkInterface(ifindex, name, "", 1500));
        }

        /**
         * Adds a control group; the root may be given its number so.
         *
         * @throws IllegalArgumentException if there is one with this number or path
         */
        public Builder cgroup(Cgroup added) {
            boolean taken = cgroups.values().stream()
                    .anyMatch(other -> !other.path().equals("/")
                            && (other.id() == added.id() || other.path().equals(added.path())));
            if (taken) {
                throw new IllegalArgumentException("a second control group " + added.id() + " or " + added.path());
            }
            cgroups.put(added.path(), added);
            return this;
        }

        /** Adds a control group of this number and path. */
        public Builder cgroup(long id, String path) {
            return cgroup(new Cgroup(id, path));
        }

        /** The control group that programs run in, and the sockets of packets belong to; the root unless set. */
        public Builder current(String path) {
            current = path;
            return this;
        }

        /**
         * Makes the world.
         *
         * @throws IllegalArgumentException if a control group's parent, or the current one, is not there, or two groups have one number
         */
        public World build() {
            List<Cgroup> all = new ArrayList<>(cgroups.values());
            for (Cgroup cgroup : all) {
                if (!cgroups.containsKey(cgroup.parent())) {
                    throw new IllegalArgumentException("control group " + cgroup.path() + " has no parent");
                }
            }
            if (all.stream().map(Cgroup::id).distinct().count() < all.size()) {
                throw new IllegalArgumentException("two control groups have the same number");
            }
            Cgroup here = cgroups.get(current);
            if (here == null) {
                throw new IllegalArgumentException("there is no control group " + current);
            }
            return new World(new TreeMap<>(interfaces), all, here);
        }
    }

    /** Whether there is an interface of this number. */
    public boolean hasInterface(int ifindex) {
        return interfaces == null ? ifindex > 0 : interfaces.containsKey(ifindex);
    }

    /** What is known of an interface; of those of the open world nothing is. */
    public Optional<NetworkInterface> networkInterface(int ifindex) {
        return interfaces == null ? Optional.empty() : Optional.ofNullable(interfaces.get(ifindex));
    }

    /** The interfaces that something is known of, by their numbers. */
    public List<NetworkInterface> networkInterfaces() {
        return interfaces == null ? List.of() : List.copyOf(interfaces.values());
    }

    /** The control group at a path. */
    public Optional<Cgroup> cgroup(String path) {
        return Optional.ofNullable(cgroups.get(path));
    }

    /** All control groups, in the order of their paths. */
    public List<Cgroup> cgroups() {
        return cgroupList;
    }

    /** The control group that programs run in. */
    public Cgroup current() {
        return current;
    }

    /** Whether programs run in the control group of this number, or below it. */
    boolean isCurrentUnder(long cgroupId) {
        return cgroupList.stream().anyMatch(cgroup -> cgroup.id() == cgroupId && current.isUnder(cgroup));
    }

    /** The path of a control group, by its number. */
    Optional<Cgroup> cgroup(long id) {
        return cgroupList.stream().filter(cgroup -> cgroup.id() == id).findFirst();
    }

    /** The control group at a path, for a map; EBADF if there is none, as Linux answers for what is no descriptor of one. */
    Cgroup requireCgroup(String path) {
        Cgroup cgroup = cgroups.get(Objects.requireNonNull(path));
        if (cgroup == null) {
            throw new BpfErrnoException(Errno.EBADF, "there is no control group " + path);
        }
        return cgroup;
    }

    @Override
    public String toString() {
        return interfaces == null ? "the open world" : interfaces.values() + ", " + cgroupList;
    }
}
