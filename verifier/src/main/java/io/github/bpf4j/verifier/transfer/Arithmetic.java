package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.domain.Alu;
import io.github.bpf4j.verifier.domain.Condition;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;

/** Arithmetic on numbers, and moves (verifier spec 1.2, 1.3). Arithmetic on pointers is {@link PointerArithmetic}'s. */
final class Arithmetic {
    private final Current current;
    private final Exploration exploration;
    private final Links links;
    private final Leaks leaks;
    private final Speculation speculation;
    private final PointerArithmetic pointers;

    Arithmetic(Current current, Exploration exploration, Links links, Leaks leaks, Speculation speculation) {
        this.current = current;
        this.exploration = exploration;
        this.links = links;
        this.leaks = leaks;
        this.speculation = speculation;
        this.pointers = new PointerArithmetic(current, exploration, leaks, speculation);
    }

    void step(long word) {
        boolean is32 = Instruction.instructionClass(word) == Opcode.ALU;
        int dst = Instruction.dst(word);
        switch (Instruction.operation(word)) {
            case Opcode.MOV -> move(word, is32, dst);
            case Opcode.NEG, Opcode.END -> {
                leaks.require(current.read(dst), "arithmetic on a pointer");
                current.write(dst, Register.UNKNOWN);
            }
            default -> combine(word, is32, dst);
        }
    }

    private void move(long word, boolean is32, int dst) {
        if (!Instruction.hasRegisterOperand(word)) {
            long value = Instruction.imm(word);
            current.write(dst, Register.number(Scalar.constant(is32 ? value & 0xffff_ffffL : value)));
            return;
        }
        int source = Instruction.src(word);
        Register from = current.read(source);
        int extension = Instruction.offset(word);
        if (!is32 && extension == 1) {
            throw current.invalid("arenas are not implemented: addr_space_cast");
        }
        if (from.isPointer()) {
            current.copy(dst, copyOfPointer(from, is32, extension));
            return;
        }
        if (extension != 0) {
            extend(from, source, dst, extension, is32);
        } else if (is32) {
            boolean same = Links.fits(from.scalar(), Integer.SIZE);
            Register shared = same ? shared(from, source) : from.unlinked();
            current.copy(dst, shared.withScalar(from.scalar().truncate(Integer.BYTES)));
        } else {
            current.copy(dst, shared(from, source));
        }
    }

    private Register copyOfPointer(Register from, boolean is32, int extension) {
        if (is32 || extension != 0) {
            leaks.require(from, "a copy of a part of a pointer");
        }
        if (extension != 0) {
            return Register.UNKNOWN.withOrigin(current.at());
        }
        return is32 ? Register.number(Scalar.loaded(Integer.BYTES)).withOrigin(current.at()) : from;
    }

    /** The number in a register, which gets an id so that the copy can share it. */
    private Register shared(Register from, int source) {
        Register linked = links.linkable(from);
        current.frame().set(source, linked);
        return linked;
    }

    private void extend(Register from, int source, int dst, int bits, boolean is32) {
        boolean same = Links.fits(from.scalar(), bits - 1);
        Register shared = same ? shared(from, source) : from.unlinked();
        current.copy(dst, shared.withScalar(from.scalar().signExtend(bits, is32)));
    }

    private void combine(long word, boolean is32, int dst) {
        Register left = current.read(dst);
        Register right;
        int source = -1;
        if (Instruction.hasRegisterOperand(word)) {
            source = Instruction.src(word);
            right = current.read(source);
        } else {
            right = Register.number(Scalar.constant(Instruction.imm(word)));
            checkImmediate(word, is32);
        }
        if (left.isPointer() || right.isPointer()) {
            pointers.combine(Instruction.operation(word), is32, dst, source, left, right);
            return;
        }
        int operation = Instruction.operation(word);
        if (source >= 0 && (operation == Opcode.ADD || operation == Opcode.SUB)) {
            speculation.ofNumbers();
        }
        current.write(dst, combine(word, is32, dst, source, left, right));
    }

    private void checkImmediate(long word, boolean is32) {
        int operation = Instruction.operation(word);
        int value = Instruction.imm(word);
        if ((operation == Opcode.DIV || operation == Opcode.MOD) && value == 0) {
            throw current.invalid("division by zero");
        }
        boolean shift = operation == Opcode.LSH || operation == Opcode.RSH || operation == Opcode.ARSH;
        int width = is32 ? Integer.SIZE : Long.SIZE;
        if (shift && (value < 0 || value >= width)) {
            throw current.invalid("invalid shift by " + value + " of a " + width + "-bit number");
        }
    }

    private Register combine(long word, boolean is32, int dst, int source, Register left, Register right) {
        Scalar before = left.scalar();
        Alu.Operation operation = switch (Instruction.operation(word)) {
            case Opcode.ADD -> Alu.Operation.ADD;
            case Opcode.SUB -> Alu.Operation.SUB;
            case Opcode.MUL -> Alu.Operation.MUL;
            case Opcode.AND -> Alu.Operation.AND;
            case Opcode.OR -> Alu.Operation.OR;
            case Opcode.XOR -> Alu.Operation.XOR;
            case Opcode.LSH -> Alu.Operation.LSH;
            case Opcode.RSH -> Alu.Operation.RSH;
            case Opcode.ARSH -> Alu.Operation.ARSH;
            case Opcode.DIV, Opcode.MOD -> null;
            default -> throw current.refused(Errno.EINVAL, "unknown operation");
        };
        if (operation == null) {
            return Register.UNKNOWN;
        }
        if (operation == Alu.Operation.AND || operation == Alu.Operation.OR) {
            before = split(dst, before, right.scalar());
        }
        Scalar result = Alu.apply(operation, is32, before, right.scalar());
        boolean keepsLink = operation == Alu.Operation.ADD && !is32 && source != dst && left.id() != 0;
        return keepsLink ? moved(left, right.scalar(), result) : Register.number(result);
    }

    /** The sum of a linked number and a constant, still linked if that can be said (A27). */
    private static Register moved(Register left, Scalar right, Scalar result) {
        boolean possible = right.isConstant()
                && right.value() >= 0
                && right.value() <= Integer.MAX_VALUE
                && !left.has(Register.HAS_DELTA);
        if (!possible) {
            return Register.number(result);
        }
        return Register.number(result)
                .withId(left.id())
                .withFlags(Register.HAS_DELTA)
                .withOffset((int) right.value());
    }

    /** A number that is 0 or -1 and is combined with a constant: both are followed on paths of their own (A9). */
    private Scalar split(int dst, Scalar left, Scalar right) {
        if (!right.isConstant()) {
            return left;
        }
        boolean whole = left.smin() == -1 && left.smax() == 0;
        boolean half = left.s32min() == -1 && left.s32max() == 0;
        if (!whole && !half) {
            return left;
        }
        Register old = current.frame().register(dst);
        State other = current.state().copy();
        other.current().set(dst, old.unlinked().withScalar(narrowed(left, !whole, 0)));
        exploration.later(other, current.at());
        return narrowed(left, !whole, -1);
    }

    private static Scalar narrowed(Scalar scalar, boolean is32, long value) {
        return Condition.EQ.refine(is32, true, scalar, Scalar.constant(value)).left();
    }
}
