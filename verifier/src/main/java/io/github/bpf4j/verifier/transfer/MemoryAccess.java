package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.domain.Tnum;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import java.util.Objects;
import java.util.Optional;

/** Loads, stores and atomic operations on all kinds of memory (verifier spec 3.1, 3.2). */
final class MemoryAccess {
    /** More than any key or value has. */
    static final int LARGEST_BUFFER = 1 << 29;

    private static final int FLOW_KEYS_SIZE = 56;
    private static final int RESULT = 0;

    private final Subject subject;
    private final Current current;
    private final StackAccess stack;
    private final ContextAccess context;
    private final KernelObjects objects;
    private final ProgramObjects programObjects;
    private final Kptrs kptrs;
    private final BaseKinds baseKinds;
    private final Leaks leaks;
    private final Findings findings;

    MemoryAccess(
            Subject subject,
            Current current,
            StackAccess stack,
            ContextAccess context,
            KernelObjects objects,
            ProgramObjects programObjects,
            Kptrs kptrs,
            Findings findings,
            Leaks leaks) {
        this.programObjects = programObjects;
        this.kptrs = kptrs;
        this.subject = subject;
        this.current = current;
        this.stack = stack;
        this.context = context;
        this.objects = objects;
        this.findings = findings;
        this.leaks = leaks;
        this.baseKinds = new BaseKinds(subject.instructions().length());
    }

    void load(long word) {
        Register pointer = current.read(Instruction.src(word));
        int size = Instruction.accessBytes(word);
        requireWritable(Instruction.dst(word));
        Register value = load(pointer, Instruction.offset(word), size);
        if (Instruction.mode(word) == Opcode.MEMSX) {
            value = value.isScalar()
                    ? Register.number(value.scalar().signExtend(size * Byte.SIZE, false))
                    : Register.UNKNOWN;
        }
        if (value.isPointer()) {
            current.copy(Instruction.dst(word), value.origin() < 0 ? value.withOrigin(current.at()) : value);
        } else {
            current.write(Instruction.dst(word), value);
        }
    }

    private void requireWritable(int register) {
        if (register == Frame.FRAME_POINTER) {
            throw current.noAccess("frame pointer is read only");
        }
    }

    void store(long word) {
        Register pointer = current.read(Instruction.dst(word));
        boolean fromRegister = Instruction.instructionClass(word) == Opcode.STX;
        int source = fromRegister ? Instruction.src(word) : -1;
        Register value = fromRegister ? current.read(source) : Register.number(Scalar.constant(Instruction.imm(word)));
        if (pointer.kind() == Kind.CONTEXT
                && !fromRegister
                && !subject.profile().has(KernelFeature.CONTEXT_IMMEDIATE)) {
            throw current.noAccess(
                    "in Linux " + subject.profile().release() + " only registers can be stored in the context");
        }
        store(pointer, Instruction.offset(word), Instruction.accessBytes(word), value, source);
    }

    private Register load(Register pointer, long offset, int size) {
        baseKinds.note(current, pointer);
        findings.accesses(current, pointer, offset, size);
        if (pointer.kind() == Kind.STACK) {
            return stack.load(pointer, offset, size);
        }
        if (pointer.kind() == Kind.CONTEXT) {
            return context.access(pointer, offset, size, false);
        }
        if (pointer.kind() == Kind.BTF_OBJECT) {
            return objects.load(pointer, offset, size);
        }
        if (pointer.kind() == Kind.OBJECT) {
            return programObjects.load(pointer, offset, size);
        }
        SpecialField kptr = pointer.isMaybeNull() ? null : Kptrs.touched(pointer, offset, size);
        if (kptr != null) {
            checkFlags(pointer, false);
            return kptrs.load(pointer, kptr, offset, size);
        }
        leaks.requireReadable(pointer);
        check(pointer, offset, size, false);
        MapInfo map = pointer.map();
        if (pointer.kind() == Kind.MAP_VALUE && map != null && pointer.hasFixedOffset()) {
            MapInfo.Contents constants = map.constants();
            if (constants != null) {
                return Register.number(Scalar.constant(constants.read((int) (pointer.fixedOffset() + offset), size)));
            }
        }
        return Register.number(Scalar.loaded(size));
    }

