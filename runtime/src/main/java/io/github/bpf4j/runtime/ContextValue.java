package io.github.bpf4j.runtime;

import io.github.bpf4j.abi.ContextField;
import io.github.bpf4j.abi.ContextLayout;
import io.github.bpf4j.abi.ProgramType;
import io.github.bpf4j.runtime.contexts.Setting;
import io.github.bpf4j.runtime.contexts.TcpHeader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The context of a program, by the names of the UAPI's fields: what a run begins with and, after it, what the program made of it.
 *
 * <pre>{@code
 * ContextValue connect = ContextValue.of(ProgramType.CGROUP_SOCK_ADDR)
 *         .socket(7) // of the runtime's world, by its cookie
 *         .with("user_family", 2)
 *         .with("user_port", 0x5000); // 80 in network order, as the program loads it
 * }</pre>
 *
 * <p>Fields that nothing is said of are those of the socket if it has them, else zero. Immutable, safe for use by any thread.
 */
public final class ContextValue {
    /** What a TCP header holds behind its fixed part. */
    private static final int MOST_OPTION_BYTES = 40;

    private final ProgramType type;
    private final ContextLayout.Struct layout;
    private final Map<String, Long> fields;
    private final long socket;
    private final byte[] data;
    private final byte[] flowKeys;
    private final @Nullable Sysctl sysctl;
    private final Around around;

    /**
     * What is around the data: headers in front of it, the socket that a connection is moved away from, room for options behind a TCP
     * header, the header of the SYN that began the connection, null if it is not kept.
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    record Around(byte[] headers, int network, long migrating, int room, byte @Nullable [] syn) {
        private static final Around NOTHING = new Around(new byte[0], 0, 0, 0, null);
    }

    /** A setting that is read, or written with some bytes. */
    @SuppressWarnings("ArrayRecordComponent") // never handed out
    private record Sysctl(String name, byte[] current, byte @Nullable [] written) {}

    private ContextValue(
            ProgramType type,
            ContextLayout.Struct layout,
            Map<String, Long> fields,
            long socket,
            byte[] data,
            byte[] flowKeys,
            @Nullable Sysctl sysctl,
            Around around) {
        this.type = type;
        this.layout = layout;
        this.fields = fields;
        this.socket = socket;
        this.data = data;
        this.flowKeys = flowKeys;
        this.sysctl = sysctl;
        this.around = around;
    }

    /**
     * A context of programs of a type, all zero.
     *
     * @throws IllegalArgumentException if that is no struct with fields
     */
    public static ContextValue of(ProgramType type) {
        if (!(ContextLayout.of(type).orElse(null) instanceof ContextLayout.Struct layout)) {
            throw new IllegalArgumentException("programs of type " + type + " have no context with fields");
        }
        return new ContextValue(type, layout, Map.of(), 0, new byte[0], new byte[0], null, Around.NOTHING);
    }

    /** The field of a name, such as {@code user_ip4}, and which of its elements: {@code user_ip6[3]}. */
    private record Place(ContextField field, int index) {
        int byteOffset() {
            return field.byteOffset() + index * field.elementSize();
        }
    }

    private Place place(String name) {
        int bracket = name.indexOf('[');
        String field = bracket < 0 ? name : name.substring(0, bracket);
        ContextField found = layout.field(field)
                .orElseThrow(() -> new IllegalArgumentException("struct " + layout.struct() + " has no field \"" + field
                        + "\" for programs of type " + type + "; it has "
                        + String.join(
                                ", ",
                                layout.fields().stream().map(ContextField::name).toList())));
        int index = 0;
        if (bracket >= 0) {
            String inside = name.substring(bracket + 1);
            if (!inside.matches("[0-9]{1,4}\\]")) {
                throw new IllegalArgumentException("\"" + name + "\" is no field");
            }
            index = Integer.parseInt(inside.substring(0, inside.length() - 1));
        }
        if (index >= found.count()) {
            throw new IllegalArgumentException(field + " has " + found.count() + " elements, there is no " + name);
        }
        if (found.kind().isPointer()) {
            throw new IllegalArgumentException(field + " is a pointer, which the runtime sets");
        }
        return new Place(found, index);
    }

