package io.github.bpf4j.conformance.isa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bpf4j.runtime.Fault;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IsaCaseFileTest {

    @Test
    void aCaseHasProgramMemoryAndResult() {
        IsaCase only = parse("""
                # why
                case: sum
                asm:
                  r0 = 1
                  exit
                mem: 01 ff
                result: 0xffffffffffffffff
                mem-after: 02ff
                """).getFirst();
        assertThat(only.where()).isEqualTo("f.case:2 sum");
        assertThat(only.program()).isEqualTo(new IsaCase.Program.Assembly("r0 = 1\nexit\n"));
        assertThat(only.memory()).containsExactly(1, -1);
        assertThat(only.expectation()).isInstanceOfSatisfying(IsaCase.Expectation.Result.class, result -> {
            assertThat(result.r0()).isEqualTo(-1);
            assertThat(result.memoryAfter()).containsExactly(2, -1);
        });
    }

    @Test
    void codeIsReadAsLittleEndianSlots() {
        IsaCase only = parse("case: raw\ncode: b7 00 00 00 ff ff ff ff 9500000000000000\nfault: bad-instruction\n")
                .getFirst();
        assertThat(only.program())
                .isInstanceOfSatisfying(
                        IsaCase.Program.Words.class,
                        words -> assertThat(words.code()).containsExactly(0xffffffff000000b7L, 0x95L));
        assertThat(only.expectation()).isEqualTo(new IsaCase.Expectation.Faults(Fault.Kind.BAD_INSTRUCTION, null));
    }

    @Test
    void aTableIsOneCasePerRow() {
        List<IsaCase> cases = parse("""
                case: table
                asm:
                  {insn}
                  exit
                result: {r}
                rows: insn r
                  "r0 = 1" 0x1
                  "r0 = 2" 0x2
                """);
        assertThat(cases).hasSize(2).allSatisfy(c -> assertThat(c.block()).isEqualTo("table"));
        assertThat(cases.get(1).line()).isEqualTo(8);
        assertThat(cases.get(1).program()).isEqualTo(new IsaCase.Program.Assembly("r0 = 2\nexit\n"));
    }

    @ParameterizedTest(name = "{2}")
    @CsvSource(delimiter = '|', textBlock = """
            result: 0x1                                            | 1 | a file begins with case:
            case: a;size: 3                                        | 2 | expected one of
            case: a;nonsense                                       | 2 | expected one of
            # nothing but a comment                                | 1 | no case
            case: a;  r0 = 1                                       | 2 | an indented line belongs below
            case: a;mem: 00;mem: 01                                | 3 | second mem: in one case
            case: a;asm: exit                                      | 2 | the program begins on the line below asm:
            case: a;mem:                                           | 2 | empty mem:
            case: a;result: 0x1                                    | 1 | a case has either asm: or code:
            case: a;asm:;  exit;code: 95                           | 1 | a case has either asm: or code:
            case: a;asm:;  exit                                    | 1 | a case has either result: or fault:
            case: a;asm:;  exit;result: 0x1;fault: call-depth      | 1 | a case has either result: or fault:
            case: a;asm:;result: 0x1                               | 2 | no instruction
            case: a;code: 95;result: 0x1                           | 1 | no whole number of eight-byte slots
            case: a;code: 9;result: 0x1                            | 1 | code: is not hexadecimal bytes
            case: a;asm:;  exit;mem: 0g;result: 0x1                | 1 | mem: is not hexadecimal bytes
            case: a;asm:;  exit;mem: 00;mem-after: 0011;result: 0x1| 1 | mem-after: has 2 bytes, mem: 1
            case: a;asm:;  exit;result: 7                          | 1 | result: is 0x and up to 16
            case: a;asm:;  exit;result: 0x11112222333344445        | 1 | result: is 0x and up to 16
            case: a;asm:;  exit;fault: boom                        | 1 | no such fault: boom
            case: a;asm:;  exit;result: {r}                        | 1 | no column for {r}
            case: a;asm:;  exit;result: {r};rows: r q;  0x1 0x2    | 5 | column q is used nowhere
            case: a;asm:;  exit;result: {r};rows: r r;  0x1 0x2    | 5 | a column stands twice
            case: a;asm:;  exit;result: {r};rows: r                | 5 | no row
            case: a;asm:;  exit;result: {r};rows: r;  0x1 0x2      | 6 | 1 cells expected, found 2
            case: a;asm:;  exit;result: {r};rows: r;  0x1;  0x1    | 7 | the same row stands twice
            case: a;asm:;  exit;result: {r};rows: r;  "0x1         | 6 | unclosed quote
            case: a;asm:;  exit;result: 0x1;case: a;asm:;  exit;result: 0x1 | 5 | second case of this name: a
            """)
    void whatBreaksTheFormatIsNamedWithItsLine(String text, int line, String reason) {
        assertThatThrownBy(() -> parse(text.replace(';', '\n')))
                .isInstanceOf(IsaCaseException.class)
                .hasMessageStartingWith("f.case:" + line + ": ")
                .hasMessageContaining(reason);
    }

    private static List<IsaCase> parse(String text) {
        return IsaCaseFile.parse("f.case", text);
    }
}