    private void store(Register pointer, long offset, int size, Register value, int source) {
        baseKinds.note(current, pointer);
        findings.accesses(current, pointer, offset, size);
        if (pointer.kind() == Kind.STACK) {
            stack.store(pointer, offset, size, value, source);
        } else if (pointer.kind() == Kind.CONTEXT) {
            leaks.require(value, "what is stored in the context");
            context.access(pointer, offset, size, true);
        } else if (pointer.kind() == Kind.OBJECT) {
            programObjects.check(pointer, offset, size, true);
        } else {
            leaks.require(value, "what is stored in " + pointer.kind().words());
            SpecialField kptr = pointer.isMaybeNull() ? null : Kptrs.touched(pointer, offset, size);
            if (kptr == null) {
                check(pointer, offset, size, true);
            } else {
                checkFlags(pointer, true);
                kptrs.store(pointer, kptr, offset, size, value);
            }
        }
    }

    /** An atomic operation (A50). */
    void atomic(long word) {
        int size = Instruction.accessBytes(word);
        int operation = Instruction.imm(word);
        int source = Instruction.src(word);
        if (operation == Opcode.LOAD_ACQUIRE || operation == Opcode.STORE_RELEASE) {
            ordered(word, operation == Opcode.LOAD_ACQUIRE);
            return;
        }
        leaks.require(current.read(source), "the operand of an atomic operation");
        Register pointer = current.read(Instruction.dst(word));
        if (operation == Opcode.CMPXCHG) {
            leaks.require(current.read(RESULT), "what an atomic operation compares with");
        }
        requireAtomic(pointer);
        long offset = Instruction.offset(word);
        if (pointer.kind() == Kind.STACK && !pointer.hasFixedOffset()) {
            throw current.noAccess("atomic operation on the stack at a variable offset: " + pointer.words());
        }
        requireAligned(pointer, offset, size);
        Register old = load(pointer, offset, size);
        leaks.require(old, "what an atomic operation reads");
        store(pointer, offset, size, Register.UNKNOWN, -1);
        if (operation == Opcode.CMPXCHG) {
            current.copy(RESULT, old);
        } else if ((operation & Opcode.FETCH) != 0) {
            current.copy(source, old);
        }
    }

    private void requireAtomic(Register pointer) {
        switch (pointer.kind()) {
            case CONTEXT, PACKET, PACKET_META, FLOW_KEYS, SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK ->
                throw current.noAccess("no atomic operations on " + pointer.words());
            default -> {
                // decided by the kind's own rules
            }
        }
    }

    private void requireAligned(Register pointer, long offset, int size) {
        if (pointer.kind() != Kind.STACK
                && !pointer.scalar()
                        .bits()
                        .add(Tnum.constant(pointer.offset() + offset))
                        .isAligned(size)) {
            throw current.noAccess("atomic operation on memory that is not aligned to " + size + " bytes");
        }
    }

    /** A load that acquires or a store that releases: a load or store of memory on which atomic operations work. */
    private void ordered(long word, boolean acquires) {
        Register pointer = current.read(acquires ? Instruction.src(word) : Instruction.dst(word));
        requireAtomic(pointer);
        if (pointer.kind() == Kind.BTF_OBJECT || pointer.kind() == Kind.OBJECT) {
            throw current.noAccess("no atomic operations on " + objects.words(pointer));
        }
        requireAligned(pointer, Instruction.offset(word), Instruction.accessBytes(word));
        if (acquires) {
            load(word);
        } else {
            store(word);
        }
    }

    /** Memory that a helper reads or writes, the stack aside (A64, A66). */
    void checkHelperMemory(Register pointer, long size, boolean write) {
        check(pointer, 0, (int) size, write);
    }

    /** Memory that a global function is given: it may read and write it. */
    void checkGiven(Register pointer, int size) {
        if (pointer.kind() == Kind.OBJECT) {
            programObjects.check(pointer, 0, size, false);
            programObjects.check(pointer, 0, size, true);
            return;
        }
        check(pointer, 0, size, false);
        check(pointer, 0, size, true);
    }

