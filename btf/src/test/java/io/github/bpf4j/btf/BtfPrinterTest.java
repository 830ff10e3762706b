package io.github.bpf4j.btf;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class BtfPrinterTest {
    private final Btf btf = BtfBuilder.compiled("bpfel");

    @Test
    void aStructIsPrintedAsItWasWritten() {
        assertThat(declaration(BtfKind.STRUCT, "everything")).isEqualTo("""
                struct everything {
                	_Bool on;
                	char name[16];
                	enum state state;
                	enum big big;
                	struct {
                		u32 lo: 3;
                		int mid: 7;
                		u32 hi: 22;
                	};
                	union {
                		u64 all;
                		struct {
                			u32 first;
                			u32 second;
                		};
                	} parts;
                	const volatile u32 * const restrict pointer;
                	struct opaque *opaque;
                	handler_t handlers[2];
                	int (*grid)[3][4];
                	struct inner list[3];
                	union number number;
                	double real;
                	__int128 wide;
                	u8 tail[];
                };""");
    }

    @Test
    void layoutsThatCNeedsHelpWithGetIt() {
        assertThat(declaration(BtfKind.STRUCT, "squeezed"))
                .isEqualTo("struct squeezed {\n\tu8 a;\n\tu32 b;\n} __attribute__((packed));");
        assertThat(declaration(BtfKind.STRUCT, "gapped")).isEqualTo("""
                struct gapped {
                	u8 a;
                	long: 56;
                	long: 64;
                	long: 64;
                	long: 64;
                	u32 b;
                	int: 32;
                	long: 64;
                	long: 64;
                	long: 64;
                };""");
    }

    @Test
    void otherDeclarationsReadAsC() {
        assertThat(declaration(BtfKind.TYPEDEF, "handler_t"))
                .isEqualTo("typedef int (*handler_t)(void *, const char *, ...);");
        assertThat(declaration(BtfKind.ENUM, "state"))
                .isEqualTo("enum state {\n\tDOWN = -1,\n\tIDLE = 0,\n\tRUNNING = 1,\n};");
        assertThat(declaration(BtfKind.ENUM64, "big"))
                .isEqualTo("enum big {\n\tSMALL = 1ULL,\n\tHUGE = 68719476736ULL,\n};");
        assertThat(declaration(BtfKind.FUNC, "helper")).isEqualTo("static u32 helper(u32 x);");
        assertThat(declaration(BtfKind.VAR, "limit")).isEqualTo("const volatile u32 limit;");
        assertThat(declaration(BtfKind.VAR, "outside")).isEqualTo("extern int outside;");
        assertThat(declaration(BtfKind.FWD, "opaque")).isEqualTo("struct opaque;");
        assertThat(declaration(BtfKind.DATASEC, ".rodata")).isEqualTo("/* .rodata */\nconst volatile u32 limit;");
        assertThat(declaration(BtfKind.DECL_TAG, "counted")).startsWith("/* btf_decl_tag(\"counted\") on type");
        assertThat(declaration(BtfKind.STRUCT, "tagged")).contains("__attribute__((btf_type_tag(\"user\"))) u32 *p");
    }

    @Test
    void everyTypeOfAnObjectPrints() {
        for (int id = 0; id <= btf.typeCount(); id++) {
            assertThat(BtfPrinter.declaration(btf, id)).isNotBlank();
            assertThat(BtfPrinter.declarator(btf, id, "x")).isNotBlank();
        }
    }

    @Test
    @Timeout(20)
    void typesThatFanOutAreCutShort() {
        BtfBuilder builder = new BtfBuilder();
        int id = builder.intType("int", 4, 1);
        for (int i = 0; i < 30; i++) {
            int[] members = new int[30];
            for (int m = 0; m < 10; m++) {
                members[3 * m + 1] = id;
            }
            id = builder.type("", BtfKind.UNION, 10, false, 4, members);
        }
        Btf wide = builder.parse();
        assertThat(BtfPrinter.declaration(wide, id)).contains("...").hasSizeLessThan(1 << 26);
        assertThat(BtfValue.decode(wide, id, new byte[4])).isNotNull();
    }

    private String declaration(BtfKind kind, String name) {
        return BtfPrinter.declaration(btf, btf.find(kind, name).orElseThrow());
    }
}
