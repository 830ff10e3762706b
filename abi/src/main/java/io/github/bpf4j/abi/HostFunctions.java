package io.github.bpf4j.abi;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The helpers and kernel functions that a host adds to those of Linux. Immutable and safe for use by any thread. */
public final class HostFunctions {
    /** The least number of a helper of the host's; Linux counts up from 1. */
    public static final int FIRST_HELPER = 1000;

    /** The greatest number of a helper of the host's. */
    public static final int LAST_HELPER = 4095;

    /** The number of the first kernel function of the host's. */
    public static final int FIRST_KFUNC = 1000;

    /** None. */
    public static final HostFunctions NONE = new HostFunctions(List.of());

    private final Map<Integer, HostPrototype> helpers = new HashMap<>();
    private final Map<Integer, HostPrototype> kfuncs = new HashMap<>();
    private final Map<String, HostPrototype> kfuncsByName = new HashMap<>();
    private final List<String> types;

    /**
     * These functions.
     *
     * @throws IllegalArgumentException if two have the same number or name, or one that Linux has given away
     */
    public HostFunctions(Collection<HostPrototype> functions) {
        TreeSet<String> named = new TreeSet<>();
        for (HostPrototype function : functions) {
            add(function);
            named.add(function.result().type());
            function.arguments().forEach(argument -> named.add(argument.btfType()));
        }
        named.remove("");
        types = List.copyOf(named);
    }

    private void add(HostPrototype function) {
        boolean known = function.isKfunc()
                ? Kfunc.byName(function.name()).isPresent() || function.id() < FIRST_KFUNC
                : function.id() < FIRST_HELPER || function.id() > LAST_HELPER;
        if (known) {
            throw new IllegalArgumentException(
                    function.isKfunc()
                            ? "kernel function " + function.name() + " is one of Linux's"
                            : "helper " + function.id() + ": the numbers from " + FIRST_HELPER + " to " + LAST_HELPER
                                    + " are the host's");
        }
        HostPrototype before = (function.isKfunc() ? kfuncs : helpers).put(function.id(), function);
        HostPrototype same = function.isKfunc() ? kfuncsByName.put(function.name(), function) : null;
        if (before != null || same != null) {
            throw new IllegalArgumentException("two functions of the host's are " + function.name()
                    + (function.isKfunc() ? "" : " or have the number " + function.id()));
        }
    }

    /** The helper with this number. */
    public Optional<HostPrototype> helper(int id) {
        return Optional.ofNullable(helpers.get(id));
    }

    /** The kernel function with this number. */
    public Optional<HostPrototype> kfunc(int id) {
        return Optional.ofNullable(kfuncs.get(id));
    }

    /** The kernel function with this name; a flavour must have been cut off. */
    public Optional<HostPrototype> kfunc(String name) {
        return Optional.ofNullable(kfuncsByName.get(name));
    }

    /** A number for a type of the host's objects that some function names. */
    public int typeNumber(String type) {
        return types.indexOf(type);
    }

    /** The type of the host's objects with this number. */
    public String type(int number) {
        return types.get(number);
    }

    /** All of them, in no order. */
    public Stream<HostPrototype> all() {
        return Stream.concat(helpers.values().stream(), kfuncs.values().stream());
    }
}
