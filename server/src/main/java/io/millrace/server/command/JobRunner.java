package io.millrace.server.command;

import io.millrace.coordinator.CheckpointMetadata;
import io.millrace.coordinator.JobOutcome;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.source.Source;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.operators.write.Write;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EmbeddedJob.Until;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.server.engine.JobNames;
import io.millrace.server.evolution.Allowed;
import io.millrace.server.evolution.Evolution;
import io.millrace.server.print.Figures;
import io.millrace.server.print.Printer;
import io.millrace.server.print.Printer.Publishing;
import io.millrace.server.print.Printing;
import io.millrace.server.print.Printing.Nature;
import io.millrace.server.print.ResultSink;
import io.millrace.server.print.Screen;
import io.millrace.sql.Answer;
import io.millrace.worker.MetricsBoard;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs jobs of a script one after the other, prints what they print, and tells how they went. One thread calls. */
final class JobRunner {
    private static final String CHECKPOINT_FAILED = "checkpoint-not-stored";
    private static final String NO_OUTPUT_YET = "no-output-yet";

    /** After how long without output an endless job is looked at. */
    private static final long PATIENCE_MILLIS = 10_000;

    private final Screen screen;
    private final Printing printing;
    private final Interrupts interrupts;
    private final Summary summary;
    private final Set<String> told = ConcurrentHashMap.newKeySet();

    /** How a job ended, and what can be said of it. */
    record Ran(JobOutcome outcome, MetricsBoard board, long rowsPrinted) {}

    /** Whether a job's end is told in a line, where that is a terminal. */
    enum Summary {
        SHOWN,
        HIDDEN
    }

    JobRunner(Printing printing, Interrupts interrupts, Summary summary) {
        this.screen = printing.screen();
        this.printing = printing;
        this.interrupts = interrupts;
        this.summary = summary;
    }

    /** Runs a job to its end; its figures can be read afterwards. */
    Ran run(Answer.Job job, Map<String, String> settings, Resumption resumption) {
        Optional<Path> folder = Kept.folder(resumption);
        EngineSettings how = Settings.engine(settings, folder);
        if (folder.isEmpty()) {
            return run(job.graph(), how, null, Allowed.NOTHING);
        }
        try (Kept kept = Kept.open(folder.get(), resumption, screen)) {
            if (kept.isFinished()) {
                screen.tell(
                        "this job is finished: its checkpoints are in "
                                + kept.folder().path()
                                + "; --fresh runs it again");
                return new Ran(new JobOutcome.Finished(), new MetricsBoard(this::notice), 0);
            }
            return run(job.graph(), how, kept, resumption.allowed());
        }
    }

    private Ran run(JobGraph planned, EngineSettings how, @Nullable Kept kept, Allowed allowed) {
        if (kept == null) {
            return run(new Work(planned, how, Optional.empty(), Until.END), null);
        }
        Settled settled = new Settled();
        Optional<CheckpointMetadata> restored =
                kept.resumed(
                        planned,
                        allowed,
                        checkpoint ->
                                settled.run(() ->
                                        run(
                                                new Work(
                                                        checkpoint.graph(),
                                                        how,
                                                        Optional.of(checkpoint),
                                                        Until.SETTLED),
                                                kept)));
        if (settled.failed().isPresent()) {
            return settled.failed().get();
        }
        JobGraph graph = restored.map(CheckpointMetadata::graph).orElse(planned);
        if (how.consistency() == Consistency.EPOCH) {
            Evolution.requireOneLineage(graph);
        }
        return run(new Work(graph, how, restored, Until.END), kept);
    }

    /** How a job before the changed one came to rest. */
    private static final class Settled {
        private Optional<Ran> failed = Optional.empty();

        boolean run(Supplier<Ran> work) {
            Ran ran = work.get();
            if (ran.outcome() instanceof JobOutcome.Stopped) {
                return true;
            }
            failed = Optional.of(ran);
            return false;
        }

        Optional<Ran> failed() {
            return failed;
        }
    }

    /** What is run, from where and until when. */
    private record Work(JobGraph graph, EngineSettings how, Optional<CheckpointMetadata> restored, Until until) {
        JobOutcome run(EmbeddedEngine engine, @Nullable Kept kept) {
            if (kept == null) {
                return engine.run(JobNames.next(), graph);
            }
            String name = restored.map(last -> last.origin().job()).orElseGet(kept.folder()::jobName);
            return until == Until.SETTLED
                    ? engine.settle(kept.folder(), restored.orElseThrow())
                    : engine.run(name, graph, kept.folder(), restored);
        }
    }

    private Ran run(Work work, @Nullable Kept kept) {
        JobGraph graph = work.graph();
        try (EmbeddedEngine engine = new EmbeddedEngine(work.how(), this::notice);
                Progress progress = new Progress(graph, engine::board, screen)) {
            Nature nature = nature(graph);
            Enough enough = work.until() == Until.END ? Enough.of(graph) : Enough.NEVER;
            Printing.Hooks hooks =
                    new Printing.Hooks(
                            progress::lines,
                            shown -> {
                                if (enough.isReached(shown)) {
                                    engine.stop();
                                }
                            },
                            engine::stop);
            Optional<Printer> printer = printer(graph, nature, work.how(), hooks);
            interrupts.whileRunning(() -> {
                printer.ifPresent(Printer::stop);
                engine.stop();
            });
            if (screen.terminal().isErr() && (printer.isEmpty() || !printing.isLive(nature))) {
                progress.show();
            }
            JobOutcome outcome;
            watch(graph, engine);
            try {
                outcome = enough.outcome(work.run(engine, kept));
                if (outcome instanceof JobOutcome.Finished) {
                    printer.ifPresent(Printer::complete);
                    if (kept != null && !kept.isFinished()) {
                        kept.folder().finish();
                    }
                }
            } finally {
                progress.close();
                printer.ifPresent(Printer::close);
                interrupts.idle();
            }
            Ran ran = new Ran(outcome, engine.board(), printer.map(Printer::rowCount).orElse(0L));
            tellRejected(ran.board());
            if (work.until() == Until.END) {
                explainSilence(graph, ran);
                summarize(ran, printer.isPresent(), progress);
            }
            return ran;
        }
    }

