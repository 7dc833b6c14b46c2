package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.harness.NexmarkQuery.Kind;
import io.millrace.benchmarks.run.Load;
import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs the queries on the engines: first a small run whose rows are compared, then the counted runs, the engines taking
 * turns. A query whose rows differ gets no figures.
 */
public final class Comparison {
    private static final long CHECK_EVENTS = 200_000;
    private static final long FEWEST_EVENTS = 500_000;

    private final Settings settings;
    private final List<Engine> engines;
    private final EventLogs logs;
    private final PrintStream progress;

    public Comparison(Settings settings, List<Engine> engines, EventLogs logs, PrintStream progress) {
        this.settings = settings;
        this.engines = engines;
        this.logs = logs;
        this.progress = progress;
    }

    /** All figures of one query, one per engine that has it. */
    public List<Figures> run(NexmarkQuery query) throws IOException {
        List<Engine> able = engines.stream().filter(engine -> engine.has(query)).toList();
        Map<Engine, String> failures = new LinkedHashMap<>();
        check(query, able, failures);
        List<Engine> sound = able.stream().filter(e -> !failures.containsKey(e)).toList();
        long events = query.kind() == Kind.GROWING ? size(query, sound) : 0;
        Map<Engine, List<RunReport>> reports = new LinkedHashMap<>();
        for (int turn = 1; turn <= settings.effort().runs(); turn++) {
            for (Engine engine : sound) {
                Outcome outcome = once(engine, query, logs.measured(), load(events), Map.of());
                switch (outcome) {
                    case Outcome.Finished(RunReport report) -> {
                        reports.computeIfAbsent(engine, e -> new ArrayList<>()).add(report);
                        say(
                                "%s %s run %d: %.3f M events/s",
                                query.label(), engine.name(), turn, report.measured().eventsPerSecond() / 1e6);
                    }
                    case Outcome.Failed(String reason) -> {
                        failures.merge(engine, reason, (earlier, later) -> later);
                        say("%s %s run %d failed: %s", query.label(), engine.name(), turn, reason);
                    }
                }
            }
        }
        List<Figures> figures = new ArrayList<>();
        for (Engine engine : able) {
            List<RunReport> runs = reports.getOrDefault(engine, List.of());
            Optional<String> failure = Optional.ofNullable(failures.get(engine));
            figures.add(new Figures(engine.name(), query, events, runs, failure));
        }
        return figures;
    }

    /** Compares the rows of every engine with those of the last one, the peer whose rows are the reference. */
    private void check(NexmarkQuery query, List<Engine> able, Map<Engine, String> failures) throws IOException {
        if (able.isEmpty()) {
            return;
        }
        Map<Engine, Path> rows = new LinkedHashMap<>();
        for (Engine engine : able.reversed()) {
            Path file = settings.folder().resolve(query.label() + "-" + engine.name() + ".rows");
            Outcome outcome =
                    once(
                            engine,
                            query,
                            logs.checked(),
                            new Load.Events(CHECK_EVENTS, 0),
                            Map.of("rows", file.toString()));
            switch (outcome) {
                case Outcome.Finished(RunReport report) -> rows.put(engine, file);
                case Outcome.Failed(String reason) -> {
                    failures.put(engine, reason);
                    say("%s %s failed: %s", query.label(), engine.name(), reason);
                }
            }
        }
        if (query.kind() == Kind.BY_CLOCK || rows.size() < 2) {
            return;
        }
        Engine reference = rows.keySet().iterator().next();
        Path expected = rows.get(reference);
        for (Map.Entry<Engine, Path> each : rows.entrySet()) {
            if (expected == null || each.getKey() == reference) {
                continue;
            }
            List<String> differences =
                    ResultCheck.differences(query, reference.name(), expected, each.getKey().name(), each.getValue());
            if (differences.isEmpty()) {
                say("%s: %s and %s have the same rows", query.label(), reference.name(), each.getKey().name());
            } else {
                failures.put(each.getKey(), "other rows than " + reference.name());
                say("%s: DIFFERENT ROWS%n%s", query.label(), String.join("\n", differences));
            }
        }
    }

    /** The largest number of events that every engine finishes, found by halving. */
    private long size(NexmarkQuery query, List<Engine> sound) throws IOException {
        long events = settings.effort().growingEvents();
        for (Engine engine : sound) {
            while (events > FEWEST_EVENTS
                    && once(engine, query, logs.measured(), load(events), Map.of())
                            instanceof Outcome.Failed(String reason)) {
                say("%s %s does not finish %,d events: %s", query.label(), engine.name(), events, reason);
                events = Math.max(FEWEST_EVENTS, events / 2);
            }
        }
        return events;
    }

    private Load load(long events) {
        return events > 0
                ? new Load.Events(events, Math.min(events / 2, 1_000_000))
                : new Load.Seconds(settings.effort().seconds(), settings.effort().warmupSeconds());
    }

    private Outcome once(Engine engine, NexmarkQuery query, Path log, Load load, Map<String, String> extras)
            throws IOException {
        Path outputs = Files.createDirectories(settings.folder().resolve("logs"));
        RunRequest request = new RunRequest(query.label(), log, load, settings.parallelism(), extras);
        return EngineProcess.run(engine, request, settings.effort().bound(), outputs);
    }

    private void say(String format, Object... values) {
        progress.printf(format + "%n", values);
    }
}
