package io.github.bpf4j.bench.compare;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A driver that runs: a runtime with a program made ready, which takes samples when told to. For one thread. */
final class DriverProcess implements AutoCloseable {
    private static final int ANSWER_LIMIT_S = 120;
    private static final int END_LIMIT_S = 5;

    private final Process process;
    private final BufferedReader answers;
    private final Writer commands;
    private final Path errors;

    private DriverProcess(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        answers = process.inputReader(StandardCharsets.UTF_8);
        commands = process.outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a driver and waits until its program is ready.
     *
     * @param errors the file that takes what it writes to standard error
     * @throws IOException if it cannot run the program, with what it said
     */
    static DriverProcess start(List<String> command, Path errors) throws IOException {
        DriverProcess driver = new DriverProcess(
                new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
        try {
            String first = driver.answer();
            if (!first.equals("ready")) {
                throw new IOException(first);
            }
            return driver;
        } catch (IOException e) {
            driver.close();
            throw e;
        }
    }

    /** Takes a sample of at least that long. */
    Sample run(long leastNs) throws IOException {
        commands.write("run " + leastNs + "\n");
        commands.flush();
        return Sample.parse(answer());
    }

    private String answer() throws IOException {
        CompletableFuture<String> line = CompletableFuture.supplyAsync(() -> {
            try {
                String answer = answers.readLine();
                return answer == null ? "" : answer;
            } catch (IOException e) {
                return "";
            }
        });
        try {
            String answer = line.get(ANSWER_LIMIT_S, TimeUnit.SECONDS);
            if (answer.isEmpty()) {
                throw new IOException("it ended: " + Files.readString(errors).strip());
            }
            return answer;
        } catch (TimeoutException e) {
            process.destroyForcibly();
            throw new IOException("it did not answer for " + ANSWER_LIMIT_S + " s", e);
        } catch (InterruptedException | ExecutionException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
    }

    /** Ends it: its standard input ends, and so does it. */
    @Override
    public void close() {
        try (commands) {
            commands.flush();
        } catch (IOException e) {
            process.destroy(); // it has ended before, or will not read
        }
        try {
            if (!process.waitFor(END_LIMIT_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
        }
    }
}
