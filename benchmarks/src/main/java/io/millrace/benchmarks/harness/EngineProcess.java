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
public final class EngineProcess {
    private static final int REASON_CHARACTERS = 300;

    private EngineProcess() {}

    /**
     * What a process left.
     *
     * @param report its last line, where that is a report
     * @param failure why there is none; empty where there is one
     */
    public record Left(String report, String failure) {}

    static Outcome run(Engine engine, RunRequest request, Duration bound, Path logs) throws IOException {
        Left left = run(engine.commandLine(request), engine.name() + "-" + request.query(), bound, logs);
        return left.failure().isEmpty()
                ? new Outcome.Finished(RunReport.fromJson(left.report()))
                : new Outcome.Failed(left.failure());
    }

    /**
     * @param name of the files for its output
     */
    public static Left run(List<String> command, String name, Duration bound, Path logs) throws IOException {
        Path out = logs.resolve(name + ".out");
        Path err = logs.resolve(name + ".err");
        Process process = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        Thread stop = new Thread(() -> stop(process));
        Runtime.getRuntime().addShutdownHook(stop);
        try {
            if (!process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Left("", "stopped after " + bound.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Left("", "interrupted");
        } finally {
            stop(process);
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        return left(process.exitValue(), out, err);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    private static Left left(int status, Path out, Path err) throws IOException {
        List<String> lines = Files.readAllLines(out);
        if (status == 0 && !lines.isEmpty() && lines.getLast().startsWith("{")) {
            return new Left(lines.getLast(), "");
        }
        String reason =
                Files.readAllLines(err).stream()
                        .filter(line -> line.contains("Exception") || line.contains("Error"))
                        .reduce((earlier, later) -> later)
                        .orElse("no report");
        String shown = reason.length() > REASON_CHARACTERS ? reason.substring(0, REASON_CHARACTERS) + "…" : reason;
        return new Left("", "status " + status + ": " + shown);
    }
}
