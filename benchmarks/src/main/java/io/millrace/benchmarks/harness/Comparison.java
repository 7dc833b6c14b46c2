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
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Runs a query on the engines: first a short run of each form of an engine, to find the fastest one; then a small run
 * whose rows are compared; then the counted runs, the engines taking turns. A query whose rows differ gets no figures.
 * A query whose state only grows reads as many events as all engines finish, found by halving.
 */
public final class Comparison {
    private static final long FEWEST_EVENTS = 500_000;
    private static final int PROBE_SECONDS = 4;

    private final Settings settings;
    private final List<Contender> contenders;
    private final EventLogs logs;
    private final PrintStream progress;

    public Comparison(Settings settings, List<Contender> contenders, EventLogs logs, PrintStream progress) {
        this.settings = settings;
        this.contenders = contenders;
        this.logs = logs;
        this.progress = progress;
    }

    /** An engine in the form in which it is measured, and what came of it so far. */
    private static final class Standing {
        private final String name;
        private final Engine engine;
        private final List<RunReport> runs = new ArrayList<>();
        private String note = "";
        private String failure = "";

        private Standing(String name, Engine engine) {
            this.name = name;
            this.engine = engine;
        }

        private boolean isSound() {
            return failure.isEmpty();
        }
    }

    /** All figures of one query, one per engine that has it. */
    public List<Figures> run(NexmarkQuery query) throws IOException {
        List<Standing> able = new ArrayList<>();
        for (Contender contender : contenders) {
            if (contender.has(query)) {
                able.add(chosen(query, contender));
            }
        }
        check(query, able);
        List<Standing> sound = able.stream().filter(Standing::isSound).toList();
        long events =
                settings.effort().isFromFiles()
                        ? settings.effort().logEvents()
                        : query.kind() == Kind.GROWING ? settings.effort().growingEvents() : 0;
        while (!counted(query, sound, events) && events > FEWEST_EVENTS && !settings.effort().isFromFiles()) {
            events = Math.max(FEWEST_EVENTS, events / 2);
            say("%s: again, with %,d events for all", query.label(), events);
        }
        long finished = events;
        return able.stream()
                .map(each -> new Figures(each.name, query, finished, List.copyOf(each.runs), each.failure, each.note))
                .toList();
    }

    /** The fastest form in a short run. */
    private Standing chosen(NexmarkQuery query, Contender contender) throws IOException {
        List<Engine> forms = contender.forms().stream().filter(form -> form.has(query)).toList();
        if (forms.size() == 1) {
            return new Standing(contender.name(), forms.getFirst());
        }
        TreeMap<String, Double> speeds = new TreeMap<>();
        Engine fastest = forms.getFirst();
        for (Engine form : forms) {
            Load load =
                    isBounded(query)
                            ? new Load.Events(FEWEST_EVENTS, settings.effort().warmupSeconds())
                            : new Load.Seconds(PROBE_SECONDS, PROBE_SECONDS);
            if (once(form, query, logs.measured(), load, Map.of()) instanceof Outcome.Finished(RunReport report)) {
                double speed = report.measured().eventsPerSecond();
                if (speeds.values().stream().allMatch(other -> other < speed)) {
                    fastest = form;
                }
                speeds.put(form.name(), speed);
            }
        }
        Standing standing = new Standing(contender.name(), fastest);
        StringBuilder note = new StringBuilder(fastest.name() + " was the fastest in a short run:");
        speeds.forEach(
                (form, speed) -> note.append(String.format(Locale.ROOT, " %s %.2f M events/s", form, speed / 1e6)));
        standing.note = note.toString();
        return standing;
    }

    /** The counted runs; false as soon as one fails that may finish fewer events. */
    private boolean counted(NexmarkQuery query, List<Standing> sound, long events) throws IOException {
        for (Standing standing : sound) {
            standing.runs.clear();
            standing.failure = "";
        }
        for (int turn = 1; turn <= settings.effort().runs(); turn++) {
            for (Standing standing : sound) {
                if (standing.isSound()) {
                    count(query, standing, turn, events);
                }
                if (!standing.isSound() && events > FEWEST_EVENTS && !settings.effort().isFromFiles()) {
                    return false;
                }
            }
        }
        return true;
    }

