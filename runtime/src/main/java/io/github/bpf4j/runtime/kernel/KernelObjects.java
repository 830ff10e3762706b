package io.github.bpf4j.runtime.kernel;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.Cgroup;
import io.github.bpf4j.runtime.world.Effect;
import io.github.bpf4j.runtime.world.Inode;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.runtime.world.Task;
import io.github.bpf4j.runtime.world.World;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The objects of a world as programs see them: the {@code struct task_struct} of its tasks, the {@code struct cgroup} of its control
 * groups, the {@code struct inode} of its inodes. Each comes into being when somebody asks for its address, and then lives as long as the runtime.
 *
 * <p>Safe for use by any thread.
 */
public final class KernelObjects {
    private static final int APART = 32;

    private final KernelStructs structs;
    private final MemoryAreas areas;
    private final long stateOffset;
    private final World world;
    private final Map<Integer, PlacedStruct> tasks = new HashMap<>();
    private final Map<String, PlacedStruct> cgroups = new HashMap<>();
    private final Map<Integer, PlacedStruct> keyrings = new HashMap<>();
    private final Map<Long, PlacedStruct> inodes = new HashMap<>();
    private final Map<Long, Task> taskByAddress = new HashMap<>();
    private final Map<Long, Cgroup> cgroupByAddress = new HashMap<>();
    private final Map<Long, Inode> inodeByAddress = new HashMap<>();
    private LongUnaryOperator socketAddresses = _ -> 0;
    private final Map<Integer, UserMemory> userMemories = new ConcurrentHashMap<>();
    private final Map<Integer, PlacedStruct> executables = new HashMap<>();
    private final AtomicInteger userPages = UserMemory.pages();
    private final Queue<Runnable> unlinked = new ArrayDeque<>();
    private final KernelGlobals globals;
    private final int cpus;

    /** By the {@link #place} of each CPU. */
    private final RunState[] current;

    /** By the place of each CPU, one that nothing came of, for the next run that is like those: most are. */
    private final @Nullable RunState[] plain;

    private final Consumer<Effect> effects;
    private boolean linking;

    /**
     * The objects of a world, none of them there yet.
     *
     * @param types the kernel's types
     * @param effects told what programs do to the world
     * @throws KernelTypesException if what the host says of a task does not fit them
     */
    public KernelObjects(GuestMemory memory, Btf types, World world, int cpus, Consumer<Effect> effects) {
        structs = new KernelStructs(memory, types);
        areas = new MemoryAreas(structs);
        stateOffset = Math.max(0, structs.bitOffset("cgroup", "self") / Byte.SIZE);
        this.world = world;
        this.effects = effects;
        globals = new KernelGlobals(structs, world, cpus, this::address);
        this.cpus = cpus;
        current = new RunState[place(cpus)];
        plain = new @Nullable RunState[place(cpus)];
        Arrays.setAll(current, _ -> new RunState(RunEnvironment.NONE, null, false, null));
        world.tasks().forEach(task -> {
            structs.check(task.members());
            world.openFiles(task.pid()).values().forEach(structs::check);
        });
        world.inodes().forEach(inode -> structs.check(inode.members()));
    }

    /** Says where sockets are: who keeps them comes into being after this. */
    public void findSockets(LongUnaryOperator addressOfCookie) {
        socketAddresses = addressOfCookie;
    }

    /** What writes structs into the memory that these objects lie in. */
    public KernelStructs structs() {
        return structs;
    }

    /** The variables of the kernel's. */
    public KernelGlobals globals() {
        return globals;
    }

    /** Where CPUs have theirs in arrays that each run writes to: no two in the same cache lines, nor with the array's length. */
    private static int place(int cpu) {
        return (cpu + 1) * APART;
    }

    /** How many logical CPUs there are. */
    public int cpus() {
        return cpus;
    }

    /** The world. */
    public World world() {
        return world;
    }

    /** The control group at a path. */
    public Optional<Cgroup> cgroup(String path) {
        return world.cgroup(path);
    }

    /** The task that a CPU runs: the one that its run was begun with, else the world's; empty if there is none. */
    public Optional<Task> current(int cpu) {
        Task task = current[place(cpu)].task();
        return task == null ? world.currentTask() : Optional.of(task);
    }

