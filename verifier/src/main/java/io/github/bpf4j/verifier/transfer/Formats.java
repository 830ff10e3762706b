package io.github.bpf4j.verifier.transfer;

import java.nio.charset.StandardCharsets;

/** The format of {@code bpf_snprintf}, checked when the program is loaded (verifier spec H14). */
final class Formats {
    private static final String FLAGS = "-+ #0";
    private static final String POINTER_KINDS = "KxsSB";

    private Formats() {}

    static void check(Current current, Call call) {
        if (!call.constantSize) {
            throw current.invalid(call.name + ": the data's length must be a constant");
        }
        if (call.largestSize % Long.BYTES != 0) {
            throw current.invalid(call.name + ": the data's length must be a multiple of 8, not " + call.largestSize);
        }
        String reason = reason(call.text, call.largestSize / Long.BYTES);
        if (!reason.isEmpty()) {
            throw current.invalid(call.name + ": invalid format: " + reason);
        }
    }

    /** What is wrong with a format that is given so many numbers; empty if nothing is. */
    private static String reason(byte[] bytes, long numbers) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int used = 0;
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == 0x7f || c < ' ' && "\t\n\u000b\f\r".indexOf(c) < 0) {
                return "a character that cannot be printed";
            }
            at++;
            if (c != '%') {
                continue;
            }
            if (at < text.length() && text.charAt(at) == '%') {
                at++;
                continue;
            }
            int end = conversion(text, at);
            if (end < 0) {
                return "an unknown conversion";
            }
            at = end;
            used++;
            if (used > numbers) {
                return "more conversions than numbers";
            }
        }
        return "";
    }

    /** The index behind a conversion, -1 if there is none such. */
    private static int conversion(String text, int start) {
        int at = start;
        while (at < text.length() && FLAGS.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == text.length()) {
            return -1;
        }
        char kind = text.charAt(at++);
        if (kind == 'p') {
            return pointer(text, at);
        }
        if (kind == 's' || kind == 'c') {
            return at;
        }
        for (int longs = 0; longs < 2 && kind == 'l' && at < text.length(); longs++) {
            kind = text.charAt(at++);
        }
        return "diuxX".indexOf(kind) >= 0 ? at : -1;
    }

    private static int pointer(String text, int at) {
        if (at == text.length() || isBreak(text.charAt(at))) {
            return at;
        }
        if (text.startsWith("i4", at)
                || text.startsWith("I4", at)
                || text.startsWith("i6", at)
                || text.startsWith("I6", at)) {
            return at + 2;
        }
        if (text.startsWith("ks", at) || text.startsWith("us", at)) {
            return at + 2;
        }
        return POINTER_KINDS.indexOf(text.charAt(at)) >= 0 ? at + 1 : -1;
    }

    private static boolean isBreak(char c) {
        return !(c >= '0' && c <= '9' || c >= 'A' && c <= 'Z' || c >= 'a' && c <= 'z');
    }
}
