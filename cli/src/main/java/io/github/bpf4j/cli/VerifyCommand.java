package io.github.bpf4j.cli;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.KernelProfile;
import io.github.bpf4j.abi.Kfunc;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.ExternException;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.MapSpec;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.verifier.MapDescription;
import io.github.bpf4j.verifier.ReplacedFunction;
import io.github.bpf4j.verifier.TracedFunction;
import io.github.bpf4j.verifier.Verdict;
import io.github.bpf4j.verifier.Verifier;
import io.github.bpf4j.verifier.VerifierEnvironment;
import io.github.bpf4j.verifier.VerifierLimits;
import io.github.bpf4j.verifier.VerifierLog;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code verify}: what Linux would say if it were asked to load programs. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = {
            "Says for each program of objects whether Linux would load it, and if not, why and where. Nothing is run; helpers and"
                    + " kernel functions are those of Linux, whether bpf4j has them or not.",
            "Ends with 0 if all programs are accepted, 1 if not. See docs/verifier.md."
        })
final class VerifyCommand implements Callable<Integer> {
    /** As many as a runtime can have: what is accepted for these is accepted for fewer. */
    private static final int MOST_CPUS = 256;

    private static final Set<Integer> HELPERS =
            HelperPrototype.all().stream().map(HelperPrototype::id).collect(Collectors.toUnmodifiableSet());

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", arity = "1..*", description = "Objects that clang made.")
    private List<Path> objects;

    @Option(names = "--prog", paramLabel = "NAME", description = "Only this program.")
    private @Nullable String program;

    @Option(
            names = "--replaces",
            paramLabel = "OBJECT[:PROGRAM]",
            description =
                    "The program whose functions programs of type EXT take the place of, by their sections (freplace/FUNCTION), or"
                            + " programs of fentry/FUNCTION and fexit/FUNCTION are around; the only one of OBJECT unless named.")
    private @Nullable String replaces;

    private @Nullable LinkedProgram target;

    @Mixin
    private ProfileOption profile;

    @Mixin
    private BtfOption btf;

    @Mixin
    private KconfigOption kconfig;

    @Mixin
    private KallsymsOption kallsyms;

    @Option(
            names = "--map-entries",
            paramLabel = "MAP=N",
            description = "Give a map another size: what the program that loads the object would set.")
    private Map<String, Long> mapEntries = new LinkedHashMap<>();

    @Option(
            names = "--cpus",
            paramLabel = "N",
            description = "How many CPUs the machine has, which bounds their numbers; " + MOST_CPUS + " unless given.")
    private int cpus = MOST_CPUS;

    @Option(
            names = "--unprivileged",
            description = "As for a user without capabilities, where the kernel lets such users load programs.")
    private boolean unprivileged;

    @Option(
            names = "--log",
            paramLabel = "LEVEL",
            description = {
                "What to tell of the walk, on standard error or as \"log\" in JSON: 0 nothing, which is so unless given;"
                        + " 1 instructions, lines and in words what they change; 2 all states in Linux's notation.",
                "At most 16 MiB per program."
            })
    private int logLevel;

    @Option(names = "--json", description = "Print one line of JSON per program.")
    private boolean json;

    /** An object, and what is to be verified of it. */
    private record Task(Path file, CollectionSpec collection, List<ProgramSpec> programs) {}

    @Override
    public Integer call() throws IOException {
        if (cpus < 1) {
            throw new Failures.Usage("--cpus takes a number from 1 on");
        }
        if (logLevel < 0 || logLevel > 2) {
            throw new Failures.Usage("--log takes 0, 1 or 2");
        }
        Btf kernelTypes = btf.types();
        kallsyms.read();
        LinkEnvironment kernel = LinkEnvironment.of(profile.profile, kfuncs())
                .withKernelTypes(kernelTypes)
                .withKconfig(kconfig.settings());
        List<String> unreadable = new ArrayList<>();
        List<Task> tasks = tasks(unreadable);
        target = replaces == null ? null : Replacements.target(replaces, kernel);
        boolean accepted = unreadable.isEmpty();
        for (Task task : tasks) {
            List<ProgramVerdict> verdicts = verify(kernel, kernelTypes, task);
            print(task, verdicts);
            accepted &= verdicts.stream().allMatch(ProgramVerdict::isAccepted);
        }
        PrintWriter err = spec.commandLine().getErr();
        unreadable.forEach(message -> err.println("bpf4j: " + message));
        err.flush();
        return accepted ? 0 : Main.EXIT_GUEST;
    }

    /** Reads all objects, so that wrong usage is told before anything is verified. */
    private List<Task> tasks(List<String> unreadable) throws IOException {
        Map<Path, CollectionSpec> collections = new LinkedHashMap<>();
        for (Path object : objects) {
            try {
                collections.put(object, CollectionSpec.read(object));
            } catch (ObjectFormatException e) {
                unreadable.add(object + ": " + Failures.message(e));
            }
        }
        if (unreadable.isEmpty()) {
            checkSizes(collections.values());
        }
        collections.replaceAll((_, collection) -> sized(collection));
        List<Task> tasks = new ArrayList<>();
        collections.forEach((file, collection) -> {
            List<ProgramSpec> wanted = collection.programs().stream()
                    .filter(each -> program == null || each.name().equals(program))
                    .toList();
            if (program == null || !wanted.isEmpty()) {
                tasks.add(new Task(file, collection, wanted));
            }
        });
        if (program != null && tasks.isEmpty() && !collections.isEmpty()) {
            throw new Failures.Usage(Programs.absence(program, List.copyOf(collections.values())));
        }
        return tasks;
    }

