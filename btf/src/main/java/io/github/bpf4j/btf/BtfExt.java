package io.github.bpf4j.btf;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What .BTF.ext says about code, by ELF section name (runtime spec 2.6, 2.7): which functions begin where, which source
 * line an instruction comes from, and which instructions are to be adapted to the target's types.
 *
 * <p>Instruction offsets are in bytes from the start of the section, as in the file, and lists are in file order.
 * Immutable and safe for use by several threads.
 *
 * @param functions start of each function
 * @param lines source line of each statement
 * @param relocations CO-RE relocations
 */
public record BtfExt(
        Map<String, List<FuncInfo>> functions,
        Map<String, List<LineInfo>> lines,
        Map<String, List<CoreRelocation>> relocations) {

    private static final int SLOT_BYTES = 8;
    private static final int HEADER_LENGTH = 24;
    private static final int CORE_HEADER_LENGTH = 32;
    private static final int FUNC_INFO_LENGTH = 8;
    private static final int LINE_INFO_LENGTH = 16;
    private static final int CORE_RELOCATION_LENGTH = 16;

    /** Nothing known about any code: what an object without .BTF.ext has. */
    public static final BtfExt EMPTY = new BtfExt(Map.of(), Map.of(), Map.of());

    /** Copies the maps' outer level. */
    public BtfExt {
        functions = Collections.unmodifiableMap(new LinkedHashMap<>(functions));
        lines = Collections.unmodifiableMap(new LinkedHashMap<>(lines));
        relocations = Collections.unmodifiableMap(new LinkedHashMap<>(relocations));
    }

    /** A function that begins at {@code byteOffset}; the type is a {@link BtfType.Func}. */
    public record FuncInfo(long byteOffset, int typeId) {}

    /**
     * The source of the code from {@code byteOffset} on.
     *
     * @param source text of the line, empty if unknown
     * @param line line number from 1
     * @param column column number from 1, 0 if unknown
     */
    public record LineInfo(long byteOffset, String file, String source, int line, int column) {}

    /**
     * An instruction whose operand depends on the target's types.
     *
     * @param typeId local type at which the access begins
     * @param access indices of the access, {@code 0:1:2}
     */
    public record CoreRelocation(long byteOffset, int typeId, String access, CoreRelocationKind kind) {}

    /** What a CO-RE relocation asks of the target's types, in the order of their numbers (runtime spec 2.7). */
    public enum CoreRelocationKind {
        FIELD_BYTE_OFFSET,
        FIELD_BYTE_SIZE,
        FIELD_EXISTS,
        FIELD_SIGNED,
        FIELD_LSHIFT_U64,
        FIELD_RSHIFT_U64,
        TYPE_ID_LOCAL,
        TYPE_ID_TARGET,
        TYPE_EXISTS,
        TYPE_SIZE,
        ENUMVAL_EXISTS,
        ENUMVAL_VALUE,
        TYPE_MATCHES
    }

    /**
     * The contents of a .BTF.ext section; records longer than known are read as far as they are known.
     *
     * @throws BtfFormatException if the bytes are not well-formed or disagree with {@code btf}
     */
    public static BtfExt parse(byte[] data, Btf btf) {
        BtfReader header = BtfReader.ofHeader(data, HEADER_LENGTH);
        if (header.order() != btf.byteOrder()) {
            throw new BtfFormatException(0, "byte order differs from that of .BTF");
        }
        BtfStrings strings = btf.strings();
        boolean hasRelocations = header.remaining() + 8 >= CORE_HEADER_LENGTH;
        BtfReader functions = header.section("func_info", 4);
        BtfReader lines = header.section("line_info", 4);
        Map<String, List<CoreRelocation>> relocations = Map.of();
        if (hasRelocations) {
            relocations = records(
                    header.section("core_relo", 4),
                    CORE_RELOCATION_LENGTH,
                    strings,
                    (reader, byteOffset) -> coreRelocation(reader, byteOffset, btf, strings));
        }
        return new BtfExt(
                records(
                        functions,
                        FUNC_INFO_LENGTH,
                        strings,
                        (reader, byteOffset) -> funcInfo(reader, byteOffset, btf)),
                records(
                        lines,
                        LINE_INFO_LENGTH,
                        strings,
                        (reader, byteOffset) -> lineInfo(reader, byteOffset, strings)),
                relocations);
    }

    @FunctionalInterface
    private interface RecordReader<T> {
        T read(BtfReader reader, long byteOffset);
    }

    private static <T> Map<String, List<T>> records(
            BtfReader reader, int minLength, BtfStrings strings, RecordReader<T> recordReader) {
        Map<String, List<T>> sections = new LinkedHashMap<>();
        if (!reader.hasRemaining()) {
            return sections;
        }
        long recordLength = reader.u32();
        if (recordLength < minLength || recordLength % 4 != 0) {
            throw new BtfFormatException(reader.position() - 4L, "record length " + recordLength);
        }
        while (reader.hasRemaining()) {
            int start = reader.position();
            String section = strings.name(reader.i32(), start);
            long count = reader.u32();
            if (section.isEmpty() || count == 0) {
                throw new BtfFormatException(start, count + " records for section \"" + section + "\"");
            }
            if (count > reader.remaining() / recordLength) {
                throw new BtfFormatException(start, count + " records do not fit");
            }
            List<T> list = sections.computeIfAbsent(section, _ -> new ArrayList<>());
            for (long i = 0; i < count; i++) {
                int record = reader.position();
                long byteOffset = reader.u32();
                if (byteOffset % SLOT_BYTES != 0) {
                    throw new BtfFormatException(record, "instruction offset " + byteOffset + " is no multiple of 8");
                }
                list.add(recordReader.read(reader, byteOffset));
                reader.skip((int) (recordLength - (reader.position() - record)));
            }
        }
        sections.replaceAll((_, list) -> List.copyOf(list));
        return sections;
    }

    private static FuncInfo funcInfo(BtfReader reader, long byteOffset, Btf btf) {
        int at = reader.position();
        int typeId = reader.i32();
        if (typeId <= 0 || typeId > btf.typeCount() || !(btf.type(typeId) instanceof BtfType.Func)) {
            throw new BtfFormatException(at, "type " + Integer.toUnsignedString(typeId) + " is no func");
        }
        return new FuncInfo(byteOffset, typeId);
    }

    private static LineInfo lineInfo(BtfReader reader, long byteOffset, BtfStrings strings) {
        int at = reader.position();
        String file = strings.get(reader.i32(), at);
        String source = strings.get(reader.i32(), at);
        int lineAndColumn = reader.i32();
        return new LineInfo(byteOffset, file, source, lineAndColumn >>> 10, lineAndColumn & 0x3ff);
    }

    private static CoreRelocation coreRelocation(BtfReader reader, long byteOffset, Btf btf, BtfStrings strings) {
        int at = reader.position();
        int typeId = reader.i32();
        if (typeId < 0 || typeId > btf.typeCount()) {
            throw new BtfFormatException(at, "no type " + Integer.toUnsignedString(typeId));
        }
        String access = strings.name(reader.i32(), at);
        int kind = reader.i32();
        CoreRelocationKind[] kinds = CoreRelocationKind.values();
        if (kind < 0 || kind >= kinds.length) {
            throw new BtfFormatException(at, "unknown CO-RE relocation kind " + Integer.toUnsignedString(kind));
        }
        return new CoreRelocation(byteOffset, typeId, access, kinds[kind]);
    }
}
