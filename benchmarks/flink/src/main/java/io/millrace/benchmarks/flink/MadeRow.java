package io.millrace.benchmarks.flink;

import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;

/** Makes a row of objects out of a row that looks into the log, as a connector does that parses messages. */
final class MadeRow {
    private final RowData.FieldGetter[] getters;
    private final MadeRow[] nested;

    MadeRow(RowType type) {
        getters = new RowData.FieldGetter[type.getFieldCount()];
        nested = new MadeRow[type.getFieldCount()];
        for (int i = 0; i < getters.length; i++) {
            LogicalType field = type.getTypeAt(i);
            getters[i] = RowData.createFieldGetter(field, i);
            nested[i] = field instanceof RowType row ? new MadeRow(row) : this;
        }
    }

    RowData make(RowData view) {
        GenericRowData row = new GenericRowData(getters.length);
        for (int i = 0; i < getters.length; i++) {
            Object value = getters[i].getFieldOrNull(view);
            row.setField(i, value instanceof RowData inner ? nested[i].make(inner) : value);
        }
        return row;
    }
}
