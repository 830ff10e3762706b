package io.github.bpf4j.runtime;

/** What runs programs. */
public enum EngineKind {
    /** The switch interpreter: accesses are confined to guest memory. */
    INTERPRETER,
    /** The interpreter that also checks every access against the live objects, and says what went wrong. */
    CHECKED,
    /** JVM bytecode made of each program: accesses are confined to guest memory. */
    JIT
}
