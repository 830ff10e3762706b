package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.domain.Tnum;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.Slot;

/** Loads from and stores to the stack (verifier spec 3.3). */
final class StackAccess {
    private final Current current;
    private final Exploration exploration;
    private final Links links;
    private final StackUse stackUse;
    private final Leaks leaks;
    private final Dynptrs dynptrs;

    StackAccess(
            Current current, Exploration exploration, Links links, StackUse stackUse, Leaks leaks, Dynptrs dynptrs) {
        this.dynptrs = dynptrs;
        this.current = current;
        this.exploration = exploration;
        this.links = links;
        this.stackUse = stackUse;
        this.leaks = leaks;
    }

    static int slotOf(long offset) {
        return (int) (-offset - 1) >>> 3;
    }

    private static int byteOf(long offset) {
        return (int) offset & 7;
    }

    private Frame frame(Register pointer) {
        return current.state().frame(pointer.detail());
    }

    /** Checks the bounds of an access of the stack (A52); the lowest offset. */
    private long check(Register pointer, long offset, int size) {
        Scalar variable = pointer.scalar();
        long base = pointer.offset() + offset;
        if (!variable.isConstant()
                && (variable.smin() <= -PointerArithmetic.MAX_OFFSET
                        || variable.smax() >= PointerArithmetic.MAX_OFFSET)) {
            throw current.noAccess("stack access with an unbounded offset: it is " + variable);
        }
        long lowest = base + variable.smin();
        long highest = base + variable.smax();
        if (lowest < -Frame.STACK_SIZE || lowest >= 0) {
            throw current.noAccess(
                    "access of the stack at offset " + lowest + " is outside of the frame's 512 bytes (-512 to -1)");
        }
        if (highest + size > 0) {
            throw current.invalid(
                    "access of " + size + " bytes of the stack at offset " + highest + " reaches beyond the frame");
        }
        stackUse.note(frame(pointer).subprogram(), (int) -lowest);
        return lowest;
    }

    private void checkAligned(Register pointer, long offset, int size) {
        long fixed = pointer.offset() + offset;
        if (!pointer.scalar().bits().add(Tnum.constant(fixed)).isAligned(size)) {
            throw current.noAccess("access of " + size + " bytes of the stack is not aligned: offset " + fixed
                    + (pointer.hasFixedOffset() ? "" : " + (" + pointer.scalar() + ")"));
        }
    }

    /** What a load of some bytes gives. */
    Register load(Register pointer, long offset, int size) {
        checkAligned(pointer, offset, size);
        long lowest = check(pointer, offset, size);
        if (!pointer.hasFixedOffset()) {
            return loadVariable(pointer, lowest, offset, size);
        }
        int number = slotOf(lowest);
        int first = byteOf(lowest);
        Slot slot = frame(pointer).slot(number);
        exploration.readSlot(pointer.detail(), number);
        if (slot.isObject()) {
            throw current.noAccess("invalid read from stack: " + slot.objectWords() + " lies at offset " + lowest);
        }
        Register spilled = slot.spilled();
        return spilled == null
                ? loadBytes(slot, first, size, lowest)
                : loadSpilled(pointer, number, slot, spilled, first, size);
    }

    private Register loadSpilled(Register pointer, int number, Slot slot, Register spilled, int first, int size) {
        if (size == Long.BYTES && slot.isFullSpill()) {
            exploration.movedThroughSlot(pointer.detail(), number);
            return spilled;
        }
        if (spilled.isPointer()) {
            throw current.noAccess("invalid size of register fill: " + size + " bytes of " + spilled.words());
        }
        if (first == 0 && size <= slot.spilledBytes()) {
            exploration.movedThroughSlot(pointer.detail(), number);
            return Links.fits(spilled.scalar(), size * Byte.SIZE)
                    ? spilled
                    : Register.number(spilled.scalar().truncate(size));
        }
        if (slot.isAll(first, size, Slot.SPILL) && spilled.isZero()) {
            exploration.movedThroughSlot(pointer.detail(), number);
            return Register.ZERO;
        }
        return loadBytes(slot, first, size, -8L * (number + 1) + first);
    }

    private Register loadBytes(Slot slot, int first, int size, long offset) {
        requireSet(slot, first, size, offset);
        return slot.isAll(first, size, Slot.ZERO) ? Register.ZERO : Register.number(Scalar.loaded(size));
    }

