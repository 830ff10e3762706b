package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.verifier.state.Kind;

/** Which fields of sockets may be read (verifier spec A48): {@code struct bpf_sock} and {@code struct bpf_tcp_sock} of the UAPI. */
final class SocketFields {
    private static final int TCP_SOCK_WORDS_END = 56;
    private static final int TCP_SOCK_END = 116;

    private SocketFields() {}

    static boolean allows(Kind kind, int offset, int size) {
        if (kind == Kind.TCP_SOCK) {
            return offset >= 0
                    && offset % size == 0
                    && offset + size <= TCP_SOCK_END
                    && (size == 4 || size == 8 && offset >= TCP_SOCK_WORDS_END);
        }
        ContextLayout layout = ContextLayout.of(ProgramType.CGROUP_SOCK).orElseThrow();
        if (!(layout instanceof ContextLayout.Struct struct) || !struct.allows(offset, size, false)) {
            return false;
        }
        return kind != Kind.SOCK_COMMON
                || struct.fieldAt(offset)
                        .map(ContextField::name)
                        .map(SocketFields::isCommon)
                        .orElse(false);
    }

    private static boolean isCommon(String name) {
        return switch (name) {
            case "type", "protocol", "mark", "priority" -> false;
            default -> true;
        };
    }
}
