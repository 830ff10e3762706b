package io.github.bpf4j.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Decoder;
import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.EngineKind;
import io.github.bpf4j.runtime.Fault;
import io.github.bpf4j.runtime.RawProgram;
import io.github.bpf4j.runtime.RunResult;
import io.github.bpf4j.runtime.Runtime;
import io.github.bpf4j.runtime.WatchedRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs on which engines once differed: each is a file of {@code regressions/engines} with the bytes of an instruction a line. */
class EngineFindingsTest {
    private static final int SEEDS = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "atomic_of_one_byte",
                "atomic_add_below_zero",
                "atomic_add_32_below_zero",
                "may_goto_with_register",
                "call_through_register",
                "eleventh_comparison",
                "callback_out_of_program",
                "called_back_out_of_program",
                "into_second_slot",
                "frame_pointer_changed",
                "fetch_into_frame_pointer"
            })
    void enginesAgreeOn(String name) throws IOException {
        long[] code = read(name);
        for (long seed = 0; seed < SEEDS; seed++) {
            assertThat(RawDifferences.alone(code, seed)).isEmpty();
        }
    }

    /** Nothing that the JIT keeps elsewhere can be reached through registers that do not exist. */
    @Test
    void registersThatDoNotExistEndTheRun() {
        for (int register = 11; register < 16; register++) {
            long[] written = {Instruction.pack(Opcode.ALU64 | Opcode.MOV, register, 0, 0, -1)};
            long[] read = {Instruction.pack(Opcode.ALU64 | Opcode.MOV | Opcode.X, 0, register, 0, 0)};
            assertThat(run(written)).isEqualTo(Fault.Kind.BAD_INSTRUCTION);
            assertThat(run(read)).isEqualTo(Fault.Kind.BAD_INSTRUCTION);
        }
    }

    private static Fault.Kind run(long[] code) {
        try (Runtime runtime =
                        Runtime.builder().engine(EngineKind.JIT).fuel(1_000).build();
                RawProgram.Loaded loaded =
                        WatchedRuntime.unchecked(runtime, code).withMemory(new byte[8])) {
            RunResult result = loaded.run();
            return result.fault().orElseThrow().kind();
        }
    }

    private static long[] read(String name) throws IOException {
        try (InputStream file = Objects.requireNonNull(
                EngineFindingsTest.class.getResourceAsStream("/regressions/engines/" + name + ".txt"))) {
            String bytes = new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .replaceAll("#.*", "")
                    .replaceAll("\\s+", "");
            return Decoder.decode(HexFormat.of().parseHex(bytes), ByteOrder.LITTLE_ENDIAN);
        }
    }
}
