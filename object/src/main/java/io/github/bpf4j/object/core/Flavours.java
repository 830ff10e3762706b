package io.github.bpf4j.object.core;

/** Names of types and functions that differ only in what follows three underscores. */
public final class Flavours {
    private static final String SEPARATOR = "___";

    private Flavours() {}

    /** A name without its flavour: the last exactly three underscores with something on either side, and what follows. */
    public static String essentialName(String name) {
        for (int at = name.lastIndexOf(SEPARATOR); at > 0; at = name.lastIndexOf(SEPARATOR, at - 1)) {
            int end = at + SEPARATOR.length();
            if (name.charAt(at - 1) != '_' && end < name.length() && name.charAt(end) != '_') {
                return name.substring(0, at);
            }
        }
        return name;
    }
}
