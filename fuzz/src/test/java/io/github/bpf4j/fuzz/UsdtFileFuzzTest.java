package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.corpus.Corpus;
import io.github.bpf4j.object.ObjectFormatException;
import io.github.bpf4j.object.UsdtFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Executables whose notes are damaged end in a typed error or in probes. */
class UsdtFileFuzzTest {
    private static final int FILES = 3_000;
    private static final int MOST_CHANGES = 4;

    @TempDir
    Path folder;

    @Test
    void damagedFilesEndInATypedErrorOrInProbes() throws IOException {
        long seed = Mutations.seed();
        System.out.println("UsdtFileFuzzTest seed " + seed);
        SplittableRandom random = new SplittableRandom(seed);
        byte[] whole = Corpus.bytes("usdt/asked.x86_64");
        Path file = folder.resolve("damaged");
        int refused = 0;
        int read = 0;
        for (int i = 0; i < FILES; i++) {
            byte[] damaged = whole.clone();
            for (int change = random.nextInt(1, MOST_CHANGES + 1); change > 0; change--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
            }
            Files.write(file, damaged);
            try {
                assertThat(UsdtFile.read(file).size()).isLessThanOrEqualTo(whole.length);
                read++;
            } catch (ObjectFormatException e) {
                refused++;
            }
        }
        assertThat(read).isPositive();
        assertThat(refused).isPositive();
    }

    /** As many sections as there can be, whose names do not end for megabytes: each is looked at only as far as matters. */
    @Test
    void longNamesAreNotReadForEverySection() throws IOException {
        int sections = 60_000;
        int names = 16 << 20;
        ByteBuffer bytes = ByteBuffer.allocate(64 + sections * 64 + names).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putInt(0, 0x464c_457f).put(4, (byte) 2).put(5, (byte) 1).putLong(40, 64);
        bytes.putShort(58, (short) 64).putShort(60, (short) sections).putShort(62, (short) 0);
        bytes.putLong(64 + 24, 64L + sections * 64L).putLong(64 + 32, names);
        for (int i = 64 + sections * 64; i < bytes.limit() - 1; i++) {
            bytes.put(i, (byte) 'x');
        }
        assertThat(UsdtFile.read(Files.write(folder.resolve("long"), bytes.array())))
                .isEmpty();
    }
}
