package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.domain.Alu;
import io.github.bpf4j.verifier.domain.Scalar;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;

/** Arithmetic with at least one pointer (verifier spec 2.1). */
final class PointerArithmetic {
    /** Offsets stay within this distance. */
    static final long MAX_OFFSET = 1L << 29;

    private final Current current;
    private final Exploration exploration;
    private final Leaks leaks;
    private final Speculation speculation;

    PointerArithmetic(Current current, Exploration exploration, Leaks leaks, Speculation speculation) {
        this.current = current;
        this.exploration = exploration;
        this.leaks = leaks;
        this.speculation = speculation;
    }

    /**
     * Works out {@code dst = left op right}.
     *
     * @param source the register of the right operand, -1 for an immediate
     */
    void combine(int operation, boolean is32, int dst, int source, Register left, Register right) {
        if (is32) {
            if (operation != Opcode.SUB) {
                throw current.noAccess("32-bit arithmetic on a pointer: R" + dst + " is " + left.words());
            }
            leaks.requireArithmetic("32-bit arithmetic on a pointer");
            current.write(dst, Register.UNKNOWN);
            return;
        }
        if (left.isPointer() && right.isPointer()) {
            if (operation != Opcode.SUB) {
                throw current.noAccess("two pointers can only be subtracted from each other");
            }
            leaks.requireArithmetic("the difference of two pointers");
            current.write(dst, Register.UNKNOWN);
            return;
        }
        if (operation != Opcode.ADD && operation != Opcode.SUB) {
            throw current.noAccess("pointers can only be added to and subtracted from: R"
                    + (left.isPointer() ? dst : source) + " is " + (left.isPointer() ? left : right).words());
        }
        if (left.isPointer()) {
            if (source >= 0) {
                exploration.needPrecisely(source);
            }
            current.copy(dst, move(operation == Opcode.SUB, dst, source >= 0, left, right.scalar(), true));
        } else {
            if (operation == Opcode.SUB) {
                throw current.noAccess("a pointer cannot be subtracted from a number");
            }
            exploration.needPrecisely(dst);
            current.copy(dst, move(false, dst, true, right, left.scalar(), false));
        }
    }

    private Register move(
            boolean subtracts, int dst, boolean source, Register pointer, Scalar number, boolean pointerIsTarget) {
        checkPointer(pointer, number, subtracts);
        checkSane(pointer, number);
        if (source) {
            speculation.beforeMove(dst, pointer, number, subtracts);
        }
        Register result = subtracts ? subtract(pointer, number) : add(pointer, number);
        checkResult(result);
        speculation.afterMove(result, number, source, pointerIsTarget);
        return result;
    }

    private Register add(Register pointer, Scalar number) {
        long fixed = number.isConstant() ? pointer.offset() + number.value() : Long.MAX_VALUE;
        Register result;
        if (fixed == (int) fixed) {
            result = moved(pointer, (int) fixed);
        } else {
            result = pointer.withScalar(Alu.apply(Alu.Operation.ADD, false, pointer.scalar(), number));
            if (pointer.kind().isPacket()) {
                result = result.withId(exploration.newId()).withDetail(0);
            }
        }
        return result;
    }

    private Register subtract(Register pointer, Scalar number) {
        long fixed = number.isConstant() ? pointer.offset() - number.value() : Long.MAX_VALUE;
        Register result;
        if (fixed == (int) fixed) {
            result = moved(pointer, (int) fixed);
        } else {
            result = pointer.withScalar(Alu.apply(Alu.Operation.SUB, false, pointer.scalar(), number));
            if (pointer.kind().isPacket()) {
                result = result.withId(exploration.newId());
                result = number.smin() < 0 || result.detail() < 0 ? result.withDetail(0) : result;
            }
        }
        return result;
    }

    /** What is at the packet's end or beyond it may be inside once it is moved back. */
    private static Register moved(Register pointer, int offset) {
        boolean back = pointer.kind().isPacket() && pointer.detail() < 0 && offset < pointer.offset();
        return (back ? pointer.withDetail(0) : pointer).withOffset(offset);
    }

    private void checkPointer(Register pointer, Scalar number, boolean subtracts) {
        if (pointer.isMaybeNull()) {
            throw current.noAccess("arithmetic on what is " + pointer.words() + "; " + current.nullCheck(pointer));
        }
        switch (pointer.kind()) {
            case MAP -> {
                if (subtracts || !number.isZero()) {
                    throw forbidden(pointer);
                }
            }
            case PACKET_END, SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK, HOST_OBJECT -> throw forbidden(pointer);
            case FLOW_KEYS -> {
                if (!number.isConstant()) {
                    throw forbidden(pointer);
                }
            }
            case STACK -> {
                if (subtracts) {
                    throw current.noAccess("subtraction from a stack pointer: add a negative number");
                }
            }
            default -> {
                // whatever comes of it is checked when it is used
            }
        }
    }

    private RuntimeException forbidden(Register pointer) {
        return current.noAccess("no arithmetic on " + pointer.words());
    }

    private void checkSane(Register pointer, Scalar number) {
        checkMinimum(number);
        checkResult(pointer);
    }

    /** A pointer whose offset is within limits (A33). */
    private void checkResult(Register pointer) {
        if (pointer.kind() == Kind.SCALAR) {
            return;
        }
        if (Math.abs((long) pointer.offset()) >= MAX_OFFSET) {
            throw current.invalid("pointer offset " + pointer.offset() + " is out of bounds");
        }
        checkMinimum(pointer.scalar());
    }

    private void checkMinimum(Scalar number) {
        if (number.isConstant()) {
            if (number.value() >= MAX_OFFSET || number.value() <= -MAX_OFFSET) {
                throw current.invalid("math between a pointer and " + number.value() + " is out of bounds");
            }
        } else if (number.smin() == Long.MIN_VALUE) {
            throw current.invalid("math between a pointer and a number of unbounded minimum: it is " + number
                    + ", so bound it from below first");
        } else if (number.smin() >= MAX_OFFSET || number.smin() <= -MAX_OFFSET) {
            throw current.invalid("math between a pointer and a number from " + number.smin() + " is out of bounds");
        }
    }
}
