package io.millrace.data;

import java.util.Objects;

/** A named column of a schema or of a row type. */
public record Field(String name, DataType type, Presence presence) {

    /** Whether a value may be missing. */
    public enum Presence {
        OPTIONAL,
        REQUIRED
    }

    public Field {
        Objects.requireNonNull(name);
        Objects.requireNonNull(type);
        Objects.requireNonNull(presence);
    }

    public static Field of(String name, DataType type) {
        return new Field(name, type, Presence.OPTIONAL);
    }

    public static Field required(String name, DataType type) {
        return new Field(name, type, Presence.REQUIRED);
    }
}