    private Register loadVariable(Register pointer, long lowest, long offset, int size) {
        long highest = pointer.offset() + offset + pointer.scalar().smax() + size;
        Frame frame = frame(pointer);
        boolean zero = true;
        for (long at = lowest; at < highest; at++) {
            Slot slot = frame.slot(slotOf(at));
            if (slot.isObject()) {
                throw current.noAccess("invalid read from stack: " + slot.objectWords() + " lies at offset " + at);
            }
            zero &= slot.kind(byteOf(at)) == Slot.ZERO;
            exploration.readSlot(pointer.detail(), slotOf(at));
        }
        return zero ? Register.ZERO : Register.number(Scalar.loaded(size));
    }

    /**
     * Stores a register or a number.
     *
     * @param register the register that is stored, -1 for an immediate
     */
    void store(Register pointer, long offset, int size, Register value, int register) {
        checkAligned(pointer, offset, size);
        long lowest = check(pointer, offset, size);
        if (!pointer.hasFixedOffset()) {
            storeVariable(pointer, lowest, offset, size, value, register);
            return;
        }
        int frame = pointer.detail();
        int number = slotOf(lowest);
        int first = byteOf(lowest);
        destroyObject(frame, number);
        if (size == Long.BYTES) {
            exploration.overwroteSlot(frame, number);
        }
        if (value.kind() == Kind.DYNPTR && leaks.areAllowed()) {
            // it is good where it was given only
            Frame to = current.state().frame(frame);
            to.setSlot(number, to.slot(number).with(first, size, Slot.MISC));
            return;
        }
        if (value.isPointer()) {
            storePointer(frame, number, size, value);
            return;
        }
        Frame to = current.state().frame(frame);
        Slot old = to.slot(number);
        requireWhole(old, size, lowest);
        if (first == 0 && leaks.areAllowed()) {
            Register stored = value;
            boolean fits = Links.fits(value.scalar(), size * Byte.SIZE);
            if (register >= 0 && fits) {
                stored = links.linkable(value);
                current.frame().set(register, stored);
            } else {
                stored = value.unlinked();
            }
            to.setSlot(number, size == Long.BYTES ? Slot.spill(stored) : old.withNarrowSpill(stored, size));
            exploration.movedThroughSlot(frame, number);
            return;
        }
        if (value.isZero()) {
            needPrecisely(register);
            to.setSlot(number, old.with(first, size, Slot.ZERO));
        } else {
            to.setSlot(number, old.with(first, size, Slot.MISC));
        }
    }

    private void needPrecisely(int register) {
        if (register >= 0) {
            exploration.needPrecisely(register);
        }
    }

    private void storePointer(int frame, int number, int size, Register value) {
        if (size != Long.BYTES) {
            throw current.noAccess("invalid size of register spill: " + size + " bytes of " + value.words());
        }
        if (value.kind() == Kind.STACK && frame != current.state().depth() - 1) {
            throw current.invalid("a stack pointer cannot be stored in a caller's stack");
        }
        current.state().frame(frame).setSlot(number, Slot.spill(value));
        exploration.movedThroughSlot(frame, number);
    }

    private void storeVariable(Register pointer, long lowest, long offset, int size, Register value, int register) {
        long highest = pointer.offset() + offset + pointer.scalar().smax() + size;
        int frame = pointer.detail();
        Frame to = current.state().frame(frame);
        boolean zero = value.isZero();
        for (int number = slotOf(highest - 1); number <= slotOf(lowest); number++) {
            destroyObject(frame, number);
        }
        boolean usedZero = false;
        for (long at = lowest; at < highest; at++) {
            int number = slotOf(at);
            Slot slot = to.slot(number);
            Register spilled = slot.spilled();
            int kind = slot.kind(byteOf(at));
            if (zero && (kind == Slot.ZERO || kind == Slot.SPILL && spilled != null && spilled.isZero())) {
                usedZero = true;
                continue;
            }
            to.setSlot(number, slot.with(byteOf(at), 1, Slot.MISC));
        }
        if (usedZero) {
            needPrecisely(register);
        }
    }

    /** A store into an iterator or dynamic pointer ends it (A61). */
    private void destroyObject(int frame, int number) {
        dynptrs.destroy(frame, number);
        Frame holder = current.state().frame(frame);
        if (holder.slot(number).isObject()) {
            holder.setSlot(number, Slot.ANYTHING);
        }
    }

