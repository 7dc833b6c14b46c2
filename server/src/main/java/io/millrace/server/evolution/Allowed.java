package io.millrace.server.evolution;

/** What the user of a changed query puts up with, or wants. */
public record Allowed(PartialState partial, DroppedState dropped, History history) {
    public static final Allowed NOTHING = new Allowed(PartialState.REFUSED, DroppedState.REFUSED);

    public Allowed(PartialState partial, DroppedState dropped) {
        this(partial, dropped, History.AS_IT_IS);
    }

    /** Whether state may lack rows that were read before. */
    public enum PartialState {
        REFUSED,
        TAKEN
    }

    /** Whether state that nobody needs any more may be forgotten. */
    public enum DroppedState {
        REFUSED,
        TAKEN
    }

    /** Whether what lacks rows that were read before gets them. */
    public enum History {
        AS_IT_IS,
        /** By scans of its own, which read its sources from the beginning. */
        BACKFILLED
    }
}
