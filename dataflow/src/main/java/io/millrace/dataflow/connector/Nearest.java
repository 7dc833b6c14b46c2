package io.millrace.dataflow.connector;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds the name that a user most likely meant. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits to the name, case aside, unless that is more than a third of it. */
    public static Optional<String> to(String name, Collection<String> candidates) {
        String wanted = name.toLowerCase(Locale.ROOT);
        int bound = Math.max(1, (wanted.length() + 1) / 3);
        String best = null;
        int bestDistance = bound + 1;
        for (String candidate : candidates) {
            int distance = distance(wanted, candidate.toLowerCase(Locale.ROOT));
            boolean better =
                    distance < bestDistance
                            || (distance == bestDistance && best != null && candidate.compareTo(best) < 0);
            if (distance <= bound && better && !candidate.equals(name)) {
                best = candidate;
                bestDistance = distance;
            }
        }
        return Optional.ofNullable(best);
    }

    /** How a message about an option says it: {@code ; did you mean 'x'?}, or nothing. */
    public static String suggestion(String name, Collection<String> candidates) {
        return to(name, candidates).map(nearest -> "; did you mean '" + nearest + "'?").orElse("");
    }

    /** How a message about a script says it: {@code ; did you mean `x`?}, or nothing. */
    public static String hint(String name, Collection<String> candidates) {
        return to(name, candidates).map(nearest -> "; did you mean `" + nearest + "`?").orElse("");
    }

    /** Insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = a.charAt(i - 1) == b.charAt(j - 1);
                int cost = Math.min(Math.min(row[j - 1], last[j]) + 1, last[j - 1] + (same ? 0 : 1));
                boolean swapped =
                        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
                row[j] = swapped ? Math.min(cost, beforeLast[j - 2] + 1) : cost;
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}