    private void checkSizes(Collection<CollectionSpec> collections) {
        for (String name : mapEntries.keySet()) {
            if (collections.stream().noneMatch(each -> has(each, name))) {
                throw new Failures.Usage("--map-entries: there is no map \"" + name + "\"");
            }
        }
    }

    private static boolean has(CollectionSpec collection, String map) {
        return collection.maps().stream().anyMatch(each -> each.name().equals(map));
    }

    private CollectionSpec sized(CollectionSpec collection) {
        CollectionSpec changed = collection;
        try {
            for (Map.Entry<String, Long> map : mapEntries.entrySet()) {
                changed = has(changed, map.getKey()) ? changed.withMaxEntries(map.getKey(), map.getValue()) : changed;
            }
        } catch (IllegalArgumentException e) {
            throw new Failures.Usage("--map-entries: " + e.getMessage());
        }
        return changed;
    }

    private Set<Kfunc> kfuncs() {
        return Arrays.stream(Kfunc.values())
                .filter(kfunc -> kfunc.isIn(profile.profile))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<ProgramVerdict> verify(LinkEnvironment kernel, Btf kernelTypes, Task task) {
        List<ProgramVerdict> verdicts = new ArrayList<>();
        try (Progress progress =
                Progress.of("verifying", " programs", task.programs().size())) {
            for (ProgramSpec each : task.programs()) {
                verdicts.add(verify(
                        kernel,
                        kernelTypes,
                        task,
                        each,
                        insns -> progress.say("%s: %,d instructions processed, at most %,d"
                                .formatted(each.name(), insns, VerifierLimits.KERNEL.maxProcessedInsns()))));
                progress.at(verdicts.size());
            }
        }
        return verdicts;
    }

    private ProgramVerdict verify(
            LinkEnvironment kernel, Btf kernelTypes, Task task, ProgramSpec verified, IntConsumer progress) {
        String object = task.file().toString();
        try {
            if (task.collection().byteOrder() != ByteOrder.LITTLE_ENDIAN) {
                throw new Failures.Guest(
                        "the object is big-endian; programs run as on a little-endian machine:" + " compile for bpfel");
            }
            VerifierLog log = logLevel == 0
                    ? null
                    : new VerifierLog(logLevel == 1 ? VerifierLog.Detail.WALK : VerifierLog.Detail.STATES);
            CollectionSpec collection = task.collection().forKernel(kernel);
            LinkedProgram linked =
                    Linker.link(collection, verified.name(), kernel.withSymbols(kallsyms.of(collection)));
            Verdict verdict = judge(linked, kernelTypes, collection, log, progress);
            if (log != null && !json) {
                tell(task.file(), verified, log);
            }
            return ProgramVerdict.of(
                    object, verified, verdict, log != null && json ? log.toString() : null, notes(linked));
        } catch (CancellationException e) {
            throw e;
        } catch (ExternException e) {
            return ProgramVerdict.error(object, verified, e.errno(), Failures.message(e));
        } catch (MapCreation.Refused e) {
            return ProgramVerdict.error(object, verified, e.errno(), Failures.message(e));
        } catch (RuntimeException e) {
            return ProgramVerdict.error(object, verified, null, Failures.message(e));
        }
    }

    private void tell(Path file, ProgramSpec verified, VerifierLog log) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("log of " + verified.name() + " in " + file);
        err.print(log);
        err.flush();
    }

    /** What the verdict takes for granted. */
    private List<String> notes(LinkedProgram linked) {
        return linked.symbolNames().stream()
                .filter(_ -> kallsyms.assumes())
                .map(name -> "extern " + name + " is taken to be there; --kallsyms says whether a kernel has it")
                .toList();
    }

    private Verdict judge(
            LinkedProgram linked,
            Btf kernelTypes,
            CollectionSpec collection,
            @Nullable VerifierLog log,
            IntConsumer progress) {
        KernelProfile release = profile.profile;
        ProgramSpec verified = linked.spec();
        Map<String, MapDescription> maps = new LinkedHashMap<>();
        for (String name : linked.mapNames()) {
            MapSpec map = collection.map(name);
            MapCreation.check(map, collection.btf(), release, cpus, !unprivileged);
            maps.put(name, MapDescription.of(map, collection.btf(), release));
        }
        VerifierEnvironment environment = new VerifierEnvironment(
                release, HELPERS, kfuncs(), maps, VerifierLimits.KERNEL, false, cpus, kernelTypes);
        if (target != null
                && verified.type() == ProgramType.EXT
                && !verified.attachTarget().isEmpty()) {
            environment = environment.replacing(new ReplacedFunction(target, verified.attachTarget()));
        }
        if (target != null && TracedFunction.isTraced(target, verified)) {
            environment = environment.tracing(new TracedFunction(target, verified.attachTarget()));
        }
        return Verifier.judge(linked, unprivileged ? environment.unprivileged() : environment, log, progress);
    }

    private void print(Task task, List<ProgramVerdict> verdicts) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            verdicts.forEach(verdict -> out.println(Json.line(verdict)));
        } else {
            if (objects.size() > 1) {
                out.println(task.file() + ":");
            }
            verdicts.forEach(verdict -> {
                out.println(verdict.text(verdicts));
                verdict.details().forEach(line -> out.println("    " + line));
            });
        }
        out.flush();
    }
}
