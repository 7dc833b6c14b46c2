package io.millrace.benchmarks.own;

import io.millrace.benchmarks.run.LatencyReport;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RunNotes;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.Schedule;
import io.millrace.coordinator.JobOutcome;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Counts in a sliding window at a fixed rate of events, and prints the report of its delays as the last line. */
public final class MillraceLatency {
    private static final List<String> STATEMENTS =
            List.of(
                    "CREATE TABLE paced (k BIGINT, t TIMESTAMP(3), WATERMARK FOR t AS t) WITH ('connector' = 'paced')",
                    "CREATE TABLE delays (k BIGINT, n BIGINT, due TIMESTAMP(3)) WITH ('connector' = 'delays')",
                    """
                    INSERT INTO delays
                    SELECT k, COUNT(*), window_end
                    FROM TABLE(HOP(TABLE paced, DESCRIPTOR(t), INTERVAL '0.010' SECOND, INTERVAL '1' SECOND))
                    GROUP BY k, window_start, window_end
                    """);

    private MillraceLatency() {}

    public static void main(String[] args) {
        RunRequest request = RunRequest.parse(args);
        SqlSession session =
                new SqlSession(
                        new InstalledConnectors(
                                Path.of(""),
                                (schema, changes) -> {
                                    throw new IllegalStateException("nothing is printed");
                                }),
                        MillraceLatency.class.getClassLoader());
        Answer answer = new Answer.Done("");
        for (String statement : STATEMENTS) {
            answer = session.execute(session.parse(statement, "latency").getFirst());
        }
        EngineSettings settings =
                new EngineSettings(
                        request.parallelism(), Consistency.EVENTUAL, new Checkpoints(Optional.empty(), 10_000, 1));
        try (EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> System.err.println(message))) {
            Schedule schedule =
                    Schedule.start(
                            Double.parseDouble(request.extras().getOrDefault("rate", "100000")),
                            Long.parseLong(request.extras().getOrDefault("keys", "10000")),
                            (Load.Seconds) request.load());
            JobOutcome outcome = engine.run("latency", ((Answer.Job) answer).graph());
            if (outcome instanceof JobOutcome.Failed(Throwable cause)) {
                throw new IllegalStateException("the job failed", cause);
            }
            LatencyReport report = schedule.report("Millrace", RunNotes.of(request));
            System.out.println(report.toJson());
        }
        System.out.flush();
        System.exit(0);
    }
}
