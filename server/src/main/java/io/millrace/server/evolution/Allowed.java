package io.millrace.server.evolution;

/** What the user of a changed query puts up with. */
public record Allowed(PartialState partial, DroppedState dropped) {
    public static final Allowed NOTHING = new Allowed(PartialState.REFUSED, DroppedState.REFUSED);

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
}
