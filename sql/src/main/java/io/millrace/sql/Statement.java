package io.millrace.sql;

import io.millrace.sql.script.SourceText;
import org.apache.calcite.sql.SqlNode;

/** One parsed statement of a script, with its place in the file. */
public final class Statement {

    /** What a statement asks for. */
    public enum Kind {
        /** Rows of a query. */
        QUERY,
        /** One INSERT, or a set of them that is one job. */
        INSERT,
        /** CREATE, DROP: a change of the catalog. */
        DEFINITION,
        /** SET, RESET. */
        SETTING,
        /** SHOW, DESCRIBE, EXPLAIN. */
        QUESTION
    }

    private final Kind kind;
    private final SourceText source;
    private final SqlNode parsed;

    Statement(Kind kind, SourceText source, SqlNode parsed) {
        this.kind = kind;
        this.source = source;
        this.parsed = parsed;
    }

    public Kind kind() {
        return kind;
    }

    /** The statement as written, without its semicolon. */
    public String text() {
        return source.text();
    }

    public String file() {
        return source.file();
    }

    /** The line of its first character, from 1. */
    public int line() {
        return source.line();
    }

    SourceText source() {
        return source;
    }

    SqlNode parsed() {
        return parsed;
    }

    @Override
    public String toString() {
        return source.file() + ":" + source.line() + ": " + source.text();
    }
}
