package io.github.bpf4j.verifier.transfer;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.verifier.state.Frame;
import io.github.bpf4j.verifier.state.Frame.Entry;
import io.github.bpf4j.verifier.state.Kind;
import io.github.bpf4j.verifier.state.Register;
import io.github.bpf4j.verifier.state.State;
import java.util.BitSet;

/** Simulates single instructions. Not safe for use by several threads. */
public final class Simulator {
    /** What {@link #step} answers when a path is at its end. */
    public static final int END = Functions.END;

    private final Subject subject;
    private final Current current;
    private final Exploration exploration;
    private final Arithmetic arithmetic;
    private final Jumps jumps;
    private final MemoryAccess memory;
    private final AddressLoads addresses;
    private final PacketLoads packets;
    private final Calls calls;
    private final Functions functions;

    public Simulator(Subject subject, Current current, Exploration exploration, StackUse stackUse, Findings findings) {
        this.subject = subject;
        this.current = current;
        this.exploration = exploration;
        Links links = new Links(exploration);
        Leaks leaks = new Leaks(subject, current);
        Dynptrs dynptrs = new Dynptrs(subject, current, exploration, stackUse);
        StackAccess stack = new StackAccess(current, exploration, links, stackUse, leaks, dynptrs);
        KernelObjects objects = new KernelObjects(subject, current, exploration);
        ProgramObjects programObjects = new ProgramObjects(subject, current, exploration);
        Kptrs kptrs = new Kptrs(current, programObjects, objects);
        ContextAccess context = new ContextAccess(subject, current, exploration, objects);
        this.memory =
                new MemoryAccess(subject, current, stack, context, objects, programObjects, kptrs, findings, leaks);
        Speculation speculation = new Speculation(subject, current, exploration, memory);
        this.arithmetic = new Arithmetic(current, exploration, links, leaks, speculation);
        this.jumps = new Jumps(subject, current, exploration, links, leaks, speculation, findings);
        this.addresses = new AddressLoads(subject, current);
        Iterators iterators = new Iterators(current, exploration, stackUse);
        Arguments arguments = new Arguments(
                subject,
                current,
                exploration,
                memory,
                stack,
                iterators,
                objects,
                programObjects,
                kptrs,
                dynptrs,
                leaks);
        Callbacks callbacks = new Callbacks(subject, current, exploration);
        Graphs graphs = new Graphs(subject, current, programObjects, callbacks);
        this.calls = new Calls(
                subject,
                current,
                exploration,
                arguments,
                callbacks,
                iterators,
                dynptrs,
                objects,
                graphs,
                kptrs,
                findings);
        this.packets = new PacketLoads(subject, current, exploration, calls.regions());
        this.functions =
                new Functions(subject, current, exploration, calls.regions(), memory, stack, objects, dynptrs, leaks);
    }

    /** Whether a function is verified on its own, whoever calls it. */
    public boolean isGlobal(int subprogram) {
        return functions.isGlobal(subprogram);
    }

    /** The state in which the program begins. */
    public State entry() {
        if (subject.extension()) {
            return entry(0);
        }
        Frame frame = new Frame(0, -1, Entry.ROOT, 0);
        frame.set(1, Register.pointer(Kind.CONTEXT, 0));
        return new State(frame, subject.program().spec().sleepable(), 0);
    }

    /** The state in which a global function begins. */
    public State entry(int subprogram) {
        return functions.globals().entry(subprogram, subject.program().spec().sleepable(), exploration);
    }

    /** Global functions that simulated code has called. */
    public BitSet calledGlobals() {
        return functions.calledGlobals();
    }

    /**
     * Simulates the current instruction; other ways to go on were handed to the exploration.
     *
     * @return the slot at which the path goes on, or {@link #END}
     * @throws io.github.bpf4j.verifier.structure.Violation if the instruction is not safe
     */
    public int step() {
        int at = current.at();
        long word = subject.instructions().word(at);
        switch (Instruction.instructionClass(word)) {
            case Opcode.ALU, Opcode.ALU64 -> arithmetic.step(word);
            case Opcode.LDX -> memory.load(word);
            case Opcode.ST -> memory.store(word);
            case Opcode.STX -> {
                if (Instruction.mode(word) == Opcode.ATOMIC) {
                    memory.atomic(word);
                } else {
                    memory.store(word);
                }
            }
            case Opcode.LD -> {
                if (Instruction.isWide(word)) {
                    addresses.step(word);
                    return at + 2;
                }
                packets.step(word);
            }
            default -> {
                return jump(at, word);
            }
        }
        return at + 1;
    }

    private int jump(int at, long word) {
        return switch (Instruction.operation(word)) {
            case Opcode.JA -> (int) subject.instructions().jumpTarget(at);
            case Opcode.EXIT -> functions.exit();
            case Opcode.JCOND -> mayGoto(at);
            case Opcode.CALL -> {
                switch (Instruction.src(word)) {
                    case Opcode.PSEUDO_CALL -> {
                        yield functions.call();
                    }
                    case Opcode.PSEUDO_KFUNC_CALL -> {
                        yield calls.kfunc(word) ? at + 1 : functions.throwException();
                    }
                    default -> calls.helper(Instruction.imm(word));
                }
                yield at + 1;
            }
            default -> jumps.step(word);
        };
    }

    /** Either way is possible; the loop goes on as often as it may (A95). */
    private int mayGoto(int at) {
        State again = current.state().copy();
        again.passMayGoto();
        Exploration.Earlier earlier = exploration.earlierVisit(again, at);
        if (earlier != null) {
            Widening.widen(earlier, again);
        }
        exploration.later(again, at + 1);
        return (int) subject.instructions().jumpTarget(at);
    }
}
