package io.github.bpf4j.cli;

import java.util.List;
import java.util.Set;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The {@code bpf4j} command: exit codes are 0 for success, 1 if guest or object are at fault, 2 for wrong usage. */
public final class Main implements Runnable {
    static final int EXIT_GUEST = 1;
    static final int EXIT_USAGE = 2;

    private static final Set<String> SPEAK_OF_ALL = Set.of("help", "generate-completion");

    /** As help lists them. */
    private static final List<String> COMMANDS = List.of(
            "run",
            "test",
            "demo",
            "inspect",
            "disasm",
            "verify",
            "exec",
            "bench",
            "helpers",
            "features",
            "help",
            "generate-completion");

    private final CommandSpec spec =
            CommandSpec.wrapWithoutInspection(this).name("bpf4j").version("bpf4j 0.1.0");

    private Main() {
        spec.usageMessage()
                .description("Runs eBPF programs and their timers on the JVM, on a real or a virtual clock.")
                .synopsisSubcommandLabel("COMMAND");
        StandardOptions.add(spec);
    }

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
        CommandLine commandLine = new CommandLine(new Main().spec);
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean one = COMMANDS.contains(first) && !SPEAK_OF_ALL.contains(first);
        for (String name : one ? List.of(first) : COMMANDS) {
            commandLine.addSubcommand(name, command(name));
        }
        commandLine.setExecutionExceptionHandler(Failures::report);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    /** What picocli takes as a command: a model, or a class with annotations to make one of. */
    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunOptions().spec;
            case "test" -> TestCommand.class;
            case "demo" -> DemoCommand.class;
            case "inspect" -> InspectCommand.class;
            case "disasm" -> DisasmCommand.class;
            case "verify" -> VerifyCommand.class;
            case "exec" -> ExecCommand.class;
            case "bench" -> BenchCommand.class;
            case "helpers" -> HelpersCommand.class;
            case "features" -> FeaturesCommand.class;
            case "help" -> CommandLine.HelpCommand.class;
            case "generate-completion" -> AutoComplete.GenerateCompletion.class;
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }
}
