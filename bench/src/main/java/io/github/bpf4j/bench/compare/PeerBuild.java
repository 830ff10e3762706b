package io.github.bpf4j.bench.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A peer that is no JVM: the script {@code bench/peers/NAME/build} makes its driver.
 *
 * @param how the driver's last argument: {@code jit} or {@code interp}
 * @param isaVersion the newest instruction set version that it runs all programs of
 */
record PeerBuild(Path root, Path out, String name, String how, int isaVersion) implements Contender.Installation {
    /** The script's exit code for what is not installed. */
    static final int MISSING = 3;

    private static final int LIMIT_MINUTES = 20;

    @Override
    public List<String> command(Workload workload) throws Contender.MissingPeerException, IOException {
        Path folder = Files.createDirectories(out.resolve("peers").resolve(name));
        Path driver = folder.resolve("driver-" + workload.program());
        build(folder, workload);
        Path code = folder.resolve(workload.program() + ".bin");
        Files.write(code, workload.code(isaVersion));
        Path memory = folder.resolve(workload.program() + ".mem");
        Files.write(memory, workload.memory());
        return List.of(driver.toString(), code.toString(), memory.toString(), how);
    }

    private void build(Path folder, Workload workload) throws Contender.MissingPeerException, IOException {
        Path log = folder.resolve("build.log");
        Process process = new ProcessBuilder(
                        root.resolve("bench/peers")
                                .resolve(name)
                                .resolve("build")
                                .toString(),
                        folder.toString(),
                        root.resolve("corpus/src/main/bpf/bench").toString(),
                        workload.program())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new IOException("its build did not end within " + LIMIT_MINUTES + " minutes");
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new IOException(e);
        }
        String said = Files.readString(log).strip();
        if (process.exitValue() == MISSING) {
            throw new Contender.MissingPeerException(said);
        }
        if (process.exitValue() != 0) {
            throw new IOException("its build failed: " + said);
        }
    }
}
