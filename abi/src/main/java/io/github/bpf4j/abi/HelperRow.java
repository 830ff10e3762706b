package io.github.bpf4j.abi;

import io.github.bpf4j.abi.HelperPrototype.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** One row of the helper tables while it is written down. Not thread-safe; used only to fill the tables. */
final class HelperRow {
    private final int id;
    private final List<HelperArgument> arguments;
    private ReturnKind returns = ReturnKind.INTEGER;
    private Set<HelperGroup> groups = EnumSet.of(HelperGroup.BASE);
    private Capability capability = Capability.NONE;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    private HelperRow(int id, List<HelperArgument> arguments) {
        this.id = id;
        this.arguments = arguments;
    }

    /** A helper of the base set that returns an integer; arguments are kinds or whole {@link HelperArgument}s. */
    static HelperRow helper(int id, Object... arguments) {
        return new HelperRow(
                id,
                List.of(arguments).stream()
                        .map(argument -> argument instanceof ArgumentKind kind
                                ? HelperArgument.of(kind)
                                : (HelperArgument) argument)
                        .toList());
    }

    HelperRow returns(ReturnKind kind) {
        returns = kind;
        return this;
    }

    HelperRow in(HelperGroup first, HelperGroup... others) {
        groups = EnumSet.of(first, others);
        return this;
    }

    HelperRow needs(Capability needed) {
        capability = needed;
        return this;
    }

    HelperRow with(Trait... added) {
        traits.addAll(List.of(added));
        return this;
    }

    HelperPrototype build() {
        String name = Objects.requireNonNull(HelperNames.name(id));
        return new HelperPrototype(id, name, arguments, returns, groups, capability, traits);
    }
}
