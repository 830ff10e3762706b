package io.github.bpf4j.verifier.domain;

import java.util.ArrayList;
import java.util.List;

/** What is known about a number, in words. */
final class ScalarText {
    private ScalarText() {}

    static String of(Scalar scalar) {
        if (scalar.isConstant()) {
            return number(scalar.value());
        }
        List<String> parts = new ArrayList<>();
        boolean plain = scalar.umin() == scalar.smin() && scalar.umax() == scalar.smax();
        if (plain) {
            parts.add(scalar.smin() + " to " + scalar.smax());
        } else {
            if (scalar.umin() != 0 || scalar.umax() != -1) {
                parts.add(Long.toUnsignedString(scalar.umin()) + " to " + Long.toUnsignedString(scalar.umax())
                        + " unsigned");
            }
            if (scalar.smin() != Long.MIN_VALUE || scalar.smax() != Long.MAX_VALUE) {
                parts.add(scalar.smin() + " to " + scalar.smax() + " signed");
            }
        }
        Tnum implied = Tnum.range(scalar.umin(), scalar.umax());
        if (!scalar.bits().equals(implied)) {
            parts.add("bits 0x%x of which 0x%x vary"
                    .formatted(
                            scalar.bits().value() | scalar.bits().mask(),
                            scalar.bits().mask()));
        }
        return parts.isEmpty() ? "any number" : String.join(", ", parts);
    }

    private static String number(long value) {
        return Long.toString(value);
    }
}
