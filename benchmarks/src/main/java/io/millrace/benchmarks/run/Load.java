package io.millrace.benchmarks.run;

/** How long a run is. */
public sealed interface Load {
    /**
     * So many events, to the end of the job: for queries whose state grows.
     *
     * @param warmup seconds of the same job before it in the same process, again and again, not counted; 0 for none
     */
    record Events(long count, int warmup) implements Load {}

    /** Events without end, for so many seconds after so many that are not counted: for queries with a steady state. */
    record Seconds(int count, int warmup) implements Load {}
}
