package io.github.bpf4j.cli;

import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * All that is said of one kernel function. Immutable and safe for use by any thread.
 *
 * @param implemented whether a runtime has it, under the profiles that have it
 * @param kernels the releases of Linux whose profiles have it
 * @param traits further properties
 * @param prototype its declaration in C
 * @param returns the kind of its result
 */
record KfuncView(
        String name,
        boolean implemented,
        List<String> kernels,
        List<String> traits,
        String prototype,
        List<HelperView.Argument> arguments,
        String returns) {

    static KfuncView of(Kfunc kfunc, Set<Kfunc> implemented) {
        return new KfuncView(
                kfunc.kernelName(),
                implemented.contains(kfunc),
                kfunc.profiles().stream().map(KernelProfile::release).toList(),
                kfunc.traits().stream().sorted().map(Enum::name).toList(),
                CPrototype.of(kfunc),
                arguments(kfunc),
                kfunc.returns().name());
    }

    private static List<HelperView.Argument> arguments(Kfunc kfunc) {
        List<String> declarations = CPrototype.declarations(kfunc);
        List<HelperView.Argument> arguments = new ArrayList<>();
        for (HelperArgument argument : kfunc.arguments()) {
            int index = arguments.size();
            arguments.add(new HelperView.Argument(
                    "R" + (index + 1), declarations.get(index), argument.kind().name(), CPrototype.describe(argument)));
        }
        return arguments;
    }
}
