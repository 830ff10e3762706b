package io.github.bpf4j.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Makes a program smaller as long as it still shows what was found. */
final class Minimiser {
    private Minimiser() {}

    /** The lines that are needed, to be pasted into a case of the corpus. */
    static String minimise(String text, Predicate<String> shows) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        boolean changed = true;
        while (changed) {
            changed = false;
            for (int count : new int[] {16, 8, 4, 3, 2, 1}) {
                for (int at = 0; at + count <= lines.size(); ) {
                    List<String> fewer = new ArrayList<>(lines);
                    fewer.subList(at, at + count).clear();
                    if (shows.test(String.join("\n", fewer))) {
                        lines = fewer;
                        changed = true;
                    } else {
                        at++;
                    }
                }
            }
        }
        return String.join("\n", lines);
    }
}
