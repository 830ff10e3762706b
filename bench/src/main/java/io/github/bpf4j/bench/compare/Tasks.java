package io.github.bpf4j.bench.compare;

import io.github.bpf4j.runtime.EngineKind;

/** The runtimes on the JVM by name. */
final class Tasks {
    static final String BPF4J_JIT = "bpf4j-jit";
    static final String BPF4J_INTERPRETER = "bpf4j-interpreter";
    static final String HANDWRITTEN = "java25-handwritten";
    static final String CHICORY = "chicory-jit";
    static final String CONCURRENT_HASH_MAP = "ConcurrentHashMap";
    static final String LINKED_HASH_MAP = "LinkedHashMap";
    static final String AGRONA = "Agrona";
    static final String EXECUTOR = "ScheduledThreadPoolExecutor";
    static final String NETTY = "Netty";

    private Tasks() {}

    /** Makes a program ready. */
    static Task of(String runtime, Workload workload) {
        return switch (runtime) {
            case BPF4J_JIT -> BpfTasks.of(EngineKind.JIT, workload);
            case BPF4J_INTERPRETER -> BpfTasks.of(EngineKind.INTERPRETER, workload);
            case HANDWRITTEN -> Handwritten.of(workload);
            case CHICORY -> new WasmTask(workload);
            case CONCURRENT_HASH_MAP, LINKED_HASH_MAP, AGRONA ->
                workload.group() == Workload.Group.TIMERS
                        ? TimerTasks.of(runtime, workload)
                        : MapTasks.of(runtime, workload);
            case EXECUTOR, NETTY -> TimerTasks.of(runtime, workload);
            default -> throw new IllegalArgumentException("there is no runtime " + runtime);
        };
    }
}
