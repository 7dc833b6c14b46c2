package io.millrace.server.command;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.dataflow.sink.Sink;
import io.millrace.server.command.RunOptions.Detail;
import io.millrace.server.command.RunOptions.Resumption;
import io.millrace.server.print.Listings;
import io.millrace.server.print.Printing;
import io.millrace.server.print.ResultSink;
import io.millrace.server.print.Screen;
import io.millrace.sql.Answer;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code millrace run}: the statements of a script, in order. */
final class RunCommand {
    private final RunOptions options;
    private final Screen screen;
    private final Printing printing;
    private final Interrupts interrupts;
    private final JobRunner jobs;
    private final Language language;
    private final Set<String> checkedSettings = new HashSet<>();
    private final Fingerprint fingerprint = new Fingerprint();
    private int results;
    private int jobCount;

    RunCommand(RunOptions options, Language.Maker maker, Screen screen, Interrupts interrupts) {
        this.options = options;
        this.screen = screen;
        this.printing = new Printing(screen, options.form().format(), options.form().changelog());
        this.interrupts = interrupts;
        this.jobs = new JobRunner(printing, interrupts, JobRunner.Summary.SHOWN);
        this.language = maker.begin(options.script().folder(), this::result);
    }

    /** Runs the script and gives the exit status. */
    int run() {
        try {
            SessionSettings.apply(options.settings(), language, checkedSettings, screen);
            List<Language.Step> statements = language.parse(options.script().text(), options.script().file());
            jobCount = (int) statements.stream().filter(Language.Step::isJob).count();
            int job = 0;
            for (Language.Step statement : statements) {
                if (interrupts.isInterrupted()) {
                    return Status.INTERRUPTED;
                }
                int status = run(statement, statement.isJob() ? ++job : job);
                if (status != Status.OK || screen.isClosed()) {
                    return status;
                }
            }
            return Status.OK;
        } catch (MillraceException e) {
            if (e.code().equals(Words.WRONG_COMMAND_LINE)) {
                throw e;
            }
            return failed(e);
        }
    }

    private int run(Language.Step statement, int job) {
        Answer answer = statement.execute();
        if (!(answer instanceof Answer.Job)) {
            fingerprint.add(statement);
        }
        switch (answer) {
            case Answer.Done done -> SessionSettings.check(language, checkedSettings, screen);
            case Answer.Listing listing -> Listings.print(listing.columns(), listing.rows(), printing);
            case Answer.Text text -> screen.text(text.text().stripTrailing() + "\n");
            case Answer.Job planned -> {
                return run(fingerprint.mark(statement, planned, language.settings()), job);
            }
        }
        return Status.OK;
    }

    private int run(Answer.Job planned, int job) {
        JobOutcome outcome = jobs.run(planned, language.settings(), resumption(job)).outcome();
        return switch (outcome) {
            case JobOutcome.Finished finished -> Status.OK;
            // Whoever closed the output has what they wanted.
            case JobOutcome.Stopped stopped -> screen.isClosed() ? Status.OK : Status.INTERRUPTED;
            case JobOutcome.Failed failed -> screen.isClosed() ? Status.OK : failed(failed.cause());
        };
    }

    /** A folder holds the checkpoints of one job: where a script has several, each has a folder in it. */
    private Resumption resumption(int job) {
        Resumption whole = options.resumption();
        boolean keeps = whole.folder().isPresent() || whole.restore().isPresent();
        return jobCount == 1 || !keeps ? whole : Kept.ofJob(whole, job);
    }

    private Sink result(Schema schema) {
        return new ResultSink("result-" + ++results, schema);
    }

    private int failed(Throwable cause) {
        screen.erase();
        screen.tell(ErrorText.of(cause, options.detail()));
        if (options.detail() == Detail.MESSAGE && cause instanceof OutOfMemoryError) {
            screen.tell("give the process more memory: MILLRACE_JAVA_OPTS=-Xmx4g");
        }
        return Status.FAILED;
    }
}
