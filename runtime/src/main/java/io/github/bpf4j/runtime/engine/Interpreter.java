package io.github.bpf4j.runtime.engine;

import static io.github.bpf4j.asm.Opcode.*;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.runtime.memory.GuestFault;
import org.jspecify.annotations.Nullable;

/**
 * The switch interpreter: one dispatch over packed instruction words, whose memory accesses a subclass provides (RFC 9669
 * sections 4 and 5). Stateless and safe for any number of CPUs.
 */
/*
 * The hot loop is guarded by the benchmark in conformance and by a test of its bytecode size: HotSpot never compiles a method
 * of 8000 bytes or more. So rare instructions live in methods of their own (Alu, Atomics). A taken jump leaves the switch with
 * `break` and is carried out once, behind it; everything else goes on with `continue`.
 *
 * Fuel is the number of instructions that a run may still spend. A function that is entered takes what it is long, a backward jump its
 * distance: so nothing runs more instructions than it has paid for.
 */
abstract sealed class Interpreter implements Engine permits PlainInterpreter, CheckedInterpreter {
    private static final int TAIL_CALL = 12;

    private final TailCalls tailCalls;
    private final @Nullable StepListener steps;

    /** With a listener to be told of each instruction, for tests; else null. */
    Interpreter(TailCalls tailCalls, @Nullable StepListener steps) {
        this.tailCalls = tailCalls;
        this.steps = steps;
    }

    abstract long load8(long base, int offset);

    abstract long load16(long base, int offset);

    abstract long load32(long base, int offset);

    abstract long load64(long base, int offset);

    /** Loads bytes that may be none: then it gives 0. */
    abstract long probe(long address, int sizeBytes);

    abstract void store8(long base, int offset, long value);

    abstract void store16(long base, int offset, long value);

    abstract void store32(long base, int offset, long value);

    abstract void store64(long base, int offset, long value);

    /** Carries out an atomic instruction on the registers. */
    abstract void atomic(long insn, long[] r, int sizeBytes);

    /** Judges the arguments of a helper or kernel function before the call. */
    abstract void beforeCall(long call, Cpu cpu, long[] r);

    @Override
    public final long run(Image image, int entry, Cpu cpu, long r1, long r2, long r3, long r4, long r5) {
        Detour other = cpu.detour(image, entry);
        if (other != null) {
            return cpu.divert(other, image, entry, r1, r2, r3, r4, r5);
        }
        int depthBefore = cpu.depth();
        long[] r = cpu.enter();
        r[1] = r1;
        r[2] = r2;
        r[3] = r3;
        r[4] = r4;
        r[5] = r5;
        try {
            return dispatch(image, entry, cpu, r);
        } catch (EndOfProgram end) {
            if (cpu.isOutermost()) {
                return 0;
            }
            throw end;
        } catch (ListenerThrew listener) {
            throw listener.outOf(cpu);
        } finally {
            cpu.leave(depthBefore);
        }
    }

    /** Goes on, in the frame that is open, with an image that a compiled one made a tail call to. */
    final long goOn(Image image, Cpu cpu, long context) {
        long[] r = cpu.freshRegisters();
        r[1] = context;
        return dispatch(image, 0, cpu, r);
    }

    /** Begins with the target of a tail call: its code. Or runs it to its end, and gives code that does no more than return. */
    abstract long[] begin(Image target, Cpu cpu, long[] r);

    /** A load from what the verifier took for an object of the kernel. */
    private long probed(long insn, long base) {
        int sizeBytes = Instruction.accessBytes(insn);
        long value = probe(base + (short) (insn >> 16), sizeBytes);
        int unused = Long.SIZE - sizeBytes * Byte.SIZE;
        return Instruction.mode(insn) == Image.PROBE_MEMSX ? value << unused >> unused : value;
    }

