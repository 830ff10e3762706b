package io.github.bpf4j.runtime.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bpf4j.asm.Assembler;
import io.github.bpf4j.runtime.memory.GuestMemory;
import io.github.bpf4j.runtime.memory.MemoryOptions;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bytecode of some programs, so that a change of it is seen and looked at. With {@code -Dbpf4j.golden.write=true} it writes the
 * files that it would compare.
 */
class JitGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/io/github/bpf4j/runtime/engine/golden");
    private static final boolean WRITE = Boolean.getBoolean("bpf4j.golden.write");
    private static final JitLimits LITTLE = new JitLimits(200, 80, 8_000);
    private static final int HELPERS = 256;

    /** As an object would tell it: four instructions to a line, the third line in a header. */
    private static final class Source implements SourceMap {
        @Override
        public String function(int insnOffset) {
            return "program.part-1";
        }

        @Override
        public Optional<Line> line(int insnOffset) {
            int number = 10 + insnOffset / 4;
            return Optional.of(new Line(number == 12 ? "golden.h" : "golden.bpf.c", number));
        }
    }

    static Stream<String> programs() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".asm"))
                    .map(name -> name.substring(0, name.length() - ".asm".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Image image(String program) throws IOException {
        long[] code = Assembler.assemble(Files.readString(FOLDER.resolve(program + ".asm")));
        HelperFunction[] helpers = new HelperFunction[HELPERS];
        Arrays.setAll(helpers, id -> (_, _, _, _, _, _) -> id);
        return new Image(
                3,
                program,
                code,
                new int[] {0},
                helpers,
                new HelperFunction[] {helpers[0]},
                program.equals("lines") ? new Source() : SourceMap.NONE);
    }

    private static String generated(String program) throws IOException {
        GuestMemory memory =
                GuestMemory.open(MemoryOptions.DEFAULT.withReserveBytes(MemoryOptions.LEAST_RESERVE_BYTES));
        try {
            JitLimits limits = program.startsWith("pieces") ? LITTLE : JitLimits.USUAL;
            Set<String> common =
                    limits.equals(LITTLE) ? Set.of("<init>", "<clinit>") : Set.of("<init>", "<clinit>", "chunk");
            StringBuilder text = new StringBuilder();
            for (JitUnit unit : new JitCompiler(image(program), memory, limits).units()) {
                text.append(BytecodeText.of(ClassFile.of().parse(unit.generate()), common));
            }
            return text.toString();
        } finally {
            memory.close();
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void bytecodeIsWhatItWas(String program) throws IOException {
        Path golden = FOLDER.resolve(program + ".txt");
        String text = generated(program);
        if (WRITE) {
            Files.writeString(golden, text);
        }
        assertThat(text).as("-Dbpf4j.golden.write=true writes %s anew", golden).isEqualTo(Files.readString(golden));
    }
}
