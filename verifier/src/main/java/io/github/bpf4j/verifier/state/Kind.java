package io.github.bpf4j.verifier.state;

/** What a register holds (runtime spec 7.2). */
public enum Kind {
    /** Nothing that may be read. */
    NOT_INIT("nothing"),
    /** A number. */
    SCALAR("a number"),
    /** The program's context. */
    CONTEXT("the context"),
    /** A map, as helpers take it. */
    MAP("a map"),
    /** Somewhere relative to a value of a map. */
    MAP_VALUE("a map value"),
    /** Somewhere relative to a key that a callback was given. */
    MAP_KEY("a map key"),
    /** Somewhere relative to a frame pointer. */
    STACK("the stack"),
    PACKET("the packet"),
    PACKET_META("packet metadata"),
    PACKET_END("the packet's end"),
    FLOW_KEYS("flow keys"),
    SOCK_COMMON("the common part of a socket"),
    SOCKET("a socket"),
    TCP_SOCK("a TCP socket"),
    XDP_SOCK("an XDP socket"),
    /** A kernel object that BTF describes. */
    BTF_OBJECT("a kernel object"),
    /** An object that programs allocate, of a type of their own. */
    OBJECT("an object of the program"),
    /** A variable that each CPU has. */
    PERCPU_BTF("a per-CPU variable"),
    /** Memory of a known size. */
    MEM("memory"),
    /** A record reserved in a ring buffer. */
    RINGBUF_MEM("a ring buffer record"),
    /** A dynamic pointer that others have made. */
    DYNPTR("a dynamic pointer of the caller"),
    /** A reference to an object of the host's, which only functions of the host's take. */
    HOST_OBJECT("an object of the host's"),
    /** A function of the program. */
    FUNCTION("a function");

    private final String words;

    Kind(String words) {
        this.words = words;
    }

    /** What it is, in words, with an article. */
    public String words() {
        return words;
    }

    /** Whether it is neither a number nor nothing. */
    public boolean isPointer() {
        return this != NOT_INIT && this != SCALAR;
    }

    /** Whether it is a pointer into the packet. */
    public boolean isPacket() {
        return this == PACKET || this == PACKET_META;
    }

    /** Whether it is a pointer to a socket. */
    public boolean isSocket() {
        return switch (this) {
            case SOCK_COMMON, SOCKET, TCP_SOCK, XDP_SOCK -> true;
            default -> false;
        };
    }
}