    /**
     * A helper reads bytes of the stack. What was known of them is forgotten, as if it wrote to them too: 6.12 does not tell these
     * apart.
     */
    void readRange(Register pointer, long size) {
        long lowest = checkRange(pointer, size);
        if (size == 0) {
            return;
        }
        long highest = pointer.offset() + pointer.scalar().smax() + size;
        Frame frame = frame(pointer);
        for (int number = slotOf(highest - 1); number <= slotOf(lowest); number++) {
            Slot slot = frame.slot(number);
            if (slot.isObject()) {
                throw current.noAccess("a helper cannot read " + slot.objectWords() + " as memory");
            }
            exploration.readSlot(pointer.detail(), number);
            long start = -8L * (number + 1);
            int from = (int) Math.max(0, lowest - start);
            int to = (int) Math.min(Long.BYTES, highest - start);
            requireReadable(slot, from, to - from, start + from);
            frame.setSlot(number, slot.with(from, to - from, Slot.MISC));
        }
    }

    /**
     * A helper writes bytes of the stack.
     *
     * @param exact whether it writes all of them, at a known place
     */
    void writeRange(Register pointer, long size, boolean exact) {
        long lowest = checkRange(pointer, size);
        if (size == 0) {
            return;
        }
        long highest = pointer.offset() + pointer.scalar().smax() + size;
        int holder = pointer.detail();
        Frame frame = frame(pointer);
        boolean all = exact && pointer.hasFixedOffset();
        for (int number = slotOf(highest - 1); number <= slotOf(lowest); number++) {
            Slot slot = frame.slot(number);
            if (slot.isObject()) {
                throw current.noAccess("a helper cannot write to " + slot.objectWords() + " as memory");
            }
            long start = -8L * (number + 1);
            int from = (int) Math.max(0, lowest - start);
            int to = (int) Math.min(Long.BYTES, highest - start);
            if (all) {
                requireWhole(slot, 1, start + from);
            } else {
                requireReadable(slot, from, to - from, start + from);
            }
            if (!all) {
                exploration.readSlot(holder, number);
            } else if (from == 0 && to == Long.BYTES) {
                exploration.overwroteSlot(holder, number);
            }
            frame.setSlot(number, slot.with(from, to - from, Slot.MISC));
        }
    }

    /** Bytes that were written to, where others cannot be read: by loaders without capabilities, and in kernels before 6.3. */
    private void requireSet(Slot slot, int first, int size, long offset) {
        for (int i = first; i < first + size && !leaks.mayReadUnset(); i++) {
            if (slot.kind(i) == Slot.INVALID) {
                throw current.noAccess(
                        "%d bytes of the stack at offset %d are read that nothing was written to, which needs"
                                        .formatted(size, offset)
                                + " CAP_PERFMON and Linux 6.3: initialise them");
            }
        }
    }

    /** The same of bytes that a helper reads. */
    private void requireReadable(Slot slot, int first, int size, long offset) {
        Register spilled = slot.spilled();
        if (spilled != null) {
            leaks.require(spilled, "what a helper reads of the stack at offset " + offset);
        }
        requireSet(slot, first, size, offset);
    }

    /** A pointer on the stack is overwritten as a whole or not at all: what is left of it would be a number. */
    private void requireWhole(Slot old, int size, long offset) {
        Register spilled = old.spilled();
        if (size != Long.BYTES && spilled != null) {
            leaks.require(spilled, "what is left of the pointer on the stack at offset " + offset);
        }
    }

    private long checkRange(Register pointer, long size) {
        Scalar variable = pointer.scalar();
        if (!variable.isConstant()
                && (variable.smin() <= -PointerArithmetic.MAX_OFFSET
                        || variable.smax() >= PointerArithmetic.MAX_OFFSET)) {
            throw current.noAccess("stack access with an unbounded offset: it is " + variable);
        }
        long lowest = pointer.offset() + variable.smin();
        long highest = pointer.offset() + variable.smax();
        if (lowest < -Frame.STACK_SIZE || lowest >= 0) {
            throw current.noAccess(
                    "memory of " + size + " bytes at offset " + lowest + " is outside of the stack (-512 to -1)");
        }
        if (highest + size > 0) {
            throw current.invalid(
                    "memory of " + size + " bytes at offset " + highest + " reaches beyond the stack frame");
        }
        stackUse.note(frame(pointer).subprogram(), (int) -lowest);
        stackUse.escape(frame(pointer).subprogram(), lowest, highest + size);
        return lowest;
    }
}
