package io.github.bpf4j.bench.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Everybody that can take part, in the order of the report. */
final class Contenders {
    static final String NATIVE = "native";

    private static final long MILLISECOND_NS = 1_000_000;
    private static final long NATIVE_WARMUP_NS = 100 * MILLISECOND_NS;
    private static final long JVM_WARMUP_NS = 1500 * MILLISECOND_NS;

    private Contenders() {}

    /**
     * All contenders.
     *
     * @param root the repository
     * @param out the folder that drivers are built in
     */
    static List<Contender> all(Path root, Path out) {
        Set<String> compute = Arrays.stream(Workload.all())
                .filter(Workload::isCompute)
                .map(Workload::program)
                .collect(Collectors.toSet());
        Set<String> everything =
                Arrays.stream(Workload.all()).map(Workload::program).collect(Collectors.toSet());
        Set<String> withoutHelper = compute.stream()
                .filter(program -> !program.equals(Workload.HELPER))
                .collect(Collectors.toSet());
        List<Contender> contenders = new ArrayList<>();
        contenders.add(
                new Contender(NATIVE, compute, false, NATIVE_WARMUP_NS, new PeerBuild(root, out, "native", "jit", 4)));
        contenders.add(jvm(Tasks.BPF4J_JIT, everything, false));
        contenders.add(jvm(Tasks.BPF4J_INTERPRETER, everything, false));
        contenders.add(jvm(Tasks.HANDWRITTEN, compute, false));
        for (String how : new String[] {"jit", "interp"}) {
            contenders.add(peer("ubpf-" + how, compute, new PeerBuild(root, out, "ubpf", how, 3)));
            contenders.add(peer("rbpf-" + how, compute, new PeerBuild(root, out, "rbpf", how, 3)));
        }
        contenders.add(peer("llvmbpf", compute, new PeerBuild(root, out, "llvmbpf", "jit", 3)));
        contenders.add(peer("febpf-jit", compute, new PeerBuild(root, out, "febpf", "jit", 3)));
        contenders.add(peer("febpf-interp", compute, new PeerBuild(root, out, "febpf", "interp", 3)));
        contenders.add(jvm(Tasks.CHICORY, withoutHelper, true));
        contenders.add(jvm(Tasks.CONCURRENT_HASH_MAP, Set.of("h_hash"), false));
        contenders.add(jvm(Tasks.LINKED_HASH_MAP, Set.of("h_lru"), false));
        contenders.add(jvm(Tasks.AGRONA, Set.of("h_hash", "j_ringbuf", "i_timer_arm", "i_timer_chain"), false));
        contenders.add(jvm(Tasks.EXECUTOR, Set.of("i_timer_arm", "i_timer_chain"), false));
        contenders.add(jvm(Tasks.NETTY, Set.of("i_timer_arm"), false));
        return contenders;
    }

    private static Contender peer(String runtime, Set<String> programs, PeerBuild build) {
        return new Contender(runtime, programs, true, NATIVE_WARMUP_NS, build);
    }

    /** A runtime on the JVM: a fresh one like this one, with this one's class path. */
    private static Contender jvm(String runtime, Set<String> programs, boolean isPeer) {
        return new Contender(
                runtime,
                programs,
                isPeer,
                JVM_WARMUP_NS,
                workload -> List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "--enable-native-access=ALL-UNNAMED",
                        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Driver.class.getName(),
                        runtime,
                        workload.program()));
    }
}
