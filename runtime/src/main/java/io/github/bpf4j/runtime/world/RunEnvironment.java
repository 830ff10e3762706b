package io.github.bpf4j.runtime.world;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What a run of a program happens in, beside its context: who runs, what led there, what is counted. What is not said is not there, and
 * helpers that ask for it answer as Linux does then.
 *
 * @param pid the task that the CPU runs; 0 for the current one of the world, or of the run that this one is inside of
 * @param attachCookie the number that the program was attached with; 0 if with none
 * @param functionIp the address of the traced function; 0 if there is none
 * @param userStack addresses of instructions of the task's process, the innermost first
 * @param kernelStack addresses of instructions of the kernel's, the innermost first
 * @param counter what the perf event counted that the program is attached to
 * @param branches the branches that the CPU recorded, the latest first
 * @param returnValue what the hook returns unless a program decides otherwise: an errno, negative, or 0
 * @param userRegisters the {@code struct pt_regs} that the task left user space with; empty if nothing is known of it
 * @param session where in a session the run is, for programs that run when a function is entered and when it returns
 */
public record RunEnvironment(
        int pid,
        long attachCookie,
        long functionIp,
        List<Long> userStack,
        List<Long> kernelStack,
        PerfCounter counter,
        List<Branch> branches,
        int returnValue,
        Optional<KernelStruct> userRegisters,
        Session session) {
    /** Nothing is said: the world's current task, no stacks, no counts. */
    public static final RunEnvironment NONE = new RunEnvironment(
            0, 0, 0, List.of(), List.of(), PerfCounter.ZERO, List.of(), 0, Optional.empty(), Session.ENTRY);

    /**
     * The part of a session that a run is.
     *
     * @param isReturn whether the function returns
     * @param cookie what the run at the entry left for the one at the return
     */
    public record Session(boolean isReturn, long cookie) {
        /** A function is entered. */
        public static final Session ENTRY = new Session(false, 0);

        /** A function returns, and the run at its entry left this. */
        public static Session returning(long cookie) {
            return new Session(true, cookie);
        }
    }

    /**
     * A branch that was taken.
     *
     * @param from the address of the instruction that branched
     * @param to where it went
     * @param flags the bits behind the two addresses in {@code struct perf_branch_entry}
     */
    public record Branch(long from, long to, long flags) {}

    /** Copies the lists. */
    public RunEnvironment {
        userStack = List.copyOf(userStack);
        kernelStack = List.copyOf(kernelStack);
        branches = List.copyOf(branches);
    }

    /** A run in a task of the world. */
    public static RunEnvironment ofTask(int pid) {
        return NONE.withTask(pid);
    }

    /** The parts of an environment while one of them changes. */
    private static final class Parts {
        private int pid;
        private long attachCookie;
        private long functionIp;
        private List<Long> userStack;
        private List<Long> kernelStack;
        private PerfCounter counter;
        private List<Branch> branches;
        private int returnValue;
        private Optional<KernelStruct> userRegisters;
        private Session session;

        private Parts(RunEnvironment from) {
            pid = from.pid;
            attachCookie = from.attachCookie;
            functionIp = from.functionIp;
            userStack = from.userStack;
            kernelStack = from.kernelStack;
            counter = from.counter;
            branches = from.branches;
            returnValue = from.returnValue;
            userRegisters = from.userRegisters;
            session = from.session;
        }
    }

    private RunEnvironment with(Consumer<Parts> change) {
        Parts parts = new Parts(this);
        change.accept(parts);
        return new RunEnvironment(
                parts.pid,
                parts.attachCookie,
                parts.functionIp,
                parts.userStack,
                parts.kernelStack,
                parts.counter,
                parts.branches,
                parts.returnValue,
                parts.userRegisters,
                parts.session);
    }

    /** The same in a task of the world. */
    public RunEnvironment withTask(int task) {
        return with(parts -> parts.pid = task);
    }

    /** The same of a program that was attached with a cookie. */
    public RunEnvironment withAttachCookie(long cookie) {
        return with(parts -> parts.attachCookie = cookie);
    }

    /** The same in a function that begins at an address. */
    public RunEnvironment withFunctionIp(long address) {
        return with(parts -> parts.functionIp = address);
    }

    /** The same with the addresses that the task's process would return to, the innermost first. */
    public RunEnvironment withUserStack(List<Long> addresses) {
        return with(parts -> parts.userStack = addresses);
    }

    /** The same with the addresses that the kernel would return to, the innermost first. */
    public RunEnvironment withKernelStack(List<Long> addresses) {
        return with(parts -> parts.kernelStack = addresses);
    }

    /** The same with what the perf event has counted. */
    public RunEnvironment withCounter(PerfCounter counted) {
        return with(parts -> parts.counter = counted);
    }

    /** The same with branches that the CPU recorded, the latest first. */
    public RunEnvironment withBranches(List<Branch> recorded) {
        return with(parts -> parts.branches = recorded);
    }

    /** The same where the hook returns this unless a program decides otherwise. */
    public RunEnvironment withReturnValue(int value) {
        return with(parts -> parts.returnValue = value);
    }

    /** The same where the task left user space with these registers, a {@code struct pt_regs}. */
    public RunEnvironment withUserRegisters(KernelStruct registers) {
        return with(parts -> parts.userRegisters = Optional.of(registers));
    }

    /** The same at a point of a session. */
    public RunEnvironment withSession(Session point) {
        return with(parts -> parts.session = point);
    }
}
