package io.github.bpf4j.abi;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfField;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfTypeException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What R1 points to when a program begins: its size and which accesses are legal.
 *
 * <p>All layouts are immutable and safe for use by any thread. Source: runtime spec 3; verifier spec A45, B1.
 */
public sealed interface ContextLayout {
    /** The struct of the UAPI that programs use, or a description if there is none. */
    String struct();

    /** Most bytes that a program may touch, from the start of the context. */
    int size();

    /**
     * Whether a program may make this access. The offset is constant in every legal program.
     *
     * @param offset from the start of the context, in bytes
     * @param size 1, 2, 4 or 8 bytes
     */
    boolean allows(int offset, int size, boolean write);

    /**
     * A struct of the UAPI.
     *
     * @param fields what programs of this type may use, by where they begin; of those that lie in one place, as in a union, the first
     *     says what programs may do there. Bytes outside are inaccessible
     */
    record Struct(String struct, int size, List<ContextField> fields) implements ContextLayout {
        public Struct {
            fields = List.copyOf(fields);
            int begin = 0;
            int end = 0;
            for (ContextField field : fields) {
                boolean shared = field.byteOffset() == begin;
                if (!shared && field.byteOffset() < end || field.endOffset() > size) {
                    throw new IllegalArgumentException(struct + "." + field.name());
                }
                begin = field.byteOffset();
                end = Math.max(end, field.endOffset());
            }
        }

        /** The field with this name. */
        public Optional<ContextField> field(String name) {
            return fields.stream().filter(field -> field.name().equals(name)).findFirst();
        }

        /** The field that holds this byte. */
        public Optional<ContextField> fieldAt(int offset) {
            return fields.stream().filter(field -> field.contains(offset, 1)).findFirst();
        }

        @Override
        public boolean allows(int offset, int size, boolean write) {
            return fieldAt(offset)
                    .filter(field -> field.allows(offset, size, write))
                    .isPresent();
        }
    }

    /**
     * Bytes without fields that the tables know, read and perhaps written in any aligned size.
     *
     * @param firstOffset bytes in front of this are inaccessible
     */
    record Bytes(String struct, int firstOffset, int size, boolean writable) implements ContextLayout {
        @Override
        public boolean allows(int offset, int size, boolean write) {
            return offset >= firstOffset
                    && (long) offset + size <= this.size
                    && offset % size == 0
                    && (writable || !write);
        }
    }

    /**
     * The arguments of a traced function, one 64-bit slot each, read only. Their number and types come from BTF.
     *
     * @param maxArguments most slots, a result included
     */
    record Arguments(String struct, int maxArguments) implements ContextLayout {
        @Override
        public int size() {
            return maxArguments * Long.BYTES;
        }

        @Override
        public boolean allows(int offset, int size, boolean write) {
            return !write && offset >= 0 && offset % Long.BYTES == 0 && (long) offset + size <= size();
        }
    }

    /** Whether types of a kernel are those of arm64, whose {@code struct pt_regs} begins with an array of registers. */
    static boolean isOfArm64(Btf kernel) {
        OptionalInt registers = kernel.find(BtfKind.STRUCT, "pt_regs");
        try {
            return registers.isPresent()
                    && BtfField.of(kernel, registers.getAsInt(), "regs[0]").bitOffset() == 0;
        } catch (BtfTypeException _) {
            return false;
        }
    }

    /** The context of a program type on the machine that a kernel's types are of; that of x86-64 if they do not say. */
    static Optional<ContextLayout> of(ProgramType type, Btf kernel) {
        return switch (type) {
            case KPROBE -> Optional.of(isOfArm64(kernel) ? TracingContexts.PT_REGS_ARM64 : TracingContexts.PT_REGS);
            case PERF_EVENT ->
                Optional.of(isOfArm64(kernel) ? TracingContexts.PERF_EVENT_ARM64 : TracingContexts.PERF_EVENT);
            default -> of(type);
        };
    }

    /** The context of a program type, on x86-64; empty for EXT, which has the context of the program that it extends. */
    static Optional<ContextLayout> of(ProgramType type) {
        return Optional.ofNullable(
                switch (type) {
                    case XDP -> XdpContext.XDP_MD;
                    case SCHED_CLS, SCHED_ACT -> SkbContexts.TC;
                    case SOCKET_FILTER -> SkbContexts.SOCKET_FILTER;
                    case CGROUP_SKB -> SkbContexts.CGROUP;
                    case LWT_IN, LWT_OUT, LWT_XMIT, LWT_SEG6LOCAL -> SkbContexts.LWT;
                    case SK_SKB -> SkbContexts.SK_SKB;
                    case FLOW_DISSECTOR -> SkbContexts.FLOW_DISSECTOR;
                    case CGROUP_SOCK -> SocketContexts.SOCK;
                    case CGROUP_SOCK_ADDR -> SocketContexts.SOCK_ADDR;
                    case SOCK_OPS -> SocketContexts.SOCK_OPS;
                    case CGROUP_SOCKOPT -> SocketContexts.SOCKOPT;
                    case SK_MSG -> SocketContexts.SK_MSG;
                    case SK_REUSEPORT -> SocketContexts.SK_REUSEPORT;
                    case SK_LOOKUP -> SocketContexts.SK_LOOKUP;
                    case CGROUP_DEVICE -> SystemContexts.DEVICE;
                    case CGROUP_SYSCTL -> SystemContexts.SYSCTL;
                    case LIRC_MODE2 -> SystemContexts.LIRC;
                    case SYSCALL -> SystemContexts.SYSCALL;
                    case NETFILTER -> SystemContexts.NETFILTER;
                    case KPROBE -> TracingContexts.PT_REGS;
                    case PERF_EVENT -> TracingContexts.PERF_EVENT;
                    case TRACEPOINT -> TracingContexts.TRACEPOINT;
                    case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> TracingContexts.RAW_TRACEPOINT;
                    case TRACING, LSM, STRUCT_OPS -> TracingContexts.TRAMPOLINE;
                    case EXT -> null;
                });
    }
}