    private void check(Register pointer, long offset, int size, boolean write) {
        if (pointer.isMaybeNull()) {
            throw current.noAccess("invalid mem access: it is " + pointer.words() + "; " + current.nullCheck(pointer));
        }
        switch (pointer.kind()) {
            case MAP_VALUE -> checkMapValue(pointer, offset, size, write);
            case MAP_KEY -> {
                if (write) {
                    throw current.noAccess("a map's key cannot be changed: it is " + pointer.words());
                }
                checkRegion(pointer, offset, size, map(pointer).shape().keySize());
            }
            case MEM, RINGBUF_MEM -> {
                if (write && pointer.has(Register.READ_ONLY)) {
                    throw current.noAccess("write to read-only memory");
                }
                checkRegion(pointer, offset, size, pointer.detail());
                if (pointer.has(Register.BUFFER)) {
                    if (!pointer.hasFixedOffset()) {
                        throw current.noAccess(
                                "keys and values that iterators hand over are accessed at fixed offsets only");
                    }
                    findings.needs(pointer.has(Register.READ_ONLY), (int) (pointer.fixedOffset() + offset + size));
                }
            }
            case PACKET, PACKET_META -> checkPacket(pointer, offset, size, write);
            case FLOW_KEYS -> {
                if (!pointer.hasFixedOffset()) {
                    throw current.noAccess("flow keys are accessed at fixed offsets only");
                }
                checkRegion(pointer, offset, size, FLOW_KEYS_SIZE);
            }
            case SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK -> checkSocket(pointer, offset, size, write);
            case BTF_OBJECT -> objects.checkWrite(pointer, offset, size);
            default ->
                throw current.noAccess(
                        "invalid mem access: the base is " + pointer.words() + ", which cannot be dereferenced");
        }
    }

    private static MapInfo map(Register pointer) {
        return Objects.requireNonNull(pointer.map());
    }

    private void checkFlags(Register pointer, boolean write) {
        MapShape shape = map(pointer).shape();
        int refused = write ? MapFlags.RDONLY_PROG : MapFlags.WRONLY_PROG;
        if ((shape.flags() & refused) != 0) {
            throw current.noAccess("%s map %s is forbidden by its flags"
                    .formatted(write ? "write into" : "read from", map(pointer).name()));
        }
    }

    private void checkMapValue(Register pointer, long offset, int size, boolean write) {
        checkFlags(pointer, write);
        checkBytes(pointer, offset, size);
    }

    /** Whether a pointer into a map value is at a byte of it that is plain data. */
    void checkPlace(Register pointer) {
        checkBytes(pointer, 0, 1);
    }

    private void checkBytes(Register pointer, long offset, int size) {
        MapShape shape = map(pointer).shape();
        checkRegion(pointer, offset, size, shape.valueSize());
        long lowest = pointer.offset() + offset + pointer.scalar().smin();
        long highest = pointer.offset() + offset + pointer.scalar().umax();
        Optional<SpecialField> touched = MapRules.touched(shape, lowest, highest, size);
        if (touched.isPresent()) {
            SpecialField field = touched.get();
            throw current.noAccess("direct access to the %s at offset %d of values of %s"
                    .formatted(field.kind().typeName(), field.byteOffset(), map(pointer)));
        }
    }

