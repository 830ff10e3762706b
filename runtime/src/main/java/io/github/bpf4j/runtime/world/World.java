package io.github.bpf4j.runtime.world;

import io.github.bpf4j.object.UsdtProbe;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What there is around the programs of a runtime, as far as the host says: network interfaces and routes,
 * sockets, control groups, tasks, inodes. What a world does
 * not hold does not exist: naming it gives the errno that Linux gives.
 *
 * <p>A runtime without a world of its own has {@link #open()}. Immutable and safe for use by any thread.
 */
public final class World {
    /** Of {@link #tcpSyncookies}: no SYN cookies. */
    public static final int SYNCOOKIES_NEVER = 0;

    /** Of {@link #tcpSyncookies}: SYN cookies where {@link Socket#synQueueFull a queue is full}. */
    public static final int SYNCOOKIES_WHEN_FULL = 1;

    /** Of {@link #tcpSyncookies}: SYN cookies for everybody. */
    public static final int SYNCOOKIES_ALWAYS = 2;

    private static final Cgroup ROOT = new Cgroup(1, "/");
    private static final World OPEN = new World(
            null,
            List.of(ROOT),
            ROOT,
            new TreeMap<>(),
            null,
            Map.of(),
            Map.of(),
            Map.of(),
            new Network(List.of(), List.of(), List.of(), List.of(), SYNCOOKIES_WHEN_FULL),
            new Image(Map.of(), Map.of(), Map.of()));

    private final @Nullable Map<Integer, NetworkInterface> interfaces;
    private final Map<String, Cgroup> cgroups = new HashMap<>();
    private final List<Cgroup> cgroupList;
    private final Cgroup current;
    private final SortedMap<Integer, Task> tasks;
    private final @Nullable Task currentTask;
    private final Map<Integer, AddressSpace> processes;
    private final Map<Integer, SortedMap<Integer, KernelStruct>> files;
    private final Map<Long, Inode> inodes;
    private final Network network;
    private final Image image;

    /** What images hold: of the kernel values of variables, one or one per CPU, and addresses of symbols; of executables their probes. */
    private record Image(
            Map<String, List<KernelValue>> variables,
            Map<String, Long> symbols,
            Map<String, List<UsdtProbe>> usdtProbes) {}

    /** Routes and sockets. */
    private record Network(
            List<Route> routes,
            List<RoutingRule> rules,
            List<Neighbour> neighbours,
            List<Socket> sockets,
            int tcpSyncookies) {}

    private World(
            @Nullable Map<Integer, NetworkInterface> interfaces,
            List<Cgroup> cgroups,
            Cgroup current,
            SortedMap<Integer, Task> tasks,
            @Nullable Task currentTask,
            Map<Integer, AddressSpace> processes,
            Map<Integer, SortedMap<Integer, KernelStruct>> files,
            Map<Long, Inode> inodes,
            Network network,
            Image image) {
        this.network = network;
        this.inodes = inodes;
        this.files = files;
        this.image = image;
        this.interfaces = interfaces;
        this.current = current;
        this.tasks = tasks;
        this.currentTask = currentTask;
        this.processes = processes;
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
        private final Set<String> interfaceNames = new HashSet<>();
        private final Set<Long> cgroupIds = new HashSet<>();
        private final Map<String, Cgroup> cgroups = new TreeMap<>(Map.of("/", ROOT));
        private final TreeMap<Integer, Task> tasks = new TreeMap<>();
        private final Map<Integer, AddressSpace> processes = new HashMap<>();
        private final Map<Integer, SortedMap<Integer, KernelStruct>> files = new HashMap<>();
        private final Map<Long, Inode> inodes = new HashMap<>();
        private final List<Route> routes = new ArrayList<>();
        private final List<RoutingRule> rules = new ArrayList<>();
        private final List<Neighbour> neighbours = new ArrayList<>();
        private final TreeMap<Long, Socket> sockets = new TreeMap<>();
        private final Map<String, List<KernelValue>> variables = new TreeMap<>();
        private final Map<String, Long> symbols = new TreeMap<>();
        private final Map<String, List<UsdtProbe>> usdtProbes = new TreeMap<>();
        private @Nullable String current;
        private int currentTask;
        private int tcpSyncookies = SYNCOOKIES_WHEN_FULL;

        private Builder() {}

        /**
         * Adds an interface.
         *
         * @throws IllegalArgumentException if there is one with this number or name
         */
        public Builder networkInterface(NetworkInterface added) {
            if (interfaces.containsKey(added.ifindex()) || !interfaceNames.add(added.name())) {
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
            boolean root = added.path().equals("/");
            if (!root && cgroups.containsKey(added.path()) || cgroupIds.contains(added.id())) {
                throw new IllegalArgumentException("a second control group " + added.id() + " or " + added.path());
            }
            cgroups.put(added.path(), added);
            if (!root) {
                cgroupIds.add(added.id());
            }
            return this;
        }

        /** Adds a control group of this number and path. */
        public Builder cgroup(long id, String path) {
            return cgroup(new Cgroup(id, path));
        }

        /**
         * Adds a task.
         *
         * @throws IllegalArgumentException if there is one of this number
         */
        public Builder task(Task added) {
            if (tasks.putIfAbsent(added.pid(), added) != null) {
                throw new IllegalArgumentException("a second task " + added.pid());
            }
            return this;
        }

        /** Adds a route; those of the interfaces' addresses are there without being named. */
        public Builder route(Route added) {
            routes.add(added);
            return this;
        }

        /** Adds a rule that says which table routes packets. */
        public Builder routingRule(RoutingRule added) {
            rules.add(added);
            return this;
        }

        /** Adds a neighbour. */
        public Builder neighbour(Neighbour added) {
            neighbours.add(added);
            return this;
        }

        /**
         * Adds a socket.
         *
         * @throws IllegalArgumentException if there is one of this cookie
         */
        public Builder socket(Socket added) {
            if (sockets.putIfAbsent(added.cookie(), added) != null) {
                throw new IllegalArgumentException("a second socket " + added.cookie());
            }
            return this;
        }

        /**
         * The setting {@code net.ipv4.tcp_syncookies}; {@link #SYNCOOKIES_WHEN_FULL} unless set.
         *
         * @throws IllegalArgumentException if it is none of the three that there are
         */
        public Builder tcpSyncookies(int value) {
            if (value < SYNCOOKIES_NEVER || value > SYNCOOKIES_ALWAYS) {
                throw new IllegalArgumentException("tcp_syncookies " + value + ": 0 to 2 are possible");
            }
            tcpSyncookies = value;
            return this;
        }

        /**
         * Adds an inode.
         *
         * @throws IllegalArgumentException if there is one of this number
         */
        public Builder inode(Inode added) {
            if (inodes.putIfAbsent(added.number(), added) != null) {
                throw new IllegalArgumentException("a second inode " + added.number());
            }
            return this;
        }

        /** The memory of a process, which all its threads have in common; none unless set. */
        public Builder process(int tgid, AddressSpace memory) {
            processes.put(tgid, memory);
            return this;
        }

        /**
         * Adds a file that a process has open, which all its threads have in common.
         *
         * @param fd the descriptor
         * @param file a {@code struct file}, such as {@link KernelStruct#file} and {@link KernelStruct#socketFile} give
         * @throws IllegalArgumentException if it is none, or the descriptor is negative or in use
         */
        public Builder openFile(int tgid, int fd, KernelStruct file) {
            if (fd < 0 || !file.type().equals("file")) {
                throw new IllegalArgumentException("no open file: descriptor " + fd + " of struct " + file.type());
            }
            if (files.computeIfAbsent(tgid, _ -> new TreeMap<>()).putIfAbsent(fd, file) != null) {
                throw new IllegalArgumentException("process " + tgid + " has two files open as " + fd);
            }
            return this;
        }

        /**
         * The value of a variable of the kernel's, for programs that declare it {@code __ksym} with its type.
         *
         * @param name the kernel's name, which its types describe
         * @param values the value; of a variable that each CPU has, those of the CPUs from 0 on: what is not said is zero
         */
        public Builder variable(String name, KernelValue... values) {
            variables.put(name, List.of(values));
            return this;
        }

        /** The address of a symbol of the kernel's, for programs that declare it {@code __ksym} without a type. */
        public Builder symbol(String name, long address) {
            symbols.put(name, address);
            return this;
        }

        /**
         * The probes that an executable or a library defines: see {@link io.github.bpf4j.object.UsdtFile}.
         *
         * @param path as sections of programs name it: {@code usdt/PATH:PROVIDER:NAME}
         */
        public Builder usdtProbes(String path, List<UsdtProbe> probes) {
            usdtProbes.put(path, List.copyOf(probes));
            return this;
        }

        /** The task that programs run in, and with it the control group; none unless set. */
        public Builder currentTask(int pid) {
            currentTask = pid;
            return this;
        }

        /** The control group that programs run in, and the sockets of packets belong to; that of the current task, else the root, unless set. */
        public Builder current(String path) {
            current = path;
            return this;
        }

        /**
         * Makes the world.
         *
         * @throws IllegalArgumentException if a control group's parent, a task's, a socket's or the current one, the current task, or the interface of a
         *     route, a neighbour or a socket is not there, or two groups have one number
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
            tasks.values().forEach(task -> requireCgroup(task.cgroup()));
            routes.forEach(route -> requireInterface(route.ifindex(), "the route to " + route.destination()));
            neighbours.forEach(each -> requireInterface(each.ifindex(), "neighbour " + each.address()));
            sockets.values().forEach(socket -> {
                requireCgroup(socket.cgroup());
                requireInterface(socket.boundIfindex(), socket.toString());
            });
            Task task = tasks.get(currentTask);
            if (task == null && currentTask != 0) {
                throw new IllegalArgumentException("there is no task " + currentTask);
            }
            Cgroup here = requireCgroup(current != null ? current : task != null ? task.cgroup() : "/");
            rules.sort(Comparator.comparingInt(RoutingRule::priority));
            Network network = new Network(
                    List.copyOf(routes),
                    List.copyOf(rules),
                    List.copyOf(neighbours),
                    List.copyOf(sockets.values()),
                    tcpSyncookies);
            return new World(
                    new TreeMap<>(interfaces),
                    all,
                    here,
                    new TreeMap<>(tasks),
                    task,
                    Map.copyOf(processes),
                    copyOfFiles(),
                    Map.copyOf(inodes),
                    network,
                    new Image(Map.copyOf(variables), Map.copyOf(symbols), Map.copyOf(usdtProbes)));
        }

        private Map<Integer, SortedMap<Integer, KernelStruct>> copyOfFiles() {
            Map<Integer, SortedMap<Integer, KernelStruct>> copy = new HashMap<>();
            files.forEach((tgid, open) -> copy.put(tgid, Collections.unmodifiableSortedMap(new TreeMap<>(open))));
            return copy;
        }

        private void requireInterface(int ifindex, String what) {
            if (ifindex != 0 && !interfaces.containsKey(ifindex)) {
                throw new IllegalArgumentException(what + ": there is no interface " + ifindex);
            }
        }

        private Cgroup requireCgroup(String path) {
            Cgroup cgroup = cgroups.get(path);
            if (cgroup == null) {
                throw new IllegalArgumentException("there is no control group " + path);
            }
            return cgroup;
        }
    }

    /** The values of variables of the kernel's by their names: one, or one per CPU. */
    public Map<String, List<KernelValue>> variables() {
        return image.variables();
    }

    /** The addresses of symbols of the kernel's by their names. */
    public Map<String, Long> symbols() {
        return image.symbols();
    }

    /** The probes that an executable or a library at a path defines; none if nothing is known of it. */
    public List<UsdtProbe> usdtProbes(String path) {
        return image.usdtProbes().getOrDefault(path, List.of());
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

    /** The task of a number. */
    public Optional<Task> task(int pid) {
        return Optional.ofNullable(tasks.get(pid));
    }

    /** The inode of a number. */
    public Optional<Inode> inode(long number) {
        return Optional.ofNullable(inodes.get(number));
    }

    /** All inodes, in no order. */
    public Collection<Inode> inodes() {
        return inodes.values();
    }

    /** What is known of the memory of a process. */
    public Optional<AddressSpace> process(int tgid) {
        return Optional.ofNullable(processes.get(tgid));
    }

    /** The files that a process has open, by their descriptors. */
    public SortedMap<Integer, KernelStruct> openFiles(int tgid) {
        return files.getOrDefault(tgid, Collections.emptySortedMap());
    }

    /** All tasks, by their numbers. */
    public List<Task> tasks() {
        return List.copyOf(tasks.values());
    }

    /** The task that programs run in, unless an event names another. */
    public Optional<Task> currentTask() {
        return Optional.ofNullable(currentTask);
    }

    /** The routes that were named. */
    public List<Route> routes() {
        return network.routes();
    }

    /** The rules that say which table routes packets, by their priorities. */
    public List<RoutingRule> routingRules() {
        return network.rules();
    }

    /** The neighbours on all links. */
    public List<Neighbour> neighbours() {
        return network.neighbours();
    }

    /** The sockets, by their cookies. */
    public List<Socket> sockets() {
        return network.sockets();
    }

    /** The setting {@code net.ipv4.tcp_syncookies}. */
    public int tcpSyncookies() {
        return network.tcpSyncookies();
    }

    /** The control group of a number. */
    public Optional<Cgroup> cgroup(long id) {
        return cgroupList.stream().filter(cgroup -> cgroup.id() == id).findFirst();
    }

    @Override
    public String toString() {
        return interfaces == null ? "the open world" : interfaces.values() + ", " + cgroupList + ", " + tasks.values();
    }
}
