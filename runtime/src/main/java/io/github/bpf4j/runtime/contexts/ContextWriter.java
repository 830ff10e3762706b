package io.github.bpf4j.runtime.contexts;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.ProgramSpec;
import io.github.bpf4j.runtime.contexts.Prototypes.Prototype;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.event.EventContextException;
import io.github.bpf4j.runtime.kernel.KernelObjects;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.verifier.Facts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Lays out what a program is called with, from what a host says by names. Safe for use by any thread. */
public final class ContextWriter {
    private static final int SAMPLE_BYTES = 16;

    /** What the longest context has. */
    private static final int LARGEST_BYTES = 65535;

    private final GuestMemory memory;
    private final KernelObjects kernel;
    private final RegisterLayout registers;

    /** Lays out contexts for the machine that the kernel's types are of. */
    public ContextWriter(GuestMemory memory, KernelObjects kernel) {
        this.memory = memory;
        this.kernel = kernel;
        registers = RegisterLayout.of(kernel.structs().types());
    }

    /** A context, and the memory that its pointers lead to. */
    public static final class Written implements AutoCloseable {
        private final byte[] bytes;
        private final Values values;

        private Written(byte[] bytes, Values values) {
            this.bytes = bytes;
            this.values = values;
        }

        /** The context itself; not a copy. */
        public byte[] bytes() {
            return bytes;
        }

        /** Gives the memory back: for when the run has ended. */
        @Override
        public void close() {
            values.close();
        }
    }

    /**
     * A program as far as its context is concerned.
     *
     * @param own the types of the program itself
     * @param tableTypeId the struct, among these, of the operations that a program of type STRUCT_OPS belongs to; 0 if none
     * @param operation which of them it is
     */
    public record Subject(ProgramSpec spec, ProgramType type, Btf own, int tableTypeId, String operation) {}

    /**
     * Lays out a context. Whoever gets it closes it after the run.
     *
     * @throws EventContextException if it does not fit the program
     * @throws io.github.bpf4j.runtime.memory.GuestFault if guest memory has no room
     */
    public Written write(Subject subject, EventContext context) {
        Values values = new Values(memory, kernel);
        boolean written = false;
        try {
            byte[] bytes = new Writer(subject, values).write(context);
            written = true;
            return new Written(bytes, values);
        } finally {
            if (!written) {
                values.close();
            }
        }
    }

    /**
     * Refuses a context that holds what the verifier took for impossible.
     *
     * @param hook what it is the context of
     * @throws EventContextException if it does
     */
    public static void check(Facts.ContextRange range, String hook, byte[] context) {
        if (range.byteOffset() >= context.length) {
            return;
        }
        // what is not there counts as 0: a part of a result is one that the hook can return only if it is 0, too
        byte[] whole = Arrays.copyOf(context, Math.max(context.length, range.byteOffset() + Long.BYTES));
        long result = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong(range.byteOffset());
        if (result < range.least() || result > range.greatest()) {
            throw new EventContextException("the result so far of the hook %s is %d to %d, not %d"
                    .formatted(hook, range.least(), range.greatest(), result));
        }
    }

    /** What the context of programs of a type looks like on this machine. */
    public Optional<ContextLayout> layout(ProgramType type) {
        return ContextLayout.of(type, kernel.structs().types());
    }

    /**
     * Where the arguments of a USDT probe lie on this machine.
     *
     * @throws UsdtNoteException if what its note says cannot be understood
     */
    public UsdtArguments usdt(String arguments) {
        return UsdtArguments.parse(arguments, registers);
    }

    /** The instruction pointer that a context of a probe says, if it says any. */
    public OptionalLong instructionPointer(EventContext context) {
        Map<String, KernelValue> named = switch (context) {
            case EventContext.Registers given -> given.values();
            case EventContext.Fields given -> given.fields();
            case EventContext.Bytes _, EventContext.Arguments _, EventContext.TraceRecord _, EventContext.Typed _ ->
                Map.of();
        };
        Integer pointer = registers.offset("ip");
        if (pointer != null
                && context instanceof EventContext.Bytes raw
                && raw.bytes().length >= pointer + Long.BYTES) {
            return OptionalLong.of(
                    ByteBuffer.wrap(raw.bytes()).order(ByteOrder.LITTLE_ENDIAN).getLong(pointer));
        }
        return named.entrySet().stream()
                .filter(each -> Objects.equals(pointer, registers.offset(each.getKey()))
                        && each.getValue() instanceof KernelValue.Scalar)
                .mapToLong(each -> ((KernelValue.Scalar) each.getValue()).value())
                .findFirst();
    }

    /** What a function returned, by its type: of R0 the low 32 bits with their sign, if it returns an int. */
    public long returned(String function, long r0) {
        Prototype known = Prototypes.function(kernel.structs().types(), function);
        boolean isInt = known != null
                && known.types().resolved(known.returnTypeId()) instanceof BtfType.Int number
                && number.size() == Integer.BYTES;
        return isInt ? (int) r0 : r0;
    }

