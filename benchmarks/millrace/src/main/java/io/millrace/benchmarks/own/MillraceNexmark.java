package io.millrace.benchmarks.own;

import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.run.EventColumns;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.QueryFile;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.RunNotes;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.WarmUp;
import io.millrace.coordinator.JobOutcome;
import io.millrace.server.engine.CheckpointFolder;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.state.LocalFileStorage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Runs one Nexmark query in an embedded Millrace and prints the report as the last line. */
public final class MillraceNexmark {
    private static final int KEPT_CHECKPOINTS = 2;

    private static volatile @Nullable RowFile rowFile;

    private MillraceNexmark() {}

    /** Where the sink writes its rows, if at all. */
    static @Nullable RowFile rowFile() {
        return rowFile;
    }

    public static void main(String[] args) throws Exception {
        RunRequest request = RunRequest.parse(args);
        EventLog log = EventLog.read(request.log());
        WarmUp.before(request.load(), load -> run(request, log, load));
        RunReport report;
        try (RowFile rows = request.rows().isPresent() ? new RowFile(request.rows().get()) : null) {
            rowFile = rows;
            report = run(request, log, request.load());
        }
        System.out.println(report.toJson());
        System.out.flush();
        System.exit(0);
    }

    private static RunReport run(RunRequest request, EventLog log, Load load) throws IOException {
        SqlSession session =
                new SqlSession(
                        new InstalledConnectors(Path.of(""), (schema, changes) -> new FoldSink(schema)),
                        MillraceNexmark.class.getClassLoader());
        for (String kind : List.of("person", "auction", "bid")) {
            execute(session, request.files().isPresent() ? EventColumns.fileTable(kind, request) : table(kind));
        }
        execute(session, "CREATE FUNCTION count_char AS 'io.millrace.examples.nexmark.CountChar'");
        execute(session, "CREATE TABLE side_input (`key` BIGINT, `value` VARCHAR) WITH ('connector' = 'side-input')");
        List<String> statements = QueryFile.statements(request.queries(), request.query());
        for (String statement : statements.subList(0, statements.size() - 1)) {
            execute(session, statement);
        }
        if (request.extras().containsKey("explain")) {
            System.out.println(((Answer.Text) execute(session, "EXPLAIN " + statements.getLast())).text());
        }
        Answer.Job job = (Answer.Job) execute(session, statements.getLast());
        EngineSettings settings =
                new EngineSettings(
                        request.parallelism(),
                        Consistency.EVENTUAL,
                        new Checkpoints(
                                request.checkpoints(),
                                request.checkpointMillis(),
                                new EngineSettings.Retention(KEPT_CHECKPOINTS, 0)));
        try (RunMeter meter = new RunMeter(log, load);
                EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> System.err.println(message))) {
            JobOutcome outcome = run(engine, job, request.checkpoints());
            meter.close();
            if (outcome instanceof JobOutcome.Failed(Throwable cause)) {
                throw new IllegalStateException("the job failed", cause);
            }
            if (request.extras().containsKey("explain")) {
                engine.board().figures().forEach((key, figures) -> System.out.println(key + " " + figures));
            }
            return new RunReport("Millrace", request.query(), meter.measured(), meter.result(), RunNotes.of(request));
        }
    }

    private static JobOutcome run(EmbeddedEngine engine, Answer.Job job, Optional<Path> checkpoints) {
        if (checkpoints.isEmpty()) {
            return engine.run("nexmark", job.graph());
        }
        Path folder = checkpoints.get().resolve(Long.toString(System.nanoTime()));
        try (CheckpointFolder kept = CheckpointFolder.open(folder, new LocalFileStorage(folder))) {
            return engine.run("nexmark", job.graph(), kept, Optional.empty());
        }
    }

    private static Answer execute(SqlSession session, String sql) {
        return session.execute(session.parse(sql, "benchmark").getFirst());
    }

    private static String table(String kind) {
        return "CREATE TABLE "
                + kind
                + " ("
                + EventColumns.of(kind)
                + ", WATERMARK FOR `dateTime` AS `dateTime` - INTERVAL '4' SECOND) WITH ('connector' = 'event-log', 'kind' = '"
                + kind
                + "')";
    }
}
