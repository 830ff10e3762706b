package io.github.bpf4j.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.HostFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Functions of the test's own, given through the runtime's settings. */
class HostFunctionExtensionTest {
    @RegisterExtension
    final BpfExtension bpf = BpfExtension.resource(Corpus.class, "features/host_functions.bpf.o")
            .with(spec -> spec.withAutoload("fail__ok", true))
            .settings(builder -> builder.kfunc(
                    HostFunction.named("own_fail").number().returnsInt().implementedBy(call -> {
                        if (call.number(0) == 9) {
                            throw new IllegalStateException("nine");
                        }
                        return call.number(0) * 2;
                    })));

    private static byte[] context(int number) {
        byte[] context = new byte[16];
        context[0] = (byte) number;
        return context;
    }

    @Test
    void programCallsTheTestsFunction(Collection collection) {
        assertThat(collection.program("fail__ok").run(context(21), 0).run().returnValue())
                .isEqualTo(42);
    }

    @Test
    void whatItThrowsIsAFaultThatTheTestTakes(Collection collection) {
        collection.program("fail__ok").run(context(9), 0);
        assertThat(bpf.takeFaults()).singleElement().satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(Fault.Kind.HOST_FAILURE);
            assertThat(fault.cause()).get().isInstanceOf(IllegalStateException.class);
        });
    }
}
