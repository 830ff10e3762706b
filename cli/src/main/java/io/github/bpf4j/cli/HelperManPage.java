package io.github.bpf4j.cli;

import java.util.List;

/** Helpers as a page of the manual's section 7, in roff with the man macros. */
final class HelperManPage {
    private HelperManPage() {}

    static String of(List<HelperView> helpers) {
        StringBuilder page = new StringBuilder();
        boolean single = helpers.size() == 1;
        String title = single ? helpers.getFirst().name() : "bpf4j-helpers";
        line(page, ".TH \"" + escape(title) + "\" 7 \"\" \"bpf4j\" \"BPF helpers\"");
        line(page, ".SH NAME");
        line(page, escape(title) + " \\- " + (single ? "a helper of BPF programs" : "the helpers of BPF programs"));
        line(page, ".SH DESCRIPTION");
        text(page, "What each helper takes and gives, and which programs may call it.");
        text(page, "A program that calls a helper that bpf4j does not implement is refused when it is loaded.");
        line(page, ".SH " + (single ? "HELPER" : "HELPERS"));
        helpers.forEach(helper -> helper(page, helper));
        line(page, ".SH SEE ALSO");
        line(page, ".BR bpf\\-helpers (7)");
        return page.toString();
    }

    private static void helper(StringBuilder page, HelperView helper) {
        line(page, ".SS \"" + escape(helper.name()) + " (" + helper.number() + ")\"");
        line(page, ".PP");
        line(page, ".nf");
        text(page, helper.prototype() + ";");
        line(page, ".fi");
        line(page, ".PP");
        text(page, helper.implemented() ? "Implemented by bpf4j." : "Not implemented by bpf4j.");
        if (helper.gplOnly()) {
            text(page, "Only programs with a GPL-compatible licence may call it.");
        }
        if (!helper.capability().isEmpty()) {
            text(page, "The loader must hold " + helper.capability() + ".");
        }
        if (!helper.traits().isEmpty()) {
            text(page, "Traits: " + String.join(", ", helper.traits()) + ".");
        }
        text(page, "Programs: " + helper.programs() + ".");
        if (!helper.restrictedTypes().isEmpty()) {
            text(page, "Those of type " + String.join(", ", helper.restrictedTypes()) + " may not name such a map.");
        }
        for (HelperView.Argument argument : helper.arguments()) {
            item(page, argument.declaration(), argument.kind() + ": " + argument.meaning() + ".");
        }
        item(page, "returns", helper.returns() + ": " + HelperText.returns(helper) + ".");
        if (!helper.results().isEmpty()) {
            line(page, ".PP");
            text(page, "Results, the first that applies:");
        }
        for (TimerResults.Result result : helper.results()) {
            item(page, result.result(), result.when() + ".");
        }
    }

    private static void item(StringBuilder page, String tag, String words) {
        line(page, ".TP");
        line(page, ".B \"" + escape(tag) + "\"");
        text(page, words);
    }

    /** Words of our own on a line, which roff may take neither for a request nor for an escape. */
    private static void text(StringBuilder page, String words) {
        String escaped = escape(words);
        line(page, escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped);
    }

    static String escape(String words) {
        return words.replace("\\", "\\e").replace("-", "\\-").replace("\"", "\\(dq");
    }

    private static void line(StringBuilder page, String line) {
        page.append(line).append('\n');
    }
}
