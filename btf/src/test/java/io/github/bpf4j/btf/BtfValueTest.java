package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BtfValueTest {
    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void aStructReadsAsATree(String target) {
        Btf btf = BtfBuilder.compiled(target);
        int id = btf.find(BtfKind.STRUCT, "everything").orElseThrow();
        ByteBuffer bytes = ByteBuffer.allocate((int) btf.sizeOf(id)).order(btf.byteOrder());
        bytes.put(at(btf, id, "on"), (byte) 1);
        bytes.put(at(btf, id, "name"), "eth0".getBytes(StandardCharsets.UTF_8));
        bytes.putInt(at(btf, id, "state"), -1);
        bytes.putLong(at(btf, id, "big"), 0x1000000000L);
        bytes.putInt(at(btf, id, "lo"), bitfields(target));
        bytes.putLong(at(btf, id, "parts.all"), 0x1_0000_0001L);
        bytes.putLong(at(btf, id, "pointer"), 0xdeadbeefL);
        bytes.putShort(at(btf, id, "list[2].port"), (short) 65535);
        bytes.putLong(at(btf, id, "list[2].at"), -1);
        bytes.put(at(btf, id, "number.bytes[3]"), (byte) 9);
        bytes.putDouble(at(btf, id, "real"), 2.5);
        bytes.putLong(at(btf, id, "wide") + (target.equals("bpfel") ? 8 : 0), -1);

        BtfValue.Composite value = (BtfValue.Composite) BtfValue.decode(btf, id, MemorySegment.ofArray(bytes.array()));

        assertThat(value.field("on")).isEqualTo(new BtfValue.Bool(true));
        assertThat(value.field("name")).isEqualTo(new BtfValue.Text("eth0"));
        assertThat(value.field("state")).hasToString("DOWN");
        assertThat(value.field("big")).hasToString("HUGE");
        assertThat(value.field("lo")).hasToString("5");
        assertThat(value.field("mid")).hasToString("-2");
        assertThat(value.field("hi")).hasToString("4194303");
        assertThat(value.field("parts")).hasToString("{.all = 4294967297, {.first = 1, .second = 1}}");
        assertThat(value.field("pointer")).hasToString("0xdeadbeef");
        assertThat(value.field("handlers")).hasToString("[0x0, 0x0]");
        assertThat(value.field("list"))
                .hasToString(
                        "[{.port = 0, .at = 0}, {.port = 0, .at = 0}, {.port = 65535, .at = 18446744073709551615}]");
        assertThat(value.field("real")).isEqualTo(new BtfValue.Real(2.5));
        assertThat(value.field("wide")).hasToString("-18446744073709551616");
        assertThat(value.field("tail")).hasToString("[]");
        assertThat(value.field("lo").asLong()).isEqualTo(5);
        assertThatThrownBy(() -> value.field("nobody")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> value.field("list").asLong()).isInstanceOf(IllegalStateException.class);
    }

    /** lo = 5, mid = -2, hi = all ones, as each target packs them. */
    private static int bitfields(String target) {
        return target.equals("bpfel") ? 5 | 0x7e << 3 | 0x3fffff << 10 : 5 << 29 | 0x7e << 22 | 0x3fffff;
    }

    @Test
    void charArraysThatAreNoTextAreNumbers() {
        Btf btf = BtfBuilder.compiled("bpfel");
        BtfField name = BtfField.of(btf, btf.find(BtfKind.STRUCT, "everything").orElseThrow(), "name");
        byte[] bytes = new byte[16];
        bytes[0] = 'a';
        bytes[2] = 'b';
        assertThat(BtfValue.decode(btf, name.typeId(), bytes)).isInstanceOf(BtfValue.Array.class);
        bytes[1] = '"';
        assertThat(BtfValue.decode(btf, name.typeId(), bytes)).hasToString("\"a\\\"b\"");
        bytes[1] = (byte) 0xff;
        assertThat(BtfValue.decode(btf, name.typeId(), bytes)).isInstanceOf(BtfValue.Array.class);
    }

    @Test
    void tooFewBytesAndTypesWithoutValueAreTypedErrors() {
        Btf btf = BtfBuilder.compiled("bpfel");
        int id = btf.find(BtfKind.STRUCT, "inner").orElseThrow();
        assertThatThrownBy(() -> BtfValue.decode(btf, id, new byte[15])).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> BtfValue.decode(btf, id, MemorySegment.ofArray(new byte[15])))
                .isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> BtfValue.decode(btf, 0, new byte[8])).isInstanceOf(BtfTypeException.class);
    }

    @Test
    void anArrayOfFourBillionEmptyElementsIsShownAsBytes() {
        BtfBuilder builder = new BtfBuilder();
        builder.type("empty", BtfKind.STRUCT, 0, false, 0);
        builder.array(1, -1);
        assertThat(BtfValue.decode(builder.parse(), 2, new byte[0])).hasToString("<>");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            u8,    255,       ff
            u8,    0x10,      10
            u32,   0b101,     05000000
            u32,   true,      01000000
            u64,   18446744073709551615, ffffffffffffffff
            long,  -2,        feffffffffffffff
            char,  'a',       61
            char,  -1,        ff
            char,  200,       c8
            _Bool, true,      01
            _Bool, 0,         00
            float, 1.5,       0000c03f
            double, -2,       00000000000000c0
            state, RUNNING,   01000000
            state, -1,        ffffffff
            big,   HUGE,      0000000010000000
            """)
    void literalsBecomeBytes(String type, String text, String hex) {
        Btf btf = BtfBuilder.compiled("bpfel");
        String literal = type.equals("char") && text.equals("a") ? "'a'" : text;
        assertThat(HexFormat.of().formatHex(BtfLiteral.encode(btf, id(btf, type), literal)))
                .isEqualTo(hex);
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            u8,    256,     outside 0..255
            u8,    -1,      outside 0..255
            u32,   0x,      is no number
            u32,   ,        is no number
            u32,   --1,     is no number
            u32,   ten,     is no number
            long,  9223372036854775808, outside
            _Bool, 2,       is no bool
            float, x,       is no decimal number
            state, FLYING,  neither a number nor one of the enumerators
            inner, 1,       takes no literal
            """)
    void literalsThatDoNotFitAreRefused(String type, String text, String reason) {
        Btf btf = BtfBuilder.compiled("bpfel");
        assertThatThrownBy(() -> BtfLiteral.encode(btf, id(btf, type), text == null ? "" : text))
                .isInstanceOf(BtfTypeException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void textIsPaddedAndBigEndianIsWrittenSo() {
        Btf btf = BtfBuilder.compiled("bpfeb");
        BtfField name = BtfField.of(btf, btf.find(BtfKind.STRUCT, "everything").orElseThrow(), "name");
        assertThat(BtfLiteral.encode(btf, name.typeId(), "\"eth1\""))
                .hasSize(16)
                .startsWith('e', 't', 'h', '1', 0);
        assertThat(BtfLiteral.encode(btf, name.typeId(), "0123456789abcdef")).hasSize(16);
        assertThatThrownBy(() -> BtfLiteral.encode(btf, name.typeId(), "0123456789abcdefg"))
                .isInstanceOf(BtfTypeException.class);
        assertThat(BtfLiteral.encode(btf, id(btf, "u32"), "258")).containsExactly(0, 0, 1, 2);
        int variable = btf.find(BtfKind.VAR, "limit").orElseThrow();
        assertThat(BtfLiteral.encode(btf, variable, "7")).containsExactly(0, 0, 0, 7);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {".on", "on.", "on..x", "[0]", "name[16]", "name[x]", "name[0", "nobody", "on.x", "list[-1]"})
    void pathsThatLeadNowhereAreRefused(String path) {
        Btf btf = BtfBuilder.compiled("bpfel");
        int id = btf.find(BtfKind.STRUCT, "everything").orElseThrow();
        assertThatThrownBy(() -> BtfField.of(btf, id, path)).isInstanceOf(BtfTypeException.class);
    }

    @Test
    void pathsGoThroughAnonymousMembersAndFlexibleArrays() {
        Btf btf = BtfBuilder.compiled("bpfel");
        int id = btf.find(BtfKind.STRUCT, "everything").orElseThrow();
        BtfField parts = BtfField.of(btf, id, "parts");
        assertThat(at(btf, id, "parts.second")).isEqualTo((int) parts.byteOffset() + 4);
        assertThat(at(btf, id, "tail[7]")).isEqualTo(at(btf, id, "tail") + 7);
        assertThat(BtfField.of(btf, id, "mid").bitfieldSize()).isEqualTo(7);
        assertThat(BtfField.of(btf, id, "")).isEqualTo(new BtfField(id, 0, 0));
        int section = btf.find(BtfKind.DATASEC, ".rodata").orElseThrow();
        assertThat(btf.sizeOf(BtfField.of(btf, section, "limit").typeId())).isEqualTo(4);
    }

    private static int at(Btf btf, int id, String path) {
        return (int) BtfField.of(btf, id, path).byteOffset();
    }

    private static int id(Btf btf, String name) {
        for (BtfKind kind : BtfKind.values()) {
            if (btf.find(kind, name).isPresent()) {
                return btf.find(kind, name).getAsInt();
            }
        }
        throw new AssertionError(name);
    }
}