    private void count(NexmarkQuery query, Standing standing, int turn, long events) throws IOException {
        Map<String, String> extras = new TreeMap<>();
        Path checkpoints = settings.folder().resolve("checkpoints").toAbsolutePath();
        int interval = settings.effort().checkpointSeconds();
        if (interval > 0) {
            extras.put("checkpoints", Integer.toString(interval));
            extras.put("checkpoint-folder", checkpoints.toString());
        }
        Outcome outcome = once(standing.engine, query, logs.measured(), load(events), extras);
        Folders.remove(checkpoints);
        switch (outcome) {
            case Outcome.Finished(RunReport report) -> {
                standing.runs.add(report);
                say(
                        "%s %s run %d: %.3f M events/s",
                        query.label(), standing.name, turn, report.measured().eventsPerSecond() / 1e6);
            }
            case Outcome.Failed(String reason) -> {
                standing.failure = reason;
                say("%s %s run %d failed: %s", query.label(), standing.name, turn, reason);
            }
        }
    }

    /** Compares the rows of every engine with those of the last one, the peer whose rows are the reference. */
    private void check(NexmarkQuery query, List<Standing> able) throws IOException {
        Map<Standing, Path> rows = new LinkedHashMap<>();
        for (Standing standing : able.reversed()) {
            Path file = settings.folder().resolve(query.label() + "-" + standing.name + ".rows").toAbsolutePath();
            Load load = new Load.Events(settings.effort().checkedEvents(), 0);
            Outcome outcome = once(standing.engine, query, logs.checked(), load, Map.of("rows", file.toString()));
            switch (outcome) {
                case Outcome.Finished(RunReport report) -> rows.put(standing, file);
                case Outcome.Failed(String reason) -> {
                    standing.failure = reason;
                    say("%s %s failed: %s", query.label(), standing.name, reason);
                }
            }
        }
        if (query.kind() != Kind.BY_CLOCK && rows.size() > 1) {
            compare(query, rows);
        }
        for (Path file : rows.values()) {
            Files.deleteIfExists(file);
        }
    }

    private void compare(NexmarkQuery query, Map<Standing, Path> rows) throws IOException {
        Map.Entry<Standing, Path> reference = rows.entrySet().iterator().next();
        String expected = reference.getKey().name;
        for (Map.Entry<Standing, Path> each : rows.entrySet()) {
            if (each.getKey() == reference.getKey()) {
                continue;
            }
            String name = each.getKey().name;
            List<String> differences =
                    ResultCheck.differences(query, expected, reference.getValue(), name, each.getValue());
            if (differences.isEmpty()) {
                say("%s: %s and %s have the same rows", query.label(), expected, name);
            } else {
                each.getKey().failure = "other rows than " + expected;
                say("%s: DIFFERENT ROWS%n%s", query.label(), String.join("\n", differences));
            }
        }
    }

    /** Whether a run has a number of events instead of a duration. */
    private boolean isBounded(NexmarkQuery query) {
        return query.kind() == Kind.GROWING || settings.effort().isFromFiles();
    }

    private Load load(long events) {
        Settings.Effort effort = settings.effort();
        // Files are read to their end, for warmth and once that counts.
        long count = effort.isFromFiles() ? effort.logEvents() : events;
        return count > 0
                ? new Load.Events(count, effort.warmupSeconds())
                : new Load.Seconds(effort.seconds(), effort.warmupSeconds());
    }

    private Outcome once(Engine engine, NexmarkQuery query, Path log, Load load, Map<String, String> extras)
            throws IOException {
        Path outputs = Files.createDirectories(settings.folder().resolve("logs"));
        Map<String, String> all = new TreeMap<>(extras);
        if (settings.effort().isFromFiles()) {
            String format = settings.effort().from();
            all.put("files", EventFiles.of(log, format).toAbsolutePath().toString());
            all.put("format", format);
        }
        RunRequest request = new RunRequest(query.label(), log, load, settings.parallelism(), all);
        return EngineProcess.run(engine, request, settings.effort().bound(), outputs);
    }

    private void say(String format, Object... values) {
        progress.printf(format + "%n", values);
    }
}
