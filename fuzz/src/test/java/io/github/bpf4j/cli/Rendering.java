package io.github.bpf4j.cli;

import java.io.PrintWriter;
import java.io.Writer;
import picocli.CommandLine;

/** Commands that show objects, as a test runs them. */
public final class Rendering {
    private Rendering() {}

    /** Runs a command line, what it prints thrown away; what it throws comes out instead of a message. */
    public static void run(String... arguments) throws Exception {
        PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
        Exception[] thrown = new Exception[1];
        CommandLine commandLine = Main.commandLine().setOut(nowhere).setErr(nowhere);
        commandLine.setExecutionExceptionHandler((exception, _, _) -> {
            thrown[0] = exception;
            return Main.EXIT_GUEST;
        });
        commandLine.execute(arguments);
        if (thrown[0] != null) {
            throw thrown[0];
        }
    }
}
