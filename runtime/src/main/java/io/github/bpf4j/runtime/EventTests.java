package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.AttachType;
import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.event.EventContext;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * Test runs of programs that take no packets, as BPF_PROG_TEST_RUN does them (runtime spec 6). Those of programs around functions do not
 * run the program: they call functions that are there to be traced.
 */
final class EventTests {
    private static final int MOST_ARGUMENT_BYTES = 12 * Long.BYTES;
    private static final int MOST_CONTEXT_BYTES = 65535;
    private static final int LOW_HALF = 0xffff;

    /** What the function that programs may change returns, and the one like it with seven arguments. */
    private static final int MODIFIED = 4;

    private static final int MODIFIED_OF_SEVEN = 29;

    private final Machine machine;
    private final Supplier<LiveProgram> opened;
    private final LiveProgram program;
    private final EventTestRun asked;

    /**
     * A test run that is asked for.
     *
     * @param opened the program, or an exception once its descriptor is closed: asked again when a CPU is free
     */
    EventTests(Machine machine, Supplier<LiveProgram> opened, EventTestRun asked) {
        this.machine = machine;
        this.opened = opened;
        program = opened.get();
        this.asked = asked;
    }

    EventTestRun.Result run() {
        return switch (program.type()) {
            case TRACING -> tracing();
            case RAW_TRACEPOINT -> rawTracepoint();
            case SYSCALL -> syscall();
            default -> throw refused(Errno.ENOTSUPP, "programs of this type have none");
        };
    }

    private BpfErrnoException refused(Errno errno, String reason) {
        return new BpfErrnoException(errno, "test run of " + program + ": " + reason);
    }

    private EventTestRun.Result tracing() {
        if (asked.flags() != 0 || asked.cpu() != 0 || asked.batchSize() != 0) {
            throw refused(Errno.EINVAL, "it takes no flags, CPU or size of batches");
        }
        AttachType attach = program.linked().spec().expectedAttachType();
        int result = switch (attach) {
            case TRACE_FENTRY, TRACE_FEXIT -> functions();
            case MODIFY_RETURN -> modified();
            case null, default -> throw refused(Errno.EFAULT, "it is around no function");
        };
        return new EventTestRun.Result(result, new byte[0]);
    }

    /** A function that is there to be traced, and what it is called with. */
    private record Function(String name, long result, List<KernelValue> arguments) {}

    private static List<KernelValue> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).mapToObj(KernelValue::of).toList();
    }

    private int functions() {
        KernelValue struct = KernelValue.of(KernelStruct.of("bpf_fentry_test_t"));
        try (Occupancy.Seat seat = machine.occupyAny()) {
            List.of(
                            new Function("bpf_fentry_test1", 2, numbers(1, 1)),
                            new Function("bpf_fentry_test2", 5, numbers(2, 3)),
                            new Function("bpf_fentry_test3", 15, numbers(4, 6)),
                            new Function("bpf_fentry_test4", 34, numbers(7, 10)),
                            new Function("bpf_fentry_test5", 65, numbers(11, 15)),
                            new Function("bpf_fentry_test6", 111, numbers(16, 21)),
                            new Function("bpf_fentry_test7", 0, List.of(KernelValue.of(0))),
                            new Function("bpf_fentry_test8", 0, List.of(struct)),
                            new Function("bpf_fentry_test9", 0, List.of(KernelValue.of(new byte[Integer.BYTES]))))
                    .forEach(function -> runner(function, seat.cpu()).fire());
        }
        return 0;
    }

    private EventRunner runner(Function function, int cpu) {
        EventContext context = new EventContext.Arguments(
                function.arguments(), Map.of(), Optional.of(KernelValue.of(function.result())));
        return new EventRunner(
                machine,
                Event.at(AttachPoints.FUNCTION + function.name(), context).on(cpu));
    }

    /** The functions raise what their second argument points to, if they are called at all. */
    private int modified() {
        KernelValue pointer = KernelValue.of(new byte[] {2, 0, 0, 0});
        List<KernelValue> seven = new ArrayList<>(numbers(1, 7));
        seven.set(1, pointer);
        Function two = new Function("bpf_modify_return_test", MODIFIED, List.of(KernelValue.of(1), pointer));
        Function more = new Function("bpf_modify_return_test2", MODIFIED_OF_SEVEN, seven);
        int result = 0;
        int effects = 0;
        try (Occupancy.Seat seat = machine.occupyAny()) {
            for (Function function : List.of(two, more)) {
                EventRunner runner = runner(function, seat.cpu());
                result += (int) runner.fire().result();
                effects += runner.wasCalled() ? 1 : 0;
            }
        }
        return effects << Short.SIZE | result & LOW_HALF;
    }

    private EventTestRun.Result rawTracepoint() {
        int bytes = asked.contextIn().length;
        boolean other = asked.dataIn().length != 0 || asked.repeat() != 0 || asked.batchSize() != 0;
        if (other || bytes < program.contextEnd() || bytes > MOST_ARGUMENT_BYTES) {
            throw refused(Errno.EINVAL, "it takes the arguments that the program reads, and nothing else");
        }
        boolean chosen = (asked.flags() & EventTestRun.ON_CPU) != 0;
        if (!chosen && asked.cpu() != 0) {
            throw refused(Errno.EINVAL, "a CPU without the flag for it");
        }
        if (asked.cpu() < 0 || asked.cpu() >= machine.cpus.length) {
            throw refused(Errno.ENXIO, "there is no CPU " + Integer.toUnsignedString(asked.cpu()));
        }
        return new EventTestRun.Result(runOn(asked.cpu()).run().verdict(), new byte[0]);
    }

    private Program.ContextResult runOn(int cpu) {
        try (var _ = machine.occupy(cpu)) {
            return opened.get().run(asked.contextIn(), cpu, ExecutionContext.PROCESS, RunEnvironment.NONE);
        }
    }

    private EventTestRun.Result syscall() {
        int bytes = asked.contextIn().length;
        boolean other =
                asked.dataIn().length != 0 || asked.repeat() != 0 || asked.flags() != 0 || asked.batchSize() != 0;
        if (other || bytes < program.contextEnd() || bytes > MOST_CONTEXT_BYTES) {
            throw refused(Errno.EINVAL, "it takes a context that the program stays in, and nothing else");
        }
        try (Occupancy.Seat seat = machine.occupyAny()) {
            Program.ContextResult result =
                    opened.get().run(asked.contextIn(), seat.cpu(), ExecutionContext.PROCESS, RunEnvironment.NONE);
            return new EventTestRun.Result(result.run().verdict(), result.context());
        }
    }
}
