package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.KernelFeature;
import io.github.bpf4j.abi.MapFlags;
import io.github.bpf4j.abi.MapShape;
import io.github.bpf4j.abi.MapType;
import io.github.bpf4j.abi.SpecialField;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.domain.Tnum;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.MapInfo;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.structure.Violation;
import java.io.ByteArrayOutputStream;
import java.util.Objects;
import java.util.Optional;

/** What calls demand of their argument registers (verifier spec 1.2, 1.3; timers spec 5.2). */
final class Arguments {
    private static final long UINT = 0xffff_ffffL;

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final MemoryAccess memory;
    private final StackAccess stack;
    private final Iterators iterators;
    private final KernelObjects objects;
    private final ProgramObjects programObjects;
    private final Kptrs kptrs;
    private final Dynptrs dynptrs;
    private final Leaks leaks;

    Arguments(
            Subject subject,
            Current current,
            Exploration exploration,
            MemoryAccess memory,
            StackAccess stack,
            Iterators iterators,
            KernelObjects objects,
            ProgramObjects programObjects,
            Kptrs kptrs,
            Dynptrs dynptrs,
            Leaks leaks) {
        this.subject = subject;
        this.dynptrs = dynptrs;
        this.programObjects = programObjects;
        this.kptrs = kptrs;
        this.current = current;
        this.exploration = exploration;
        this.memory = memory;
        this.stack = stack;
        this.iterators = iterators;
        this.objects = objects;
        this.leaks = leaks;
    }

    /**
     * Checks one argument.
     *
     * @param number its register
     * @param before the argument before it, whose size it may be
     */
    void check(Call call, int number, HelperArgument argument, HelperArgument before) {
        if (argument.kind() == ArgumentKind.IGNORED) {
            return;
        }
        Register register = current.read(number);
        checkKind(call, number, register, argument, before);
        if (argument.released() && argument.kind() != ArgumentKind.DYNPTR) {
            checkReleased(call, number, register);
        }
    }

