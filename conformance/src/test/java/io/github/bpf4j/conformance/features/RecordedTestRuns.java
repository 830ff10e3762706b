package io.github.bpf4j.conformance.features;

import io.github.bpf4j.abi.Errno;
import io.github.bpf4j.runtime.BpfErrnoException;
import io.github.bpf4j.runtime.Collection;
import io.github.bpf4j.runtime.TestRun;
import io.github.bpf4j.runtime.Variable;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.HexFormat;
import org.assertj.core.api.SoftAssertions;

/**
 * Test runs that Linux 6.12 was asked for, with what it answered. A line has a name, the program, what it is given (context, data, room for
 * both, repetitions, flags, CPU, batch size, variables set before) and what came of it: errno, result, how long the data and the data, how
 * long the context and the context, the number of the socket in it, what the program wrote, how often it ran. {@code 00*14} is a byte 14 times.
 */
final class RecordedTestRuns {
    private static final int COOKIE_BYTES = 8;

    private RecordedTestRuns() {}

    /** Asks one line again, of a program that may have another name here. */
    static void ask(SoftAssertions softly, Collection collection, String[] cells, String program) {
        collection.variable("answered").setLong(0);
        collection.variable("runs").setLong(0);
        for (String setting : cells[10].split(" ")) {
            int equals = setting.indexOf('=');
            if (equals > 0) {
                Variable variable = collection.variable(setting.substring(0, equals));
                byte[] value = bytes(setting.substring(equals + 1));
                variable.set(Arrays.copyOf(value, variable.bytes().length));
            }
        }
        TestRun asked = new TestRun()
                .context(bytes(cells[2]))
                .data(bytes(cells[3]))
                .dataLimit(number(cells[4]))
                .contextLimit(number(cells[5]))
                .repeat(number(cells[6]))
                .flags(number(cells[7]))
                .cpu(number(cells[8]))
                .batchSize(number(cells[9]));
        softly.assertThat(answer(collection, program, asked))
                .as(cells[0])
                .isEqualTo(String.join("\t", Arrays.copyOfRange(cells, 11, cells.length)));
    }

    private static int number(String cell) {
        return cell.equals("-") ? 0 : (int) Long.parseLong(cell);
    }

    private static String answer(Collection collection, String program, TestRun asked) {
        try {
            TestRun.Result result = collection.program(program).testRun(asked);
            if (result.run().fault().isPresent()) {
                return result.run().fault().get().toString();
            }
            byte[] context = result.context();
            long socket = -1;
            if (program.startsWith("assign") && context.length > 0) {
                socket = context[0] - 1;
                Arrays.fill(context, 0, Math.min(COOKIE_BYTES, context.length), (byte) 0);
            }
            long errno = result.errno().map(Errno::result).orElse(0L);
            return String.join(
                    "\t",
                    Long.toString(errno),
                    Integer.toUnsignedString(result.run().verdict()),
                    Integer.toString(result.dataBytes()),
                    hex(result.data()),
                    Integer.toString(result.contextBytes()),
                    hex(context),
                    Long.toString(socket),
                    WrittenAnswers.of(collection),
                    Long.toString(collection.variable("runs").getLong()));
        } catch (BpfErrnoException refused) {
            boolean ran = refused.errno() == Errno.EOPNOTSUPP;
            return refused.errno().result() + "\t-\t-\t-\t-\t-\t-\t" + (ran ? WrittenAnswers.of(collection) : "-")
                    + "\t" + collection.variable("runs").getLong();
        }
    }

    private static String hex(byte[] bytes) {
        return bytes.length == 0 ? "-" : HexFormat.of().formatHex(bytes);
    }

    /** Bytes as lines have them. */
    static byte[] bytes(String cell) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int at = 0; at + 1 < cell.length(); ) {
            int value = Integer.parseInt(cell.substring(at, at + 2), 16);
            at += 2;
            int times = 1;
            if (at < cell.length() && cell.charAt(at) == '*') {
                int end = cell.indexOf('.', at) < 0 ? cell.length() : cell.indexOf('.', at);
                times = Integer.parseInt(cell.substring(at + 1, end));
                at = end + 1;
            }
            byte[] some = new byte[times];
            Arrays.fill(some, (byte) value);
            bytes.write(some, 0, times);
        }
        return bytes.toByteArray();
    }
}
