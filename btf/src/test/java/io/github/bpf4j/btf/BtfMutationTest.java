package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.fail;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BtfMutationTest {
    private static final long SEED = Long.getLong("bpf4j.seed", 20_260_101L);
    private static final int MUTANTS = Integer.getInteger("bpf4j.mutants", 3_000);
    private static final int[] TELLING = {0, 1, 2, 7, 8, 16, 31, 0x7f, 0x80, 0xff};

    @Test
    @Timeout(120)
    void damagedTypesGiveTypesOrATypedError() {
        for (String target : new String[] {"bpfel", "bpfeb"}) {
            byte[] types = BtfBuilder.resource("types." + target + ".btf");
            byte[] ext = BtfBuilder.resource("types." + target + ".btf-ext");
            for (int i = 0; i < MUTANTS; i++) {
                Random random = new Random(SEED + i);
                try {
                    use(mutate(types, random), mutate(ext, random));
                } catch (RuntimeException | Error e) {
                    fail("seed %d, mutant %d of %s".formatted(SEED, i, target), e);
                }
            }
        }
    }

    private static void use(byte[] types, byte[] extBytes) {
        Btf btf;
        try {
            btf = Btf.parse(types);
            BtfExt.parse(extBytes, btf);
        } catch (BtfFormatException e) {
            return;
        }
        for (int id = 0; id <= btf.typeCount(); id++) {
            BtfPrinter.declaration(btf, id);
            try {
                if (btf.sizeOf(id) < 1 << 16) {
                    BtfValue.decode(btf, id, new byte[(int) btf.sizeOf(id)]).toString();
                }
                BtfLiteral.encode(btf, id, "1");
            } catch (BtfTypeException e) {
                continue;
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] mutant = original.clone();
        for (int changes = random.nextInt(3); changes >= 0; changes--) {
            int at = random.nextInt(mutant.length);
            mutant[at] = (byte) (random.nextBoolean() ? TELLING[random.nextInt(TELLING.length)] : random.nextInt());
        }
        return mutant;
    }
}
