package io.millrace.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLog;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunRequestTest {
    @Test
    void argumentsAreReadBack() {
        List<RunRequest> requests =
                List.of(
                        new RunRequest("q5", Path.of("a.log"), new Load.Seconds(20, 10), 2, Map.of("tables", "nested")),
                        new RunRequest("q9", Path.of("a.log"), new Load.Events(1000, 0), 1, Map.of("rows", "r")));
        for (RunRequest request : requests) {
            assertThat(RunRequest.parse(request.arguments().toArray(String[]::new))).isEqualTo(request);
        }
    }

    @Test
    void reportsAreReadBack() {
        RunReport report =
                new RunReport(
                        "Flink",
                        "q0",
                        new RunReport.Measured(10, 2, 1.5, 0.5, 7, 9, List.of(new double[] {0.25, 5})),
                        new RunReport.Result(3, 1, "ff"),
                        Map.of("a", "b"));
        RunReport read = RunReport.fromJson(report.toJson());
        assertThat(read).usingRecursiveComparison().isEqualTo(report);
        assertThat(read.measured().eventsPerSecond()).isEqualTo(5);
    }

    @Test
    void meterCountsAJobThatEnds() throws Exception {
        EventLog log = EventLog.make(NexmarkOptions.defaults(), 2000);
        try (RunMeter meter = new RunMeter(log, new Load.Events(4000, 0))) {
            for (int task = 0; task < 2; task++) {
                EventCursor cursor = new EventCursor(meter.log(), meter.stripe(task, 2));
                RunMeter.Scan scan = meter.scan("bid");
                while (cursor.advance()) {
                    scan.passed(cursor.position());
                }
                meter.sink().add(5, 1);
            }
            meter.close();
            assertThat(meter.measured().events()).isEqualTo(4000);
            assertThat(meter.result()).isEqualTo(new RunReport.Result(2, 0, "a"));
        }
    }

    @Test
    void meterStopsAnEndlessJob() throws Exception {
        EventLog log = EventLog.make(NexmarkOptions.defaults(), 2000);
        try (RunMeter meter = new RunMeter(log, new Load.Seconds(1, 1))) {
            EventCursor cursor = new EventCursor(meter.log(), meter.stripe(0, 1));
            RunMeter.Scan scan = meter.scan("bid");
            while (!meter.stopped() && cursor.advance()) {
                scan.passed(cursor.position());
            }
            meter.close();
            assertThat(meter.measured().events()).isPositive().isLessThan(cursor.position());
            assertThat(meter.measured().seconds()).isBetween(0.9, 3.0);
            assertThat(meter.measured().progress()).isNotEmpty();
        }
    }
}