    /**
     * Begins a run on a CPU, for whoever occupies it.
     *
     * @param seesResult whether the context ends with what the traced call returned
     * @param attachment where in a control group the program is attached; null if it is not in any
     * @return what was there before, for {@link #end}
     * @throws IllegalArgumentException if the world holds no such task
     */
    public RunState begin(
            int cpu, RunEnvironment environment, boolean seesResult, @Nullable GroupAttachment attachment) {
        RunState before = current[place(cpu)];
        Task task = before.task();
        RunState unused = plain[place(cpu)];
        if (unused != null && unused.isFor(environment, task, seesResult, attachment)) {
            plain[place(cpu)] = null;
            current[place(cpu)] = unused;
            return before;
        }
        if (environment.pid() != 0) {
            task = world.task(environment.pid())
                    .orElseThrow(() -> new IllegalArgumentException("there is no task " + environment.pid()));
        }
        environment.userRegisters().ifPresent(structs::check);
        current[place(cpu)] = new RunState(environment, task, seesResult, attachment);
        return before;
    }

    /** As {@link #begin(int, RunEnvironment, boolean, GroupAttachment)}, without a result, of a program that is in no control group. */
    public RunState begin(int cpu, RunEnvironment environment) {
        return begin(cpu, environment, false, null);
    }

    /** Ends a run on a CPU: what was there before goes on. Returns what came of the run. */
    public List<Effect> end(int cpu, RunState before) {
        RunState ended = current[place(cpu)];
        ended.close();
        List<Effect> came = ended.effects();
        current[place(cpu)] = before;
        if (ended.isUnused()) {
            plain[place(cpu)] = ended;
        }
        return came;
    }

    /** Whether the control group of the task that a CPU runs is the one of a number, or below it. */
    public boolean isUnder(int cpu, long cgroupId) {
        return world.cgroup(cgroupId).map(currentCgroup(cpu)::isUnder).orElse(false);
    }

    /** The group at a level above a control group, the root's being 0; that itself at its own; empty if there is none. */
    public Optional<Cgroup> ancestor(Cgroup cgroup, int level) {
        Cgroup at = cgroup;
        int above = cgroup.level() - level;
        for (int i = 0; i < above && level >= 0; i++) {
            at = world.cgroup(at.parent()).orElseThrow();
        }
        return level < 0 || above < 0 ? Optional.empty() : Optional.of(at);
    }

    /** The memory of a process of the world; of others there is nothing. */
    public UserMemory userMemory(int tgid) {
        return world.process(tgid)
                .map(described -> userMemories.computeIfAbsent(tgid, _ -> new UserMemory(described, userPages)))
                .orElse(UserMemory.NONE);
    }

    /** The memory of a task's process. */
    public UserMemory userMemory(Optional<Task> task) {
        return task.map(Task::tgid).map(this::userMemory).orElse(UserMemory.NONE);
    }

    /**
     * Where the cookie of the session is that the run on a CPU belongs to, until that ends.
     *
     * @throws GuestFault if guest memory has no room
     */
    public long sessionCookie(int cpu) {
        return current[place(cpu)].cookieAddress(structs.memory());
    }

    /**
     * Where the registers are that a task left user space with, until the run on a CPU ends; 0 if nobody said.
     *
     * @throws GuestFault if guest memory has no room
     */
    public long userRegisters(int cpu, long task) {
        boolean isCurrent = current(cpu).isPresent() && taskAt(task).equals(current(cpu));
        return isCurrent ? current[place(cpu)].registersAddress(this) : 0;
    }

    /** What goes on around the run that a CPU has come to. */
    public RunState run(int cpu) {
        return current[place(cpu)];
    }

    /** Tells the host what the run on a CPU did to the world. */
    public void report(int cpu, Effect effect) {
        current[place(cpu)].add(effect);
        effects.accept(effect);
    }

    /** The control group that a CPU's task is in; the world's current one unless the run was begun with a task. */
    public Cgroup currentCgroup(int cpu) {
        Task task = current[place(cpu)].task();
        return task == null ? world.current() : world.cgroup(task.cgroup()).orElse(world.current());
    }

    /**
     * The address of a task's {@code struct task_struct}; 0 if the world holds none of this number, or the kernel's types have no such
     * struct.
     *
     * @throws GuestFault if guest memory has no room
     */
    public synchronized long taskAddress(int pid) {
        PlacedStruct placed = tasks.get(pid);
        if (placed == null) {
            Optional<Task> task = world.task(pid);
            if (task.isEmpty() || structs.find("task_struct").isEmpty()) {
                return 0;
            }
            placed = place(task.get());
        }
        return placed.address();
    }

    /** The address of a control group's {@code struct cgroup}; 0 if the world holds none of this path. */
    public synchronized long cgroupAddress(String path) {
        PlacedStruct placed = cgroups.get(path);
        if (placed == null) {
            Optional<Cgroup> cgroup = world.cgroup(path);
            if (cgroup.isEmpty() || structs.find("cgroup").isEmpty()) {
                return 0;
            }
            placed = place(cgroup.get());
        }
        return placed.address();
    }

