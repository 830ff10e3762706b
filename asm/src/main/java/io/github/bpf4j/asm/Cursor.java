package io.github.bpf4j.asm;

import java.util.List;
import java.util.Optional;

/** A place in a line of assembly text, moved over one token at a time; blanks and comments are skipped. */
final class Cursor {
    private final int line;
    private final String text;
    private int at;
    private int tokenStart;

    Cursor(int line, String text) {
        this.line = line;
        this.text = text;
        skipBlanks();
    }

    int line() {
        return line;
    }

    /** The column of the next token, from 1. */
    int column() {
        return at + 1;
    }

    /** A place to come back to with {@link #rewind}. */
    int mark() {
        return at;
    }

    void rewind(int mark) {
        at = mark;
        tokenStart = mark;
    }

    boolean atEnd() {
        return at == text.length();
    }

    /** An error that names what was expected at the next token and what is there. */
    AssemblyException expected(String what) {
        String found = atEnd() ? "the end of the line" : "\"" + text.substring(at, tokenEnd()) + "\"";
        return new AssemblyException(line, column(), "expected " + what + ", found " + found);
    }

    /** An error about the token that was read last. */
    AssemblyException wrong(String reason) {
        return new AssemblyException(line, tokenStart + 1, reason);
    }

    /** Moves over some characters if they are next. */
    boolean accept(String symbol) {
        if (!text.startsWith(symbol, at)) {
            return false;
        }
        moveTo(at + symbol.length());
        return true;
    }

    boolean isNext(String symbol) {
        return text.startsWith(symbol, at);
    }

    void expect(String symbol) {
        if (!accept(symbol)) {
            throw expected("\"" + symbol + "\"");
        }
    }

    /** Moves over the longest of some operators that is next; empty if none is. Signed ones may have a blank behind the s. */
    Optional<String> operator(List<String> operators) {
        int start = at;
        boolean signed = text.startsWith("s", at) && !isWordPart(at + 1);
        if (signed) {
            moveTo(at + 1);
        }
        String found = "";
        for (String operator : operators) {
            String symbol = signed && operator.startsWith("s") ? operator.substring(1) : operator;
            boolean comparable = signed == operator.startsWith("s");
            if (comparable && symbol.length() + (signed ? 1 : 0) > found.length() && text.startsWith(symbol, at)) {
                found = operator;
            }
        }
        if (found.isEmpty()) {
            rewind(start);
            return Optional.empty();
        }
        moveTo(at + found.length() - (signed ? 1 : 0));
        tokenStart = start;
        return Optional.of(found);
    }

    /** Moves over a word if it is next, and not only the beginning of a longer one. */
    boolean acceptWord(String word) {
        return text.startsWith(word, at) && !isWordPart(at + word.length()) && accept(word);
    }

    void expectWord(String word) {
        if (!acceptWord(word)) {
            throw expected("\"" + word + "\"");
        }
    }

    /** The word that is next, which begins with a letter, {@code _}, {@code .} or {@code $}; empty if none is. */
    String peekWord() {
        return at < text.length() && isWordPart(at) && !isDigit(at) ? text.substring(at, wordEnd(at)) : "";
    }

    boolean isNumberNext() {
        return isDigit(at) || isSignNext() && isDigit(blanksEnd(at + 1));
    }

    boolean isSignNext() {
        return text.startsWith("+", at) || text.startsWith("-", at);
    }

    /** A number with or without a sign, its magnitude up to 64 bits; larger than 63 bits it wraps. */
    long number() {
        int start = at;
        boolean negative = accept("-");
        if (!negative) {
            accept("+");
        }
        if (!isDigit(at)) {
            rewind(start);
            throw expected("a number");
        }
        String digits = text.substring(at, wordEnd(at));
        moveTo(at + digits.length());
        tokenStart = start;
        boolean hexadecimal = digits.startsWith("0x") || digits.startsWith("0X");
        String magnitudeDigits = hexadecimal ? digits.substring(2) : digits;
        int radix = hexadecimal ? 16 : 10;
        if (magnitudeDigits.isEmpty()
                || !magnitudeDigits.chars().allMatch(c -> c < 128 && Character.digit(c, radix) >= 0)) {
            throw wrong("\"" + digits + "\" is no " + (hexadecimal ? "hexadecimal" : "decimal") + " number");
        }
        return signed(magnitudeDigits, radix, negative);
    }

    /** A number within some bounds. */
    long number(long least, long most, String what) {
        boolean negative = text.startsWith("-", at);
        long value = number();
        if (!negative && value < 0 || value < least || value > most) {
            throw wrong(what + " goes from " + least + " to " + most);
        }
        return value;
    }

    private long signed(String digits, int radix, boolean negative) {
        long magnitude;
        try {
            magnitude = Long.parseUnsignedLong(digits, radix);
        } catch (NumberFormatException e) {
            throw wrong("the number does not fit 64 bits");
        }
        if (negative && Long.compareUnsigned(magnitude, Long.MIN_VALUE) > 0) {
            throw wrong("the number does not fit 64 bits");
        }
        return negative ? -magnitude : magnitude;
    }

    /** Moves over a name in angle brackets if one is next; names are for people only. */
    void skipName() {
        int end = text.startsWith("<", at) ? text.indexOf('>', at) : -1;
        if (end >= 0) {
            moveTo(end + 1);
        }
    }

    /** Moves over what {@link Disassembler} puts in front of an instruction: slot number and raw bytes. */
    void skipPosition() {
        int start = at;
        int end = at;
        while (isDigit(end)) {
            end++;
        }
        if (end == start || !text.startsWith(":", end)) {
            return;
        }
        moveTo(end + 1);
        for (int slot = 0; slot < 2 && areRawBytesNext(); slot++) {
            moveTo(at + Decoder.SLOT_BYTES * 3 - 1);
        }
    }

    private boolean areRawBytesNext() {
        for (int i = 0; i < Decoder.SLOT_BYTES; i++) {
            int digits = at + i * 3;
            boolean pair = isHexDigit(digits) && isHexDigit(digits + 1);
            if (!pair || isWordPart(digits + 2) || i < Decoder.SLOT_BYTES - 1 && !text.startsWith(" ", digits + 2)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the line is a function header or a label of a listing, which name a place but are no target. */
    boolean isHeading() {
        int start = at;
        while (start - at < 16 && isHexDigit(start)) {
            start++;
        }
        boolean address = start - at == 16 && text.startsWith(" <", start);
        int end = address || text.startsWith("<", at) ? text.indexOf(">:", at) : -1;
        return end >= 0 && blanksEnd(end + 2) == text.length();
    }

    private void moveTo(int next) {
        tokenStart = at;
        at = next;
        skipBlanks();
    }

    private void skipBlanks() {
        at = blanksEnd(at);
    }

    private int blanksEnd(int from) {
        int end = from;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        boolean comment = text.startsWith("#", end) || text.startsWith(";", end) || text.startsWith("//", end);
        return comment ? text.length() : Math.min(end, text.length());
    }

    private int tokenEnd() {
        return isWordPart(at) ? wordEnd(at) : at + 1;
    }

    private int wordEnd(int from) {
        int end = from;
        while (isWordPart(end)) {
            end++;
        }
        return end;
    }

    private boolean isWordPart(int index) {
        if (index >= text.length()) {
            return false;
        }
        char c = text.charAt(index);
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_' || c == '.' || c == '$';
    }

    private boolean isDigit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private boolean isHexDigit(int index) {
        return index < text.length() && text.charAt(index) < 128 && Character.digit(text.charAt(index), 16) >= 0;
    }
}