    private void checkKind(Call call, int number, Register register, HelperArgument argument, HelperArgument before) {
        switch (argument.kind()) {
            case ANYTHING -> {
                leaks.require(register, "R" + number + " of " + call.name);
                if (call.isKfunc && register.isPointer()) {
                    throw mismatch(call, number, register, "a number");
                }
            }
            case MAP -> checkMap(call, number, register);
            case MAP_KEY ->
                checkElement(call, number, register, requireMap(call).keySize());
            case MAP_VALUE -> checkValue(call, number, register);
            case MAP_VALUE_OUT ->
                checkMemory(call, number, register, requireMap(call).valueSize(), true, true);
            case MAP_VALUE_OR_NULL -> {
                if (!register.isZero()) {
                    Register given = register.notNull(register.id());
                    checkMemory(call, number, given, requireMap(call).valueSize(), false, true);
                }
                exploration.needPrecisely(number);
            }
            case MEM, MEM_OUT, MEM_INOUT -> requireMemory(call, number, register);
            case MEM_OR_NULL, MEM_OUT_OR_NULL -> {
                if (register.isZero()) {
                    exploration.needPrecisely(number);
                } else {
                    requireMemory(call, number, register.notNull(register.id()));
                }
            }
            case FIXED_MEM_OUT -> checkFixed(call, number, register, argument.size());
            case SIZE, SIZE_OR_ZERO -> checkSize(call, number, register, argument, before);
            case CONSTANT_SIZE -> {
                if (!current.read(number - 1).isZero()) {
                    checkSize(call, number, register, argument, before);
                }
                checkAllocation(call, number, register);
            }
            case ALLOC_SIZE -> checkAllocation(call, number, register);
            case CONST_STRING -> checkString(call, number, register);
            case CONTEXT -> checkContext(call, number, register);
            case CONTEXT_OR_NULL -> {
                if (!register.isZero()) {
                    checkContext(call, number, register);
                }
            }
            case SKB -> checkSocketBuffer(call, number, register);
            case SOCK_COMMON -> checkSocket(call, number, register);
            case SOCK_OBJECT -> checkSocketObject(call, number, register);
            case SOCK_OBJECT_OR_NULL -> {
                if (!checkNull(number, register)) {
                    checkSocketObject(call, number, register.notNull(register.id()));
                }
            }
            case SOCKET_OR_NULL -> {
                if (!checkNull(number, register)) {
                    checkFullSocket(call, number, register.notNull(register.id()));
                }
            }
            case BTF_OBJECT -> checkObject(call, number, register, argument, false);
            case BTF_OBJECT_OR_NULL -> checkObject(call, number, register, argument, true);
            case PERCPU_BTF -> {
                boolean isOwn = register.kind() == Kind.OBJECT
                        && register.has(Register.PER_CPU)
                        && register.has(Register.RCU)
                        && register.isUnmodified();
                boolean isKernels = register.kind() == Kind.PERCPU_BTF
                        || register.kind() == Kind.BTF_OBJECT
                                && register.has(Register.PER_CPU)
                                && !register.has(Register.UNTRUSTED | Register.USER)
                                && register.isUnmodified();
                if (!isKernels && !isOwn || register.isMaybeNull()) {
                    throw mismatch(call, number, register, "a per-CPU variable");
                }
                call.object = register;
            }
            case SPIN_LOCK -> checkField(call, number, register, SpecialField.Kind.SPIN_LOCK);
            case TIMER -> checkField(call, number, register, SpecialField.Kind.TIMER);
            case WORKQUEUE -> checkField(call, number, register, SpecialField.Kind.WORKQUEUE);
            case RINGBUF_RECORD -> {
                if (register.kind() != Kind.RINGBUF_MEM || register.isMaybeNull()) {
                    throw mismatch(call, number, register, "a ring buffer record");
                }
            }
            case FUNCTION -> checkFunction(call, number, register);
            case STACK_OR_NULL -> {
                if (!register.isZero() && register.kind() != Kind.STACK) {
                    throw mismatch(call, number, register, "a stack pointer or 0");
                }
            }
            case ITERATOR, ITERATOR_OUT -> {
                iterators.checkArgument(number, register, argument);
                call.iterator = register;
            }
            case KPTR -> kptrs.checkField(call, number, register);
            case KPTR_VALUE -> kptrs.checkValue(call, number, register);
            case OBJECT_TYPE,
                    OBJECT,
                    PERCPU_OBJECT,
                    COUNTED_OBJECT,
                    LIST_HEAD,
                    LIST_NODE,
                    RB_ROOT,
                    RB_NODE,
                    RB_NODE_IN_TREE -> Graphs.check(current, programObjects, call, number, register, argument.kind());
            case DYNPTR, DYNPTR_OR_NULL -> dynptrs.checkMade(call, number, register, argument.released());
            case DYNPTR_OUT -> dynptrs.checkPlace(call, number, register);
            case HOST_STRUCT -> checkMemory(call, number, register, argument.size(), false, true);
            case HOST_STRUCT_OUT -> checkMemory(call, number, register, argument.size(), true, true);
            case HOST_NUMBER -> {
                if (!register.isScalar()) {
                    throw mismatch(call, number, register, "a number");
                }
            }
            case HOST_OBJECT -> checkHostObject(call, number, register, argument.btfType());
            case IGNORED -> {}
        }
    }

    private Violation mismatch(Call call, int number, Register register, String wanted) {
        String reason = "R%d of %s must be %s, but it is %s".formatted(number, call.name, wanted, register.words())
                + (register.isMaybeNull() ? "; " + current.nullCheck(register) : "");
        return current.refused(call.isKfunc ? Errno.EINVAL : Errno.EACCES, reason);
    }

    private void checkHostObject(Call call, int number, Register register, String type) {
        boolean fits = register.kind() == Kind.HOST_OBJECT
                && !register.isMaybeNull()
                && register.detail() == subject.hostFunctions().typeNumber(type);
        if (!fits) {
            throw mismatch(call, number, register, "a reference to " + type + " of the host's");
        }
    }

