package io.github.bpf4j.runtime;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which probes a function has, in the order in which they run when it is entered. Stateless. */
/*
 * What Linux 6.12 answered: the latest attached runs first. Probes of a single function stand together, those of many and sessions each for
 * itself; the single ones have the place of the first of them, at whatever function that is. What runs at the return runs the other way
 * round.
 */
final class Probes {
    private static final List<String> SINGLE = List.of(AttachPoints.PROBE, AttachPoints.RETURN_PROBE);
    private static final List<String> MANY =
            List.of(AttachPoints.PROBES, AttachPoints.RETURN_PROBES, AttachPoints.SESSIONS);
    private static final String USER_MANY = ".multi";

    private Probes() {}

    /** All probes of a function of the kernel's. */
    static List<LiveLink> of(Machine machine, String function) {
        try (var _ = machine.turn()) {
            Hooks hooks = machine.hooks;
            List<LiveLink> single = hooks.at(
                            SINGLE.stream().map(kind -> kind + function).toList())
                    .reversed();
            List<LiveLink> many = hooks.at(hooks.targets().stream()
                    .filter(target -> MANY.stream().anyMatch(kind -> isAt(target, kind, function)))
                    .toList());
            long first = hooks
                    .at(hooks.targets().stream()
                            .filter(target -> SINGLE.stream().anyMatch(target::startsWith))
                            .toList())
                    .stream()
                    .mapToLong(LiveLink::order)
                    .min()
                    .orElse(0);
            List<LiveLink> all = new ArrayList<>(single);
            all.addAll(many);
            all.sort(Comparator.comparingLong(link -> single.contains(link) ? -first : -link.order()));
            return all;
        }
    }

    /**
     * All probes at a place in a process's own code, by either name of it: of one function, and of many.
     *
     * @param place such as {@code uprobe/PATH:FUNCTION}
     */
    static List<LiveLink> ofUser(Machine machine, String place) {
        int slash = place.indexOf('/');
        String kind = place.substring(0, slash).replace(USER_MANY, "");
        String code = place.substring(slash + 1);
        try (var _ = machine.turn()) {
            Hooks hooks = machine.hooks;
            return hooks.at(hooks.targets().stream()
                            .filter(target ->
                                    target.equals(kind + '/' + code) || isAt(target, kind + USER_MANY + '/', code))
                            .toList())
                    .reversed();
        }
    }

    private static boolean isAt(String target, String kind, String name) {
        return target.startsWith(kind) && matches(target.substring(kind.length()), name);
    }

    /** Whether a name is as a pattern says, in which a star stands for anything and a question mark for one character. */
    static boolean matches(String pattern, String name) {
        int at = 0;
        int in = 0;
        int star = -1;
        int after = 0;
        while (in < name.length()) {
            if (at < pattern.length() && (pattern.charAt(at) == '?' || pattern.charAt(at) == name.charAt(in))) {
                at++;
                in++;
            } else if (at < pattern.length() && pattern.charAt(at) == '*') {
                star = at++;
                after = in;
            } else if (star >= 0) {
                at = star + 1;
                in = ++after;
            } else {
                return false;
            }
        }
        while (at < pattern.length() && pattern.charAt(at) == '*') {
            at++;
        }
        return at == pattern.length();
    }
}
