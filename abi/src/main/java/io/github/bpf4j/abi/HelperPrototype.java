package io.github.bpf4j.abi;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The contract of one kernel helper: what it takes, what it gives, and who may call it. Immutable and safe for use by any
 * thread. Source: runtime spec 4, timers spec 1.2, verifier spec 1.
 *
 * @param id the immediate of the call instruction
 * @param name the kernel's name without {@code bpf_}
 * @param arguments R1 onwards
 * @param returns what R0 holds afterwards
 * @param groups the program types that have it; in any of them is enough
 * @param capability what its loader must hold
 * @param traits further properties
 */
public record HelperPrototype(
        int id,
        String name,
        List<HelperArgument> arguments,
        ReturnKind returns,
        Set<HelperGroup> groups,
        Capability capability,
        Set<Trait> traits) {

    /**
     * What programs of infrared receivers have of the helpers that all others have: maps, two clocks, random numbers, lines of text and tail
     * calls, as the documentation of the program type lists them.
     */
    private static final Set<Integer> BASE_OF_INFRARED = Set.of(1, 2, 3, 5, 6, 7, 12, 87, 88, 89, 125);

    private static final int GET_CGROUP_CLASSID = 17;
    private static final int SETSOCKOPT = 49;
    private static final int GETSOCKOPT = 57;
    private static final int GET_SOCKET_COOKIE = 46;
    private static final int SK_STORAGE_GET = 107;
    private static final int SK_STORAGE_DELETE = 108;
    private static final int SK_ASSIGN = 124;
    private static final int GET_RETVAL = 186;
    private static final int SET_RETVAL = 187;

    /** A property that not every helper has. */
    public enum Trait {
        /** Only programs with a GPL-compatible licence may call it. */
        GPL_ONLY,
        /** It may sleep, so only sleepable code may call it. */
        MAY_SLEEP,
        /** Afterwards every packet pointer is unusable. */
        INVALIDATES_PACKET_POINTERS,
        /** Its memory arguments may point into the packet. */
        PACKET_MEMORY,
        /** A result that is not null carries a reference that must be given up. */
        ACQUIRES_REFERENCE,
        /** The objects of the kernel that it takes must be there for sure. */
        TRUSTED_ARGUMENTS,
        /** As TRUSTED_ARGUMENTS, or they are there as long as the RCU section. */
        RCU_ARGUMENTS,
        /** The iterator that it makes is good for one RCU section. */
        RCU_PROTECTED
    }

    public HelperPrototype {
        arguments = List.copyOf(arguments);
        groups = Set.copyOf(groups);
        traits = Set.copyOf(traits);
    }

    /** The name as C programs write it, such as {@code bpf_map_lookup_elem}. */
    public String kernelName() {
        return "bpf_" + name;
    }

    /**
     * R1 onwards for programs of a type. Those that run in a task ask for its class, others for that of their packet. Those on socket
     * options ask for options of the socket that their context names, others for those of the socket that their context is; operations,
     * iterators, hooks and traced functions have sockets as arguments, and choices in a group ask for the cookie of one; a lookup may be given back
     * without a socket; where sockets are created the context is one.
     */
    public List<HelperArgument> arguments(ProgramType type) {
        return switch (id) {
            case GET_CGROUP_CLASSID ->
                type.family() == ProgramType.Family.CGROUP || type == ProgramType.SK_MSG ? List.of() : arguments;
            case SETSOCKOPT, GETSOCKOPT ->
                switch (type) {
                    case CGROUP_SOCKOPT -> with(0, ArgumentKind.SOCK_COMMON);
                    case STRUCT_OPS, TRACING, LSM -> with(0, ArgumentKind.SOCK_OBJECT);
                    default -> arguments;
                };
            case GET_SOCKET_COOKIE ->
                HelperGroup.TRAMPOLINE.contains(type) || type == ProgramType.SYSCALL || type == ProgramType.SK_REUSEPORT
                        ? with(0, ArgumentKind.SOCK_OBJECT_OR_NULL)
                        : arguments;
            case SK_STORAGE_GET, SK_STORAGE_DELETE ->
                switch (type) {
                    case CGROUP_SOCK -> with(1, ArgumentKind.CONTEXT);
                    case TRACING -> with(1, ArgumentKind.SOCK_OBJECT_OR_NULL);
                    default -> arguments;
                };
            case SK_ASSIGN -> type == ProgramType.SK_LOOKUP ? with(1, ArgumentKind.SOCKET_OR_NULL) : arguments;
            default -> arguments;
        };
    }

    private List<HelperArgument> with(int index, ArgumentKind kind) {
        List<HelperArgument> own = new ArrayList<>(arguments);
        own.set(index, HelperArgument.of(kind));
        return own;
    }

    /** Whether it has a property. */
    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** Whether programs of a type have it, given the capabilities that {@link #capability()} asks for. */
    public boolean availableTo(ProgramType type) {
        if (type == ProgramType.LIRC_MODE2 && groups.contains(HelperGroup.BASE)) {
            return BASE_OF_INFRARED.contains(id);
        }
        return groups.stream().anyMatch(group -> group.contains(type));
    }

    /**
     * Whether programs for a place have it, if their type does: what a hook returns is not asked and set where its programs have no say in
     * it.
     */
    public boolean availableAt(AttachType place) {
        if (id != GET_RETVAL && id != SET_RETVAL) {
            return true;
        }
        return switch (place) {
            case CGROUP_UDP4_RECVMSG,
                    CGROUP_UDP6_RECVMSG,
                    CGROUP_UNIX_RECVMSG,
                    CGROUP_INET4_GETPEERNAME,
                    CGROUP_INET6_GETPEERNAME,
                    CGROUP_UNIX_GETPEERNAME,
                    CGROUP_INET4_GETSOCKNAME,
                    CGROUP_INET6_GETSOCKNAME,
                    CGROUP_UNIX_GETSOCKNAME -> false;
            default -> true;
        };
    }

    /** The prototype of a helper; empty if there is no such helper or only its name is known. */
    public static Optional<HelperPrototype> byId(int id) {
        return Optional.ofNullable(HelperTable.BY_ID.get(id));
    }

    /** All prototypes in the order of their ids. */
    public static Collection<HelperPrototype> all() {
        return HelperTable.BY_ID.values();
    }

    /** The name without {@code bpf_} of any helper of Linux 6.12, with or without a prototype here. */
    public static Optional<String> nameOf(int id) {
        return Optional.ofNullable(HelperNames.name(id));
    }
}
