package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import org.jspecify.annotations.Nullable;

/** A load or store through some kinds of pointer is rewritten for it, so it must see that kind on every path (A46). */
final class BaseKinds {
    private static final Kind PLAIN = Kind.SCALAR;

    private final @Nullable Kind[] seen;

    BaseKinds(int slots) {
        seen = new @Nullable Kind[slots];
    }

    void note(Current current, Register base) {
        Kind now = isRewritten(base.kind()) ? base.kind() : PLAIN;
        Kind before = seen[current.at()];
        if (before == null) {
            seen[current.at()] = now;
        } else if (before != now) {
            throw current.invalid("the same instruction is used with different pointers: here with " + base.words());
        }
    }

    private static boolean isRewritten(Kind kind) {
        return switch (kind) {
            case CONTEXT, SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK, BTF_OBJECT, OBJECT -> true;
            default -> false;
        };
    }
}
