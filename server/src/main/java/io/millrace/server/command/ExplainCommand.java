package io.millrace.server.command;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.graph.StageGraph;
import io.millrace.dataflow.sink.Sink;
import io.millrace.dataflow.state.TimeToLive;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.print.Printing;
import io.millrace.server.print.ResultSink;
import io.millrace.server.print.Screen;
import io.millrace.server.print.Terminal;
import io.millrace.sql.Answer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * {@code millrace explain}: the plans of a script's queries; with {@code --analyze} each is run, and what it cost is
 * shown beside.
 */
final class ExplainCommand {

    private final RunOptions options;
    private final Analysis analysis;
    private final Screen screen;
    private final Interrupts interrupts;
    private final Language language;
    private final Fingerprint fingerprint = new Fingerprint();
    private int jobs;
    private int results;

    /** Whether the queries are run. */
    enum Analysis {
        PLAN,
        RUN
    }

    ExplainCommand(RunOptions options, Analysis analysis, Language.Maker maker, Screen screen, Interrupts interrupts) {
        this.options = options;
        this.analysis = analysis;
        this.screen = screen;
        this.interrupts = interrupts;
        this.language = maker.begin(options.script().folder(), this::result);
    }

    int run() {
        try {
            Set<String> checked = new HashSet<>();
            SessionSettings.apply(options.settings(), language, checked, screen);
            List<Language.Step> statements = language.parse(options.script().text(), options.script().file());
            boolean several = statements.stream().filter(Language.Step::isJob).count() > 1;
            for (Language.Step statement : statements) {
                if (statement.execute() instanceof Answer.Job job) {
                    Answer.Job marked = fingerprint.mark(statement, job, language.settings());
                    int status = explain(statement, marked);
                    jobs++;
                    folder(several)
                            .ifPresent(path ->
                                    screen.text(
                                            StateText.of(path, marked.graph(), options.resumption().allowed(), screen)
                                                    + "\n"));
                    if (status != Status.OK || screen.isClosed()) {
                        return status;
                    }
                } else {
                    fingerprint.add(statement);
                }
                SessionSettings.check(language, checked, screen);
            }
            return Status.OK;
        } catch (MillraceException e) {
            return failed(e);
        }
    }

    /** What is forgotten makes results approximate. */
    private static String forgetting(Answer.Job job) {
        StringBuilder text = new StringBuilder();
        for (JobGraph.Vertex vertex : job.graph().vertices()) {
            TimeToLive kept = vertex.spec().timeToLive(job.graph().session());
            if (!kept.isForEver()) {
                List<String> spans = new ArrayList<>();
                new TreeMap<>(kept.tables()).forEach((table, millis) -> spans.add(table + " " + span(millis)));
                String all = spans.isEmpty() ? span(kept.millis()) : String.join(", ", spans);
                text.append("  ").append(vertex.id()).append(": ").append(all).append('\n');
            }
        }
        return text.isEmpty()
                ? ""
                : "Results are approximate: what was not changed for so long is forgotten (table.exec.state.ttl, STATE_TTL)\n"
                        + text
                        + '\n';
    }

    private static String span(long millis) {
        if (millis == TimeToLive.ENDLESS) {
            return "for ever";
        }
        Duration span = Duration.ofMillis(millis);
        return span.toDays() > 0 && span.equals(Duration.ofDays(span.toDays()))
                ? span.toDays() + " d"
                : span.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
    }

    /** Where the checkpoints of the job that was explained last are. */
    private Optional<Path> folder(boolean several) {
        Optional<Path> folder = options.resumption().folder();
        return several ? folder.map(path -> path.resolve("job-" + jobs)) : folder;
    }

    private int explain(Language.Step statement, Answer.Job job) {
        StageGraph graph = StageGraph.of(job.graph());
        int parallelism = Settings.engine(language.settings(), Optional.empty()).parallelism();
        StringBuilder text = new StringBuilder();
        text.append("-- ").append(statement.place()).append('\n');
        text.append(statement.text().strip()).append("\n\n");
        text.append("Logical plan\n").append(job.explanation().get().logical().strip()).append("\n\n");
        if (analysis == Analysis.PLAN) {
            text.append("Physical graph\n").append(PlanText.of(graph, parallelism)).append('\n');
            text.append(forgetting(job));
            screen.text(text.toString());
            return Status.OK;
        }
        screen.text(text.toString());
        JobRunner.Ran ran = analyze(job);
        screen.text("Physical graph, as it ran\n" + PlanText.of(graph, parallelism, ran.board()) + "\n");
        return switch (ran.outcome()) {
            case JobOutcome.Finished finished -> Status.OK;
            case JobOutcome.Stopped stopped -> Status.INTERRUPTED;
            case JobOutcome.Failed failure -> failed(failure.cause());
        };
    }

    /** Runs it; the rows that it would print are made, and printed nowhere. */
    private JobRunner.Ran analyze(Answer.Job job) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        Screen blind = new Screen(nowhere, nowhere, Terminal.NONE);
        Printing printing = new Printing(blind, Optional.empty(), Printing.Changelog.ROWS);
        return new JobRunner(printing, interrupts, JobRunner.Summary.HIDDEN)
                .run(job, language.settings(), Resumption.NONE);
    }

    private Sink result(Schema schema) {
        return new ResultSink("result-" + ++results, schema);
    }

    private int failed(Throwable cause) {
        screen.tell(ErrorText.of(cause, options.detail()));
        return Status.FAILED;
    }
}
