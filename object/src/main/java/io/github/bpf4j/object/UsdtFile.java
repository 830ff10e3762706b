package io.github.bpf4j.object;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * The probes of an executable or a library: the notes of its section .note.stapsdt, as SystemTap publishes their format. Of the file
 * only what is needed is read.
 */
public final class UsdtFile {
    private static final int HEADER_BYTES = 64;
    private static final int SECTION_HEADER_BYTES = 64;
    private static final int NOTE_HEADER_BYTES = 12;
    private static final int ADDRESSES_BYTES = 3 * Long.BYTES;
    private static final int PROBE_NOTE = 3;
    private static final String OWNER = "stapsdt";
    private static final String NOTES = ".note.stapsdt";
    private static final String BASE = ".stapsdt.base";

    private UsdtFile() {}

    /**
     * Reads the probes, in the order of the notes; none if the file has no such notes.
     *
     * @throws ObjectFormatException if the file is no ELF64 file, or is damaged
     */
    public static List<UsdtProbe> read(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            ByteBuffer head = BtfFile.bytes(file, 0, Math.min(HEADER_BYTES, file.size()), ByteOrder.LITTLE_ENDIAN);
            if (head.limit() < HEADER_BYTES || head.getInt(0) != 0x464c_457f || head.get(4) != 2) {
                throw new ObjectFormatException("", 0, "no ELF64 file");
            }
            head.order(head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            return sections(file, head);
        }
    }

    private static List<UsdtProbe> sections(FileChannel file, ByteBuffer head) throws IOException {
        int count = Short.toUnsignedInt(head.getShort(60));
        int names = Short.toUnsignedInt(head.getShort(62));
        if (head.getShort(58) != SECTION_HEADER_BYTES || names >= count) {
            throw new ObjectFormatException("", 40, "no section table that can be read");
        }
        ByteBuffer headers = BtfFile.bytes(file, head.getLong(40), (long) count * SECTION_HEADER_BYTES, head.order());
        ByteBuffer strings = contents(file, headers, names);
        ByteBuffer notes = ByteBuffer.allocate(0);
        long base = 0;
        for (int i = 0; i < count; i++) {
            int name = headers.getInt(i * SECTION_HEADER_BYTES);
            if (notes.limit() == 0 && says(strings, name, NOTES)) {
                notes = contents(file, headers, i);
            } else if (says(strings, name, BASE)) {
                base = headers.getLong(i * SECTION_HEADER_BYTES + 16);
            }
        }
        return notes(notes, base);
    }

    private static ByteBuffer contents(FileChannel file, ByteBuffer headers, int section) throws IOException {
        int header = section * SECTION_HEADER_BYTES;
        return BtfFile.bytes(file, headers.getLong(header + 24), headers.getLong(header + 32), headers.order());
    }

    private static List<UsdtProbe> notes(ByteBuffer notes, long base) {
        List<UsdtProbe> probes = new ArrayList<>();
        int at = 0;
        while (at < notes.limit()) {
            if (notes.limit() - at < NOTE_HEADER_BYTES) {
                throw new ObjectFormatException(NOTES, at, "a note's header is cut off");
            }
            long ownerBytes = Integer.toUnsignedLong(notes.getInt(at));
            long bytes = Integer.toUnsignedLong(notes.getInt(at + 4));
            long description = at + NOTE_HEADER_BYTES + padded(ownerBytes);
            if (description > notes.limit() || bytes > notes.limit() - description) {
                throw new ObjectFormatException(NOTES, at, "a note is cut off");
            }
            if (notes.getInt(at + 8) == PROBE_NOTE && says(notes, at + NOTE_HEADER_BYTES, OWNER)) {
                probes.add(probe(notes.slice((int) description, (int) bytes).order(notes.order()), base, description));
            }
            at = (int) Math.min(notes.limit(), description + padded(bytes));
        }
        return probes;
    }

    /** What the file was linked to may have moved since the note was written: so did the base that it names. */
    private static UsdtProbe probe(ByteBuffer description, long base, long noteOffset) {
        if (description.limit() < ADDRESSES_BYTES) {
            throw new ObjectFormatException(NOTES, noteOffset, "a probe's note is cut off");
        }
        long address = description.getLong(0);
        long linkedBase = description.getLong(Long.BYTES);
        int at = ADDRESSES_BYTES;
        String provider = text(description, at, NOTES);
        at += bytes(provider);
        String name = text(description, at, NOTES);
        at += bytes(name);
        String arguments = text(description, at, NOTES);
        boolean moved = base != 0 && linkedBase != 0;
        return new UsdtProbe(provider, name, moved ? address + base - linkedBase : address, arguments);
    }

    /** Whether a text begins somewhere; looks at no more bytes than it has, whatever a damaged file says. */
    private static boolean says(ByteBuffer bytes, int start, String text) {
        if (start < 0 || start > bytes.limit() - text.length() - 1) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes.get(start + i) != text.charAt(i)) {
                return false;
            }
        }
        return bytes.get(start + text.length()) == 0;
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1).length + 1;
    }

    private static String text(ByteBuffer bytes, int start, String section) {
        int end = start;
        while (end >= 0 && end < bytes.limit() && bytes.get(end) != 0) {
            end++;
        }
        if (end < 0 || end >= bytes.limit()) {
            throw new ObjectFormatException(section, Math.max(0, start), "text without an end");
        }
        byte[] text = new byte[end - start];
        bytes.get(start, text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    private static long padded(long bytes) {
        return (bytes + 3) & -4L;
    }
}
