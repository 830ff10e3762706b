package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.HostPrototype.Result;
import io.github.bpf4j.abi.HostPrototype.ResultKind;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/**
 * Calls of functions that the host adds to the kernel's: judged as Linux judges helpers and kernel functions, with the errnos of the
 * one or the other.
 */
final class HostCalls {
    private final Subject subject;
    private final Current current;
    private final Exploration exploration;

    HostCalls(Subject subject, Current current, Exploration exploration) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
    }

    /** Whether the program may call a function here, in the order in which Linux looks. */
    void check(HostPrototype function, Regions regions) {
        String name = words(function);
        regions.requireNoLock(function.isKfunc() ? -1 : function.id());
        if (!subject.privileged()) {
            throw current.invalid("loaders without capabilities cannot use " + name);
        }
        boolean licensed = !function.gplOnly() || subject.program().isGplCompatible();
        if (function.isKfunc() && !licensed) {
            throw current.invalid(name + " is reserved to GPL-compatible programs");
        }
        if (!function.types().contains(subject.type())) {
            throw current.refused(
                    function.isKfunc() ? Errno.EACCES : Errno.EINVAL,
                    "program of type %s cannot use %s".formatted(subject.type(), name));
        }
        if (!licensed) {
            throw current.invalid(name + " is reserved to GPL-compatible programs");
        }
        if (function.maySleep()) {
            regions.requireSleepable(name, function.isKfunc() ? Errno.EACCES : Errno.EINVAL);
        }
    }

    private static String words(HostPrototype function) {
        return (function.isKfunc() ? "kernel function " : "helper ") + function.name();
    }

    /** What R0 holds afterwards. */
    Register result(HostPrototype function) {
        Result result = function.result();
        return switch (result.kind()) {
            case VOID -> Register.NOT_INIT;
            case INT, LONG -> Register.UNKNOWN;
            case MEMORY, WRITABLE_MEMORY -> {
                int flags = result.kind() == ResultKind.MEMORY ? Register.READ_ONLY : 0;
                yield Register.pointer(Kind.MEM, result.size())
                        .withFlags(flags | Register.MAYBE_NULL)
                        .withId(exploration.newId());
            }
            case OBJECT -> {
                int id = exploration.newId();
                current.state().acquire(id, current.at());
                yield Register.pointer(Kind.HOST_OBJECT, subject.hostFunctions().typeNumber(result.type()))
                        .withFlags(Register.MAYBE_NULL)
                        .withId(id)
                        .withRefId(id);
            }
        };
    }
}
