package io.github.bpf4j.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.contexts.BlobContext;
import io.github.bpf4j.runtime.engine.HelperFunction;
import io.github.bpf4j.runtime.engine.Image;
import io.github.bpf4j.runtime.engine.SourceMap;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedRunsTest {
    /** What a run kept is let go of once: those after it that keep nothing are not looked at. */
    @Test
    void onlyRunsWhoseNumberWasAskedForHaveSomethingToLetGoOf() {
        List<Boolean> noted = new ArrayList<>();
        int[] runs = {0};
        HelperFunction asksOnce = (cpu, _, _, _, _, _) -> runs[0]++ == 1 ? cpu.run() : 0;
        try (Runtime runtime = Runtime.builder().build()) {
            Machine machine = runtime.machine;
            Image image = new Image(
                    machine.nextImageId(),
                    "p",
                    Assembler.assemble("call 1\nexit"),
                    new int[0],
                    new HelperFunction[] {null, asksOnce},
                    new HelperFunction[0],
                    SourceMap.NONE);
            machine.engine.prepare(image);
            BlobContext context = new BlobContext(machine.memory, "the memory", new byte[8]);
            try (Occupancy.Seat seat = machine.occupy(0)) {
                RepeatedRuns repeated = new RepeatedRuns(machine, seat, 5);
                machine.runs.run(image, context, seat.cpu(), 0, ExecutionContext.PROCESS, was -> {
                    noted.add(was);
                    return repeated.goesOn(was);
                });
                context.close();
            }
        }
        assertThat(noted).containsExactly(false, true, false, false, false);
    }
}
