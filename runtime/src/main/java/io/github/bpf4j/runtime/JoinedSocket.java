package io.github.bpf4j.runtime;

import io.github.bpf4j.runtime.sockets.LiveSocket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What a socket has as long as it is in maps: the programs that it got there, and how far its data have come through them.
 *
 * <p>Programs and maps are changed by whoever has the machine's turn; all else is for whoever moves data (see {@link SocketTraffic}).
 */
final class JoinedSocket {
    /** What a map's program is for. */
    enum Role {
        PARSER,
        STREAM_VERDICT,
        VERDICT,
        MESSAGE_VERDICT
    }

    /** What was said of messages that are not through yet. */
    enum Verdict {
        NONE,
        PASS,
        DROP,
        REDIRECT
    }

    private static final byte[] NOTHING = {};

    private final Map<Role, LiveProgram> programs = new ConcurrentHashMap<>();
    private int maps;
    private volatile boolean gone;

    // ---- messages that are sent

    Verdict verdict = Verdict.NONE;
    /** How many bytes the verdict is for beyond those that are through; 0 if it is for the message. Unsigned. */
    int applyBytes;
    /** How many bytes the program waits for; 0 if it waits for none. Unsigned. */
    int corkBytes;
    /** What was sent and waits for more. */
    byte[] corked = NOTHING;
    /** Where messages go whose verdict is to redirect. */
    @Nullable
    LiveSocket target;

    boolean toIngress;

    // ---- bytes that come, cut into messages by a parser

    /** The buffers of the message that is not complete; null if none has begun. */
    byte @Nullable [] head;
    /** Where the message begins in them. */
    int offset;
    /** How long the parser says it is; 0 if it does not know yet. */
    int need;
    /** Whether the parser gave up: nothing is received any more. */
    boolean aborted;

    /** The program of a role, null if there is none. */
    @Nullable
    LiveProgram program(Role role) {
        return programs.get(role);
    }

    void setProgram(Role role, @Nullable LiveProgram program) {
        if (program == null) {
            programs.remove(role);
        } else {
            programs.put(role, program);
        }
    }

    /** One more map, or one less; how many there are then. */
    int count(int change) {
        maps += change;
        return maps;
    }

    /** Whether the socket is in no map any more. */
    boolean isGone() {
        return gone;
    }

    void leave() {
        gone = true;
    }

    /** What was held back is nobody's now. */
    byte[] takeCorked() {
        byte[] taken = corked;
        corked = NOTHING;
        corkBytes = 0;
        return taken;
    }
}
