package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.ProgramSpec;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The places that sections of programs name. */
final class AttachPoints {
    /** Programs that one function can have around it. */
    static final int MOST_TRAMPOLINE_PROGRAMS = 38;

    static final String FUNCTION = "function/";
    static final String SYSTEM_CALL = "syscall/";
    static final String ENTRY = "fentry/";
    static final String MODIFY = "fmod_ret/";
    static final String EXIT = "fexit/";
    static final String HOOK = "lsm/";
    static final String GROUP_HOOK = "lsm_cgroup/";
    static final String TRACEPOINT = "tracepoint/";
    static final String RAW_TRACEPOINT = "raw_tracepoint/";
    static final String TYPED_TRACEPOINT = "tp_btf/";
    static final String PROBE = "kprobe/";
    static final String RETURN_PROBE = "kretprobe/";
    static final String PROBES = "kprobe.multi/";
    static final String RETURN_PROBES = "kretprobe.multi/";
    static final String SESSIONS = "kprobe.session/";
    static final String CALL_PROBE = "ksyscall/";
    static final String CALL_RETURN_PROBE = "kretsyscall/";

    private static final Set<String> PROBE_SECTIONS = Set.of(
            "kprobe",
            "kretprobe",
            "uprobe",
            "uretprobe",
            "kprobe.multi",
            "kretprobe.multi",
            "kprobe.session",
            "uprobe.multi",
            "uretprobe.multi",
            "uprobe.session",
            "ksyscall",
            "kretsyscall",
            "usdt");

    private static final Set<String> USER_PROBES = Set.of("uprobe", "uretprobe", "uprobe.multi", "uretprobe.multi");

    private AttachPoints() {}

    /** Whether a place is in a process's own code. */
    static boolean isOfUserCode(String place) {
        return USER_PROBES.contains(place.split("/", 2)[0]);
    }

    /**
     * The place that a program's section names.
     *
     * @throws BpfErrnoException EOPNOTSUPP if it names none
     */
    static String of(ProgramSpec program, ProgramType type) {
        AttachType attach = program.expectedAttachType();
        String target = program.attachTarget();
        return switch (type) {
            case KPROBE -> named(program, probeKind(program) + "/", target);
            case TRACEPOINT -> named(program, TRACEPOINT, target);
            case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> named(program, RAW_TRACEPOINT, target);
            case LSM -> named(program, attach == AttachType.LSM_CGROUP ? GROUP_HOOK : HOOK, target);
            case TRACING -> named(program, tracing(program, attach), target);
            case CGROUP_SKB, CGROUP_SOCK, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, CGROUP_SYSCTL, CGROUP_DEVICE, SOCK_OPS ->
                group(program);
            case STRUCT_OPS -> throw unnamed(program, "operations are registered as a table: see Collection.structOps");
            default -> throw unnamed(program, "its section says nothing of where");
        };
    }

    /** Whether programs of a type are attached to control groups. */
    static boolean isOfGroups(ProgramSpec program, ProgramType type) {
        return switch (type) {
            case CGROUP_SKB, CGROUP_SOCK, CGROUP_SOCK_ADDR, CGROUP_SOCKOPT, CGROUP_SYSCTL, CGROUP_DEVICE, SOCK_OPS ->
                true;
            case LSM -> program.expectedAttachType() == AttachType.LSM_CGROUP;
            default -> false;
        };
    }

    /** Whether a program is called by what the kernel puts around a function. */
    static boolean isOfTrampolines(ProgramSpec program, ProgramType type) {
        AttachType attach = program.expectedAttachType();
        return type == ProgramType.LSM && attach == AttachType.LSM_MAC
                || attach == AttachType.TRACE_FENTRY
                || attach == AttachType.TRACE_FEXIT
                || attach == AttachType.MODIFY_RETURN;
    }

    private static BpfErrnoException unnamed(ProgramSpec program, String reason) {
        return new BpfErrnoException(
                Errno.EOPNOTSUPP, "attaching " + program.name() + " of section " + program.section() + ": " + reason);
    }

    private static String named(ProgramSpec program, String kind, String target) {
        if (target.isEmpty()) {
            throw unnamed(program, "its section says nothing of where");
        }
        return kind + target;
    }

    private static String plainSection(ProgramSpec program) {
        return program.section().startsWith("?") ? program.section().substring(1) : program.section();
    }

    private static String probeKind(ProgramSpec program) {
        String kind = plainSection(program).split("/", 2)[0].replaceFirst("\\.s$", "");
        if (!PROBE_SECTIONS.contains(kind)) {
            throw unnamed(program, "its section says nothing of where");
        }
        return kind;
    }

    private static String tracing(ProgramSpec program, @Nullable AttachType attach) {
        return switch (attach) {
            case TRACE_RAW_TP -> TYPED_TRACEPOINT;
            case TRACE_FENTRY -> ENTRY;
            case TRACE_FEXIT -> EXIT;
            case MODIFY_RETURN -> MODIFY;
            case TRACE_ITER -> "iter/";
            case null, default -> throw unnamed(program, "its section says nothing of where");
        };
    }

    /** Programs of one attach type run together, whatever the name of their section. */
    private static String group(ProgramSpec program) {
        AttachType attach = program.expectedAttachType();
        if (attach == null) {
            throw unnamed(program, "its section says nothing of where");
        }
        return groupTarget(plainSection(program));
    }

    /** The one name of places that have several. */
    static String groupTarget(String section) {
        return switch (section) {
            case "cgroup/sock" -> "cgroup/sock_create";
            default -> section;
        };
    }
}