    /**
     * The same with a field, or an element of one that is an array, set to a number.
     *
     * @param field such as {@code user_port}, or {@code user_ip6[0]}; numbers in network order are given as the program loads them
     * @throws IllegalArgumentException if there is no such field, or it is a pointer
     */
    public ContextValue with(String field, long value) {
        place(field);
        Map<String, Long> more = new LinkedHashMap<>(fields);
        more.remove(field); // the last one counts of those that lie in one place
        more.put(field, value);
        return new ContextValue(
                type, layout, Collections.unmodifiableMap(more), socket, data, flowKeys, sysctl, around);
    }

    /** The same about a socket of the runtime's world, by its cookie. */
    public ContextValue socket(long cookie) {
        return new ContextValue(type, layout, fields, cookie, data, flowKeys, sysctl, around);
    }

    /** The same with what pointers to packets lead to; for socket options the option's value. */
    public ContextValue data(byte[] bytes) {
        return new ContextValue(type, layout, fields, socket, bytes.clone(), flowKeys, sysctl, around);
    }

    /**
     * The same with room for options behind a TCP header, which the data are: what a program may reserve when it is asked how many bytes it
     * wants to write ({@code BPF_SOCK_OPS_HDR_OPT_LEN_CB}), and what it may write ({@code BPF_SOCK_OPS_WRITE_HDR_OPT_CB}). After a run,
     * {@link #headerRoom()} says what is left of it.
     *
     * @throws IllegalArgumentException if that is not from 0 to 40
     */
    public ContextValue headerRoom(int bytes) {
        if (bytes < 0 || bytes > MOST_OPTION_BYTES) {
            throw new IllegalArgumentException("room for " + bytes + " bytes of options: 0 to 40 are possible");
        }
        Around changed = new Around(around.headers, around.network, around.migrating, bytes, around.syn);
        return new ContextValue(type, layout, fields, socket, data, flowKeys, sysctl, changed);
    }

    /** The same with the TCP header of the SYN that began the connection, as the kernel keeps it or has just received it. */
    public ContextValue syn(byte[] header) {
        Around changed = new Around(around.headers, around.network, around.migrating, around.room, header.clone());
        return new ContextValue(type, layout, fields, socket, data, flowKeys, sysctl, changed);
    }

    /**
     * The same with what the packet has in front of the data, which programs that choose a socket of a group load by offsets from there.
     *
     * @param headers from the Ethernet header on, up to the data
     * @param network where of them the network header begins
     * @throws IllegalArgumentException if that is not in them
     */
    public ContextValue headers(byte[] headers, int network) {
        if (network < 0 || network > headers.length) {
            throw new IllegalArgumentException("a network header at " + network + " of " + headers.length + " bytes");
        }
        Around more = new Around(headers.clone(), network, around.migrating(), around.room, around.syn);
        return new ContextValue(type, layout, fields, socket, data, flowKeys, sysctl, more);
    }

    /** The same with the socket of the runtime's world, by its cookie, whose connection is moved to another of its group. */
    public ContextValue migrating(long cookie) {
        Around more = new Around(around.headers(), around.network(), cookie, around.room, around.syn);
        return new ContextValue(type, layout, fields, socket, data, flowKeys, sysctl, more);
    }

    /**
     * The same with the {@code struct bpf_flow_keys} that a flow dissector begins with: where the network header is, and what protocol it
     * is of.
     *
     * @throws IllegalArgumentException if they are not of 56 bytes
     */
    public ContextValue flowKeys(byte[] keys) {
        if (keys.length != FlowTests.KEYS_BYTES) {
            throw new IllegalArgumentException("flow keys of " + keys.length + " bytes");
        }
        return new ContextValue(type, layout, fields, socket, data, keys.clone(), sysctl, around);
    }

