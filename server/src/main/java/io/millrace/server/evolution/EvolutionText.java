package io.millrace.server.evolution;

import io.millrace.data.MillraceException;
import io.millrace.server.evolution.Allowed.DroppedState;
import io.millrace.server.evolution.Allowed.History;
import io.millrace.server.evolution.Allowed.PartialState;
import io.millrace.server.evolution.Finding.Fate;
import java.util.ArrayList;
import java.util.List;

/** Tells the user what becomes of the state, and refuses what was not allowed. */
public final class EvolutionText {
    private EvolutionText() {}

    /** Line by line. */
    public static String of(Evolution evolution) {
        StringBuilder text = new StringBuilder();
        evolution.findings().forEach(finding -> text.append("  ").append(indented(finding)).append('\n'));
        return text.toString();
    }

    /**
     * @throws MillraceException where state is missing or would be lost, and the user has not said that this may be
     */
    public static void refuse(Evolution evolution, Allowed allowed, String where) {
        boolean unfit = has(evolution, Fate.UNFIT) || has(evolution, Fate.REFUSED);
        boolean partial = has(evolution, Fate.PARTIAL) && allowed.partial() == PartialState.REFUSED;
        boolean dropped = evolution.dropsState() && allowed.dropped() == DroppedState.REFUSED;
        if (!unfit && !partial && !dropped) {
            return;
        }
        StringBuilder text = new StringBuilder("the script has changed since the checkpoints in ");
        text.append(where).append(" were taken, and not all state fits it:\n");
        for (Finding finding : evolution.findings()) {
            boolean counts =
                    switch (finding.fate()) {
                        case UNFIT, REFUSED -> true;
                        case PARTIAL -> allowed.partial() == PartialState.REFUSED;
                        case DROPPED -> allowed.dropped() == DroppedState.REFUSED;
                        case KEPT, NEW, FROM_NOW, BACKFILLED, ENDED -> false;
                    };
            if (counts) {
                text.append("  ").append(indented(finding)).append('\n');
            }
        }
        text.append("Nothing was started, and the checkpoints are as they were. Take the change back, or choose:");
        choices(partial, dropped, allowed).forEach(choice -> text.append("\n  ").append(choice));
        throw MillraceException.user("changed-query", text.toString());
    }

    private static List<String> choices(boolean partial, boolean dropped, Allowed allowed) {
        List<String> choices = new ArrayList<>();
        if (partial && allowed.history() == History.AS_IT_IS) {
            choices.add(
                    "--backfill             builds what lacks rows anew: its sources are read again from their beginning");
        }
        if (partial) {
            choices.add(
                    "--allow-partial-state  goes on with what there is; rows read before are missing where it says so");
        }
        if (allowed.history() == History.BACKFILLED) {
            choices.add("without --backfill     a new INSERT gets the rows from now on");
        }
        if (dropped) {
            choices.add("--allow-dropped-state  forgets what the new script does not need");
        }
        choices.add(
                "--fresh                begins anew: every source is read from its beginning, every row written again");
        return choices;
    }

    private static boolean has(Evolution evolution, Fate fate) {
        return evolution.findings().stream().anyMatch(finding -> finding.fate() == fate);
    }

    private static String indented(Finding finding) {
        return finding.text().replace("\n", "\n  ");
    }
}
