package io.millrace.server.command;

import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.sql.Answer;
import io.millrace.sql.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What the commands ask of the SQL front end: one session of it. One thread calls. */
public interface Language {

    /** The statements of a script, checked for syntax. */
    List<Statement> parse(String script, String file);

    /** What comes of a statement; a definition or a setting holds for those after it. */
    Answer execute(Statement statement);

    /** Sets what {@code SET 'key' = 'value'} sets. */
    void set(String key, String value);

    /** All settings. */
    Map<String, String> settings();

    /** The names of tables and views, for completion. */
    List<String> tables();

    /** The names of a table's columns, for completion. */
    List<String> columns(String table);

    /** The words of the language, for completion. */
    List<String> keywords();

    /** Begins a session. */
    @FunctionalInterface
    interface Maker {
        /**
         * @param folder where relative paths begin
         * @param results makes the sink of a printed query
         */
        Language begin(Path folder, Function<Schema, Sink> results);
    }
}
