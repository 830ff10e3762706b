package io.github.bpf4j.cli.features;

import io.github.bpf4j.abi.KernelProfile;
import java.util.List;
import java.util.Locale;

/**
 * Something of Linux that programs use, and how far it is here. Immutable and safe for use by any thread.
 *
 * @param kind what it is
 * @param name the kernel's name, of helpers without {@code bpf_}
 * @param number its number in Linux's lists; 0 for kernel functions, which have none
 * @param state how far it is here
 * @param kernels the releases of Linux, among those that there are profiles of, that have it
 * @param gplOnly whether only programs with a GPL-compatible licence may use it
 * @param programs the groups of program types that may call a helper, the types that may call a kernel function; {@code all} if all may
 * @param sections how the names of sections with programs of this type begin
 * @param remark how it differs from Linux; empty if nothing is to be said
 */
public record Feature(
        Kind kind,
        String name,
        int number,
        State state,
        List<String> kernels,
        boolean gplOnly,
        List<String> programs,
        List<String> sections,
        String remark) {

    /** What a feature is. */
    public enum Kind {
        PROGRAMS,
        MAPS,
        HELPERS,
        KFUNCS;

        /** The word for it in commands, pages and files. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** How far a feature is here. */
    public enum State {
        /** Programs with it are verified, loaded and run. */
        RUNS("runs"),
        /** Programs with it are verified, but not loaded. */
        VERIFIED("verified only"),
        /** Programs with it are refused. */
        REFUSED("refused");

        private final String words;

        State(String words) {
            this.words = words;
        }

        /** The state in words. */
        public String words() {
            return words;
        }
    }

    public Feature {
        kernels = List.copyOf(kernels);
        programs = List.copyOf(programs);
        sections = List.copyOf(sections);
    }

    /** Whether kernels of a profile have it. */
    public boolean isIn(KernelProfile profile) {
        return kernels.contains(profile.release());
    }

    Feature withRemark(String text) {
        return new Feature(kind, name, number, state, kernels, gplOnly, programs, sections, text);
    }
}
