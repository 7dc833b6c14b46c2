package io.millrace.server.evolution;

import java.util.List;

/**
 * What becomes of the state of one operator.
 *
 * @param what the part of the query, for people
 * @param details why, or what of it is different
 */
public record Finding(Fate fate, String what, List<String> details) {

    public Finding {
        what = readable(what);
        details = details.stream().map(Finding::readable).toList();
    }

    /** What becomes of state. */
    public enum Fate {
        /** It goes on as it was. */
        KEPT("kept"),
        /** It is new, and nothing that it needs was read before. */
        NEW("new"),
        /** A sink that gets the rows from now on. */
        FROM_NOW("from now on"),
        /** It needs rows that were read before and are not there. */
        PARTIAL("partial"),
        /** It is built anew, from the beginning of its sources. */
        BACKFILLED("backfill"),
        /** It cannot be built anew. */
        REFUSED("refused"),
        /** It cannot be taken as it is, whatever is allowed. */
        UNFIT("unfit"),
        /** A sink that gets nothing any more; what it was given is committed. */
        ENDED("ended"),
        /** Nobody needs it any more. */
        DROPPED("dropped");

        private final String word;

        Fate(String word) {
            this.word = word;
        }

        public String word() {
            return word;
        }
    }

    /** Meanings without what tells them apart: names of sources and of states. */
    private static String readable(String meaning) {
        return meaning.replaceAll("«[^»]*»\\.", "").replaceAll("@[0-9a-f]{16}", "").replaceAll("[«»]", "");
    }

    /** A line, and a line for each detail below it. */
    public String text() {
        StringBuilder text = new StringBuilder(String.format("%-12s", fate.word())).append(what);
        details.forEach(detail -> text.append("\n            - ").append(detail));
        return text.toString();
    }
}
