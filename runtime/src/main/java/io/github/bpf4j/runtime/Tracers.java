package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.contexts.PacketContext;
import io.github.bpf4j.runtime.engine.Cpu;
import io.github.bpf4j.runtime.engine.Detour;
import io.github.bpf4j.runtime.engine.Handle;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.memory.FaultKind;
import io.github.bpf4j.runtime.memory.GuestFault;
import io.github.bpf4j.runtime.world.RunEnvironment;
import io.github.bpf4j.verifier.TracedFunction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The programs of fentry and fexit around one function of a program: of each kind the latest one runs first, as in Linux. */
final class Tracers implements Detour.Around {
    private final Machine machine;
    private final TracedFunction function;
    private final int entry;
    private volatile List<TracingLink> entering = List.of();
    private volatile List<TracingLink> leaving = List.of();

    Tracers(Machine machine, Extension target) {
        this.machine = machine;
        function = target.traced();
        entry = target.entry();
    }

    /**
     * Checks whether one more program can be added.
     *
     * @throws BpfErrnoException E2BIG if there are as many as there can be
     */
    void checkRoom() {
        if (entering.size() + leaving.size() == AttachPoints.MOST_TRAMPOLINE_PROGRAMS) {
            throw new BpfErrnoException(Errno.E2BIG, "attaching one more program around " + function.name());
        }
    }

    /** Lets a program run from now on. */
    void add(TracingLink link) {
        if (isOfExit(link)) {
            leaving = with(leaving, link);
        } else {
            entering = with(entering, link);
        }
    }

    /** Lets a program run no more; what runs goes on to its end. */
    void remove(TracingLink link) {
        entering = entering.stream().filter(each -> each != link).toList();
        leaving = leaving.stream().filter(each -> each != link).toList();
    }

    boolean isEmpty() {
        return entering.isEmpty() && leaving.isEmpty();
    }

    private static boolean isOfExit(TracingLink link) {
        return link.program().linked().spec().expectedAttachType() == AttachType.TRACE_FEXIT;
    }

    private static List<TracingLink> with(List<TracingLink> links, TracingLink latest) {
        List<TracingLink> more = new ArrayList<>(links);
        more.addFirst(latest);
        return List.copyOf(more);
    }

    @Override
    public void enter(Cpu cpu, long[] arguments) {
        List<TracingLink> links = entering;
        if (!links.isEmpty()) {
            run(cpu, links, words(cpu, arguments));
        }
    }

    @Override
    public void leave(Cpu cpu, long[] arguments, long result) {
        List<TracingLink> links = leaving;
        if (!links.isEmpty()) {
            long[] words = words(cpu, arguments);
            long[] all = function.returns() ? Arrays.copyOf(words, words.length + 1) : words;
            if (function.returns()) {
                all[words.length] = result;
            }
            run(cpu, links, all);
        }
    }

    /** What programs are given: the registers of the arguments, and the kernel's view of a context. */
    private long[] words(Cpu cpu, long[] arguments) {
        long[] words = Arrays.copyOf(arguments, function.arguments());
        for (int i = 0; i < words.length; i++) {
            if (function.isContext(i)) {
                words[i] = view(cpu, words[i]);
            }
        }
        return words;
    }

    /** Of what is no packet nothing is known, and programs around it were not let look at it. */
    private long view(Cpu cpu, long address) {
        return cpu.context() instanceof PacketContext packet && packet.address() == address
                ? machine.kfuncs.contextView(cpu, address)
                : address;
    }

    private void run(Cpu cpu, List<TracingLink> links, long[] words) {
        if (cpu.isFull()) {
            throw new GuestFault(
                    FaultKind.CALL_DEPTH,
                    "so many runs are inside each other that nobody can trace " + function.name());
        }
        RunEnvironment environment = RunEnvironment.NONE.withFunctionIp(
                Handle.function(cpu.currentImage().id(), entry));
        EventContext context = EventContext.bytes(Program.argumentsOf(words));
        for (TracingLink link : links) {
            RunEnvironment around = link.cookie() == 0 ? environment : environment.withAttachCookie(link.cookie());
            try {
                link.program().run(context, cpu.id(), ExecutionContext.PROCESS, around);
            } catch (BpfErrnoException noRoom) {
                GuestFault missed = new GuestFault(FaultKind.HOST_FAILURE, String.valueOf(noRoom.getMessage()));
                machine.runs.report(missed, link.program().image(), 0, cpu.id());
            }
        }
    }
}