    /**
     * The same about a setting that is read.
     *
     * @param name its path below {@code /proc/sys}
     * @param current its value, as a reader gets it: with the newline
     */
    public ContextValue sysctl(String name, String current) {
        return sysctl(name, current, null);
    }

    /** The same about a setting to which some text is written; null if it is read. */
    public ContextValue sysctl(String name, String current, @Nullable String written) {
        Sysctl about = new Sysctl(
                name,
                current.getBytes(StandardCharsets.UTF_8),
                written == null ? null : written.getBytes(StandardCharsets.UTF_8));
        ContextValue changed = new ContextValue(type, layout, fields, socket, data, flowKeys, about, around);
        return type == ProgramType.CGROUP_SYSCTL ? changed.with("write", written == null ? 0 : 1) : changed;
    }

    /** The type of the programs. */
    public ProgramType type() {
        return type;
    }

    /** The cookie of the socket; after a run of a lookup or a choice in a group, of the one that was chosen; 0 if there is none. */
    public long socket() {
        return socket;
    }

    /**
     * A number in a field.
     *
     * @throws IllegalArgumentException if there is no such field, or it is a pointer
     */
    public long get(String field) {
        place(field);
        return fields.getOrDefault(
                field,
                fields.getOrDefault(
                        field.endsWith("[0]") ? field.substring(0, field.length() - 3) : field + "[0]", 0L));
    }

    /** A copy of what pointers to packets lead to. */
    public byte[] data() {
        return data.clone();
    }

    /** A copy of the {@code struct bpf_flow_keys} of a flow dissector; empty if nothing was said of them before the run. */
    public byte[] flowKeys() {
        return flowKeys.clone();
    }

    /** What room there is for options behind a TCP header. */
    public int headerRoom() {
        return around.room;
    }

    /** What is written to the setting, as the program wants it; empty if it is read. */
    public Optional<String> written() {
        return sysctl == null || sysctl.written == null
                ? Optional.empty()
                : Optional.of(new String(sysctl.written, StandardCharsets.UTF_8));
    }

    // ---- for runs

    ContextLayout.Struct layout() {
        return layout;
    }

    @Nullable
    Setting setting() {
        return sysctl == null ? null : new Setting(sysctl.name, sysctl.current, sysctl.written);
    }

    TcpHeader tcpHeader() {
        return new TcpHeader(around.room, around.syn);
    }

    Around around() {
        return around;
    }

    /** Writes the fields that something is said of. */
    void write(byte[] struct) {
        fields.forEach((name, value) -> {
            Place place = place(name);
            for (int i = 0; i < place.field().elementSize(); i++) {
                struct[place.byteOffset() + i] = (byte) (value >>> i * Byte.SIZE);
            }
        });
    }

    /** The same after a run. */
    ContextValue after(
            byte[] struct,
            byte[] newData,
            byte[] newFlowKeys,
            long newSocket,
            byte @Nullable [] written,
            int roomLeft) {
        Map<String, Long> read = new LinkedHashMap<>();
        for (ContextField field : layout.fields()) {
            for (int i = 0; i < field.count() && !field.kind().isPointer(); i++) {
                int at = field.byteOffset() + i * field.elementSize();
                long value = 0;
                for (int b = 0; b < field.elementSize(); b++) {
                    value |= (struct[at + b] & 0xffL) << b * Byte.SIZE;
                }
                read.put(field.count() == 1 ? field.name() : field.name() + "[" + i + "]", value);
            }
        }
        Sysctl about = sysctl == null ? null : new Sysctl(sysctl.name, sysctl.current, written);
        return new ContextValue(
                type,
                layout,
                Collections.unmodifiableMap(read),
                newSocket,
                newData,
                newFlowKeys,
                about,
                new Around(around.headers, around.network, around.migrating, roomLeft, around.syn));
    }

    @Override
    public String toString() {
        return "struct " + layout.struct() + fields + (socket == 0 ? "" : " of socket " + socket)
                + (data.length == 0 ? "" : " on " + Arrays.toString(data));
    }
}