    /** Lays out one context. */
    private final class Writer {
        private final ProgramSpec program;
        private final ProgramType type;
        private final Subject subject;
        private final Values values;
        private final Btf types = kernel.structs().types();

        Writer(Subject subject, Values values) {
            this.subject = subject;
            program = subject.spec();
            type = subject.type();
            this.values = values;
        }

        byte[] write(EventContext context) {
            return switch (context) {
                case EventContext.Bytes raw -> raw.bytes();
                case EventContext.Arguments arguments -> arguments(arguments);
                case EventContext.Registers named -> registers(named.values());
                case EventContext.TraceRecord record -> record(record);
                case EventContext.Fields fields -> fields(fields.fields());
                case EventContext.Typed typed -> typed(typed.struct());
            };
        }

        private EventContextException refused(String what) {
            return new EventContextException("programs of type " + type + " take no " + what);
        }

        private byte[] arguments(EventContext.Arguments arguments) {
            return switch (type) {
                case KPROBE -> probe(arguments);
                case TRACEPOINT -> new TraceRecords(types, values).systemCall(program.attachTarget(), arguments);
                case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE -> slots(arguments, false);
                case TRACING -> slots(arguments, program.expectedAttachType() != AttachType.TRACE_FENTRY);
                case LSM -> ofHook(arguments);
                case STRUCT_OPS -> slots(arguments, false);
                default -> throw refused("arguments");
            };
        }

        private byte[] slots(EventContext.Arguments arguments, boolean withResult) {
            Prototype operation = subject.tableTypeId() == 0 ? null : operation();
            return new ArgumentSlots(values, Prototypes.of(types, program, type, operation))
                    .write(arguments, withResult);
        }

        /** A hook's result so far is the last argument, and a number of 64 bits. */
        private byte[] ofHook(EventContext.Arguments arguments) {
            Prototype hook = Prototypes.of(types, program, type, null);
            byte[] slots = slots(arguments, true);
            if (hook.returns()
                    && types.resolved(hook.returnTypeId()) instanceof BtfType.Int number
                    && number.size() == Integer.BYTES) {
                ByteBuffer words = ByteBuffer.wrap(slots).order(ByteOrder.LITTLE_ENDIAN);
                int at = slots.length - Long.BYTES;
                words.putLong(at, words.getInt(at));
            }
            return slots;
        }

        /** The operation as the kernel has it; as the object does if the kernel does not know it. */
        private @Nullable Prototype operation() {
            OptionalInt kernels =
                    types.find(BtfKind.STRUCT, KernelOperations.structName(subject.own(), subject.tableTypeId()));
            Prototype known =
                    kernels.isPresent() ? Prototypes.operation(types, kernels.getAsInt(), subject.operation()) : null;
            return known == null
                    ? Prototypes.operation(subject.own(), subject.tableTypeId(), subject.operation())
                    : known;
        }

        private boolean isIn(String... sections) {
            for (String section : sections) {
                if (program.section().replaceFirst("^\\?", "").startsWith(section)) {
                    return true;
                }
            }
            return false;
        }

        /** Arguments of a probed function, or of a system call behind its wrapper, in registers. */
        private byte[] probe(EventContext.Arguments arguments) {
            String target = program.attachTarget();
            Prototype known = Prototypes.function(types, target);
            EventContext.Arguments entered =
                    new EventContext.Arguments(arguments.values(), arguments.named(), Optional.empty());
            byte[] slots = new ArgumentSlots(
                            values, known == null ? new Prototype(types, List.of(), 0, false, false) : known)
                    .write(entered, false);
            ByteBuffer words = ByteBuffer.wrap(slots).order(ByteOrder.LITTLE_ENDIAN);
            boolean wrapped = isIn("ksyscall", "kretsyscall");
            byte[] context = new byte[registers.sizeBytes()];
            byte[] inner = wrapped ? new byte[registers.callBytes()] : context;
            if (wrapped && registers.firstOfCall() >= 0 && words.hasRemaining()) {
                ByteBuffer.wrap(inner)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putLong(registers.firstOfCall(), words.getLong(0));
            }
            for (int i = 0; words.hasRemaining(); i++) {
                put(inner, argument(i, wrapped), words.getLong());
            }
            if (wrapped) {
                put(context, "arg1", values.word(KernelValue.of(inner), types, 0));
            }
            arguments.result().ifPresent(result -> put(context, "ret", values.word(result, types, 0)));
            return context;
        }

        private String argument(int position, boolean ofSystemCall) {
            if (ofSystemCall && position < registers.callArguments().size()) {
                return registers.callArguments().get(position);
            }
            String name = "arg" + (position + 1);
            if (registers.offset(name) == null || ofSystemCall) {
                throw new EventContextException(
                        "argument " + (position + 1) + " lies on the stack: give the registers and no arguments");
            }
            return name;
        }

