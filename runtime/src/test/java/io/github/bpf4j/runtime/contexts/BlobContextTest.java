package io.github.bpf4j.runtime.contexts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BlobContextTest {
    /* sk_msg_md: data at 0, data_end at 8, family at 16, sk at 72. */
    @Test
    void pointersInTheHostsBytesAreNullToTheProgram() {
        byte[] bytes = new byte[80];
        Arrays.fill(bytes, (byte) 0x5a);
        try (GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
                BlobContext context = new BlobContext(memory, "the context", bytes, ProgramType.SK_MSG.context())) {
            byte[] seen = context.bytes();
            assertThat(Arrays.copyOfRange(seen, 0, 16)).containsOnly(0);
            assertThat(Arrays.copyOfRange(seen, 16, 72)).containsOnly(0x5a);
            assertThat(Arrays.copyOfRange(seen, 72, 80)).containsOnly(0);
        }
        assertThat(bytes).as("the host's own").containsOnly(0x5a);
    }
}
