package io.github.bpf4j.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Objects as large as the largest there are, as clang-19 compiles C that is written here. */
final class LargeObjects {
    static final int MEMBERS = 400;
    private static final String PRELUDE = """
            #define SEC(NAME) __attribute__((section(NAME), used))
            #define RELOCATED __attribute__((preserve_access_index))
            typedef unsigned long long u64;
            typedef unsigned int u32;
            static void *(*lookup)(void *map, const void *key) = (void *)1;
            char _license[] SEC("license") = "Dual MIT/GPL";
            """;

    private final Path folder;

    LargeObjects(Path folder) {
        this.folder = folder;
    }

    private static String each(int count, IntFunction<String> text) {
        return IntStream.range(0, count).mapToObj(text).collect(Collectors.joining());
    }

    /** One program with about seven instructions for each statement; every third has a branch, as Linux has room for 8,192. */
    Path statements(int count) throws IOException, InterruptedException {
        return compile(
                "statements",
                "volatile u64 cells[1024];\nSEC(\"syscall\") int large(void *ctx)\n{\n"
                        + each(
                                count,
                                i -> (i % 3 == 0 ? "\tif (cells[%d] & 1)\n\t" : "\tcells[%d] ^= 3;\n")
                                                .formatted(i % 1024)
                                        + "\tcells[%d] += %d;\n".formatted((i * 7 + 1) % 1024, i + 1))
                        + "\treturn 0;\n}\n");
    }

    private static String members(int rotation) {
        return each(MEMBERS, i -> "\tvolatile u32 m%d;\n".formatted((i + rotation) % MEMBERS));
    }

    /** Programs that each read all members of a struct through a name of its own for it. */
    Path relocations(int programs) throws IOException, InterruptedException {
        return compile(
                "relocations",
                "u64 image[" + MEMBERS + "];\n"
                        + each(
                                programs,
                                p -> "struct thing___k%d {\n%s} RELOCATED;\n".formatted(p, members(0))
                                        + "SEC(\"syscall\") int reads_%d(void *ctx)\n{\n".formatted(p)
                                        + "\tstruct thing___k%d *at = (void *)image;\n\tu32 sum = 0;\n".formatted(p)
                                        + each(MEMBERS, i -> "\tsum += at->m" + i + ";\n")
                                        + "\treturn sum & 1;\n}\n"));
    }

    /** A kernel that has the members in another order. */
    Path kernel() throws IOException, InterruptedException {
        return compile("kernel", "struct thing {\n" + members(MEMBERS / 2) + "};\nstruct thing thing;\n");
    }

    /** Maps of several types and programs that use 50 of them each. */
    Path maps(int count) throws IOException, InterruptedException {
        return compile(
                "maps",
                each(
                                count,
                                i -> ("struct { int (*type)[%d]; int (*max_entries)[%d]; u32 *key; u64 *value; }"
                                                + " map_%d SEC(\".maps\");\n")
                                        .formatted(1 + i % 2, 16 + i % 64, i))
                        + each(
                                count / 50,
                                p -> "SEC(\"syscall\") int uses_%d(void *ctx)\n{\n\tu32 key = 0;\n\tu64 *value;\n"
                                                .formatted(p)
                                        + each(
                                                50,
                                                i -> "\tif ((value = lookup(&map_%d, &key)))\n\t\t*value += 1;\n"
                                                        .formatted(50 * p + i))
                                        + "\treturn 0;\n}\n"));
    }

    /** Programs that each call some of as many functions. */
    Path programs(int count) throws IOException, InterruptedException {
        return compile(
                "programs",
                "u64 cell;\n"
                        + each(
                                count,
                                i -> "__attribute__((noinline)) static int f%d(u64 a)\n{\n\treturn cell += a * %d;\n}\n"
                                        .formatted(i, i + 3))
                        + each(
                                count,
                                i -> "SEC(\"syscall\") int p%d(void *ctx)\n{\n\treturn f%d(1) + f%d(2) + f%d(3);\n}\n"
                                        .formatted(i, i, (i + 1) % count, (i * 31 + 5) % count)));
    }

    private Path compile(String name, String text) throws IOException, InterruptedException {
        Path source = folder.resolve(name + ".bpf.c");
        Path object = folder.resolve(name + ".bpf.o");
        Files.writeString(source, PRELUDE + text);
        int failed = new ProcessBuilder(
                        "clang-19",
                        "-O1",
                        "-g",
                        "-w",
                        "-target",
                        "bpfel",
                        "-mcpu=v4",
                        "-c",
                        source.toString(),
                        "-o",
                        object.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (failed != 0) {
            throw new IOException("clang-19 could not compile " + source);
        }
        return object;
    }
}
