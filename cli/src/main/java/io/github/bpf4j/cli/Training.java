package io.github.bpf4j.cli;

import io.github.bpf4j.net.CaptureWriter;
import io.github.bpf4j.net.CapturedPacket;
import io.github.bpf4j.net.LinkType;
import io.github.bpf4j.net.Traffic;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * What an AOT cache is made from: one run of the commands that load programs, so that the JVM sees which classes they need, how these refer
 * to each other, and which methods are busy. JSON and YAML are left out: the JVM loads all that lies in the cache whenever it starts, and
 * the libraries for them would cost the others a tenth of their time. {@code bin/bpf4j} starts it when it builds, and knows which commands
 * these are.
 */
final class Training {
    private static final String OBJECT = "/io/github/bpf4j/corpus/examples/flow_gc.bpf.o";
    private static final int PACKETS = 1000;

    private Training() {}

    /** Runs the commands; what they print goes to standard output. Ends with 1 if one of them did not do what it should. */
    public static void main(String[] arguments) throws IOException {
        List<String> failed = run(new PrintWriter(System.out, false, StandardCharsets.UTF_8));
        if (!failed.isEmpty()) {
            System.err.println("bpf4j: " + failed);
            System.exit(1);
        }
    }

    /** Runs the commands; those that failed. */
    static List<String> run(PrintWriter out) throws IOException {
        Path folder = Files.createTempDirectory("bpf4j-training");
        try {
            List<String> failed = new ArrayList<>();
            for (List<String> command : commands(folder)) {
                String[] words = command.toArray(String[]::new);
                CommandLine commandLine = Main.commandLine(words);
                commandLine.setOut(out);
                commandLine.setErr(out);
                if (commandLine.execute(words) != 0) {
                    failed.add(String.join(" ", command));
                }
            }
            return failed;
        } finally {
            delete(folder);
        }
    }

    private static List<List<String>> commands(Path folder) throws IOException {
        Path object = folder.resolve("flow_gc.bpf.o");
        try (InputStream in = Objects.requireNonNull(Training.class.getResourceAsStream(OBJECT), OBJECT)) {
            Files.copy(in, object);
        }
        Path pcap = folder.resolve("in.pcap");
        try (CaptureWriter writer = CaptureWriter.create(pcap, LinkType.ETHERNET);
                Stream<CapturedPacket> packets =
                        Traffic.DEFAULT.withPackets(PACKETS).flows()) {
            packets.forEach(writer::write);
        }
        Path code = Files.writeString(folder.resolve("code"), "b700000005000000 9500000000000000");
        String each = object.toString();
        return List.of(
                List.of("run", each, "--pcap", pcap.toString(), "--drain", "until-idle"),
                List.of("exec", "--code", code.toString()),
                List.of("verify", each),
                List.of("inspect", each),
                List.of("disasm", each));
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
