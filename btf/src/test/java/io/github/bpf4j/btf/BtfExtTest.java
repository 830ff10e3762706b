package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.btf.BtfExt.CoreRelocation;
import io.github.bpf4j.btf.BtfExt.CoreRelocationKind;
import io.github.bpf4j.btf.BtfExt.FuncInfo;
import io.github.bpf4j.btf.BtfExt.LineInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class BtfExtTest {
    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void functionsAndLinesAreThoseOfTheSource(String target) {
        Btf btf = BtfBuilder.compiled(target);
        BtfExt ext = BtfExt.parse(BtfBuilder.resource("types." + target + ".btf-ext"), btf);
        assertThat(ext.functions().keySet()).containsExactlyInAnyOrder(".text", "socket");
        FuncInfo entry = ext.functions().get("socket").getFirst();
        assertThat(entry.byteOffset()).isZero();
        assertThat(btf.type(entry.typeId()).name()).isEqualTo("entry");
        LineInfo line = ext.lines().get(".text").getLast();
        assertThat(line.file()).isEqualTo("./types.bpf.c");
        assertThat(line.source()).isEqualTo("\treturn x * hidden;");
        assertThat(line.line()).isEqualTo(53);
        assertThat(line.column()).isPositive();
        assertThat(ext.relocations()).isEmpty();
    }

    @Test
    void everyTruncationIsATypedErrorOrOnlyLosesRelocations() {
        Btf btf = BtfBuilder.compiled("bpfel");
        byte[] data = BtfBuilder.resource("types.bpfel.btf-ext");
        for (int length = 0; length < data.length; length++) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThatThrownBy(() -> BtfExt.parse(cut, btf)).isInstanceOf(BtfFormatException.class);
        }
    }

    @Test
    void longerRecordsAreReadAsFarAsTheyAreKnown() {
        BtfExt ext = BtfExt.parse(relocations(20, 1, 1, 8, 1, 1, 9, 77), types());
        assertThat(ext.relocations().get("int"))
                .isEqualTo(List.of(new CoreRelocation(8, 1, "int", CoreRelocationKind.TYPE_SIZE)));
    }

    @Test
    void badRecordsAreRefused() {
        assertRefused(relocations(12, 1, 1, 8, 1, 1), "record length 12");
        assertRefused(relocations(18, 1, 1, 8, 1, 1), "record length 18");
        assertRefused(relocations(16, 1, 0), "0 records");
        assertRefused(relocations(16, 0, 1, 8, 1, 1, 0), "section \"\"");
        assertRefused(relocations(16, 1, -1, 8, 1, 1, 0), "do not fit");
        assertRefused(relocations(16, 1, 1, 4, 1, 1, 0), "no multiple of 8");
        assertRefused(relocations(16, 1, 1, 8, 2, 1, 0), "no type 2");
        assertRefused(relocations(16, 1, 1, 8, 1, 99, 0), "string offset 99");
        assertRefused(relocations(16, 1, 1, 8, 1, 1, 13), "kind 13");
        byte[] functions = relocations(16, 1, 1, 8, 1, 1, 0);
        ByteBuffer.wrap(functions).order(ByteOrder.LITTLE_ENDIAN).putInt(12, 28);
        assertRefused(functions, "is no func");
    }

    @Test
    void theByteOrderMustBeThatOfTheTypes() {
        byte[] data = BtfBuilder.resource("types.bpfeb.btf-ext");
        assertThatThrownBy(() -> BtfExt.parse(data, BtfBuilder.compiled("bpfel")))
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining("byte order");
    }

    private static void assertRefused(byte[] data, String reason) {
        assertThatThrownBy(() -> BtfExt.parse(data, types()))
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining(reason);
    }

    private static Btf types() {
        BtfBuilder builder = new BtfBuilder();
        builder.intType("int", 4, 1);
        return builder.parse();
    }

    private static byte[] relocations(int... words) {
        int length = words.length * 4;
        ByteBuffer out = ByteBuffer.allocate(32 + length).order(ByteOrder.LITTLE_ENDIAN);
        out.putShort((short) 0xEB9F).put((byte) 1).put((byte) 0).putInt(32);
        out.putInt(0).putInt(0).putInt(0).putInt(0).putInt(0).putInt(length);
        for (int word : words) {
            out.putInt(word);
        }
        return out.array();
    }
}
