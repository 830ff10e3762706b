package io.github.bpf4j.btf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The string table of BTF data, decoding each offset once.
 *
 * <p>Offsets may point into the middle of strings, so a hostile table of n bytes holds strings of n*n/2 bytes in sum;
 * the sum decoded is therefore limited to a small multiple of the table.
 */
final class BtfStrings {
    private static final long SLACK_BYTES = 1 << 16;
    private static final int OVERLAP_FACTOR = 4;

    private final byte[] table;
    private final long tableOffset;
    private final Map<Integer, String> decoded = new HashMap<>();
    private long budgetBytes;

    BtfStrings(byte[] table, long tableOffset) {
        this.table = table;
        this.tableOffset = tableOffset;
        this.budgetBytes = SLACK_BYTES + (long) OVERLAP_FACTOR * table.length;
    }

    /** A fresh decoder of the same table. */
    BtfStrings restarted() {
        return new BtfStrings(table, tableOffset);
    }

    /** The string at an unsigned offset; the record that names it is at {@code referrer}. */
    String get(int offset, long referrer) {
        if (Integer.compareUnsigned(offset, table.length) >= 0) {
            throw new BtfFormatException(
                    referrer,
                    "string offset " + Integer.toUnsignedString(offset) + " outside the string table of " + table.length
                            + " bytes");
        }
        String known = decoded.get(offset);
        if (known != null) {
            return known;
        }
        int end = offset;
        while (table[end] != 0) {
            end++;
        }
        budgetBytes -= end - offset;
        if (budgetBytes < 0) {
            throw new BtfFormatException(referrer, "strings overlap too much");
        }
        String string = new String(table, offset, end - offset, StandardCharsets.UTF_8);
        decoded.put(offset, string);
        return string;
    }

    /** Whether the string at an offset into the table is this one. */
    boolean isAt(byte[] string, int offset) {
        int end = offset + string.length;
        if (table[offset] != string[0] || end >= table.length || table[end] != 0) {
            return false;
        }
        return Arrays.equals(table, offset, end, string, 0, string.length);
    }

    /** The name at an unsigned offset: a string without control characters. */
    String name(int offset, long referrer) {
        String name = get(offset, referrer);
        for (int i = 0; i < name.length(); i++) {
            if (Character.isISOControl(name.charAt(i))) {
                throw new BtfFormatException(
                        tableOffset + Integer.toUnsignedLong(offset), "control character in a name");
            }
        }
        return name;
    }
}
