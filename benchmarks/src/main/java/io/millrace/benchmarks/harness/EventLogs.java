package io.millrace.benchmarks.harness;

import io.millrace.benchmarks.events.EventLog;
import io.millrace.connectors.generators.nexmark.NexmarkOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * The event logs of a comparison, made on first use and kept in its folder.
 *
 * @param measured the log of the counted runs: ten thousand events a second, as the public model has it
 * @param checked the log of the runs whose rows are compared: one event a millisecond, so that no two are equal in
 *     time, and what is ordered by time has one order only
 */
public record EventLogs(Path measured, Path checked) {
    private static final String DISORDER = "100";

    /** Makes the logs that are not there yet. */
    public static EventLogs in(Path folder, Settings.Effort effort) throws IOException {
        return new EventLogs(
                measured(folder, effort.logEvents()),
                make(folder.resolve("checked-" + effort.checkedEvents() + ".log"), effort.checkedEvents(), "1000"));
    }

    /** The log of counted runs. */
    public static Path measured(Path folder, long events) throws IOException {
        return make(folder.resolve("events-" + events + ".log"), events, "10000");
    }

    private static Path make(Path file, long events, String rate) throws IOException {
        if (!Files.exists(file)) {
            Files.createDirectories(file.toAbsolutePath().getParent());
            EventLog log =
                    EventLog.make(
                            NexmarkOptions.of(
                                    Map.of(
                                            "out-of-order.group-size", DISORDER,
                                            "first-event.rate", rate,
                                            "next-event.rate", rate)),
                            events);
            Path part = file.resolveSibling(file.getFileName() + ".part");
            log.write(part);
            Files.move(part, file);
        }
        return file;
    }
}
