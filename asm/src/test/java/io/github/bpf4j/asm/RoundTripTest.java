package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripTest {
    private static final long SEED = 0x0bf4_5eedL;
    private static final int[] IMMEDIATES = {
        0,
        1,
        2,
        5,
        8,
        16,
        32,
        64,
        -1,
        0x10000,
        0xe1,
        0xf1,
        0x41,
        0x51,
        0xa0,
        0xa1,
        0x100,
        0x110,
        0x50,
        Integer.MIN_VALUE
    };
    private static final int[] OFFSETS = {0, 1, 8, 16, 32, -1, -512, 32767, -32768};

    /** Random words of every opcode that {@link Decoder#check} accepts, wide loads with their second slot. */
    private static List<long[]> validInstructions(SplittableRandom random, int perOpcode) {
        List<long[]> valid = new ArrayList<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int i = 0; i < perOpcode; i++) {
                int imm = random.nextBoolean() ? IMMEDIATES[random.nextInt(IMMEDIATES.length)] : random.nextInt();
                int offset = OFFSETS[random.nextInt(OFFSETS.length)];
                int src = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
                int dst = random.nextInt(3) == 0 ? 0 : random.nextInt(11);
                long word = Instruction.pack(opcode, dst, src, offset, imm);
                if (EncodingRules.refusal(word).isEmpty()) {
                    long upper = src == 1 || src == 4 || src == 5 ? 0 : (long) random.nextInt() << 32;
                    valid.add(Instruction.isWide(word) ? new long[] {word, upper} : new long[] {word});
                }
            }
        }
        return valid;
    }

    @Test
    void whatIsDisassembledAssemblesToTheSameWords() {
        System.out.println("RoundTripTest seed " + SEED);
        Disassembler disassembler = new Disassembler(Disassembler.Symbols.NONE);
        List<long[]> instructions = validInstructions(new SplittableRandom(SEED), 400);
        assertThat(instructions).hasSizeGreaterThan(5_000);
        for (long[] words : instructions) {
            String text = disassembler.instruction(words, 0);
            assertThat(Assembler.assemble(text)).as(text).isEqualTo(words);
        }
    }

    @Test
    void encodedWordsDecodeInEitherByteOrder() {
        for (long[] words : validInstructions(new SplittableRandom(SEED + 1), 20)) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                assertThat(Decoder.decode(Encoder.encode(words, order), order)).isEqualTo(words);
            }
        }
    }

    @Test
    void everyValidOpcodeWithEveryEdgeOfItsFieldsComesBack() {
        Disassembler disassembler = new Disassembler(Disassembler.Symbols.NONE);
        Set<Integer> opcodes = new HashSet<>();
        for (int opcode = 0; opcode < 256; opcode++) {
            for (int registers = 0; registers < 121; registers++) {
                for (int offset : OFFSETS) {
                    for (int imm : IMMEDIATES) {
                        long word = Instruction.pack(opcode, registers % 11, registers / 11, offset, imm);
                        if (EncodingRules.refusal(word).isEmpty()) {
                            opcodes.add(opcode);
                            long[] words = Instruction.isWide(word) ? new long[] {word, 0} : new long[] {word};
                            String text = disassembler.instruction(words, 0);
                            assertThat(Assembler.assemble(text)).as(text).isEqualTo(words);
                        }
                    }
                }
            }
        }
        assertThat(opcodes).hasSize(128);
    }

    @Test
    void listingOfRandomCodeAssemblesToIt() {
        long[] code = validInstructions(new SplittableRandom(SEED + 2), 100).stream()
                .flatMapToLong(Arrays::stream)
                .toArray();
        Disassembler disassembler = new Disassembler(new Disassembler.Symbols() {
            @Override
            public String function(int insnOffset) {
                return insnOffset % 100 == 0 ? "f" + insnOffset : "";
            }

            @Override
            public String source(int insnOffset) {
                return "line " + insnOffset;
            }
        });
        assertThat(Assembler.assemble(disassembler.listing(code, true))).isEqualTo(code);
        assertThat(Assembler.assemble(disassembler.listing(code, false))).isEqualTo(code);
    }
}
