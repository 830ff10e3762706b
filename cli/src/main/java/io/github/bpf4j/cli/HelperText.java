package io.github.bpf4j.cli;

import io.github.bpf4j.abi.ReturnKind;
import java.util.List;

/** Helpers and kernel functions as text for a terminal. */
final class HelperText {
    private static final int LINE = 100;
    private static final String INDENT = " ".repeat(14);

    private HelperText() {}

    /** One line per helper, then one per kernel function. */
    static String table(List<HelperView> helpers, List<KfuncView> kfuncs) {
        StringBuilder text = new StringBuilder();
        text.append("%3s  %-28s %-11s %-4s %s%n".formatted("NO.", "NAME", "IMPLEMENTED", "GPL", "PROGRAMS"));
        for (HelperView helper : helpers) {
            text.append("%3d  %-28s %-11s %-4s %s%n"
                    .formatted(
                            helper.number(),
                            helper.name(),
                            helper.implemented() ? "yes" : "no",
                            helper.gplOnly() ? "only" : "-",
                            helper.families()));
        }
        text.append("%n     %-28s %-11s %s%n".formatted("KERNEL FUNCTION", "IMPLEMENTED", "LINUX"));
        for (KfuncView kfunc : kfuncs) {
            text.append("     %-28s %-11s %s%n"
                    .formatted(kfunc.name(), kfunc.implemented() ? "yes" : "no", String.join(" ", kfunc.kernels())));
        }
        return text.toString();
    }

    /** All about one kernel function. */
    static String full(KfuncView kfunc) {
        StringBuilder text = new StringBuilder();
        text.append("%s, kernel function%n%n    %s;%n%n".formatted(kfunc.name(), kfunc.prototype()));
        row(
                text,
                "implemented",
                kfunc.implemented() ? "yes" : "no: a weak declaration of it is NULL, any other is refused");
        row(text, "kernels", "Linux " + String.join(", ", kfunc.kernels()));
        row(text, "licence", "GPL-compatible programs only");
        if (!kfunc.traits().isEmpty()) {
            row(text, "traits", String.join(", ", kfunc.traits()));
        }
        row(text, "programs", "all types");
        row(text, "returns", kfunc.returns() + ": " + returns(kfunc.returns()));
        arguments(text, kfunc.arguments());
        return text.toString();
    }

    /** All about one helper. */
    static String full(HelperView helper) {
        StringBuilder text = new StringBuilder();
        text.append("%s, helper %d%n%n    %s;%n%n".formatted(helper.name(), helper.number(), helper.prototype()));
        row(text, "implemented", helper.implemented() ? "yes" : "no: programs that call it are refused");
        row(text, "licence", helper.gplOnly() ? "GPL-compatible programs only" : "any");
        row(text, "capability", helper.capability().isEmpty() ? "none" : helper.capability());
        if (!helper.traits().isEmpty()) {
            row(text, "traits", String.join(", ", helper.traits()));
        }
        row(text, "families", helper.families());
        row(text, "programs", helper.programs());
        if (!helper.restrictedTypes().isEmpty()) {
            row(
                    text,
                    "restriction",
                    "those of type " + String.join(", ", helper.restrictedTypes()) + " may not name such a map");
        }
        row(text, "returns", helper.returns() + ": " + returns(helper.returns()));
        arguments(text, helper.arguments());
        if (!helper.results().isEmpty()) {
            text.append("%nresults, the first that applies:%n".formatted());
        }
        for (TimerResults.Result result : helper.results()) {
            row(text, result.result(), result.when());
        }
        return text.toString();
    }

    private static void arguments(StringBuilder text, List<HelperView.Argument> arguments) {
        for (HelperView.Argument argument : arguments) {
            row(
                    text,
                    argument.register(),
                    argument.declaration() + " (" + argument.kind() + "): " + argument.meaning());
        }
    }

    static String returns(String kind) {
        return CPrototype.describe(ReturnKind.valueOf(kind));
    }

    /** A heading, and words in lines of limited length beside it. */
    private static void row(StringBuilder text, String heading, String words) {
        StringBuilder line = new StringBuilder("%-14s".formatted(heading));
        for (String word : words.split(" ", -1)) {
            if (line.length() + word.length() > LINE) {
                text.append(line.toString().stripTrailing()).append(System.lineSeparator());
                line.setLength(0);
                line.append(INDENT);
            }
            line.append(word).append(' ');
        }
        text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
}