    private Optional<Printer> printer(JobGraph graph, Nature nature, EngineSettings how, Printing.Hooks hooks) {
        Optional<ResultSink> sink = printed(graph).map(write -> (ResultSink) write.sink());
        if (sink.isEmpty()) {
            return Optional.empty();
        }
        if (printing.mustShowChanges(nature)) {
            notice(
                    "endless-changes",
                    "the input has no end, so the result never is final: its changes are printed, each with its op");
        }
        Publishing publishing = how.consistency() == Consistency.EPOCH ? Publishing.BY_EPOCH : Publishing.AT_ONCE;
        return Optional.of(
                printing.start(
                        new Printing.Result(sink.get().name(), sink.get().schema(), nature, graph.session().timeZone()),
                        publishing,
                        hooks));
    }

    /** What of a job is printed. */
    private static Optional<Write> printed(JobGraph graph) {
        return graph.vertices().stream()
                .map(JobGraph.Vertex::spec)
                .filter(spec -> spec instanceof Write write && write.sink() instanceof ResultSink)
                .map(spec -> (Write) spec)
                .findFirst();
    }

    private static Nature nature(JobGraph graph) {
        if (printed(graph).map(write -> write.input().isAppend()).orElse(true)) {
            return Nature.APPEND;
        }
        return isBounded(graph) ? Nature.UPDATING_BOUNDED : Nature.UPDATING_UNBOUNDED;
    }

    /** Tells the user something, once; a checkpoint that failed, each time it is another reason. Any thread. */
    private void notice(String code, String message) {
        if (told.add(code.equals(CHECKPOINT_FAILED) ? message.replaceAll("[0-9]+", "") : code)) {
            screen.tell("note: " + message);
        }
    }

    /** How many rows each source was read without. */
    private void tellRejected(MetricsBoard board) {
        Map<String, Long> rejected = new TreeMap<>();
        board.figures()
                .forEach((key, figures) ->
                        rejected.merge(
                                key.vertex(), figures.counters().getOrDefault("rejected-records", 0L), Long::sum));
        rejected.forEach((vertex, count) -> {
            if (count > 0) {
                screen.tell(
                        "note: "
                                + vertex
                                + " left out "
                                + Figures.count(count)
                                + (count == 1 ? " bad row" : " bad rows")
                                + " ('on-error' of its table)");
            }
        });
    }

    /** An endless job that gives nothing is looked at after a while: nobody will see its end. */
    private void watch(JobGraph graph, EmbeddedEngine engine) {
        if (isBounded(graph)) {
            return;
        }
        Thread thread =
                new Thread(
                        () -> {
                            try {
                                Thread.sleep(PATIENCE_MILLIS);
                            } catch (InterruptedException e) {
                                return;
                            }
                            if (engine.isRunning()) {
                                new NoOutput(graph, engine.board())
                                        .reasons(NoOutput.Moment.RUNNING)
                                        .forEach(reason -> notice(NO_OUTPUT_YET, "no output yet: " + reason));
                            }
                        },
                        "millrace-patience");
        thread.setDaemon(true);
        thread.start();
    }

    /** Tells why a job gave nothing, and what it left out. */
    private void explainSilence(JobGraph graph, Ran ran) {
        if (ran.outcome() instanceof JobOutcome.Failed || screen.isClosed()) {
            return;
        }
        NoOutput silence = new NoOutput(graph, ran.board());
        silence.late().forEach(late -> screen.tell("note: " + late));
        NoOutput.Moment moment =
                ran.outcome() instanceof JobOutcome.Finished ? NoOutput.Moment.ENDED : NoOutput.Moment.RUNNING;
        if (!told.contains(NO_OUTPUT_YET)) {
            silence.reasons(moment).forEach(reason -> screen.tell("note: no output: " + reason));
        }
    }

    private static boolean isBounded(JobGraph graph) {
        return graph.vertices().stream()
                .allMatch(vertex ->
                        !(vertex.spec() instanceof SourceSpec spec)
                                || spec.source().boundedness() == Source.Boundedness.BOUNDED);
    }

    private void summarize(Ran ran, boolean printed, Progress progress) {
        if (summary == Summary.HIDDEN
                || !screen.terminal().isErr()
                || screen.isClosed()
                || ran.outcome() instanceof JobOutcome.Failed) {
            return;
        }
        long nanos = Math.max(1, progress.elapsedNanos());
        long read = progress.rowsRead();
        String rows =
                printed ? Figures.count(ran.rowsPrinted()) + (ran.rowsPrinted() == 1 ? " row" : " rows") + "; " : "";
        String end = ran.outcome() instanceof JobOutcome.Stopped ? " (stopped)" : "";
        screen.tell(
                "\u001b[2m"
                        + rows
                        + "read "
                        + Figures.count(read)
                        + " in "
                        + Figures.nanos(nanos)
                        + " ("
                        + Figures.rough(read * 1e9 / nanos)
                        + " rows/s)"
                        + end
                        + "\u001b[0m");
    }
}
