package io.github.bpf4j.cli;

import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.asm.Disassembler;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.LinkEnvironment;
import io.github.bpf4j.object.LinkedProgram;
import io.github.bpf4j.object.Linker;
import io.github.bpf4j.object.ProgramSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code disasm}: the linked code of programs, with names and source lines. */
@Command(
        name = "disasm",
        mixinStandardHelpOptions = true,
        description = "Prints the instructions of programs as they would run, with source lines.")
final class DisasmCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "OBJECT", description = "An object that clang made.")
    private Path object;

    @Option(names = "--prog", paramLabel = "NAME", description = "Only this program.")
    private @Nullable String program;

    @Mixin
    private BtfOption btf;

    @Option(names = "--raw", description = "Print the bytes of each instruction too.")
    private boolean raw;

    @Override
    public Integer call() throws IOException {
        CollectionSpec collection = CollectionSpec.read(object);
        List<String> names = program == null
                ? collection.programs().stream().map(ProgramSpec::name).toList()
                : List.of(Programs.byName(collection, program).name());
        LinkEnvironment kernel = LinkEnvironment.anyKernel().withKernelTypes(btf.types());
        PrintWriter out = spec.commandLine().getOut();
        for (String name : names) {
            LinkedProgram linked = Linker.link(collection, name, kernel);
            out.println("program " + name + ", section " + linked.spec().section() + ":");
            out.println(new Disassembler(new Names(linked)).listing(linked.code(), raw));
        }
        out.flush();
        return 0;
    }

    /** The names that a linked program knows. */
    private static final class Names implements Disassembler.Symbols {
        private final Map<Integer, String> maps = new HashMap<>();
        private final Map<Integer, String> kfuncs = new HashMap<>();
        private final Map<Integer, String> functions = new HashMap<>();
        private final Map<Integer, String> sources = new HashMap<>();

        Names(LinkedProgram program) {
            for (LinkedProgram.MapReference reference : program.mapReferences()) {
                maps.put(reference.insnOffset(), reference.mapName());
            }
            for (LinkedProgram.KfuncReference reference : program.kfuncReferences()) {
                kfuncs.put(reference.insnOffset(), reference.kfuncName());
            }
            for (LinkedProgram.Subprogram function : program.subprograms()) {
                functions.put(function.startInsn(), function.name());
            }
            for (LinkedProgram.SourceLine line : program.lines()) {
                sources.put(line.insnOffset(), line.source().strip());
            }
        }

        @Override
        public String map(int insnOffset) {
            return maps.getOrDefault(insnOffset, "");
        }

        @Override
        public String function(int insnOffset) {
            return functions.getOrDefault(insnOffset, "");
        }

        @Override
        public String helper(int helperId) {
            return HelperPrototype.nameOf(helperId).map(name -> "bpf_" + name).orElse("");
        }

        @Override
        public String kfunc(int insnOffset) {
            return kfuncs.getOrDefault(insnOffset, "");
        }

        @Override
        public String source(int insnOffset) {
            return sources.getOrDefault(insnOffset, "");
        }
    }
}
