package io.millrace.benchmarks.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/**
 * The delays of one run: the JSON line that its process prints last.
 *
 * @param rate events a second
 * @param rows result rows whose delay was noted
 * @param p50 and so on: milliseconds that this share does not exceed
 * @param points share and milliseconds, for a plot
 */
public record LatencyReport(
        String engine,
        double rate,
        long rows,
        double p50,
        double p99,
        double p999,
        double p9999,
        double greatest,
        List<double[]> points,
        Map<String, String> notes) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static LatencyReport of(String engine, double rate, LatencyHistogram delays, Map<String, String> notes) {
        return new LatencyReport(
                engine,
                rate,
                delays.total(),
                delays.millisAt(0.5),
                delays.millisAt(0.99),
                delays.millisAt(0.999),
                delays.millisAt(0.9999),
                delays.greatestMillis(),
                delays.points(),
                notes);
    }

    /** One line. */
    public String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads what {@link #toJson()} wrote. */
    public static LatencyReport fromJson(String line) {
        try {
            return JSON.readValue(line, LatencyReport.class);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Not the report of a run: " + line, e);
        }
    }
}
