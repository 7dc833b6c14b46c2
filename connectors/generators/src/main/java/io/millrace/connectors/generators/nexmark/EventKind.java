package io.millrace.connectors.generators.nexmark;

/** The three kinds of Nexmark events; the ordinal is the {@code event_type} of the SQL table. */
public enum EventKind {
    PERSON,
    AUCTION,
    BID;

    private static final EventKind[] ALL = values();

    /** The kind with this {@code event_type}: 0, 1 or 2. */
    public static EventKind of(int eventType) {
        return ALL[eventType];
    }
}
