package io.github.bpf4j.cli;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code exec}: raw instructions on the raw machine. */
@Command(
        name = "exec",
        mixinStandardHelpOptions = true,
        description = {
            "Runs raw instructions without any proof and prints R0 in hexadecimal.",
            "R1 is the address of the memory, R2 its length. Instructions come as hexadecimal digits on standard input, spaces"
                    + " allowed, or from a file. Faults end with exit code 1 and the reason on standard error."
        })
final class ExecCommand implements Callable<Integer> {
    private static final int SAMPLES = 21;

    /** Ends a program that loops for ever after some seconds. */
    private static final long FUEL = 1L << 32;

    @Spec
    private CommandSpec spec;

    @Mixin
    private EngineOption engine;

    @Option(
            names = "--code",
            paramLabel = "FILE",
            description = "Instructions: hexadecimal digits, or the bytes themselves, little-endian.")
    private @Nullable Path code;

    /** The memory that R1 points to. */
    static final class Memory {
        @Option(names = "--mem", paramLabel = "HEX", description = "The memory as hexadecimal digits.")
        private @Nullable String hex;

        @Option(names = "--mem-file", paramLabel = "FILE", description = "The memory as the bytes of a file.")
        private @Nullable Path file;
    }

    @ArgGroup
    private @Nullable Memory memory;

    @Option(names = "--repeat", paramLabel = "N", description = "Run that often on the same memory; 1 unless given.")
    private int repeat = 1;

    @Option(names = "--time", description = "Print the nanoseconds that a run took: median, least and most.")
    private boolean time;

    @Option(
            names = "--unwind-helper",
            paramLabel = "N",
            description = "End the program with 0 when this helper returns 0.")
    private @Nullable Integer unwindHelper;

    @Override
    public Integer call() throws IOException {
        if (repeat < 1) {
            throw new Failures.Usage("--repeat takes a number from 1");
        }
        long[] words = Decoder.decode(readCode(), ByteOrder.LITTLE_ENDIAN);
        try (Runtime runtime = Runtime.builder()
                .engine(engine.engine)
                .clock(new SystemClock())
                .fuel(FUEL)
                .build()) {
            RawProgram program = runtime.raw(words);
            if (unwindHelper != null) {
                try {
                    program.unwindOn(unwindHelper);
                } catch (IllegalArgumentException e) {
                    throw new Failures.Usage("--unwind-helper: " + e.getMessage());
                }
            }
            try (RawProgram.Loaded loaded = program.withMemory(readMemory())) {
                return run(loaded);
            }
        }
    }

    private int run(RawProgram.Loaded loaded) {
        int samples = Math.min(SAMPLES, repeat);
        double[] nsPerRun = new double[samples];
        RunResult result = new RunResult(0, java.util.Optional.empty());
        int done = 0;
        for (int sample = 0; sample < samples; sample++) {
            int until = (int) ((long) repeat * (sample + 1) / samples);
            int runs = until - done;
            long start = System.nanoTime();
            for (; done < until; done++) {
                result = loaded.run();
                if (result.fault().isPresent()) {
                    return fail(result.fault().get());
                }
            }
            nsPerRun[sample] = (System.nanoTime() - start) / (double) runs;
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println("0x" + Long.toHexString(result.returnValue()));
        if (time) {
            Arrays.sort(nsPerRun);
            out.printf(
                    java.util.Locale.ROOT,
                    "%.1f ns per run (median; %.1f to %.1f in %d samples of %d runs)%n",
                    nsPerRun[samples / 2],
                    nsPerRun[0],
                    nsPerRun[samples - 1],
                    samples,
                    repeat / samples);
        }
        out.flush();
        return 0;
    }

    private int fail(Fault fault) {
        spec.commandLine().getErr().println("bpf4j: " + fault);
        return Main.EXIT_GUEST;
    }

    private byte[] readCode() throws IOException {
        byte[] bytes = code == null ? System.in.readAllBytes() : Files.readAllBytes(code);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        if (code != null && !text.matches("[0-9a-fA-F\\s]*")) {
            return bytes;
        }
        return parseHex(text, code == null ? "standard input" : code.toString());
    }

    private byte[] readMemory() throws IOException {
        if (memory == null) {
            return new byte[0];
        }
        if (memory.file != null) {
            return Files.readAllBytes(memory.file);
        }
        return memory.hex == null ? new byte[0] : parseHex(memory.hex, "--mem");
    }

    private static byte[] parseHex(String text, String where) {
        try {
            return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
        } catch (IllegalArgumentException e) {
            throw new Failures.Usage(where + " holds no hexadecimal digits: " + e.getMessage());
        }
    }
}
