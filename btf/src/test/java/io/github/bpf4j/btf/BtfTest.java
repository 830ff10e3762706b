package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BtfTest {
    @ParameterizedTest
    @ValueSource(strings = {"bpfel", "bpfeb"})
    void everyKindThatClangGivesIsRead(String target) {
        Btf btf = BtfBuilder.compiled(target);
        List<BtfKind> kinds = IntStream.rangeClosed(0, btf.typeCount())
                .mapToObj(id -> btf.type(id).kind())
                .distinct()
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder(BtfKind.values());
    }

    @Test
    void bothByteOrdersGiveTheSameTypes() {
        Btf little = BtfBuilder.compiled("bpfel");
        Btf big = BtfBuilder.compiled("bpfeb");
        assertThat(little.byteOrder()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
        assertThat(big.byteOrder()).isEqualTo(ByteOrder.BIG_ENDIAN);
        assertThat(big.typeCount()).isEqualTo(little.typeCount());
        for (int id = 0; id <= little.typeCount(); id++) {
            assertThat(big.type(id)).isEqualTo(little.type(id));
        }
    }

    @Test
    void sizesAreThoseOfTheCompiler() {
        Btf btf = BtfBuilder.compiled("bpfel");
        assertThat(size(btf, BtfKind.STRUCT, "squeezed")).isEqualTo(5);
        assertThat(size(btf, BtfKind.STRUCT, "gapped")).isEqualTo(64);
        assertThat(size(btf, BtfKind.UNION, "number")).isEqualTo(4);
        assertThat(size(btf, BtfKind.ENUM64, "big")).isEqualTo(8);
        assertThat(size(btf, BtfKind.TYPEDEF, "handler_t")).isEqualTo(8);
        assertThat(size(btf, BtfKind.VAR, "keep_node")).isEqualTo(16);
        assertThat(size(btf, BtfKind.INT, "__int128")).isEqualTo(16);
    }

    @Test
    void resolveTakesOffTypedefsAndQualifiers() {
        Btf btf = BtfBuilder.compiled("bpfel");
        BtfType.Var limit =
                (BtfType.Var) btf.type(btf.find(BtfKind.VAR, "limit").orElseThrow());
        assertThat(btf.type(limit.typeId())).isInstanceOf(BtfType.Const.class);
        assertThat(btf.resolved(limit.typeId()))
                .isEqualTo(new BtfType.Int("unsigned int", 4, 0, 32, false, false, false));
    }

    @Test
    void typesWithoutSizeAndUnknownIdsAreTypedErrors() {
        Btf btf = BtfBuilder.compiled("bpfel");
        int opaque = btf.find(BtfKind.FWD, "opaque").orElseThrow();
        assertThat(btf.hasSize(opaque)).isFalse();
        assertThatThrownBy(() -> btf.sizeOf(opaque))
                .isInstanceOf(BtfTypeException.class)
                .hasMessageContaining("fwd");
        assertThatThrownBy(() -> btf.sizeOf(0)).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> btf.type(-1)).isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> btf.type(btf.typeCount() + 1)).isInstanceOf(BtfTypeException.class);
        assertThat(btf.find(BtfKind.STRUCT, "nobody")).isEmpty();
        assertThat(Btf.empty(ByteOrder.BIG_ENDIAN).typeCount()).isZero();
    }

    @Test
    void enumerationsCarrySignedness() {
        Btf btf = BtfBuilder.compiled("bpfel");
        BtfType.Enum state =
                (BtfType.Enum) btf.type(btf.find(BtfKind.ENUM, "state").orElseThrow());
        assertThat(state.signed()).isTrue();
        assertThat(state.enumerators().getFirst()).isEqualTo(new BtfType.Enumerator("DOWN", -1));
        BtfType.Enum64 big =
                (BtfType.Enum64) btf.type(btf.find(BtfKind.ENUM64, "big").orElseThrow());
        assertThat(big.enumerators().getLast()).isEqualTo(new BtfType.Enumerator("HUGE", 0x1000000000L));
    }

    @Test
    void dataSectionsAreReplacedWithTheirSize() {
        Btf btf = BtfBuilder.compiled("bpfel");
        int id = btf.find(BtfKind.DATASEC, ".data").orElseThrow();
        BtfType.DataSec section = (BtfType.DataSec) btf.type(id);
        BtfType.SecInfo entry = section.variables().getFirst();
        BtfType.DataSec laidOut =
                new BtfType.DataSec(".data", 12, List.of(new BtfType.SecInfo(entry.varId(), 8, entry.size())));
        Btf changed = btf.withDataSections(Map.of(id, laidOut));
        assertThat(changed.type(id)).isEqualTo(laidOut);
        assertThat(changed.sizeOf(id)).isEqualTo(12);
        assertThat(btf.type(id)).isSameAs(section);
        assertThatThrownBy(() -> btf.withDataSections(Map.of(id, new BtfType.DataSec(".data", 4, List.of()))))
                .isInstanceOf(BtfTypeException.class);
        assertThatThrownBy(() -> btf.withDataSections(Map.of(1, laidOut))).isInstanceOf(BtfTypeException.class);
    }

    @Test
    void selfContainingTypesAreRefused() {
        assertRefused(b -> b.struct("s", 4, 1), "contains itself");
        assertRefused(b -> b.array(1, 2), "contains itself");
        assertRefused(b -> b.type("t", BtfKind.TYPEDEF, 0, false, 1), "contains itself");
        assertRefused(b -> b.pointer(1), "contains itself");
        assertRefused(
                b -> {
                    b.type("", BtfKind.CONST, 0, false, 2);
                    b.type("", BtfKind.VOLATILE, 0, false, 1);
                },
                "contains itself");
        assertRefused(
                b -> {
                    b.pointer(2);
                    b.type("", BtfKind.FUNC_PROTO, 1, false, 0, b.string("f"), 1);
                },
                "contains itself");
    }

    @Test
    void aStructMayPointToItself() {
        BtfBuilder builder = new BtfBuilder();
        builder.struct("s", 8, 2);
        builder.pointer(1);
        assertThat(builder.parse().sizeOf(1)).isEqualTo(8);
    }

    @Test
    void nestingIsLimited() {
        assertThat(nested(Btf.MAX_NESTING).sizeOf(Btf.MAX_NESTING + 1)).isEqualTo(4);
        assertThatThrownBy(() -> nested(Btf.MAX_NESTING + 1))
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining("nested more than 32");
    }

    private static Btf nested(int levels) {
        BtfBuilder builder = new BtfBuilder();
        int id = builder.intType("int", 4, 1);
        for (int i = 0; i < levels; i++) {
            id = i % 2 == 0 ? builder.array(id, 1) : builder.struct("", 4, id);
        }
        return builder.parse();
    }

    @Test
    @Timeout(20)
    void aLongChainOfAliasesNeitherOverflowsTheStackNorTakesQuadraticTime() {
        BtfBuilder builder = new BtfBuilder();
        for (int id = 1; id < 400_000; id++) {
            builder.type("", id % 2 == 0 ? BtfKind.CONST : BtfKind.PTR, 0, false, id + 1);
        }
        builder.intType("int", 4, 1);
        Btf btf = builder.parse();
        assertThat(btf.sizeOf(1)).isEqualTo(8);
        assertThat(BtfPrinter.typeName(btf, 1)).contains("...");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            0  | 0    | magic
            2  | 2    | version
            3  | 1    | flags
            4  | 23   | header length
            4  | 0xff | header length
            8  | 1    | not a multiple
            8  | 0xf0 | outside
            12 | 0xfc | outside
            16 | 0xff | outside
            20 | 0    | string table
            20 | 4    | string table
            """)
    void badHeaderFieldsAreRefused(int byteOffset, String value, String reason) {
        BtfBuilder builder = new BtfBuilder();
        builder.intType("int", 4, 1);
        byte[] data = builder.build();
        data[byteOffset] = (byte) (int) Integer.decode(value);
        assertThatThrownBy(() -> Btf.parse(data))
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void badRecordsAreRefused() {
        assertRefused(b -> b.type("i", BtfKind.INT, 0, false, 3, 24), "int of 24 bits");
        assertRefused(b -> b.type("i", BtfKind.INT, 0, false, 4, 33), "int of 33 bits");
        assertRefused(b -> b.type("i", BtfKind.INT, 0, false, 4, 3 << 24 | 32), "int encoding");
        assertRefused(b -> b.type("", BtfKind.INT, 0, false, 4, 32), "no name");
        assertRefused(b -> b.type("p", BtfKind.PTR, 0, false, 0), "has a name");
        assertRefused(b -> b.type("", BtfKind.PTR, 1, false, 0), "vlen");
        assertRefused(b -> b.type("", BtfKind.PTR, 0, true, 0), "kind_flag");
        assertRefused(b -> b.type("", BtfKind.PTR, 0, false, 2), "refers to type 2");
        assertRefused(b -> b.type("e", BtfKind.ENUM, 0, false, 3), "enum of 3 bytes");
        assertRefused(b -> b.type("f", BtfKind.FLOAT, 0, false, 3), "float of 3 bytes");
        assertRefused(b -> b.type("f", BtfKind.FUNC, 0, false, 0), "no func_proto");
        assertRefused(b -> b.type("f", BtfKind.FUNC, 3, false, 0), "linkage");
        assertRefused(b -> b.type("v", BtfKind.VAR, 0, false, 0, 7), "linkage 7");
        assertRefused(b -> b.type("d", BtfKind.DATASEC, 1, false, 4, 0, 0, 4), "section entry");
        assertRefused(b -> b.type("t", BtfKind.DECL_TAG, 0, false, 0, -1), "tag on a void");
        assertRefused(b -> b.type("s", BtfKind.STRUCT, 65535, false, 4), "members cut short");
        assertRefused(b -> b.struct("s", 4, 0), "without size");
        assertRefused(b -> b.array(0, 4), "without size");
        assertRefused(b -> b.type("a\nb", BtfKind.FWD, 0, false, 0), "control character");
        assertRefused(b -> b.type("", BtfKind.FUNC_PROTO, 1, false, 0, b.string("x"), 0), "parameter 0");
        assertRefused(
                b -> {
                    b.intType("int", 4, 1);
                    b.struct("s", 3, 1);
                },
                "ends behind the 3 bytes");
        assertRefused(
                b -> {
                    b.intType("int", 4, 1);
                    b.type("s", BtfKind.STRUCT, 1, true, 8, b.string("m"), 1, 33 << 24);
                },
                "33 bits of 4 bytes");
        assertRefused(
                b -> {
                    b.intType("int", 4, 1);
                    b.struct("s", 4, 1);
                    b.type("u", BtfKind.STRUCT, 1, true, 8, b.string("m"), 2, 4);
                },
                "cannot be one");
        assertRefused(
                b -> {
                    b.intType("int", 4, 1);
                    b.array(1, 0x40000000);
                },
                "too large");
    }

    @Test
    void unknownKindsAndStringsOutsideTheTableAreRefused() {
        BtfBuilder builder = new BtfBuilder();
        builder.intType("int", 4, 1);
        byte[] data = builder.build();
        byte[] kind = data.clone();
        kind[31] = 20;
        assertThatThrownBy(() -> Btf.parse(kind)).hasMessageContaining("unknown kind 20");
        byte[] name = data.clone();
        name[24] = 100;
        assertThatThrownBy(() -> Btf.parse(name)).hasMessageContaining("string offset 100");
    }

    @Test
    void overlappingStringsAreLimited() {
        BtfBuilder builder = new BtfBuilder();
        int start = builder.string("x".repeat(100_000));
        int[] enumerators = new int[2 * 1000];
        for (int i = 0; i < 1000; i++) {
            enumerators[2 * i] = start + i;
        }
        builder.type("e", BtfKind.ENUM, 1000, false, 4, enumerators);
        assertThatThrownBy(builder::parse)
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining("overlap");
    }

    @Test
    void everyTruncationIsATypedError() {
        byte[] data = BtfBuilder.resource("types.bpfel.btf");
        for (int length = 0; length < data.length; length++) {
            byte[] cut = Arrays.copyOf(data, length);
            assertThatThrownBy(() -> Btf.parse(cut)).isInstanceOf(BtfFormatException.class);
        }
    }

    private static void assertRefused(java.util.function.Consumer<BtfBuilder> types, String reason) {
        BtfBuilder builder = new BtfBuilder();
        types.accept(builder);
        assertThatThrownBy(builder::parse)
                .isInstanceOf(BtfFormatException.class)
                .hasMessageContaining(reason);
    }

    private static long size(Btf btf, BtfKind kind, String name) {
        return btf.sizeOf(btf.find(kind, name).orElseThrow());
    }
}
