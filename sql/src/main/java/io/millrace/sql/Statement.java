package io.millrace.sql;

/**
 * One statement of a script, parsed but not yet checked against the catalog: that happens when its turn comes.
 *
 * @param text as written, without the semicolon
 * @param file where it stands, for messages; {@code <command line>} or {@code <shell>} where there is no file
 * @param line of its first character, counted from 1
 */
public record Statement(String text, String file, int line, Kind kind) {

    /** What executing it means. */
    public enum Kind {
        /** Changes the catalog or a setting: CREATE, DROP, ALTER, SET, RESET, USE. */
        DEFINITION,
        /** Answers at once from the catalog: SHOW, DESCRIBE, EXPLAIN. */
        QUESTION,
        /** Runs and prints its rows. */
        QUERY,
        /** Runs and writes into tables: INSERT INTO, EXECUTE STATEMENT SET, CREATE TABLE AS. */
        INSERT
    }
}
