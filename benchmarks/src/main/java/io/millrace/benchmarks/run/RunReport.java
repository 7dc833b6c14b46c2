package io.millrace.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * What came of one run: the JSON line that the process of an engine prints last.
 *
 * @param engine its name and version
 * @param query the query
 * @param measured what was counted
 * @param result what the sink saw, over the whole run
 * @param notes settings and flags that say how it was run
 */
public record RunReport(String engine, String query, Measured measured, Result result, Map<String, String> notes) {
    private static final ObjectMapper JSON =
            new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * @param events events that were passed while it was counted; of several scans the slowest one's
     * @param seconds how long it was counted
     * @param cpuSeconds CPU time of the process meanwhile
     * @param gcSeconds time in garbage collections meanwhile
     * @param allocatedBytes bytes allocated by its Java threads meanwhile
     * @param peakResidentBytes of the process since it was started
     * @param progress seconds since the first event, and events until then, some four times a second
     */
    public record Measured(
            long events,
            double seconds,
            double cpuSeconds,
            double gcSeconds,
            long allocatedBytes,
            long peakResidentBytes,
            List<double[]> progress) {

        /** The speed, in events per second. */
        public double eventsPerSecond() {
            return events / seconds;
        }
    }

    /**
     * @param inserts rows that came
     * @param deletes rows that went
     * @param checksum of what is left, hexadecimal; the same for all engines when they read the same number of events
     */
    public record Result(long inserts, long deletes, String checksum) {}

    /** One line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #toJson()} wrote. */
    public static RunReport fromJson(String line) {
        try {
            return JSON.readValue(line, RunReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not the report of a run: " + line, e);
        }
    }
}