    /** The address of the {@code struct cgroup_subsys_state} in a control group's struct; 0 as that of the struct itself. */
    public long stateAddress(String path) {
        long address = cgroupAddress(path);
        return address == 0 ? 0 : address + stateOffset;
    }

    /** The control group whose {@code struct cgroup_subsys_state} is at an address; empty if that is something else. */
    public Optional<Cgroup> cgroupOfState(long address) {
        return cgroupAt(address - stateOffset);
    }

    /**
     * The address of a keyring of the system's, a {@code struct bpf_key}; 0 if the kernel's types have none.
     *
     * @throws GuestFault if guest memory has no room
     */
    public synchronized long keyring(int number) {
        if (structs.find("bpf_key").isEmpty()) {
            return 0;
        }
        return keyrings.computeIfAbsent(number, id -> {
                    Description key = structs.describe("bpf_key");
                    key.set("key", KernelValue.of(id));
                    return structs.place(key.struct(), pointer -> 0);
                })
                .address();
    }

    /** The areas of processes' memory. */
    public MemoryAreas areas() {
        return areas;
    }

    /** The task whose {@code struct task_struct} is at an address; empty if that is something else. */
    public synchronized Optional<Task> taskAt(long address) {
        return Optional.ofNullable(taskByAddress.get(address));
    }

    /** The control group whose {@code struct cgroup} is at an address; empty if that is something else. */
    public synchronized Optional<Cgroup> cgroupAt(long address) {
        return Optional.ofNullable(cgroupByAddress.get(address));
    }

    /** The address of an inode's {@code struct inode}; 0 if the world holds none of this number, or the kernel's types have no such struct. */
    public synchronized long inodeAddress(long number) {
        PlacedStruct placed = inodes.get(number);
        if (placed == null) {
            Optional<Inode> inode = world.inode(number);
            if (inode.isEmpty() || structs.find("inode").isEmpty()) {
                return 0;
            }
            placed = place(inode.get());
        }
        return placed.address();
    }

    /** The inode whose {@code struct inode} is at an address; empty if that is something else. */
    public synchronized Optional<Inode> inodeAt(long address) {
        return Optional.ofNullable(inodeByAddress.get(address));
    }

    /** What a pointer with this address is to; empty if that is no task, control group or inode of the world's. */
    public Optional<KernelValue> objectAt(long address) {
        return taskAt(address)
                .map(each -> KernelValue.task(each.pid()))
                .or(() -> cgroupAt(address).map(each -> KernelValue.cgroup(each.path())))
                .or(() -> inodeAt(address).map(each -> KernelValue.inode(each.number())));
    }

    /** The address that a pointer to an object of the world's has; 0 if it holds none such. */
    public long address(KernelValue pointer) {
        return switch (pointer) {
            case KernelValue.TaskPointer task -> taskAddress(task.pid());
            case KernelValue.CgroupPointer cgroup -> cgroupAddress(cgroup.path());
            case KernelValue.SocketPointer socket -> socketAddresses.applyAsLong(socket.cookie());
            case KernelValue.InodePointer inode -> inodeAddress(inode.number());
            case KernelValue.Scalar number -> number.value();
            default -> throw new KernelTypesException(pointer + " is no pointer");
        };
    }

    /** The address of the {@code struct file} that a task's process executes; 0 if there is none. */
    public synchronized long executableAddress(Task task) {
        String path = world.task(task.tgid()).map(Task::executable).orElse(task.executable());
        if (path.isEmpty() || structs.find("file").isEmpty()) {
            return 0;
        }
        return executables
                .computeIfAbsent(task.tgid(), _ -> structs.place(KernelStruct.file(path), this::address))
                .address();
    }

    private PlacedStruct place(Task task) {
        PlacedStruct placed = structs.place(describe(task, false), pointer -> 0);
        tasks.put(task.pid(), placed);
        taskByAddress.put(placed.address(), task);
        link(() -> structs.replace(placed, describe(task, true), this::address));
        return placed;
    }

    /** Lets an object point to others once it has an address of its own; those that it brings into being wait for their turn. */
    private void link(Runnable pointing) {
        unlinked.add(pointing);
        if (linking) {
            return;
        }
        linking = true;
        try {
            while (!unlinked.isEmpty()) {
                unlinked.remove().run();
            }
        } finally {
            linking = false;
            unlinked.clear();
        }
    }

