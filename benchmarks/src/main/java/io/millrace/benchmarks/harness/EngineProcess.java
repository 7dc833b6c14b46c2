package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.RunReport;
import io.millrace.benchmarks.run.RunRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs an engine once in a process of its own, which it stops at a bound, with whatever that process has started. */
final class EngineProcess {
    private static final int REASON_CHARACTERS = 300;

    private EngineProcess() {}

    static Outcome run(Engine engine, RunRequest request, Duration bound, Path logs) throws IOException {
        Path out = logs.resolve(engine.name() + "-" + request.query() + ".out");
        Path err = logs.resolve(engine.name() + "-" + request.query() + ".err");
        Process process =
                new ProcessBuilder(engine.commandLine(request))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start();
        Thread stop = new Thread(() -> stop(process));
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Outcome.Failed("stopped after " + bound.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome.Failed("interrupted");
        } finally {
            stop(process);
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return outcome(process.exitValue(), out, err);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Outcome outcome(int status, Path out, Path err) throws IOException {
        List<String> lines = Files.readAllLines(out);
        if (status == 0 && !lines.isEmpty() && lines.getLast().startsWith("{")) {
            return new Outcome.Finished(RunReport.fromJson(lines.getLast()));
        }
        String reason =
                Files.readAllLines(err).stream()
                        .filter(line -> line.contains("Exception") || line.contains("Error"))
                        .reduce((earlier, later) -> later)
                        .orElse("no report");
        return new Outcome.Failed(
                "status "
                        + status
                        + ": "
                        + (reason.length() > REASON_CHARACTERS
                                ? reason.substring(0, REASON_CHARACTERS) + "…"
                                : reason));
    }
}
