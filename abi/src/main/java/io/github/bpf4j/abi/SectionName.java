package io.github.bpf4j.abi;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the name of an object file's section says about the programs in it, by libbpf's conventions (runtime spec 2.2).
 * Immutable and safe for use by any thread.
 *
 * @param type the program type
 * @param expectedAttachType the hook to load for; null where the type has no such notion
 * @param sleepable whether programs are loaded with BPF_F_SLEEPABLE
 * @param frags whether programs are loaded with BPF_F_XDP_HAS_FRAGS
 * @param autoload false if the name begins with {@code ?}
 * @param target what follows the slash of a name such as {@code kprobe/do_unlinkat}; empty if nothing does
 */
public record SectionName(
        ProgramType type,
        @Nullable AttachType expectedAttachType,
        boolean sleepable,
        boolean frags,
        boolean autoload,
        String target) {

    public SectionName {
        Objects.requireNonNull(type);
        Objects.requireNonNull(target);
    }

    /** How the names of sections with programs of a type begin, in the order of the alphabet. */
    public static List<String> prefixes(ProgramType type) {
        return SectionRule.all().stream()
                .filter(rule -> rule.type() == type)
                .map(SectionRule::prefix)
                .sorted()
                .toList();
    }

    /** The meaning of a section name; empty if no convention knows it. */
    public static Optional<SectionName> parse(String section) {
        boolean autoload = !section.startsWith("?");
        String name = autoload ? section : section.substring(1);
        SectionRule rule = SectionRule.find(name);
        if (rule == null) {
            return Optional.empty();
        }
        String target = name.length() > rule.prefix().length()
                ? name.substring(rule.prefix().length() + 1)
                : "";
        return Optional.of(
                new SectionName(rule.type(), rule.attachType(), rule.sleepable(), rule.frags(), autoload, target));
    }
}