    private long dispatch(Image startImage, int entry, Cpu cpu, long[] r) {
        Image image = startImage;
        cpu.setImage(image);
        long[] code = image.code();
        int pc = entry;
        int baseDepth = cpu.depth();
        long fuel = cpu.fuel();
        StepListener watching = steps;
        if (r.length < 16) {
            throw new IllegalArgumentException("16 registers are needed so that no index needs a check");
        }
        try {
            while (true) {
                if (watching != null) {
                    watching.before(image, pc, cpu, r);
                }
                long insn = code[pc++];
                int dst = (int) (insn >> 8) & 15;
                int src = (int) (insn >> 12) & 15;
                switch ((int) insn & 0xff) {
                    case ALU64 | ADD | K:
                        r[dst] += insn >> 32;
                        continue;
                    case ALU64 | ADD | X:
                        r[dst] += r[src];
                        continue;
                    case ALU64 | SUB | K:
                        r[dst] -= insn >> 32;
                        continue;
                    case ALU64 | SUB | X:
                        r[dst] -= r[src];
                        continue;
                    case ALU64 | MUL | K:
                        r[dst] *= insn >> 32;
                        continue;
                    case ALU64 | MUL | X:
                        r[dst] *= r[src];
                        continue;
                    case ALU64 | DIV | K:
                        r[dst] = Alu.divide64(insn, r[dst], insn >> 32);
                        continue;
                    case ALU64 | DIV | X:
                        r[dst] = Alu.divide64(insn, r[dst], r[src]);
                        continue;
                    case ALU64 | MOD | K:
                        r[dst] = Alu.modulo64(insn, r[dst], insn >> 32);
                        continue;
                    case ALU64 | MOD | X:
                        r[dst] = Alu.modulo64(insn, r[dst], r[src]);
                        continue;
                    case ALU64 | OR | K:
                        r[dst] |= insn >> 32;
                        continue;
                    case ALU64 | OR | X:
                        r[dst] |= r[src];
                        continue;
                    case ALU64 | AND | K:
                        r[dst] &= insn >> 32;
                        continue;
                    case ALU64 | AND | X:
                        r[dst] &= r[src];
                        continue;
                    case ALU64 | XOR | K:
                        r[dst] ^= insn >> 32;
                        continue;
                    case ALU64 | XOR | X:
                        r[dst] ^= r[src];
                        continue;
                    case ALU64 | LSH | K:
                        r[dst] <<= insn >> 32;
                        continue;
                    case ALU64 | LSH | X:
                        r[dst] <<= r[src];
                        continue;
                    case ALU64 | RSH | K:
                        r[dst] >>>= insn >> 32;
                        continue;
                    case ALU64 | RSH | X:
                        r[dst] >>>= r[src];
                        continue;
                    case ALU64 | ARSH | K:
                        r[dst] >>= insn >> 32;
                        continue;
                    case ALU64 | ARSH | X:
                        r[dst] >>= r[src];
                        continue;
                    case ALU64 | NEG | K:
                        r[dst] = -r[dst];
                        continue;
                    case ALU64 | MOV | K:
                        r[dst] = insn >> 32;
                        continue;
                    case ALU64 | MOV | X:
                        r[dst] = Alu.move64(insn, r[src]);
                        continue;
                    case ALU64 | END | K:
                        r[dst] = Alu.swap(insn, r[dst]);
                        continue;
                    case ALU | ADD | K:
                        r[dst] = (r[dst] + (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | ADD | X:
                        r[dst] = (r[dst] + r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | SUB | K:
                        r[dst] = (r[dst] - (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | SUB | X:
                        r[dst] = (r[dst] - r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | MUL | K:
                        r[dst] = (r[dst] * (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | MUL | X:
                        r[dst] = (r[dst] * r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | DIV | K:
                        r[dst] = Alu.divide32(insn, (int) r[dst], (int) (insn >> 32));
                        continue;
                    case ALU | DIV | X:
                        r[dst] = Alu.divide32(insn, (int) r[dst], (int) r[src]);
                        continue;
                    case ALU | MOD | K:
                        r[dst] = Alu.modulo32(insn, (int) r[dst], (int) (insn >> 32));
                        continue;
                    case ALU | MOD | X:
                        r[dst] = Alu.modulo32(insn, (int) r[dst], (int) r[src]);
                        continue;
                    case ALU | OR | K:
                        r[dst] = (r[dst] | (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | OR | X:
                        r[dst] = (r[dst] | r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | AND | K:
                        r[dst] = r[dst] & (insn >> 32) & 0xffff_ffffL;
                        continue;
                    case ALU | AND | X:
                        r[dst] = r[dst] & r[src] & 0xffff_ffffL;
                        continue;
                    case ALU | XOR | K:
                        r[dst] = (r[dst] ^ (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | XOR | X:
                        r[dst] = (r[dst] ^ r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | LSH | K:
                        r[dst] = ((int) r[dst] << (int) (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | LSH | X:
                        r[dst] = ((int) r[dst] << (int) r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | RSH | K:
                        r[dst] = ((int) r[dst] >>> (int) (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | RSH | X:
                        r[dst] = ((int) r[dst] >>> (int) r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | ARSH | K:
                        r[dst] = ((int) r[dst] >> (int) (insn >> 32)) & 0xffff_ffffL;
                        continue;
                    case ALU | ARSH | X:
                        r[dst] = ((int) r[dst] >> (int) r[src]) & 0xffff_ffffL;
                        continue;
                    case ALU | NEG | K:
                        r[dst] = -r[dst] & 0xffff_ffffL;
                        continue;
                    case ALU | MOV | K:
                        r[dst] = insn >>> 32;
                        continue;
                    case ALU | MOV | X:
                        r[dst] = Alu.move32(insn, r[src]);
                        continue;
                    case ALU | END | K:
                        r[dst] = Alu.toLittle(insn, r[dst]);
                        continue;
                    case ALU | END | X:
                        r[dst] = Alu.swap(insn, r[dst]);
                        continue;

                    case LD | IMM | DW:
                        r[dst] = Instruction.wideImm(insn, code[pc++]);
                        continue;
                    case LDX | MEM | B:
                        r[dst] = load8(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEM | H:
                        r[dst] = load16(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEM | W:
                        r[dst] = load32(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEM | DW:
                        r[dst] = load64(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEMSX | B:
                        r[dst] = (byte) load8(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEMSX | H:
                        r[dst] = (short) load16(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | MEMSX | W:
                        r[dst] = (int) load32(r[src], (short) (insn >> 16));
                        continue;
                    case LDX | Image.PROBE_MEM | B,
                            LDX | Image.PROBE_MEM | H,
                            LDX | Image.PROBE_MEM | W,
                            LDX | Image.PROBE_MEM | DW,
                            LDX | Image.PROBE_MEMSX | B,
                            LDX | Image.PROBE_MEMSX | H,
                            LDX | Image.PROBE_MEMSX | W:
                        r[dst] = probed(insn, r[src]);
                        continue;
                    case ST | MEM | B:
                        store8(r[dst], (short) (insn >> 16), insn >> 32);
                        continue;
                    case ST | MEM | H:
                        store16(r[dst], (short) (insn >> 16), insn >> 32);
                        continue;
                    case ST | MEM | W:
                        store32(r[dst], (short) (insn >> 16), insn >> 32);
                        continue;
                    case ST | MEM | DW:
                        store64(r[dst], (short) (insn >> 16), insn >> 32);
                        continue;
                    case STX | MEM | B:
                        store8(r[dst], (short) (insn >> 16), r[src]);
                        continue;
                    case STX | MEM | H:
                        store16(r[dst], (short) (insn >> 16), r[src]);
                        continue;
                    case STX | MEM | W:
                        store32(r[dst], (short) (insn >> 16), r[src]);
                        continue;
                    case STX | MEM | DW:
                        store64(r[dst], (short) (insn >> 16), r[src]);
                        continue;
                    case STX | ATOMIC | B:
                        atomic(insn, r, 1);
                        continue;
                    case STX | ATOMIC | H:
                        atomic(insn, r, 2);
                        continue;
                    case STX | ATOMIC | W:
                        atomic(insn, r, 4);
                        continue;
                    case STX | ATOMIC | DW:
                        atomic(insn, r, 8);
                        continue;

                    case JMP | JA:
                        break;
                    case JMP32 | JA:
                        fuel = cpu.spendJump(fuel, (int) (insn >> 32));
                        pc += (int) (insn >> 32);
                        continue;
                    case JMP | JCOND:
                        if (cpu.mayGotoEnds()) {
                            break;
                        }
                        continue;
                    case JMP | JEQ | K:
                        if (r[dst] == insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JEQ | X:
                        if (r[dst] == r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JNE | K:
                        if (r[dst] != insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JNE | X:
                        if (r[dst] != r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JGT | K:
                        if (Long.compareUnsigned(r[dst], insn >> 32) > 0) {
                            break;
                        }
                        continue;
                    case JMP | JGT | X:
                        if (Long.compareUnsigned(r[dst], r[src]) > 0) {
                            break;
                        }
                        continue;
                    case JMP | JGE | K:
                        if (Long.compareUnsigned(r[dst], insn >> 32) >= 0) {
                            break;
                        }
                        continue;
                    case JMP | JGE | X:
                        if (Long.compareUnsigned(r[dst], r[src]) >= 0) {
                            break;
                        }
                        continue;
                    case JMP | JLT | K:
                        if (Long.compareUnsigned(r[dst], insn >> 32) < 0) {
                            break;
                        }
                        continue;
                    case JMP | JLT | X:
                        if (Long.compareUnsigned(r[dst], r[src]) < 0) {
                            break;
                        }
                        continue;
                    case JMP | JLE | K:
                        if (Long.compareUnsigned(r[dst], insn >> 32) <= 0) {
                            break;
                        }
                        continue;
                    case JMP | JLE | X:
                        if (Long.compareUnsigned(r[dst], r[src]) <= 0) {
                            break;
                        }
                        continue;
                    case JMP | JSGT | K:
                        if (r[dst] > insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JSGT | X:
                        if (r[dst] > r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JSGE | K:
                        if (r[dst] >= insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JSGE | X:
                        if (r[dst] >= r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JSLT | K:
                        if (r[dst] < insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JSLT | X:
                        if (r[dst] < r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JSLE | K:
                        if (r[dst] <= insn >> 32) {
                            break;
                        }
                        continue;
                    case JMP | JSLE | X:
                        if (r[dst] <= r[src]) {
                            break;
                        }
                        continue;
                    case JMP | JSET | K:
                        if ((r[dst] & insn >> 32) != 0) {
                            break;
                        }
                        continue;
                    case JMP | JSET | X:
                        if ((r[dst] & r[src]) != 0) {
                            break;
                        }
                        continue;
                    case JMP32 | JEQ | K:
                        if ((int) r[dst] == (int) (insn >> 32)) {
                            break;
                        }
                        continue;
                    case JMP32 | JEQ | X:
                        if ((int) r[dst] == (int) r[src]) {
                            break;
                        }
                        continue;
                    case JMP32 | JNE | K:
                        if ((int) r[dst] != (int) (insn >> 32)) {
                            break;
                        }
                        continue;
                    case JMP32 | JNE | X:
                        if ((int) r[dst] != (int) r[src]) {
                            break;
                        }
                        continue;
                    case JMP32 | JGT | K, JMP32 | JGE | K, JMP32 | JLT | K, JMP32 | JLE | K, JMP32 | JSET | K:
                    case JMP32 | JSGT | K, JMP32 | JSGE | K, JMP32 | JSLT | K, JMP32 | JSLE | K:
                        if (Alu.taken32(insn, (int) r[dst], (int) (insn >> 32))) {
                            break;
                        }
                        continue;
                    case JMP32 | JGT | X, JMP32 | JGE | X, JMP32 | JLT | X, JMP32 | JLE | X, JMP32 | JSET | X:
                    case JMP32 | JSGT | X, JMP32 | JSGE | X, JMP32 | JSLT | X, JMP32 | JSLE | X:
                        if (Alu.taken32(insn, (int) r[dst], (int) r[src])) {
                            break;
                        }
                        continue;

                    case JMP | CALL:
                        cpu.fuel = fuel;
                        if (src == PSEUDO_CALL) {
                            pc = cpu.call(image, pc, (int) (insn >> 32), r);
                            fuel = cpu.fuel();
                            continue;
                        }
                        if (src == 0 && insn >>> 32 == TAIL_CALL) {
                            Image target = tailCall(insn, cpu, r);
                            if (target != null) {
                                image = target;
                                code = begin(image, cpu, r);
                                fuel = cpu.fuel();
                                pc = 0;
                            }
                            continue;
                        }
                        cpu.callSite = pc - 1;
                        callHelper(image, insn, cpu, r);
                        fuel = cpu.fuel();
                        continue;
                    case JMP | EXIT:
                        if (cpu.depth() == baseDepth) {
                            cpu.fuel = fuel;
                            return r[0];
                        }
                        pc = cpu.pop(r);
                        image = cpu.poppedImage();
                        cpu.setImage(image);
                        code = image.code();
                        continue;

                    case LD | ABS | B, LD | ABS | H, LD | ABS | W, LD | IND | B, LD | IND | H, LD | IND | W:
                        long loaded = GuestContext.load(cpu, insn, r[src]);
                        if (loaded >= 0) {
                            r[0] = loaded;
                            continue;
                        }
                        r[0] = 0;
                        if (cpu.depth() == baseDepth) {
                            cpu.fuel = fuel;
                            return 0;
                        }
                        pc = cpu.pop(r);
                        image = cpu.poppedImage();
                        cpu.setImage(image);
                        code = image.code();
                        continue;
                    default:
                        throw Image.badInstruction(insn);
                }
                int distance = (short) (insn >> 16);
                if (distance < 0) {
                    fuel += distance;
                    if (fuel < 0) {
                        throw Cpu.outOfFuel();
                    }
                }
                pc += distance;
            }
        } catch (GuestFault fault) {
            throw cpu.spent(fuel, fault).at(image, pc - 1);
        } catch (ArrayIndexOutOfBoundsException e) {
            throw cpu.spent(fuel, Image.outOfProgram()).at(image, JitFlow.target(code, 0, pc - 1));
        } catch (InternalError | OutOfMemoryError | StackOverflowError e) {
            throw cpu.spent(fuel, HostFailure.noMemory()).at(image, pc - 1);
        }
    }

    private void callHelper(Image image, long call, Cpu cpu, long[] r) {
        int id = (int) (call >> 32);
        boolean kernel = ((int) (call >> 12) & 15) == PSEUDO_KFUNC_CALL;
        HelperFunction function = kernel ? image.kfunc(id) : image.helper(id);
        beforeCall(call, cpu, r);
        try {
            r[0] = function.call(cpu, r[1], r[2], r[3], r[4], r[5]);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            throw HostFailure.of(e, (kernel ? "kernel function " : "helper ") + id);
        }
    }

    private @Nullable Image tailCall(long call, Cpu cpu, long[] r) {
        beforeCall(call, cpu, r);
        return tailCalls.target(cpu, r[2], r[3]);
    }
}
