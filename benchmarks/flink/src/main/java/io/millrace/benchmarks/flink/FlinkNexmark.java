package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.events.EventLog;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.QueryFile;
import io.millrace.benchmarks.run.RowFile;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.benchmarks.run.RunNotes;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import io.millrace.benchmarks.run.WarmUp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.ExplainDetail;
import org.apache.flink.table.api.TableResult;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.jspecify.annotations.Nullable;

/** Runs one Nexmark query in an embedded Flink and prints the report as the last line. */
public final class FlinkNexmark {
    private static final String VERSION = "Flink 2.3.0";

    private static volatile @Nullable RowFile rowFile;

    private FlinkNexmark() {}

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
        // The mini cluster may leave threads behind.
        System.out.flush();
        Runtime.getRuntime().halt(0);
    }

    private static RunReport run(RunRequest request, EventLog log, Load load) throws Exception {
        Map<String, String> settings = settings(request);
        Configuration configuration = Configuration.fromMap(settings);
        StreamExecutionEnvironment environment =
                StreamExecutionEnvironment.createLocalEnvironment(request.parallelism(), configuration);
        StreamTableEnvironment tables =
                StreamTableEnvironment.create(
                        environment,
                        EnvironmentSettings.newInstance().inStreamingMode().withConfiguration(configuration).build());
        tables.createTemporarySystemFunction("count_char", CountChar.class);
        boolean madeRows = request.extras().getOrDefault("rows-made", "false").equals("true");
        for (String statement :
                request.files().isPresent()
                        ? FlinkTables.files(request)
                        : request.nested() ? FlinkTables.nested(madeRows) : FlinkTables.flat(madeRows)) {
            tables.executeSql(statement);
        }
        List<String> statements = QueryFile.statements(request.queries(), request.query());
        for (String statement : statements.subList(0, statements.size() - 1)) {
            tables.executeSql(statement);
        }
        if (request.extras().containsKey("explain")) {
            System.out.println(tables.explainSql(statements.getLast(), ExplainDetail.CHANGELOG_MODE));
        }
        try (RunMeter meter = new RunMeter(log, load)) {
            TableResult result = tables.executeSql(statements.getLast());
            result.await();
            meter.close();
            return new RunReport(VERSION, request.query(), meter.measured(), meter.result(), notes(request, settings));
        }
    }

    private static Map<String, String> settings(RunRequest request) {
        Map<String, String> settings =
                new TreeMap<>(
                        Map.of(
                                "pipeline.object-reuse", "true",
                                "state.backend.type", "hashmap",
                                "rest.bind-port", "0",
                                "taskmanager.memory.managed.size", "512m",
                                "taskmanager.memory.network.min", "256m",
                                "taskmanager.memory.network.max", "256m",
                                "table.local-time-zone", "UTC",
                                "restart-strategy.type", "none"));
        if (request.extras().getOrDefault("mini-batch", "false").equals("true")) {
            settings.putAll(
                    Map.of(
                            "table.exec.mini-batch.enabled", "true",
                            "table.exec.mini-batch.allow-latency", "2 s",
                            "table.exec.mini-batch.size", "50000",
                            "table.optimizer.distinct-agg.split.enabled", "true"));
        }
        request.checkpoints()
                .ifPresent(folder ->
                        settings.putAll(
                                Map.of(
                                        "execution.checkpointing.interval",
                                        request.checkpointMillis() + " ms",
                                        "execution.checkpointing.storage",
                                        "filesystem",
                                        "execution.checkpointing.dir",
                                        folder.toUri().toString(),
                                        // Else a job waits at its end for the next checkpoint, up to the interval.
                                        "execution.checkpointing.checkpoints-after-tasks-finish.enabled",
                                        "false")));
        return settings;
    }

    private static Map<String, String> notes(RunRequest request, Map<String, String> settings) {
        Map<String, String> notes = RunNotes.of(request);
        notes.putAll(settings);
        notes.put("tables", request.nested() ? "nested" : "flat");
        return notes;
    }
}
