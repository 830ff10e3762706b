package io.github.bpf4j.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The {@code bpf4j} command: exit codes are 0 for success, 1 if guest or object are at fault, 2 for wrong usage. */
@Command(
        name = "bpf4j",
        description = "Runs eBPF programs and their timers on the JVM, on a real or a virtual clock.",
        mixinStandardHelpOptions = true,
        version = "bpf4j 0.1.0",
        synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {
    static final int EXIT_GUEST = 1;
    static final int EXIT_USAGE = 2;

    private static final Set<String> SPEAK_OF_ALL = Set.of("help", "generate-completion");

    @Spec
    private CommandSpec spec;

    /** Runs a command line. */
    public static void main(String[] arguments) {
        int code = execute(arguments);
        if (code != 0) {
            // Else the JVM ends by itself: exit() would look for a logger to tell, which takes a while.
            System.exit(code);
        }
    }

    /** Runs a command line and returns its exit code. */
    static int execute(String... arguments) {
        return commandLine(arguments).execute(arguments);
    }

    /**
     * What takes these arguments: if they begin with a command, it knows that one only, for picocli looks at each option of each command
     * that it knows. Without arguments it knows all of them.
     */
    static CommandLine commandLine(String... arguments) {
        CommandLine commandLine = new CommandLine(new Main());
        Map<String, Class<?>> commands = commands();
        String first = arguments.length == 0 ? "" : arguments[0];
        Class<?> only = SPEAK_OF_ALL.contains(first) ? null : commands.get(first);
        if (only == null) {
            commands.forEach(commandLine::addSubcommand);
        } else {
            commandLine.addSubcommand(first, only);
        }
        commandLine.setExecutionExceptionHandler(Failures::report);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    /** The commands by their names, as help lists them. */
    private static Map<String, Class<?>> commands() {
        Map<String, Class<?>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand.class);
        commands.put("test", TestCommand.class);
        commands.put("demo", DemoCommand.class);
        commands.put("inspect", InspectCommand.class);
        commands.put("disasm", DisasmCommand.class);
        commands.put("verify", VerifyCommand.class);
        commands.put("exec", ExecCommand.class);
        commands.put("bench", BenchCommand.class);
        commands.put("helpers", HelpersCommand.class);
        commands.put("features", FeaturesCommand.class);
        commands.put("help", CommandLine.HelpCommand.class);
        commands.put("generate-completion", AutoComplete.GenerateCompletion.class);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }
}