    /** An argument whose reference ends must be just what was acquired (H12). */
    private void checkReleased(Call call, int number, Register register) {
        boolean wrong = register.isPointer() && !register.isUnmodified();
        if (wrong && !register.hasFixedOffset()) {
            throw current.noAccess("R%d of %s must have no variable offset, but it is %s"
                    .formatted(number, call.name, register.words()));
        }
        if (wrong) {
            throw wrongField(
                    "R%d of %s must have a zero offset, but it is %s".formatted(number, call.name, register.words()));
        }
        if (register.isPointer() && !register.isMaybeNull() && register.refId() == 0) {
            throw current.invalid("R%d of %s must be referenced, but it is %s which nothing acquired"
                    .formatted(number, call.name, register.words()));
        }
        call.released = register.refId();
    }

    /** The new value of an element: memory, or a socket for maps of sockets (H21). */
    private void checkValue(Call call, int number, Register register) {
        MapShape map = requireMap(call);
        if (MapRules.isSocketMap(map.type())) {
            checkSocket(call, number, register);
        } else {
            checkElement(call, number, register, map.valueSize());
        }
    }

    /** Memory for a key or value: Linux takes no memory that it marks as read-only. */
    private void checkElement(Call call, int number, Register register, long size) {
        if (register.kind() == Kind.MEM && register.has(Register.READ_ONLY)) {
            throw mismatch(call, number, register, "memory that may be written");
        }
        boolean record = register.kind() == Kind.RINGBUF_MEM || register.has(Register.BUFFER);
        if (record && !current.profile().has(KernelFeature.RECORDS_AS_ELEMENTS)) {
            throw mismatch(call, number, register, "memory outside of ring buffers and iterators");
        }
        checkMemory(call, number, register, size, false, true);
    }

    private static MapShape requireMap(Call call) {
        return Objects.requireNonNull(call.map).shape();
    }

    private void checkMap(Call call, int number, Register register) {
        if (register.kind() != Kind.MAP || register.isMaybeNull()) {
            throw mismatch(call, number, register, "a map");
        }
        MapInfo map = Objects.requireNonNull(register.map());
        Register owner = call.owner;
        if (owner != null && !isSame(owner, register)) {
            throw current.invalid("R1 of %s is in %s, but R%d is %s%s: pass the map that the value is in"
                    .formatted(
                            call.name,
                            owner.map(),
                            number,
                            map,
                            owner.uid() == register.uid() ? "" : " from another lookup"));
        }
        call.map = map;
        call.mapUid = register.uid();
    }

    @SuppressWarnings("ReferenceEquality") // a map is the same exactly if it is the same object
    private static boolean isSame(Register owner, Register map) {
        return owner.map() == map.map() && owner.uid() == map.uid();
    }

    private void requireMemory(Call call, int number, Register register) {
        boolean packet = register.kind().isPacket();
        if (packet && !(call.takesPackets && memory.mayReadPackets())) {
            throw current.noAccess(
                    "helper access to the packet is not allowed: R%d of %s".formatted(number, call.name));
        }
        boolean isMemory = switch (register.kind()) {
            case STACK, PACKET, PACKET_META, MAP_KEY, MAP_VALUE, MEM, RINGBUF_MEM -> true;
            default -> false;
        };
        if (!isMemory || register.isMaybeNull()) {
            throw current.noAccess(mismatch(call, number, register, "memory").reason());
        }
    }

    /** Memory of a size that is known. */
    private void checkMemory(Call call, int number, Register register, long size, boolean write, boolean exact) {
        requireMemory(call, number, register);
        if (size == 0) {
            throw current.noAccess("R" + number + " of " + call.name + ": invalid zero-sized read");
        }
        touch(register, size, write, exact);
    }

    private void touch(Register register, long size, boolean write, boolean exact) {
        if (register.kind() != Kind.STACK) {
            memory.checkHelperMemory(register, size, write);
        } else if (write) {
            stack.writeRange(register, size, exact);
        } else {
            stack.readRange(register, size);
        }
    }

    private void checkFixed(Call call, int number, Register register, int size) {
        requireMemory(call, number, register);
        boolean aligned =
                register.scalar().bits().add(Tnum.constant(register.offset())).isAligned(size);
        if (!aligned) {
            throw current.noAccess("R%d of %s must be aligned to %d bytes".formatted(number, call.name, size));
        }
        touch(register, size, true, true);
    }