    /** An access of a region with fixed bounds (A40). */
    private void checkRegion(Register pointer, long offset, int size, long regionSize) {
        Scalar variable = pointer.scalar();
        long fixed = pointer.offset() + offset;
        long lowest = fixed + variable.smin();
        if (!variable.isConstant()) {
            if (variable.smin() < 0 && (variable.smin() <= -PointerArithmetic.MAX_OFFSET || lowest < 0)) {
                throw current.noAccess(
                        "the offset may be negative: it is %d + (%s); bound it from below".formatted(fixed, variable));
            }
            if (Long.compareUnsigned(variable.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
                throw current.noAccess("unbounded memory access: the offset is %d + (%s); bound it from above"
                        .formatted(fixed, variable));
            }
        }
        long highest = fixed + (variable.isConstant() ? variable.value() : variable.umax());
        if (lowest < 0 || highest + size > regionSize) {
            throw current.noAccess("access of %s at offset %s is outside of %s%s"
                    .formatted(
                            bytes(size),
                            lowest == highest ? Long.toString(lowest) : lowest + " to " + highest,
                            pointer.target(),
                            lowest == highest ? "" : bound(variable, lowest, regionSize - size - fixed)));
        }
    }

    private static String bytes(long number) {
        return number == 1 ? "1 byte" : number + " bytes";
    }

    /** How the variable part of an offset must be bounded so that it may be used. */
    private static String bound(Scalar variable, long lowest, long most) {
        String known = "; its variable part is " + variable.smin() + " to " + variable.umax();
        if (most < 0) {
            return known;
        }
        return known + (lowest < 0 ? ": bound it from below and above" : ": bound it to at most " + most);
    }

    private void checkPacket(Register pointer, long offset, int size, boolean write) {
        if (write && !subject.mayWritePackets()) {
            throw current.noAccess("programs of type " + subject.type() + " cannot write to the packet");
        }
        if (pointer.scalar().smin() < 0) {
            throw current.noAccess("the offset into the packet may be negative: it is " + pointer.scalar());
        }
        if (pointer.detail() < 0) {
            throw current.invalid("the packet pointer is at or beyond the packet's end");
        }
        long fixed = pointer.offset() + offset;
        if (fixed < 0 || fixed + size > pointer.detail()) {
            throw current.noAccess("access of %s at offset %d of %s, of which %s known to be there: %s"
                    .formatted(
                            bytes(size),
                            fixed,
                            pointer.kind() == Kind.PACKET_META
                                    ? "the packet's metadata"
                                    : pointer.hasFixedOffset() ? "the packet" : "a part of the packet",
                            pointer.detail() == 1 ? "1 byte is" : pointer.detail() + " bytes are",
                            packetCheck(pointer, fixed + size)));
        }
    }

    /** How bytes of a packet are made known to be there. */
    private String packetCheck(Register pointer, long end) {
        if (end <= 0 || pointer.kind() == Kind.PACKET && pointer.hasFixedOffset() && end <= pointer.detail()) {
            return "that is in front of it";
        }
        String where = "before " + current.places().line(current.at());
        if (pointer.kind() == Kind.PACKET_META) {
            return "go on only if data_meta + %d <= data, %s".formatted(end, where);
        }
        if (pointer.hasFixedOffset()) {
            return "go on only if data + %d <= data_end, %s".formatted(end, where);
        }
        String compare = "go on only if the start of that part + %d <= data_end, %s".formatted(end, where);
        boolean tooFar = Long.compareUnsigned(pointer.scalar().umax(), PacketRanges.MAX_PACKET_OFFSET - end) > 0;
        return tooFar
                ? "the start of that part is %s; bound that to at most %d, then %s"
                        .formatted(pointer.scalar(), PacketRanges.MAX_PACKET_OFFSET - end, compare)
                : compare;
    }

    /** Whether helpers may be given packet pointers at all (verifier spec 1.2). */
    boolean mayReadPackets() {
        ProgramType type = subject.type();
        return subject.mayWritePackets()
                || switch (type) {
                    case LWT_IN, LWT_OUT, LWT_SEG6LOCAL, SK_REUSEPORT, FLOW_DISSECTOR, CGROUP_SKB -> true;
                    default -> false;
                };
    }

    private void checkSocket(Register pointer, long offset, int size, boolean write) {
        if (write || !pointer.hasFixedOffset() || pointer.offset() != 0) {
            throw current.noAccess((write ? "store to " : "variable offset into ") + pointer.words());
        }
        boolean known = pointer.kind() == Kind.XDP_SOCK
                ? offset == 0 && size == 4
                : SocketFields.allows(pointer.kind(), (int) offset, size);
        if (!known) {
            throw current.noAccess(
                    "invalid load of %d bytes at offset %d of %s".formatted(size, offset, pointer.words()));
        }
    }
}
