package io.github.bpf4j.cli;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.NearestNames;
import io.github.bpf4j.runtime.Runtime;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code helpers}: what is known of the helpers and kernel functions that programs call. */
@Command(
        name = "helpers",
        mixinStandardHelpOptions = true,
        description = "Lists the helpers and kernel functions that programs call, or shows one in full.")
final class HelpersCommand implements Callable<Integer> {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");
    private static final String PREFIX = "bpf_";

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description =
                    "A helper or kernel function, by its name with or without bpf_, or a helper by its number; all unless given.")
    private @Nullable String name;

    @ArgGroup(exclusive = true)
    private @Nullable Format format;

    /** How to print it. */
    static final class Format {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--man", description = "Print a manual page (roff), for man -l.")
        private boolean man;
    }

    /** Everything, as JSON has it. */
    record Reference(List<HelperView> helpers, List<KfuncView> kfuncs) {}

    /** Most names begin as those of helpers do. */
    private static Optional<Kfunc> kfunc(String bareName) {
        return Kfunc.byName(PREFIX + bareName).or(() -> Kfunc.byName(bareName));
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<Kfunc> kfunc = name == null ? Optional.empty() : kfunc(bare(name));
        if (name == null) {
            Reference all = all();
            out.print(
                    isJson()
                            ? json(all)
                            : isMan()
                                    ? HelperManPage.of(all.helpers(), all.kfuncs())
                                    : HelperText.table(all.helpers(), all.kfuncs()));
        } else if (kfunc.isPresent()) {
            KfuncView one = KfuncView.of(kfunc.get(), implementedKfuncs());
            out.print(isJson() ? json(one) : isMan() ? HelperManPage.of(one) : HelperText.full(one));
        } else {
            HelperView one = HelperView.of(named(name), implementedHelpers());
            out.print(isJson() ? json(one) : isMan() ? HelperManPage.of(one) : HelperText.full(one));
        }
        out.flush();
        return 0;
    }

    private static Reference all() {
        Set<Integer> helpers = implementedHelpers();
        Set<Kfunc> kfuncs = implementedKfuncs();
        return new Reference(
                HelperPrototype.all().stream()
                        .map(helper -> HelperView.of(helper, helpers))
                        .toList(),
                Arrays.stream(Kfunc.values())
                        .map(each -> KfuncView.of(each, kfuncs))
                        .toList());
    }

    private static Set<Integer> implementedHelpers() {
        try (Runtime runtime = Runtime.create()) {
            return runtime.helpers();
        }
    }

    private static Set<Kfunc> implementedKfuncs() {
        Set<Kfunc> implemented = EnumSet.noneOf(Kfunc.class);
        for (KernelProfile profile : KernelProfile.values()) {
            try (Runtime runtime = Runtime.builder().profile(profile).build()) {
                implemented.addAll(runtime.kfuncs());
            }
        }
        return implemented;
    }

    private static String bare(String name) {
        String wanted = name.toLowerCase(Locale.ROOT);
        return wanted.startsWith(PREFIX) ? wanted.substring(PREFIX.length()) : wanted;
    }

    private static String json(Object value) {
        return Json.write(value) + System.lineSeparator();
    }

    private boolean isJson() {
        return format != null && format.json;
    }

    private boolean isMan() {
        return format != null && format.man;
    }

    private static HelperPrototype named(String name) {
        if (NUMBER.matcher(name).matches()) {
            int id = Integer.parseInt(name);
            return HelperPrototype.byId(id).orElseThrow(() -> new Failures.Usage("no helper has the number " + id));
        }
        String bare = bare(name);
        return HelperPrototype.all().stream()
                .filter(helper -> helper.name().equals(bare))
                .findFirst()
                .orElseThrow(() -> new Failures.Usage("there is no helper \"" + name + "\"" + nearest(bare)));
    }

    private static String nearest(String name) {
        List<String> near = NearestNames.to(
                name,
                Stream.concat(
                        HelperPrototype.all().stream().map(HelperPrototype::name),
                        Arrays.stream(Kfunc.values()).map(kfunc -> bare(kfunc.kernelName()))));
        return near.isEmpty()
                ? "; bpf4j helpers lists them"
                : "; did you mean "
                        + String.join(", ", near.stream().map(PREFIX::concat).toList()) + "?";
    }
}