    private void checkSize(Call call, int number, Register size, HelperArgument argument, HelperArgument before) {
        if (!size.isScalar()) {
            throw mismatch(call, number, size, "a size");
        }
        Scalar known = size.scalar();
        if (known.smin() < 0) {
            throw current.noAccess("R%d of %s is a size whose minimum value is negative: it is %s; bound it from below"
                    .formatted(number, call.name, known));
        }
        boolean zeroAllowed = argument.kind() != ArgumentKind.SIZE;
        if (known.umin() == 0 && !zeroAllowed) {
            throw current.noAccess("R%d of %s is a size that may be zero: invalid zero-sized read; it is %s"
                    .formatted(number, call.name, known));
        }
        if (Long.compareUnsigned(known.umax(), PointerArithmetic.MAX_OFFSET) >= 0) {
            throw current.noAccess("R%d of %s makes an unbounded memory access: the size is %s; bound it from above"
                    .formatted(number, call.name, known));
        }
        Register buffer = current.read(number - 1);
        boolean write = switch (before.kind()) {
            case MEM_OUT, MEM_OUT_OR_NULL, MEM_INOUT -> true;
            default -> false;
        };
        if (before.kind() == ArgumentKind.MEM_INOUT && !buffer.isZero()) {
            touch(buffer.notNull(buffer.id()), known.umax(), false, known.isConstant());
        }
        if (buffer.isZero()) {
            if (known.umax() != 0) {
                throw current.noAccess(mismatch(call, number - 1, buffer, "memory of " + known + " bytes")
                        .reason());
            }
        } else {
            touch(buffer.notNull(buffer.id()), known.umax(), write, known.isConstant());
        }
        exploration.needPrecisely(number);
        call.largestSize = known.umax();
        call.constantSize = known.isConstant();
    }

    private void checkAllocation(Call call, int number, Register register) {
        if (!register.isScalar()) {
            throw mismatch(call, number, register, "a constant number");
        }
        if (!register.scalar().isConstant()) {
            throw current.refused(
                    call.isKfunc ? Errno.EINVAL : Errno.EACCES,
                    "R%d of %s is not a known constant: it is %s".formatted(number, call.name, register.scalar()));
        }
        exploration.needPrecisely(number);
        long size = register.scalar().value() & UINT; // as many bits as the memory's size has
        call.allocated = (int) Math.min(size, Integer.MAX_VALUE);
    }

    private void checkString(Call call, int number, Register register) {
        if (register.kind() != Kind.MAP_VALUE || register.isMaybeNull()) {
            throw mismatch(call, number, register, "a text in a read-only map");
        }
        MapInfo map = Objects.requireNonNull(register.map());
        MapInfo.Contents constants = map.constants();
        if (map.shape().type() != MapType.ARRAY
                || (map.shape().flags() & MapFlags.RDONLY_PROG) == 0
                || constants == null) {
            throw current.noAccess("R%d of %s does not point to a frozen read-only map".formatted(number, call.name));
        }
        if (!register.hasFixedOffset()) {
            throw current.noAccess("R%d of %s: the text's place is not constant".formatted(number, call.name));
        }
        memory.checkHelperMemory(register, 1, false);
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        for (long at = register.fixedOffset(); at < map.shape().valueSize(); at++) {
            int next = (int) constants.read((int) at, 1);
            if (next == 0) {
                call.text = text.toByteArray();
                return;
            }
            text.write(next);
        }
        throw current.invalid("R%d of %s: the text does not end with NUL".formatted(number, call.name));
    }

    private void checkContext(Call call, int number, Register register) {
        if (register.kind() != Kind.CONTEXT) {
            throw mismatch(call, number, register, "the context");
        }
        if (!register.isUnmodified()) {
            throw current.noAccess("R%d of %s must be the unmodified context, but it is %s"
                    .formatted(number, call.name, register.words()));
        }
    }

