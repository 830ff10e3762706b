package io.github.bpf4j.runtime.engine;

import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A program ready to run: instructions whose maps and functions are resolved to addresses and handles. */
public final class Image {
    /** The word of an instruction that no verified path comes to: running it ends the run. */
    public static final long UNREACHED = 0;

    /** Mode of a load that gives 0 where there is no memory; no program comes with it. */
    public static final int PROBE_MEM = 0x20;
    /** As PROBE_MEM, extending the sign. */
    public static final int PROBE_MEMSX = 0x40;

    /** The first instruction of no function. */
    public static final int NO_FUNCTION = -1;

    private final int id;
    private final String name;
    private final long[] code;
    private final int[] entries;
    private final HelperFunction[] helpers;
    private final HelperFunction[] kfuncs;
    private final SourceMap source;
    private final int @Nullable [] ends;
    private volatile int exceptionCallback = NO_FUNCTION;
    private volatile @Nullable Detour @Nullable [] detours;
    private final Object compileLock = new Object();
    private volatile @Nullable CompiledCode compiled;
    private volatile @Nullable Object owner;
    private volatile Compilation compilation = Compilation.NONE;
    private volatile boolean retired;
    private long generatedBytes;
    private long untilHot = Long.MAX_VALUE;

    /**
     * Makes an image.
     *
     * @param id unique in the runtime
     * @param code checked instructions; kept, not copied
     * @param entries the first instructions of its functions, ascending
     * @param helpers by helper id, null where there is none; kept, not copied
     * @param kfuncs by the immediate of their calls, null where there is none; kept, not copied
     * @param source tells what instructions come from
     */
    public Image(
            int id,
            String name,
            long[] code,
            int[] entries,
            HelperFunction[] helpers,
            HelperFunction[] kfuncs,
            SourceMap source) {
        this.id = id;
        this.name = name;
        this.code = code;
        this.entries = entries.clone();
        this.helpers = helpers;
        this.kfuncs = kfuncs;
        this.source = source;
        ends = FunctionEnds.of(code, entries);
    }

    public int id() {
        return id;
    }

    public String name() {
        return name;
    }

    /** The program that the host keeps of it; null of raw code, and once the program is gone. */
    public @Nullable Object owner() {
        return owner;
    }

    public void setOwner(@Nullable Object program) {
        owner = program;
    }

    long[] code() {
        return code;
    }

    /** The first instructions of its functions, ascending. */
    int[] entries() {
        return entries;
    }

    /** What the JIT made of it; null if it did not yet. */
    @Nullable
    CompiledCode compiled() {
        return compiled;
    }

    void setCompiled(CompiledCode code) {
        compiled = code;
    }

    /** Held while it is compiled: by nobody who needs more than that. */
    Object compileLock() {
        return compileLock;
    }

    /** Whether it runs as JVM bytecode from now on. */
    public boolean isCompiled() {
        return compiled != null;
    }

    /** What came of compiling it. */
    public Compilation compilation() {
        return compilation;
    }

    void setCompilation(Compilation done) {
        compilation = done;
    }

    /** Notes the size of a class file that was made of it. */
    void generated(int classBytes) {
        generatedBytes += classBytes;
    }

    long generatedBytes() {
        return generatedBytes;
    }

    /** How many instructions it has, the second half of those of two words included. */
    public int instructions() {
        return code.length;
    }

    /** Its program is gone: nobody will run it any more, so that there is no use in compiling it. */
    public void retire() {
        retired = true;
    }

    boolean isRetired() {
        return retired;
    }

    /** Says how much it has to run until {@link #warm} tells that it is hot. */
    void setUntilHot(long amount) {
        untilHot = amount;
    }

    /**
     * Counts what it ran. Threads that do so at once may lose some of it.
     *
     * @return whether it is hot now: said to one caller, seldom to several at once
     */
    boolean warm(long amount) {
        long left = untilHot - amount;
        if (left > 0) {
            untilHot = left;
            return false;
        }
        untilHot = Long.MAX_VALUE;
        return true;
    }

    /** What a run pays to begin at an instruction: as many as there are to the end of the function; nothing where there is none. */
    int price(int entry) {
        if (entry < 0 || entry >= code.length) {
            return 0;
        }
        return (ends == null ? code.length : ends[entry]) - entry;
    }

    boolean isEntry(int insnOffset) {
        return Arrays.binarySearch(entries, insnOffset) >= 0;
    }

    /** What the instructions come from. */
    SourceMap source() {
        return source;
    }

    /** Says which function runs when the program throws. */
    public void onException(int entry) {
        exceptionCallback = entry;
    }

    int exceptionCallback() {
        return exceptionCallback;
    }

    /**
     * Puts something in the place of a function, or around it: whoever calls it from now on comes to that.
     *
     * @param entry the function's first instruction
     * @return false if something is there already
     */
    public synchronized boolean divert(int entry, Detour detour) {
        @Nullable Detour @Nullable [] before = detours;
        if (before != null && before[entry] != null) {
            return false;
        }
        @Nullable Detour[] after = before == null ? new Detour[code.length] : before.clone();
        after[entry] = detour;
        detours = after;
        return true;
    }

    /** Lets a function be itself again; what runs in its place goes on to its end. */
    public synchronized void restore(int entry) {
        @Nullable Detour @Nullable [] before = detours;
        if (before == null) {
            return;
        }
        @Nullable Detour[] after = before.clone();
        after[entry] = null;
        detours = Arrays.stream(after).allMatch(Objects::isNull) ? null : after;
    }

    /** What is in the place of a function, or around it; null if nothing. */
    @Nullable
    Detour detour(int entry) {
        @Nullable Detour @Nullable [] now = detours;
        return now == null || entry < 0 || entry >= now.length ? null : now[entry];
    }

    static GuestFault badInstruction(long insn) {
        return new GuestFault(
                FaultKind.BAD_INSTRUCTION,
                insn == UNREACHED
                        ? "opcode 0x0, which stands where no path came when the program was verified"
                        : "opcode 0x" + Integer.toHexString((int) insn & 0xff));
    }

    static GuestFault outOfProgram() {
        return new GuestFault(FaultKind.OUT_OF_PROGRAM, "the program goes on where it has no instruction");
    }

    HelperFunction helper(int helperId) {
        HelperFunction helper = helperId >= 0 && helperId < helpers.length ? helpers[helperId] : null;
        if (helper == null) {
            throw new GuestFault(FaultKind.UNKNOWN_HELPER, "no helper has the number " + helperId);
        }
        return helper;
    }

    HelperFunction kfunc(int kfuncId) {
        HelperFunction kfunc = kfuncId >= 0 && kfuncId < kfuncs.length ? kfuncs[kfuncId] : null;
        if (kfunc == null) {
            throw new GuestFault(FaultKind.UNKNOWN_HELPER, "no kernel function has the number " + kfuncId);
        }
        return kfunc;
    }
}
