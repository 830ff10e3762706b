package io.github.bpf4j.cli;

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
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            TestCommand.class,
            DemoCommand.class,
            InspectCommand.class,
            DisasmCommand.class,
            VerifyCommand.class,
            ExecCommand.class,
            BenchCommand.class,
            HelpersCommand.class,
            FeaturesCommand.class,
            CommandLine.HelpCommand.class,
            AutoComplete.GenerateCompletion.class
        })
public final class Main implements Runnable {
    static final int EXIT_GUEST = 1;
    static final int EXIT_USAGE = 2;

    @Spec
    private CommandSpec spec;

    /** Runs a command line. */
    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    /** Runs a command line and returns its exit code. */
    static int execute(String... arguments) {
        return commandLine().execute(arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.setExecutionExceptionHandler(Failures::report);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        return commandLine;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is needed");
    }
}
