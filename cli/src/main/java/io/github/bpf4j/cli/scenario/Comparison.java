package io.github.bpf4j.cli.scenario;

import io.github.bpf4j.btf.BtfValue;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Holds what is against what a scenario file expects, and collects every difference. */
final class Comparison {
    private final List<Mismatch> mismatches = new ArrayList<>();

    List<Mismatch> mismatches() {
        return mismatches;
    }

    void differ(String what, String expected, String actual) {
        mismatches.add(new Mismatch(what, expected, actual));
    }

    /** A number of 64 bits. */
    void number(String what, Node expected, long actual) {
        long wanted = expected.number();
        if (wanted != actual) {
            differ(what, Numbers.show(wanted), Numbers.show(actual));
        }
    }

    void text(String what, Node expected, String actual) {
        if (!expected.text().equals(actual)) {
            differ(what, '"' + expected.text() + '"', '"' + actual + '"');
        }
    }

    void bytes(String what, byte[] expected, byte[] actual) {
        if (!java.util.Arrays.equals(expected, actual)) {
            differ(what, HexFormat.of().formatHex(expected), HexFormat.of().formatHex(actual));
        }
    }

    /** A value by its type: of a struct only the members that are named. */
    void value(String what, Node expected, BtfValue actual) {
        switch (actual) {
            case BtfValue.Composite composite
            when expected.isMapping() -> {
                for (Map.Entry<String, Node> member : expected.entries().entrySet()) {
                    try {
                        value(what + "." + member.getKey(), member.getValue(), composite.field(member.getKey()));
                    } catch (NoSuchElementException e) {
                        throw member.getValue().error("there is no member \"" + member.getKey() + "\" in " + composite);
                    }
                }
            }
            case BtfValue.Array array when expected.isList() -> elements(what, expected, array);
            case BtfValue.Array array
            when expected.isMapping() -> {
                for (Map.Entry<String, Node> element : expected.entries().entrySet()) {
                    int index = index(element.getKey(), array.elements().size(), element.getValue());
                    value(
                            what + "[" + index + "]",
                            element.getValue(),
                            array.elements().get(index));
                }
            }
            case BtfValue.Text text -> text(what, expected, text.value());
            case BtfValue.Real real -> {
                if (Double.parseDouble(expected.text()) != real.value()) {
                    differ(what, expected.text(), real.toString());
                }
            }
            case BtfValue.Wide wide -> {
                if (!new BigInteger(expected.text()).equals(wide.value())) {
                    differ(what, expected.text(), wide.toString());
                }
            }
            case BtfValue.Enumerated enumerated when enumerated.name().equals(expected.text()) -> {}
            case BtfValue.Enumerated enumerated
            when !isNumber(expected.text()) -> differ(what, expected.text(), enumerated.toString());
            case BtfValue.Int _, BtfValue.Bool _, BtfValue.Pointer _, BtfValue.Enumerated _ ->
                number(what, expected, actual.asLong());
            case BtfValue.Composite _, BtfValue.Array _, BtfValue.Bytes _ -> {
                if (!expected.text().equals(actual.toString())) {
                    differ(what, expected.text(), actual.toString());
                }
            }
        }
    }

    private static boolean isNumber(String text) {
        try {
            Numbers.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static int index(String key, int size, Node at) {
        try {
            int index = Integer.parseInt(key);
            if (index >= 0 && index < size) {
                return index;
            }
        } catch (NumberFormatException e) {
            throw at.error("\"" + key + "\" is no index of an array");
        }
        throw at.error("index " + key + " of an array of " + size);
    }

    private void elements(String what, Node expected, BtfValue.Array array) {
        List<Node> wanted = expected.elements();
        if (wanted.size() != array.elements().size()) {
            differ(what, wanted.size() + " elements", array.elements().size() + " elements");
            return;
        }
        for (int i = 0; i < wanted.size(); i++) {
            value(what + "[" + i + "]", wanted.get(i), array.elements().get(i));
        }
    }
}
