package io.millrace.server.command;

import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.sql.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What the commands ask of the SQL front end: one session of it. One thread calls. */
public interface Language {

    /** The statements of a script, checked for syntax. */
    List<Step> parse(String script, String file);

    /** One statement of a script. */
    interface Step {
        /** Whether it comes to a job. */
        boolean isJob();

        /** As written. */
        String text();

        /** Where it stands: file and line. */
        String place();

        /** What comes of it; a definition or a setting holds for those after it. */
        Answer execute();
    }

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
         */
        Language begin(Path folder, Results results);
    }

    /** Makes the sink of a printed query. */
    @FunctionalInterface
    interface Results {
        Sink sink(Schema schema);
    }
}
