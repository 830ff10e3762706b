package io.github.bpf4j.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectMutationTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_260_101L);
    private static final int MUTANTS = Integer.getInteger("bpf4j.mutants", 1_500);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "programs.bpfel.o",
                "programs.bpfeb.o",
                "inner.bpfel.o",
                "unsupported.bpfeb.o",
                "plain.bpfel.o",
                "kconfig.bpfel.o",
                "legacy.bpfeb.o",
                "struct_ops.bpfel.o"
            })
    @Timeout(240)
    void damagedObjectsGiveAModelOrATypedError(String name) {
        byte[] object = TestObjects.bytes(name);
        assertThat(ObjectMutator.readAndLink(object)).isTrue();
        int read = 0;
        for (int i = 0; i < MUTANTS; i++) {
            try {
                read += ObjectMutator.readAndLink(ObjectMutator.mutate(object, SEED + i)) ? 1 : 0;
            } catch (RuntimeException | Error e) {
                fail("seed %d, mutant %d of %s".formatted(SEED, i, name), e);
            }
        }
        assertThat(read).as("mutants that got past the headers").isGreaterThan(MUTANTS / 20);
    }
}
