package io.github.bpf4j.verifier.state;

/** What is known of a register, in words. */
final class RegisterText {
    private RegisterText() {}

    static String of(Register register) {
        return switch (register.kind()) {
            case NOT_INIT -> "nothing yet";
            case SCALAR -> register.scalar().toString();
            default -> pointer(register);
        };
    }

    private static String pointer(Register register) {
        StringBuilder text = new StringBuilder(register.isMaybeNull() ? "null or a pointer to " : "a pointer to ");
        text.append(target(register));
        if (!register.hasFixedOffset()) {
            text.append(", offset ");
            if (register.offset() != 0) {
                text.append(register.offset()).append(" + ");
            }
            text.append('(').append(register.scalar()).append(')');
        } else if (register.fixedOffset() != 0) {
            text.append(", offset ").append(register.fixedOffset());
        }
        return text.toString();
    }

    static String target(Register register) {
        MapInfo map = register.map();
        return switch (register.kind()) {
            case MAP -> map == null ? "a map" : map.toString();
            case MAP_VALUE ->
                map == null
                        ? "a map value"
                        : "a value of " + map + " (" + map.shape().valueSize() + " bytes)";
            case MAP_KEY ->
                map == null
                        ? "a map key"
                        : "a key of " + map + " (" + map.shape().keySize() + " bytes)";
            case MEM, RINGBUF_MEM -> register.kind().words() + " (" + register.detail() + " bytes)";
            case PACKET, PACKET_META ->
                register.kind().words()
                        + (register.detail() > 0 ? " (" + register.detail() + " bytes checked)" : " (not checked)");
            default -> register.kind().words();
        };
    }
}
