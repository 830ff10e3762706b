package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.btf.Btf;
import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.net.PacketBuilder;
import io.github.bpf4j.object.CollectionSpec;
import io.github.bpf4j.object.Kconfig;
import io.github.bpf4j.object.LinkException;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Packet;
import io.github.bpf4j.runtime.Program;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.verifier.VerifierException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Damaged objects are read, loaded, run and given time: they end in a typed error or in a result, whatever they hold. */
class ObjectFuzzTest {
    private static final List<String> OBJECTS = List.of(
            "core/reader",
            "examples/flow_gc",
            "examples/health_check",
            "examples/rate_limit",
            "features/for_each",
            "features/globals",
            "features/kconfig",
            "features/legacy_maps",
            "features/loop",
            "features/maps",
            "features/printk",
            "features/ringbuf",
            "features/snprintf",
            "features/subprograms",
            "features/tail_calls",
            "features/xdp_adjust");
    private static final Kconfig SETTINGS =
            Kconfig.parse(new String(Corpus.bytes("features/kconfig.config"), StandardCharsets.UTF_8));
    private static final Btf KERNEL_TYPES = CollectionSpec.read(Corpus.bytes("core/kernel_moved.bpf.o"), "kernel")
            .btf();
    private static final int PER_RUNTIME = 500;
    private static final byte[] FRAME =
            PacketBuilder.payload(60).udp(1, 7007).ipv4(0x0a000001, 0x0a000002).ethernet(1, 2);

    /** How far mutants came. */
    private enum End {
        UNREADABLE,
        UNLINKED,
        REFUSED,
        UNLOADED,
        RAN,
        FAULTED
    }

    @Test
    void damagedObjectsEndInATypedErrorOrAResult() {
        long seed = Mutations.seed();
        int mutants = Mutations.count(2_000);
        System.out.println("ObjectFuzzTest seed " + seed + ", " + mutants + " mutants");
        List<byte[]> objects =
                OBJECTS.stream().map(name -> Corpus.bytes(name + ".bpf.o")).toList();
        Map<End, Integer> ends = new EnumMap<>(End.class);
        for (int done = 0; done < mutants; done += PER_RUNTIME) {
            EngineKind engine = EngineKind.values()[done / PER_RUNTIME % EngineKind.values().length];
            try (Runtime runtime = Runtime.builder()
                    .engine(engine)
                    .kernelTypes(KERNEL_TYPES)
                    .kconfig(SETTINGS)
                    .fuel(20_000)
                    .memoryLimitBytes(64 << 20)
                    .memoryReserveBytes(1L << 32)
                    .build()) {
                for (int i = done; i < Math.min(mutants, done + PER_RUNTIME); i++) {
                    byte[] object = objects.get(i % objects.size());
                    try {
                        ends.merge(run(runtime, Mutations.mutate(object, seed + i)), 1, Integer::sum);
                    } catch (RuntimeException | Error e) {
                        throw new AssertionError("mutant " + (seed + i) + " of " + OBJECTS.get(i % objects.size()), e);
                    }
                }
                assertThat(runtime.timers().live()).isZero();
                assertThat(runtime.timers().pending()).isZero();
            }
        }
        System.out.println("ObjectFuzzTest " + ends);
        assertThat(ends.keySet()).contains(End.UNREADABLE, End.REFUSED, End.RAN);
    }

    private static End run(Runtime runtime, byte[] object) {
        CollectionSpec spec;
        try {
            spec = CollectionSpec.read(object, "mutant");
        } catch (ObjectFormatException e) {
            return End.UNREADABLE;
        }
        boolean faulted = false;
        try (Collection collection = runtime.load(spec)) {
            for (Program program : collection.programs().values()) {
                faulted |= program.run(new Packet(FRAME)).fault().isPresent();
            }
            runtime.advance(Duration.ofSeconds(1));
            return faulted ? End.FAULTED : End.RAN;
        } catch (LinkException e) {
            return End.UNLINKED;
        } catch (VerifierException e) {
            return End.REFUSED;
        } catch (BpfErrnoException | IllegalArgumentException e) {
            return End.UNLOADED;
        }
    }
}
