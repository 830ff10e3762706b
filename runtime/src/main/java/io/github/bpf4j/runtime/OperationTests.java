package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.btf.BtfKind;
import io.github.bpf4j.btf.BtfType;
import io.github.bpf4j.object.KernelOperations;
import io.github.bpf4j.object.LinkedProgram.Operation;
import io.github.bpf4j.runtime.kernel.PlacedStruct;
import io.github.bpf4j.runtime.kernel.UserMemory;
import io.github.bpf4j.runtime.world.KernelStruct;
import io.github.bpf4j.runtime.world.KernelValue;
import io.github.bpf4j.runtime.world.RunEnvironment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Test runs of the operations that the kernel has for them (recorded in the corpus's operations-6.12.tsv): the context is the arguments, the
 * first of which leads to a state in the memory of the process that asks.
 */
final class OperationTests {
    private static final String STATE = "bpf_dummy_ops_state";
    private static final String MAY_BE_NULL = "test_1";

    private final Machine machine;
    private final LiveProgram program;

    OperationTests(Machine machine, LiveProgram program) {
        this.machine = machine;
        this.program = program;
    }

    private BpfErrnoException refused(Errno errno, String why) {
        return new BpfErrnoException(errno, "a test run of " + program + ": " + why);
    }

    /** Runs it; the caller occupies the CPU. */
    RunResult run(TestRun asked, int cpu) {
        Optional<Operation> operation = program.linked().operation();
        String member = operation.map(Operation::member).orElse("");
        if (operation
                .filter(each -> each.struct().equals(KernelOperations.BPF_DUMMY_OPS))
                .isEmpty()) {
            throw refused(
                    Errno.EOPNOTSUPP, "only operations of struct " + KernelOperations.BPF_DUMMY_OPS + " have any");
        }
        int count = arguments(member);
        if (asked.context.length != count * Long.BYTES) {
            throw refused(Errno.EINVAL, "a context of " + asked.context.length + " bytes for " + count + " arguments");
        }
        ByteBuffer given = ByteBuffer.wrap(asked.context).order(ByteOrder.LITTLE_ENDIAN);
        long address = given.getLong(0);
        if (address == 0 && !member.equals(MAY_BE_NULL)) {
            throw refused(Errno.EINVAL, "no state");
        }
        if (address == 0) {
            return program.call(asked.context, cpu, RunEnvironment.NONE, Map.of())
                    .result()
                    .run();
        }
        UserMemory user = machine.kernelObjects.userMemory(machine.kernelObjects.current(cpu));
        byte[] state = new byte[Integer.BYTES];
        if (user.copyOut(address, state) != state.length) {
            throw refused(Errno.EFAULT, "the process has no memory at 0x" + Long.toHexString(address));
        }
        int value = ByteBuffer.wrap(state).order(ByteOrder.LITTLE_ENDIAN).getInt();
        KernelStruct struct = KernelStruct.of(STATE).with("val", KernelValue.of(value));
        try (PlacedStruct placed = machine.kernelObjects.structs().place(struct, _ -> 0)) {
            byte[] slots = asked.context.clone();
            ByteBuffer.wrap(slots).order(ByteOrder.LITTLE_ENDIAN).putLong(0, placed.address());
            LiveProgram.Called called = program.call(slots, cpu, RunEnvironment.NONE, Map.of(0, Integer.BYTES));
            if (user.write(address, Objects.requireNonNull(called.behind().get(0))) != Integer.BYTES) {
                throw refused(Errno.EFAULT, "the process cannot write at 0x" + Long.toHexString(address));
            }
            return called.result().run();
        }
    }

    private int arguments(String member) {
        Btf types = machine.kernelTypes;
        BtfType.Struct struct = (BtfType.Struct) types.type(
                types.find(BtfKind.STRUCT, KernelOperations.BPF_DUMMY_OPS).orElseThrow());
        return KernelOperations.function(types, struct, member)
                .map(function -> ((BtfType.FuncProto) types.type(function.prototypeId()))
                        .parameters()
                        .size())
                .orElseThrow(() -> refused(Errno.EINVAL, "there is no such operation"));
    }
}
