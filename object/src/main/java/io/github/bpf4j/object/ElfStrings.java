package io.github.bpf4j.object;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * An ELF string table, decoding each offset once.
 *
 * <p>Linkers let a string share the tail of another, so offsets may point into strings. The sum of what is decoded is
 * limited to a multiple of the table, lest n offsets into one long string cost n times its length.
 */
final class ElfStrings {
    private static final long SLACK_BYTES = 1 << 16;
    private static final int OVERLAP_FACTOR = 8;

    private final String section;
    private final byte[] file;
    private final int start;
    private final int end;
    private final Map<Integer, String> decoded = new HashMap<>();
    private long budgetBytes;

    ElfStrings(String section, byte[] file, int start, int length) {
        this.section = section;
        this.file = file;
        this.start = start;
        this.end = start + length;
        this.budgetBytes = SLACK_BYTES + (long) OVERLAP_FACTOR * length;
    }

    String get(int offset) {
        if (offset < 0 || offset >= end - start) {
            if (offset == 0) {
                return "";
            }
            throw new ObjectFormatException(section, Integer.toUnsignedLong(offset), "string outside the string table");
        }
        String known = decoded.get(offset);
        if (known != null) {
            return known;
        }
        int stop = start + offset;
        while (stop < end && file[stop] != 0) {
            stop++;
        }
        if (stop == end) {
            throw new ObjectFormatException(section, offset, "string does not end");
        }
        budgetBytes -= stop - start - offset;
        if (budgetBytes < 0) {
            throw new ObjectFormatException(section, offset, "strings overlap too much");
        }
        String string = new String(file, start + offset, stop - start - offset, StandardCharsets.UTF_8);
        for (int i = 0; i < string.length(); i++) {
            if (Character.isISOControl(string.charAt(i))) {
                throw new ObjectFormatException(section, offset, "control character in a name");
            }
        }
        decoded.put(offset, string);
        return string;
    }
}
