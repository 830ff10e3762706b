package io.github.bpf4j.abi;

import static io.github.bpf4j.abi.ContextFields.narrow;
import static io.github.bpf4j.abi.ContextFields.pointer64;
import static io.github.bpf4j.abi.ContextFields.word;
import static io.github.bpf4j.abi.ContextFields.writable;

import io.github.bpf4j.abi.ContextField.Kind;
import java.util.List;

/** The contexts of programs on devices, sysctls, infrared, netfilter and of those that user space runs. */
final class SystemContexts {
    /** Most bytes that user space may pass to a SYSCALL program (runtime spec 3). */
    private static final int SYSCALL_MAX_SIZE = 65535;

    static final ContextLayout.Struct DEVICE = new ContextLayout.Struct(
            "bpf_cgroup_dev_ctx", 12, List.of(narrow("access_type", 0), word("major", 4), word("minor", 8)));

    static final ContextLayout.Struct SYSCTL =
            new ContextLayout.Struct("bpf_sysctl", 8, List.of(narrow("write", 0), writable(narrow("file_pos", 4))));

    static final ContextLayout.Struct LIRC = new ContextLayout.Struct("unsigned int", 4, List.of(word("sample", 0)));

    static final ContextLayout.Struct NETFILTER = new ContextLayout.Struct(
            "bpf_nf_ctx", 16, List.of(pointer64("state", 0, Kind.BTF_OBJECT), pointer64("skb", 8, Kind.BTF_OBJECT)));

    static final ContextLayout.Bytes SYSCALL = new ContextLayout.Bytes("user data", 0, SYSCALL_MAX_SIZE, true);

    private SystemContexts() {}
}
