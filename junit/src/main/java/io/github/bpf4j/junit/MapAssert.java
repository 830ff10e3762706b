package io.github.bpf4j.junit;

import io.github.bpf4j.btf.BtfValue;
import io.github.bpf4j.runtime.BpfMap;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.NoSuchElementException;
import org.opentest4j.AssertionFailedError;

/** Assertions on a map. Immutable. */
public final class MapAssert {
    private final BpfMap map;

    MapAssert(BpfMap map) {
        this.map = map;
    }

    private String element(byte[] key) {
        return "map " + map.name() + "["
                + (map.spec().keyTypeId() != 0
                        ? map.keyView(key).toString()
                        : HexFormat.of().formatHex(key)) + "]";
    }

    /** The map has that many elements. */
    public MapAssert hasSize(int expected) {
        if (map.size() != expected) {
            throw new AssertionFailedError("elements of map " + map.name(), expected, map.size());
        }
        return this;
    }

    /** That many timers of the map are initialised. */
    public MapAssert hasTimers(int expected) {
        if (map.timers().size() != expected) {
            throw new AssertionFailedError(
                    "initialised timers of map " + map.name(),
                    expected,
                    map.timers().size());
        }
        return this;
    }

    /** There is an element with this key. */
    public MapAssert contains(byte[] key) {
        value(key);
        return this;
    }

    /** There is no element with this key. */
    public MapAssert doesNotContain(byte[] key) {
        map.lookup(key).ifPresent(value -> {
            throw new AssertionFailedError(
                    element(key) + " is there: " + HexFormat.of().formatHex(value));
        });
        return this;
    }

    /** These are all values of a QUEUE or STACK, the one that is popped next first. */
    public MapAssert hasWaiting(byte[]... expected) {
        List<String> wanted = hex(List.of(expected));
        List<String> actual = hex(map.waiting());
        if (!wanted.equals(actual)) {
            throw new AssertionFailedError("values that wait in map " + map.name(), wanted, actual);
        }
        return this;
    }

    private static List<String> hex(List<byte[]> values) {
        return values.stream().map(HexFormat.of()::formatHex).toList();
    }

    /** This value may have been pushed to a BLOOM_FILTER. */
    public MapAssert mayContain(byte[] value) {
        return mayContain(value, true);
    }

    /** This value was certainly not pushed to a BLOOM_FILTER. */
    public MapAssert cannotContain(byte[] value) {
        return mayContain(value, false);
    }

    private MapAssert mayContain(byte[] value, boolean expected) {
        if (map.mayContain(value) != expected) {
            throw new AssertionFailedError(
                    "whether filter " + map.name() + " may contain "
                            + HexFormat.of().formatHex(value),
                    expected,
                    !expected);
        }
        return this;
    }

    /** The element's value has these bytes; timers and locks in it read as zero. */
    public MapAssert hasValue(byte[] key, byte[] expected) {
        byte[] value = value(key);
        if (!Arrays.equals(value, expected)) {
            throw new AssertionFailedError(
                    element(key),
                    HexFormat.of().formatHex(expected),
                    HexFormat.of().formatHex(value));
        }
        return this;
    }

    /**
     * A member of the element's value has this number.
     *
     * @param member its name; members of members are separated by dots
     */
    public MapAssert hasField(byte[] key, String member, long expected) {
        BtfValue value = map.valueView(value(key));
        for (String name : List.of(member.split("\\."))) {
            value = memberOf(value, name, key);
        }
        if (value.asLong() != expected) {
            throw new AssertionFailedError(element(key) + "." + member, expected, value.asLong());
        }
        return this;
    }

    private BtfValue memberOf(BtfValue value, String name, byte[] key) {
        if (value instanceof BtfValue.Composite composite) {
            try {
                return composite.field(name);
            } catch (NoSuchElementException e) {
                throw new AssertionFailedError(element(key) + " has no member " + name + ": " + value, e);
            }
        }
        throw new AssertionFailedError(element(key) + " is no struct: " + value);
    }

    private byte[] value(byte[] key) {
        return map.lookup(key).orElseThrow(() -> new AssertionFailedError(element(key) + " is not there"));
    }
}
