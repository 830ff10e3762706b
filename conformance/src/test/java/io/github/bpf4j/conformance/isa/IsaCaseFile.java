package io.github.bpf4j.conformance.isa;

import io.github.bpf4j.runtime.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reader of {@code .case} files; their format is described in {@code resources/isa/README.md}. Whatever is not exactly of
 * that format is an {@link IsaCaseException}.
 */
final class IsaCaseFile {
    private static final Set<String> KEYS =
            Set.of("case", "asm", "code", "mem", "result", "mem-after", "fault", "rows");
    private static final Set<String> BLOCKS = Set.of("asm", "rows");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");
    private static final Pattern CELL = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]{1,16}");

    private final String file;
    private final List<IsaCase> cases = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final Map<String, Field> fields = new LinkedHashMap<>();

    private record Field(int line, String value, List<Line> block) {}

    private record Line(int number, String text) {}

    private IsaCaseFile(String file) {
        this.file = file;
    }

    /** The cases of a text, tables expanded, in the order of the file. */
    static List<IsaCase> parse(String file, String text) {
        return new IsaCaseFile(file).parse(text);
    }

    /** The cases of all files below a folder, sorted by path. */
    static List<IsaCase> readAll(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<IsaCase> all = new ArrayList<>();
            for (Path path :
                    files.filter(p -> p.toString().endsWith(".case")).sorted().toList()) {
                String name = folder.relativize(path).toString().replace('\\', '/');
                all.addAll(parse(name, Files.readString(path)));
            }
            return all;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<IsaCase> parse(String text) {
        Field current = null;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            if (line.startsWith(" ")) {
                if (current == null || !BLOCKS.contains(keyOf(current))) {
                    throw error(number, "an indented line belongs below asm: or rows:");
                }
                current.block.add(new Line(number, line.strip()));
            } else {
                current = field(number, line);
            }
        }
        finish();
        if (cases.isEmpty()) {
            throw error(Math.max(number, 1), "no case");
        }
        return cases;
    }

    private String keyOf(Field field) {
        return fields.entrySet().stream()
                .filter(e -> e.getValue() == field)
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse("");
    }

    private Field field(int number, String line) {
        int colon = line.indexOf(':');
        String key = colon < 0 ? line : line.substring(0, colon);
        if (colon < 0 || !KEYS.contains(key)) {
            throw error(number, "expected one of " + KEYS.stream().sorted().toList() + " and a colon, found: " + line);
        }
        if (key.equals("case")) {
            finish();
        } else if (fields.isEmpty()) {
            throw error(number, "a file begins with case:");
        }
        Field field = new Field(number, line.substring(colon + 1).strip(), new ArrayList<>());
        if (fields.put(key, field) != null) {
            throw error(number, "second " + key + ": in one case");
        }
        if (key.equals("asm") != field.value.isEmpty()) {
            throw error(number, key.equals("asm") ? "the program begins on the line below asm:" : "empty " + key + ":");
        }
        return field;
    }

    private void finish() {
        Field name = fields.get("case");
        if (name == null) {
            return;
        }
        if (!names.add(name.value)) {
            throw error(name.line, "second case of this name: " + name.value);
        }
        requireOneOf(name.line, "asm", "code");
        requireOneOf(name.line, "result", "fault");
        Field rows = fields.get("rows");
        if (rows == null) {
            cases.add(build(name.line, name.value, "", value -> substitute(value, Map.of())));
        } else {
            table(name.value, rows);
        }
        fields.clear();
    }

    private void requireOneOf(int line, String one, String other) {
        if (fields.containsKey(one) == fields.containsKey(other)) {
            throw error(line, "a case has either " + one + ": or " + other + ":");
        }
    }

    private void table(String name, Field rows) {
        List<String> columns = List.of(rows.value.split("\\s+"));
        if (Set.copyOf(columns).size() != columns.size()) {
            throw error(rows.line, "a column stands twice");
        }
        Set<String> used = fields.values().stream()
                .flatMap(field -> Stream.concat(
                        Stream.of(field.value), field.block.stream().map(Line::text)))
                .flatMap(text -> PLACEHOLDER.matcher(text).results().map(m -> m.group(1)))
                .collect(Collectors.toSet());
        columns.stream().filter(column -> !used.contains(column)).findFirst().ifPresent(column -> {
            throw error(rows.line, "column " + column + " is used nowhere");
        });
        if (rows.block.isEmpty()) {
            throw error(rows.line, "no row");
        }
        Set<List<String>> seen = new HashSet<>();
        for (Line row : rows.block) {
            List<String> cells = cells(row);
            if (cells.size() != columns.size()) {
                throw error(row.number, columns.size() + " cells expected, found " + cells.size());
            }
            if (!seen.add(cells)) {
                throw error(row.number, "the same row stands twice");
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (int i = 0; i < columns.size(); i++) {
                values.put(columns.get(i), cells.get(i));
            }
            cases.add(build(row.number, name, row.text, value -> substitute(value, values)));
        }
    }

    private List<String> cells(Line row) {
        if (row.text.chars().filter(c -> c == '"').count() % 2 != 0) {
            throw error(row.number, "unclosed quote");
        }
        return CELL.matcher(row.text)
                .results()
                .map(m -> m.group(1) != null ? m.group(1) : m.group(2))
                .toList();
    }

    private String substitute(String text, Map<String, String> values) {
        return PLACEHOLDER.matcher(text).replaceAll(match -> {
            String value = values.get(match.group(1));
            if (value == null) {
                throw error(fields.get("case").line, "no column for " + match.group());
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private IsaCase build(int line, String block, String row, UnaryOperator<String> fill) {
        byte[] memory = fields.containsKey("mem") ? hex(line, "mem", fill) : new byte[0];
        byte @Nullable [] after = fields.containsKey("mem-after") ? hex(line, "mem-after", fill) : null;
        if (after != null && after.length != memory.length) {
            throw error(line, "mem-after: has " + after.length + " bytes, mem: " + memory.length);
        }
        IsaCase.Expectation expectation = fields.containsKey("result")
                ? new IsaCase.Expectation.Result(number(line, fill), after != null ? after : memory)
                : new IsaCase.Expectation.Faults(fault(line, fill), after);
        return new IsaCase(file, line, block, row, program(line, fill), memory, expectation);
    }

    private IsaCase.Program program(int line, UnaryOperator<String> fill) {
        if (fields.containsKey("asm")) {
            List<Line> lines = fields.get("asm").block;
            if (lines.isEmpty()) {
                throw error(fields.get("asm").line, "no instruction");
            }
            return new IsaCase.Program.Assembly(
                    lines.stream().map(l -> fill.apply(l.text)).collect(Collectors.joining("\n", "", "\n")));
        }
        byte[] bytes = hex(line, "code", fill);
        if (bytes.length % Long.BYTES != 0) {
            throw error(line, "code: is no whole number of eight-byte slots");
        }
        long[] words = new long[bytes.length / Long.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
        return new IsaCase.Program.Words(words);
    }

    private byte[] hex(int line, String key, UnaryOperator<String> fill) {
        String value = fill.apply(fields.get(key).value);
        try {
            return HexFormat.of().parseHex(value.replace(" ", ""));
        } catch (IllegalArgumentException e) {
            throw error(line, key + ": is not hexadecimal bytes: " + value);
        }
    }

    private long number(int line, UnaryOperator<String> fill) {
        String value = fill.apply(fields.get("result").value);
        if (!NUMBER.matcher(value).matches()) {
            throw error(line, "result: is 0x and up to 16 lower-case digits, not " + value);
        }
        return Long.parseUnsignedLong(value, 2, value.length(), 16);
    }

    private Fault.Kind fault(int line, UnaryOperator<String> fill) {
        String value = fill.apply(fields.get("fault").value);
        for (Fault.Kind kind : Fault.Kind.values()) {
            if (IsaCase.caseName(kind).equals(value)) {
                return kind;
            }
        }
        throw error(line, "no such fault: " + value);
    }

    private IsaCaseException error(int line, String reason) {
        return new IsaCaseException(file, line, reason);
    }
}
