package io.github.bpf4j.runtime.maps;

/** A map with sockets in it, which programs choose from by key. */
public interface SocketsByKey {
    /**
     * The cookie of the socket at a key, 0 if there is none. Safe for any thread.
     *
     * @param key guest address of the key
     */
    long cookieAt(long key);
}
