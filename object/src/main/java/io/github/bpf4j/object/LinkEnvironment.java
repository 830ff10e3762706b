package io.github.bpf4j.object;

import io.github.bpf4j.abi.HostFunctions;
import io.github.bpf4j.abi.KernelBtf;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.KernelVariable;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.core.KernelIndex;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The kernel that programs are linked for: which of its functions and variables they can refer to by name, and how it was built
 * (runtime spec 2.5).
 *
 * <p>Immutable and safe for use by any thread.
 */
public final class LinkEnvironment {
    private static final class BuiltIn {
        static final KernelIndex TYPES = new KernelIndex(KernelBtf.builtIn());
    }

    private static final LinkEnvironment ANY = new LinkEnvironment(
            null, EnumSet.allOf(Kfunc.class), null, null, Kconfig.defaults(), HostFunctions.NONE, Map.of());

    private final @Nullable KernelProfile profile;
    private final Set<Kfunc> kfuncs;
    private final @Nullable KernelIndex types;
    private final @Nullable Set<Integer> helpers;
    private final Kconfig kconfig;
    private final HostFunctions hostFunctions;
    private final Map<String, Long> symbols;

    private LinkEnvironment(
            @Nullable KernelProfile profile,
            Set<Kfunc> kfuncs,
            @Nullable KernelIndex types,
            @Nullable Set<Integer> helpers,
            Kconfig kconfig,
            HostFunctions hostFunctions,
            Map<String, Long> symbols) {
        this.profile = profile;
        this.kfuncs = Set.copyOf(kfuncs);
        this.types = types;
        this.helpers = helpers == null ? null : Set.copyOf(helpers);
        this.kconfig = kconfig;
        this.hostFunctions = hostFunctions;
        this.symbols = Map.copyOf(symbols);
    }

    /** One that has whatever a kernel of any profile has: for looking at programs, not for running them. */
    public static LinkEnvironment anyKernel() {
        return ANY;
    }

    /** A kernel of a profile in which these functions can be called. */
    public static LinkEnvironment of(KernelProfile profile, Set<Kfunc> kfuncs) {
        return new LinkEnvironment(profile, kfuncs, null, null, Kconfig.defaults(), HostFunctions.NONE, Map.of());
    }

    /** The same kernel with other types than the built-in ones: what its {@code /sys/kernel/btf/vmlinux} says. */
    public LinkEnvironment withKernelTypes(Btf kernelTypes) {
        boolean known = kernelTypes.equals(KernelBtf.builtIn());
        KernelIndex index = known ? BuiltIn.TYPES : new KernelIndex(kernelTypes);
        return new LinkEnvironment(profile, kfuncs, index, helpers, kconfig, hostFunctions, symbols);
    }

    /** The same kernel, built with other settings than {@link Kconfig#defaults}. */
    public LinkEnvironment withKconfig(Kconfig settings) {
        return new LinkEnvironment(profile, kfuncs, types, helpers, settings, hostFunctions, symbols);
    }

    /** The same kernel with no other helpers than these, by their numbers; it has all of them unless told. */
    public LinkEnvironment withHelpers(Set<Integer> ids) {
        return new LinkEnvironment(profile, kfuncs, types, ids, kconfig, hostFunctions, symbols);
    }

    /** The same kernel with functions of the host's beside its own. */
    public LinkEnvironment withHostFunctions(HostFunctions functions) {
        return new LinkEnvironment(profile, kfuncs, types, helpers, kconfig, functions, symbols);
    }

    /** The same kernel with these addresses of its symbols. */
    public LinkEnvironment withSymbols(Map<String, Long> addresses) {
        return new LinkEnvironment(profile, kfuncs, types, helpers, kconfig, hostFunctions, addresses);
    }

    Map<String, Long> symbols() {
        return symbols;
    }

    HostFunctions hostFunctions() {
        return hostFunctions;
    }

    /** The profile; the reference's if it is any kernel. */
    KernelProfile profile() {
        return profile == null ? KernelProfile.V6_12 : profile;
    }

    Kconfig kconfig() {
        return kconfig;
    }

    boolean hasHelper(int id) {
        return helpers == null || helpers.contains(id);
    }

    KernelIndex types() {
        return types == null ? BuiltIn.TYPES : types;
    }

    boolean has(Kfunc kfunc) {
        return kfuncs.contains(kfunc);
    }

    boolean has(KernelVariable variable) {
        return profile == null || KernelVariable.of(profile) == variable;
    }

    /** Why a function cannot be called; empty if kernels of the profile have it, so that it only has not been made yet. */
    String absence(Kfunc kfunc) {
        if (profile == null || kfunc.isIn(profile)) {
            return "";
        }
        return "is not in Linux " + profile.release() + " but in "
                + kfunc.profiles().stream().map(KernelProfile::release).collect(Collectors.joining(" and "));
    }
}