    /** What is known of a task, by the names of the kernel's types; members that these lack are left out. */
    private KernelStruct describe(Task task, boolean linked) {
        Description struct = structs.describe("task_struct");
        struct.set("pid", KernelValue.of(task.pid()));
        struct.set("tgid", KernelValue.of(task.tgid()));
        struct.set("comm", KernelValue.of(task.comm()));
        struct.set("start_time", KernelValue.of(task.startNs()));
        struct.set("start_boottime", KernelValue.of(task.startNs()));
        struct.set("group_leader", pointer(linked, KernelValue.task(task.tgid())));
        struct.set("real_parent", pointer(linked, KernelValue.task(task.parent())));
        struct.set("parent", pointer(linked, KernelValue.task(task.parent())));
        KernelValue credentials = credentials(task);
        struct.set("cred", credentials);
        struct.set("real_cred", credentials);
        Description set = structs.describe("css_set");
        set.set("dfl_cgrp", pointer(linked, KernelValue.cgroup(task.cgroup())));
        struct.set("cgroups", KernelValue.of(set.struct()));
        Description allowed = structs.describe("cpumask");
        for (int word = 0; word * Long.SIZE < cpus; word++) {
            int bits = cpus - word * Long.SIZE;
            allowed.set("bits[" + word + "]", KernelValue.of(bits >= Long.SIZE ? -1 : (1L << bits) - 1));
        }
        struct.set("cpus_mask", KernelValue.of(allowed.struct()));
        struct.set("cpus_ptr", KernelValue.of(allowed.struct()));
        struct.set("nr_cpus_allowed", KernelValue.of(cpus));
        return struct.struct().withAll(task.members());
    }

    private static KernelValue pointer(boolean linked, KernelValue pointer) {
        return linked ? pointer : KernelValue.of(0);
    }

    private KernelValue credentials(Task task) {
        Description cred = structs.describe("cred");
        for (String user : List.of("uid", "suid", "euid", "fsuid")) {
            cred.set(user + ".val", KernelValue.of(task.uid()));
        }
        for (String group : List.of("gid", "sgid", "egid", "fsgid")) {
            cred.set(group + ".val", KernelValue.of(task.gid()));
        }
        return KernelValue.of(cred.struct());
    }

    private PlacedStruct place(Cgroup cgroup) {
        PlacedStruct placed = structs.place(describe(cgroup, false), pointer -> 0);
        cgroups.put(cgroup.path(), placed);
        cgroupByAddress.put(placed.address(), cgroup);
        link(() -> structs.replace(placed, describe(cgroup, true), this::address));
        return placed;
    }

    private PlacedStruct place(Inode inode) {
        PlacedStruct placed = structs.place(describe(inode), pointer -> 0);
        inodes.put(inode.number(), placed);
        inodeByAddress.put(placed.address(), inode);
        link(() -> structs.replace(placed, describe(inode), this::address));
        return placed;
    }

    private KernelStruct describe(Inode inode) {
        Description struct = structs.describe("inode");
        struct.set("i_ino", KernelValue.of(inode.number()));
        return struct.struct().withAll(inode.members());
    }

    private KernelStruct describe(Cgroup cgroup, boolean linked) {
        List<KernelValue> ancestors = new ArrayList<>();
        String path = cgroup.path();
        while (!path.equals("/")) {
            ancestors.addFirst(pointer(linked, KernelValue.cgroup(path)));
            path = path.substring(0, Math.max(1, path.lastIndexOf('/')));
        }
        ancestors.addFirst(pointer(linked, KernelValue.cgroup("/")));
        Description node = structs.describe("kernfs_node");
        node.set("id", KernelValue.of(cgroup.id()));
        node.set("name", KernelValue.of(cgroup.path().substring(cgroup.path().lastIndexOf('/') + 1)));
        Description struct = structs.describe("cgroup");
        struct.set("kn", KernelValue.of(node.struct()));
        struct.set("level", KernelValue.of(ancestors.size() - 1));
        struct.set("ancestors", KernelValue.of(ancestors));
        if (linked) {
            struct.set("self.cgroup", KernelValue.cgroup(cgroup.path()));
            struct.set("self.parent", KernelValue.of(cgroup.path().equals("/") ? 0 : stateAddress(cgroup.parent())));
        }
        return struct.struct();
    }

    /** Gives all memory back: for when no program can know it any more. */
    public synchronized void close() {
        tasks.values().forEach(PlacedStruct::close);
        cgroups.values().forEach(PlacedStruct::close);
        executables.values().forEach(PlacedStruct::close);
        executables.clear();
        keyrings.values().forEach(PlacedStruct::close);
        keyrings.clear();
        areas.close();
        inodes.values().forEach(PlacedStruct::close);
        inodes.clear();
        inodeByAddress.clear();
        tasks.clear();
        cgroups.clear();
        taskByAddress.clear();
        cgroupByAddress.clear();
    }
}