        private void put(byte[] context, String register, long value) {
            Integer offset = registers.offset(register);
            if (offset == null) {
                throw EventContextException.unknown(
                        "register", register, registers.offsets().keySet());
            }
            ByteBuffer.wrap(context).order(ByteOrder.LITTLE_ENDIAN).putLong(offset, value);
        }

        private byte[] registers(Map<String, KernelValue> named) {
            if (type != ProgramType.KPROBE && type != ProgramType.PERF_EVENT) {
                throw refused("registers");
            }
            boolean sampled = type == ProgramType.PERF_EVENT;
            byte[] context = new byte[registers.sizeBytes() + (sampled ? SAMPLE_BYTES : 0)];
            named.forEach((name, value) -> {
                long word = values.word(value, types, 0);
                if (sampled && (name.equals("sample_period") || name.equals("addr"))) {
                    int behind = name.equals("addr") ? Long.BYTES : 0;
                    ByteBuffer.wrap(context)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(registers.sizeBytes() + behind, word);
                } else {
                    put(context, name, word);
                }
            });
            return context;
        }

        private byte[] record(EventContext.TraceRecord record) {
            if (type != ProgramType.TRACEPOINT) {
                throw refused("records of tracepoints");
            }
            return new TraceRecords(types, values).write(program.attachTarget(), record);
        }

        private byte[] typed(KernelStruct struct) {
            if (type != ProgramType.SYSCALL) {
                throw refused("structs of their own");
            }
            OptionalInt typeId = subject.own().find(BtfKind.STRUCT, struct.type());
            if (typeId.isEmpty()) {
                throw new EventContextException("the program's types have no struct " + struct.type());
            }
            long size = subject.own().sizeOf(typeId.getAsInt());
            if (size > LARGEST_BYTES) {
                throw new EventContextException(
                        "struct " + struct.type() + " has " + size + " bytes, which no context has");
            }
            return values.bytes(struct, subject.own(), (int) size);
        }

        /** The names of whatever context the program has. */
        private byte[] fields(Map<String, KernelValue> named) {
            return switch (type) {
                case KPROBE, PERF_EVENT -> registers(named);
                case TRACEPOINT -> record(new EventContext.TraceRecord("", named));
                case RAW_TRACEPOINT, RAW_TRACEPOINT_WRITABLE, TRACING, LSM, STRUCT_OPS ->
                    arguments(new EventContext.Arguments(List.of(), named, Optional.empty()));
                case SYSCALL -> throw new EventContextException("say what struct the context of a syscall program is");
                default -> struct(named);
            };
        }

        private byte[] struct(Map<String, KernelValue> named) {
            @Nullable ContextLayout layout = type.context().orElse(null);
            if (!(layout instanceof ContextLayout.Struct struct)) {
                throw refused("fields");
            }
            byte[] context = new byte[struct.size()];
            named.forEach((name, value) -> {
                ContextField field = struct.field(name)
                        .orElseThrow(() -> EventContextException.unknown(
                                "field of " + struct.struct(),
                                name,
                                struct.fields().stream().map(ContextField::name).toList()));
                set(context, field, value);
            });
            return context;
        }

        private void set(byte[] context, ContextField field, KernelValue value) {
            switch (value) {
                case KernelValue.Elements elements
                when field.count() > 1 -> {
                    if (elements.elements().size() > field.count()) {
                        throw new EventContextException(elements.elements().size() + " elements for " + field.name()
                                + ", which has " + field.count());
                    }
                    for (int i = 0; i < elements.elements().size(); i++) {
                        number(
                                context,
                                field.byteOffset() + i * field.elementSize(),
                                field,
                                elements.elements().get(i));
                    }
                }
                case KernelValue.Bytes raw -> {
                    if (field.kind().isPointer() || raw.bytes().length > field.size()) {
                        throw new EventContextException(
                                raw.bytes().length + " bytes for " + field.name() + ", which has " + field.size());
                    }
                    System.arraycopy(raw.bytes(), 0, context, field.byteOffset(), raw.bytes().length);
                }
                default -> number(context, field.byteOffset(), field, value);
            }
        }

        private void number(byte[] context, int at, ContextField field, KernelValue value) {
            boolean object = field.kind() == ContextField.Kind.BTF_OBJECT;
            if (field.kind().isPointer() && !object) {
                throw new EventContextException(field.name() + " leads to what the runtime alone can make");
            }
            if (!object && !(value instanceof KernelValue.Scalar)) {
                throw new EventContextException("a number is expected for " + field.name() + ", not " + value);
            }
            long word = values.word(value, types, 0);
            for (int i = 0; i < field.elementSize(); i++) {
                context[at + i] = (byte) (word >>> i * Byte.SIZE);
            }
        }
    }
}
