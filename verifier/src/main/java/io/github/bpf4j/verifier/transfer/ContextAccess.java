package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.kernel.Slot;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/** Loads from and stores to the program's context (verifier spec A45; runtime spec 3). */
final class ContextAccess {
    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final KernelObjects objects;

    ContextAccess(Subject subject, Current current, Exploration exploration, KernelObjects objects) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        this.objects = objects;
    }

    /** Checks an access; the field, as it is loaded, and a number if the context has no fields. */
    Register access(Register pointer, long offset, int size, boolean write) {
        if (pointer.offset() != 0 || !pointer.scalar().isZero()) {
            throw current.noAccess("dereference of a modified context pointer: it is " + pointer.words());
        }
        ContextLayout layout = subject.context()
                .orElseThrow(
                        () -> current.noAccess("programs of type " + subject.type() + " have no context of their own"));
        if (offset < 0 || !layout.allows((int) offset, size, write)) {
            throw current.noAccess("invalid %s of %d bytes at offset %d of %s"
                    .formatted(write ? "store" : "load", size, offset, layout.struct()));
        }
        Hook hook = subject.hook();
        if (hook != null) {
            return argument(hook, (int) offset, size);
        }
        if (layout instanceof ContextLayout.Struct struct) {
            return struct.fieldAt((int) offset)
                    .map(field -> {
                        if (!ContextRights.allows(
                                        subject.type(),
                                        subject.program().spec().expectedAttachType(),
                                        field.name(),
                                        write)
                                || !subject.privileged()
                                        && ContextRights.needsCapability(subject.type(), field.name(), write)) {
                            throw current.noAccess("%s.%s is not there for programs attached like this"
                                    .formatted(layout.struct(), field.name()));
                        }
                        return loaded(field, size);
                    })
                    .orElseGet(() -> Register.number(Scalar.loaded(size)));
        }
        return Register.number(Scalar.loaded(size));
    }

    /** An argument of a hook (B1). */
    private Register argument(Hook hook, int offset, int size) {
        int position = offset / Long.BYTES;
        if (position >= hook.slots().size()) {
            throw current.noAccess("%s hands over %d arguments, there is none at offset %d"
                    .formatted(hook.name(), hook.slots().size(), offset));
        }
        Slot slot = hook.slots().get(position);
        boolean isNumber = slot instanceof Slot.Plain || slot instanceof Slot.Ranged;
        if (!isNumber && size != Long.BYTES) {
            throw current.noAccess("argument %d of %s is a pointer and is loaded as a whole, not in %d bytes"
                    .formatted(position, hook.name(), size));
        }
        return switch (slot) {
            case Slot.Plain() -> Register.number(Scalar.loaded(size));
            case Slot.Ranged(long least, long greatest) ->
                Register.number(Scalar.signedRange(least, greatest).truncate(size));
            case Slot.Pointer object -> objects.argument(object);
            case Slot.Buffer(boolean readOnly) ->
                Register.pointer(Kind.MEM, MemoryAccess.LARGEST_BUFFER)
                        .withFlags(Register.MAYBE_NULL | Register.BUFFER | (readOnly ? Register.READ_ONLY : 0))
                        .withId(exploration.newId());
            case Slot.Closed(String reason) ->
                throw current.noAccess("argument %d of %s: %s".formatted(position, hook.name(), reason));
        };
    }

    private Register loaded(ContextField field, int size) {
        return switch (field.kind()) {
            case SCALAR -> Register.number(Scalar.loaded(size));
            case PACKET -> Register.pointer(Kind.PACKET, 0);
            case PACKET_META -> Register.pointer(Kind.PACKET_META, 0);
            case PACKET_END -> Register.pointer(Kind.PACKET_END, 0);
            case SOCKET -> Register.pointer(Kind.SOCKET, 0);
            case SOCKET_OR_NULL -> maybe(Kind.SOCKET);
            case SOCK_COMMON_OR_NULL -> maybe(Kind.SOCK_COMMON);
            case FLOW_KEYS -> Register.pointer(Kind.FLOW_KEYS, 0);
            case BTF_OBJECT -> object(field.name().equals("skb") ? "sk_buff" : "nf_hook_state");
        };
    }

    /** What the context of a netfilter program leads to; nothing is known of its members if the kernel's types do not say. */
    private Register object(String struct) {
        return objects.isKnown(struct)
                ? objects.object(struct, Register.TRUSTED)
                : Register.pointer(Kind.BTF_OBJECT, 0).withFlags(Register.TRUSTED);
    }

    private Register maybe(Kind kind) {
        return Register.pointer(kind, 0).withFlags(Register.MAYBE_NULL).withId(exploration.newId());
    }
}
