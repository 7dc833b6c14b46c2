package io.millrace.dataflow.connector;

/**
 * A key that a table's WITH clause may have: what errors, checks and the reference page are made of.
 *
 * @param name in kebab case with dots between parts; a part {@code #} stands for the name of a column
 * @param kind how its value is written
 * @param fallback the value where none is given; empty where there is none
 * @param need whether a table must have it
 * @param doc one line for the reference page, without a full stop
 */
public record Option(String name, Kind kind, String fallback, Need need, String doc) {

    /** How a value is written. */
    public enum Kind {
        TEXT("text"),
        /** May have underscores between digits. */
        INTEGER("a whole number"),
        DECIMAL("a number"),
        BOOLEAN("true or false"),
        /** A number and a unit; bare numbers are milliseconds. */
        DURATION("a duration such as 500 ms, 10 s or 5 min"),
        /** A number and a unit of 1024; bare numbers are bytes. */
        SIZE("a size such as 64 kb or 128 mb");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        /** What is expected, as an error says it. */
        public String words() {
            return words;
        }
    }

    /** Whether a table must have the option. */
    public enum Need {
        REQUIRED,
        OPTIONAL
    }

    public static Option required(String name, Kind kind, String doc) {
        return new Option(name, kind, "", Need.REQUIRED, doc);
    }

    public static Option of(String name, Kind kind, String fallback, String doc) {
        return new Option(name, kind, fallback, Need.OPTIONAL, doc);
    }

    /** Whether a key of a table means this option. */
    public boolean matches(String key) {
        int hole = name.indexOf('#');
        if (hole < 0) {
            return name.equals(key);
        }
        String before = name.substring(0, hole);
        String after = name.substring(hole + 1);
        return key.length() > before.length() + after.length() && key.startsWith(before) && key.endsWith(after);
    }
}
