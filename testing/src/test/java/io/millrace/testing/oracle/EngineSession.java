package io.millrace.testing.oracle;

import io.millrace.coordinator.JobOutcome;
import io.millrace.data.MillraceException;
import io.millrace.data.Schema;
import io.millrace.server.engine.EmbeddedEngine;
import io.millrace.server.engine.EngineSettings;
import io.millrace.server.engine.EngineSettings.Checkpoints;
import io.millrace.server.engine.EngineSettings.Consistency;
import io.millrace.server.engine.EngineSettings.Memory;
import io.millrace.sql.Answer;
import io.millrace.sql.InstalledConnectors;
import io.millrace.sql.SqlSession;
import io.millrace.sql.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** A session of SQL whose jobs are run here, and whose queries give their final rows. */
final class EngineSession {
    private static final AtomicInteger NAMES = new AtomicInteger();
    private static final long SECONDS_MAX = Integer.getInteger("oracle.seconds", 120);

    private final SqlSession session;
    private final int parallelism;
    private final Memory memory;
    private String gathered = "";

    /**
     * @param folder what paths in tables are relative to
     */
    EngineSession(Path folder, int parallelism, Memory memory) {
        this.memory = memory;
        this.session =
                new SqlSession(
                        new InstalledConnectors(folder, (schema, changes) -> new GatheringSink(gathered, schema)),
                        EngineSession.class.getClassLoader());
        this.parallelism = parallelism;
    }

    void set(String key, String value) {
        session.set(key, value);
    }

    /** Executes a script; the rows are those of its last query. */
    Optional<Rows> execute(String script, String fileName) {
        Optional<Rows> last = Optional.empty();
        for (Statement statement : session.parse(script, fileName)) {
            gathered = "rows-" + NAMES.incrementAndGet();
            GatheringSink.begin(gathered);
            if (session.execute(statement) instanceof Answer.Job job) {
                run(job);
                List<GatheringSink.Change> changes = GatheringSink.take(gathered);
                if (statement.kind() == Statement.Kind.QUERY) {
                    last = Optional.of(Rows.of(heading(job.result()), job.order(), changes));
                }
            }
        }
        return last;
    }

    private static String heading(Schema schema) {
        return schema.fields().stream()
                .map(field -> field.name() + " " + field.type().sql())
                .collect(Collectors.joining(" | "));
    }

    private void run(Answer.Job job) {
        EngineSettings settings =
                new EngineSettings(
                        parallelism,
                        Consistency.EVENTUAL,
                        new Checkpoints(Optional.empty(), 0, new EngineSettings.Retention(1, 0)),
                        memory);
        try (EmbeddedEngine engine = new EmbeddedEngine(settings, (code, message) -> {})) {
            JobOutcome outcome = bounded(engine, () -> engine.run(gathered, job.graph()));
            switch (outcome) {
                case JobOutcome.Finished finished -> {}
                case JobOutcome.Stopped stopped ->
                        throw new AssertionError(
                                "not finished after " + SECONDS_MAX + " s:\n" + job.explanation().get().physical());
                case JobOutcome.Failed(MillraceException cause) when cause.kind() == MillraceException.Kind.USER ->
                        throw cause;
                case JobOutcome.Failed(Throwable cause) ->
                        throw new AssertionError("failed: " + cause + "\n" + job.explanation().get().physical(), cause);
            }
        }
    }

    /** Stops a job that takes too long. */
    private static JobOutcome bounded(EmbeddedEngine engine, Callable<JobOutcome> work) {
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<JobOutcome> outcome = thread.submit(work);
            try {
                return outcome.get(SECONDS_MAX, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                engine.stop();
                engine.stop();
                return outcome.get();
            }
        } catch (ExecutionException e) {
            throw new AssertionError("the engine broke", e.getCause());
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }
}
