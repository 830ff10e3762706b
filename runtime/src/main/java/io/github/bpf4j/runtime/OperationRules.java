package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.btf.BtfType.Member;
import io.github.bpf4j.object.KernelOperations;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the kernel demands of tables of one struct when they are registered (recorded in the corpus's operations-6.12.tsv). Of structs that
 * nothing is known of only the host knows: they are taken as they are. Immutable.
 */
final class OperationRules {
    /** Congestion controls that kernels have of their own. */
    private static final Set<String> BUILT_IN = Set.of("reno", "cubic");

    private static final int ALL_FLAGS = 0x3;

    private final KernelOperations layout;
    private final BtfType.Struct struct;
    private final Btf kernel;

    private OperationRules(KernelOperations layout, Btf kernel) {
        this.layout = layout;
        this.kernel = kernel;
        this.struct = (BtfType.Struct) kernel.type(layout.typeId());
    }

    static OperationRules of(KernelOperations layout, Btf kernel) {
        return new OperationRules(layout, kernel);
    }

    /** Bytes of the struct. */
    long structBytes() {
        return struct.size();
    }

    private Optional<Member> member(String name) {
        return struct.members().stream()
                .filter(each -> each.name().equals(name))
                .findFirst();
    }

    /** The member that tables of the struct are registered by. */
    Optional<Member> name() {
        return layout.struct().equals(KernelOperations.TCP_CONGESTION_OPS) ? member("name") : Optional.empty();
    }

    /** The name in a value; empty if tables of this struct have none, or no end. */
    String name(byte[] value) {
        return name().map(member -> {
                    byte[] bytes = bytes(value, member);
                    int end = 0;
                    while (end < bytes.length && bytes[end] != 0) {
                        end++;
                    }
                    return end == bytes.length ? "" : new String(bytes, 0, end, StandardCharsets.UTF_8);
                })
                .orElse("");
    }

    private byte[] bytes(byte[] value, Member member) {
        int at = layout.dataOffset() + Math.toIntExact(member.byteOffset());
        return Arrays.copyOfRange(value, at, at + Math.toIntExact(kernel.sizeOf(member.typeId())));
    }

    /** What registered tables are found by. */
    String key(String name) {
        return layout.struct() + "/" + name;
    }

    /** Whether a table can be registered; 0 or a negative errno. */
    long check(byte[] value, Set<String> members) {
        if (!layout.struct().equals(KernelOperations.TCP_CONGESTION_OPS)) {
            return 0;
        }
        for (Member member : struct.members()) {
            boolean isFunction = layout.function(member.name()).isPresent();
            byte[] bytes = bytes(value, member);
            boolean fits = isFunction
                    || switch (member.name()) {
                        case "name" -> !name(value).isEmpty();
                        case "flags" ->
                            (bytes[0] & ~ALL_FLAGS) == 0 && isZero(Arrays.copyOfRange(bytes, 1, bytes.length));
                        default -> isZero(bytes);
                    };
            if (!fits) {
                return Errno.EINVAL.result();
            }
        }
        boolean whole = members.contains("ssthresh")
                && members.contains("undo_cwnd")
                && (members.contains("cong_avoid") || members.contains("cong_control"));
        return whole ? 0 : Errno.EINVAL.result();
    }

    private static boolean isZero(byte[] bytes) {
        for (byte each : bytes) {
            if (each != 0) {
                return false;
            }
        }
        return true;
    }

    /** Adds a table to those that are registered; 0 or a negative errno. */
    long register(Map<String, LiveOperations> registered, String name, LiveOperations table) {
        if (layout.struct().equals(KernelOperations.BPF_DUMMY_OPS)) {
            return Errno.EOPNOTSUPP.result();
        }
        if (layout.struct().equals(KernelOperations.TCP_CONGESTION_OPS)
                && (BUILT_IN.contains(name) || registered.containsKey(key(name)))) {
            return Errno.EEXIST.result();
        }
        registered.put(key(name), table);
        return 0;
    }
}
