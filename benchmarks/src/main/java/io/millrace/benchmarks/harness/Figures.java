package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.run.RunReport;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * What came of one query on one engine: its counted runs, or why there are none.
 *
 * @param events events of each run where the run has a number of them; 0 for runs by time
 * @param failure why there are no runs, or fewer than wanted; empty when nothing failed
 * @param note what else is to be known; empty when nothing is
 */
public record Figures(
        String engine, NexmarkQuery query, long events, List<RunReport> runs, String failure, String note) {

    /** Events per second, the median over runs. */
    public double eventsPerSecond() {
        return median(run -> run.measured().eventsPerSecond());
    }

    /** How far the runs are apart: (largest − smallest) / median of the events per second. */
    public double spread() {
        double[] speeds = sorted(run -> run.measured().eventsPerSecond());
        return (speeds[speeds.length - 1] - speeds[0]) / eventsPerSecond();
    }

    public double cpuSecondsPerMillion() {
        return median(run -> run.measured().cpuSeconds() / run.measured().events() * 1e6);
    }

    /** Part of the time that garbage collections took, 0 to 1. */
    public double gcShare() {
        return median(run -> run.measured().gcSeconds() / run.measured().seconds());
    }

    public double allocatedBytesPerEvent() {
        return median(run -> (double) run.measured().allocatedBytes() / run.measured().events());
    }

    public double peakResidentBytes() {
        return median(run -> run.measured().peakResidentBytes());
    }

    private double median(ToDoubleFunction<RunReport> figure) {
        double[] all = sorted(figure);
        int middle = all.length / 2;
        return all.length % 2 == 1 ? all[middle] : (all[middle - 1] + all[middle]) / 2;
    }

    private double[] sorted(ToDoubleFunction<RunReport> figure) {
        return runs.stream().mapToDouble(figure).sorted().toArray();
    }
}
