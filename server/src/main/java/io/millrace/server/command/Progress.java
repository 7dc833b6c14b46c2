package io.millrace.server.command;

import io.millrace.data.ByteSink;
import io.millrace.data.Column;
import io.millrace.data.DataType;
import io.millrace.data.Lease;
import io.millrace.data.Validity;
import io.millrace.data.ValueText;
import io.millrace.dataflow.OperatorContext;
import io.millrace.dataflow.graph.JobGraph;
import io.millrace.dataflow.source.SourceSpec;
import io.millrace.server.print.Figures;
import io.millrace.server.print.Screen;
import io.millrace.worker.MetricsBoard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * How far a job's sources are: rows, rows a second, watermark. {@link #lines} may be called by any thread; {@link
 * #show} starts one that draws them where messages go, until {@link #close}.
 */
final class Progress implements AutoCloseable {
    private static final long FIRST_MILLIS = 700;
    private static final long AGAIN_MILLIS = 250;

    /** A rate is that of the last second or so. */
    private static final long RATE_NANOS = 1_000_000_000;

    private static final int MAX_SOURCES = 8;
    private static final String ROWS_READ = "rows-read";

    private final Supplier<MetricsBoard> board;
    private final Screen screen;
    private final long begunNanos = System.nanoTime();
    private final Map<String, Meter> meters = new LinkedHashMap<>();
    private volatile boolean closed;

    /** The rows of one source now and a while ago. */
    private static final class Meter {
        private long rows;
        private long watermark = OperatorContext.END_OF_TIME;
        private long sampledRows;
        private long sampledNanos = System.nanoTime();
        private double rate;
    }

    Progress(JobGraph graph, Supplier<MetricsBoard> board, Screen screen) {
        this.board = board;
        this.screen = screen;
        for (JobGraph.Vertex vertex : graph.vertices()) {
            if (vertex.spec() instanceof SourceSpec) {
                meters.put(vertex.id(), new Meter());
            }
        }
    }

    /** Draws the lines now and then from now on, after the job has taken a moment. */
    void show() {
        Thread thread = new Thread(this::draw, "millrace-progress");
        thread.setDaemon(true);
        thread.start();
    }

    /** A line for each source. */
    synchronized List<String> lines() {
        read();
        List<String> lines = new ArrayList<>();
        for (Map.Entry<String, Meter> entry : meters.entrySet()) {
            if (lines.size() == MAX_SOURCES) {
                lines.add("… " + (meters.size() - MAX_SOURCES) + " more sources");
                break;
            }
            Meter meter = entry.getValue();
            String line =
                    entry.getKey()
                            + ": "
                            + Figures.count(meter.rows)
                            + " rows, "
                            + Figures.rough(meter.rate)
                            + " rows/s";
            lines.add(line + watermark(meter.watermark));
        }
        return lines;
    }

    /** What was read in all. */
    synchronized long rowsRead() {
        read();
        return meters.values().stream().mapToLong(meter -> meter.rows).sum();
    }

    long elapsedNanos() {
        return System.nanoTime() - begunNanos;
    }

    @Override
    public void close() {
        closed = true;
        screen.erase();
    }

    private void read() {
        long now = System.nanoTime();
        Map<String, Meter> fresh = new LinkedHashMap<>();
        board.get()
                .figures()
                .forEach((key, figures) -> {
                    if (meters.containsKey(key.vertex())) {
                        Meter sum = fresh.computeIfAbsent(key.vertex(), vertex -> new Meter());
                        sum.rows += figures.counters().getOrDefault(ROWS_READ, figures.out().rows());
                        sum.watermark = Math.min(sum.watermark, figures.watermark());
                    }
                });
        fresh.forEach((vertex, sum) -> {
            Meter meter = meters.getOrDefault(vertex, sum);
            meter.rows = sum.rows;
            meter.watermark = sum.watermark;
            long passed = now - meter.sampledNanos;
            if (passed >= RATE_NANOS || (meter.rate == 0 && passed > RATE_NANOS / 10)) {
                meter.rate = (meter.rows - meter.sampledRows) * 1e9 / passed;
                meter.sampledRows = meter.rows;
                meter.sampledNanos = now;
            }
        });
    }

    private String watermark(long micros) {
        if (micros == OperatorContext.NO_WATERMARK) {
            return "";
        }
        if (micros == OperatorContext.END_OF_TIME) {
            return ", at its end";
        }
        ByteSink text = new ByteSink();
        Column column = new Column.LongColumn(1, new long[] {micros}, Validity.ALL, Lease.UNPOOLED);
        ValueText.append(column, new DataType.Timestamp(0), 0, text);
        return ", watermark " + text;
    }

    private void draw() {
        try {
            Thread.sleep(FIRST_MILLIS);
            while (!closed) {
                List<String> lines = lines();
                StringBuilder text = new StringBuilder();
                for (String line : lines) {
                    text.append("\u001b[2m").append(line).append("\u001b[0m\n");
                }
                synchronized (screen) {
                    if (!closed) {
                        screen.liveStatus(text.toString(), lines.size());
                    }
                }
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
