package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HostPrototype;
import io.github.bpf4j.abi.HostPrototype.Result;
import io.github.bpf4j.abi.HostPrototype.ResultKind;
import io.github.bpf4j.abi.ProgramType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A function of the host's that programs call, as a helper or as a kernel function: what it takes, what it gives, who may call it, and the
 * Java code that it is. The verifier checks calls of it as it does those of Linux's own functions. Methods that declare arguments add
 * one each, in the order of the C declaration, for at most five registers.
 *
 * <p>Immutable and safe for use by any thread: each method gives a new function. The code is called in the thread that runs the program,
 * by several at once where there are several CPUs, unless the function is {@link #exclusive}. An exception that it throws ends the run
 * with a fault of kind {@link Fault.Kind#HOST_FAILURE} whose cause it is; an {@link Error} comes out of the run itself.
 *
 * <p>See {@link RuntimeBuilder#kfunc} and {@link RuntimeBuilder#helper}.
 */
public final class HostFunction {
    /** Most bytes of a struct or a result. */
    public static final int LARGEST_MEMORY = 1 << 20;

    private static final int REGISTERS = 5;

    /** The code of a function. */
    @FunctionalInterface
    public interface Body {
        /**
         * Runs the function.
         *
         * @param call what it was called with; good until this returns
         * @return what the program gets: a number, or what one of the methods of the call made, or 0 for NULL and nothing
         * @throws Exception anything: it ends the run
         */
        long call(HostCall call) throws Exception;
    }

    private final String name;
    private final List<List<HelperArgument>> arguments;
    private final List<HostType<?>> types;
    private final Result result;
    private final Set<ProgramType> programs;
    private final Optional<Boolean> gplOnly;
    private final boolean sleeps;
    private final boolean exclusive;
    private final @Nullable Body body;

    private HostFunction(
            String name,
            List<List<HelperArgument>> arguments,
            List<HostType<?>> types,
            Result result,
            Set<ProgramType> programs,
            Optional<Boolean> gplOnly,
            boolean sleeps,
            boolean exclusive,
            @Nullable Body body) {
        this.name = name;
        this.arguments = List.copyOf(arguments);
        this.types = List.copyOf(types);
        this.result = result;
        this.programs = Set.copyOf(programs);
        this.gplOnly = gplOnly;
        this.sleeps = sleeps;
        this.exclusive = exclusive;
        this.body = body;
    }

    /** A function that takes nothing, gives a 64-bit number and may be called by programs of every type. */
    public static HostFunction named(String name) {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a function needs a name");
        }
        return new HostFunction(
                name,
                List.of(),
                List.of(),
                new Result(ResultKind.LONG, 0, ""),
                EnumSet.allOf(ProgramType.class),
                Optional.empty(),
                false,
                false,
                null);
    }

    // ---- arguments

    private HostFunction with(List<HostType<?>> more, HelperArgument... registers) {
        List<List<HelperArgument>> all = new ArrayList<>(arguments);
        all.add(List.of(registers));
        if (all.stream().mapToInt(List::size).sum() > REGISTERS) {
            throw new IllegalArgumentException(name + " takes more than " + REGISTERS + " registers");
        }
        List<HostType<?>> known =
                Stream.concat(types.stream(), more.stream()).distinct().toList();
        return new HostFunction(name, all, known, result, programs, gplOnly, sleeps, exclusive, body);
    }

    private HostFunction with(ArgumentKind... kinds) {
        return with(List.of(), Stream.of(kinds).map(HelperArgument::ofHost).toArray(HelperArgument[]::new));
    }

    /** A number: {@link HostCall#number}. */
    public HostFunction number() {
        return with(ArgumentKind.HOST_NUMBER);
    }

    /** A number that the verifier must know, of 32 bits: {@link HostCall#number}. */
    public HostFunction constant() {
        return with(ArgumentKind.ALLOC_SIZE);
    }

    /** Memory to read and, as the next argument in C, its size: {@link HostCall#buffer}. */
    public HostFunction memory() {
        return with(ArgumentKind.MEM, ArgumentKind.SIZE_OR_ZERO);
    }

    /** As {@link #memory}, or NULL with size 0: {@link HostCall#isNull}. */
    public HostFunction memoryOrNull() {
        return with(ArgumentKind.MEM_OR_NULL, ArgumentKind.SIZE_OR_ZERO);
    }

    /**
     * Memory to write and, as the next argument in C, its size: {@link HostCall#buffer}. It may be part of the stack that nothing was
     * written to before; what the function leaves as it is keeps its contents.
     */
    public HostFunction outMemory() {
        return with(ArgumentKind.MEM_OUT, ArgumentKind.SIZE_OR_ZERO);
    }

    /** Memory of a fixed size to read, such as a struct: {@link HostCall#buffer}. */
    public HostFunction struct(int sizeBytes) {
        requireSize(sizeBytes);
        return with(List.of(), HelperArgument.ofHost(ArgumentKind.HOST_STRUCT, sizeBytes));
    }

    /** Memory of a fixed size to write, such as a struct, as for {@link #outMemory}: {@link HostCall#buffer}. */
    public HostFunction outStruct(int sizeBytes) {
        requireSize(sizeBytes);
        return with(List.of(), HelperArgument.ofHost(ArgumentKind.HOST_STRUCT_OUT, sizeBytes));
    }

    /** A map: {@link HostCall#map}. */
    public HostFunction map() {
        return with(ArgumentKind.MAP);
    }

    /** Memory of the key size of the map before it: {@link HostCall#buffer}. */
    public HostFunction mapKey() {
        requireMap();
        return with(ArgumentKind.MAP_KEY);
    }

    /** Memory of the value size of the map before it: {@link HostCall#buffer}. */
    public HostFunction mapValue() {
        requireMap();
        return with(ArgumentKind.MAP_VALUE);
    }

    /** The program's context: {@link HostCall#context}, {@link HostCall#packet}. */
    public HostFunction context() {
        return with(ArgumentKind.CONTEXT);
    }

    /** A constant text that ends with NUL: {@link HostCall#text}. */
    public HostFunction text() {
        return with(ArgumentKind.CONST_STRING);
    }

    /** An object that the program holds: {@link HostCall#object}. */
    public HostFunction object(HostType<?> type) {
        return with(List.of(type), HelperArgument.hostObject(type.name(), false));
    }

    /**
     * An object that the program holds and gives up, if the function returns: {@link HostCall#object}.
     *
     * @throws IllegalArgumentException if the function takes another such object
     */
    public HostFunction releases(HostType<?> type) {
        if (registers().anyMatch(HelperArgument::released)) {
            throw new IllegalArgumentException(name + " gives up two objects");
        }
        return with(List.of(type), HelperArgument.hostObject(type.name(), true));
    }

    private void requireSize(int sizeBytes) {
        if (sizeBytes < 1 || sizeBytes > LARGEST_MEMORY) {
            throw new IllegalArgumentException(
                    name + ": memory of " + sizeBytes + " bytes; 1 to " + LARGEST_MEMORY + " are possible");
        }
    }

    private void requireMap() {
        if (registers().noneMatch(argument -> argument.kind() == ArgumentKind.MAP)) {
            throw new IllegalArgumentException(name + " takes no map before a key or value of it");
        }
    }

    private Stream<HelperArgument> registers() {
        return arguments.stream().flatMap(List::stream);
    }

    // ---- result

    private HostFunction returning(Result given, List<HostType<?>> more) {
        List<HostType<?>> known =
                Stream.concat(types.stream(), more.stream()).distinct().toList();
        return new HostFunction(name, arguments, known, given, programs, gplOnly, sleeps, exclusive, body);
    }

    private HostFunction returning(ResultKind kind, int size) {
        return returning(new Result(kind, size, ""), List.of());
    }

    /** It gives nothing. */
    public HostFunction returnsNothing() {
        return returning(ResultKind.VOID, 0);
    }

    /** It gives a 32-bit number. */
    public HostFunction returnsInt() {
        return returning(ResultKind.INT, 0);
    }

    /** It gives a 64-bit number. */
    public HostFunction returnsLong() {
        return returning(ResultKind.LONG, 0);
    }

    /** It gives memory of this size that the program may read, or NULL: {@link HostCall#memory}. */
    public HostFunction returnsMemory(int sizeBytes) {
        requireSize(sizeBytes);
        return returning(ResultKind.MEMORY, sizeBytes);
    }

    /** As {@link #returnsMemory}; the program may also write to it, which nobody else sees. */
    public HostFunction returnsWritableMemory(int sizeBytes) {
        requireSize(sizeBytes);
        return returning(ResultKind.WRITABLE_MEMORY, sizeBytes);
    }

    /** It gives a reference to an object that the program must give up, or NULL: {@link HostCall#give}. */
    public HostFunction returnsObject(HostType<?> type) {
        return returning(new Result(ResultKind.OBJECT, 0, type.name()), List.of(type));
    }

    // ---- who may call it

    /** Only programs of these types may call it. */
    public HostFunction programs(ProgramType first, ProgramType... others) {
        return new HostFunction(
                name, arguments, types, result, EnumSet.of(first, others), gplOnly, sleeps, exclusive, body);
    }

    /** Whether only programs with a GPL-compatible licence may call it. As on Linux that is so for kernel functions unless set. */
    public HostFunction gplOnly(boolean only) {
        return new HostFunction(name, arguments, types, result, programs, Optional.of(only), sleeps, exclusive, body);
    }

    /** It may sleep: only code of programs that may sleep can call it. */
    public HostFunction sleeps() {
        return new HostFunction(name, arguments, types, result, programs, gplOnly, true, exclusive, body);
    }

    /** One call at a time in each runtime. The code must not wait for another CPU's run. */
    public HostFunction exclusive() {
        return new HostFunction(name, arguments, types, result, programs, gplOnly, sleeps, true, body);
    }

    /** The code of the function. */
    public HostFunction implementedBy(Body code) {
        return new HostFunction(
                name, arguments, types, result, programs, gplOnly, sleeps, exclusive, Objects.requireNonNull(code));
    }

    // ---- for the runtime

    /** The name that programs declare a kernel function by. */
    public String name() {
        return name;
    }

    HostPrototype prototype(int id, boolean isKfunc) {
        return new HostPrototype(
                id, name, isKfunc, registers().toList(), result, programs, gplOnly.orElse(isKfunc), sleeps);
    }

    Result result() {
        return result;
    }

    boolean isExclusive() {
        return exclusive;
    }

    List<HostType<?>> types() {
        return types;
    }

    /** The types that the runtime knows by their names. */
    HostType<?> type(String typeName) {
        return types.stream()
                .filter(type -> type.name().equals(typeName))
                .findFirst()
                .orElseThrow();
    }

    int argumentCount() {
        return arguments.size();
    }

    /** What the register of an argument holds; of memory with a size, the memory. */
    HelperArgument argument(int index) {
        return arguments.get(index).getFirst();
    }

    /** The register of an argument, 0 for R1. */
    int register(int index) {
        return arguments.stream().limit(index).mapToInt(List::size).sum();
    }

    Body body() {
        if (body == null) {
            throw new IllegalArgumentException("function " + name + " has no code: implementedBy");
        }
        return body;
    }

    @Override
    public String toString() {
        return name;
    }
}
