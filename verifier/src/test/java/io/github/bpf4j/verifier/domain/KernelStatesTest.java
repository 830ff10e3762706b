package io.github.bpf4j.verifier.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.verifier.domain.Condition.Operands;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What Linux knew after an instruction is what is known here, piece by piece. */
class KernelStatesTest {
    @Test
    void everyStateIsTheOneOfLinux() throws IOException {
        List<String> lines;
        try (InputStream in = KernelStatesTest.class.getResourceAsStream("/domain/linux-6.12-states.txt")) {
            lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
        int states = 0;
        for (String line : lines) {
            if (!line.startsWith("#")) {
                String[] parts = line.split(" ; ");
                Scalar result = answer(parts[0], parts[1], parts[2]);
                assertThat(Soundness.text(result)).as(line).isEqualTo(Soundness.text(scalar(parts[3])));
                states++;
            }
        }
        assertThat(states).isGreaterThan(400);
    }

    private static Scalar answer(String what, String leftText, String rightText) {
        Scalar left = scalar(leftText);
        String[] words = what.split(" ");
        if (words[0].equals("TRUNCATE")) {
            return left.truncate(Integer.parseInt(words[1]));
        }
        boolean is32 = words[0].endsWith("32");
        if (words[0].startsWith("SIGN_EXTEND")) {
            return left.signExtend(Integer.parseInt(words[1]), is32);
        }
        Scalar right = scalar(rightText);
        String name = words[0].substring(0, words[0].length() - 2);
        if (words.length == 1) {
            return Alu.apply(Alu.Operation.valueOf(name), is32, left, right);
        }
        Operands refined = Condition.valueOf(name).refine(is32, Boolean.parseBoolean(words[1]), left, right);
        return words.length == 3 ? refined.right() : refined.left();
    }

    private static Scalar scalar(String text) {
        if (text.startsWith("0x")) {
            return Scalar.constant(Long.parseUnsignedLong(text.substring(2), 16));
        }
        Bounds b = new Bounds();
        for (String piece : text.split(" ")) {
            String[] sides = piece.equals("any") ? new String[] {piece} : piece.split("=|/|\\.\\.");
            switch (sides[0]) {
                case "any" -> {}
                case "bits" -> b.bits = new Tnum(unsigned(sides[1]), unsigned(sides[2]));
                case "u" -> b.clipUnsigned(unsigned(sides[1]), unsigned(sides[2]));
                case "s" -> b.clipSigned(Long.parseLong(sides[1]), Long.parseLong(sides[2]));
                case "u32" -> b.clipUnsignedHalf((int) unsigned(sides[1]), (int) unsigned(sides[2]));
                case "s32" -> b.clipSignedHalf(Integer.parseInt(sides[1]), Integer.parseInt(sides[2]));
                default -> throw new IllegalArgumentException(text);
            }
        }
        return new Scalar(b.bits, b.umin, b.umax, b.smin, b.smax, b.u32min, b.u32max, b.s32min, b.s32max);
    }

    private static long unsigned(String hex) {
        return Long.parseUnsignedLong(hex.substring(2), 16);
    }
}
