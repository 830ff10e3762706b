package io.github.bpf4j.asm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DisassemblerTest {
    private static final Disassembler.Symbols NAMES = new Disassembler.Symbols() {
        @Override
        public String map(int insnOffset) {
            return insnOffset == 0 ? "flows" : "";
        }

        @Override
        public String function(int insnOffset) {
            return switch (insnOffset) {
                case 0 -> "main";
                case 6 -> "callback";
                default -> "";
            };
        }

        @Override
        public String label(int insnOffset) {
            return insnOffset == 5 ? "out" : "";
        }

        @Override
        public String helper(int helperId) {
            return helperId == 1 ? "bpf_map_lookup_elem" : "";
        }

        @Override
        public String kfunc(int insnOffset) {
            return insnOffset == 7 ? "bpf_obj_new" : "";
        }

        @Override
        public String source(int insnOffset) {
            return insnOffset == 2 ? "value = lookup(&flows, &key);\nif (!value)" : "";
        }
    };

    private static final long[] CODE = Assembler.assemble("""
            r1 = map_fd 3 ll
            call 1
            if r0 == 0 goto out
            call f
            out: exit
            f: if r1 == 0 goto +2
            call kfunc 12 fd 1
            r0 = 0
            exit
            """);

    @Test
    void listingShowsEveryKindOfName() {
        assertThat(new Disassembler(NAMES).listing(CODE, false)).isEqualTo("""
                0000000000000000 <main>:
                       0:	r1 = map_fd 0x3 ll <flows>
                ; value = lookup(&flows, &key);
                ; if (!value)
                       2:	call 0x1 <bpf_map_lookup_elem>
                       3:	if r0 == 0x0 goto +0x1 <out>
                       4:	call +0x1 <callback>
                <out>:
                       5:	exit

                0000000000000030 <callback>:
                       6:	if r1 == 0x0 goto +0x2 <callback+0x18>
                       7:	call kfunc 0xc fd 0x1 <bpf_obj_new>
                       8:	r0 = 0x0
                       9:	exit
                """);
    }

    @Test
    void oneInstructionNamesATargetOnlyWhereItHasAName() {
        Disassembler disassembler = new Disassembler(NAMES);
        assertThat(disassembler.instruction(CODE, 4)).isEqualTo("call +0x1 <callback>");
        assertThat(disassembler.instruction(CODE, 6)).isEqualTo("if r1 == 0x0 goto +0x2");
    }

    @Test
    void symbolsAreNotAskedForSlotsOutsideTheCode() {
        Disassembler.Symbols strict = new Disassembler.Symbols() {
            @Override
            public String function(int insnOffset) {
                assertThat(insnOffset).isBetween(0, 2);
                return "f" + insnOffset;
            }

            @Override
            public String label(int insnOffset) {
                assertThat(insnOffset).isBetween(0, 2);
                return "";
            }
        };
        long[] code = Assembler.assemble("goto -5\ngotol +0x7fffffff\ncall -0x80000000");
        assertThat(new Disassembler(strict).listing(code, false))
                .contains("goto -0x5\n", "gotol +0x7fffffff\n", "call -0x80000000\n");
    }

    @Test
    void charactersOfNamesThatWouldBreakALineAreReplaced() {
        Disassembler.Symbols hostile = new Disassembler.Symbols() {
            @Override
            public String function(int insnOffset) {
                return "a>b\n<c\u001b[31m;#//\u2028\u202e";
            }

            @Override
            public String source(int insnOffset) {
                return "tab\there\u001b[0m\rr0 = 1";
            }
        };
        long[] code = Assembler.assemble("goto -1");
        String listing = new Disassembler(hostile).listing(code, true);
        assertThat(listing).isEqualTo("""
                0000000000000000 <a?b??c?[31m;#//??>:
                ; tab\there?[0m
                ; r0 = 1
                       0:\t05 00 ff ff 00 00 00 00\tgoto -0x1 <a?b??c?[31m;#//??>
                """);
        assertThat(Assembler.assemble(listing)).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "0x00000000000000ff, 0",
        "0x0000000100000095, 0",
        "0x0000000000000018, 0",
    })
    void invalidEncodingIsUnknown(String word, int slot) {
        long[] code = {Long.decode(word)};
        assertThat(new Disassembler(Disassembler.Symbols.NONE).instruction(code, slot))
                .isEqualTo("<unknown>");
    }

    @Test
    void wideLoadWithABrokenSecondSlotHidesNothing() {
        long[] code = {0x18, 0x95, 0x95};
        assertThat(new Disassembler(Disassembler.Symbols.NONE).listing(code, false))
                .isEqualTo("""
                       0:\t<unknown>
                       1:\texit
                       2:\texit
                """);
    }
}
