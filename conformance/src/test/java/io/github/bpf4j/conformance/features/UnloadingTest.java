package io.github.bpf4j.conformance.features;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.Confinement;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.HostFunction;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Runtime;
import java.lang.StackWalker.Option;
import java.lang.StackWalker.StackFrame;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The classes that are made of a program go with it, while the runtime goes on. */
class UnloadingTest {
    private static final String NAME = "features/engine_faults.bpf";
    private static final CollectionSpec OBJECT = CollectionSpec.read(Corpus.bytes(NAME + ".o"), NAME);
    private static final int MOST_COLLECTIONS = 50;

    private final List<WeakReference<Class<?>>> classes = new ArrayList<>();

    /** {@code own_look}: notes the classes that programs on the stack were made to. */
    private HostFunction look() {
        return HostFunction.named("own_look").number().implementedBy(call -> {
            StackWalker.getInstance(Set.of(Option.SHOW_HIDDEN_FRAMES, Option.RETAIN_CLASS_REFERENCE))
                    .walk(frames -> frames.map(StackFrame::getDeclaringClass)
                            .filter(type -> type.isHidden() && type.getName().contains(".Jit$"))
                            .distinct()
                            .toList())
                    .forEach(type -> classes.add(new WeakReference<>(type)));
            return 0;
        });
    }

    private void run(Runtime runtime) {
        try (Collection collection = runtime.load(OBJECT)) {
            collection.program("first").run(new Packet(new byte[64]));
            collection.program("far_down").run(new Packet(new byte[64]));
        }
    }

    @Test
    void classesGoWithTheirProgram() {
        try (Runtime runtime = Confinement.of(Runtime.builder())
                .engine(EngineKind.JIT)
                .helper(1000, look())
                .build()) {
            run(runtime);
            assertThat(classes).hasSize(2).noneMatch(type -> type.refersTo(null));
            for (int i = 0; i < MOST_COLLECTIONS && !areGone(); i++) {
                System.gc();
            }
            assertThat(classes).allMatch(type -> type.refersTo(null));
            run(runtime);
            assertThat(classes).hasSize(4);
        }
    }

    private boolean areGone() {
        return classes.stream().allMatch(type -> type.refersTo(null));
    }
}