    private void checkSocketBuffer(Call call, int number, Register register) {
        if (subject.isOnSocketBuffer()) {
            checkContext(call, number, register);
            return;
        }
        boolean isObject = register.kind() == Kind.BTF_OBJECT
                && !register.isMaybeNull()
                && !register.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU)
                && objects.isA(register, "sk_buff", false);
        if (!isObject) {
            throw mismatch(call, number, register, "a struct __sk_buff");
        }
    }

    /** Whether a pointer that may be null is the number 0. */
    private boolean checkNull(int number, Register register) {
        if (register.isZero()) {
            exploration.needPrecisely(number);
            return true;
        }
        return false;
    }

    private void checkFullSocket(Call call, int number, Register register) {
        if (register.kind() != Kind.SOCKET) {
            throw mismatch(call, number, register, "a full socket");
        }
        call.object = register;
    }

    /** A socket, or a kernel object that begins with one. */
    private void checkSocketObject(Call call, int number, Register register) {
        boolean isObject = register.kind() == Kind.BTF_OBJECT
                && !register.isMaybeNull()
                && !register.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU)
                && (objects.isA(register, "sock_common", false) || SocketObjects.isOne(objects, register));
        if (!isObject) {
            checkSocket(call, number, register);
        }
        call.object = register;
    }

    private void checkSocket(Call call, int number, Register register) {
        if (!register.kind().isSocket() || register.isMaybeNull()) {
            throw mismatch(call, number, register, "a socket");
        }
        call.object = register;
    }

    private void checkObject(Call call, int number, Register register, HelperArgument argument, boolean nullable) {
        if (nullable && register.isZero()) {
            exploration.needPrecisely(number);
            return;
        }
        String wanted = argument.btfType();
        boolean usable = register.kind() == Kind.BTF_OBJECT
                && (nullable || !register.isMaybeNull())
                && !register.has(Register.UNTRUSTED | Register.USER | Register.PER_CPU);
        if (!usable || !wanted.isEmpty() && !objects.isA(register, wanted, argument.released())) {
            throw mismatch(call, number, register, "a struct " + wanted);
        }
        call.object = register;
    }

    /** A special field of a map value, at its very place (VR5 to VR7). */
    private void checkField(Call call, int number, Register register, SpecialField.Kind kind) {
        boolean inObject = kind == SpecialField.Kind.SPIN_LOCK
                && ProgramObjects.isOwned(register)
                && !register.has(Register.PER_CPU);
        if (!inObject && (register.kind() != Kind.MAP_VALUE || register.isMaybeNull())) {
            throw mismatch(call, number, register, "a struct " + kind.typeName() + " in a map value");
        }
        if (!register.hasFixedOffset()) {
            throw wrongField("R%d of %s: the offset of the %s is not constant: %s"
                    .formatted(number, call.name, kind.typeName(), register.words()));
        }
        String holder = inObject ? programObjects.words(register) : "values of " + register.map();
        Optional<SpecialField> field = inObject
                ? programObjects.type(register).fields().find(kind)
                : Objects.requireNonNull(register.map()).shape().fields().find(kind);
        if (field.isEmpty()) {
            throw wrongField("R%d of %s: %s have no usable %s".formatted(number, call.name, holder, kind.typeName()));
        }
        if (field.get().byteOffset() != register.fixedOffset()) {
            throw wrongField("R%d of %s points to offset %d, but the %s of %s is at %d"
                    .formatted(
                            number,
                            call.name,
                            register.fixedOffset(),
                            kind.typeName(),
                            holder,
                            field.get().byteOffset()));
        }
        call.owner = register;
    }

    /** The errno depends on the kernel (timers spec 5). */
    private Violation wrongField(String reason) {
        return current.refused(current.profile().fieldArgumentErrno(), reason);
    }

    private void checkFunction(Call call, int number, Register register) {
        if (register.kind() != Kind.FUNCTION) {
            throw mismatch(call, number, register, "the address of a function");
        }
        if (!register.isUnmodified()) {
            throw mismatch(call, number, register, "the unchanged address of a function");
        }
        call.functionIndex = register.detail();
    }
}
