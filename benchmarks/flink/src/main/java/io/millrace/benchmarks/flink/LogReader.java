package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.Stripe;
import io.millrace.benchmarks.run.RunMeter;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalTypeFamily;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Reads one stripe. The row that it emits is one object that looks into the log, as operators copy what they keep, or,
 * where that is asked for, a new row of objects.
 */
final class LogReader implements SourceReader<RowData, LogSource.Split> {
    /** Rows per call: the mailbox is looked at in between. */
    private static final int ROWS_PER_POLL = 200;

    private final String kind;
    private final @Nullable EventKind only;
    private final RowType type;
    private final @Nullable MadeRow made;
    private final RunMeter meter = RunMeter.current();
    private final CompletableFuture<Void> available = new CompletableFuture<>();

    private LogSource.@Nullable Split split;
    private @Nullable EventCursor cursor;
    private @Nullable RowData row;
    private RunMeter.@Nullable Scan scan;

    LogReader(String kind, boolean madeRows, RowType type) {
        this.kind = kind;
        this.only = kind.equals("all") ? null : EventKind.valueOf(kind.toUpperCase(Locale.ROOT));
        this.type = type;
        this.made = madeRows ? new MadeRow(type) : null;
    }

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<RowData> output) {
        EventCursor at = cursor;
        RowData view = row;
        RunMeter.Scan progress = scan;
        if (at == null || view == null || progress == null) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        for (int i = 0; i < ROWS_PER_POLL; i++) {
            if (!at.advance()) {
                progress.passed(at.position());
                return InputStatus.END_OF_INPUT;
            }
            output.collect(made == null ? view : made.make(view));
        }
        progress.passed(at.position());
        return meter.stopped() ? InputStatus.END_OF_INPUT : InputStatus.MORE_AVAILABLE;
    }

    @Override
    public List<LogSource.Split> snapshotState(long checkpoint) {
        if (split == null || cursor == null) {
            return List.of();
        }
        return List.of(new LogSource.Split(split.index(), split.count(), cursor.position()));
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return available;
    }

    @Override
    public void addSplits(List<LogSource.Split> splits) {
        LogSource.Split given = splits.getFirst();
        Stripe stripe = meter.stripe(given.index(), given.count());
        EventCursor at =
                only == null
                        ? new EventCursor(meter.log(), stripe)
                        : new EventCursor(meter.log(), stripe, only, readsTexts());
        at.seek(given.position());
        split = given;
        cursor = at;
        String[] columns = type.getFieldNames().toArray(String[]::new);
        row = only == null ? new NestedLogRow(at, columns) : new LogRow(at, only, columns);
        scan = meter.scan(kind);
        available.complete(null);
    }

    private boolean readsTexts() {
        return type.getChildren().stream().anyMatch(each -> each.is(LogicalTypeFamily.CHARACTER_STRING));
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
