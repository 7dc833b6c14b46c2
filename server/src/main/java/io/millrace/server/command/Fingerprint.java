package io.millrace.server.command;

import io.millrace.dataflow.lineage.LineageText;
import io.millrace.sql.Answer;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells whether a job is of the same script as before: by the text of the statement, of the definitions and settings
 * before it, and of the settings that were given beside the script. Those that only say how a job is run do not count.
 */
final class Fingerprint {
    private final StringBuilder definitions = new StringBuilder();

    /** Takes note of a statement that is not a job. */
    void add(Language.Step statement) {
        definitions.append(statement.text().strip()).append(";\n");
    }

    /** The job with the fingerprint of what it was planned from. */
    Answer.Job mark(Language.Step statement, Answer.Job job, Map<String, String> settings) {
        TreeMap<String, String> meant = new TreeMap<>(settings);
        meant.keySet().removeIf(Settings::isOfTheRun);
        String script = LineageText.hash(definitions + statement.text().strip() + meant);
        return new Answer.Job(job.graph().of(script), job.result(), job.changes(), job.order(), job.explanation());
    }
}
