package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.kernel.Hook;
import io.github.bpf4j.verifier.kernel.HookFacts;
import io.github.bpf4j.verifier.kernel.Slot;
import org.jspecify.annotations.Nullable;

/**
 * What a program may return (verifier spec B 8.1).
 *
 * @param isAny whether it may return whatever it likes
 * @param is32 whether only the low half counts
 */
record ReturnRange(boolean isAny, long min, long max, boolean is32) {
    private static final ReturnRange ANY = new ReturnRange(true, 0, 0, false);

    private static ReturnRange of(long min, long max) {
        return new ReturnRange(false, min, max, false);
    }

    static ReturnRange of(ProgramSpec spec, ProgramType type, @Nullable Hook hook, KernelProfile profile) {
        AttachType attach = spec.expectedAttachType();
        if (type == ProgramType.LSM && !profile.has(KernelFeature.LSM_RANGE)) {
            return ANY;
        }
        return switch (type) {
            case CGROUP_SKB -> of(0, attach == AttachType.CGROUP_INET_EGRESS ? 3 : 1);
            case CGROUP_SOCK, SOCK_OPS, CGROUP_DEVICE, CGROUP_SYSCTL, CGROUP_SOCKOPT, SK_LOOKUP, NETFILTER -> of(0, 1);
            case CGROUP_SOCK_ADDR -> ofAddress(attach);
            case TRACING -> ofTracing(attach);
            case KPROBE ->
                attach == AttachType.TRACE_KPROBE_SESSION || attach == AttachType.TRACE_UPROBE_SESSION ? of(0, 1) : ANY;
            case LSM -> ofHook(attach, spec.attachTarget(), hook == null ? Hook.Result.NUMBER : hook.result());
            default -> ANY;
        };
    }

    private static ReturnRange ofHook(@Nullable AttachType attach, String hook, Hook.Result result) {
        boolean nothing = result == Hook.Result.NOTHING;
        if (attach == AttachType.LSM_CGROUP) {
            return of(nothing ? 1 : 0, 1);
        }
        if (nothing) {
            return ANY;
        }
        Slot.Ranged results = HookFacts.results(hook);
        return new ReturnRange(false, results.least(), results.greatest(), true);
    }

    private static ReturnRange ofAddress(@Nullable AttachType attach) {
        if (attach == null) {
            return of(0, 1);
        }
        return switch (attach) {
            case CGROUP_INET4_BIND, CGROUP_INET6_BIND -> of(0, 3);
            case CGROUP_UDP4_RECVMSG,
                    CGROUP_UDP6_RECVMSG,
                    CGROUP_INET4_GETPEERNAME,
                    CGROUP_INET6_GETPEERNAME,
                    CGROUP_INET4_GETSOCKNAME,
                    CGROUP_INET6_GETSOCKNAME,
                    CGROUP_UNIX_RECVMSG,
                    CGROUP_UNIX_GETPEERNAME,
                    CGROUP_UNIX_GETSOCKNAME -> of(1, 1);
            default -> of(0, 1);
        };
    }

    private static ReturnRange ofTracing(@Nullable AttachType attach) {
        if (attach == null) {
            return ANY;
        }
        return switch (attach) {
            case TRACE_FENTRY, TRACE_FEXIT -> of(0, 0);
            case TRACE_ITER -> of(0, 1);
            default -> ANY;
        };
    }
}
