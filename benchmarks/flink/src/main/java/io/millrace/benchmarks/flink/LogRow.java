package io.millrace.benchmarks.flink;

import io.millrace.benchmarks.events.EventCursor;
import io.millrace.benchmarks.events.EventLayout;
import io.millrace.benchmarks.events.EventLayout.Column;
import io.millrace.connectors.generators.nexmark.EventKind;
import java.util.List;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.data.binary.BinaryStringData;

/** The row under a cursor, as one kind of event: a column is decoded when it is asked for. */
final class LogRow implements ReadOnlyRow {
    private final EventCursor cursor;
    private final int[] slots;

    LogRow(EventCursor cursor, EventKind kind, String[] columns) {
        this.cursor = cursor;
        this.slots = new int[columns.length];
        List<Column> all = EventLayout.columns(kind);
        for (int i = 0; i < columns.length; i++) {
            String name = columns[i];
            slots[i] =
                    all.stream()
                            .filter(column -> column.name().equals(name))
                            .findFirst()
                            .orElseThrow(() -> new IllegalArgumentException("No column " + name + " in " + kind))
                            .slot();
        }
    }

    static LogRow allColumns(EventCursor cursor, EventKind kind) {
        return new LogRow(cursor, kind, EventLayout.columns(kind).stream().map(Column::name).toArray(String[]::new));
    }

    @Override
    public int getArity() {
        return slots.length;
    }

    @Override
    public boolean isNullAt(int pos) {
        return false;
    }

    @Override
    public long getLong(int pos) {
        return cursor.number(slots[pos]);
    }

    @Override
    public StringData getString(int pos) {
        int start = cursor.textStart(slots[pos]);
        return BinaryStringData.fromBytes(cursor.bytes(), start, cursor.textEnd(slots[pos]) - start);
    }

    @Override
    public TimestampData getTimestamp(int pos, int precision) {
        return TimestampData.fromEpochMillis(cursor.number(slots[pos]));
    }
}
