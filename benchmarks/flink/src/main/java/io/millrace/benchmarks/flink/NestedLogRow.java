package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.util.Locale;
import org.apache.flink.table.data.RowData;

/** The row under a cursor, as {@code event_type} and a nested row per kind, two of which are null. */
final class NestedLogRow implements ReadOnlyRow {
    private static final int EVENT_TYPE = -1;

    private final EventCursor cursor;
    private final LogRow[] rows = new LogRow[EventKind.values().length];

    /** For each column the kind that it holds, or {@link #EVENT_TYPE}. */
    private final int[] kinds;

    NestedLogRow(EventCursor cursor, String[] columns) {
        this.cursor = cursor;
        for (EventKind kind : EventKind.values()) {
            rows[kind.ordinal()] = LogRow.allColumns(cursor, kind);
        }
        kinds = new int[columns.length];
        for (int i = 0; i < columns.length; i++) {
            kinds[i] =
                    columns[i].equals("event_type")
                            ? EVENT_TYPE
                            : EventKind.valueOf(columns[i].toUpperCase(Locale.ROOT)).ordinal();
        }
    }

    @Override
    public int getArity() {
        return kinds.length;
    }

    @Override
    public boolean isNullAt(int pos) {
        return kinds[pos] != EVENT_TYPE && kinds[pos] != cursor.kind();
    }

    @Override
    public int getInt(int pos) {
        return cursor.kind();
    }

    @Override
    public RowData getRow(int pos, int fields) {
        return rows[kinds[pos]];
    }
}
