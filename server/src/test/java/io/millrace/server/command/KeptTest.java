package io.millrace.server.command;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.data.Schema;
import io.millrace.dataflow.SessionSettings;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.JobGraph.Changes;
import io.millrace.sql.Answer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeptTest {
    private static final JobGraph PLAN = new JobGraph("a plan", List.of(), List.of(), SessionSettings.UTC);
    private static final JobGraph OTHER_PLAN =
            new JobGraph("another", List.of(), List.of(), new SessionSettings(java.time.ZoneId.of("Europe/Berlin")));

    @Test
    void theSameScriptGoesOnWhateverIsPlannedForItToday() {
        assertTrue(Kept.isSame(PLAN.of("a script"), OTHER_PLAN.of("a script")));
    }

    @Test
    void anotherScriptWithAnotherPlanIsAnother() {
        assertFalse(Kept.isSame(PLAN.of("a script"), OTHER_PLAN.of("another")));
        assertFalse(Kept.isSame(PLAN, OTHER_PLAN));
    }

    @Test
    void anotherScriptWithTheSamePlanIsTheSame() {
        assertTrue(Kept.isSame(PLAN.of("a script"), PLAN.of("with a comment")));
    }

    @Test
    void whatAScriptMeansIsInItsFingerprint() {
        String script = fingerprint("CREATE TABLE t", "SELECT 1", Map.of("table.local-time-zone", "UTC"));
        assertNotEquals(script, fingerprint("CREATE TABLE u", "SELECT 1", Map.of("table.local-time-zone", "UTC")));
        assertNotEquals(script, fingerprint("CREATE TABLE t", "SELECT 2", Map.of("table.local-time-zone", "UTC")));
        assertNotEquals(script, fingerprint("CREATE TABLE t", "SELECT 1", Map.of()));
    }

    @Test
    void howAScriptIsRunIsNotInItsFingerprint() {
        assertTrue(
                fingerprint("CREATE TABLE t", "SELECT 1", Map.of("parallelism.default", "3"))
                        .equals(fingerprint("CREATE TABLE t", " SELECT 1\n", Map.of("checkpoint.interval", "1s"))));
    }

    private static String fingerprint(String definition, String statement, Map<String, String> settings) {
        Fingerprint fingerprint = new Fingerprint();
        fingerprint.add(new Text(definition));
        Answer.Job job =
                new Answer.Job(
                        PLAN, Schema.of(), Changes.APPEND, Answer.Order.ANY, () -> new Answer.Explanation("", ""));
        return fingerprint.mark(new Text(statement), job, settings).graph().script();
    }

    private record Text(String text) implements Language.Step {
        @Override
        public boolean isJob() {
            return true;
        }

        @Override
        public String place() {
            return "here";
        }

        @Override
        public Answer execute() {
            throw new UnsupportedOperationException();
        }
    }
}
