package io.github.bpf4j.cli;

import io.github.bpf4j.abi.ArgumentKind;
import io.github.bpf4j.abi.Capability;
import io.github.bpf4j.abi.HelperArgument;
import io.github.bpf4j.abi.HelperGroup;
import io.github.bpf4j.abi.HelperPrototype;
import io.github.bpf4j.abi.ProgramType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * All that is said of one helper. Immutable and safe for use by any thread.
 *
 * @param implemented whether the runtime has it; programs that call another are refused
 * @param capability what its loader must hold on Linux; empty if nothing
 * @param traits further properties
 * @param prototype its declaration in C
 * @param returns the kind of its result
 * @param groups the families of program types that have it
 * @param programTypes the program types that have it
 * @param restrictedTypes those among them that may not name a map with what the helper works on
 * @param results what a timer helper answers, in the order in which it looks; empty for all others
 */
record HelperView(
        int number,
        String name,
        boolean implemented,
        boolean gplOnly,
        String capability,
        List<String> traits,
        String prototype,
        List<Argument> arguments,
        String returns,
        List<String> groups,
        List<String> programTypes,
        List<String> restrictedTypes,
        List<TimerResults.Result> results) {

    /** One argument: its register, how C declares it, its kind and what that means. */
    record Argument(String register, String declaration, String kind, String meaning) {}

    static HelperView of(HelperPrototype helper, Set<Integer> implemented) {
        List<ProgramType> types =
                Arrays.stream(ProgramType.values()).filter(helper::availableTo).toList();
        return new HelperView(
                helper.id(),
                helper.kernelName(),
                implemented.contains(helper.id()),
                helper.has(HelperPrototype.Trait.GPL_ONLY),
                helper.capability() == Capability.NONE
                        ? ""
                        : "CAP_" + helper.capability().name(),
                helper.traits().stream()
                        .filter(trait -> trait != HelperPrototype.Trait.GPL_ONLY)
                        .sorted()
                        .map(Enum::name)
                        .toList(),
                CPrototype.of(helper),
                arguments(helper),
                helper.returns().name(),
                helper.groups().stream().sorted().map(HelperGroup::name).toList(),
                types.stream().map(Enum::name).toList(),
                types.stream()
                        .filter(type -> isRestricted(helper, type))
                        .map(Enum::name)
                        .toList(),
                TimerResults.of(helper.id()));
    }

    private static List<Argument> arguments(HelperPrototype helper) {
        List<String> declarations = CPrototype.declarations(helper);
        List<Argument> arguments = new ArrayList<>();
        for (HelperArgument argument : helper.arguments()) {
            int index = arguments.size();
            arguments.add(new Argument(
                    "R" + (index + 1), declarations.get(index), argument.kind().name(), CPrototype.describe(argument)));
        }
        return arguments;
    }

    private static boolean isRestricted(HelperPrototype helper, ProgramType type) {
        List<ArgumentKind> kinds =
                helper.arguments().stream().map(HelperArgument::kind).toList();
        boolean lock = kinds.contains(ArgumentKind.SPIN_LOCK);
        return type.isRestrictedTracing() && (lock || kinds.contains(ArgumentKind.TIMER))
                || type == ProgramType.SOCKET_FILTER && lock;
    }

    /** The program types that have it, in words. */
    String programs() {
        int all = ProgramType.values().length - 1;
        String others = "all types but EXT, which has those of the program that it extends";
        if (programTypes.size() == all) {
            return others;
        }
        return programTypes.size() == all - 1 && !programTypes.contains(ProgramType.LIRC_MODE2.name())
                ? others + ", and LIRC_MODE2"
                : String.join(", ", programTypes);
    }

    /** The families in one word each, {@code all} for those that every program has. */
    String families() {
        return groups.contains(HelperGroup.BASE.name()) ? "all" : String.join(" ", groups);
    }
}
