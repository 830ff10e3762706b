package io.github.bpf4j.runtime.event;

import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a program is called with, by names. How it is laid out depends on the program: the same arguments become the slots of a fentry
 * program and the registers of a kprobe. What is not said is zero.
 *
 * <p>All contexts are immutable.
 */
public sealed interface EventContext {
    /**
     * Bytes as they are.
     *
     * @param bytes copied when the context is made
     */
    @SuppressWarnings("ArrayRecordComponent") // never handed out to be changed: see bytes()
    record Bytes(byte[] bytes) implements EventContext {
        /** Copies the bytes. */
        public Bytes {
            bytes = bytes.clone();
        }

        /** A copy of the bytes. */
        @Override
        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /**
     * The arguments of a function, a tracepoint, a hook, a system call, an operation.
     *
     * @param values by position, from the first on
     * @param named by the names that the kernel's types have for them, or their positions as {@code "0"}, {@code "1"}; these win
     * @param result what the function returned, for programs that run then
     */
    record Arguments(List<KernelValue> values, Map<String, KernelValue> named, Optional<KernelValue> result)
            implements EventContext {
        /** Copies the values. */
        public Arguments {
            values = List.copyOf(values);
            named = copy(named);
        }

        /** The same with one more argument behind the others. */
        public Arguments with(KernelValue next) {
            List<KernelValue> more = new ArrayList<>(values);
            more.add(next);
            return new Arguments(more, named, result);
        }

        /** The same with an argument by its name. */
        public Arguments with(String name, KernelValue value) {
            return new Arguments(values, EventContext.with(named, name, value), result);
        }

        /** The same where the function returned this. */
        public Arguments returning(KernelValue returned) {
            return new Arguments(values, named, Optional.of(returned));
        }
    }

    /**
     * The registers of a CPU, for kprobes, uprobes and perf events.
     *
     * @param values by the names of {@code struct pt_regs}, with or without an r or e in front ({@code di}, {@code rdi}, on arm64
     *     {@code regs[0]}), or by what they are for: {@code arg1} to {@code arg6}, {@code ret}, {@code ip}, {@code sp}, {@code fp}; of
     *     perf events {@code sample_period} and {@code addr} too
     */
    record Registers(Map<String, KernelValue> values) implements EventContext {
        /** Copies the values. */
        public Registers {
            values = copy(values);
        }

        /** The same with a register set. */
        public Registers with(String name, long value) {
            return with(name, KernelValue.of(value));
        }

        /** The same with a register that holds a number, or leads to memory. */
        public Registers with(String name, KernelValue value) {
            return new Registers(EventContext.with(values, name, value));
        }
    }

    /**
     * The record of a tracepoint.
     *
     * @param type its struct, such as {@code trace_event_raw_sched_switch}; empty for that of the tracepoint's name
     * @param fields its fields; text and bytes for {@code __data_loc} fields are put behind the record
     */
    record TraceRecord(String type, Map<String, KernelValue> fields) implements EventContext {
        /** Copies the fields. */
        public TraceRecord {
            fields = copy(fields);
        }

        /** The same with a field set. */
        public TraceRecord with(String name, KernelValue value) {
            return new TraceRecord(type, EventContext.with(fields, name, value));
        }

        /** The same with a field set to a number. */
        public TraceRecord with(String name, long value) {
            return with(name, KernelValue.of(value));
        }
    }

    /**
     * The fields of a context struct of the UAPI, or whatever else the names of a program's context are.
     *
     * @param fields by their names
     */
    record Fields(Map<String, KernelValue> fields) implements EventContext {
        /** Copies the fields. */
        public Fields {
            fields = copy(fields);
        }

        /** The same with a field set. */
        public Fields with(String name, KernelValue value) {
            return new Fields(EventContext.with(fields, name, value));
        }

        /** The same with a field set to a number. */
        public Fields with(String name, long value) {
            return with(name, KernelValue.of(value));
        }
    }

    /** A struct of the program's own types, as user space hands it to programs of type SYSCALL. */
    record Typed(KernelStruct struct) implements EventContext {}

    /** Nothing is said. */
    static EventContext none() {
        return new Bytes(new byte[0]);
    }

    /** Bytes. */
    static Bytes bytes(byte[] bytes) {
        return new Bytes(bytes);
    }

    /** Arguments by position. */
    static Arguments arguments(KernelValue... values) {
        return new Arguments(List.of(values), Map.of(), Optional.empty());
    }

    /** Arguments that are numbers, by position. */
    static Arguments arguments(long... values) {
        List<KernelValue> numbers = new ArrayList<>();
        for (long value : values) {
            numbers.add(KernelValue.of(value));
        }
        return new Arguments(numbers, Map.of(), Optional.empty());
    }

    /** Registers, all zero. */
    static Registers registers() {
        return new Registers(Map.of());
    }

    /** The record of the program's tracepoint, all zero. */
    static TraceRecord traceRecord() {
        return new TraceRecord("", Map.of());
    }

    /** The fields of a context, all zero. */
    static Fields fields() {
        return new Fields(Map.of());
    }

    private static Map<String, KernelValue> copy(Map<String, KernelValue> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private static Map<String, KernelValue> with(Map<String, KernelValue> map, String name, KernelValue value) {
        Map<String, KernelValue> changed = new LinkedHashMap<>(map);
        changed.put(name, value);
        return changed;
    }
}
