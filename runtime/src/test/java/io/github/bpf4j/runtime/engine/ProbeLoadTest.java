package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Instruction;
import io.github.bpf4j.asm.Opcode;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.GuestMemory.Zone;
import io.github.bpf4j.runtime.memory.GuestObject;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Loads from what the verifier took for an object of the kernel: memory is read where there is some, else they give 0. */
class ProbeLoadTest {
    private static final int BYTES = 4096;
    private static final long VALUE = 0x8091_a2b3_c4d5_e6f7L;

    private final GuestMemory memory = GuestMemory.open(MemoryOptions.DEFAULT);
    private final Cpu cpu = new Cpu(0, memory);

    @AfterEach
    void close() {
        memory.close();
    }

    private Engine engine(String name) {
        return name.equals("checked")
                ? new CheckedInterpreter(memory, (_, _, _) -> null, (_, _, _) -> {}, null)
                : new PlainInterpreter(memory, (_, _, _) -> null);
    }

    private long object(Zone zone) {
        long address = memory.allocate(BYTES, zone);
        memory.setLong(address, VALUE);
        memory.objects().add(new GuestObject() {
            @Override
            public String name() {
                return "object";
            }

            @Override
            public long start() {
                return address & memory.mask();
            }

            @Override
            public long sizeBytes() {
                return BYTES;
            }

            @Override
            public String refusal(long offset, long sizeBytes, Access access) {
                return offset + sizeBytes <= BYTES ? "" : "too far";
            }
        });
        return address;
    }

    private long load(String engine, int mode, int size, long address, int offset) {
        long[] code = {
            Instruction.pack(Opcode.LDX | mode | size, 0, 1, offset, 0),
            Instruction.pack(Opcode.JMP | Opcode.EXIT, 0, 0, 0, 0)
        };
        Image image = new Image(
                1, "probe", code, new int[] {0}, new HelperFunction[0], new HelperFunction[0], SourceMap.NONE);
        return cpu.run(engine(engine), image, 0, null, 1000, address, 0, 0, Repetition.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "checked"})
    void memoryIsRead(String engine) {
        for (long address : Stream.of(Zone.values()).map(this::object).toList()) {
            assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, address + 8, -8))
                    .isEqualTo(VALUE);
            assertThat(load(engine, Image.PROBE_MEM, Opcode.W, address, 0)).isEqualTo(VALUE & 0xffff_ffffL);
            assertThat(load(engine, Image.PROBE_MEM, Opcode.H, address, 6)).isEqualTo(0x8091);
            assertThat(load(engine, Image.PROBE_MEM, Opcode.B, address, 7)).isEqualTo(0x80);
            assertThat(load(engine, Image.PROBE_MEMSX, Opcode.B, address, 7)).isEqualTo((byte) 0x80);
            assertThat(load(engine, Image.PROBE_MEMSX, Opcode.H, address, 6)).isEqualTo((short) 0x8091);
            assertThat(load(engine, Image.PROBE_MEMSX, Opcode.W, address, 4)).isEqualTo(0x8091_a2b3);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "checked"})
    void whatIsNoAddressHereReadsZeroAndNotWhatItsLowBitsName(String engine) {
        long low = object(Zone.LOW);
        long high = object(Zone.HIGH);
        for (long address : new long[] {
            0,
            8,
            -1,
            -4096,
            0xffff_8880_0000_0000L,
            0xffff_8880_0000_0000L | low,
            0xffff_8880_0000_0000L | high & memory.mask(),
            low | GuestMemory.TAG,
            high & memory.mask(),
            high ^ Long.MIN_VALUE,
            memory.mask() | GuestMemory.TAG,
            Long.MIN_VALUE,
            Long.MAX_VALUE
        }) {
            assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, address, 0))
                    .as("0x%x", address)
                    .isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "checked"})
    void theOffsetBelongsToTheAddress(String engine) {
        long high = object(Zone.HIGH);
        assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, 0xffff_ffff_ffff_ff00L, 0x7f00))
                .isZero();
        assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, high - 0x7000, 0x7000))
                .isEqualTo(VALUE);
        assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, high, -8)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"interpreter", "checked"})
    void nothingIsReadBesideObjects(String engine) {
        long address = object(Zone.HIGH);
        memory.setLong(address + BYTES - 8, VALUE);
        assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, address, BYTES - 8)).isEqualTo(VALUE);
        assertThat(load(engine, Image.PROBE_MEM, Opcode.DW, address, BYTES - 4)).isZero();
    }
}
