package io.github.bpf4j.abi;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Names that somebody may have meant. Stateless and safe for use by any thread. */
public final class NearestNames {
    private static final int SHOWN = 4;

    private NearestNames() {}

    /** The few names nearest to one that is not among them, the nearest first: by edits, those that hold it before others. */
    public static List<String> to(String wanted, Stream<String> names) {
        record Candidate(String name, int distance) {}
        int tolerated = Math.max(2, wanted.length() / 2);
        return names.map(name -> new Candidate(name, name.contains(wanted) ? 0 : edits(wanted, name)))
                .filter(candidate -> candidate.distance() <= tolerated)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(SHOWN)
                .map(Candidate::name)
                .toList();
    }

    /** How many characters must be put in, taken out or replaced to make one text of the other. */
    public static int edits(String from, String to) {
        int[] before = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(before[j], row[j - 1]) + 1);
            }
            before = row;
        }
        return before[to.length()];
    }
}
