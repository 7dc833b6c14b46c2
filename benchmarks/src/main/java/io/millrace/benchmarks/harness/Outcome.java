package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.RunReport;

/** How a run ended. */
public sealed interface Outcome {
    /** It ended by itself with a report. */
    record Finished(RunReport report) implements Outcome {}

    /** It ended without one, or was stopped at its bound. */
    record Failed(String reason) implements Outcome {}
}
