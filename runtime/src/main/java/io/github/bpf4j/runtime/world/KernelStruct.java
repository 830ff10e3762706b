package io.github.bpf4j.runtime.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A struct or union of the kernel's, as a host describes it: the type's name and the values of some members. What is not said is zero. Where
 * members lie is the matter of the kernel's types that the runtime has.
 *
 * <p>Members are named by paths as in C, such as {@code __sk_common.skc_dport} or {@code ancestors[1]}, through what the struct itself
 * contains; behind a pointer is a struct of its own. Immutable.
 */
public final class KernelStruct {
    private static final String UNCONNECTED = "SS_UNCONNECTED";

    private final String type;
    private final Map<String, KernelValue> members;

    private KernelStruct(String type, Map<String, KernelValue> members) {
        this.type = type;
        this.members = members;
    }

    /** A struct or union of this name, all zero. */
    public static KernelStruct of(String type) {
        return new KernelStruct(type, Map.of());
    }

    /**
     * The {@code struct file} of a file that is open: of its path programs learn what it is.
     *
     * @throws IllegalArgumentException if it is no absolute path
     */
    public static KernelStruct file(String path) {
        if (!path.equals("/") && !path.matches("(/[^/\\x00]+)+")) {
            throw new IllegalArgumentException("\"" + path + "\" is no absolute path");
        }
        KernelStruct dentry = of("dentry").with("d_name.name", "/");
        for (String part : path.equals("/") ? new String[0] : path.substring(1).split("/", -1)) {
            dentry = of("dentry").with("d_name.name", part).with("d_parent", dentry);
        }
        return of("file").with("f_path.dentry", dentry);
    }

    /**
     * The {@code struct file} of a socket's descriptor: its {@code private_data} is the {@code struct socket} whose {@code sk} is the world's
     * socket of the same cookie; null if it holds none. Any file whose {@code private_data} is a {@code struct socket} is a socket's.
     */
    public static KernelStruct socketFile(Socket socket) {
        KernelStruct described = of("socket")
                .with("state", KernelValue.of(stateOfFile(socket)))
                .with("type", socket.type())
                .with("sk", KernelValue.socket(socket.cookie()));
        return of("file").with("private_data", described);
    }

    /** What the kernel's sockets are in towards their files: only those of connections come to be connected. */
    private static String stateOfFile(Socket socket) {
        boolean connects = socket.type() == Socket.STREAM || socket.type() == Socket.SEQPACKET;
        return switch (socket.state()) {
            case CLOSE, LISTEN -> UNCONNECTED;
            case SYN_SENT -> connects ? "SS_CONNECTING" : UNCONNECTED;
            case ESTABLISHED, SYN_RECV, FIN_WAIT1, FIN_WAIT2, TIME_WAIT, CLOSE_WAIT, LAST_ACK, CLOSING, NEW_SYN_RECV ->
                connects ? "SS_CONNECTED" : UNCONNECTED;
        };
    }

    /** A struct or union of this name, with members set by their paths. */
    public static KernelStruct of(String type, Map<String, KernelValue> members) {
        return new KernelStruct(type, Collections.unmodifiableMap(new LinkedHashMap<>(members)));
    }

    /** The same with a member set. */
    public KernelStruct with(String path, KernelValue value) {
        Map<String, KernelValue> changed = new LinkedHashMap<>(members);
        changed.put(path, value);
        return new KernelStruct(type, Collections.unmodifiableMap(changed));
    }

    /** The same with a member set to a number. */
    public KernelStruct with(String path, long value) {
        return with(path, KernelValue.of(value));
    }

    /** The same with a member set to a text. */
    public KernelStruct with(String path, String text) {
        return with(path, KernelValue.of(text));
    }

    /** The same with a member set to a struct, or leading to it. */
    public KernelStruct with(String path, KernelStruct struct) {
        return with(path, KernelValue.of(struct));
    }

    /** The same with the members of another in addition, whatever type that is of; its values win. */
    public KernelStruct withAll(KernelStruct other) {
        Map<String, KernelValue> changed = new LinkedHashMap<>(members);
        changed.putAll(other.members);
        return new KernelStruct(type, Collections.unmodifiableMap(changed));
    }

    /** Name of the struct or union. */
    public String type() {
        return type;
    }

    /** The values by their paths, in the order in which they were set. */
    public Map<String, KernelValue> members() {
        return members;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof KernelStruct struct && struct.type.equals(type) && struct.members.equals(members);
    }

    @Override
    public int hashCode() {
        return type.hashCode() * 31 + members.hashCode();
    }

    @Override
    public String toString() {
        return "struct " + type + members;
    }
}
