package io.github.bpf4j.cli;

import java.util.List;

/** Helpers and kernel functions as a page of the manual's section 7, in roff with the man macros. */
final class HelperManPage {
    private HelperManPage() {}

    /** The page of all helpers and kernel functions. */
    static String of(List<HelperView> helpers, List<KfuncView> kfuncs) {
        StringBuilder page = new StringBuilder();
        head(page, "bpf4j-helpers", "the helpers of BPF programs");
        text(page, "What each helper and kernel function takes and gives, and which programs may call it.");
        text(page, "A program that calls a helper that bpf4j does not implement is refused when it is loaded.");
        line(page, ".SH HELPERS");
        helpers.forEach(helper -> helper(page, helper));
        line(page, ".SH KERNEL FUNCTIONS");
        text(page, "A program declares those that it calls in section .ksyms, weak if it can do without.");
        kfuncs.forEach(kfunc -> kfunc(page, kfunc));
        return foot(page);
    }

    /** The page of one helper. */
    static String of(HelperView helper) {
        StringBuilder page = new StringBuilder();
        head(page, helper.name(), "a helper of BPF programs");
        text(page, "A program that calls a helper that bpf4j does not implement is refused when it is loaded.");
        line(page, ".SH HELPER");
        helper(page, helper);
        return foot(page);
    }

    /** The page of one kernel function. */
    static String of(KfuncView kfunc) {
        StringBuilder page = new StringBuilder();
        head(page, kfunc.name(), "a kernel function of BPF programs");
        text(
                page,
                "A program declares the kernel functions that it calls in section .ksyms, weak if it can do without.");
        line(page, ".SH KERNEL FUNCTION");
        kfunc(page, kfunc);
        return foot(page);
    }

    private static void head(StringBuilder page, String title, String what) {
        line(page, ".TH \"" + escape(title) + "\" 7 \"\" \"bpf4j\" \"BPF helpers\"");
        line(page, ".SH NAME");
        line(page, escape(title) + " \\- " + what);
        line(page, ".SH DESCRIPTION");
    }

    private static String foot(StringBuilder page) {
        line(page, ".SH SEE ALSO");
        line(page, ".BR bpf\\-helpers (7)");
        return page.toString();
    }

    private static void kfunc(StringBuilder page, KfuncView kfunc) {
        line(page, ".SS \"" + escape(kfunc.name()) + "\"");
        prototype(page, kfunc.prototype());
        text(page, kfunc.implemented() ? "Implemented by bpf4j." : "Not implemented by bpf4j.");
        text(page, "In Linux " + String.join(", ", kfunc.kernels()) + ".");
        text(page, "Only programs with a GPL-compatible licence may call it.");
        if (!kfunc.traits().isEmpty()) {
            text(page, "Traits: " + String.join(", ", kfunc.traits()) + ".");
        }
        signature(page, kfunc.arguments(), kfunc.returns());
    }

    private static void prototype(StringBuilder page, String prototype) {
        line(page, ".PP");
        line(page, ".nf");
        text(page, prototype + ";");
        line(page, ".fi");
        line(page, ".PP");
    }

    private static void signature(StringBuilder page, List<HelperView.Argument> arguments, String returns) {
        for (HelperView.Argument argument : arguments) {
            item(page, argument.declaration(), argument.kind() + ": " + argument.meaning() + ".");
        }
        item(page, "returns", returns + ": " + HelperText.returns(returns) + ".");
    }

    private static void helper(StringBuilder page, HelperView helper) {
        line(page, ".SS \"" + escape(helper.name()) + " (" + helper.number() + ")\"");
        prototype(page, helper.prototype());
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
        signature(page, helper.arguments(), helper.returns());
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
